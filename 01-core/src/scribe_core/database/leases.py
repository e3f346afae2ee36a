"""Leases: who works on a run.

A worker claims a run by one atomic UPDATE and keeps it by renewing its lease. Everything it writes afterwards asks
for run, attempt and owner, so a worker that lost its lease cannot overwrite its successor. Time is the database's.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, false, func, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from scribe_core.database.base import now, now_plus
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import AT_WORK, IN_LINE, LINE, Run, RunEvent, show, tell, touched
from scribe_core.domain.minutes_form import MinutesOrder
from scribe_core.domain.people import Enrolment
from scribe_core.domain.run import Lane, RunKind, RunSettings, Status
from scribe_core.errors import ScribeError

SAME_INSTANT_SECONDS = 0.01
"""PostgreSQL reads its clock for each value of a statement: microseconds apart."""


FURTHER = 0.05
"""Of the whole work: by so much a try must have come further than the ones before, or it ended where they did. A recording that kills
whoever works on it does so at one place; a machine that loses its power does not."""


class Beat(Enum):
    """What a heartbeat came back with."""

    GO_ON = "go on"
    CANCEL = "cancel"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on a run until it expires: the run, the attempt and who holds it. `tries` counts the attempts since it
    last got further.

    `meeting_id` is None where the run works on a file of its own, `enrolment` None where no voice is to be learnt, `minutes` None where
    none are to be written.
    `last_stage` is where the attempt before stopped, None on the first; `request_id` names in the logs what asked for the run.
    `waited` are the seconds from when it was asked for until it was begun, None where it was begun before.
    """

    run_id: str
    kind: RunKind
    meeting_id: str | None
    owner_id: str
    attempt: int
    tries: int
    holder: str
    settings: RunSettings
    enrolment: Enrolment | None
    last_stage: str | None
    request_id: str | None = None
    waited: float | None = None
    minutes: MinutesOrder | None = None

    @property
    def recording_id(self) -> str:
        """Under what id the recording and all that is made of it lie: the meeting's, else the run's own."""
        return self.meeting_id or self.run_id


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its kind, its status, and the code of what went wrong.

    `factor` are the seconds from its begin to its end for a second of recording (the real-time factor), None where that says
    nothing of speed: it did not get to the end, or took what an earlier run had computed.
    """

    kind: RunKind
    status: Status
    code: str | None
    factor: float | None = None


async def claim(
    session: AsyncSession, holder: str, lanes: Collection[Lane], lease_seconds: float, attempts: int
) -> Lease | None:
    """Take the next run that waits, or one whose worker is dead, by one atomic UPDATE; None where there is none.

    A run is left that was tried `attempts` times without getting further.
    """
    taken = _taking(holder, frozenset(lanes), lease_seconds, attempts)
    run: Run | None = (await session.scalars(taken)).one_or_none()
    if run is None:
        return None
    await show(session, run, Status.PROCESSING)
    await tell(session, run)
    return _lease(run, holder, lease_seconds)


@lru_cache(maxsize=16)  # a worker asks the same for as long as it lives
def _taking(holder: str, lanes: frozenset[Lane], lease_seconds: float, attempts: int) -> ReturningUpdate[Run]:
    # Work that was begun comes first. Two questions, each answered by an index of its own; together they would need a sort.
    left, next_one = (
        select(Run.id)
        .where(which, Run.lane.in_(lanes), or_(Run.tries < attempts, _further()))
        .order_by(*order)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
        for which, order in ((_abandoned(), (Run.lease_expires_at,)), (_due(), LINE))
    )
    return (
        update(Run)
        .where(Run.id == func.coalesce(left, next_one), or_(_abandoned(), _due()))
        .values(
            status=Status.PROCESSING, attempt=Run.attempt + 1,
            # The try that got further, or was the first, has ended there: this one is the second.
            tries=case((_further(), 2), else_=Run.tries + 1),
            got_to=case((or_(_further(), and_(Run.tries == 1, Run.got_to.is_(None))), Run.progress), else_=Run.got_to),
            lease_owner=holder, lease_expires_at=now_plus(lease_seconds),
            started_at=func.coalesce(Run.started_at, now()), not_before=None, error_code=None,
        )
        .returning(Run)
        .execution_options(synchronize_session=False, populate_existing=True)
    )  # fmt: skip


def _lease(run: Run, holder: str, lease_seconds: float) -> Lease:
    enrolment = None
    if run.person_id is not None:
        from_meeting = run.meeting_id is not None
        enrolment = Enrolment(
            run.person_id,
            speaker_id=run.source if from_meeting else None,
            file_name=None if from_meeting else run.source,
        )
    order = run.settings.get("minutes")
    return Lease(
        run.id, RunKind(run.kind), run.meeting_id, run.owner_id, run.attempt, run.tries, holder, RunSettings.of(run.settings),
        enrolment, run.stage, run.request_id, _waited(run, lease_seconds),
        MinutesOrder.read(order) if order else None,
    )  # fmt: skip


def _waited(run: Run, lease_seconds: float) -> float | None:
    """The run was begun now if its start is as old as its lease, which the same statement wrote."""
    assert run.started_at is not None
    assert run.lease_expires_at is not None
    first = (run.lease_expires_at - run.started_at).total_seconds() < lease_seconds + SAME_INSTANT_SECONDS
    return max(0.0, (run.started_at - run.created_at).total_seconds()) if first else None


def _due() -> ColumnElement[bool]:
    return and_(IN_LINE, or_(Run.not_before.is_(None), Run.not_before <= now()))


def _further() -> ColumnElement[bool]:
    """Whether its last try came further than the ones before. Never null; never of the first."""
    return func.coalesce(Run.progress >= Run.got_to + FURTHER, false())


def _abandoned() -> ColumnElement[bool]:
    return and_(AT_WORK, Run.lease_expires_at < now(), Run.cancel_requested_at.is_(None))


async def renew(session: AsyncSession, lease: Lease, lease_seconds: float) -> Beat:
    """Prolong a lease; tells whether to go on, to cancel, or that it was lost."""
    renewed = (
        update(Run)
        .where(*_held(lease))
        .values(lease_expires_at=now_plus(lease_seconds))
        .returning(Run.cancel_requested_at)
        .execution_options(synchronize_session=False)
    )
    return _beat((await session.execute(renewed)).one_or_none())


def _beat(found: Row[datetime | None] | None) -> Beat:
    """What it means for a worker when its run was asked to stop, in a row, or is not there to be found as its own."""
    if found is None:
        return Beat.LOST
    return Beat.GO_ON if found[0] is None else Beat.CANCEL


async def note_progress(
    session: AsyncSession, lease: Lease, stage: str, stage_progress: float, progress: float
) -> None:
    """Write how far the run is, if the lease still holds."""
    noted = (
        update(Run).where(*_held(lease)).values(stage=stage, stage_progress=stage_progress, progress=progress)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    if touched(await session.execute(noted)):
        session.add(
            RunEvent(
                kind=lease.kind, owner_id=lease.owner_id, meeting_id=lease.meeting_id, run_id=lease.run_id,
                status=Status.PROCESSING, stage=stage, progress=progress,
            )
        )  # fmt: skip


async def held(session: AsyncSession, lease: Lease) -> Beat:
    """As `renew` tells, locking the run's row until the transaction ends: call it before a final write."""
    query = select(Run.cancel_requested_at).where(*_held(lease)).with_for_update()
    return _beat((await session.execute(query)).one_or_none())


