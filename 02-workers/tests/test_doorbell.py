"""Workers and the doorbell: whoever rests is woken, and whatever happens to Redis, each run is worked on once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from servers.redis import Redis

from scribe_core.database import leases, meetings, runs
from scribe_core.database.base import new_id, now
from scribe_core.database.engine import Database
from scribe_core.database.users import User
from scribe_core.domain.run import Lane, RunKind, RunSettings, Status
from scribe_core.stores.objects import Objects
from scribe_core.stores.queue import Doorbell, NoDoorbell, open_doorbell
from scribe_workers import tasks
from scribe_workers.jobs.desk import Desk
from scribe_workers.pipeline import Recipe
from scribe_workers.steps import HandOver
from scribe_workers.tasks import Worker, WorkerSettings

PATIENCE_SECONDS = 60.0
NEVER_SECONDS = 3600.0
"""So rarely that only a ring can have woken who worked."""

LANES = (Lane.CPU,)


class NoModels:
    """This work needs none."""

    def open(self, name: str) -> Path:
        raise AssertionError(name)

    def digest(self, name: str) -> str:
        raise AssertionError(name)


def no_recipe(_run: RunSettings) -> Recipe:
    """Nobody here reads it."""
    return None  # type: ignore[return-value]


@dataclass
class House:
    """A database with people's meetings, workers over it, and how often each run was worked on."""

    database: Database
    objects: Objects
    folder: Path
    worked: Counter[str] = field(default_factory=Counter)
    asked: list[str] = field(default_factory=list)

    async def ask(self, bell: Doorbell, count: int, *, rings: int = 1) -> None:
        """So many uploads, each rung for so often."""
        for _ in range(count):
            async with self.database.session() as session:
                user = User(
                    id=new_id(), email=f"{new_id()}@example.org", name="A", role="member", language="en", password_hash=None,
                )  # fmt: skip
                session.add(user)
                await session.flush()
                meeting = meetings.Meeting(
                    id=new_id(), owner_id=user.id, title="A meeting", held_at=now(), participants=[], language=None,
                    speakers=None, recording_name="a.wav", recording_bytes=10, media_type="audio/wav", status=Status.PENDING,
                )  # fmt: skip
                session.add(meeting)
                await session.flush()
                self.asked.append((await runs.enqueue(session, meeting, RunSettings())).id)
            for _ in range(rings):
                await bell.ring(self.asked[-1])

    async def work(self, desk: Desk) -> None:
        """What stands for a transcription."""
        self.worked[desk.lease.run_id] += 1
        async with self.database.session() as session:
            assert await leases.finish(session, desk.lease, Status.COMPLETED)

    @asynccontextmanager
    async def serving(self, *bells: Doorbell, poll_seconds: float = NEVER_SECONDS) -> AsyncIterator[None]:
        """A worker at each bell, resting when the block begins."""
        async with AsyncExitStack() as stack:
            for number, bell in enumerate(bells):
                settings = WorkerSettings(
                    holder=f"here-{number}", lanes=frozenset(LANES), lease_seconds=30.0, poll_seconds=poll_seconds, attempts=3,
                    threads=1, scratch=self.folder / f"scratch-{number}", free_space_bytes=0, recipe_for=no_recipe,
                )  # fmt: skip
                worker = Worker(settings, self.database, self.objects, NoModels(), bell)
                stack.push_async_callback(_drained, worker, asyncio.create_task(worker.serve()))
            yield

    async def done(self) -> None:
        """Wait until every run was worked on; each was so once."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.worked) < len(self.asked):  # noqa: ASYNC110 — the stand-in rings no bell
                await asyncio.sleep(0.01)
        assert self.worked == Counter(self.asked)


async def _drained(worker: Worker, serving: "asyncio.Task[None]") -> None:
    worker.drain()
    await asyncio.wait_for(serving, PATIENCE_SECONDS)


@pytest.fixture
def house(database: Database, objects_beside: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    house = House(database, objects_beside, tmp_path)
    monkeypatch.setitem(tasks.JOBS, RunKind.TRANSCRIPTION, house.work)
    return house


Bells = Callable[[Redis, int], Awaitable[list[Doorbell]]]


@pytest.fixture
async def bells() -> AsyncIterator[Bells]:
    """Opens so many doorbells, which their workers have heard of."""
    opened: list[Doorbell] = []

    async def open_some(server: Redis, count: int) -> list[Doorbell]:
        fresh = [open_doorbell(server.url(), LANES) for _ in range(count)]
        opened.extend(fresh)
        for bell in fresh:
            await bell.wait(PATIENCE_SECONDS)
        return fresh

    yield open_some
    for bell in opened:
        await bell.close()


async def test_a_ring_wakes_workers_that_would_not_look_for_an_hour(
    house: House, redis_server: Redis, bells: Bells
) -> None:
    redis_server.wipe()
    gate, *others = await bells(redis_server, 5)
    async with house.serving(*others):
        await house.ask(gate, 40)
        await house.done()


async def test_rings_that_come_twice_do_nothing_twice(house: House, redis_server: Redis, bells: Bells) -> None:
    redis_server.wipe()
    gate, *others = await bells(redis_server, 3)
    async with house.serving(*others):
        await house.ask(gate, 10, rings=3)
        await house.done()


async def test_a_redis_that_is_wiped_or_dies_while_runs_wait_loses_none(
    house: House, own_redis: Redis, bells: Bells
) -> None:
    own_redis.start()
    gate, *others = await bells(own_redis, 4)
    await house.ask(gate, 10)
    own_redis.wipe()
    async with house.serving(*others, poll_seconds=0.1):
        await house.ask(gate, 10)
        own_redis.wipe()
        await house.ask(gate, 10)
        own_redis.kill()
        await house.ask(gate, 10)
        await house.done()
        own_redis.start()
        await house.ask(gate, 10)
        await house.done()


async def test_a_redis_that_is_down_when_all_start_is_not_waited_for(house: House, own_redis: Redis) -> None:
    bell, gate = (open_doorbell(own_redis.url(), LANES) for _ in range(2))
    async with house.serving(bell, poll_seconds=0.1):
        await house.ask(gate, 5)
        await house.done()
    for each in (bell, gate):
        await each.close()


async def test_who_hands_a_run_over_rings_for_the_others(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    class Heard(NoDoorbell):
        rung = asyncio.Event()

        async def ring(self, run_id: str) -> None:
            assert run_id == house.asked[-1]
            self.rung.set()

    async def for_a_card(_desk: Desk) -> None:
        raise HandOver(Lane.GPU)

    monkeypatch.setitem(tasks.JOBS, RunKind.TRANSCRIPTION, for_a_card)
    await house.ask(NoDoorbell(), 1)
    async with house.serving(bell := Heard()), asyncio.timeout(PATIENCE_SECONDS):
        await bell.rung.wait()
