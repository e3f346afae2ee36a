"""The line of runs as those see it who wait in it, and how they put their own in order.

A place of a person's is the priority and the turn of one of their runs that wait. Putting one's runs in order hands these
places out anew among them: nobody else moves, so the line stays as fair as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import audit, runs
from scribe_core.database.base import now
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import IN_LINE, LINE, UNDER_WAY, Run
from scribe_core.database.speed import WORK, Speed, Work
from scribe_core.database.users import User
from scribe_core.domain.run import RunKind, Status
from scribe_core.domain.waiting import Expected, expected
from scribe_core.errors import ScribeError

FORESEEN = 500
"""Runs at the head of the line of which it is said when they begin: what lies behind is too far to be foretold."""

SHOWN = 200
"""Runs that are listed of those that wait."""

URGENT, PATIENT = -10, 10
"""The first and the last of priorities."""


_WAITS, _WORKS = (Run.status == literal_column(f"'{status}'") for status in (Status.PENDING, Status.PROCESSING))
"""As in the indexes (`runs.IN_LINE`, `runs.AT_WORK`), where meetings, which have a status too, are read along."""

_UNDER_WAY = Run.status.in_([literal_column(f"'{status}'") for status in (Status.PENDING, Status.PROCESSING)])
"""So that SQLite, too, sees that the index of each person's (`runs.UNDER_WAY`) holds what is looked for."""

_SHOWN = (
    Run.id, Run.kind, Run.owner_id, User.name.label("owner_name"), Run.meeting_id, Meeting.title, Run.status, Run.lane,
    Run.priority, Run.lease_owner, Run.stage, Run.progress, Run.created_at, Run.started_at, Run.attempt, Run.error_code,
    Run.not_before, now().label("read_at"),
)  # fmt: skip


class Shown(NamedTuple):
    """What may be told of a run (`_SHOWN`). Whole rows, with all that people wrote in them, cost five times as much to read.

    `error_code` is why it was put back, until it is begun again; `read_at` is the database's clock, by which `not_before` was set.
    """

    id: str
    kind: str
    owner_id: str
    owner_name: str
    meeting_id: str | None
    title: str | None
    status: str
    lane: str
    priority: int
    lease_owner: str | None
    stage: str | None
    progress: float
    created_at: datetime
    started_at: datetime | None
    attempt: int
    error_code: str | None
    not_before: datetime | None
    read_at: datetime

    @property
    def put_off(self) -> float:
        """Seconds from now until it may be taken again; 0 where it may be at any time."""
        return max(0.0, (self.not_before - self.read_at).total_seconds()) if self.not_before is not None else 0.0


@dataclass(frozen=True, slots=True)
class Queued:
    """A run that works or waits, with how many stand before it (None at work) and what may be expected of it."""

    run: Shown
    position: int | None
    expected: Expected


@dataclass(frozen=True, slots=True)
class Line:
    """How many of everybody's runs wait and work, and those of them that may be seen: at work first, then as they wait."""

    waiting: int
    working: int
    seen: Sequence[Queued]


async def look(session: AsyncSession, owner_id: str | None, pace: Speed) -> Line:
    """The line as its owner sees it, with everybody's runs where that is None, and what may be expected at that pace."""
    working = await _read(session, _runs(_SHOWN).where(_WORKS).order_by(Run.lease_expires_at))
    head = (await session.execute(_runs((Run.id,)).where(_WAITS).order_by(*LINE).limit(FORESEEN))).all()
    waiting = _runs(_SHOWN).where(_WAITS).order_by(*LINE).limit(SHOWN)
    if owner_id is not None:
        waiting = waiting.where(Run.owner_id == owner_id, _UNDER_WAY)
    shown = await _read(session, waiting)
    places = {run_id: place for place, (run_id, *_) in enumerate(head)}
    if any(run.id not in places for run, _ in shown):
        places |= await runs.places(session, [run.id for run, _ in shown])
    left = {run.id: _left(run, work, pace) for run, work in working}
    foretold = {run_id: Expected(ends=seconds) for run_id, seconds in left.items()}
    # Neither kind of work waits for the other: a worker does one of each beside one another.
    for asks_a_model in (False, True):
        ahead = [left[run.id] for run, _ in working if (run.kind == RunKind.MINUTES) is asks_a_model]
        coming = {
            run_id: pace.seconds(work)
            for run_id, work in ((run_id, Work(*told)) for run_id, *told in head)
            if (work.kind == RunKind.MINUTES) is asks_a_model
        }
        foretold |= zip(coming, expected(ahead, list(coming.values())), strict=True)
    foretold |= {run.id: foretold[run.id].not_before(run.put_off) for run, _ in shown if run.id in foretold}
    seen = [run for run, _ in working if owner_id in (None, run.owner_id)]
    seen += sorted((run for run, _ in shown), key=lambda run: places.get(run.id, len(places)))
    return Line(
        waiting=await session.scalar(select(func.count()).select_from(Run).where(IN_LINE)) or 0,
        working=len(working),
        seen=[Queued(run, places.get(run.id), foretold.get(run.id, Expected())) for run in seen],
    )


