"""Two workers of which one's clock is two hours wrong: leases run by the database's clock, and a store that refuses the wrong one
is waited for. The clock is libfaketime's, from Debian's package of that name.
"""

import asyncio
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from servers.process import Process, killed, started, stopped
from sqlalchemy import func, select

from scribe import debian, environment
from scribe.processes import WORKER_READY
from scribe_core.database import runs
from scribe_core.database.base import now
from scribe_core.domain.run import RunSettings, Status
from scribe_core.errors import ScribeError

pytestmark = [
    pytest.mark.models,
    pytest.mark.journey,
    pytest.mark.timeout(300),
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
    pytest.mark.usefixtures("database_url"),
]

WORKER = Path(__file__).with_name("wrong_clock_worker.py")
INSIDE = "usr/lib/x86_64-linux-gnu/faketime"
LEASE_SECONDS = 4
HELD = timedelta(seconds=LEASE_SECONDS + 1)
PATIENCE_SECONDS = 90

Look = tuple[str | None, datetime | None, datetime]
"""A run's holder, when the lease ends, and what time it is by the database's clock: all of one instant."""


@pytest.fixture(scope="session")
def wrong_clock() -> dict[str, str]:
    """What a process has in its environment whose clock is two hours fast."""
    try:
        folder = debian.unpack("libfaketime", INSIDE, environment.CACHE / "faketime")
    except ScribeError as error:
        pytest.skip(f"libfaketime is not here, and its Debian package cannot be had: {error}")
    return {
        "LD_PRELOAD": str(folder / "libfaketime.so.1"), "FAKETIME": "+2h", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip


class Clocks:
    """A house's workers, each with a gate that lets it begin what it claimed."""

    def __init__(self, house: Any, wrong_clock: dict[str, str]) -> None:
        self.house, self.wrong_clock = house, wrong_clock
        self.processes: list[Process] = []

    def start(self, name: str, *, wrong: bool = False, may_begin: bool = True) -> Process:
        """A worker that is ready."""
        folder = self.house.folder / name
        folder.mkdir()
        if may_begin:
            self.let_begin(name)
        variables = {**self.house.environment, "SCRIBE_POLL_SECONDS": "0.2", "LC_ALL": "C"}
        variables["SCRIBE_LEASE_SECONDS"] = str(LEASE_SECONDS)
        variables |= self.wrong_clock if wrong else {}
        process = started(
            [sys.executable, WORKER, folder / "gate"], folder, lambda: WORKER_READY in self.log(name), variables
        )
        self.processes.append(process)
        return process

    def let_begin(self, name: str) -> None:
        """Open its gate."""
        (self.house.folder / name / "gate").touch()

    def log(self, name: str) -> str:
        """What it wrote."""
        return str((self.house.folder / name / "log").read_text())

    async def look(self) -> Look:
        """At the run."""
        asked = select(runs.Run.lease_owner, runs.Run.lease_expires_at, now()).where(runs.Run.id == self.house.run_id)
        async with self.house.database.reading() as session:
            owner, expires, at = (await session.execute(asked)).one()
        return owner, expires, at

    async def until(self, holds: Callable[[Look], bool]) -> Look:
        """Look on until that holds, and the last look before it."""
        before = await self.look()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not holds(look := await self.look()):  # a table rings no bell
                before = look
                await asyncio.sleep(0.01)
        return before

    async def stays(self, process: Process) -> None:
        """See that it keeps the run that it took for longer than a lease."""

        def is_its(look: Look) -> bool:
            return (look[0] or "").endswith(f"-{process.pid}")

        await self.until(is_its)
        first = (await self.look())[2]
        assert is_its(await self.until(lambda look: not is_its(look) or look[2] > first + HELD))
        assert is_its(await self.look())

    async def refused_and_waiting(self) -> None:
        """See that the run waits for the store to take this machine's requests."""
        await self.until(lambda look: look[0] is None)
        run = await self.house.run()
        assert (run.status, run.error_code) == (Status.PENDING, "storage_clock_wrong")

    async def ended_once(self) -> None:
        """See the run end, and only once."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (run := await self.house.run()).status != Status.COMPLETED:
                assert run.status != Status.FAILED, run.error_code
                await asyncio.sleep(0.05)
        ends = select(func.count()).where(runs.RunEvent.run_id == run.id, runs.RunEvent.status == Status.COMPLETED)
        async with self.house.database.reading() as session:
            assert await session.scalar(ends) == 1


@contextmanager
def ending(clocks: Clocks) -> Iterator[Clocks]:
    """No worker outlives the test."""
    try:
        yield clocks
    finally:
        for process in clocks.processes:
            killed(process)


@pytest.fixture
async def clocks(house: Any, wrong_clock: dict[str, str], recordings: Path) -> Any:
    await house.take(recordings / "beckett.wav", RunSettings(language="en"))
    with ending(Clocks(house, wrong_clock)) as clocks:
        yield clocks


async def test_a_wrong_clock_takes_over_in_time_keeps_its_lease_and_waits_where_the_store_refuses_it(
    clocks: Clocks, house: Any
) -> None:
    # Beside a right one it takes nothing, and after that one's death nothing before the lease is out.
    first = clocks.start("first", may_begin=False)
    await clocks.until(lambda look: look[0] is not None)
    wrong = clocks.start("wrong", wrong=True, may_begin=False)
    await clocks.stays(first)
    killed(first)
    holder, expires, _ = await clocks.look()
    assert expires is not None
    await clocks.until(lambda look: look[0] != holder)
    assert (await clocks.look())[2] > expires, "the dead one's lease was out, by the database's clock"
    # What it holds it keeps, whoever looks.
    clocks.start("second")
    await clocks.stays(wrong)
    # The store refuses it: the run waits, and ends with another.
    clocks.let_begin("wrong")
    await clocks.refused_and_waiting()
    assert "waits (storage_clock_wrong)" in clocks.log("wrong")
    stopped(wrong, signal.SIGTERM)
    await house.expire()
    await clocks.ended_once()
    assert (await house.run()).tries == 2, "the killed one's and the one that ended it: the refusal cost none"
