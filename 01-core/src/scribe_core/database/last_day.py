"""How the runs of the last day ended, how long they waited and why some failed: read off the rows of what ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database.base import now_plus
from scribe_core.database.runs import Run
from scribe_core.domain.run import Status

DAY_SECONDS = 86_400.0
WAITS_READ = 1000
"""Runs of which the wait is read, the last that ended: enough for a median."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why runs failed, and how many."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class LastDay:
    """What ended in the last day, by how; why runs failed, the most frequent first; the median wait in seconds."""

    ended: Mapping[Status, int]
    failures: Sequence[Failure]
    wait: float | None


async def last_day(session: AsyncSession) -> LastDay:
    """The last twenty-four hours."""
    since = select(now_plus(-DAY_SECONDS)).scalar_subquery()  # asked once, so that the index is of use
    recent = (Run.finished_at.is_not(None), Run.finished_at > since)
    counted = select(Run.status, Run.error_code, func.count()).where(*recent).group_by(Run.status, Run.error_code)
    ended = {Status.COMPLETED: 0, Status.FAILED: 0, Status.CANCELLED: 0}
    failures: dict[str, int] = {}
    for status, code, count in await session.execute(counted):
        ended[Status(status)] += count
        if status == Status.FAILED and code:
            failures[code] = failures.get(code, 0) + count
    begun = select(Run.started_at, Run.created_at).where(*recent, Run.started_at.is_not(None))
    rows = await session.execute(begun.order_by(Run.finished_at.desc()).limit(WAITS_READ))
    waits = [max(0.0, (begun_at - asked_at).total_seconds()) for begun_at, asked_at in rows if begun_at is not None]
    return LastDay(
        ended=ended,
        failures=[Failure(code, n) for code, n in sorted(failures.items(), key=lambda item: (-item[1], item[0]))],
        wait=median(waits) if waits else None,
    )
