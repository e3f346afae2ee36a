"""A worker's sign of life: a file that its event loop touches every few seconds, whoever the worker waits for.

It says that the process goes on, and nothing of the stores: a worker that waits for one of them is well. Why a file: whoever
looks is another process of the same container, and a worker has no port of its own unless somebody measures it.
"""

import asyncio
import logging
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

BEAT_SECONDS = 5.0

SILENT_SECONDS = 120.0
"""An older sign is a dead worker's: longer than a machine that is short of memory keeps an event loop waiting."""

log = logging.getLogger(__name__)


def sign(scratch: Path) -> Path:
    """Where this host's workers leave it: scratch may be several machines', and who looks knows no process number."""
    return scratch / f"{socket.gethostname()}.alive"


def is_fresh(scratch: Path) -> bool:
    """Whether a worker of this host was alive a moment ago."""
    try:
        age = time.time() - sign(scratch).stat().st_mtime
    except OSError:
        return False
    return abs(age) <= SILENT_SECONDS  # the clock may have been set back meanwhile


@asynccontextmanager
async def given(scratch: Path) -> AsyncIterator[None]:
    """Gives it until the block ends."""
    beating = asyncio.create_task(_beat_on(sign(scratch)))
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        with suppress(OSError):
            sign(scratch).unlink()


async def _beat_on(file: Path) -> None:
    told = False
    while True:
        try:
            _renew(file)
        except OSError as error:  # a full disk, say: the worker itself goes on
            if not told:
                log.warning("no sign of life can be left: %s", error.strerror)
            told = True
        await asyncio.sleep(BEAT_SECONDS)


def _renew(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.touch(mode=0o600)
