"""A real worker that stands still, as a suspended machine does, at a chosen point of its first run: `prove_partition.py` starts it.

Usage: `python halting_worker.py POINT`. It stands before it writes the document (`document`), between that and asking
whether the run is still its own (`ask`), or with all rows of the result sent and not committed (`commit`). At `work` it never does.
"""

import os
import signal
import sys
from argparse import Namespace
from collections.abc import Callable
from functools import wraps
from typing import Any

from scribe.processes import run_worker
from scribe_core.database import transcripts
from scribe_core.stores.objects import Objects
from scribe_workers.jobs.desk import Desk

STOOD: list[str] = []


def stand_still() -> None:
    """Until somebody sends SIGCONT; once in a life."""
    if not STOOD:
        STOOD.append("here")
        os.kill(os.getpid(), signal.SIGSTOP)


def before(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, with a stop before it begins."""

    @wraps(function)
    def stopped(*args: Any, **kwargs: Any) -> Any:
        stand_still()
        return function(*args, **kwargs)

    return stopped


def after(function: Callable[..., Any]) -> Callable[..., Any]:
    """The coroutine, with a stop behind it."""

    @wraps(function)
    async def stopped(*args: Any, **kwargs: Any) -> Any:
        found = await function(*args, **kwargs)
        stand_still()
        return found

    return stopped


def main(point: str) -> int:
    """A worker until it is told to stop."""
    if point == "ask":
        Desk.holds = before(Desk.holds)  # type: ignore[method-assign]
    elif point == "document":
        Objects.replace = before(Objects.replace)  # type: ignore[method-assign]
    elif point == "commit":
        transcripts.add = after(transcripts.add)
    return run_worker(Namespace())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
