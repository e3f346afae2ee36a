"""Logs of bounded size, and `./manage.sh logs`."""

import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from scribe import parts

NAMES = ("scribe", "api", "worker", "web")
LIMIT_BYTES = 5_000_000
KEPT = 3
"""Full files kept of each log beside the one being written: 4 × 4 × 5 MB is all that logs can ever take."""

SHOWN_LINES = 40
LOOK_AGAIN_SECONDS = 0.3


class BoundedLog:
    """A log file that is put aside when it is full; of those put aside only the newest are kept."""

    def __init__(self, path: Path, limit: int = LIMIT_BYTES, kept: int = KEPT) -> None:
        self.path, self._limit, self._kept = path, limit, kept
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._open()

    def write(self, content: bytes) -> None:
        """Append; a write that would overfill the file starts the next one. A full disk loses the line, not the program."""
        try:
            if self._file.tell() + len(content) > self._limit and self._file.tell() > 0:
                self._file.close()
                for number in range(self._kept, 0, -1):
                    older = self._aside(number - 1)
                    if older.exists():
                        older.replace(self._aside(number))
                self._file = self._open()
            self._file.write(content)
        except OSError:
            pass

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def _open(self) -> FileIO:
        # Names and titles of meetings may stand in a log: for its owner only.
        return os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab", buffering=0)

    def _aside(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}") if number else self.path


def show(options: Namespace) -> int:
    """The last lines of one log or of all, and with `-f` what is added to them."""
    folder = parts.read_settings().volumes / "logs"
    names = (options.name,) if options.name else NAMES
    tails = {name: _Tail(folder / f"{name}.log") for name in names}
    while True:
        for name, tail in tails.items():
            for line in tail.news():
                sys.stdout.write(line if options.name else f"{name:<7}| {line}")
        sys.stdout.flush()
        if not options.follow:
            return 0
        time.sleep(LOOK_AGAIN_SECONDS)


class _Tail:
    """What is new in a log since the last look, across its being put aside."""

    def __init__(self, path: Path) -> None:
        self._path, self._file_number, self._position = path, -1, 0

    def news(self) -> Iterator[str]:
        try:
            with self._path.open("rb") as file:
                first = self._file_number < 0
                if os.fstat(file.fileno()).st_ino != self._file_number:
                    self._file_number, self._position = os.fstat(file.fileno()).st_ino, 0
                file.seek(self._position)
                lines = file.read().splitlines(keepends=True)
                if lines and not lines[-1].endswith(b"\n") and not first:
                    lines.pop()  # still being written
                self._position += sum(map(len, lines))
        except FileNotFoundError:
            return
        for line in lines[-SHOWN_LINES:] if first else lines:
            yield line.decode(errors="replace").rstrip("\n") + "\n"
