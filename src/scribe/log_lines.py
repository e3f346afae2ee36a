"""How the product's own processes write their logs: one line a message, for people to read or for programs.

Each line carries what it is about (`scribe_core/log_context.py`): the request, or the run with its meeting and stage.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

from scribe_core import log_context
from scribe_core.settings import Settings


def one_line(text: str) -> str:
    """The text with every character written out that is not to be seen.

    What others sent, and stands in a line, then neither writes a line of its own nor tells a terminal what to do.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def indented(text: str) -> str:
    """The lines that go with the one before them, each of which is seen not to be one of its own."""
    return "\n".join(f"  {one_line(line)}" for line in text.split("\n"))


def write_logs(settings: Settings) -> None:
    """Log to standard output, which the supervisor or the container's engine keeps."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(ForPrograms() if settings.log_format == "json" else ForPeople())
    logging.basicConfig(level=settings.log_level, handlers=[handler])


def announce(log: logging.Logger, text: str) -> None:
    """Write a line whatever the level that is written from: somebody waits for it."""
    log.handle(log.makeRecord(log.name, logging.INFO, "", 0, text, (), None))


class ForPeople(logging.Formatter):
    """Time, level, logger, message; then what it is about, in brackets. What an exception adds is indented below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 — the name is the library's
        """The line without what an exception adds below it."""
        line = super().formatMessage(record)
        ids = " ".join(f"{name}={value}" for name, value in log_context.current().items())
        return one_line(line if not ids or hasattr(record, "fields") else f"{line} [{ids}]")

    def formatException(self, ei: Any) -> str:  # noqa: N802 — the name is the library's
        """How it came about, and its message, which may hold what others sent."""
        return indented(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 — the name is the library's
        """Where it was."""
        return indented(super().formatStack(stack_info))


class ForPrograms(logging.Formatter):
    """One JSON object a line, an exception in it: `time`, `level`, `logger`, `message`, and what it is about."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        fields = getattr(record, "fields", None)
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": "request" if fields else record.getMessage(),
            **log_context.current(),
            **(fields or {}),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)
