"""Minutes: written from a transcript, put right, approved and frozen, by the meeting's owner and nobody else."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
from budget_meeting import S1, S2, S9, U1, U2, U3, U9, revision, write
from sqlalchemy import func, select

from scribe_core.database import audit
from scribe_core.database.minutes import MinutesItemRow, MinutesRow
from scribe_core.search.indexing import Indexer

U4 = "a" * 31 + "4"
LINES = (
    (U1, S1, "Bonjour à tous."),
    (U2, S2, "Nous décidons de garder le budget de 2026 pour le site."),
    (U3, S1, "Je vais envoyer le tableau à Claire avant le 15 mars."),
    (U4, S2, "Qui s'occupe du devis ?"),
)


@pytest.fixture
async def here(house: Any, bob: httpx.AsyncClient, upload: Any) -> str:
    """Where a meeting with a first transcript is found."""
    meeting = await upload(bob, title="Comité", held_at="2026-03-02T22:30:00Z")
    await write(house, meeting["id"], revision(meeting["id"], 1, LINES))
    return f"/meetings/{meeting['id']}/minutes"


@pytest.fixture
async def draft(bob: httpx.AsyncClient, here: str) -> dict[str, Any]:
    """The minutes as they were written first."""
    answer = await bob.post(here, json={"timezone": "Europe/Paris"})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def items(told: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The items of a section."""
    found: list[dict[str, Any]] = next(one["items"] for one in told["sections"] if one["key"] == key)
    return found


async def test_minutes_cite_what_was_said(bob: httpx.AsyncClient, here: str, draft: dict[str, Any]) -> None:
    assert (draft["title"], draft["held_on"], draft["state"], draft["version"]) == ("Comité", "2026-03-02", "draft", 1)
    assert (draft["writer"], draft["revision"], draft["transcript_revision"], draft["language"]) == (
        "extract",
        1,
        1,
        "fr",
    )
    assert [one["title"] for one in draft["sections"]][2:4] == ["Décisions", "Actions à mener"]
    assert draft["participants"] == [
        {"speaker_id": S1, "number": 1, "name": None},
        {"speaker_id": S2, "number": 2, "name": None},
    ]
    (decision,) = items(draft, "decisions")
    assert "garder le budget" in decision["text"]
    (citation,) = decision["citations"]
    assert citation == {
        "utterance_id": U2, "start": 2.0, "end": 4.0, "speaker_id": S2, "speaker_name": None, "text": LINES[1][2]
    }  # fmt: skip
    (topic,) = items(draft, "topics")
    assert (topic["start"], topic["end"]) == (0.0, 8.0)
    assert [one["utterance_id"] for one in topic["citations"]] == [U1, U2, U3], "what it begins with"
    (action,) = items(draft, "actions")
    assert (action["status"], action["owner"]) == ("open", {"name": None, "speaker_id": S1})
    assert action["due"]["day"] == "2026-03-15"
    assert (await bob.get(here)).json() == draft


async def test_the_day_is_the_one_where_people_met(house: Any, bob: httpx.AsyncClient, here: str) -> None:
    told = (await bob.post(here, json={"timezone": "Asia/Tokyo"})).json()
    assert told["held_on"] == "2026-03-03"
    other = await bob.post(here, json={"timezone": "Mars/Olympus", "version": 1})
    assert (other.status_code, other.json()["code"]) == (422, "timezone_unknown")


async def test_no_writer_is_named_that_does_not_write(bob: httpx.AsyncClient, here: str) -> None:
    answer = await bob.post(here, json={"writer": "model"})
    assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")


