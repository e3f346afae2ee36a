"""Deleted meetings whose objects may still have to go: a late worker may write after the rows are gone, so we look twice."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import String, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database import conversations
from scribe_core.database.base import Base, Id, leave_no_trace, now, now_plus
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import ACTIVE, Run, RunEvent

UPLOAD_SECONDS = 48 * 3600
"""Longest upload: twenty gigabytes over one megabit a second take 44 hours."""


class Deletion(Base):
    """A meeting that was deleted, or one that an upload under way will make. `swept_at` is when its objects were last deleted."""

    __tablename__ = "deletions"

    meeting_id: Mapped[str] = mapped_column(Id, primary_key=True)
    owner_id: Mapped[str] = mapped_column(Id)
    title: Mapped[str] = mapped_column(String(300))
    requested_at: Mapped[datetime] = mapped_column(default=now())
    swept_at: Mapped[datetime | None]


async def delete_meeting(session: AsyncSession, meeting: Meeting) -> None:
    """Delete a meeting's rows (runs, transcripts, corrections go with it) and note that its objects must follow.

    A worker that still holds a run of it loses its lease with the row and stops at its next heartbeat.
    """
    await delete_meetings(session, [meeting])


async def delete_meetings(session: AsyncSession, meetings: Collection[Meeting]) -> None:
    """As `delete_meeting`, several at once."""
    if not meetings:
        return
    leave_no_trace(session)
    ids = [meeting.id for meeting in meetings]
    # Runs first, then the meetings: the order in which workers lock them.
    await session.execute(select(Run.id).where(Run.meeting_id.in_(ids)).order_by(Run.id).with_for_update())
    session.add_all(Deletion(meeting_id=one.id, owner_id=one.owner_id, title=one.title) for one in meetings)
    await session.execute(delete(RunEvent).where(RunEvent.meeting_id.in_(ids)))
    session.add_all(RunEvent(kind="meeting_deleted", owner_id=one.owner_id, meeting_id=one.id) for one in meetings)
    await conversations.forget_meetings(session, ids)
    await session.execute(delete(Meeting).where(Meeting.id.in_(ids)).execution_options(synchronize_session=False))


async def note_upload(session: AsyncSession, meeting_id: str, owner_id: str) -> None:
    """Note an upload that begins: if nobody ends it (the API was killed), what it left is swept once it cannot be going on."""
    session.add(Deletion(meeting_id=meeting_id, owner_id=owner_id, title="", swept_at=now_plus(UPLOAD_SECONDS)))
    await session.flush()


async def forget_upload(session: AsyncSession, meeting_id: str) -> None:
    """Take the note of an upload back: it became a meeting, or left nothing."""
    await session.execute(
        delete(Deletion).where(Deletion.meeting_id == meeting_id).execution_options(synchronize_session=False)
    )


async def due(session: AsyncSession, again_after_seconds: float) -> Sequence[tuple[str, bool]]:
    """Deleted meetings whose objects must go now: never swept, or swept while a late worker could still write (True: last look).

    So must a file that a voice was to be learnt from: noted when its upload began, kept while its run lives.
    """
    again = Deletion.swept_at < now_plus(-again_after_seconds)
    still_to_come = Deletion.swept_at > now()
    lives = select(Run.id).where(Run.status.in_(ACTIVE))
    ended = select(Run.id).where(Run.status.not_in(ACTIVE))
    query = select(Deletion.meeting_id, and_(Deletion.swept_at.is_not(None), again)).where(
        or_(Deletion.swept_at.is_(None), again, and_(still_to_come, Deletion.meeting_id.in_(ended))),
        Deletion.meeting_id.not_in(lives),
    )
    return [(meeting_id, bool(last)) for meeting_id, last in await session.execute(query)]


async def bring_forward(session: AsyncSession, ids: Collection[str]) -> None:
    """Have what was noted under these ids swept at the next look."""
    await session.execute(update(Deletion).where(Deletion.meeting_id.in_(ids)).values(swept_at=None))


async def note_swept(session: AsyncSession, meeting_id: str, *, last: bool) -> None:
    """Note that a deleted meeting's objects are gone; after the last look the note itself goes."""
    if last:
        await session.execute(delete(Deletion).where(Deletion.meeting_id == meeting_id))
    else:
        await session.execute(update(Deletion).where(Deletion.meeting_id == meeting_id).values(swept_at=now()))
