"""Runs as people see them, and their live news."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import budget_meeting
import httpx
import pytest
from sqlalchemy import event as happening
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.runs import feed
from scribe_core import log_context
from scribe_core.database import leases, sessions
from scribe_core.database.base import now_plus
from scribe_core.database.leases import Lease
from scribe_core.database.runs import RunEvent
from scribe_core.domain.run import Lane, Status
from scribe_core.errors import ScribeError

Event = dict[str, Any]


def anything(_: Event) -> bool:
    return True


async def who(house: Any, client: httpx.AsyncClient) -> tuple[str, str]:
    """The account and the session of a browser."""
    account = (await client.get("/auth/me")).json()["account"]["id"]
    async with house.database.reading() as session:
        mine = select(sessions.UserSession.id).where(sessions.UserSession.user_id == account)
        return account, (await session.scalars(mine)).one()


async def claim(house: Any) -> Lease:
    async with house.database.session() as session:
        lease = await leases.claim(session, "worker", list(Lane), 30, 3)
    assert lease is not None
    return lease


async def progress(house: Any, lease: Lease, stage: str, part: float, over_all: float) -> None:
    async with house.database.session() as session:
        await leases.note_progress(session, lease, stage, part, over_all)


async def finish(house: Any, lease: Lease, status: Status, error: ScribeError | None = None) -> None:
    async with house.database.session() as session:
        assert await leases.finish(session, lease, status, warnings=["no_speech"], error=error)


async def test_a_failed_run_says_why_and_may_be_tried_again(house: Any, bob: httpx.AsyncClient, upload: Any) -> None:
    meeting = await upload(bob, language="fr", speakers=2, preset="accurate", glossary=["Kerouédan", " CSSCT "])
    again = await bob.post(f"/meetings/{meeting['id']}/runs", json={})
    assert (again.status_code, again.json()["code"]) == (409, "run_in_progress")
    lease = await claim(house)
    await progress(house, lease, "conversion", 0.5, 0.05)
    await finish(house, lease, Status.FAILED, ScribeError("media_too_short", seconds=0.2))
    failed = (await bob.get(f"/runs/{meeting['run']['id']}", headers={"Accept-Language": "fr-CA, en;q=0.5"})).json()
    assert failed["error"] == {
        "code": "media_too_short",
        "message": "Cet enregistrement est trop court pour être transcrit (0.2 s).",
    }
    assert failed["warnings"][0]["message"].startswith("Aucune parole")
    assert (failed["status"], failed["stage"], failed["attempt"]) == ("FAILED", "conversion", 1)
    assert failed["finished_at"] >= failed["started_at"] >= failed["created_at"]
    house.rung.clear()
    second = (await bob.post(f"/meetings/{meeting['id']}/runs", json={"speakers": None})).json()
    assert second["settings"] == {
        "language": "fr",
        "speakers": None,
        "speakers_most": None,
        "preset": "accurate",
        "glossary": ["Kerouédan", "CSSCT"],
    }
    assert house.rung == [second["id"]]
    listed = (await bob.get(f"/meetings/{meeting['id']}/runs")).json()
    assert [run["id"] for run in listed] == [second["id"], failed["id"]]
    assert (await bob.get(f"/meetings/{meeting['id']}")).json()["status"] == "PENDING"


async def test_a_waiting_run_is_cancelled_at_once_a_working_one_soon(
    house: Any, bob: httpx.AsyncClient, upload: Any
) -> None:
    waiting = (await upload(bob))["run"]["id"]
    assert (await bob.post(f"/runs/{waiting}/cancel")).json()["status"] == "CANCELLED"
    again = await bob.post(f"/runs/{waiting}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "run_finished")
    working = (await upload(bob))["run"]["id"]
    lease = await claim(house)
    assert (await bob.post(f"/runs/{working}/cancel")).json()["status"] == "PROCESSING"
    async with house.database.session() as session:
        assert await leases.renew(session, lease, 30) is leases.Beat.CANCEL


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The feed looks more often than in service, so that tests need not wait."""
    monkeypatch.setattr(feed, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(feed, "SESSIONS_SECONDS", 0.1)


@asynccontextmanager
async def listening(
    client: httpx.AsyncClient, path: str = "/events", **headers: str
) -> AsyncIterator[AsyncIterator[Event]]:
    async with client.stream("GET", path, headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield events(answer)


async def events(answer: httpx.Response) -> AsyncIterator[Event]:
    event: Event = {}
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if line == "" and "data" in event:
            yield event
            event = {}
        elif name == "data":
            event["data"] = json.loads(value)
        elif name in ("event", "id"):
            event[name] = value


async def upto(heard: AsyncIterator[Event], wanted: Callable[[Event], bool]) -> Event:
    """The first event wanted; others may come before it."""
    async with asyncio.timeout(20):
        async for event in heard:
            if wanted(event):
                return event
    raise AssertionError("the stream ended")


async def test_progress_is_seen_live_up_to_the_end(served: Any, upload: Any) -> None:
    bob = await served.administrator()
    meeting = await upload(bob)
    async with listening(bob) as heard:
        first = await upto(heard, anything)
        assert (first["event"], first["data"]["status"], first["data"]["queue_position"]) == ("run", "PENDING", 0)
        lease = await claim(served)
        await progress(served, lease, "transcription", 0.25, 0.4)
        half = await upto(heard, lambda event: event["data"]["progress"] == 0.4)
        assert (half["data"]["stage"], half["data"]["stage_progress"]) == ("transcription", 0.25)
        await finish(served, lease, Status.COMPLETED)
        last = await upto(heard, lambda event: event["data"]["status"] == "COMPLETED")
        assert last["data"] == (await bob.get(f"/runs/{meeting['run']['id']}")).json()
        assert int(last["id"]) > int(half["id"])
        await bob.delete(f"/meetings/{meeting['id']}")
        gone = await upto(heard, lambda event: event["event"] == "meeting_deleted")
        assert gone["data"] == {"id": meeting["id"]}


async def test_who_was_away_hears_what_was_missed(served: Any, upload: Any) -> None:
    bob = await served.administrator()
    done, deleted = await upload(bob), await upload(bob)
    async with listening(bob) as heard:
        last = await upto(heard, lambda event: event["data"]["id"] == deleted["run"]["id"])
    lease = await claim(served)
    await finish(served, lease, Status.COMPLETED)
    await bob.delete(f"/meetings/{deleted['id']}")
    async with served.database.session() as session:  # however long ago it was
        await session.execute(update(RunEvent).values(at=now_plus(-86_400)))
    async with listening(bob, **{"Last-Event-ID": last["id"]}) as heard:
        told = {event["data"]["id"]: event for event in [await anext(heard), await anext(heard)]}
    assert told[done["run"]["id"]]["data"]["status"] == "COMPLETED"
    assert told[deleted["id"]]["event"] == "meeting_deleted"


async def test_a_run_that_ended_between_the_list_and_the_stream_is_told(served: Any, upload: Any) -> None:
    bob = await served.administrator()
    meeting = await upload(bob)
    await finish(served, await claim(served), Status.COMPLETED)
    async with listening(bob) as heard:
        first = await upto(heard, anything)
        assert (first["data"]["id"], first["data"]["status"]) == (meeting["run"]["id"], "COMPLETED")


async def test_other_pages_hear_that_a_text_was_put_right(served: Any, upload: Any) -> None:
    bob = await served.member(await served.administrator())
    meeting = await upload(bob)
    await budget_meeting.write(served, meeting["id"], budget_meeting.revision(meeting["id"], 1))
    here = f"/meetings/{meeting['id']}"
    async with listening(bob) as heard:
        await bob.post("/meetings/trash", json={"meetings": [meeting["id"]]})
        await bob.post("/meetings/restore", json={"meetings": [meeting["id"]]})
        await bob.patch(f"{here}/utterances/{budget_meeting.U2}", json={"text": "On commence."})
        told = [
            await upto(heard, lambda one: one["event"] == "meeting_moved"),
            await upto(heard, lambda one: one["event"] == "transcript_changed"),
        ]
    assert [one["data"] for one in told] == [{"id": meeting["id"]}] * 2, (
        "news of one kind are not lost to those of another"
    )


async def test_nobody_hears_of_anothers_meetings(served: Any, upload: Any) -> None:
    ada = await served.administrator()
    bob = await served.member(ada)
    other = await upload(ada)
    async with listening(bob) as heard:
        await finish(served, await claim(served), Status.COMPLETED)
        mine = await upload(bob)
        first = await upto(heard, anything)
        assert first["data"]["meeting_id"] == mine["id"] != other["id"]


async def test_one_meeting_can_be_listened_to_by_itself(served: Any, upload: Any) -> None:
    bob = await served.administrator()
    other, mine = await upload(bob), await upload(bob)
    async with listening(bob, f"/meetings/{mine['id']}/events") as heard:
        assert (await upto(heard, anything))["data"]["meeting_id"] == mine["id"]
        await bob.delete(f"/meetings/{other['id']}")
        moved = await upto(heard, anything)
        assert (moved["data"]["meeting_id"], moved["data"]["queue_position"]) == (mine["id"], 0), "it moved up"
        await bob.delete(f"/meetings/{mine['id']}")
        assert (await upto(heard, anything))["event"] == "meeting_deleted"
        assert [event async for event in heard] == [], "there is nothing more to tell"


async def test_a_silent_stream_shows_that_it_lives(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fastapi.routing._PING_INTERVAL", 0.05)
    bob = await served.administrator()
    async with bob.stream("GET", "/events") as answer, asyncio.timeout(20):
        lines = answer.aiter_lines()
        assert await anext(lines) == ": listening"
        assert [line async for line in _first(lines, ": ping", 2)] == [": ping", ": ping"]


async def _first(lines: AsyncIterator[str], wanted: str, count: int) -> AsyncIterator[str]:
    async for line in lines:
        if line == wanted:
            yield line
            count -= 1
            if not count:
                return


async def test_live_news_end_with_the_session(served: Any) -> None:
    bob = await served.administrator()
    async with listening(bob) as heard, asyncio.timeout(20):
        stream = asyncio.ensure_future(_all(heard))
        await asyncio.sleep(0)
        await bob.post("/auth/logout")
        assert await stream == []


async def test_the_server_stops_while_browsers_listen(served: Any, upload: Any) -> None:
    bob = await served.administrator()
    async with listening(bob) as heard, asyncio.timeout(20):
        stream = asyncio.ensure_future(_all(heard))
        await asyncio.sleep(0)
        served.server.should_exit = True
        assert await stream == []


async def test_the_reader_sleeps_while_nobody_listens(served: Any) -> None:
    bob = await served.administrator()
    async with listening(bob), listening(bob):
        assert served.app.state.feed._reader is not None
    async with asyncio.timeout(20):
        while served.app.state.feed._reader is not None:  # noqa: ASYNC110 — it goes when the connections do
            await asyncio.sleep(0.02)


async def test_a_slow_browser_gets_the_newest_state_and_costs_no_memory(
    house: Any, bob: httpx.AsyncClient, upload: Any
) -> None:
    await upload(bob)
    account, session_id = await who(house, bob)
    async with house.app.state.feed.listen(account, session_id) as listener:
        lease = await claim(house)
        for step in range(200):
            await progress(house, lease, "transcription", step / 200, step / 200)
        async with asyncio.timeout(20):
            while listener._mail == {} or next(iter(listener._mail.values())).run.progress < 0.995:
                assert len(listener._mail) <= 1
                await asyncio.sleep(0.02)
        news = await anext(listener.news())
        assert news.run is not None
        assert news.run.progress == 0.995


async def test_who_was_away_for_days_is_told_the_last_of_each_run_and_no_more_is_read(
    house: Any, bob: httpx.AsyncClient, upload: Any
) -> None:
    meetings = [await upload(bob), await upload(bob)]
    account, session_id = await who(house, bob)
    first = 2**40 + 20_000
    numbered = [(first + at, meetings[at % 2]) for at in range(3_000)]
    async with house.database.session() as session:
        session.add_all(
            RunEvent(id=id_, kind="run", owner_id=account, meeting_id=one["id"], run_id=one["run"]["id"])
            for id_, one in numbered
        )
        for id_ in (first + 4_000, first + 4_001):
            session.add(RunEvent(id=id_, kind="comments_changed", owner_id=account, meeting_id=meetings[0]["id"]))
    read: list[RunEvent] = []

    def note(row: RunEvent, _: object) -> None:
        read.append(row)

    happening.listen(RunEvent, "load", note)
    try:
        async with house.app.state.feed.listen(account, session_id, after=first) as listener:
            told = sorted(news.id for news in listener._mail.values())
            assert len(read) <= 3
    finally:
        happening.remove(RunEvent, "load", note)
    assert told == [first + 2_998, first + 2_999, first + 4_001]


async def test_nobody_listens_so_often_that_others_are_not_answered(house: Any, bob: httpx.AsyncClient) -> None:
    account, session_id = await who(house, bob)
    news = house.app.state.feed
    news._most = 2
    async with news.listen(account, session_id), news.listen(account, session_id):
        answer = await bob.get("/events")
        assert (answer.status_code, answer.json()["code"]) == (503, "too_many_connections")
        async with news.listen("somebody else", session_id):
            pass


async def test_an_event_that_becomes_visible_late_is_not_missed(
    house: Any, bob: httpx.AsyncClient, upload: Any
) -> None:
    """PostgreSQL numbers rows when they are written: a slower transaction may show a lower number afterwards."""
    first, second = await upload(bob), await upload(bob)
    account, session_id = await who(house, bob)

    def event(id_: int, meeting: Any) -> RunEvent:
        return RunEvent(id=id_, kind="run", owner_id=account, meeting_id=meeting["id"], run_id=meeting["run"]["id"])

    # Far from what the database numbers itself: its sequence goes on from one test to the next.
    lower, higher = 2**40 + 1, 2**40 + 2
    async with house.app.state.feed.listen(account, session_id, after=2**40 + 10_000) as listener:
        heard = listener.news()
        for id_, meeting in ((higher, first), (lower, second)):
            async with house.database.session() as session:
                session.add(event(id_, meeting))
            async with asyncio.timeout(20):
                news = await anext(heard)
            assert (news.id, news.meeting_id) == (id_, meeting["id"])


async def _all(heard: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in heard]


async def test_a_glossary_is_a_short_list_of_ordinary_terms(house: Any, bob: httpx.AsyncClient, upload: Any) -> None:
    meeting = await upload(bob, glossary=["CSSCT"])
    await finish(house, await claim(house), Status.COMPLETED)
    for hostile in (["<|endoftext|>"], ["x" * 61], [f"terme {n}" for n in range(101)], ["Durand\u202e"]):
        refused = await bob.post(
            f"/meetings/{meeting['id']}/runs", json={"glossary": hostile}, headers={"Accept-Language": "fr"}
        )
        assert (refused.status_code, refused.json()["code"]) == (422, "glossary_invalid")
        assert refused.json()["message"].startswith("Le glossaire")
    without = (await bob.post(f"/meetings/{meeting['id']}/runs", json={"glossary": []})).json()
    assert without["settings"]["glossary"] == []


async def test_what_the_reader_of_all_news_logs_is_not_about_who_asked_first(
    house: Any, ada: httpx.AsyncClient
) -> None:
    noted: asyncio.Future[Mapping[str, str]] = asyncio.get_running_loop().create_future()

    class Noted(feed.Feed):
        async def _hand_on(self, session: AsyncSession) -> None:
            await super()._hand_on(session)
            if not noted.done():
                noted.set_result(log_context.current())

    account, session_id = await who(house, ada)
    reader = Noted(house.database, most=1)
    with log_context.about(request_id="first"):
        async with reader.listen(account, session_id), asyncio.timeout(20):
            assert await noted == {}
    await reader.close()
