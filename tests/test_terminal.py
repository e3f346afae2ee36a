"""What a log hears of work under way: each beginning, a sign of life now and then, each end."""

import io
import threading

import pytest

from scribe.terminal import ProgressLine, Steps, percent


class Log(io.StringIO):
    """A stream that is not a terminal, and can be waited on."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._wanted, self.full = lines, threading.Event()

    def write(self, text: str) -> int:
        written = super().write(text)
        if self.getvalue().count("\n") >= self._wanted:
            self.full.set()
        return written

    def lines(self) -> list[str]:
        return self.getvalue().splitlines()


def test_a_step_is_told_when_it_begins_and_when_it_ends() -> None:
    log = Log(1)
    with Steps(2, log).step("Python packages") as step:
        assert log.lines() == ["… [1/2] Python packages"]
        step.outcome = "60 packages"
    assert log.lines()[1:] == ["✓ [1/2] Python packages  60 packages"]


def test_work_that_says_nothing_gives_a_sign_of_life_all_the_same() -> None:
    log = Log(3)
    line = ProgressLine(log, pause=0.01)
    line.show("Web interface", 0.5, "next build")
    assert log.full.wait(10)
    line.clear()
    assert {text.rpartition("  (")[0] for text in log.lines()} == {"Web interface  50%  next build"}
    assert log.lines()[0].endswith("(0 s)")


def test_what_is_done_at_once_leaves_a_log_alone() -> None:
    log = Log(1)
    line = ProgressLine(log)
    line.show("Reading the sound", 0.1)
    line.clear()
    assert log.lines() == []


def test_percents_are_written_as_the_reader_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert percent(0.89) == "89\u202f%"
    monkeypatch.setenv("LC_ALL", "C")
    assert percent(0.89) == "89%"