async def finish(
    session: AsyncSession,
    lease: Lease,
    status: Status,
    *,
    warnings: Sequence[str] = (),
    error: ScribeError | None = None,
) -> bool:
    """End the run, if the lease still holds; tells whether it did."""
    ended = (
        update(Run)
        .where(*_held(lease))
        .values(
            status=status, finished_at=now(), lease_owner=None, lease_expires_at=None, warnings=list(warnings),
            error_code=error.code if error else None, error_details=_plain(error), progress=_final_progress(status),
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return await _ended(session, lease, await session.execute(ended), status)


async def ended(session: AsyncSession, lease: Lease) -> Ended | None:
    """How the attempt ended its run, None where the run goes on, is another's or is gone."""
    query = select(Run, Meeting).outerjoin(Meeting, Meeting.id == Run.meeting_id)
    found = (await session.execute(query.where(Run.id == lease.run_id, Run.attempt == lease.attempt))).one_or_none()
    if found is None:
        return None
    run, meeting = found
    if run.finished_at is None or run.started_at is None:
        return None
    factor = None
    if run.kind == RunKind.TRANSCRIPTION and run.status == Status.COMPLETED and meeting.revision == 1:
        factor = (run.finished_at - run.started_at).total_seconds() / meeting.duration if meeting.duration else None
    return Ended(RunKind(run.kind), Status(run.status), run.error_code, factor)


async def give_back(
    session: AsyncSession,
    lease: Lease,
    *,
    after_seconds: float = 0.0,
    lane: Lane | None = None,
    spent: bool = True,
    reason: ScribeError | None = None,
) -> bool:
    """Put the run back in the queue, if the lease still holds: for a later try, another lane, or another worker.

    `spent` tells whether the attempt counts; a worker that only hands over or drains gives it back unspent. `reason` is
    what the run waits for, shown until it is claimed again.
    """
    values: dict[str, Any] = {
        "status": Status.PENDING, "lease_owner": None, "lease_expires_at": None, "not_before": now_plus(after_seconds),
        "error_code": reason.code if reason else None, "error_details": _plain(reason),
        "stage": None,  # it was given back there, it did not die there
    }  # fmt: skip
    if lane is not None:
        values["lane"] = lane
    if not spent:
        values |= {"attempt": Run.attempt - 1, "tries": Run.tries - 1}
    returned = update(Run).where(*_held(lease)).values(**values).execution_options(synchronize_session=False)
    return await _ended(session, lease, await session.execute(returned), Status.PENDING)


async def sweep(session: AsyncSession, attempts: int) -> Sequence[Ended]:
    """End what nobody will claim any more: runs abandoned too often, and abandoned ones that were to be cancelled.

    Returns how each of them ended.
    """
    abandoned = and_(Run.status == Status.PROCESSING, Run.lease_expires_at < now())
    hopeless = or_(
        and_(abandoned, Run.tries >= attempts, not_(_further())), and_(abandoned, Run.cancel_requested_at.is_not(None))
    )
    rows = await session.scalars(select(Run).where(hopeless).with_for_update(skip_locked=True))
    swept = []
    for run in rows.all():
        cancelled = run.cancel_requested_at is not None
        run.status = Status.CANCELLED if cancelled else Status.FAILED
        run.error_code = None if cancelled else "worker_lost"
        run.error_details = {} if cancelled else {"attempts": run.attempt}
        run.lease_owner = run.lease_expires_at = None
        await session.flush()
        await session.execute(update(Run).where(Run.id == run.id).values(finished_at=now()))
        await show(session, run, Status(run.status))
        await tell(session, run)
        swept.append(Ended(RunKind(run.kind), Status(run.status), run.error_code))
    return swept


def _held(lease: Lease) -> tuple[ColumnElement[bool], ...]:
    return (
        Run.id == lease.run_id,
        Run.attempt == lease.attempt,
        Run.lease_owner == lease.holder,
        Run.status == Status.PROCESSING,
    )


async def _ended(session: AsyncSession, lease: Lease, result: Any, status: Status) -> bool:
    if not touched(result):
        return False
    run = await session.scalar(select(Run).where(Run.id == lease.run_id).execution_options(populate_existing=True))
    assert run is not None
    await show(session, run, status, updated_at=now())
    await tell(session, run)
    return True


def _plain(error: ScribeError | None) -> dict[str, Any]:
    return (
        {name: value if isinstance(value, int | float) else str(value) for name, value in error.details.items()}
        if error
        else {}
    )


def _final_progress(status: Status) -> Any:
    return 1.0 if status is Status.COMPLETED else Run.progress