async def reasons(session: AsyncSession, owner_id: str, found: Line) -> Mapping[str, dict[str, Any]]:
    """What fills the sentences that tell why runs were put back, by run: of that person's own, for it may name what they brought."""
    put_back = [entry.run.id for entry in found.seen if entry.run.error_code is not None]
    if not put_back:
        return {}
    query = select(Run.id, Run.error_details).where(Run.id.in_(put_back), Run.owner_id == owner_id)
    return {row.id: row.error_details for row in await session.execute(query)}


def _runs(columns: Sequence[Any]) -> Select[Any]:
    """These columns of runs, and how much work each is. A run whose owner goes at this moment is not among them."""
    told = select(*columns, *WORK).join(User, User.id == Run.owner_id)
    return told.outerjoin(Meeting, Meeting.id == Run.meeting_id)


async def _read(session: AsyncSession, query: Select[Any]) -> list[tuple[Shown, Work]]:
    return [(Shown(*row[: len(_SHOWN)]), Work(*row[len(_SHOWN) :])) for row in await session.execute(query)]


def _left(run: Shown, work: Work, pace: Speed) -> float | None:
    whole = pace.seconds(work)
    return None if whole is None else whole * (1.0 - run.progress)


async def move(session: AsyncSession, owner_id: str, run_id: str, place: int) -> Run:
    """Put one of somebody's runs at a place among their own that wait (0: the first; beyond the last: the last).

    Raises `place_invalid`, `run_not_found`, `run_begun`, `run_finished`.
    """
    if place < 0:
        raise ScribeError("place_invalid")
    run = await runs.owned(session, owner_id, run_id)
    held = (
        select(Run).where(Run.owner_id == owner_id, UNDER_WAY, IN_LINE).order_by(Run.id).with_for_update()
    )  # in one order: no deadlock
    rows = (await session.scalars(held.execution_options(populate_existing=True))).all()
    mine = sorted(rows, key=lambda row: (row.priority, row.turn, row.created_at, row.id))
    if run not in mine:
        await session.refresh(run)
        raise _too_late(run)
    places = [(row.priority, row.turn) for row in mine]
    mine.remove(run)
    mine.insert(min(place, len(mine)), run)
    taken: tuple[int, int] | None = None
    for row, (priority, turn) in zip(mine, places, strict=True):
        if taken is not None and (priority, turn) <= taken:
            turn = taken[1] + 1  # two asked for at the same instant: age would settle what the owner settles here
        taken = row.priority, row.turn = priority, turn
    return await _told(session, run)


async def prioritise(session: AsyncSession, actor: User, run_id: str, priority: int) -> Run:
    """Have anybody's run that waits come before all of a higher priority, or after all of a lower one: for administrators.

    Raises `priority_invalid`, `run_not_found`, `run_begun`, `run_finished`.
    """
    if not URGENT <= priority <= PATIENT:
        raise ScribeError("priority_invalid", first=URGENT, last=PATIENT)
    run = await _waiting(session, run_id)
    if run.priority != priority:
        await _put(session, actor, run, priority)
    return await _told(session, run)


async def advance(session: AsyncSession, actor: User, run_id: str) -> Run:
    """Have anybody's run that waits be the next of all: for administrators. Raises `run_not_found`, `run_begun`, `run_finished`.

    Its turn stays where its priority can tell, so that who undoes it by the priority of before finds it where it was.
    """
    run = await _waiting(session, run_id)
    head = (await session.execute(select(Run.id, Run.priority, Run.turn).where(IN_LINE).order_by(*LINE).limit(1))).one()
    if head.id != run.id:
        if head.priority == URGENT:
            run.turn = min(run.turn, head.turn - 1)
        await _put(session, actor, run, max(URGENT, head.priority - 1))
    return await _told(session, run)


async def cancel(session: AsyncSession, actor: User, run_id: str) -> Run:
    """Ask anybody's run to stop, as `runs.cancel` does one's own: for administrators. Raises `run_not_found`, `run_finished`."""
    run = await session.get(Run, run_id)
    if run is None:
        raise ScribeError("run_not_found")
    await runs.stop(session, run)
    await audit.record(session, "run_cancelled", actor_id=actor.id, subject_id=run.id)
    return run


async def _waiting(session: AsyncSession, run_id: str) -> Run:
    """Anybody's run that waits, held until the transaction ends."""
    run: Run | None = await session.scalar(select(Run).where(Run.id == run_id).with_for_update())
    if run is None:
        raise ScribeError("run_not_found")
    if run.status != Status.PENDING:
        raise _too_late(run)
    return run


async def _put(session: AsyncSession, actor: User, run: Run, priority: int) -> None:
    before, run.priority = run.priority, priority
    await audit.record(session, "run_prioritised", actor_id=actor.id, subject_id=run.id, before=before, after=priority)


def _too_late(run: Run) -> ScribeError:
    return ScribeError("run_begun" if run.status == Status.PROCESSING else "run_finished")


async def _told(session: AsyncSession, run: Run) -> Run:
    await session.flush()
    await runs.tell(session, run)
    return run
