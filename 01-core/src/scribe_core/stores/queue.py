"""The queue, opened from one URL: a doorbell between those who ask for runs and workers who rest.

The row is the truth. A ring that is lost costs some seconds, one too many a look at the table, and a queue that is away
makes workers look as often as they do without one. So nothing here raises what would stop anybody's work.
"""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import aclosing
from typing import Protocol

from scribe_core.contract.tasks import RUN_WAITS, STREAM, ears
from scribe_core.errors import ScribeError

log = logging.getLogger(__name__)

TRUST = 5
"""How much longer a worker rests while a queue rings for it: what no ring tells, a pause that ends or a lease that runs out, waits
so much longer too."""

RING_SECONDS = 1.0
"""Longest time for a ring: whoever uploaded a recording waits for it."""

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 5.0
BLOCK_SECONDS = 2.0
"""How long Redis is asked to wait for a message; shorter than the time in which it must answer."""

LONGEST_STREAM = 10_000
"""Messages kept at most, some megabyte. Who lost one looks at the table anyway."""


class Doorbell(Protocol):
    """Rings for workers that rest."""

    async def ring(self, run_id: str) -> None:
        """Tell a resting worker that a run waits. Call it after the commit: who hears it looks at once."""

    async def wait(self, seconds: float) -> None:
        """Rest until it rings, at most so many seconds, or somewhat more where a ring can be trusted to come."""

    async def check(self) -> None:
        """Raises what is wrong with the queue: `queue_unavailable`, `queue_refused` or `queue_failing`."""

    async def close(self) -> None:
        """Give every connection back."""


def open_doorbell(url: str, lanes: Iterable[str]) -> Doorbell:
    """The doorbell behind `redis://…`, or none where the address is empty. `lanes` are those of the worker that listens."""
    return RedisDoorbell(url, ears(lanes)) if url else NoDoorbell()


class NoDoorbell:
    """Nobody rings: workers look at the table at an interval."""

    async def ring(self, run_id: str) -> None:
        """Nothing happens."""

    async def wait(self, seconds: float) -> None:
        """Rest so long."""
        await asyncio.sleep(seconds)

    async def check(self) -> None:
        """Nothing can be wrong."""

    async def close(self) -> None:
        """There is nothing to give back."""


class RedisDoorbell:
    """Rings by Taskiq through a Redis stream: decision record 0022."""

    def __init__(self, url: str, group: str) -> None:
        # Here: it takes a second of imports, which only an installation with a queue pays.
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff
        from redis.exceptions import RedisError
        from taskiq.exceptions import TaskiqError
        from taskiq_redis import RedisStreamBroker

        try:
            self._broker = RedisStreamBroker(
                url,
                queue_name=STREAM,
                consumer_group_name=group,
                # A consumer's name is where Redis keeps what was not acknowledged. Nothing of ours stays so, and one
                # name for all leaves no row behind for each worker that ever lived.
                consumer_name="worker",
                maxlen=LONGEST_STREAM,
                xread_count=1,  # the next message is for the next worker
                xread_block=int(BLOCK_SECONDS * 1000),
                socket_connect_timeout=CONNECT_SECONDS,
                socket_timeout=ANSWER_SECONDS,
                retry=Retry(NoBackoff(), 1),  # once, for a connection that died unseen
            )
        except ValueError as error:  # its text is not shown: it holds the address
            raise ScribeError("setting_invalid", setting="QUEUE_URL", reason="it cannot be read") from error
        # A message that somebody else wrote, without what Taskiq's have in them, is a KeyError.
        self._faults = (RedisError, TaskiqError, OSError, KeyError)
        self._joined = False
        self._fault = ""

    async def ring(self, run_id: str) -> None:
        """Tell one resting worker of each group."""
        from taskiq.kicker import AsyncKicker

        try:
            async with asyncio.timeout(RING_SECONDS):
                await AsyncKicker(RUN_WAITS, self._broker, {}).kiq(run_id)  # type: ignore[call-overload]
            self._note(None)
        except self._faults as error:  # TimeoutError is an OSError
            self._note(error)

    async def wait(self, seconds: float) -> None:
        """Rest until it rings; without a ring `TRUST` times as long, and so many seconds where Redis is away."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            async with asyncio.timeout(seconds * TRUST) as patience:
                await self._rung()
            self._note(None)
        except self._faults as error:
            if patience.expired():
                return
            if (waiting := asyncio.current_task()) is not None and waiting.cancelling():
                # A connection that is closed because we were told to stop may fail in closing, and hide why it was closed.
                raise asyncio.CancelledError from error
            self._joined = False  # the group may be gone with all that Redis held
            self._note(error)
            await asyncio.sleep(begun + seconds - loop.time())

    async def _rung(self) -> None:
        """Until it rings, or until we are in the group: what was rung before nobody heard."""
        if not self._joined:
            await self._broker.startup()
            self._joined = True
            return
        async with aclosing(self._broker.listen()) as rings:
            async for ring in rings:
                # At once: whether the run is done, the row says.
                await ring.ack()  # type: ignore[misc]
                return

    async def check(self) -> None:
        """One question to Redis."""
        from redis.asyncio import Redis

        try:
            async with asyncio.timeout(CONNECT_SECONDS), Redis(connection_pool=self._broker.connection_pool) as redis:
                await redis.ping()
        except self._faults as error:
            raise queue_error(error) from error

    async def close(self) -> None:
        """Give every connection back."""
        await self._broker.shutdown()

    def _note(self, error: Exception | None) -> None:
        """Say once that it does not ring, and once that it does again."""
        fault = queue_error(error) if error else None
        code = fault.code if fault else ""
        if code != self._fault:
            self._fault = code
            log.warning("%s", fault or "the queue rings again")


def queue_error(error: BaseException) -> ScribeError:
    """The product's error for what the libraries say. Their text is not shown: it may hold the address."""
    from redis.exceptions import AuthenticationError, NoPermissionError, ResponseError

    cause: BaseException = error
    while cause.__cause__ is not None and not isinstance(cause, ResponseError | AuthenticationError):
        cause = cause.__cause__
    if isinstance(cause, AuthenticationError | NoPermissionError) or "NOAUTH" in str(cause):
        return ScribeError("queue_refused")
    if isinstance(cause, ResponseError):
        # The library takes the first word, which tells what is wrong, off the text where it has a class of errors for it.
        reason = str(cause).split(" ", 1)[0] if type(cause) is ResponseError else type(cause).__name__
        return ScribeError("queue_failing", reason=reason)
    return ScribeError("queue_unavailable")
