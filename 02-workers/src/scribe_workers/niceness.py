"""A worker gives way: whoever waits for a page comes first, and what computes for minutes takes what is left."""

import os
from contextlib import suppress
from pathlib import Path

NICENESS = 10
"""A tenth of a processor's time where somebody else wants it all, all of it where nobody does."""

_AUTOGROUP = Path("/proc/self/autogroup")


def give_way() -> None:
    """Have this process, and all that it will start in its session, step back for others.

    Linux weighs sessions against each other first, and niceness only within one (autogroup, sched(7)): where this process
    leads its session, the session steps back too.
    """
    os.nice(max(0, NICENESS - os.nice(0)))
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # no Linux, or one that weighs every process
            _AUTOGROUP.write_text(str(NICENESS))
