"""The register: decisions, actions and open questions of all of somebody's meetings, page by page, but for those in the trash.

It is read off the minutes' items as they stand, drafts too. Every query here asks for the owner first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import meetings
from scribe_core.database.meetings import Meeting
from scribe_core.database.minutes import IN_REGISTER, NO_DAY, MinutesItemRow, MinutesRow
from scribe_core.domain.folding import plain
from scribe_core.domain.minutes import ActionStatus
from scribe_core.domain.minutes_form import Item, ItemKind
from scribe_core.errors import ScribeError

Kind = Literal[ItemKind.DECISION, ItemKind.ACTION, ItemKind.QUESTION]

Cursor = tuple[str | int, ...]
"""Where a page ended: the values that order it."""


class RegisterSort(StrEnum):
    """What is due soonest first, what is due on no day last; or by meeting, the newest first, each as its minutes stand."""

    DUE = "due"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None and nothing ask for nothing. `owner` and `text` are parts of a name and of a text, as people type them.

    `status` is that of actions; questions that are asked for by `kinds` are open. Every one of `beginnings` must begin a word of the text; `held_from` to `held_to` is the day of the minutes.
    """

    kinds: tuple[ItemKind, ...] = ()
    owner: str = ""
    status: ActionStatus | None = None
    due_from: date | None = None
    due_to: date | None = None
    text: str = ""
    meeting_id: str | None = None
    meeting_ids: tuple[str, ...] | None = None
    beginnings: tuple[str, ...] = ()
    held_from: date | None = None
    held_to: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision, an action or an open question, with the meeting and the day of its minutes."""

    item: Item
    meeting_id: str
    title: str
    held_on: date


@dataclass(frozen=True, slots=True)
class Page:
    """Entries in order. `next_cursor` asks for those behind them; None on the last page."""

    entries: Sequence[Entry]
    next_cursor: Cursor | None


async def page(
    session: AsyncSession,
    owner_id: str,
    wanted: Wanted,
    *,
    sort: RegisterSort = RegisterSort.DUE,
    limit: int = 50,
    after: Cursor | None = None,
) -> Page:
    """A page of somebody's register. Each costs what its rows cost, however many are before it."""
    rows = (await session.execute(_query(owner_id, wanted, sort, after).limit(limit + 1))).all()
    entries = [Entry(row[0].as_item(), row[1], row[2], date.fromisoformat(row[0].held_on)) for row in rows[:limit]]
    cursor = _cursor(rows[limit - 1][0], sort) if len(rows) > limit else None
    return Page(entries, cursor)


async def count(session: AsyncSession, owner_id: str, wanted: Wanted) -> int:
    """How many entries of somebody's register are looked for."""
    found = _query(owner_id, wanted, RegisterSort.DUE, None).order_by(None).with_only_columns(MinutesItemRow.id)
    return int(await session.scalar(select(func.count()).select_from(found.subquery())) or 0)


async def entries(session: AsyncSession, owner_id: str, ids: Collection[str]) -> Sequence[Entry]:
    """Those of these entries that somebody still has, the trash left out; in no order."""
    mine = MinutesItemRow.id.in_(ids), MinutesItemRow.account_id == owner_id, IN_REGISTER
    rows = await session.execute(_joined().where(*mine, Meeting.trashed_at.is_(None)))
    return [Entry(row[0].as_item(), row[1], row[2], date.fromisoformat(row[0].held_on)) for row in rows]


async def tick(session: AsyncSession, owner_id: str, item_id: str, status: ActionStatus) -> Entry:
    """Say that an action is done, or open again, also where its minutes are frozen: it is no part of what was sealed.

    Raises `minutes_item_not_found` for another's as for none, and for what is no action; `meeting_in_trash`.
    """
    mine = MinutesItemRow.id == item_id, MinutesItemRow.account_id == owner_id, MinutesItemRow.kind == ItemKind.ACTION
    found = (await session.execute(_joined().where(*mine))).one_or_none()
    if found is None:
        raise ScribeError("minutes_item_not_found")
    row, meeting_id, title = found
    await meetings.changeable(session, owner_id, meeting_id, lock=True)
    row.status = status
    await session.flush()
    return Entry(row.as_item(), meeting_id, title, date.fromisoformat(row.held_on))