async def test_without_a_transcript_or_minutes_it_says_so(bob: httpx.AsyncClient, upload: Any) -> None:
    meeting = await upload(bob)
    path = f"/meetings/{meeting['id']}/minutes"
    for answer, code in (
        (await bob.post(path, json={}), "transcript_not_found"),
        (await bob.get(path), "minutes_not_found"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, code)


@pytest.mark.parametrize("lines", [(), LINES[:1]])
async def test_little_or_nothing_said_gives_minutes_to_be_filled(
    house: Any, bob: httpx.AsyncClient, upload: Any, lines: Any
) -> None:
    meeting = await upload(bob)
    await write(house, meeting["id"], revision(meeting["id"], 1, lines))
    told = await bob.post(f"/meetings/{meeting['id']}/minutes", json={"template": "works_council"})
    assert told.status_code == 201
    assert all(
        not one["items"] for one in told.json()["sections"] if one["kind"] in ("decisions", "actions", "questions")
    )
    added = await bob.post(
        f"/meetings/{meeting['id']}/minutes/items",
        json={"version": 1, "section": "quorum", "text": "7 présents sur 9."},
    )
    assert [one["kind"] for one in items(added.json(), "quorum")] == ["field"]


async def test_people_put_minutes_right(bob: httpx.AsyncClient, here: str, draft: dict[str, Any]) -> None:
    (decision,) = items(draft, "decisions")
    edited = await bob.patch(
        f"{here}/items/{decision['id']}",
        json={"version": 1, "text": "<b>Budget</b> & site\nmaintenus", "citations": [U2, U1, U2]},
    )
    assert edited.status_code == 200, edited.text
    (same,) = items(edited.json(), "decisions")
    assert (same["text"], same["edited"], same["id"]) == ("<b>Budget</b> & site\nmaintenus", True, decision["id"])
    assert [one["utterance_id"] for one in same["citations"]] == [U2, U1]
    added = await bob.post(
        f"{here}/items",
        json={
            "version": 2, "section": "actions", "text": "Appeler la mairie", "citations": [U4],
            "owner": {"name": "Mme Petit"}, "due": {"said": "avant l’été"},
        },
    )  # fmt: skip
    assert added.status_code == 201, added.text
    first, second = items(added.json(), "actions")
    assert (first["text"], first["owner"], first["status"]) == (
        "Appeler la mairie", {"name": "Mme Petit", "speaker_id": None}, "open",
    )  # fmt: skip
    assert first["due"] == {"said": "avant l’été", "day": None}
    moved = await bob.patch(f"{here}/items/{first['id']}", json={"version": 3, "after": second["id"]})
    assert [one["id"] for one in items(moved.json(), "actions")] == [second["id"], first["id"]]
    over = await bob.patch(f"{here}/items/{first['id']}", json={"version": 4, "section": "questions"})
    assert [(one["kind"], one["status"]) for one in items(over.json(), "questions")][-1] == ("question", None)
    gone = await bob.delete(f"{here}/items/{first['id']}", params={"version": 5})
    assert first["id"] not in json.dumps(gone.json())
    named = await bob.patch(here, json={"version": 6, "title": "Comité du 3 mars", "held_on": "2026-03-03"})
    assert (named.json()["title"], named.json()["held_on"], named.json()["version"]) == (
        "Comité du 3 mars",
        "2026-03-03",
        7,
    )
    assert named.json()["updated_by"] == "bob"


async def test_nothing_is_written_over_unseen(bob: httpx.AsyncClient, here: str, draft: dict[str, Any]) -> None:
    (action,) = items(draft, "actions")
    assert (await bob.patch(here, json={"version": 1, "title": "Autre"})).status_code == 200
    for answer in (
        await bob.patch(here, json={"version": 1, "title": "x"}),
        await bob.patch(f"{here}/items/{action['id']}", json={"version": 1, "text": "x"}),
        await bob.post(f"{here}/items", json={"version": 1, "section": "actions", "text": "x"}),
        await bob.delete(f"{here}/items/{action['id']}", params={"version": 1}),
        await bob.post(f"{here}/sections/actions/rewrite", json={"version": 1}),
        await bob.put(f"{here}/state", json={"version": 1, "state": "approved"}),
        await bob.post(here, json={"version": 1}),
        await bob.post(here, json={}),
        await bob.delete(here, params={"version": 1}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "minutes_changed"), answer.request.url
    assert (await bob.get(here)).json()["version"] == 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"section": "decisions", "text": "  \n "}, 422, "request_invalid"),
        ({"section": "nowhere", "text": "x"}, 404, "minutes_section_not_found"),
        ({"section": "decisions", "text": "x", "after": "f" * 32}, 404, "minutes_item_not_found"),
        ({"section": "decisions", "text": "x", "citations": [U9]}, 404, "utterance_not_found"),
        ({"section": "decisions", "text": "x", "citations": ["<script>"]}, 422, "request_invalid"),
        ({"section": "actions", "text": "x", "owner": {"speaker_id": S9}}, 404, "speaker_not_found"),
        ({"section": "actions", "text": "x", "due": {"day": "0001-01-01"}}, 422, "request_invalid"),
        ({"section": "actions", "text": "x", "status": "done"}, 422, "request_invalid"),
        ({"section": "actions", "text": "x" * 20_001}, 422, "request_invalid"),
    ],
)
async def test_what_cannot_be_is_refused(
    bob: httpx.AsyncClient, here: str, draft: dict[str, Any], body: dict[str, Any], status: int, code: str
) -> None:
    answer = await bob.post(f"{here}/items", json={"version": 1, **body})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await bob.get(here)).json() == draft


