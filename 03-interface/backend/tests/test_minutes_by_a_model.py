"""Minutes by a model of language over HTTP: asked for as a run by the meeting's owner and nobody else, and what nothing holds settled by people."""

import asyncio
import dataclasses
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from model_minutes import FRENCH, INVENTED, order, say
from servers.language_model import MODEL, LanguageModel
from sqlalchemy import select

from scribe_core.database.minutes import MinutesRow
from scribe_core.database.runs import Run
from scribe_core.domain.minutes import Writer
from scribe_core.domain.minutes_form import ItemKind, Unsupported
from scribe_core.language_model.endpoint import Access, Endpoint

FIRST, SECOND = "c" * 31 + "1", "c" * 31 + "2"
THERE, NOWHERE = f"{1:031x}a", "d" * 32


@pytest.fixture
def model() -> Iterator[LanguageModel]:
    server = LanguageModel()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def equipped(house: Any, model: LanguageModel) -> AsyncIterator[Any]:
    """The house with that model."""
    endpoint = Endpoint(Access(model.url, first_pause=0.001))
    state = house.app.state
    state.parts = dataclasses.replace(state.parts, language_model=endpoint)
    yield house
    await endpoint.close()


@pytest.fixture
async def here(house: Any, bob: httpx.AsyncClient, upload: Any) -> str:
    """Where the minutes of Bob's meeting are found."""
    meeting = await upload(bob, title="Conseil", held_at="2026-03-10T22:30:00Z")
    async with house.database.session() as session:
        await say(session, meeting["id"])
    return f"/meetings/{meeting['id']}/minutes"


async def test_the_model_is_offered_where_there_is_one_and_not_asked(
    house: Any, bob: httpx.AsyncClient, model: LanguageModel
) -> None:
    extract = {"writer": "extract", "model": None}
    assert (await bob.get("/minutes-writers")).json() == [extract]
    state = house.app.state
    for access, name in ((Access(model.url), None), (Access(model.url, model="named-7b"), "named-7b")):
        state.parts = dataclasses.replace(state.parts, language_model=Endpoint(access))
        told = (await bob.get("/minutes-writers")).json()
        assert told == [extract, {"writer": "model", "model": name}]
    assert (await house.visitor().get("/minutes-writers")).status_code == 401


async def test_a_run_is_asked_for_seen_and_cancelled_like_any_other(
    equipped: Any, bob: httpx.AsyncClient, here: str
) -> None:
    answer = await bob.post(f"{here}/runs", json={"timezone": "Asia/Tokyo", "template": "board"})
    assert answer.status_code == 202, answer.text
    run = answer.json()
    assert (run["kind"], run["status"], run["queue_position"], run["error"]) == ("minutes", "PENDING", 1, None)
    assert equipped.rung[-1] == run["id"]
    assert (await bob.get(f"/runs/{run['id']}")).json() == run
    assert (await bob.get(f"{here}/runs")).json() == [run]
    queued = {one["id"]: one for one in (await bob.get("/queue")).json()["items"]}
    assert (queued[run["id"]]["kind"], queued[run["id"]]["lane"]) == ("minutes", "llm")
    async with equipped.database.reading() as session:
        kept = (await session.get_one(Run, run["id"])).settings["minutes"]
    assert (kept["template"], kept["language"], kept["held_on"], kept["version"]) == ("board", "fr", "2026-03-11", None)
    again = await bob.post(f"{here}/runs", json={})
    assert (again.status_code, again.json()["code"]) == (409, "run_in_progress")
    assert (await bob.post(f"/runs/{run['id']}/cancel")).json()["status"] == "CANCELLED"
    assert (await bob.post(f"{here}/runs", json={})).status_code == 202


async def test_two_that_ask_at_once_get_one_run(equipped: Any, bob: httpx.AsyncClient, here: str) -> None:
    both = await asyncio.gather(*(bob.post(f"{here}/runs", json={}) for _ in range(2)))
    assert sorted(one.status_code for one in both) == [202, 409]


