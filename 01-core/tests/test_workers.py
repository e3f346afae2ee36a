"""Workers say how they are; who is silent is shown as such, and forgotten in time."""

from dataclasses import replace

from sqlalchemy import update

from scribe_core.database import workers
from scribe_core.database.base import now_plus
from scribe_core.database.engine import Database
from scribe_core.database.workers import FORGOTTEN_SECONDS, SILENT_SECONDS, WorkerRow
from scribe_core.domain.presence import InstalledModel, Presence

MODEL = InstalledModel("whisper-base", "speech", 145_000_000, "present", needed=True)
ONE = Presence(
    "gpu-1-4711", "gpu-1", "1.0", ("cpu", "gpu"), "NVIDIA H200 (cuda:0)", "voice", 1 << 30, 5 << 30, 9 << 33, (MODEL,)
)


async def seen(database: Database, worker_id: str, seconds_ago: float) -> None:
    async with database.session() as session:
        await session.execute(update(WorkerRow).where(WorkerRow.id == worker_id).values(seen_at=now_plus(-seconds_ago)))


async def test_a_worker_is_told_as_it_last_said(database: Database) -> None:
    later = replace(ONE, resident=None, memory=1)
    for presence in (ONE, later):
        async with database.session() as session:
            await workers.appear(session, presence)
    async with database.reading() as session:
        [found] = await workers.everyone(session)
    assert (found.presence, found.alive) == (later, True)
    assert found.started_at <= found.seen_at
    async with database.session() as session:
        await workers.leave(session, ONE.id)
        assert await workers.everyone(session) == []


async def test_who_is_silent_comes_last_and_is_forgotten_in_time(database: Database) -> None:
    async with database.session() as session:
        for name in ("a", "b", "c"):
            await workers.appear(session, replace(ONE, id=name))
    await seen(database, "a", SILENT_SECONDS + 1)
    await seen(database, "b", FORGOTTEN_SECONDS + 1)
    async with database.session() as session:
        found = await workers.everyone(session)
        assert [(worker.presence.id, worker.alive) for worker in found] == [("c", True), ("a", False), ("b", False)]
        await workers.forget_silent(session)
        assert [worker.presence.id for worker in await workers.everyone(session)] == ["c", "a"]
