"""One process at a time: a lock that other processes (and threads) wait for and that a killed one leaves behind open."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger(__name__)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file `path` (created if missing), waiting until no other process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log.info("waiting for another process to finish with %s", path.stem)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield  # closing the file lets go of the lock
