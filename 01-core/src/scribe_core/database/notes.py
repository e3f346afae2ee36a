"""Notes of meetings: a row where somebody wrote any, apart from the meeting's own, which every list reads."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database import meetings
from scribe_core.database.base import Base, Id, now
from scribe_core.domain.notes import Marker, Notes, in_order


class NotesRow(Base):
    """The notes of a meeting; they go with it. `markers` are `domain.notes.Marker` as objects, in order."""

    __tablename__ = "notes"

    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(Text, default="")
    markers: Mapped[list[Any]] = mapped_column(default=list)
    updated_at: Mapped[datetime] = mapped_column(default=now())

    def as_notes(self) -> Notes:
        """The notes without their row."""
        return Notes(self.text, tuple(Marker(**marker) for marker in self.markers))


async def owned(session: AsyncSession, owner_id: str, meeting_id: str) -> Notes:
    """The notes of a meeting, if it is that person's; none yet are empty ones. Raises `meeting_not_found`."""
    mine = select(NotesRow).join(meetings.Meeting, meetings.Meeting.id == NotesRow.meeting_id)
    row = await session.scalar(mine.where(NotesRow.meeting_id == meeting_id, meetings.Meeting.owner_id == owner_id))
    if row is not None:
        return row.as_notes()
    await meetings.owned(session, owner_id, meeting_id)
    return Notes()


async def change(
    session: AsyncSession, owner_id: str, meeting_id: str, *, text: str | None, markers: list[Marker] | None
) -> Notes:
    """Write what is given; what is None stays. Raises `meeting_not_found`, `meeting_in_trash`."""
    # The meeting's row is what two who write their first line at once wait for.
    await meetings.changeable(session, owner_id, meeting_id, lock=True)
    row = await session.get(NotesRow, meeting_id)
    if row is None:
        row = NotesRow(meeting_id=meeting_id, text="", markers=[])
        session.add(row)
    if text is not None:
        row.text = text
    if markers is not None:
        row.markers = Notes(markers=in_order(markers)).written()
    row.updated_at = now()
    await session.flush()
    await session.refresh(row)
    return row.as_notes()
