"""What a model of language answered while it wrote a meeting's minutes, so that nothing is asked twice: a worker that was killed goes on behind it,
and minutes that are written again ask of what has changed.

Rows, not artefacts: the model was told who speaks, so an answer may name somebody, and erasing a person removes it in that transaction.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, Id, leave_no_trace, now
from scribe_core.database.meetings import Meeting


class ModelAnswerRow(Base):
    """An answer; it goes with its meeting. `question` is the SHA-256 of all that shaped it, `cut` tells that it was longer than it might be."""

    __tablename__ = "model_answers"

    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    cut: Mapped[bool]
    answered_at: Mapped[datetime] = mapped_column(default=now())


async def of(session: AsyncSession, meeting_id: str, question: str) -> ModelAnswerRow | None:
    """What the model answered to that."""
    return await session.get(ModelAnswerRow, (meeting_id, question))


async def keep(session: AsyncSession, meeting_id: str, question: str, text: str, *, cut: bool) -> None:
    """Keep an answer. Where one is there already, it stays: another worker was quicker. Of a meeting that is gone nothing is kept."""
    if await session.get(Meeting, meeting_id) is None:
        return
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(ModelAnswerRow).values(meeting_id=meeting_id, question=question, text=text, cut=cut)
    await session.execute(row.on_conflict_do_nothing())


async def keep_only(session: AsyncSession, meeting_id: str, questions: Collection[str]) -> None:
    """Let go of answers to what is not asked any more: of words that were corrected since, of another model."""
    mine = ModelAnswerRow.meeting_id == meeting_id
    known = set(await session.scalars(select(ModelAnswerRow.question).where(mine)))
    gone = known - set(questions)
    if gone:
        leave_no_trace(session)
        old = delete(ModelAnswerRow).where(mine, ModelAnswerRow.question.in_(gone))
        await session.execute(old.execution_options(synchronize_session=False))


async def forget(session: AsyncSession, meeting_ids: Collection[str]) -> None:
    """Let go of all that the model answered about these meetings."""
    if not meeting_ids:
        return
    leave_no_trace(session)
    every = delete(ModelAnswerRow).where(ModelAnswerRow.meeting_id.in_(meeting_ids))
    await session.execute(every.execution_options(synchronize_session=False))
