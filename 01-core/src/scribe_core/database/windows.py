"""Windows of transcripts with their vectors: computed once, and the rows that the index of vectors is filled from (decision 0042).

What the index holds may always be made again from here, without the model. A window's row goes when the index no longer has it, or
at once with its meeting; the index is told of that by `placed_meetings`, which outlives the meeting.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, Id, Json
from scribe_core.database.meetings import Meeting

FRESH, PLACED, GONE = 0, 1, 2
"""What the index of vectors knows of a window: nothing yet; all; or it still has it, and is to forget it."""

UNPLACED = text("state <> 1")

ROWS_AT_ONCE = 200


class WindowRow(Base):
    """A window (`search/windows.py`), with the vector of all it says first and of each of its passages after it, as float16.

    Its id is never given twice: a vector in the index stands under it.
    """

    __tablename__ = "windows"
    __table_args__ = (
        Index("ix_windows_unplaced", "id", sqlite_where=UNPLACED, postgresql_where=UNPLACED),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    owner_id: Mapped[str] = mapped_column(Id)
    version: Mapped[str] = mapped_column(String(64))
    texts: Mapped[list[str]]
    passage_ids: Mapped[list[int]] = mapped_column(Json)
    vectors: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[int] = mapped_column(SmallInteger)


class PlacedMeeting(Base):
    """A meeting that the index of vectors may know. The row stands before the vectors do, and goes after them."""

    __tablename__ = "placed_meetings"

    meeting_id: Mapped[str] = mapped_column(Id, primary_key=True)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A window to be written: the digests and ids of its passages, and the vectors."""

    texts: tuple[str, ...]
    passage_ids: list[int]
    vectors: bytes


class Kept(NamedTuple):
    """A window as it stands, without its vectors."""

    id: int
    texts: tuple[str, ...]
    passage_ids: list[int]


class Unplaced(NamedTuple):
    """A window that the index of vectors is to have, or to forget."""

    id: int
    meeting_id: str
    owner_id: str
    vectors: bytes
    state: int


class Candidate(NamedTuple):
    """A window that may answer a question."""

    id: int
    meeting_id: str
    passage_ids: list[int]
    vectors: bytes


# -- made from passages


async def kept(session: AsyncSession, meeting_id: str, version: str) -> list[Kept]:
    """A meeting's windows of that version, in the order they were made."""
    query = select(WindowRow.id, WindowRow.texts, WindowRow.passage_ids).where(
        WindowRow.meeting_id == meeting_id, WindowRow.version == version, WindowRow.state != GONE
    )
    rows = await session.execute(query.order_by(WindowRow.id))
    return [Kept(id_, tuple(texts), list(passage_ids)) for id_, texts, passage_ids in rows]


async def vectors_of(session: AsyncSession, ids: Collection[int]) -> Mapping[int, bytes]:
    """The vectors of these windows."""
    rows = await session.execute(select(WindowRow.id, WindowRow.vectors).where(WindowRow.id.in_(ids)))
    return {row.id: row.vectors for row in rows}


async def add(session: AsyncSession, meeting_id: str, owner_id: str, version: str, made: Sequence[Embedded]) -> None:
    """Write windows that the index is to have."""
    common = {"meeting_id": meeting_id, "owner_id": owner_id, "version": version, "state": FRESH}
    if made:
        await session.execute(
            insert(WindowRow),
            [
                common | {"texts": list(one.texts), "passage_ids": one.passage_ids, "vectors": one.vectors}
                for one in made
            ],
        )


async def point_to(session: AsyncSession, window_id: int, passage_ids: Sequence[int]) -> None:
    """Note by which rows a window's passages stand now."""
    changed = update(WindowRow).where(WindowRow.id == window_id).values(passage_ids=list(passage_ids))
    await session.execute(changed.execution_options(synchronize_session=False))


