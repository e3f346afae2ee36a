"""The line of runs as those see it who wait in it, and how they put their own in order.

A place of a person's is the priority and the turn of one of their runs that wait. Putting one's runs in order hands these
places out anew among them: nobody else moves, so the line stays as fair as it was.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import audit, runs, speed
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import AT_WORK, IN_LINE, LINE, Run
from scribe_core.database.speed import Speed
from scribe_core.database.users import User
from scribe_core.domain.run import Preset, Status
from scribe_core.domain.waiting import Expected, expected
from scribe_core.errors import ScribeError

FORESEEN = 500
"""Runs at the head of the line of which it is said when they begin: what lies behind is too far to be foretold."""

SHOWN = 200
"""Runs that are listed of those that wait."""

URGENT, PATIENT = -10, 10
"""The first and the last of priorities."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A run that works or waits, with how many stand before it (None at work) and what may be expected of it."""

    run: Run
    meeting: Meeting | None
    owner: User
    position: int | None
    expected: Expected


@dataclass(frozen=True, slots=True)
class Line:
    """How many of everybody's runs wait and work, and those of them that may be seen: at work first, then as they wait."""

    waiting: int
    working: int
    seen: Sequence[Queued]


async def look(session: AsyncSession, owner_id: str | None, usual: Preset) -> Line:
    """The line as its owner sees it, with everybody's runs where that is None; `usual` is the installation's preset."""
    working = (await session.scalars(select(Run).where(AT_WORK).order_by(Run.lease_expires_at))).all()
    head = (await session.scalars(select(Run).where(IN_LINE).order_by(*LINE).limit(FORESEEN))).all()
    shown = head[:SHOWN]
    if owner_id is not None:
        own = select(Run).where(Run.owner_id == owner_id, IN_LINE).order_by(Run.turn).limit(SHOWN)
        shown = (await session.scalars(own)).all()
    places = {run.id: place for place, run in enumerate(head)}
    if any(run.id not in places for run in shown):
        places |= await runs.queue_positions(session, shown)
    meetings = await _meetings(session, [*working, *head, *shown])
    foretold = await _foretold(session, working, head, meetings, usual)
    seen = [run for run in working if owner_id in (None, run.owner_id)]
    seen += sorted(shown, key=lambda run: places.get(run.id, len(places)))
    owners = await _owners(session, {run.owner_id for run in seen})
    return Line(
        waiting=await session.scalar(select(func.count()).select_from(Run).where(IN_LINE)) or 0,
        working=len(working),
        seen=[
            Queued(
                run, meetings.get(run.meeting_id or ""), owners[run.owner_id], places.get(run.id), foretold.get(run.id, Expected())
            )
            for run in seen
        ],
    )  # fmt: skip


async def _foretold(
    session: AsyncSession,
    working: Sequence[Run],
    head: Sequence[Run],
    meetings: dict[str, Meeting],
    usual: Preset,
) -> dict[str, Expected]:
    """What may be expected of each run, were nobody to ask for another."""
    pace = await speed.measured(session, usual)
    left = {run.id: _left(run, meetings, pace) for run in working}
    lasting = [pace.seconds(run, meetings.get(run.meeting_id or "")) for run in head]
    told = {run_id: Expected(ends=seconds) for run_id, seconds in left.items()}
    coming = expected(list(left.values()), lasting)
    return told | {run.id: found for run, found in zip(head, coming, strict=True)}


def _left(run: Run, meetings: dict[str, Meeting], pace: Speed) -> float | None:
    whole = pace.seconds(run, meetings.get(run.meeting_id or ""))
    return None if whole is None else whole * (1.0 - run.progress)


async def _meetings(session: AsyncSession, asked: Sequence[Run]) -> dict[str, Meeting]:
    ids = {run.meeting_id for run in asked if run.meeting_id}
    found = await session.scalars(select(Meeting).where(Meeting.id.in_(ids))) if ids else ()
    return {meeting.id: meeting for meeting in found}


async def _owners(session: AsyncSession, ids: Collection[str]) -> dict[str, User]:
    found = await session.scalars(select(User).where(User.id.in_(ids))) if ids else ()
    return {user.id: user for user in found}


async def move(session: AsyncSession, owner_id: str, run_id: str, place: int) -> Run:
    """Put one of somebody's runs at a place among their own that wait (0: the first; beyond the last: the last).

    Raises `place_invalid`, `run_not_found`, `run_begun`, `run_finished`.
    """
    if place < 0:
        raise ScribeError("place_invalid")
    run = await runs.owned(session, owner_id, run_id)
    held = (
        select(Run).where(Run.owner_id == owner_id, IN_LINE).order_by(Run.id).with_for_update()
    )  # in one order: no deadlock
    rows = (await session.scalars(held.execution_options(populate_existing=True))).all()
    mine = sorted(rows, key=lambda row: (row.priority, row.turn, row.created_at, row.id))
    if run not in mine:
        await session.refresh(run)
        raise _too_late(run)
    places = [(row.priority, row.turn) for row in mine]
    mine.remove(run)
    mine.insert(place, run)
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
    run = await session.scalar(select(Run).where(Run.id == run_id).with_for_update())
    if run is None:
        raise ScribeError("run_not_found")
    if run.status != Status.PENDING:
        raise _too_late(run)
    if run.priority != priority:
        before, run.priority = run.priority, priority
        await audit.record(
            session, "run_prioritised", actor_id=actor.id, subject_id=run.id, before=before, after=priority
        )
    return await _told(session, run)


def _too_late(run: Run) -> ScribeError:
    return ScribeError("run_begun" if run.status == Status.PROCESSING else "run_finished")


async def _told(session: AsyncSession, run: Run) -> Run:
    await session.flush()
    await runs.tell(session, run)
    return run