async def test_written_again_they_keep_what_people_wrote(
    house: Any, bob: httpx.AsyncClient, here: str, draft: dict[str, Any]
) -> None:
    (action,) = items(draft, "actions")
    added = await bob.post(
        f"{here}/items", json={"version": 1, "section": "actions", "after": action["id"], "text": "Réserver la salle"}
    )
    own = items(added.json(), "actions")[1]
    ticked = await bob.patch(f"{here}/items/{action['id']}", json={"version": 2, "status": "done"})
    assert not items(ticked.json(), "actions")[0]["edited"]
    meeting_id = draft["meeting_id"]
    await write(house, meeting_id, revision(meeting_id, 2, LINES[1:]))
    assert (await bob.get(here)).json()["transcript_revision"] == 2
    again = (await bob.post(here, json={"version": 3, "template": "works_council"})).json()
    assert (again["revision"], again["template"], again["version"]) == (2, "works_council", 4)
    first, second = items(again, "actions")
    assert (first["id"], first["status"], second["id"], second["text"]) == (
        action["id"], "done", own["id"], "Réserver la salle",
    )  # fmt: skip
    assert items(again, "opinions")[0]["id"] == items(draft, "decisions")[0]["id"]
    filled = await bob.post(f"{here}/items", json={"version": 4, "section": "votes", "text": "Unanimité."})
    assert filled.status_code == 201
    back = (await bob.post(here, json={"version": 5, "template": "general", "language": "en"})).json()
    assert [one["title"] for one in back["sections"]][-2:] == ["Open questions", "Votes"], "what was filled is kept"
    bare = (await bob.post(here, json={"version": 6, "keep_edited": False})).json()
    assert [one["text"] for one in items(bare, "actions")] == [action["text"]]


async def test_a_section_is_written_again_alone(bob: httpx.AsyncClient, here: str, draft: dict[str, Any]) -> None:
    (decision,), (action,) = items(draft, "decisions"), items(draft, "actions")
    await bob.delete(f"{here}/items/{decision['id']}", params={"version": 1})
    await bob.delete(f"{here}/items/{action['id']}", params={"version": 2})
    told = (await bob.post(f"{here}/sections/decisions/rewrite", json={"version": 3})).json()
    assert [one["text"] for one in items(told, "decisions")] == [decision["text"]]
    assert items(told, "actions") == []
    missing = await bob.post(f"{here}/sections/votes/rewrite", json={"version": 4})
    assert (missing.status_code, missing.json()["code"]) == (404, "minutes_section_not_found")


