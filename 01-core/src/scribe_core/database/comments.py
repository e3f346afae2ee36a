"""Comments and highlights of meetings. Every query here asks for the owner first.

A comment is anchored as a reader saw it: the utterance, the time its words were said at, and the words. Words keep their times
through corrections, so that whoever shows a comment finds its words again (`features/comments/placing.ts`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, String, Text, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database import meetings, runs
from scribe_core.database.base import Base, Id, leave_no_trace, new_id, now, now_plus
from scribe_core.domain.comments import MOST_CHARACTERS, MOST_OF_A_MEETING, Colour, CommentKind
from scribe_core.errors import ScribeError

RESTORABLE_SECONDS = 3600
"""How long a deleted comment can be taken back: the page offers it for ten seconds, and a page may sleep meanwhile."""


DELETED = text("deleted_at IS NOT NULL")


class CommentRow(Base):
    """A comment, or an answer to one (`answers_id`); it goes with its meeting, and stays when its author's account goes.

    `quote` is empty where it is about the whole utterance.
    """

    __tablename__ = "comments"
    __table_args__ = (
        Index("ix_comments_meeting_id_created_at", "meeting_id", "created_at"),
        Index("ix_comments_deleted_at", "deleted_at", sqlite_where=DELETED, postgresql_where=DELETED),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"))
    answers_id: Mapped[str | None] = mapped_column(Id)
    user_id: Mapped[str | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(16))
    colour: Mapped[str | None] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    utterance_id: Mapped[str] = mapped_column(Id)
    start: Mapped[float] = mapped_column(Float)
    end: Mapped[float] = mapped_column(Float)
    quote: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now())
    edited_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words that a comment is about, as they were read."""

    utterance_id: str
    start: float
    end: float
    quote: str


async def of_meeting(session: AsyncSession, owner_id: str, meeting_id: str) -> Sequence[CommentRow]:
    """A meeting's comments and their answers, the oldest first. Raises `meeting_not_found`."""
    await meetings.owned(session, owner_id, meeting_id)
    there = select(CommentRow).where(CommentRow.meeting_id == meeting_id, CommentRow.deleted_at.is_(None))
    return (await session.scalars(there.order_by(CommentRow.created_at, CommentRow.id))).all()


async def add(
    session: AsyncSession,
    owner_id: str,
    meeting_id: str,
    kind: CommentKind,
    text: str,
    colour: Colour | None,
    at: Anchor,
) -> CommentRow:
    """A new comment. Raises `meeting_not_found`, `meeting_in_trash`, `comments_too_many`, `comments_too_long`."""
    await meetings.changeable(session, owner_id, meeting_id, lock=True)
    row = CommentRow(
        id=new_id(), meeting_id=meeting_id, user_id=owner_id, kind=kind, colour=colour, text=text,
        utterance_id=at.utterance_id, start=at.start, end=at.end, quote=at.quote,
    )  # fmt: skip
    return await _fitting(session, await _written(session, owner_id, row))


async def answer(session: AsyncSession, owner_id: str, meeting_id: str, comment_id: str, text: str) -> CommentRow:
    """An answer to a comment; answers have none of their own. Raises as `add`, and `comment_not_found`."""
    await meetings.changeable(session, owner_id, meeting_id, lock=True)
    of = await _one(session, meeting_id, comment_id)
    if of.answers_id is not None:
        raise ScribeError("comment_not_found")
    row = CommentRow(
        id=new_id(), meeting_id=meeting_id, answers_id=of.id, user_id=owner_id, kind=CommentKind.COMMENT, text=text,
        utterance_id=of.utterance_id, start=of.start, end=of.end, quote=of.quote,
    )  # fmt: skip
    return await _fitting(session, await _written(session, owner_id, row))


