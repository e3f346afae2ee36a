"""The doorbell on a real Redis: it rings at once, and whatever happens to it stops nobody."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable

import pytest
from servers.redis import Redis

from scribe_core.contract.tasks import STREAM
from scribe_core.errors import ScribeError
from scribe_core.stores import queue
from scribe_core.stores.queue import Doorbell, NoDoorbell, open_doorbell

PATIENCE_SECONDS = 60
"""Longer than any rest here: what ends earlier was rung for."""

Opened = Callable[..., Doorbell]


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    """Opens doorbells that are closed when the test ends."""
    bells: list[Doorbell] = []

    def open_one(server: Redis, lanes: str = "cpu,gpu", *, password: str = "") -> Doorbell:
        bells.append(open_doorbell(server.url(password), lanes.split(",")))
        return bells[-1]

    yield open_one
    for bell in bells:
        await bell.close()


@pytest.fixture
def fresh(redis_server: Redis) -> Redis:
    """The session's Redis with nothing in it."""
    redis_server.wipe()
    return redis_server


async def resting(bell: Doorbell) -> "asyncio.Task[None]":
    """A worker's rest, once it listens."""
    await bell.wait(PATIENCE_SECONDS)  # joins, and has the worker look at the table
    return asyncio.create_task(bell.wait(PATIENCE_SECONDS))


async def woken(*rests: "asyncio.Task[None]") -> int:
    """How many of these were rung for, once one was and the others had the time to be."""
    await asyncio.wait(rests, timeout=PATIENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    await asyncio.wait(rests, timeout=0.2)
    count = sum(rest.done() for rest in rests)
    for rest in rests:
        rest.cancel()
    await asyncio.gather(*rests, return_exceptions=True)
    return count


async def test_a_ring_wakes_one_worker_of_each_kind(fresh: Redis, opened: Opened) -> None:
    gate = opened(fresh)
    alike = [await resting(opened(fresh, "gpu,cpu")) for _ in range(2)]
    other = await resting(opened(fresh, "llm"))
    await gate.ring("a" * 32)
    assert await woken(*alike) == 1
    assert await woken(other) == 1


async def test_two_rings_wake_two_workers(fresh: Redis, opened: Opened) -> None:
    gate = opened(fresh)
    rests = [await resting(opened(fresh)) for _ in range(2)]
    await gate.ring("a" * 32)
    await gate.ring("b" * 32)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(*rests)


async def test_what_is_rung_while_all_work_is_heard_by_who_rests_first(fresh: Redis, opened: Opened) -> None:
    gate, worker = opened(fresh), opened(fresh)
    await worker.wait(PATIENCE_SECONDS)
    await gate.ring("a" * 32)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await worker.wait(PATIENCE_SECONDS)


async def test_messages_carry_ids_are_acknowledged_at_once_and_stay_few(
    fresh: Redis, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LONGEST_STREAM", 50)
    gate, worker = opened(fresh), opened(fresh)
    rest = await resting(worker)
    await gate.ring("5f1c0b7f4a3e4b0d5f1c0b7f4a3e4b0d")
    await rest
    with fresh.client() as client:
        ((_, message),) = client.xrange(STREAM)
        assert b"5f1c0b7f4a3e4b0d5f1c0b7f4a3e4b0d" in message[b"data"]
        assert client.xpending(STREAM, "cpu+gpu")["pending"] == 0
        for _ in range(400):
            await gate.ring("a" * 32)
        assert client.xlen(STREAM) < 200


async def test_a_redis_that_was_wiped_rings_again(fresh: Redis, opened: Opened) -> None:
    gate, worker = opened(fresh), opened(fresh)
    rest = await resting(worker)
    fresh.wipe()
    await asyncio.wait({rest}, timeout=0.5)
    rest.cancel()
    for _ in range(2):  # one rest may end because the group is gone; the next is in it again
        await worker.wait(0.1)
    rest = asyncio.create_task(worker.wait(PATIENCE_SECONDS))
    await gate.ring("a" * 32)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await rest


async def test_a_redis_that_dies_is_told_once_and_waited_for(
    own_redis: Redis, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, queue.__name__)
    gate, worker = opened(own_redis), opened(own_redis)
    for _ in range(3):  # down when everybody starts
        await gate.ring("a" * 32)
        await worker.wait(0.01)
    assert [record.message.partition(".")[0] for record in caplog.records] == ["The queue (Redis) does not answer"] * 2
    own_redis.start()
    rest = await resting(worker)
    own_redis.kill()
    await gate.ring("a" * 32)
    await worker.wait(0.01)
    rest.cancel()
    own_redis.start()
    rest = await resting(worker)
    await gate.ring("b" * 32)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await rest


async def test_a_wrong_password_is_told_and_stops_nobody(fresh: Redis, opened: Opened) -> None:
    bell = opened(fresh, password="guessed")
    with pytest.raises(ScribeError, match="password of QUEUE_URL") as refused:
        await bell.check()
    assert (refused.value.code, "guessed" in str(refused.value)) == ("queue_refused", False)
    await bell.ring("a" * 32)
    await bell.wait(0.01)


async def test_a_redis_that_is_full_says_so(own_redis: Redis, opened: Opened, caplog: pytest.LogCaptureFixture) -> None:
    own_redis.start()
    with own_redis.client() as client:
        client.config_set("maxmemory", "1")
    bell = opened(own_redis)
    await bell.ring("a" * 32)
    assert "an error of its own (OutOfMemoryError)" in caplog.text
    await bell.check()


async def test_a_redis_that_throws_keys_away_rings_again(own_redis: Redis, opened: Opened) -> None:
    own_redis.start()
    gate, worker = opened(own_redis), opened(own_redis)
    rest = await resting(worker)
    with own_redis.client() as client:
        client.config_set("maxmemory-policy", "allkeys-random")
        client.config_set("maxmemory", int(client.info("memory")["used_memory"]) + 200_000)
        number = 0
        while client.exists(STREAM):
            client.set(f"other-{(number := number + 1)}", b"x" * 20_000)
        client.config_set("maxmemory", 0)
    await gate.ring("a" * 32)  # into a stream without anybody's group
    rest.cancel()
    for _ in range(2):  # one rest may end because the group is gone; the next is in it again
        await worker.wait(0.1)
    rest = asyncio.create_task(worker.wait(PATIENCE_SECONDS))
    await gate.ring("b" * 32)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await rest


async def test_what_somebody_else_writes_into_the_stream_is_a_ring_like_any(fresh: Redis, opened: Opened) -> None:
    worker = opened(fresh)
    rest = asyncio.create_task(worker.wait(0.01))
    await rest
    with fresh.client() as client:
        client.xadd(STREAM, {"odd": "one"})
    await worker.wait(0.01)
    rest = await resting(worker)
    await opened(fresh).ring("a" * 32)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await rest


async def test_without_a_queue_a_worker_rests_as_long_as_it_is_told() -> None:
    bell = open_doorbell("", ["cpu"])
    assert isinstance(bell, NoDoorbell)
    await bell.ring("a" * 32)
    await bell.check()
    await bell.wait(0.0)
    await bell.close()
