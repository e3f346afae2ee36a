"""How the work stands, for whoever watches over it: read off the indexes of what waits and works, never off all there was."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database.base import UtcDateTime, now
from scribe_core.database.runs import AT_WORK, IN_LINE, Run
from scribe_core.database.uploads import Upload
from scribe_core.domain.run import Lane


@dataclass(frozen=True, slots=True)
class Standing:
    """Runs that wait and that are worked on, by lane; the seconds that the oldest of those that wait is there already.

    `silent` are runs whose worker has not been heard of since its lease ended. `receiving` uploads get bytes just now, of all
    that were begun and are not whole.
    """

    waiting: Mapping[Lane, int]
    working: Mapping[Lane, int]
    oldest: Mapping[Lane, float]
    silent: int
    uploads: int
    receiving: int


async def standing(session: AsyncSession) -> Standing:
    """How the work stands now."""
    line = select(Run.lane, func.count(), func.min(Run.created_at, type_=UtcDateTime())).where(IN_LINE)
    waiting = (await session.execute(line.group_by(Run.lane))).all()
    late = func.sum(cast(Run.lease_expires_at < now(), Integer))
    work = (await session.execute(select(Run.lane, func.count(), late).where(AT_WORK).group_by(Run.lane))).all()
    uploads = await session.execute(
        select(func.count(), func.sum(cast(func.coalesce(Upload.held_until > now(), False), Integer)))
    )
    begun, receiving = uploads.one()
    moment = (await session.execute(select(now()))).scalar_one()
    none = dict.fromkeys(Lane, 0)
    return Standing(
        waiting=none | {Lane(lane): count for lane, count, _ in waiting},
        working=none | {Lane(lane): count for lane, count, _ in work},
        oldest=dict.fromkeys(Lane, 0.0) | {Lane(lane): (moment - since).total_seconds() for lane, _, since in waiting},
        silent=sum(int(late or 0) for _, _, late in work),
        uploads=begun,
        receiving=int(receiving or 0),
    )
