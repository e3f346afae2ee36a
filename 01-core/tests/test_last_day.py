"""How the last day went, and what room is taken: as the rows tell."""

from typing import Any

from sqlalchemy import update

from scribe_core.database import leases
from scribe_core.database.base import new_id, now, now_plus
from scribe_core.database.engine import Database
from scribe_core.database.last_day import DAY_SECONDS, Failure, last_day
from scribe_core.database.meetings import Meeting
from scribe_core.database.room_taken import room_taken
from scribe_core.database.runs import Run
from scribe_core.domain.run import Lane, Status
from scribe_core.errors import ScribeError

FAILED = ("media_no_audio", "media_no_audio", "worker_lost")


async def ended(database: Database, house: Any, code: str | None = None, seconds_ago: float = 0.0) -> None:
    run = await house.run(f"{new_id()}@example.org")
    async with database.session() as session:
        lease = await leases.claim(session, "w", list(Lane), 30, 3)
        assert lease is not None
        status = Status.FAILED if code else Status.COMPLETED
        await leases.finish(session, lease, status, error=ScribeError(code) if code else None)
        times = {"finished_at": now_plus(-seconds_ago), "created_at": now_plus(-seconds_ago - 60)}
        await session.execute(update(Run).where(Run.id == run.id).values(started_at=now_plus(-seconds_ago), **times))


async def test_what_ended_in_the_last_day_is_told_by_how_and_why(database: Database, house: Any) -> None:
    for code in (*FAILED, None):
        await ended(database, house, code)
    await ended(database, house, "worker_lost", DAY_SECONDS + 60)
    async with database.reading() as session:
        found = await last_day(session)
    assert found.ended == {Status.COMPLETED: 1, Status.FAILED: 3, Status.CANCELLED: 0}
    assert found.failures == [Failure("media_no_audio", 2), Failure("worker_lost", 1)]
    assert found.wait is not None
    assert 59 < found.wait < 61


async def test_of_a_day_without_work_nothing_is_told(database: Database) -> None:
    async with database.reading() as session:
        found = await last_day(session)
    assert (sum(found.ended.values()), found.failures, found.wait) == (0, [], None)


async def test_recordings_count_where_they_lie_and_for_whom(database: Database, house: Any) -> None:
    async with database.session() as session:
        few, many = await house.user(session, "few@example.org"), await house.user(session, "many@example.org")
        for owner_id, size in ((few, 10), (many, 100), (many, 1000)):
            meeting = await house.meeting(session, owner_id)
            put_away = {"trashed_at": now()} if size == 100 else {}
            await session.execute(
                update(Meeting).where(Meeting.id == meeting.id).values(recording_bytes=size, **put_away)
            )
        found = await room_taken(session)
    assert (found.recordings, found.trash, found.coming) == (1010, 100, 0)
    assert found.database > 0
    assert [(account.id, account.recordings) for account in found.accounts] == [(many, 1100), (few, 10)]
