"""A person's meetings page by page, each with its newest transcription.

Rows are read as they stand, not as objects that could be changed: a page of fifty is the request that costs most, and half of
it went into making a hundred of those.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Bundle

from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run
from scribe_core.database.tags import Tag
from scribe_core.domain.folding import folded
from scribe_core.domain.run import RunKind, Status

Sort = Literal["-created_at", "created_at", "title", "-title", "held_at", "-held_at", "duration", "-duration"]

Order = Sort | Literal["-trashed_at"]
"""How a list may be ordered; the trash has an order of its own."""

MeetingRow = Any
"""A row with every column of `Meeting`, by their names."""
RunRow = Any
"""A row with every column of `Run`, by their names."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of meetings, each with its newest transcription (None before the first).

    `next_cursor` asks for the page after it; None on the last. `total` counts all pages.
    """

    items: Sequence[tuple[MeetingRow, RunRow | None]]
    next_cursor: tuple[Any, str] | None
    total: int


async def page(
    session: AsyncSession,
    owner_id: str,
    *,
    text: str = "",
    status: Status | None = None,
    tag: str = "",
    in_trash: bool = False,
    sort: Order = "-created_at",
    limit: int = 50,
    after: tuple[Any, str] | None = None,
) -> Page:
    """A page of a person's meetings, or of their trash. `after` is the cursor of the page before: its last sort value and id."""
    asked: dict[str, Any] = {"owner_id": owner_id}
    if text:
        asked["pattern"] = "%" + _SIGNS.sub(r"/\g<0>", folded(text)) + "%"
    if status is not None:
        asked["status"] = status
    if tag:
        asked["tag"] = folded(tag)
    names = frozenset(asked) | ({"in_trash"} if in_trash else set())
    from_there = {} if after is None else {"value": after[0], "meeting_id": after[1]}
    query = _page(names, sort, later=after is not None)
    rows = (await session.execute(query, {**asked, **from_there, "limit": limit + 1})).all()
    cursor = None
    if len(rows) > limit:
        rows = rows[:limit]
        cursor = (rows[-1].sorted_by, rows[-1].meeting.id)
    total: int | None = len(rows)
    if after is not None or cursor is not None:  # else this page is all there is, and was counted by reading it
        total = await session.scalar(_count(names), asked)
    return Page([(row.meeting, row.run if row.run.id else None) for row in rows], cursor, total or 0)


_SIGNS = re.compile(r"[%_/]")
"""What LIKE would take for something else."""


# Putting such a statement together takes longer than running it: each is made once, its values come with the request.


def _wanted(asked: frozenset[str]) -> list[ColumnElement[bool]]:
    by = {
        "owner_id": Meeting.owner_id == bindparam("owner_id"),
        "pattern": Meeting.folded_title.like(bindparam("pattern"), escape="/"),
        "status": Meeting.status == bindparam("status"),
        "tag": Meeting.id.in_(
            select(Tag.meeting_id).where(Tag.owner_id == bindparam("owner_id"), Tag.folded == bindparam("tag"))
        ),
    }
    # Written out as in the indexes (`meetings.KEPT`): a planner that sees a parameter cannot know that they hold the rows.
    place = Meeting.trashed_at.is_not(None) if "in_trash" in asked else Meeting.trashed_at.is_(None)
    return [place, *(condition for name, condition in by.items() if name in asked)]


@cache
def _count(asked: frozenset[str]) -> Select[Any]:
    return select(func.count()).select_from(Meeting).where(*_wanted(asked))


@cache
def _page(asked: frozenset[str], sort: Order, *, later: bool) -> Select[Any]:
    """The first of these meetings in that order, those behind the cursor if `later`, with the newest transcription of each.

    Ordered by the sort column, then id: no page shifts when meetings come or go. Runs are looked up for the page only, each by
    the index.
    """
    wanted = _wanted(asked)
    column, falling = _sort_column(sort), sort.startswith("-")
    if later:
        value: Any = bindparam("value", type_=column.type)
        beyond = column < value if falling else column > value
        tie = Meeting.id < bindparam("meeting_id") if falling else Meeting.id > bindparam("meeting_id")
        wanted.append(or_(beyond, and_(column == value, tie)))
    first = select(Meeting, column.label("sorted_by")).where(*wanted)
    few = _ordered(first, column, Meeting.id, falling=falling).limit(bindparam("limit")).subquery("few")
    newest = (
        select(Run.id)
        .where(Run.meeting_id == few.c.id, Run.kind == RunKind.TRANSCRIPTION)
        .order_by(Run.created_at.desc(), Run.id.desc())
        .limit(1)
        .correlate(few)
        .scalar_subquery()
    )
    meeting: Bundle[Any] = Bundle("meeting", *(column for column in few.c if column.key != "sorted_by"))
    run: Bundle[Any] = Bundle("run", *Run.__table__.c)
    both = select(meeting, run, few.c.sorted_by).outerjoin_from(few, Run, Run.id == newest)
    return _ordered(both, few.c.sorted_by, few.c.id, falling=falling)


def _sort_column(sort: Order) -> Any:
    name = sort.removeprefix("-")
    if name == "title":
        return Meeting.folded_title
    if name == "duration":
        return func.coalesce(Meeting.duration, 0.0)
    return getattr(Meeting, name)


def _ordered(query: Select[Any], column: Any, meeting_id: Any, *, falling: bool) -> Select[Any]:
    return query.order_by(*((column.desc(), meeting_id.desc()) if falling else (column.asc(), meeting_id.asc())))
