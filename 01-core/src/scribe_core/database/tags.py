"""Tags: free labels that people give their meetings. One row for each meeting that carries one.

There is no table of tags themselves: a tag is there as long as a meeting carries it, and nothing can be left over.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Delete, ForeignKey, Index, String, bindparam, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from scribe_core.database.base import Base, Id
from scribe_core.database.meetings import Meeting
from scribe_core.domain.folding import folded
from scribe_core.errors import ScribeError

MOST = 30
"""Tags of one meeting."""

LONGEST = 60
"""Characters of a tag."""


class Tag(Base):
    """A tag of a meeting, whose owner stands here too: their tags are found without reading a meeting.

    `folded` is the tag as it is sought: the same in any case.
    """

    __tablename__ = "meeting_tags"
    __table_args__ = (Index("ix_meeting_tags_owner_id_folded", "owner_id", "folded", "meeting_id"),)

    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    folded: Mapped[str] = mapped_column(String(3 * LONGEST), primary_key=True)
    owner_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(LONGEST))


async def of_meetings(session: AsyncSession, meeting_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
    """The tags of each of these meetings that has any, in order."""
    found: dict[str, list[str]] = {}
    if meeting_ids:
        for meeting_id, name in await session.execute(_OF, {"meeting_ids": list(meeting_ids)}):
            found.setdefault(meeting_id, []).append(name)
    return found


_OF = (  # asked with every list: put together once
    select(Tag.meeting_id, Tag.name)
    .where(Tag.meeting_id.in_(bindparam("meeting_ids", expanding=True)))
    .order_by(Tag.meeting_id, Tag.folded)
)


async def everyones(session: AsyncSession, owner_id: str) -> Sequence[tuple[str, int]]:
    """Somebody's tags in order, each with how many meetings carry it; the trash is not counted."""
    # The trash, being little, is looked up, and no other meeting: 18 ms on SQLite with 10,000 meetings, and 200 when each was.
    trashed = select(Meeting.id).where(Meeting.owner_id == owner_id, Meeting.trashed_at.is_not(None))
    query = (
        select(func.min(Tag.name), func.count())
        .where(Tag.owner_id == owner_id, Tag.meeting_id.not_in(trashed))
        .group_by(Tag.folded)
        .order_by(Tag.folded)
    )
    return [(name, count) for name, count in await session.execute(query)]


async def replace(session: AsyncSession, owner_id: str, meeting_id: str, names: Collection[str]) -> None:
    """Give a meeting of somebody's these tags and no others."""
    wanted = await _spelt(session, owner_id, names)
    await session.execute(delete(Tag).where(Tag.meeting_id == meeting_id, Tag.folded.not_in(wanted)))
    await _give(session, owner_id, [meeting_id], wanted)


async def change(
    session: AsyncSession, owner_id: str, meeting_ids: Collection[str], *, add: Collection[str], remove: Collection[str]
) -> Sequence[str]:
    """Give tags to somebody's meetings and take others from them; returns the meetings that this changed.

    Ids of nobody's, or of somebody else's, are passed over. Raises `tags_too_many`.
    """
    # Locked, so that two who give the same tag at once give it once.
    mine = select(Meeting.id).where(Meeting.id.in_(meeting_ids), Meeting.owner_id == owner_id).order_by(Meeting.id)
    held = (await session.scalars(mine.with_for_update(key_share=True))).all()
    given = await _give(session, owner_id, held, await _spelt(session, owner_id, add))
    gone = delete(Tag).where(Tag.meeting_id.in_(held), Tag.folded.in_({folded(name) for name in remove}))
    taken = (await session.scalars(gone.returning(Tag.meeting_id))).all()
    most = select(func.count()).where(Tag.meeting_id.in_(held)).group_by(Tag.meeting_id).having(func.count() > MOST)
    if await session.scalar(most.limit(1)) is not None:
        raise ScribeError("tags_too_many", most=MOST)
    changed = {*given, *taken}
    return [meeting_id for meeting_id in held if meeting_id in changed]


async def rename(session: AsyncSession, owner_id: str, name: str, new_name: str) -> None:
    """Call one of somebody's tags otherwise, in every meeting. Where there is one of that name already, the two become one.

    Raises `tag_not_found`.
    """
    before, after = folded(name), folded(new_name)
    await _require(session, owner_id, before)
    if before != after:
        other = aliased(Tag)
        both = exists().where(other.meeting_id == Tag.meeting_id, other.folded == after)
        await session.execute(_named(owner_id, before).where(both))
    renamed = update(Tag).where(Tag.owner_id == owner_id, Tag.folded.in_((before, after)))
    await session.execute(renamed.values(folded=after, name=new_name).execution_options(synchronize_session=False))


async def remove(session: AsyncSession, owner_id: str, name: str) -> None:
    """Take one of somebody's tags from every meeting. Raises `tag_not_found`."""
    await _require(session, owner_id, folded(name))
    await session.execute(_named(owner_id, folded(name)))


def _named(owner_id: str, name: str) -> Delete:
    mine = delete(Tag).where(Tag.owner_id == owner_id, Tag.folded == name)
    return mine.execution_options(synchronize_session=False)


async def _require(session: AsyncSession, owner_id: str, name: str) -> None:
    known = select(Tag.name).where(Tag.owner_id == owner_id, Tag.folded == name).limit(1)
    if await session.scalar(known) is None:
        raise ScribeError("tag_not_found")


async def _spelt(session: AsyncSession, owner_id: str, names: Collection[str]) -> dict[str, str]:
    """How each of these tags is written, by its folded form: as it is already, where somebody has it."""
    wanted = {folded(name): name for name in names}
    known = (
        select(Tag.folded, func.min(Tag.name))
        .where(Tag.owner_id == owner_id, Tag.folded.in_(wanted))
        .group_by(Tag.folded)
    )
    return wanted | dict((await session.execute(known)).all())


async def _give(
    session: AsyncSession, owner_id: str, meeting_ids: Collection[str], wanted: Mapping[str, str]
) -> set[str]:
    """Give these tags to meetings; returns those that lacked one."""
    if not wanted or not meeting_ids:
        return set()
    there = select(Tag.meeting_id, Tag.folded).where(Tag.meeting_id.in_(meeting_ids), Tag.folded.in_(wanted))
    known = {(meeting_id, form) for meeting_id, form in await session.execute(there)}
    lacking = [(one, form) for one in meeting_ids for form in wanted if (one, form) not in known]
    session.add_all(Tag(meeting_id=one, folded=form, owner_id=owner_id, name=wanted[form]) for one, form in lacking)
    await session.flush()
    return {one for one, _ in lacking}
