"""Passages of transcripts and the terms they are found by: an index, made again at any time from the rows it was made from.

On SQLite the terms stand in an FTS5 table over the passages' own column, kept by triggers (migration 0017); on PostgreSQL in the
column itself, a `tsvector` with a GIN index. How terms are written and asked for is told by `term_dialects.py`. Every query asks
for the owner, in the index itself and in the row.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Text,
    and_,
    bindparam,
    cast,
    column,
    delete,
    event,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, Id
from scribe_core.database.meetings import Meeting
from scribe_core.database.tags import Tag
from scribe_core.database.term_dialects import POSTGRESQL, SQLITE, Dialect
from scribe_core.domain.folding import folded, plain
from scribe_core.domain.transcript import Speaker
from scribe_core.search.passages import Passage
from scribe_core.search.question import Group
from scribe_core.search.terms import era_term, meeting_term, owner_term

TERMS_TABLE = "passage_terms"
"""SQLite's table of terms. It and those that begin so are FTS5's own: no rows of ours."""

ROWS_AT_ONCE = 500

_SIGNS, _ESCAPED = re.compile(r"[%_/]"), r"/\g<0>"
"""What LIKE would take for something else."""

ERA = 8192
"""Passages that are written in one era, which is a term of theirs."""

FIRST_ERAS = 2
"""Eras that PostgreSQL looks through first. A GIN index gives all hits of a question or none, in no order: for a word that everybody
says it would read most of the table to find the newest."""

AMPLE = 1.3
"""How many more eras are looked through than seem to hold what is missing: a further look costs more than they do."""

MERGE_PAGES = 500
"""Pages of SQLite's index that one step puts together, some megabytes: a step keeps other writers waiting for some milliseconds."""


class PassageRow(Base):
    """A passage (`search/passages.py`). Its id is never given twice, so that what is known of it elsewhere can stand under it."""

    __tablename__ = "passages"
    __table_args__ = (
        Index("ix_passages_meeting_id_start", "meeting_id", "start"),
        Index(
            "ix_passages_terms", "terms", postgresql_using="gin", postgresql_with={"fastupdate": "off"}
        ).ddl_if(dialect="postgresql"),
        {"sqlite_autoincrement": True},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"))
    owner_id: Mapped[str] = mapped_column(Id)
    speaker_id: Mapped[str] = mapped_column(Id)
    utterance_ids: Mapped[list[str]]
    start: Mapped[float] = mapped_column(Float)
    end: Mapped[float] = mapped_column(Float)
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(32))
    terms: Mapped[str] = mapped_column(TSVECTOR().with_variant(Text, "sqlite"))


@event.listens_for(PassageRow.__table__, "before_drop")
def _drop_terms(_table: Any, connection: Connection, **_: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"DROP TABLE IF EXISTS {TERMS_TABLE}"))


class PassageSpeaker(Base):
    """Who a meeting's passages may be by, as named when it was indexed: a new name touches no passage.

    A person's name goes in the moment that the person is erased.
    """

    __tablename__ = "passage_speakers"
    __table_args__ = (Index("ix_passage_speakers_owner_id_plain_name", "owner_id", "plain_name"),)

    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    speaker_id: Mapped[str] = mapped_column(Id, primary_key=True)
    owner_id: Mapped[str] = mapped_column(Id)
    number: Mapped[int]
    name: Mapped[str | None] = mapped_column(String(200))
    plain_name: Mapped[str | None] = mapped_column(String(800))
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("persons.id", ondelete="CASCADE"), index=True)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which passages are looked through: of this meeting or these, held then, by a speaker of that name. None is all."""

    meeting_id: str | None = None
    meeting_ids: tuple[str, ...] | None = None
    speaker: str = ""
    tag: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Hit(NamedTuple):
    """A passage that has what is looked for. The higher its score, the better it fits."""

    passage_id: int
    meeting_id: str
    held_at: datetime
    start: float
    score: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as it is shown, with who says it, as far as that is known."""

    id: int
    meeting_id: str
    speaker_id: str
    speaker_number: int | None
    speaker_name: str | None
    utterance_ids: list[str]
    start: float
    end: float
    text: str


# -- writing


