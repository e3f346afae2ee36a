"""Corrections people made: rows layered over machine transcripts, never deleted while their meeting lives."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Float, ForeignKey, Index, Integer, String, Text, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, Id, now
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


async def add(session: AsyncSession, meeting_id: str, user_id: str, made: Iterable[Correction]) -> None:
    """Write corrections behind all others of their meeting, in this order."""
    last = await session.scalar(select(func.max(CorrectionRow.sequence)).where(CorrectionRow.meeting_id == meeting_id))
    session.add_all(
        CorrectionRow(
            id=correction.id, meeting_id=meeting_id, sequence=sequence, revision=correction.revision, kind=correction.kind,
            target_id=correction.target_id, start=correction.start, end=correction.end, original=correction.original,
            value=correction.value, person_id=correction.person_id, user_id=user_id,
        )
        for sequence, correction in enumerate(made, (last or 0) + 1)
    )  # fmt: skip
    await session.flush()


async def of_meeting(session: AsyncSession, meeting_id: str) -> Sequence[CorrectionRow]:
    """A meeting's corrections in the order they were made, undone ones included."""
    query = select(CorrectionRow).where(CorrectionRow.meeting_id == meeting_id).order_by(CorrectionRow.sequence)
    return (await session.scalars(query)).all()


@dataclass(frozen=True, slots=True)
class State:
    """How many corrections a meeting has, how many of them are taken back, and when the last was: whoever knows all three knows
    whether any changed."""

    made: int
    undone: int
    undone_last: datetime | None


def state_of(rows: Sequence[CorrectionRow]) -> State:
    """That of all corrections of a meeting."""
    undone = [row.undone_at for row in rows if row.undone_at is not None]
    return State(len(rows), len(undone), max(undone, default=None))


async def state(session: AsyncSession, meeting_id: str) -> State:
    """The same as the database has it now."""
    columns = func.count(), func.count(CorrectionRow.undone_at), func.max(CorrectionRow.undone_at)
    query = select(*columns).where(CorrectionRow.meeting_id == meeting_id)
    return State(*(await session.execute(query)).one())


async def take_back(session: AsyncSession, meeting_id: str, ids: Collection[str]) -> None:
    """Take corrections back, all or none. Raises `correction_not_found` where one is not there or was taken back before."""
    await _turn(session, meeting_id, ids, CorrectionRow.undone_at.is_(None), now())


async def make_again(session: AsyncSession, meeting_id: str, ids: Collection[str]) -> None:
    """Make corrections again that were taken back, all or none, in their old place in the order. Raises `correction_not_found`."""
    await _turn(session, meeting_id, ids, CorrectionRow.undone_at.is_not(None), None)


async def _turn(
    session: AsyncSession, meeting_id: str, ids: Collection[str], as_now: ColumnElement[bool], undone_at: Any
) -> None:
    wanted = set(ids)
    turned = await session.execute(
        update(CorrectionRow)
        .where(CorrectionRow.id.in_(wanted), CorrectionRow.meeting_id == meeting_id, as_now)
        .values(undone_at=undone_at)
        .execution_options(synchronize_session=False)
    )
    if turned.rowcount != len(wanted):  # type: ignore[attr-defined]
        raise ScribeError("correction_not_found")
