"""What an earlier release wrote is read by this one, through the API, after the migrations."""

from typing import Any

import pytest
from earlier_houses import REVISIONS, move_in, texts

from scribe_core.database import leases, one_time_codes, transcripts, users
from scribe_core.database import minutes as frozen
from scribe_core.domain.export_format import EXPORT_FORMATS
from scribe_core.domain.run import Lane
from scribe_core.errors import SENTENCES

PASSWORD = "une autre phrase de passe"


async def entered(house: Any, email: str) -> Any:
    """A browser of somebody of then, who has been given a new password."""
    async with house.database.session() as session:
        user = await users.by_email(session, email)
        assert user is not None
        code = await one_time_codes.make_password_code(session, user.id, 1)
    browser = house.visitor()
    body = {"email": email, "code": code.text, "password": PASSWORD}
    answer = await browser.post("/auth/password/redeem", json=body)
    assert answer.status_code == 200, answer.text
    browser.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return browser


async def read(browser: Any, path: str) -> Any:
    answer = await browser.get(path)
    assert answer.status_code == 200, f"{path}: {answer.text}"
    return answer.json() if "json" in answer.headers["content-type"] else answer.text


@pytest.mark.parametrize("revision", REVISIONS)
async def test_everything_of_an_earlier_release_is_read(house: Any, revision: str) -> None:
    await move_in(house.database, revision)
    refused = await house.visitor().get(f"{house.url}/ready")
    if refused.status_code == 503:
        assert refused.json()["reasons"] == [SENTENCES["database_unprepared"].en]
    await house.database.migrate()
    await house.database.check()
    said = set()
    async with house.database.reading() as session:
        emails = [user.email for user in await users.everyone(session)]
    for email in emails:
        browser = await entered(house, email)
        for meeting in (await read(browser, "/meetings"))["items"]:
            assert (await read(browser, f"/meetings/{meeting['id']}"))["title"] == meeting["title"]
            await read(browser, f"/meetings/{meeting['id']}/runs")
            if meeting["revision"] is None:
                continue
            assert (await read(browser, f"/meetings/{meeting['id']}/transcript"))["utterances"]
            for form in EXPORT_FORMATS:
                assert await read(browser, f"/meetings/{meeting['id']}/export?format={form}")
            async with house.database.reading() as session:
                for row in await transcripts.revisions(session, meeting["id"]):
                    said |= {line.text for line in (await transcripts.read(session, row, meeting["title"])).lines}
        for person in await read(browser, "/persons"):
            await read(browser, f"/persons/{person['id']}/consents")
            await read(browser, f"/persons/{person['id']}/voiceprints")
    assert said == texts(revision), "not a word is lost"


async def test_a_house_of_november_is_as_it_was(house: Any) -> None:
    """Written by that month's code at revision 0005: before every consent was a row, and before runs took turns."""
    await move_in(house.database, "0005")
    await house.database.migrate()
    ada = await entered(house, "ada@example.org")
    meetings = {meeting["title"]: meeting for meeting in (await read(ada, "/meetings?q=été"))["items"]}
    assert list(meetings) == ["Comité d’ÉTÉ"]
    done = meetings["Comité d’ÉTÉ"]
    transcript = await read(ada, f"/meetings/{done['id']}/transcript")
    named = {speaker["id"]: speaker["name"] for speaker in transcript["speakers"]}
    told = [(named[line["speaker_id"]], line["text"]) for line in transcript["utterances"]]
    assert told == [("Nagg", "Décision : on garde l’été 🙂."), (None, "Oui, évidemment."), (None, "Merci.")]
    people = {person["name"]: person for person in await read(ada, "/persons")}
    stands = {name: person["consent"] and person["consent"]["revoked_at"] is None for name, person in people.items()}
    assert stands == {"Nagg": True, "Nell": None, "Clov": False}
    assert {name: person["voiceprints"] for name, person in people.items()} == {"Nagg": 2, "Nell": 0, "Clov": 0}
    async with house.database.session() as session:
        begun = [await leases.claim(session, "worker", tuple(Lane), 30, 3) for _ in range(4)]
    assert len([lease for lease in begun if lease]) == 3, "the one its worker left and the two that waited"


