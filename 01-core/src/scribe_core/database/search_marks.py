"""Which meetings the index of passages is behind with. The database raises `wanted` itself, in the transaction that changes what a
transcript shows (migration 0017): a transcript, a correction made or taken back, whom a voice was taken for, a person's name.

Whoever indexes notes the number it began with: what changed meanwhile is seen, and done again. Nothing can be missed by a process
that ends in between.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import BigInteger, ForeignKey, Index, Select, String, TextClause, func, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, Id
from scribe_core.database.meetings import Meeting

BEHIND = text("wanted <> indexed")
UNEMBEDDED = text("wanted <> embedded")
REBUILT = -1
"""What stands as `indexed` where every passage is to be made anew, whether it seems to be there or not."""


class SearchMark(Base):
    """How far a meeting's passages are: `indexed` is what `wanted` was when they were made, `version` by what they were cut.

    `embedded` and `embedder` tell the same of its windows, which are made of passages that are up to date.
    """

    __tablename__ = "search_marks"
    __table_args__ = (
        Index("ix_search_marks_behind", "meeting_id", sqlite_where=BEHIND, postgresql_where=BEHIND),
        Index("ix_search_marks_unembedded", "meeting_id", sqlite_where=UNEMBEDDED, postgresql_where=UNEMBEDDED),
    )

    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    wanted: Mapped[int] = mapped_column(BigInteger)
    indexed: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[str] = mapped_column(String(32))
    embedded: Mapped[int] = mapped_column(BigInteger, server_default="0")
    embedder: Mapped[str] = mapped_column(String(64), server_default="")


async def behind(session: AsyncSession, limit: int, but: Collection[str] = ()) -> Sequence[SearchMark]:
    """Some meetings that are to be indexed, those passed over left out."""
    query = select(SearchMark).where(BEHIND, SearchMark.meeting_id.not_in(but)).order_by(SearchMark.meeting_id)
    return (await session.scalars(query.limit(limit))).all()


async def count_behind(session: AsyncSession, owner_id: str | None = None) -> int:
    """How many meetings are to be indexed; where somebody is named, of theirs, but for the trash."""
    return await _count(session, BEHIND, owner_id)


async def count_unembedded(session: AsyncSession, owner_id: str | None = None) -> int:
    """How many meetings are to be embedded; where somebody is named, of theirs, but for the trash."""
    return await _count(session, UNEMBEDDED, owner_id)


async def _count(session: AsyncSession, condition: TextClause, owner_id: str | None) -> int:
    query = select(func.count()).select_from(SearchMark).where(condition)
    if owner_id is not None:
        mine = Meeting.owner_id == owner_id, Meeting.trashed_at.is_(None)
        query = query.join(Meeting, Meeting.id == SearchMark.meeting_id).where(*mine)
    return int(await session.scalar(query) or 0)


async def settle(session: AsyncSession, meeting_id: str, wanted: int, version: str) -> bool:
    """Note that a meeting is indexed as it was wanted then; tells whether that is still so. Else nothing may be written."""
    # The meeting first, as whoever corrects it locks it.
    held = select(Meeting.id).where(Meeting.id == meeting_id).with_for_update(read=True, key_share=True)
    if await session.scalar(held) is None:
        return False
    settled = await session.execute(
        update(SearchMark)
        .where(SearchMark.meeting_id == meeting_id, SearchMark.wanted == wanted, BEHIND)
        .values(indexed=wanted, version=version)
        .execution_options(synchronize_session=False)
    )
    return int(settled.rowcount) > 0  # type: ignore[attr-defined]


async def renew(session: AsyncSession, version: str | None = None) -> int:
    """Have the meetings indexed anew that were by another version, or all of them where none is named; returns how many."""
    stale = update(SearchMark).where(SearchMark.indexed != literal(REBUILT))
    if version is not None:
        stale = stale.where(SearchMark.version != version)
    # Other passages are other rows: their windows are to name them.
    anew = stale.values(indexed=REBUILT, embedded=REBUILT)
    renewed = await session.execute(anew.execution_options(synchronize_session=False))
    return int(renewed.rowcount)  # type: ignore[attr-defined]


# -- windows


async def changed(session: AsyncSession, limit: int, but: Collection[str] = ()) -> Sequence[SearchMark]:
    """Some meetings that were embedded and have changed since, those passed over left out. Little is to be done for each."""
    query = _to_embed(but).where(SearchMark.embedded > 0).order_by(SearchMark.meeting_id)
    return (await session.scalars(query.limit(limit))).all()


async def new_after(session: AsyncSession, meeting_id: str, but: Collection[str] = ()) -> SearchMark | None:
    """The meeting after that one that is to be embedded from its beginning, or the first of them after the last."""
    query = _to_embed(but).where(SearchMark.embedded <= 0).order_by(SearchMark.meeting_id).limit(1)
    found: SearchMark | None = await session.scalar(query.where(SearchMark.meeting_id > meeting_id))
    return found or await session.scalar(query)


def _to_embed(but: Collection[str]) -> Select[SearchMark]:
    up_to_date = SearchMark.wanted == SearchMark.indexed
    return select(SearchMark).where(UNEMBEDDED, up_to_date, SearchMark.meeting_id.not_in(but))


async def hold(session: AsyncSession, meeting_id: str, wanted: int) -> bool:
    """Have nobody else write a meeting's windows in this transaction; tells whether its passages are still those of then."""
    # The meeting first, as whoever corrects it locks it.
    held = select(Meeting.id).where(Meeting.id == meeting_id).with_for_update(read=True, key_share=True)
    if await session.scalar(held) is None:
        return False
    same = update(SearchMark).where(
        SearchMark.meeting_id == meeting_id, SearchMark.wanted == wanted, SearchMark.indexed == wanted
    )
    found = await session.execute(
        same.values(embedder=SearchMark.embedder).execution_options(synchronize_session=False)
    )
    return int(found.rowcount) > 0  # type: ignore[attr-defined]


async def note_embedded(session: AsyncSession, meeting_id: str, wanted: int, version: str) -> None:
    """Note that a meeting, held, is embedded as it was wanted then."""
    noted = update(SearchMark).where(SearchMark.meeting_id == meeting_id).values(embedded=wanted, embedder=version)
    await session.execute(noted.execution_options(synchronize_session=False))


async def embed_again(session: AsyncSession, version: str) -> int:
    """Have the meetings embedded anew that were by another version; returns how many."""
    stale = update(SearchMark).where(SearchMark.embedded > 0, SearchMark.embedder != version)
    renewed = await session.execute(stale.values(embedded=REBUILT).execution_options(synchronize_session=False))
    return int(renewed.rowcount)  # type: ignore[attr-defined]
