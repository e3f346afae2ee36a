"""The trash: meetings that their owner has put away. They stay what they were and may come back, until their days are over.

Decision record 0031.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import audit, deletions, runs
from scribe_core.database.base import now, now_plus
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import UNDER_WAY, Run
from scribe_core.domain.run import RunKind, RunSettings, Status

AT_ONCE = 100
"""Meetings that one look deletes for good: others may write in between."""


async def put(
    session: AsyncSession, owner_id: str, meeting_ids: Collection[str]
) -> tuple[Sequence[str], Sequence[Run]]:
    """Put somebody's meetings into the trash and stop what works on them. Returns those that were not there yet, and the runs
    that were asked to stop. Ids of nobody's, or of somebody else's, are passed over."""
    held = await _held(session, owner_id, meeting_ids)
    moved = [meeting.id for meeting in held if meeting.trashed_at is None]
    if not moved:
        return [], []
    await session.execute(
        update(Meeting)
        .where(Meeting.id.in_(moved))
        .values(trashed_at=now())
        .execution_options(synchronize_session=False)
    )
    stopped = await runs.stop_all(session, moved)
    for meeting_id in moved:
        await audit.record(session, "meeting_trashed", actor_id=owner_id, subject_id=meeting_id)
        runs.tell_moved(session, owner_id, meeting_id)
    return moved, stopped


async def take_back(
    session: AsyncSession, owner_id: str, meeting_ids: Collection[str]
) -> tuple[Sequence[str], Sequence[Run]]:
    """Take somebody's meetings out of the trash. Returns those that were there, and the runs that wait again.

    A transcription that the trash stopped goes on: what it had computed is used again.
    """
    back = [meeting for meeting in await _held(session, owner_id, meeting_ids) if meeting.trashed_at is not None]
    newest = await _newest(session, [meeting.id for meeting in back])
    again = []
    for meeting in back:
        run = newest.get(meeting.id)
        if run is not None and _stopped(run, meeting):
            if run.status == Status.PROCESSING:  # its worker has not seen it yet
                run.cancel_requested_at = None
            elif run.status == Status.CANCELLED:
                again.append(await runs.enqueue(session, meeting, RunSettings.of(run.settings)))
        meeting.trashed_at = None
        await audit.record(session, "meeting_restored", actor_id=owner_id, subject_id=meeting.id)
        runs.tell_moved(session, owner_id, meeting.id)
    await session.flush()
    return [meeting.id for meeting in back], again


async def _held(session: AsyncSession, owner_id: str, meeting_ids: Collection[str]) -> Sequence[Meeting]:
    """These meetings of somebody's, locked. Runs first, then the meetings: the order in which workers lock them."""
    at_work = select(Run.id).where(Run.meeting_id.in_(meeting_ids), Run.owner_id == owner_id, UNDER_WAY)
    await session.execute(at_work.order_by(Run.id).with_for_update())
    mine = select(Meeting).where(Meeting.id.in_(meeting_ids), Meeting.owner_id == owner_id).order_by(Meeting.id)
    locked = mine.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await session.scalars(locked)).all()


def _stopped(run: Run, meeting: Meeting) -> bool:
    """Whether it was the trash that asked the run to stop: both times are the database's, written one after the other."""
    asked, put_away = run.cancel_requested_at, meeting.trashed_at
    return asked is not None and put_away is not None and asked >= put_away


async def _newest(session: AsyncSession, meeting_ids: Collection[str]) -> dict[str, Run]:
    query = select(Run).where(Run.meeting_id.in_(meeting_ids), Run.kind == RunKind.TRANSCRIPTION)
    rows = await session.scalars(query.order_by(Run.created_at, Run.id))
    return {str(run.meeting_id): run for run in rows}


async def some(session: AsyncSession, owner_id: str) -> Sequence[Meeting]:
    """Some of what lies in somebody's trash, as many as are deleted at once."""
    mine = select(Meeting).where(Meeting.owner_id == owner_id, Meeting.trashed_at.is_not(None))
    return (await session.scalars(mine.order_by(Meeting.trashed_at, Meeting.id).limit(AT_ONCE))).all()


async def recordings_bytes(session: AsyncSession, owner_id: str) -> int:
    """What the recordings in somebody's trash take."""
    mine = Meeting.owner_id == owner_id, Meeting.trashed_at.is_not(None)
    return int(await session.scalar(select(func.sum(Meeting.recording_bytes)).where(*mine)) or 0)


async def sweep(session: AsyncSession, days: float) -> int:
    """Delete for good, of everybody's trash, what has lain there for so many days; returns how many meetings, some at a time."""
    over = select(Meeting).where(Meeting.trashed_at < now_plus(-days * 86_400)).order_by(Meeting.trashed_at)
    # Passed over where another worker sweeps too, or its owner takes it back at this moment.
    rows = (await session.scalars(over.limit(AT_ONCE).with_for_update(skip_locked=True))).all()
    await deletions.delete_meetings(session, rows)
    for meeting in rows:
        await audit.record(session, "meeting_deleted", actor_id=None, subject_id=meeting.id, days_in_trash=int(days))
    return len(rows)