async def change(
    session: AsyncSession,
    owner_id: str,
    meeting_id: str,
    comment_id: str,
    *,
    text: str | None,
    colour: Colour | None,
    resolved: bool | None,
) -> CommentRow:
    """Write what is given; what is None stays. Raises as `add`, and `comment_not_found`."""
    await meetings.changeable(session, owner_id, meeting_id, lock=True)
    row = await _one(session, meeting_id, comment_id)
    longer = text is not None and len(text) > len(row.text)
    if text is not None and text != row.text:
        row.text, row.edited_at = text, now()
    if colour is not None:
        row.colour = colour
    if resolved is not None and resolved != (row.resolved_at is not None):
        row.resolved_at = now() if resolved else None
    row = await _written(session, owner_id, row)
    return await _fitting(session, row) if longer else row


async def remove(session: AsyncSession, owner_id: str, meeting_id: str, comment_id: str) -> None:
    """Delete a comment with its answers; for an hour they can be taken back. Raises as `change`."""
    await meetings.changeable(session, owner_id, meeting_id, lock=True)
    row = await _one(session, meeting_id, comment_id)
    # All by one moment: answers that were deleted before stay so when their comment comes back.
    there = CommentRow.meeting_id == meeting_id, CommentRow.deleted_at.is_(None)
    gone = or_(CommentRow.id == row.id, CommentRow.answers_id == row.id)
    moment = await session.scalar(select(now()))
    await session.execute(update(CommentRow).where(*there, gone).values(deleted_at=moment))
    runs.tell_commented(session, owner_id, meeting_id)


async def restore(session: AsyncSession, owner_id: str, meeting_id: str, comment_id: str) -> CommentRow:
    """Take a deletion back, answers and all. Raises as `change`: also where what it answers is deleted itself."""
    await meetings.changeable(session, owner_id, meeting_id, lock=True)
    mine = CommentRow.meeting_id == meeting_id, CommentRow.id == comment_id
    row = await session.scalar(select(CommentRow).where(*mine, CommentRow.deleted_at > now_plus(-RESTORABLE_SECONDS)))
    if row is None:
        raise ScribeError("comment_not_found")
    if row.answers_id is not None:
        await _one(session, meeting_id, row.answers_id)
    with_it = or_(CommentRow.id == row.id, CommentRow.answers_id == row.id), CommentRow.deleted_at == row.deleted_at
    await session.execute(
        update(CommentRow).where(CommentRow.meeting_id == meeting_id, *with_it).values(deleted_at=None)
    )
    return await _written(session, owner_id, row)


async def forget_deleted(session: AsyncSession) -> int:
    """What was deleted a while ago goes for good, everybody's; returns how many."""
    # Asked once: a clock asked for each row has no use of an index.
    since = select(now_plus(-RESTORABLE_SECONDS)).scalar_subquery()
    old = delete(CommentRow).where(CommentRow.deleted_at.is_not(None), CommentRow.deleted_at < since)
    gone = await session.execute(old.execution_options(synchronize_session=False))
    if gone.rowcount:  # type: ignore[attr-defined]
        leave_no_trace(session)
    return int(gone.rowcount)  # type: ignore[attr-defined]


async def _fitting(session: AsyncSession, row: CommentRow) -> CommentRow:
    """The row that was written, where the meeting has room for it. What can still be taken back counts: it has to find its place."""
    length = func.length(CommentRow.text) + func.length(CommentRow.quote)
    there = select(func.count(), func.sum(length)).where(CommentRow.meeting_id == row.meeting_id)
    count, characters = (await session.execute(there)).one()
    if count > MOST_OF_A_MEETING:
        raise ScribeError("comments_too_many", most=MOST_OF_A_MEETING)
    if characters > MOST_CHARACTERS:
        raise ScribeError("comments_too_long", most=MOST_CHARACTERS)
    return row


async def _one(session: AsyncSession, meeting_id: str, comment_id: str) -> CommentRow:
    mine = CommentRow.meeting_id == meeting_id, CommentRow.id == comment_id, CommentRow.deleted_at.is_(None)
    row: CommentRow | None = await session.scalar(select(CommentRow).where(*mine))
    if row is None:
        raise ScribeError("comment_not_found")
    return row


async def _written(session: AsyncSession, owner_id: str, row: CommentRow) -> CommentRow:
    session.add(row)
    runs.tell_commented(session, owner_id, row.meeting_id)
    await session.flush()
    await session.refresh(row)
    return row
