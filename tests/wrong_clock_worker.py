"""A real worker that a clock may be given which is wrong, and that begins no run before it may; `test_wrong_clock.py` starts it.

Usage: `python wrong_clock_worker.py FILE`. Until the file is there it holds the run that it claimed, and goes on renewing its lease.
"""

import asyncio
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Awaitable, Callable
from pathlib import Path

from scribe.processes import run_worker
from scribe_workers import tasks
from scribe_workers.jobs.desk import Desk

LOOK_AGAIN_SECONDS = 0.05


def sleep(seconds: float) -> None:
    """As `time.sleep`, in a way that libfaketime leaves alone: 0.9.10 refuses to wait for a moment of the monotonic clock."""
    threading.Event().wait(seconds)


def held(job: Callable[[Desk], Awaitable[None]], gate: Path) -> Callable[[Desk], Awaitable[None]]:
    """The job, which begins once that file is there."""

    async def waiting(desk: Desk) -> None:
        while not gate.exists():  # noqa: ASYNC110 — a file rings no bell
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        await job(desk)

    return waiting


def main(gate: Path) -> int:
    """A worker until it is told to stop."""
    time.sleep = sleep  # type: ignore[assignment]
    tasks.JOBS.update({kind: held(job, gate) for kind, job in tasks.JOBS.items()})
    return run_worker(Namespace())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