def recomputed(told: dict[str, Any]) -> str:
    """The digest of minutes from what anybody reads of them."""
    numbers = {one["speaker_id"]: one["number"] for one in told["participants"]}

    def item(one: dict[str, Any]) -> dict[str, Any]:
        owner = one["owner"] and {"name": one["owner"]["name"], "number": numbers.get(one["owner"]["speaker_id"])}
        return {
            "citations": [cited["utterance_id"] for cited in one["citations"]],
            "owner": owner,
            **{name: one[name] for name in ("kind", "text", "due", "start", "end")},
        }

    content = {
        **{name: told[name] for name in ("meeting_id", "revision", "language", "title", "held_on")},
        "participants": [{"number": one["number"], "name": one["name"]} for one in told["participants"]],
        "sections": [
            {"key": one["key"], "title": one["title"], "kind": one["kind"], "items": [*map(item, one["items"])]}
            for one in told["sections"]
        ],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


async def test_frozen_minutes_refuse_every_change(bob: httpx.AsyncClient, here: str, draft: dict[str, Any]) -> None:
    meeting = f"/meetings/{draft['meeting_id']}"
    await bob.patch(f"{meeting}/speakers/{S1}", json={"name": "Claire Durand"})
    early = await bob.put(f"{here}/state", json={"version": 1, "state": "frozen"})
    assert (early.status_code, early.json()["code"]) == (409, "minutes_not_approved")
    approved = (await bob.put(f"{here}/state", json={"version": 1, "state": "approved"})).json()
    assert (approved["state"], approved["approved_by"], approved["sha256"]) == ("approved", "bob", None)
    held = await bob.patch(here, json={"version": 2, "title": "x"})
    assert (held.status_code, held.json()["code"]) == (409, "minutes_approved")
    back = (await bob.put(f"{here}/state", json={"version": 2, "state": "draft"})).json()
    assert (back["state"], back["approved_by"]) == ("draft", None)
    await bob.put(f"{here}/state", json={"version": 3, "state": "approved"})
    frozen = (await bob.put(f"{here}/state", json={"version": 4, "state": "frozen"})).json()
    assert (frozen["state"], frozen["version"], frozen["frozen_by"]) == ("frozen", 5, "bob")
    assert frozen["sha256"] == recomputed(frozen)
    (action,) = items(frozen, "actions")
    assert action["owner"]["name"] == "Claire Durand"
    for answer in (
        await bob.patch(here, json={"version": 5, "title": "x"}),
        await bob.patch(f"{here}/items/{action['id']}", json={"version": 5, "text": "x"}),
        await bob.post(f"{here}/items", json={"version": 5, "section": "actions", "text": "x"}),
        await bob.delete(f"{here}/items/{action['id']}", params={"version": 5}),
        await bob.post(f"{here}/sections/actions/rewrite", json={"version": 5}),
        await bob.put(f"{here}/state", json={"version": 5, "state": "draft"}),
        await bob.put(f"{here}/state", json={"version": 5, "state": "approved"}),
        await bob.post(here, json={"version": 5}),
        await bob.delete(here, params={"version": 5}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "minutes_frozen"), answer.request.url
    await bob.patch(f"{meeting}/speakers/{S1}", json={"name": "Marc"})
    after = (await bob.get(here)).json()
    assert (after["participants"], items(after, "actions")[0]["owner"]) == (frozen["participants"], action["owner"])
    assert after["sha256"] == recomputed(after)


async def test_owners_are_called_what_speakers_are(
    house: Any, bob: httpx.AsyncClient, here: str, draft: dict[str, Any]
) -> None:
    meeting = f"/meetings/{draft['meeting_id']}"
    await bob.patch(f"{meeting}/speakers/{S1}", json={"name": "Claire"})
    assert items((await bob.get(here)).json(), "actions")[0]["owner"] == {"name": "Claire", "speaker_id": S1}
    await bob.post(f"{meeting}/speakers/{S1}/merge", json={"into": S2})
    await bob.patch(f"{meeting}/speakers/{S2}", json={"name": "Marc"})
    told = (await bob.get(here)).json()
    assert items(told, "actions")[0]["owner"] == {"name": "Marc", "speaker_id": S2}
    assert [one["name"] for one in told["participants"]] == ["Marc"]
    await Indexer(house.database).look()
    async with house.database.reading() as session:
        row = MinutesItemRow
        kept = (await session.execute(select(row.owner_name, row.owner_speaker_id).where(row.kind == "action"))).one()
    assert tuple(kept) == ("Marc", S2)


async def test_who_is_erased_is_named_in_no_minutes(
    house: Any, bob: httpx.AsyncClient, here: str, draft: dict[str, Any]
) -> None:
    meeting = f"/meetings/{draft['meeting_id']}"
    first, second = [(await bob.post("/persons", json={"name": name})).json()["id"] for name in ("C. Durand", "Claire")]
    await bob.patch(f"{meeting}/speakers/{S1}", json={"person_id": first})
    await Indexer(house.database).look()
    for version, state in ((1, "approved"), (2, "frozen")):
        frozen = (await bob.put(f"{here}/state", json={"version": version, "state": state})).json()
    assert items(frozen, "actions")[0]["owner"]["name"] == frozen["participants"][0]["name"] == "C. Durand"
    await bob.post(f"/persons/{first}/merge", json={"into": second})
    assert (await bob.get(here)).json() == frozen, "what was frozen reads as it did"
    assert (await bob.delete(f"/persons/{second}")).status_code == 204
    after = (await bob.get(here)).json()
    assert "Durand" not in json.dumps(after)
    assert after["sha256"] == recomputed(after) != frozen["sha256"]
    async with house.database.reading() as session:
        (noted,) = [
            one for one in await audit.of_subject(session, draft["meeting_id"]) if one.action == "minutes_resealed"
        ]
        assert noted.details == {"before": frozen["sha256"], "after": after["sha256"]}


async def test_drafts_forget_who_is_erased_at_once(
    house: Any, bob: httpx.AsyncClient, here: str, draft: dict[str, Any]
) -> None:
    person = (await bob.post("/persons", json={"name": "Claire Durand"})).json()["id"]
    await bob.patch(f"/meetings/{draft['meeting_id']}/speakers/{S1}", json={"person_id": person})
    await Indexer(house.database).look()
    row = MinutesItemRow
    names = select(row.owner_name, row.folded_owner).where(row.kind == "action")
    async with house.database.reading() as session:
        assert tuple((await session.execute(names)).one()) == ("Claire Durand", "claire durand")
    assert (await bob.delete(f"/persons/{person}")).status_code == 204
    async with house.database.reading() as session:
        assert tuple((await session.execute(names)).one()) == (None, "")


async def test_what_is_cited_and_gone_is_told_as_gone(bob: httpx.AsyncClient, here: str, draft: dict[str, Any]) -> None:
    await bob.patch(f"/meetings/{draft['meeting_id']}/utterances/{U2}", json={"text": ""})
    (citation,) = items((await bob.get(here)).json(), "decisions")[0]["citations"]
    assert (citation["utterance_id"], citation["text"], citation["start"]) == (U2, None, None)


async def test_anothers_minutes_are_not_there(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, here: str, draft: dict[str, Any]
) -> None:
    (action,) = items(draft, "actions")
    for answer in (
        await ada.get(here),
        await ada.post(here, json={"version": 1}),
        await ada.patch(here, json={"version": 1, "title": "x"}),
        await ada.delete(here, params={"version": 1}),
        await ada.put(f"{here}/state", json={"version": 1, "state": "approved"}),
        await ada.post(f"{here}/items", json={"version": 1, "section": "actions", "text": "x", "citations": [U1]}),
        await ada.patch(f"{here}/items/{action['id']}", json={"version": 1, "text": "x"}),
        await ada.delete(f"{here}/items/{action['id']}", params={"version": 1}),
        await ada.post(f"{here}/sections/actions/rewrite", json={"version": 1}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "meeting_not_found"), answer.request.url
    assert (await bob.get(here)).json() == draft


async def test_minutes_go_with_their_meeting_and_rest_in_the_trash(
    house: Any, bob: httpx.AsyncClient, here: str, draft: dict[str, Any]
) -> None:
    meeting_id = draft["meeting_id"]
    await bob.post("/meetings/trash", json={"meetings": [meeting_id]})
    assert (await bob.get(here)).json() == draft
    held = await bob.patch(here, json={"version": 1, "title": "x"})
    assert (held.status_code, held.json()["code"]) == (409, "meeting_in_trash")
    assert (await bob.delete(f"/meetings/{meeting_id}")).status_code == 204
    async with house.database.reading() as session:
        for table in (MinutesRow, MinutesItemRow):
            assert await session.scalar(select(func.count()).select_from(table)) == 0


async def test_a_draft_can_be_deleted(bob: httpx.AsyncClient, here: str, draft: dict[str, Any]) -> None:
    assert draft["version"] == 1
    assert (await bob.delete(here, params={"version": 1})).status_code == 204
    assert (await bob.get(here)).json()["code"] == "minutes_not_found"
    assert (await bob.post(here, json={})).status_code == 201


async def test_there_is_an_end_to_them(
    bob: httpx.AsyncClient, here: str, draft: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scribe_core.database.minutes.MOST_ITEMS", 1)
    answer = await bob.post(f"{here}/items", json={"version": 1, "section": "actions", "text": "x"})
    assert (answer.status_code, answer.json()["code"]) == (409, "minutes_full")
    assert (await bob.get(here)).json() == draft


async def test_the_language_of_headings_is_chosen(house: Any, bob: httpx.AsyncClient, here: str) -> None:
    english = (await bob.post(here, json={"language": "en", "template": "board"})).json()
    assert (english["language"], english["sections"][0]["title"]) == ("en", "Attendance")
    unknown = await bob.post(here, json={"version": 1, "template": "none_such"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "minutes_template_not_found")
    meeting_id = english["meeting_id"]
    await write(house, meeting_id, replace(revision(meeting_id, 2, LINES), language="de"))
    await bob.delete(here, params={"version": 1})
    german = (await bob.post(here, json={}, headers={"Accept-Language": "fr"})).json()
    assert (german["language"], german["sections"][0]["title"]) == ("fr", "Synthèse")
