"""How the product's own processes write their logs: one line a message, for people to read or for programs.

Each line carries what it is about (`scribe_core/log_context.py`): the request, or the run with its meeting and stage.
"""

import json
import logging
import sys
from datetime import UTC, datetime

from scribe_core import log_context
from scribe_core.settings import Settings

ONE_LINE = str.maketrans({"\n": "\\n", "\r": "\\r"})
"""A message is one line: what others sent, and stands in it, writes no line of its own."""


def write_logs(settings: Settings) -> None:
    """Log to standard output, which the supervisor or the container's engine keeps."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(ForPrograms() if settings.log_format == "json" else ForPeople())
    logging.basicConfig(level=settings.log_level, handlers=[handler])


def announce(log: logging.Logger, text: str) -> None:
    """Write a line whatever the level that is written from: somebody waits for it."""
    log.handle(log.makeRecord(log.name, logging.INFO, "", 0, text, (), None))


class ForPeople(logging.Formatter):
    """Time, level, logger, message; then what it is about, in brackets."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 — the name is the library's
        """The line without what an exception adds below it."""
        line = super().formatMessage(record).translate(ONE_LINE)
        ids = " ".join(f"{name}={value}" for name, value in log_context.current().items())
        return line if not ids or hasattr(record, "fields") else f"{line} [{ids}]"


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
