"""Somebody at a terminal who types what a page tells, as it stands there, and sees what the terminal shows."""

import os
import re
import select
import signal
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from guide_pages import Chapter, Command
from running_product import HOME

PASSPHRASE = "lampe ciseaux nuage guitare"
PATIENCE_SECONDS = 180
INTERRUPTED = 130
CTRL_C = "\x03"


@dataclass
class Person:
    """Somebody at a terminal, who knows the passphrase, and presses Ctrl-C where something goes on until then."""

    settings: Mapping[str, str]
    folder: Path = HOME
    places: Mapping[str, Path | str] = field(default_factory=dict)
    """What stands for what the pages name."""

    def does(self, chapter: Chapter) -> dict[str, str]:
        """Type all of a chapter that can be typed; what was shown, by command."""
        return {one.bare: self.types(one) for one in chapter.commands if not chapter.why_not(one)}

    def types(self, command: Command, status: int | None = None) -> str:
        """Type a command; what the terminal shows until it ends. It ends with this status, and shows what the page shows.

        Without a status: with 0, where it follows logs with that of Ctrl-C.
        """
        if command.bare.startswith("cd "):
            self.folder /= command.bare.removeprefix("cd ")
            assert self.folder.is_dir(), self.folder
            return ""
        assert not command.bare.startswith("sudo "), "what asks for root is not typed by a test: list it"
        follows = command.bare.endswith(" -f")
        ended, shown = self._seen(self.here(command.text), r".*\n" if follows else "Ctrl-C stops everything.*\n")
        wanted = (INTERRUPTED if follows else 0) if status is None else status
        assert ended == wanted, f"{command.text} ended with {ended}:\n{shown}"
        if "manage.sh" in command.bare:  # age asks first and hides then: whoever answers at once is shown
            assert PASSPHRASE not in shown, shown
        assert "Traceback" not in shown, shown
        if command.shown:
            self.compare(command.shown, shown)
        return shown

    def here(self, text: str) -> str:
        """The text with this test's places."""
        for place, mine in self.places.items():
            text = text.replace(place, str(mine))
        return text

    def compare(self, expected: tuple[str, ...] | list[str], shown: str) -> None:
        """Each line of a page is one of what was shown, whatever the numbers in it."""
        lines = [line.strip() for line in shown.splitlines()]
        for line in expected:
            way = self.here(re.sub(r"\d+", r"\\d+", re.escape(line).replace(r"\-", "-")))
            assert any(re.fullmatch(way, one) for one in lines), f"{line!r} is not among\n{shown}"

    def _seen(self, command: str, enough: str) -> tuple[int, str]:
        """How a command ended in a terminal of its own, and what was shown there, each line as it was left."""
        terminal, inner = os.openpty()
        termios.tcsetwinsize(inner, (50, 300))
        with subprocess.Popen(
            ["setsid", "--ctty", "bash", "-o", "pipefail", "-c", command],
            cwd=self.folder, env=self.settings, stdin=inner, stdout=inner, stderr=inner,
        ) as process:  # fmt: skip
            os.close(inner)
            answers = (
                (r"Passphrase of the backup \(it is not shown\): $", f"{PASSPHRASE}\n"),
                (r"Once more: $", f"{PASSPHRASE}\n"),
                (r"Enter passphrase: $", f"{PASSPHRASE}\n"),  # age's
                (enough, CTRL_C),
            )
            shown, heard, stopped = "", 0, False
            for part in _read(terminal, time.monotonic() + PATIENCE_SECONDS):
                shown += part
                for question, answer in answers:
                    if not stopped and re.search(question, shown[heard:]):
                        os.write(terminal, answer.encode())
                        heard, stopped = len(shown), answer == CTRL_C
            os.close(terminal)
            if process.poll() is None and not _ended(process):
                os.killpg(process.pid, signal.SIGKILL)
                pytest.fail(f"{command} does not end:\n{shown}")
        lines = shown.replace("\r\n", "\n").split("\n")
        return process.returncode, "\n".join(re.split(r"\r|\x1b\[2K", line)[-1] for line in lines)


def _read(terminal: int, deadline: float) -> Iterator[str]:
    """What is written into a terminal until nobody has it open any more, or until the deadline."""
    while select.select([terminal], [], [], max(0.0, deadline - time.monotonic()))[0]:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how a terminal says that nobody writes to it any more
            return
        yield part.decode(errors="replace")


def _ended(process: "subprocess.Popen[bytes]") -> bool:
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        return False
    return True
