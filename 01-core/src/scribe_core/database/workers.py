"""The workers that live, as each says of itself every few seconds. What one works on is in the runs (`Run.lease_owner`).

Nothing is decided by these rows: who may work on a run is decided by its lease. They are for whoever watches over the machines.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, String, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, now, now_plus
from scribe_core.database.runs import touched
from scribe_core.domain.presence import InstalledModel, Presence

APPEAR_SECONDS = 10.0
"""Pause between two signs."""

SILENT_SECONDS = 60.0
"""Who has not been heard of for so long is shown as silent: a machine short of memory may miss a few signs."""

FORGOTTEN_SECONDS = 86_400.0
"""Who has been silent for so long is not shown any more."""


class WorkerRow(Base):
    """A worker process. `free_bytes` and `total_bytes` are the card's memory where it has one, else the machine's."""

    __tablename__ = "workers"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    host: Mapped[str] = mapped_column(String(255))
    release: Mapped[str] = mapped_column(String(32))
    lanes: Mapped[list[str]]
    device: Mapped[str | None] = mapped_column(String(200))
    resident: Mapped[str | None] = mapped_column(String(300))
    memory_bytes: Mapped[int] = mapped_column(BigInteger)
    free_bytes: Mapped[int] = mapped_column(BigInteger)
    total_bytes: Mapped[int] = mapped_column(BigInteger)
    models: Mapped[list[Any]]
    started_at: Mapped[datetime] = mapped_column(default=now())
    seen_at: Mapped[datetime] = mapped_column(default=now())


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker as it was last heard of; `alive` tells that this was a moment ago."""

    presence: Presence
    started_at: datetime
    seen_at: datetime
    alive: bool


async def appear(session: AsyncSession, presence: Presence) -> None:
    """Note how a worker is now. Only itself writes its row, so that nobody comes between the two statements."""
    values = _values(presence)
    seen = update(WorkerRow).where(WorkerRow.id == presence.id).values(seen_at=now(), **values)
    if not touched(await session.execute(seen.execution_options(synchronize_session=False))):
        session.add(WorkerRow(id=presence.id, **values))
        await session.flush()


async def leave(session: AsyncSession, worker_id: str) -> None:
    """Forget a worker that ends."""
    await session.execute(delete(WorkerRow).where(WorkerRow.id == worker_id))


async def forget_silent(session: AsyncSession) -> None:
    """Forget those that have been silent for long: they were killed."""
    await session.execute(delete(WorkerRow).where(WorkerRow.seen_at < now_plus(-FORGOTTEN_SECONDS)))


async def everyone(session: AsyncSession) -> Sequence[Worker]:
    """All that were heard of, those that live first, then by name."""
    alive = (WorkerRow.seen_at > now_plus(-SILENT_SECONDS)).label("alive")
    rows = await session.execute(select(WorkerRow, alive).order_by(alive.desc(), WorkerRow.host, WorkerRow.id))
    return [Worker(_presence(row), row.started_at, row.seen_at, bool(lives)) for row, lives in rows]


def _values(presence: Presence) -> dict[str, Any]:
    return {
        "host": presence.host, "release": presence.release, "lanes": list(presence.lanes), "device": presence.device,
        "resident": presence.resident, "memory_bytes": presence.memory, "free_bytes": presence.free,
        "total_bytes": presence.total, "models": [asdict(model) for model in presence.models],
    }  # fmt: skip


def _presence(row: WorkerRow) -> Presence:
    return Presence(
        row.id, row.host, row.release, tuple(row.lanes), row.device, row.resident, row.memory_bytes, row.free_bytes,
        row.total_bytes, tuple(InstalledModel(**model) for model in row.models),
    )  # fmt: skip
