"""Whether the product runs on this data folder: one supervisor, known by a locked pid file and the state it writes."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from scribe_core.errors import ScribeError
from scribe_core.settings import Settings

LONGEST_LOOK_SECONDS = 0.3


def process_number(settings: Settings) -> int | None:
    """The supervisor's process number, None while nothing runs. Its lock decides: a pid file left by a power cut misleads nobody."""
    try:
        with _pid_file(settings).open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read() or 0) or None
    except OSError:  # none yet, or a folder that is not ours: nothing of ours runs there
        pass
    return None


def state(settings: Settings) -> dict[str, Any]:
    """What the supervisor last wrote about its parts, empty where it wrote nothing."""
    try:
        return dict(json.loads((settings.volumes / "run" / "state.json").read_text()))
    except (FileNotFoundError, ValueError):
        return {}


@contextmanager
def claimed(settings: Settings) -> Iterator[None]:
    """The pid file, locked for as long as the block runs. Raises `already_running`."""
    with os.fdopen(os.open(_pid_file(settings), os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        _lock(file)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _lock(file: TextIO) -> None:
    """Waits a moment: a `status` that only looked lets go at once."""
    deadline = time.monotonic() + LONGEST_LOOK_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise ScribeError("already_running", pid=file.read()) from error
            time.sleep(LONGEST_LOOK_SECONDS / 10)
        else:
            return


def _pid_file(settings: Settings) -> Path:
    return settings.volumes / "run" / "scribe.pid"
