"""What a person sees in the terminal: numbered steps with their progress, in French or in English.

Uses the standard library only: the first steps are shown before any package is installed.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import TextIO

from scribe_core.errors import Language, ScribeError

REDRAW_SECONDS = 0.1
PLAIN_SECONDS = 15.0
"""Pause between two progress lines where the output is not a terminal (a log, a CI run)."""

BAR = 24


def language(environment: Mapping[str, str] = os.environ) -> Language:
    """The reader's language, from the locale variables in their usual order."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


def say_error(error: ScribeError, stream: TextIO | None = None) -> None:
    """One sentence about what went wrong."""
    (stream or sys.stderr).write(error.sentence(language()) + "\n")


def megabytes(count: int) -> str:
    """A number of bytes as people read it."""
    return f"{count / 1e6:.0f} {'Mo' if language() == 'fr' else 'MB'}"


def kilobytes(count: int) -> str:
    """A small number of bytes as people read it."""
    return f"{count / 1e3:.0f} {'ko' if language() == 'fr' else 'kB'}"


def gigabytes(count: int) -> str:
    """A large number of bytes as people read it."""
    return f"{decimal(count / 1e9)} {'Go' if language() == 'fr' else 'GB'}"


def decimal(number: float) -> str:
    """A number with one digit after the point, or after the comma."""
    return f"{number:.1f}".replace(".", "," if language() == "fr" else ".")


def percent(share: float) -> str:
    """A share of 1 in percent; in French after a narrow space that does not break."""
    return f"{100 * share:.0f}\u202f%" if language() == "fr" else f"{share:.0%}"


def day(moment: datetime) -> str:
    """The day a moment falls on, where the reader is."""
    return f"{moment.astimezone():%Y-%m-%d}"


def midnight(begun: date) -> datetime:
    """The moment a day begins where the reader is."""
    return datetime.combine(begun, datetime.min.time()).astimezone()


class Steps:
    """A list of steps shown one after the other as `[2/5] Title  note`.

    On a terminal the current line is redrawn; elsewhere a line is written when it begins and now and then.
    """

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._total, self._number = total, 0
        self._line = ProgressLine(stream or sys.stdout, eager=True)

    @contextmanager
    def step(self, title: str) -> Iterator["Step"]:
        """One step. When its block ends normally the line stays with a tick; when it raises, with a cross."""
        self._number += 1
        step = Step(self._line, f"[{self._number}/{self._total}] {title}")
        step.progress(None)
        try:
            yield step
        except BaseException:
            self._line.finish(f"✗ {step.title}")
            raise
        self._line.finish(f"✓ {step.title}" + (f"  {step.outcome}" if step.outcome else ""))


class Step:
    """A step under way. `outcome` is the note that stays when it is done."""

    def __init__(self, line: "ProgressLine", title: str) -> None:
        self._line, self.title, self.outcome = line, title, ""

    def progress(self, part: float | None, note: str = "") -> None:
        """Show how far the step is: `part` from 0 to 1, or None where it cannot be told."""
        self._line.show(f"… {self.title}", part, note)


class ProgressLine:
    """One line that tells how far something is. Elsewhere than on a terminal: a line every so often, whatever happens."""

    def __init__(self, stream: TextIO, *, eager: bool = False, pause: float = PLAIN_SECONDS) -> None:
        """`eager` tells a log of each beginning too; without it a log hears only of what takes long."""
        self._stream, self._eager, self._pause = stream, eager, pause
        self._live = stream.isatty()
        self._title, self._state, self._shown_at = "", "", 0.0
        self._ended: threading.Event | None = None

    def show(self, title: str, part: float | None, note: str = "") -> None:
        """Show the state, on a terminal not more often than eyes can use."""
        new, self._title = title != self._title, title
        if not self._live:
            done = "" if part is None else f"  {part:.0%}"
            self._state = f"{title}{done}  {note}".rstrip()
            if new and self._eager:
                self._write(title)
            if self._ended is None:
                self._ended = threading.Event()
                threading.Thread(target=self._tell, args=(self._ended,), name="progress", daemon=True).start()
            return
        now = time.monotonic()
        if now - self._shown_at < REDRAW_SECONDS and not new:
            return
        self._shown_at = now
        filled = "" if part is None else f"  {'█' * round(part * BAR):░<{BAR}} {part:4.0%}"
        self._draw(f"{title}{filled}  {note}")

    def finish(self, text: str) -> None:
        """Replace the line by its last state."""
        self._end()
        if self._live:
            self._draw(text)
            self._stream.write("\n")
            self._stream.flush()
        else:
            self._write(text)

    def clear(self) -> None:
        """Leave no trace of the line."""
        if self._live and self._title:
            self._draw("")
        self._end()

    def _end(self) -> None:
        self._title = ""
        if self._ended is not None:
            self._ended.set()
            self._ended = None

    def _tell(self, ended: threading.Event) -> None:
        """Sign of life of work that may be silent for minutes (an installation, a build)."""
        began = time.monotonic()
        while not ended.wait(self._pause):
            self._write(f"{self._state}  ({time.monotonic() - began:.0f} s)")

    def _write(self, text: str) -> None:
        self._stream.write(text + "\n")
        self._stream.flush()

    def _draw(self, text: str) -> None:
        width = os.get_terminal_size(self._stream.fileno()).columns
        self._stream.write("\r\x1b[2K" + text.rstrip()[: max(width - 1, 20)])
        self._stream.flush()
