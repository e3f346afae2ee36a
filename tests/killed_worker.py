"""A real worker that dies by SIGKILL at a chosen point; `test_killed_worker.py` starts it.

Usage: `python killed_worker.py <stage or "write"> <part>`. It dies when that stage reports at least that part (0..1),
or inside the transaction that writes the result. Without arguments it works until nothing waits.
"""

import asyncio
import os
import resource
import signal
import sys
from typing import Any

from scribe.models import models_of
from scribe.parts import open_parts, read_settings
from scribe.recipes import minutes_writer, worker_settings
from scribe_core.database import transcripts
from scribe_workers import tasks


def die() -> None:
    """As `kill -9` does: nothing is flushed, closed or given back."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_in(stage: str, part: float) -> None:
    """Die when that stage reports that it is that far."""
    told = tasks._Watch.report

    def report(watch: Any, stage_now: str, part_now: float) -> None:
        told(watch, stage_now, part_now)
        if stage_now == stage and part_now >= part:
            die()

    tasks._Watch.report = report  # type: ignore[method-assign, assignment]


def die_while_writing() -> None:
    """Die after the rows of the result were sent and before they are committed."""
    written = transcripts.add

    async def add(*args: Any, **kwargs: Any) -> None:
        await written(*args, **kwargs)
        die()

    transcripts.add = add


async def main() -> None:
    """Work until nothing waits."""
    settings = read_settings()
    async with open_parts(settings) as parts:
        worker = tasks.Worker(
            worker_settings(settings), parts.database, parts.objects, models_of(settings), writer=minutes_writer(parts)
        )
        while await worker.work_once():
            pass


if __name__ == "__main__":
    if limit := int(os.environ.get("SCRIBE_TEST_ADDRESS_SPACE", "0")):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    if sys.argv[1:2] == ["write"]:
        die_while_writing()
    elif sys.argv[1:]:
        die_in(sys.argv[1], float(sys.argv[2]))
    asyncio.run(main())