def _joined() -> Select[Any, Any, Any]:
    return (
        select(MinutesItemRow, Meeting.id, Meeting.title)
        .join(MinutesRow, MinutesRow.id == MinutesItemRow.minutes_id)
        .join(Meeting, Meeting.id == MinutesRow.meeting_id)
    )


def _query(owner_id: str, wanted: Wanted, sort: RegisterSort, after: Cursor | None) -> Select[Any]:
    row = MinutesItemRow
    # Written out as in the indexes: what the register does not list is not in them.
    query = _joined().where(row.account_id == owner_id, IN_REGISTER)
    query = query.where(Meeting.trashed_at.is_(None), *_conditions(wanted))
    if after is not None:
        query = query.where(_behind(sort, after))
    if sort is RegisterSort.DUE:
        return query.order_by(row.register_day, row.id)
    return query.order_by(row.held_on.desc(), row.minutes_id.desc(), row.position, row.id)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    row = MinutesItemRow
    found: list[ColumnElement[bool]] = []
    if wanted.kinds:
        found.append(row.kind.in_(wanted.kinds))
    if wanted.status is not None:
        found.append(_status(wanted.status, wanted.kinds))
    if wanted.due_from is not None:
        found.append(row.register_day >= wanted.due_from.isoformat())
    if wanted.due_to is not None:
        found.append(row.register_day <= wanted.due_to.isoformat())
    elif wanted.due_from is not None:
        found.append(row.register_day < NO_DAY)
    if wanted.meeting_id is not None:
        found.append(MinutesRow.meeting_id == wanted.meeting_id)
    if wanted.meeting_ids is not None:
        found.append(MinutesRow.meeting_id.in_(wanted.meeting_ids))
    if wanted.held_from is not None:
        found.append(row.held_on >= wanted.held_from.isoformat())
    if wanted.held_to is not None:
        found.append(row.held_on <= wanted.held_to.isoformat())
    found += [_begins(row.folded_text, beginning) for beginning in map(plain, wanted.beginnings)]
    if owner := plain(wanted.owner):
        found.append(row.folded_owner.contains(owner, autoescape=True))
    if sought := plain(wanted.text):
        found.append(row.folded_text.contains(sought, autoescape=True))
    return found


def _status(status: ActionStatus, kinds: Collection[ItemKind]) -> ColumnElement[bool]:
    ticked = MinutesItemRow.status == status
    if status is ActionStatus.OPEN and ItemKind.QUESTION in kinds:
        return or_(ticked, MinutesItemRow.kind == ItemKind.QUESTION)
    return ticked


def _begins(text: ColumnElement[str] | Any, beginning: str) -> ColumnElement[bool]:
    """Whether a word of a folded text begins so: what stands before a word is a blank, an apostrophe or a bracket."""
    within = or_(*(text.contains(f"{before}{beginning}", autoescape=True) for before in (" ", "'", "(", "«", '"')))
    return or_(text.startswith(beginning, autoescape=True), within)


def _behind(sort: RegisterSort, after: Cursor) -> ColumnElement[bool]:
    row = MinutesItemRow
    if sort is RegisterSort.DUE:
        day, item_id = after
        return and_(row.register_day >= day, or_(row.register_day > day, row.id > item_id))
    held_on, minutes_id, position, item_id = after
    later = or_(row.position > position, and_(row.position == position, row.id > item_id))
    same_day = or_(row.minutes_id < minutes_id, and_(row.minutes_id == minutes_id, later))
    return and_(row.held_on <= held_on, or_(row.held_on < held_on, same_day))


def _cursor(row: MinutesItemRow, sort: RegisterSort) -> Cursor:
    if sort is RegisterSort.DUE:
        return (row.register_day or NO_DAY, row.id)
    return (row.held_on, row.minutes_id, row.position, row.id)
