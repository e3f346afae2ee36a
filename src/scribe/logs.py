"""Logs of bounded size, and `./manage.sh logs`."""

import json
import os
import re
import sys
import time
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any

from scribe import parts
from scribe.log_lines import indented, one_line
from scribe.wording import say

NAMES = ("scribe", "api", "worker", "web")
LIMIT_BYTES = 5_000_000
KEPT = 3
"""Full files kept of each log beside the one being written: 4 × 4 × 5 MB is all that logs can ever take."""

SHOWN_LINES = 40
"""Of each log."""
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


def stamped(text: str, level: str = "INFO") -> bytes:
    """A line of the supervisor's own for a log, as the other parts write theirs."""
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} {level} scribe: {text}\n".encode()


def show(options: Namespace) -> int:
    """The last lines of one log, or of all in the order of time, and with `-f` what is added to them."""
    folder = parts.read_settings().volumes / "logs"
    names = (options.name,) if options.name else NAMES
    tails = [_Tail(name, folder / f"{name}.log") for name in names]
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    while True:
        news = [entry for tail in tails for entry in tail.news()]
        lines = (
            entry.as_json() if options.json else entry.as_text(named=len(names) > 1, coloured=coloured)
            for entry in sorted(news, key=lambda entry: entry.at)
        )
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()
        if not options.follow:
            return 0
        time.sleep(LOOK_AGAIN_SECONDS)


_LINE = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}) (?:(?P<level>[A-Z]+) (?P<logger>[\w.]+): )?(?P<text>.*)",
    re.DOTALL,
)
_UNKNOWN = datetime.min.replace(tzinfo=UTC)
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_COLOURS = {"WARNING": "33", "ERROR": "31", "CRITICAL": "31"}
_FAINT = "2"


IDS = ("request_id", "run_id", "meeting_id", "stage")
"""What a line may be about (`log_lines.py`)."""


def _object(line: str) -> dict[str, Any]:
    """What a line says that was written as JSON, empty where it was written for people."""
    try:
        found = json.loads(line) if line.startswith("{") else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _moment(told: object) -> datetime | None:
    """The time that a line says is its own, None where it is none: anybody may write into a log."""
    try:
        found = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return found if found and found.tzinfo and 1970 <= found.year < 9999 else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a log, with what it says about itself. One without a time of its own has that of the line before it."""

    part: str
    at: datetime
    level: str
    logger: str
    text: str
    more: Mapping[str, Any] = field(default_factory=dict)
    """What a line written for programs says besides."""

    def as_text(self, *, named: bool, coloured: bool) -> str:
        """For people: their own time, whose it is, how grave, and a sentence."""

        def paint(text: str, colour: str | None) -> str:
            return f"\x1b[{colour}m{text}\x1b[0m" if coloured and colour else text

        level = say(f"level_{self.level.lower()}") if self.level in _LEVELS else ""
        columns = [paint(f"{self.at.astimezone():%Y-%m-%d %H:%M:%S}", _FAINT)]
        columns += [f"{self.part:<7}"] if named else []
        return "  ".join([*columns, paint(f"{level:<9}", _COLOURS.get(self.level)), self._sentence()]).rstrip()

    def as_json(self) -> str:
        """For programs: one object a line; what the part wrote as JSON stays JSON."""
        told = {
            "time": self.at.isoformat(),
            "part": self.part,
            "level": self.level or None,
            "logger": self.logger or None,
        }
        line = json.dumps({**told, "message": self._fields() or self.text, **self.more}, ensure_ascii=False)
        return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)

    def _fields(self) -> Mapping[str, Any]:
        return {} if self.more else _object(self.text)

    def _sentence(self) -> str:
        fields = self._fields() or self.more
        took = fields.get("ms")
        if {"method", "path", "status"} <= fields.keys() and isinstance(took, int | float):  # an exchange with the API
            return one_line(f"{fields['method']} {fields['path']} → {fields['status']}  {took:.0f} ms")
        ids = " ".join(f"{name}={self.more[name]}" for name in IDS if name in self.more)
        line = one_line(f"{self.text} [{ids}]" if ids else self.text)
        return f"{line}\n{indented(str(self.more['exception']))}" if self.more.get("exception") else line


class _Tail:
    """What is new in a log since the last look, across its being put aside."""

    def __init__(self, part: str, path: Path) -> None:
        self._part, self._path, self._file_number, self._position = part, path, -1, 0
        self._last = Entry(part, _UNKNOWN, "", "", "")

    def news(self) -> list[Entry]:
        entries = [self._entry(line) for line in self._lines() if line.strip()]
        # Nothing stands before the first lines: they go with what follows.
        begins = next((entry.at for entry in entries if entry.at is not _UNKNOWN), datetime.now(UTC))
        return [replace(entry, at=begins) if entry.at is _UNKNOWN else entry for entry in entries]

    def _entry(self, line: str) -> Entry:
        written, found = _object(line), _LINE.fullmatch(line)
        if at := _moment(written.pop("time", None)):
            level, logger, text = (str(written.pop(name, "")) for name in ("level", "logger", "message"))
            self._last = Entry(self._part, at, level, logger, text, written)
            return self._last
        if found and (at := _moment(found["at"])):
            self._last = Entry(self._part, at, found["level"] or "", found["logger"] or "", found["text"])
        else:
            self._last = replace(self._last, text=line, more={})
        return self._last

    def _lines(self) -> list[str]:
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
            return []
        return [line.decode(errors="replace").rstrip("\r\n") for line in (lines[-SHOWN_LINES:] if first else lines)]