async def retire_others(session: AsyncSession, meeting_id: str, keep: Collection[int]) -> None:
    """Have a meeting's windows be these alone: the index is to forget the others, of whatever version."""
    every = select(WindowRow.id).where(WindowRow.meeting_id == meeting_id, WindowRow.state != GONE)
    gone = sorted(set(await session.scalars(every)) - set(keep))
    for first in range(0, len(gone), ROWS_AT_ONCE):
        some = update(WindowRow).where(WindowRow.id.in_(gone[first : first + ROWS_AT_ONCE])).values(state=GONE)
        await session.execute(some.execution_options(synchronize_session=False))


# -- put into the index


async def unplaced(session: AsyncSession, version: str, limit: int) -> list[Unplaced]:
    """Some windows that the index does not have yet, of that version, or still has."""
    query = select(WindowRow.id, WindowRow.meeting_id, WindowRow.owner_id, WindowRow.vectors, WindowRow.state).where(
        UNPLACED, (WindowRow.state == GONE) | (WindowRow.version == version)
    )
    return [Unplaced._make(row) for row in await session.execute(query.order_by(WindowRow.id).limit(limit))]


async def count_unplaced(session: AsyncSession, version: str) -> int:
    """How many windows the index is to have, or to forget."""
    query = select(func.count()).select_from(WindowRow)
    return int(
        await session.scalar(query.where(UNPLACED, (WindowRow.state == GONE) | (WindowRow.version == version))) or 0
    )


async def announce(session: AsyncSession, meeting_ids: Collection[str]) -> None:
    """Note that the index is about to know these meetings."""
    there = set(
        await session.scalars(select(PlacedMeeting.meeting_id).where(PlacedMeeting.meeting_id.in_(meeting_ids)))
    )
    for meeting_id in sorted(set(meeting_ids) - there):
        await session.merge(PlacedMeeting(meeting_id=meeting_id))


async def note_placed(session: AsyncSession, ids: Collection[int]) -> None:
    """The index has these now. What was retired meanwhile stays so."""
    placed = update(WindowRow).where(WindowRow.id.in_(ids), WindowRow.state == FRESH).values(state=PLACED)
    await session.execute(placed.execution_options(synchronize_session=False))


async def remove(session: AsyncSession, ids: Collection[int]) -> None:
    """The index has forgotten these: their rows go."""
    gone = delete(WindowRow).where(WindowRow.id.in_(ids), WindowRow.state == GONE)
    await session.execute(gone.execution_options(synchronize_session=False))


async def count_placed(session: AsyncSession, version: str) -> int:
    """How many windows of that version the index is believed to have."""
    query = select(func.count()).select_from(WindowRow).where(WindowRow.state == PLACED, WindowRow.version == version)
    return int(await session.scalar(query) or 0)


async def place_again(session: AsyncSession) -> None:
    """The index has none of them."""
    fresh = update(WindowRow).where(WindowRow.state == PLACED).values(state=FRESH)
    await session.execute(fresh.execution_options(synchronize_session=False))


async def deleted_meetings(session: AsyncSession, limit: int) -> Sequence[str]:
    """Some meetings that are gone, and that the index may still know."""
    gone = select(PlacedMeeting.meeting_id).outerjoin(Meeting, Meeting.id == PlacedMeeting.meeting_id)
    return (await session.scalars(gone.where(Meeting.id.is_(None)).limit(limit))).all()


async def note_forgotten(session: AsyncSession, meeting_id: str) -> None:
    """The index knows nothing of that meeting."""
    gone = delete(PlacedMeeting).where(PlacedMeeting.meeting_id == meeting_id)
    await session.execute(gone.execution_options(synchronize_session=False))


# -- searched


async def candidates(session: AsyncSession, owner_id: str, ids: Collection[int]) -> list[Candidate]:
    """Those of these windows that are somebody's, the trash left out: an index may be behind, or hold what it should not."""
    query = (
        select(WindowRow.id, WindowRow.meeting_id, WindowRow.passage_ids, WindowRow.vectors)
        .join(Meeting, Meeting.id == WindowRow.meeting_id)
        .where(
            WindowRow.id.in_(ids),
            WindowRow.owner_id == owner_id,
            WindowRow.state != GONE,
            Meeting.owner_id == owner_id,
            Meeting.trashed_at.is_(None),
        )
    )
    return [Candidate._make(row) for row in await session.execute(query)]
