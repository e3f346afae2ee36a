"""People and their voices over HTTP: whose they are, what consent allows, and what the machine's guesses become."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from scribe_api.persons import service as persons_service
from scribe_api.transcripts.service import Sheet, read_sheet
from scribe_api.voiceprints import service as voiceprints_service
from scribe_core.database import (
    audit,
    deletions,
    identities,
    leases,
    meetings,
    persons,
    runs,
    transcripts,
    voiceprints,
    withdrawals,
)
from scribe_core.database.base import new_id
from scribe_core.database.voiceprints import VoiceprintRow
from scribe_core.domain.people import Enrolment, Identity, Voiceprint
from scribe_core.domain.run import Lane, Status
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript

CONSENT = {"how": "signed form", "given_at": "2026-03-01T09:00:00Z"}
VOICE = Voiceprint(vector=b"\0" * 768, model="m" * 64, seconds=20.0, quality=0.8)


async def claire(client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    """A person who agreed."""
    made = await client.post("/persons", json={"name": "Claire Durand", "consent": CONSENT, **more})
    assert made.status_code == 201, made.text
    return dict(made.json())


async def spoken(house: Any, client: httpx.AsyncClient, upload: Any) -> tuple[str, str, str]:
    """A meeting of two speakers: its id and theirs."""
    meeting = await upload(client)
    first, second = new_id(), new_id()
    lines = tuple(
        Line(new_id(), speaker, start, start + 4.0, (Word(start, start + 4.0, text, 0.9),), False, 0.1)
        for speaker, start, text in ((first, 0.0, "Bonjour."), (second, 5.0, "Bonsoir."))
    )
    transcript = Transcript(
        meeting["id"], "t", 1, "fr", 9.0, (Speaker(first, 1, None), Speaker(second, 2, None)), lines
    )
    async with house.database.session() as session:
        lease = await leases.claim(session, "w", tuple(Lane), 30, 3)
        assert lease is not None
        await transcripts.add(session, transcript, transcript_id=new_id(), run_id=lease.run_id, document_key="none")
        (await session.get_one(meetings.Meeting, meeting["id"])).revision = 1
        await leases.finish(session, lease, Status.COMPLETED)
    return meeting["id"], first, second


async def guessed(house: Any, meeting_id: str, *found: Identity) -> None:
    """What an identification leaves."""
    async with house.database.session() as session:
        await identities.replace(session, meeting_id, found, [])


async def heard(house: Any, person_id: str) -> str:
    """A voiceprint of the person."""
    async with house.database.session() as session:
        return (await voiceprints.add(session, Enrolment(person_id, file_name="a.wav"), None, VOICE)).id


def speakers(answer: httpx.Response) -> dict[str, tuple[str | None, str | None, str | None]]:
    assert answer.status_code == 200, answer.text
    return {one["id"]: (one["name"], one["named_by"], one["person_id"]) for one in answer.json()["speakers"]}


async def test_people_come_with_their_consent(ada: httpx.AsyncClient) -> None:
    person = await claire(ada, note="compta")
    assert person["consent"]["given_at"] == "2026-03-01T09:00:00Z"
    assert person["consent"]["how"] == "signed form"
    assert (person["note"], person["voiceprints"]) == ("compta", 0)
    bare = (await ada.post("/persons", json={"name": "Élodie"})).json()
    assert bare["consent"] is None
    changed = (await ada.patch(f"/persons/{bare['id']}", json={"name": "Élodie M."})).json()
    assert (changed["name"], changed["note"]) == ("Élodie M.", "")
    listed = (await ada.get("/persons")).json()
    assert [one["name"] for one in listed] == ["Claire Durand", "Élodie M."]
    for text in ("élo", "ELO", "elodie m"):
        found = (await ada.get("/persons", params={"q": text})).json()
        assert [one["id"] for one in found] == [bare["id"]], "with accents or without"
    tomorrow = {"how": "by mail", "given_at": "2199-01-01T00:00:00Z"}
    refused = await ada.post(f"/persons/{bare['id']}/consent", json=tomorrow)
    assert (refused.status_code, refused.json()["code"]) == (422, "request_invalid")
    given = (await ada.post(f"/persons/{bare['id']}/consent", json={"how": "by mail"})).json()
    assert given["consent"]["revoked_at"] is None


async def test_without_consent_no_voice_is_taken_in(house: Any, ada: httpx.AsyncClient, upload: Any) -> None:
    person = (await ada.post("/persons", json={"name": "Claire"})).json()
    meeting, speaker, _ = await spoken(house, ada, upload)
    voice = {"meeting_id": meeting, "speaker_id": speaker}
    asked = [
        await ada.post(f"/persons/{person['id']}/enrolments", content=b"x" * 5000),
        await ada.post(f"/persons/{person['id']}/enrolments/from-speaker", json=voice),
        await ada.patch(f"/meetings/{meeting}/speakers/{speaker}", json={"person_id": person["id"], "teach": True}),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in asked} == {(409, "consent_missing")}
    read = await ada.get(f"/meetings/{meeting}/transcript")
    assert speakers(read)[speaker] == (None, None, None), "what is refused changes nothing"
    assert (await ada.get(f"/persons/{person['id']}/enrolments")).json() == []


async def test_what_belongs_to_somebody_else_does_not_exist(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    person = await claire(ada)
    voiceprint = await heard(house, person["id"])
    meeting, speaker, _ = await spoken(house, ada, upload)
    await guessed(house, meeting, Identity(speaker, person["id"], 0.9, 0.3, sure=True))
    mine = await claire(bob)
    my_meeting, my_speaker, _ = await spoken(house, bob, upload)
    theirs, my = f"/persons/{person['id']}", f"/persons/{mine['id']}"
    asked = [
        ("GET", theirs, None),
        ("PATCH", theirs, {"name": "X"}),
        ("DELETE", theirs, None),
        ("POST", f"{theirs}/consent", CONSENT),
        ("GET", f"{theirs}/consents", None),
        ("DELETE", f"{theirs}/consent", None),
        ("GET", f"{theirs}/export", None),
        ("GET", f"{theirs}/meetings", None),
        ("GET", f"{theirs}/voiceprints", None),
        ("DELETE", f"{theirs}/voiceprints/{voiceprint}", None),
        ("DELETE", f"{my}/voiceprints/{voiceprint}", None),
        ("GET", f"{theirs}/enrolments", None),
        ("POST", f"{theirs}/merge", {"into": mine["id"]}),
        ("POST", f"{my}/merge", {"into": person["id"]}),
        ("POST", f"{theirs}/enrolments", None),
        ("POST", f"{theirs}/enrolments/from-speaker", {"meeting_id": my_meeting, "speaker_id": my_speaker}),
        ("POST", f"{my}/enrolments/from-speaker", {"meeting_id": meeting, "speaker_id": speaker}),
        ("POST", f"{my}/enrolments/from-speaker", {"meeting_id": my_meeting, "speaker_id": speaker}),
        ("PATCH", f"/meetings/{my_meeting}/speakers/{my_speaker}", {"person_id": person["id"]}),
        ("GET", f"/meetings/{meeting}/suggestions", None),
        ("POST", f"/meetings/{meeting}/suggestions/{speaker}/accept", {}),
        ("POST", f"/meetings/{meeting}/suggestions/{speaker}/refuse", None),
        ("POST", f"/meetings/{meeting}/identifications", None),
        ("POST", f"/meetings/{my_meeting}/suggestions/{my_speaker}/accept", {}),
    ]
    for method, path, body in asked:
        answer = await bob.request(method, path, json=body)
        assert answer.status_code == 404, (method, path, answer.text)
    assert [one["id"] for one in (await bob.get("/persons")).json()] == [mine["id"]]
    assert (await ada.get(theirs)).json()["voiceprints"] == 1
    assert speakers(await ada.get(f"/meetings/{meeting}/transcript"))[speaker][0] == "Claire Durand"


async def test_the_machines_word_and_peoples(house: Any, ada: httpx.AsyncClient, upload: Any) -> None:
    person = await claire(ada)
    meeting, first, second = await spoken(house, ada, upload)
    sure = Identity(first, person["id"], 0.97, 0.4, sure=True)
    maybe = Identity(second, person["id"], 0.4, 0.1, sure=False)
    await guessed(house, meeting, sure, maybe)
    read = speakers(await ada.get(f"/meetings/{meeting}/transcript"))
    assert read == {first: ("Claire Durand", "voice", person["id"]), second: (None, None, None)}
    told = (await ada.get(f"/meetings/{meeting}/suggestions")).json()
    assert [(one["speaker_id"], one["named"], one["score"]) for one in told] == [
        (first, True, 0.97),
        (second, False, 0.4),
    ]
    await ada.patch(f"/persons/{person['id']}", json={"name": "Claire D."})
    assert speakers(await ada.get(f"/meetings/{meeting}/transcript"))[first][0] == "Claire D."

    accepted = await ada.post(f"/meetings/{meeting}/suggestions/{first}/accept", json={})
    assert speakers(accepted)[first] == ("Claire D.", "people", person["id"])
    refused = await ada.post(f"/meetings/{meeting}/suggestions/{second}/refuse")
    assert speakers(refused)[second] == (None, None, None)
    assert (await ada.get(f"/meetings/{meeting}/suggestions")).json() == [], "all is said"
    assert (await ada.post(f"/meetings/{meeting}/suggestions/{second}/refuse")).status_code == 404
    # Said where there was no network and sent later, perhaps twice: whoever was meant, whatever is guessed by now.
    kept = {"Idempotency-Key": "a train"}
    body = {"person_id": person["id"]}
    for _ in range(2):
        late = await ada.post(f"/meetings/{meeting}/suggestions/{second}/refuse", json=body, headers=kept)
        assert (late.status_code, speakers(late)[second]) == (200, (None, None, None))
    place = f"/meetings/{meeting}/speakers/{second}"
    yes = [await ada.patch(place, json=body, headers={"Idempotency-Key": "yes"}) for _ in range(2)]
    assert yes[0].json() == yes[1].json()
    assert speakers(yes[0])[second] == ("Claire D.", "people", person["id"])
    await ada.post(f"/meetings/{meeting}/corrections/undo", json={"ids": yes[0].json()["changed"]})
    again = await ada.patch(place, json=body, headers={"Idempotency-Key": "yes"})
    assert speakers(again)[second] == (None, None, None), "taken back is not forgotten"
    stranger = await ada.post(f"/meetings/{meeting}/suggestions/{second}/refuse", json={"person_id": "0" * 32})
    assert (stranger.status_code, stranger.json()["code"]) == (404, "person_not_found")
    assert house.rung == [house.rung[0]], "nobody's voice was learnt"

    renamed = await ada.patch(f"/meetings/{meeting}/speakers/{first}", json={"name": "Mme Durand"})
    assert speakers(renamed)[first] == ("Mme Durand", "people", None)
    cleared = await ada.patch(f"/meetings/{meeting}/speakers/{first}", json={"name": None})
    assert speakers(cleared)[first] == (None, None, None)
    nothing = await ada.patch(f"/meetings/{meeting}/speakers/{first}", json={"teach": True})
    assert nothing.status_code == 422


async def test_taking_consent_back_and_erasing(house: Any, ada: httpx.AsyncClient, upload: Any) -> None:
    person = await claire(ada)
    await heard(house, person["id"])
    meeting, first, second = await spoken(house, ada, upload)
    await guessed(house, meeting, Identity(first, person["id"], 0.97, 0.4, sure=True))
    place = f"/meetings/{meeting}/speakers"
    await ada.patch(f"{place}/{second}", json={"person_id": person["id"]})
    revoked = (await ada.delete(f"/persons/{person['id']}/consent")).json()
    assert revoked["voiceprints"] == 0
    read = speakers(await ada.get(f"/meetings/{meeting}/transcript"))
    assert read == {first: (None, None, None), second: ("Claire Durand", "people", person["id"])}
    await guessed(house, meeting, Identity(first, person["id"], 0.97, 0.4, sure=True))
    assert (await ada.get(f"/meetings/{meeting}/suggestions")).json() == [], "a late worker's guess is not taken"

    await ada.patch(f"{place}/{second}", json={"name": "C."})
    exported = (await ada.get(f"/persons/{person['id']}/export")).json()
    assert (exported["voiceprints"], exported["meetings"]) == ([], [])
    assert (await ada.delete(f"/persons/{person['id']}")).status_code == 204
    assert (await ada.get(f"/persons/{person['id']}")).status_code == 404
    history = (await ada.get(f"/meetings/{meeting}/corrections")).text
    assert "Claire" not in history, "not even what was corrected remembers the name"
    assert speakers(await ada.get(f"/meetings/{meeting}/transcript"))[second][0] == "C."


@pytest.mark.parametrize("way_out", ["erase", "revoke"])
async def test_no_correction_remembers_a_name_that_the_machine_gave(
    house: Any, ada: httpx.AsyncClient, upload: Any, way_out: str
) -> None:
    person = await claire(ada)
    meeting, first, second = await spoken(house, ada, upload)
    await guessed(house, meeting, Identity(first, person["id"], 0.97, 0.4, sure=True))
    place = f"/meetings/{meeting}/speakers"
    await ada.post(f"{place}/{first}/merge", json={"into": second})
    await ada.patch(f"{place}/{second}", json={"name": "Marie"})
    gone = "/persons/{id}" if way_out == "erase" else "/persons/{id}/consent"
    assert (await ada.delete(gone.format(id=person["id"]))).is_success
    assert "Claire" not in (await ada.get(f"/meetings/{meeting}/corrections")).text


async def test_erasing_takes_a_name_that_went_from_speaker_to_speaker(
    house: Any, ada: httpx.AsyncClient, upload: Any
) -> None:
    person = await claire(ada)
    meeting, first, second = await spoken(house, ada, upload)
    place = f"/meetings/{meeting}/speakers"
    await ada.patch(f"{place}/{first}", json={"person_id": person["id"]})
    merged = await ada.post(f"{place}/{first}/merge", json={"into": second})
    assert speakers(merged) == {second: ("Claire Durand", "people", person["id"])}
    await ada.patch(f"{place}/{second}", json={"name": "Marie"})
    assert (await ada.delete(f"/persons/{person['id']}")).status_code == 204
    assert "Claire" not in (await ada.get(f"/meetings/{meeting}/corrections")).text
    assert speakers(await ada.get(f"/meetings/{meeting}/transcript")) == {second: ("Marie", "people", None)}


@pytest.mark.parametrize("asked_for", ["export", "enrolment"])
async def test_nobody_waits_to_write_while_a_persons_transcripts_are_read(
    house: Any, ada: httpx.AsyncClient, upload: Any, monkeypatch: pytest.MonkeyPatch, asked_for: str
) -> None:
    person = await claire(ada)
    meeting, first, _ = await spoken(house, ada, upload)
    await guessed(house, meeting, Identity(first, person["id"], 0.97, 0.4, sure=True))
    written = []

    async def read_while_a_worker_writes(*wanted: Any) -> Sheet:
        async with house.database.session() as session:
            await audit.record(session, "heartbeat", actor_id=None)
        written.append("heartbeat")
        return await read_sheet(*wanted)

    monkeypatch.setattr(persons_service, "read_sheet", read_while_a_worker_writes)
    monkeypatch.setattr(voiceprints_service, "read_sheet", read_while_a_worker_writes)
    if asked_for == "export":
        answer = await ada.get(f"/persons/{person['id']}/export")
        assert answer.json()["acts"][-1]["action"] == "person_exported"
        assert answer.json()["meetings"][0]["utterances"] == [[0.0, 4.0, "Bonjour."]]
    else:
        voice = {"meeting_id": meeting, "speaker_id": first}
        answer = await ada.post(f"/persons/{person['id']}/enrolments/from-speaker", json=voice)
    assert answer.is_success, answer.text
    assert written == ["heartbeat"]


@pytest.mark.parametrize(
    ("way_out", "asked", "refusal"),
    [
        (withdrawals.revoke, {"name": "C.", "teach": True}, (409, "consent_missing")),
        (withdrawals.erase, {"name": "C."}, (404, "person_not_found")),
    ],
)
async def test_a_person_who_withdraws_meanwhile_is_not_named(
    house: Any, ada: httpx.AsyncClient, upload: Any, way_out: Any, asked: dict[str, Any], refusal: tuple[int, str]
) -> None:
    person = await claire(ada)
    meeting, first, _ = await spoken(house, ada, upload)
    async with house.database.session() as session:
        row = await persons.owned(session, (await ada.get("/auth/me")).json()["account"]["id"], person["id"], lock=True)
        change = ada.patch(f"/meetings/{meeting}/speakers/{first}", json={"person_id": person["id"], **asked})
        naming = asyncio.create_task(change)
        assert not (await asyncio.wait([naming], timeout=1))[0], "it waits for who is first"
        await way_out(session, row)
    answer = await naming
    assert (answer.status_code, answer.json()["code"]) == refusal
    assert speakers(await ada.get(f"/meetings/{meeting}/transcript"))[first] == (None, None, None)


async def test_only_consent_that_stands_is_noted_as_taken_back(ada: httpx.AsyncClient) -> None:
    person = (await ada.post("/persons", json={"name": "Claire"})).json()
    place = f"/persons/{person['id']}"
    await ada.delete(f"{place}/consent")
    await ada.post(f"{place}/consent", json=CONSENT)
    for _ in range(2):
        assert (await ada.delete(f"{place}/consent")).json()["consent"]["revoked_at"] is not None
    acts = [act["action"] for act in (await ada.get(f"{place}/export")).json()["acts"]]
    assert acts == ["consent_given", "consent_revoked", "person_exported"]


async def test_the_history_of_consent_is_told_and_handed_out(house: Any, ada: httpx.AsyncClient) -> None:
    person = await claire(ada)
    me, place = (await ada.get("/auth/me")).json()["account"]["id"], f"/persons/{person['id']}"
    again = {"how": "by mail", "given_at": "2026-04-01T09:00:00Z"}
    assert (await ada.post(f"{place}/consent", json=again)).json()["consent"]["how"] == "by mail"
    await heard(house, person["id"])
    first, second = (await ada.get(f"{place}/consents")).json()
    assert (first["how"], first["given_at"], first["recorded_by"]) == ("signed form", CONSENT["given_at"], me)
    (voiceprint,) = (await ada.get(f"{place}/voiceprints")).json()
    assert voiceprint["consent_id"] == second["id"] == (await ada.get("/persons")).json()[0]["consent"]["id"]
    for how in ("", " ", "x" * 501):
        refused = await ada.delete(f"{place}/consent", params={"how": how})
        assert (refused.status_code, refused.json()["code"]) == (422, "request_invalid")
    revoked = (await ada.delete(f"{place}/consent", params={"how": "on the phone"})).json()
    assert (revoked["consent"]["id"], revoked["consent"]["revoked_by"]) == (second["id"], me)
    told = (await ada.get(f"{place}/export")).json()["consents"]
    assert [(one["how"], one["revoked_how"]) for one in told] == [
        ("signed form", "on the phone"),
        ("by mail", "on the phone"),
    ]
    await ada.post(f"{place}/consent", json={"how": "new form"})
    stand = [one["revoked_at"] is None for one in (await ada.get(f"{place}/consents")).json()]
    assert stand == [False, False, True], "what was taken back stays on record"


async def test_two_people_of_one_name_are_meant_to_be_two(ada: httpx.AsyncClient, bob: httpx.AsyncClient) -> None:
    first = await claire(ada)
    await claire(bob)
    refused = await ada.post("/persons", json={"name": "claire durand"})
    assert (refused.status_code, refused.json()["code"]) == (409, "person_exists")
    assert first["id"] in refused.json()["message"]
    second = await claire(ada, another=True, note="compta")
    third = (await ada.post("/persons", json={"name": "Élodie"})).json()
    renamed = {"name": "Claire Durand"}
    refused = await ada.patch(f"/persons/{third['id']}", json=renamed)
    assert (refused.status_code, refused.json()["code"]) == (409, "person_exists")
    assert (await ada.patch(f"/persons/{third['id']}", json={**renamed, "another": True})).status_code == 200
    assert (await ada.patch(f"/persons/{second['id']}", json={**renamed, "note": "paie"})).json()["note"] == "paie"
    assert len((await ada.get("/persons")).json()) == 3


async def test_a_file_to_learn_from_is_taken_as_it_comes(house: Any, ada: httpx.AsyncClient, tone: Any) -> None:
    person = await claire(ada)
    sent = await ada.post(f"/persons/{person['id']}/enrolments?filename=a.wav", content=tone(80.0))
    assert sent.status_code == 201, sent.text
    run = sent.json()
    assert (run["kind"], run["meeting_id"], run["person_id"]) == ("enrolment", None, person["id"])
    assert house.rung[-1] == run["id"]
    assert (await ada.get(f"/persons/{person['id']}/enrolments")).json()[0]["id"] == run["id"]
    cancelled = await ada.post(f"/runs/{run['id']}/cancel")
    assert cancelled.json()["status"] == "CANCELLED"
    text = await ada.post(f"/persons/{person['id']}/enrolments", content=b"Bonjour, voici du texte." * 300)
    assert text.status_code == 415


async def test_what_is_sent_to_learn_from_is_bounded(
    house: Any, ada: httpx.AsyncClient, tone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await claire(ada)
    monkeypatch.setattr(voiceprints_service, "LARGEST_SAMPLE", 200_000)
    place, sound = f"/persons/{person['id']}/enrolments?filename=a.wav", tone(20.0)

    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(sound), 50_000):
            yield sound[start : start + 50_000]

    for body in (sound, in_pieces()):
        answer = await ada.post(place, content=body)
        assert (answer.status_code, answer.json()["code"]) == (413, "sample_too_large")
        assert "0.2 MB" in answer.json()["message"]
    assert (await ada.get(f"/persons/{person['id']}/enrolments")).json() == []
    assert house.traces() == [], "nothing was kept"


async def test_a_flood_of_files_to_learn_from_is_refused_before_they_are_taken_in(
    ada: httpx.AsyncClient, tone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await claire(ada)
    monkeypatch.setattr(runs, "MOST_ENROLMENTS", 2)
    place = f"/persons/{person['id']}/enrolments?filename=a.wav"
    assert [(await ada.post(place, content=tone(2.0))).status_code for _ in range(2)] == [201, 201]
    monkeypatch.setattr(voiceprints_service, "arrive", None)
    refused = await ada.post(place, content=tone(2.0))
    assert (refused.status_code, refused.json()["code"]) == (409, "enrolments_too_many")


@pytest.mark.parametrize("body", [{"name": ""}, {"name": "A", "consent": {"how": ""}}, {"name": "A", "owner_id": "x"}])
async def test_a_person_needs_a_name_and_consent_a_how(ada: httpx.AsyncClient, body: dict[str, Any]) -> None:
    assert (await ada.post("/persons", json=body)).status_code == 422


async def test_an_account_that_goes_takes_its_people_and_their_files_along(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, tone: Any
) -> None:
    person = await claire(bob)
    run = (await bob.post(f"/persons/{person['id']}/enrolments?filename=a.wav", content=tone(2.0))).json()
    await heard(house, person["id"])
    me = (await bob.get("/auth/me")).json()["account"]["id"]
    assert (await ada.delete(f"/users/{me}")).status_code == 204
    async with house.database.reading() as session:
        assert (await session.scalars(select(VoiceprintRow.id))).all() == []
        assert await deletions.due(session, 600) == [(run["id"], False)], "the file goes at the next look"


async def test_where_somebody_was_heard(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    person = await claire(ada)
    by_voice, first, _ = await spoken(house, ada, upload)
    by_people, second, other = await spoken(house, ada, upload)
    taken_for, third, _ = await spoken(house, ada, upload)
    refused, fourth, _ = await spoken(house, ada, upload)
    await guessed(house, by_voice, Identity(first, person["id"], 0.97, 0.4, sure=True))
    await guessed(house, taken_for, Identity(third, person["id"], 0.6, 0.1, sure=False))
    await guessed(house, refused, Identity(fourth, person["id"], 0.6, 0.1, sure=False))
    await ada.post(f"/meetings/{refused}/suggestions/{fourth}/refuse")
    await ada.patch(f"/meetings/{by_people}/speakers/{second}", json={"person_id": person["id"]})
    await ada.post(f"/meetings/{by_people}/speakers/{second}/merge", json={"into": other})

    async def heard_in(client: httpx.AsyncClient) -> dict[str, tuple[str, str | None, float | None]]:
        told = (await client.get(f"/persons/{person['id']}/meetings")).json()
        assert [one["held_at"] for one in told] == sorted((one["held_at"] for one in told), reverse=True)
        return {one["meeting_id"]: (one["speaker_id"], one["named_by"], one["score"]) for one in told}

    assert await heard_in(ada) == {
        by_voice: (first, "voice", 0.97),
        by_people: (other, "people", None),
        taken_for: (third, None, 0.6),
    }
    assert (await ada.get("/persons")).json()[0]["meetings"] == 2, "a guess is no name"
    assert (await ada.get(f"/persons/{person['id']}")).json()["meetings"] == 2
    assert (await bob.get(f"/persons/{person['id']}/meetings")).status_code == 404
    await ada.patch(f"/meetings/{by_people}/speakers/{other}", json={"name": "Marie"})
    assert set(await heard_in(ada)) == {by_voice, taken_for}
    assert (await ada.get("/persons")).json()[0]["meetings"] == 1
    assert set(json_of(await ada.get(f"/persons/{person['id']}/export"))) == {by_voice, taken_for}, "the export agrees"


def json_of(export: httpx.Response) -> list[str]:
    return [one["meeting_id"] for one in export.json()["meetings"]]


async def test_a_suggestion_says_where_the_person_can_be_heard(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    person = await claire(ada)
    meeting, speaker, _ = await spoken(house, ada, upload)
    before, learnt, assigned = await spoken(house, ada, upload)
    await guessed(house, meeting, Identity(speaker, person["id"], 0.6, 0.1, sure=False))
    await heard(house, person["id"])

    async def told() -> dict[str, Any]:
        (one,) = (await ada.get(f"/meetings/{meeting}/suggestions")).json()
        return dict(one)

    assert (await told())["sample"] is None, "a file is not kept"
    async with house.database.session() as session:
        await voiceprints.add(session, Enrolment(person["id"], speaker_id=learnt), before, VOICE)
    assert (await told())["sample"] is None, "there is no sound"
    async with house.database.session() as session:
        (await session.get_one(meetings.Meeting, before)).audio_key = "a"
    told_now = await told()
    sample = told_now["sample"]
    assert (sample["meeting_id"], sample["start"], sample["end"]) == (before, 0.0, 4.0)
    assert told_now["meetings"] == 0, "a voice learnt there is no name there"

    line = (await ada.get(f"/meetings/{before}/transcript")).json()["utterances"][0]
    await ada.patch(f"/meetings/{before}/utterances/{line['id']}", json={"speaker_id": assigned})
    assert (await told())["sample"] is None, "what somebody else says is not this voice"
    await ada.patch(f"/meetings/{before}/speakers/{assigned}", json={"person_id": person["id"]})
    told_now = await told()
    assert (told_now["meetings"], told_now["sample"]["start"]) == (1, 0.0), "where people said who it is"

    mine = await claire(bob)
    my_meeting, my_speaker, _ = await spoken(house, bob, upload)
    await guessed(house, my_meeting, Identity(my_speaker, mine["id"], 0.6, 0.1, sure=False))
    async with house.database.session() as session:
        await voiceprints.add(session, Enrolment(mine["id"], speaker_id=learnt), before, VOICE)
    (one,) = (await bob.get(f"/meetings/{my_meeting}/suggestions")).json()
    assert one["sample"] is None, "nobody hears another account's meeting"


async def test_two_persons_are_one(house: Any, ada: httpx.AsyncClient, upload: Any) -> None:
    person = await claire(ada)
    other = await claire(ada, name="Mme Durand")
    await heard(house, other["id"])
    meeting, first, second = await spoken(house, ada, upload)
    await guessed(house, meeting, Identity(first, other["id"], 0.97, 0.4, sure=True))
    await ada.patch(f"/meetings/{meeting}/speakers/{second}", json={"person_id": other["id"]})
    kept = (await ada.post(f"/persons/{other['id']}/merge", json={"into": person["id"]})).json()
    assert (kept["id"], kept["name"], kept["voiceprints"], kept["meetings"]) == (person["id"], "Claire Durand", 1, 1)
    assert [one["id"] for one in (await ada.get("/persons")).json()] == [person["id"]]
    assert speakers(await ada.get(f"/meetings/{meeting}/transcript")) == {
        first: ("Claire Durand", "voice", person["id"]),
        second: ("Mme Durand", "people", person["id"]),
    }
    exported = (await ada.get(f"/persons/{person['id']}/export")).json()
    assert len(exported["consents"]) == 2
    acts = [one["action"] for one in exported["acts"]]
    assert acts == ["consent_given", "consent_given", "person_merged", "person_merged", "person_exported"]
    again = await ada.post(f"/persons/{person['id']}/merge", json={"into": person["id"]})
    assert (again.status_code, again.json()["code"]) == (409, "persons_same")