async def replace(
    session: AsyncSession, meeting_id: str, owner_id: str, made: Sequence[Passage], *, anew: bool = False
) -> None:
    """Have a meeting's passages be these: those that are there already stay, with their ids, unless all are made `anew`."""
    mine = PassageRow.meeting_id == meeting_id
    there: dict[str, list[int]] = {}
    if not anew:
        rows = await session.execute(select(PassageRow.digest, PassageRow.id).where(mine).order_by(PassageRow.id))
        for digest, passage_id in rows:
            there.setdefault(digest, []).append(passage_id)
    fresh = [passage for passage in made if not _taken(there, passage.digest)]
    gone = None if anew else [passage_id for left in there.values() for passage_id in left]
    await _remove(session, meeting_id, gone)
    era = era_term(await _newest(session) // ERA)
    write = _dialect(session).written
    for first in range(0, len(fresh), ROWS_AT_ONCE):
        await session.execute(
            insert(PassageRow),
            [
                {
                    "meeting_id": meeting_id, "owner_id": owner_id, "speaker_id": passage.speaker_id,
                    "utterance_ids": list(passage.utterance_ids), "start": passage.start, "end": passage.end,
                    "text": passage.text, "digest": passage.digest, "terms": write([*passage.terms, era]),
                }
                for passage in fresh[first : first + ROWS_AT_ONCE]
            ],
        )  # fmt: skip


def _taken(there: Mapping[str, list[int]], digest: str) -> bool:
    """Whether there is a passage like that left, which is then taken."""
    return bool(there.get(digest)) and there[digest].pop() is not None


async def _remove(session: AsyncSession, meeting_id: str, ids: Sequence[int] | None) -> None:
    gone = delete(PassageRow).where(PassageRow.meeting_id == meeting_id)
    if ids is None:
        await session.execute(gone.execution_options(synchronize_session=False))
        return
    for first in range(0, len(ids), ROWS_AT_ONCE):
        some = gone.where(PassageRow.id.in_(ids[first : first + ROWS_AT_ONCE]))
        await session.execute(some.execution_options(synchronize_session=False))


async def replace_speakers(session: AsyncSession, meeting_id: str, owner_id: str, speakers: Sequence[Speaker]) -> None:
    """Have a meeting's speakers be these."""
    gone = delete(PassageSpeaker).where(PassageSpeaker.meeting_id == meeting_id)
    await session.execute(gone.execution_options(synchronize_session=False))
    if speakers:
        await session.execute(
            insert(PassageSpeaker),
            [
                {
                    "meeting_id": meeting_id, "speaker_id": one.id, "owner_id": owner_id, "number": one.number,
                    "name": one.name, "plain_name": plain(one.name)[:800] if one.name else None,
                    "person_id": one.person_id,
                }
                for one in speakers
            ],
        )  # fmt: skip


async def merge_terms(session: AsyncSession, *, begin: bool) -> bool:
    """One step of putting SQLite's index together; tells whether there is more to do.

    FTS5 only notes that a row is gone; its terms go when the parts of the index that hold the two are put together. PostgreSQL does
    so itself (autovacuum).
    """
    if session.get_bind().dialect.name != "sqlite":
        return False
    before = await session.scalar(text("SELECT total_changes()"))
    step = text(f"INSERT INTO {TERMS_TABLE} ({TERMS_TABLE}, rank) VALUES ('merge', :pages)")  # noqa: S608 — a name of ours
    await session.execute(step, {"pages": -MERGE_PAGES if begin else MERGE_PAGES})
    return int(await session.scalar(text("SELECT total_changes()")) or 0) - int(before or 0) > 1


async def texts_of(session: AsyncSession, meeting_id: str) -> list[tuple[int, str]]:
    """What is said in a meeting, passage by passage in the order it was said, by their ids."""
    query = select(PassageRow.id, PassageRow.text).where(PassageRow.meeting_id == meeting_id)
    rows = await session.execute(query.order_by(PassageRow.start, PassageRow.id))
    return [(id_, said) for id_, said in rows]


# -- searching


async def hits(
    session: AsyncSession, owner_id: str, groups: Sequence[Group], filters: Filters, *, most: int
) -> Sequence[Hit]:
    """Somebody's passages that meet every group, the trash left out; of many the `most` that were indexed last."""
    found: list[Hit] = []
    if filters.meeting_ids == ():
        return found
    # A meeting's are few, and found by its own term.
    few = filters.meeting_id is not None or filters.meeting_ids is not None
    look: Look | None = EVERYTHING if few else await first_look(session)
    while look is not None:
        query, asked = asking(session, owner_id, groups, filters, most=most - len(found), look=look)
        found += [Hit._make(row) for row in await session.execute(query, asked)]
        look = look.next(len(found), most)
    return found


class Look(NamedTuple):
    """What is looked through at once: so many `eras` before `end`, or all that are left (`rest`). So many as `seen`, from `end` on,
    were looked through before."""

    end: int
    eras: int
    seen: int
    rest: bool

    def next(self, found: int, most: int) -> "Look | None":
        """What to look through after it, None where `most` are found or nothing is left: as many eras as may hold what is missing,
        by what was found in those before."""
        if found >= most or self.rest:
            return None
        first, seen = self.end - self.eras, self.eras + self.seen
        eras = math.ceil(AMPLE * seen * (most - found) / max(found, 1))
        # What would be left then is looked through as well.
        return Look(first, eras, seen, rest=2 * eras > first)


EVERYTHING = Look(0, 0, 0, rest=True)


async def first_look(session: AsyncSession) -> Look:
    """Where to begin."""
    if _dialect(session) is SQLITE:
        return EVERYTHING  # FTS5 goes from the newest to the oldest and stops where there are enough
    eras = await _newest(session) // ERA + 1
    return Look(eras, FIRST_ERAS, 0, rest=eras <= FIRST_ERAS)


async def _newest(session: AsyncSession) -> int:
    return int(await session.scalar(select(func.max(PassageRow.id))) or 0)


def asking(
    session: AsyncSession,
    owner_id: str,
    groups: Sequence[Group],
    filters: Filters,
    *,
    most: int,
    look: Look = EVERYTHING,
) -> tuple[Select[Any], dict[str, Any]]:
    """The query for those of these eras, and its values."""
    scope = [Group(terms=(owner_term(owner_id),))]
    asked: dict[str, Any] = {"owner_id": owner_id, "most": most}
    if not look.rest:
        scope.append(Group(terms=tuple(era_term(era) for era in range(look.end - look.eras, look.end))))
    if filters.meeting_id is not None:
        scope.append(Group(terms=(meeting_term(filters.meeting_id),)))
        asked["meeting_id"] = filters.meeting_id
    if filters.meeting_ids is not None:
        scope.append(Group(terms=tuple(map(meeting_term, filters.meeting_ids))))
        asked["meeting_ids"] = list(filters.meeting_ids)
    if filters.speaker:
        asked["speaker"] = f"%{_SIGNS.sub(_ESCAPED, plain(filters.speaker))}%"
    if filters.tag:
        asked["tag"] = folded(filters.tag)
    if filters.since is not None:
        asked["since"] = filters.since
    if filters.until is not None:
        asked["until"] = filters.until
    dialect = _dialect(session)
    query = _hits(dialect, frozenset(asked))
    asked["match"] = dialect.asked([*groups, *scope])
    if look.rest and look.seen:
        asked["match"] += dialect.but([era_term(era) for era in range(look.end, look.end + look.seen)])
    if dialect is POSTGRESQL:
        asked["ranked"] = dialect.ranked(groups)
    return query, asked


async def meetings_within(session: AsyncSession, owner_id: str, filters: Filters, most: int) -> Sequence[str]:
    """Somebody's meetings that the filters let through, the trash left out; of many the newest."""
    query = select(Meeting.id).where(Meeting.owner_id == owner_id, Meeting.trashed_at.is_(None))
    if filters.meeting_id is not None:
        query = query.where(Meeting.id == filters.meeting_id)
    if filters.meeting_ids is not None:
        query = query.where(Meeting.id.in_(filters.meeting_ids))
    if filters.tag:
        tagged = select(Tag.meeting_id).where(Tag.owner_id == owner_id, Tag.folded == folded(filters.tag))
        query = query.where(Meeting.id.in_(tagged))
    if filters.speaker:
        heard = select(PassageSpeaker.meeting_id).where(PassageSpeaker.owner_id == owner_id, _named(filters.speaker))
        query = query.where(Meeting.id.in_(heard))
    if filters.since is not None:
        query = query.where(Meeting.held_at >= filters.since)
    if filters.until is not None:
        query = query.where(Meeting.held_at < filters.until)
    return (await session.scalars(query.order_by(Meeting.held_at.desc(), Meeting.id).limit(most))).all()


async def places(
    session: AsyncSession, owner_id: str, ids: Collection[int], speaker: str = ""
) -> Mapping[int, tuple[str, datetime, float]]:
    """Of these passages, those that are somebody's and by a speaker of that name: meeting, when it was held, and where it begins."""
    query = (
        select(PassageRow.id, PassageRow.meeting_id, Meeting.held_at, PassageRow.start)
        .join(Meeting, Meeting.id == PassageRow.meeting_id)
        .where(PassageRow.id.in_(ids), PassageRow.owner_id == owner_id, Meeting.owner_id == owner_id)
    )
    if speaker:
        same = PassageSpeaker.meeting_id == PassageRow.meeting_id, PassageSpeaker.speaker_id == PassageRow.speaker_id
        query = query.where(select(PassageSpeaker.speaker_id).where(*same, _named(speaker)).exists())
    return {id_: (meeting_id, held_at, start) for id_, meeting_id, held_at, start in await session.execute(query)}


def _named(text: str) -> ColumnElement[bool]:
    return PassageSpeaker.plain_name.contains(plain(text), autoescape=True)


async def shown(session: AsyncSession, owner_id: str, ids: Collection[int]) -> Mapping[int, Shown]:
    """These passages of somebody's, by id."""
    query = (
        select(
            PassageRow.id, PassageRow.meeting_id, PassageRow.speaker_id, PassageSpeaker.number, PassageSpeaker.name,
            PassageRow.utterance_ids, PassageRow.start, PassageRow.end, PassageRow.text,
        )
        .outerjoin(
            PassageSpeaker,
            and_(
                PassageSpeaker.meeting_id == PassageRow.meeting_id, PassageSpeaker.speaker_id == PassageRow.speaker_id
            ),
        )
        .where(PassageRow.id.in_(ids), PassageRow.owner_id == owner_id)
    )  # fmt: skip
    return {row[0]: Shown(*row) for row in await session.execute(query)}


async def speaker_names(session: AsyncSession, owner_id: str, text: str, limit: int) -> Sequence[tuple[str, int]]:
    """Names of who speaks in somebody's meetings that hold the text, each with in how many; those heard most come first."""
    query = (
        select(func.min(PassageSpeaker.name), func.count())
        .join(Meeting, Meeting.id == PassageSpeaker.meeting_id)
        .where(
            PassageSpeaker.owner_id == owner_id,
            PassageSpeaker.plain_name.contains(plain(text), autoescape=True),
            Meeting.trashed_at.is_(None),
        )
        .group_by(PassageSpeaker.plain_name)
        .order_by(func.count().desc(), PassageSpeaker.plain_name)
    )
    return [(str(name), count) for name, count in await session.execute(query.limit(limit))]


def _dialect(session: AsyncSession) -> Dialect:
    return SQLITE if session.get_bind().dialect.name == "sqlite" else POSTGRESQL


@cache
def _hits(dialect: Dialect, asked: frozenset[str]) -> Select[Any]:
    """The newest passages that match, with how well each does. Put together once for each set of filters."""
    passages, meetings = PassageRow.__table__, Meeting.__table__
    passage, meeting = passages.c, meetings.c
    by: dict[str, Any] = {
        "meeting_id": passage.meeting_id == bindparam("meeting_id"),
        "meeting_ids": passage.meeting_id.in_(bindparam("meeting_ids", expanding=True)),
        "tag": passage.meeting_id.in_(
            select(Tag.meeting_id).where(Tag.owner_id == bindparam("owner_id"), Tag.folded == bindparam("tag"))
        ),
        "speaker": select(PassageSpeaker.speaker_id)
        .where(
            PassageSpeaker.meeting_id == passage.meeting_id,
            PassageSpeaker.speaker_id == passage.speaker_id,
            PassageSpeaker.plain_name.like(bindparam("speaker"), escape="/"),
        )
        .exists(),
        "since": meeting.held_at >= bindparam("since"),
        "until": meeting.held_at < bindparam("until"),
    }
    wanted = [
        passage.owner_id == bindparam("owner_id"),
        meeting.owner_id == bindparam("owner_id"),
        meeting.trashed_at.is_(None),
        *(condition for name, condition in by.items() if name in asked),
    ]
    columns = passage.id, passage.meeting_id, meeting.held_at, passage.start
    if dialect.name == "sqlite":
        terms = table(TERMS_TABLE, column("rowid"))
        whole: ColumnElement[Any] = literal_column(TERMS_TABLE)
        return (
            select(*columns, (-func.bm25(whole)).label("score"))
            .select_from(terms)
            .join(passages, passage.id == terms.c.rowid)
            .join(meetings, meeting.id == passage.meeting_id)
            .where(whole.op("MATCH")(bindparam("match")), *wanted)
            .order_by(terms.c.rowid.desc())
            .limit(bindparam("most"))
        )
    found = (
        select(*columns)
        .select_from(passages)
        .join(meetings, meeting.id == passage.meeting_id)
        .where(passage.terms.op("@@")(_tsquery("match")), *wanted)
        # Not by the key's own index: whoever walks it reads the terms of every passage on the way.
        .order_by((passage.id + 0).desc())
        .limit(bindparam("most"))
        .subquery("found")
    )
    again = passages.alias("again")
    # Asked for row by row: joined, a small table would be read from end to end.
    score = select(func.ts_rank_cd(again.c.terms, _tsquery("ranked"))).where(again.c.id == found.c.id)
    return select(*found.c, score.scalar_subquery().label("score"))


def _tsquery(name: str) -> ColumnElement[Any]:
    return cast(bindparam(name, type_=Text), TSQUERY)
