"""Corrections people made: rows layered over machine transcripts, never deleted while their meeting lives."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, Integer, String, Text, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, Id, new_id, now
from scribe_core.domain.corrections import Correction, CorrectionKind
from scribe_core.errors import ScribeError


class CorrectionRow(Base):
    """One correction; `domain/corrections.py` says what its fields mean. `sequence` orders those of a meeting."""

    __tablename__ = "corrections"
    __table_args__ = (Index("ix_corrections_meeting_id_sequence", "meeting_id", "sequence", unique=True),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"))
    sequence: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    target_id: Mapped[str] = mapped_column(Id)
    start: Mapped[float] = mapped_column(Float)
    end: Mapped[float] = mapped_column(Float)
    original: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    user_id: Mapped[str | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now())
    undone_at: Mapped[datetime | None]

    def as_correction(self) -> Correction:
        """The correction without its row."""
        return Correction(
            id=self.id, kind=CorrectionKind(self.kind), revision=self.revision, target_id=self.target_id,
            start=self.start, end=self.end, original=self.original, value=self.value,
            person_id=self.person_id,
        )  # fmt: skip


async def add(session: AsyncSession, meeting_id: str, user_id: str, correction: Correction) -> CorrectionRow:
    """Write a correction behind all others of its meeting."""
    last = await session.scalar(select(func.max(CorrectionRow.sequence)).where(CorrectionRow.meeting_id == meeting_id))
    row = CorrectionRow(
        id=correction.id or new_id(), meeting_id=meeting_id, sequence=(last or 0) + 1, revision=correction.revision,
        kind=correction.kind, target_id=correction.target_id, start=correction.start, end=correction.end,
        original=correction.original, value=correction.value, person_id=correction.person_id, user_id=user_id,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def of_meeting(session: AsyncSession, meeting_id: str) -> Sequence[CorrectionRow]:
    """A meeting's corrections in the order they were made, undone ones included."""
    query = select(CorrectionRow).where(CorrectionRow.meeting_id == meeting_id).order_by(CorrectionRow.sequence)
    return (await session.scalars(query)).all()


async def made_and_undone(session: AsyncSession, meeting_id: str) -> tuple[int, int]:
    """How many corrections a meeting has, and how many of them were undone: whoever knows both knows whether any changed."""
    query = select(func.count(), func.count(CorrectionRow.undone_at)).where(CorrectionRow.meeting_id == meeting_id)
    made, undone = (await session.execute(query)).one()
    return made, undone


async def undo(session: AsyncSession, meeting_id: str, correction_id: str) -> None:
    """Take a correction back. Raises `correction_not_found` where there is none or it was taken back before."""
    undone = await session.execute(
        update(CorrectionRow)
        .where(
            CorrectionRow.id == correction_id, CorrectionRow.meeting_id == meeting_id, CorrectionRow.undone_at.is_(None)
        )
        .values(undone_at=now())
        .execution_options(synchronize_session=False)
    )
    if not undone.rowcount:  # type: ignore[attr-defined]
        raise ScribeError("correction_not_found")