async def test_over_a_draft_it_is_the_one_that_was_seen(equipped: Any, bob: httpx.AsyncClient, here: str) -> None:
    draft = (await bob.post(here, json={"template": "board"})).json()
    assert (draft["model"], draft["run_id"], draft["unread"], draft["unsupported"]) == (None, None, [], [])
    for version in (None, 2):
        answer = await bob.post(f"{here}/runs", json={"version": version})
        assert (answer.status_code, answer.json()["code"]) == (409, "minutes_changed")
    for section, code in (("nothing", "minutes_section_not_found"), ("quorum", "minutes_section_not_found")):
        answer = await bob.post(f"{here}/runs", json={"version": 1, "section": section})
        assert (answer.status_code, answer.json()["code"]) == (404, code)
    key = next(one["key"] for one in draft["sections"] if one["kind"] == "decisions")
    run = (await bob.post(f"{here}/runs", json={"version": 1, "section": key})).json()
    assert (await bob.get(here)).json()["run_id"] == run["id"]
    await bob.post(f"/runs/{run['id']}/cancel")
    await bob.put(f"{here}/state", json={"version": 1, "state": "approved"})
    answer = await bob.post(f"{here}/runs", json={"version": 2})
    assert (answer.status_code, answer.json()["code"]) == (409, "minutes_approved")


async def test_what_cannot_be_written_is_said_at_once(
    house: Any, bob: httpx.AsyncClient, here: str, upload: Any, request: pytest.FixtureRequest
) -> None:
    answer = await bob.post(f"{here}/runs", json={})
    assert answer.json()["code"] == "llm_off"
    state = house.app.state
    state.parts = dataclasses.replace(state.parts, language_model=Endpoint(Access("http://127.0.0.1:1/v1")))
    silent = (await upload(bob))["id"]
    german = (await upload(bob))["id"]
    async with house.database.session() as session:
        await say(session, german, "Anna: Wir beschließen den Haushalt.", "de")
    for meeting, given, code in (
        (silent, {}, "transcript_not_found"),
        (german, {}, "llm_language"),
        (here.split("/")[2], {"template": "f" * 32}, "minutes_template_not_found"),
        (here.split("/")[2], {"timezone": "Mars/Olympus"}, "timezone_unknown"),
    ):
        answer = await bob.post(f"/meetings/{meeting}/minutes/runs", json=given)
        assert answer.json()["code"] == code
    async with house.database.reading() as session:
        assert list(await session.scalars(select(Run.id).where(Run.kind == "minutes"))) == []


async def test_nobody_elses_minutes_are_written(
    equipped: Any, bob: httpx.AsyncClient, ada: httpx.AsyncClient, here: str
) -> None:
    run = (await bob.post(f"{here}/runs", json={})).json()
    for answer in (
        await ada.post(f"{here}/runs", json={}),
        await ada.get(f"{here}/runs"),
        await ada.get(f"/runs/{run['id']}"),
        await ada.post(f"/runs/{run['id']}/cancel"),
        await ada.delete(f"{here}/unsupported/{FIRST}", params={"version": 1}),
        await ada.post(f"{here}/unsupported/{FIRST}/keep", json={"version": 1}),
    ):
        assert answer.status_code == 404
    assert (await equipped.visitor().post(f"{here}/runs", json={})).status_code == 401


@pytest.fixture
async def doubtful(house: Any, bob: httpx.AsyncClient, here: str) -> dict[str, Any]:
    """A draft as a model left it, with two things that nothing holds."""
    assert (await bob.post(here, json={})).status_code == 201
    left = (
        Unsupported(FIRST, ItemKind.SUMMARY, INVENTED, (THERE, NOWHERE), "words"),
        Unsupported(SECOND, ItemKind.ACTION, "<b>Fermer</b> la piscine", (THERE,), "unsettled"),
    )
    async with house.database.session() as session:
        row = (await session.scalars(select(MinutesRow))).one()
        row.writer, row.model, row.unread = Writer.MODEL, MODEL, [[3.0, 9.5]]
        row.unsupported = [one.written() for one in left]
    told: dict[str, Any] = (await bob.get(here)).json()
    return told


