"""What the C library keeps of freed memory: threads that come and go must not each leave a heap behind."""

import ctypes
from contextlib import suppress

MOST_ARENAS = 2
"""One heap for whoever computes, one for whoever comes in between. With glibc's own eight for each core, what one thread frees the
next one's heap cannot use (mallopt(3)): after each of sixty runs of a 10-second recording a worker held 330 MB, then 430, from the
thirtieth on 490; with two heaps 290 all along, in the same processor time (2 cores)."""

_M_ARENA_MAX = -8


def share_heaps() -> None:
    """Have all threads of this process share few heaps. Call it before any is started; other C libraries than glibc have no such
    heaps."""
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, MOST_ARENAS)


def trim() -> None:
    """Hand back to the system what is held in reserve, where the C library can."""
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