async def test_a_house_of_late_november_is_as_it_was(house: Any) -> None:
    """Written at revision 0012: quotas of accounts' own, a run that waits for its second attempt and one that failed in it."""
    await move_in(house.database, "0012")
    await house.database.migrate()
    claire = await entered(house, "claire@example.org")
    quotas = {account["name"]: account["quota_bytes"] for account in (await read(claire, "/users"))["items"]}
    assert quotas == {"Claire": 50_000_000_000, "Hamm": 0, "Clov": None}
    hamm = await entered(house, "hamm@example.org")
    meetings = {meeting["title"]: meeting for meeting in (await read(hamm, "/meetings"))["items"]}
    (failed,) = await read(hamm, f"/meetings/{meetings['Fin de partie']['id']}/runs")
    assert (failed["status"], failed["error"]["code"]) == ("FAILED", "media_damaged")
    async with house.database.session() as session:
        begun = [await leases.claim(session, "worker", tuple(Lane), 30, 3) for _ in range(3)]
    told = {lease.request_id: lease.attempt for lease in begun if lease}
    assert told == {None: 2, "request-encore": 2}, "the one its worker left and the one that was given back"


async def test_a_house_of_the_days_of_minutes_is_as_it_was(house: Any) -> None:
    """Written at revision 0028: frozen minutes from a template of one's own, a Word template, and what surrounds a transcript."""
    await move_in(house.database, "0028")
    await house.database.migrate()
    claire = await entered(house, "claire@example.org")
    meetings = {meeting["title"]: meeting for meeting in (await read(claire, "/meetings"))["items"]}
    assert meetings.keys() == {"Comité d’été", "À venir", "En morceaux"}
    assert [away["title"] for away in (await read(claire, "/trash"))["items"]] == ["À la corbeille"]
    done = meetings["Comité d’été"]
    assert done["tags"] == ["CSE", "Été <b>"]
    path = f"/meetings/{done['id']}"
    said = "Décision : on garde le n° 3, « l’été » 🙂."
    notes = await read(claire, f"{path}/notes")
    assert (notes["text"], [mark["word"] for mark in notes["markers"]]) == (said, ["", "Budget"])
    comment, answer = (await read(claire, f"{path}/comments"))["items"]
    assert (comment["text"], answer["text"], answer["answers_id"]) == (said, "Oui.", comment["id"])
    (own,) = [one for one in await read(claire, "/minutes-templates") if not one["builtin"]]
    minutes = await read(claire, f"{path}/minutes")
    assert (minutes["state"], minutes["title"], minutes["template"]) == ("frozen", "Comité d’été", own["key"])
    assert [one["name"] for one in minutes["participants"]] == ["Nagg", None]
    (action,), (vote,) = (section["items"] for section in minutes["sections"])
    assert (action["text"], action["owner"]["name"], action["due"]["day"]) == (said, "Nagg", "2026-03-17")
    assert [cited["utterance_id"] for cited in action["citations"]] == ["c" * 32]
    assert (vote["text"], vote["start"], vote["end"]) == ("Pour : 3", 0.1, 1 / 3)
    async with house.database.reading() as session:
        owner = await users.by_email(session, "claire@example.org")
        assert owner is not None
        kept = await frozen.of_meeting(session, owner.id, done["id"])
    assert minutes["sha256"] == frozen.seal(kept.row, kept.items), "whoever holds what was frozen can still tell"
    assert [one["text"] for one in (await read(claire, "/register"))["items"]] == [said]
    (word,) = (await read(claire, "/document-templates"))["items"]
    assert (await claire.get(f"/document-templates/{word['id']}")).content == bytes(range(256))
    assert (await read(claire, "/glossary"))["terms"] == ["Kerouédan"]