async def test_what_nothing_holds_is_told_beside_the_minutes_and_is_in_none(
    house: Any, bob: httpx.AsyncClient, here: str, doubtful: dict[str, Any]
) -> None:
    assert (doubtful["writer"], doubtful["model"], doubtful["unread"]) == ("model", MODEL, [{"start": 3.0, "end": 9.5}])
    first, _second = doubtful["unsupported"]
    assert (first["id"], first["kind"], first["text"], first["fault"]) == (FIRST, "summary", INVENTED, "words")
    heard, gone = first["citations"]
    assert (heard["start"], heard["text"]) == (3.0, FRENCH.strip().splitlines()[0].partition(": ")[2])
    assert (gone["utterance_id"], gone["text"]) == (NOWHERE, None)
    assert INVENTED not in json.dumps(doubtful["sections"], ensure_ascii=False)
    for wanted in ("md", "html"):
        written = await bob.get(f"{here}/export", params={"format": wanted})
        assert written.status_code == 200, written.text
        assert "piscine" not in written.text
    assert "piscine" not in (await bob.get("/register")).text
    await bob.put(f"{here}/state", json={"version": 1, "state": "approved"})
    sealed = (await bob.put(f"{here}/state", json={"version": 2, "state": "frozen"})).json()
    async with house.database.session() as session:
        row = (await session.scalars(select(MinutesRow))).one()
        row.unsupported = []
    assert (await bob.get(here)).json()["sha256"] == sealed["sha256"]
    answer = await bob.delete(f"{here}/unsupported/{FIRST}", params={"version": 3})
    assert (answer.status_code, answer.json()["code"]) == (409, "minutes_frozen")


async def test_people_take_over_what_nothing_holds_or_drop_it(
    bob: httpx.AsyncClient, here: str, doubtful: dict[str, Any]
) -> None:
    stale = await bob.post(f"{here}/unsupported/{FIRST}/keep", json={"version": 2})
    assert (stale.status_code, stale.json()["code"]) == (409, "minutes_changed")
    nowhere = await bob.post(f"{here}/unsupported/{FIRST}/keep", json={"version": 1, "section": "nothing"})
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "minutes_section_not_found")
    taken = (await bob.post(f"{here}/unsupported/{SECOND}/keep", json={"version": 1})).json()
    own = next(one["items"] for one in taken["sections"] if one["kind"] == "actions")[-1]
    assert (own["id"], own["text"], own["edited"], own["unsupported"], own["status"]) == (
        SECOND, "<b>Fermer</b> la piscine", True, False, "open",
    )  # fmt: skip
    assert [one["utterance_id"] for one in own["citations"]] == [THERE]
    assert ([one["id"] for one in taken["unsupported"]], taken["version"]) == ([FIRST], 2)
    assert SECOND in {one["id"] for one in (await bob.get("/register")).json()["items"]}
    twice = await bob.post(f"{here}/unsupported/{SECOND}/keep", json={"version": 2})
    assert (twice.status_code, twice.json()["code"]) == (404, "minutes_item_not_found")
    dropped = (await bob.delete(f"{here}/unsupported/{FIRST}", params={"version": 2})).json()
    assert (dropped["unsupported"], dropped["version"]) == ([], 3)
    assert INVENTED not in json.dumps(dropped, ensure_ascii=False)


async def test_who_takes_over_an_action_says_whose_it_is_and_by_when(
    bob: httpx.AsyncClient, here: str, doubtful: dict[str, Any]
) -> None:
    assert SECOND in {one["id"] for one in doubtful["unsupported"]}
    assert (await bob.post(f"{here}/unsupported/{SECOND}/keep", json={"version": 1})).status_code == 200
    given = {"version": 2, "owner": {"name": "Zoé"}, "due": {"day": "2026-04-01"}}
    answer = await bob.patch(f"{here}/items/{SECOND}", json=given)
    assert answer.status_code == 200, answer.text
    (listed,) = (await bob.get("/register", params={"owner": "zoe", "due_to": "2026-04-01"})).json()["items"]
    assert (listed["id"], listed["owner"]["name"], listed["due"]["day"]) == (SECOND, "Zoé", "2026-04-01")


async def test_the_extract_written_over_them_leaves_nothing_of_the_model(
    bob: httpx.AsyncClient, here: str, doubtful: dict[str, Any]
) -> None:
    summary = (await bob.post(f"{here}/sections/actions/rewrite", json={"version": 1})).json()
    assert [one["kind"] for one in summary["unsupported"]] == ["summary"]
    assert (summary["writer"], summary["model"]) == ("model", MODEL)
    told = (await bob.post(here, json={"version": 2})).json()
    assert (told["writer"], told["model"], told["unread"], told["unsupported"]) == ("extract", None, [], [])


def test_the_order_survives_its_row() -> None:
    wanted = order(version=3, keep_edited=False, section="decisions")
    assert type(wanted).read(json.loads(json.dumps(wanted.written()))) == wanted
