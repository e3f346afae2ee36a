"""A worker gives way: whoever waits for a page comes first, and what computes for minutes takes what is left."""

import os
from contextlib import suppress
from pathlib import Path

NICENESS = 10
"""A tenth of a processor's time where somebody else wants it all, all of it where nobody does."""


def give_way() -> None:
    """Have this process, and all that it will start, step back for others.

    Linux weighs sessions against each other first, and niceness only within one (autogroup, sched(7)): where this process
    leads its session, the session steps back too. A child with a session of its own needs `let_give_way`.
    """
    os.nice(max(0, NICENESS - os.nice(0)))
    if os.getsid(0) == os.getpid():
        _weigh_session(os.getpid(), NICENESS)


def let_give_way(pid: int) -> None:
    """Have a child's session of its own step back as far as this process does."""
    if niceness := os.nice(0):
        _weigh_session(pid, niceness)


def _weigh_session(pid: int, niceness: int) -> None:
    with suppress(OSError):  # no Linux, one that weighs every process by itself, or a child that ended
        Path(f"/proc/{pid}/autogroup").write_text(str(niceness))
