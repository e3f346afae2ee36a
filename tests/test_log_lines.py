"""What the product's processes write: a line a message, with what it is about, for people or for programs."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest

from scribe import log_lines
from scribe_core.log_context import about
from scribe_core.settings import Settings

log = logging.getLogger("scribe_workers.tasks")


@contextmanager
def logging_as(log_format: Literal["text", "json"], **more: Any) -> Iterator[None]:
    """A process that logs so; the handlers of the tests' own come back."""
    root = logging.getLogger()
    kept, level = list(root.handlers), root.level
    root.handlers.clear()
    log_lines.write_logs(Settings(_env_file=None, log_format=log_format, **more))
    try:
        yield
    finally:
        root.handlers[:] = kept
        root.setLevel(level)


def written(capsys: pytest.CaptureFixture[str], log_format: Literal["text", "json"]) -> list[str]:
    """The lines of a run that goes wrong, as that format has them."""
    with logging_as(log_format):
        with about(run_id="r1", meeting_id=None, request_id="q1"):
            log.info("attempt %d begins", 1)
            with about(stage="speech"):
                log.warning("failed: %s", "one\n2026-11-03T10:00:02+0000 ERROR forged: line")
        log.info("resting")
        logging.getLogger("scribe.access").info('{"status": 200}', extra={"fields": {"status": 200}})
        try:
            raise ValueError("so")
        except ValueError:
            log.exception("unexpected")
    return capsys.readouterr().out.splitlines()


def test_people_read_lines_that_say_what_they_are_about(capsys: pytest.CaptureFixture[str]) -> None:
    lines = written(capsys, "text")
    assert [line[25:] for line in lines[:4]] == [
        "INFO scribe_workers.tasks: attempt 1 begins [run_id=r1 request_id=q1]",
        "WARNING scribe_workers.tasks: failed: one\\n2026-11-03T10:00:02+0000 ERROR forged: line"
        " [run_id=r1 request_id=q1 stage=speech]",
        "INFO scribe_workers.tasks: resting",
        'INFO scribe.access: {"status": 200}',
    ]
    assert lines[5].startswith("  Traceback")
    assert lines[-1] == "  ValueError: so"


def test_nothing_that_others_sent_looks_like_a_line_or_moves_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    forged = "2026-11-03T10:00:02+0000 ERROR forged: line"
    with logging_as("text"):
        with about(request_id="q\x1b[2J"):
            log.info("one\x1b[2J\u2028two")
        try:
            raise ValueError(f"so\n{forged}\x9b2J")
        except ValueError:
            log.exception("unexpected", stack_info=True)
    lines = capsys.readouterr().out.removesuffix("\n").split("\n")
    assert lines[0].endswith(r"one\x1b[2J\u2028two [request_id=q\x1b[2J]")
    assert rf"  {forged}\x9b2J" in lines
    assert all(line.isprintable() for line in lines)
    assert all(line.startswith("  ") for line in lines[2:])


def test_programs_read_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    told = [json.loads(line) for line in written(capsys, "json")]
    assert [(one["level"], one["message"]) for one in told] == [
        ("INFO", "attempt 1 begins"),
        ("WARNING", "failed: one\n2026-11-03T10:00:02+0000 ERROR forged: line"),
        ("INFO", "resting"),
        ("INFO", "request"),
        ("ERROR", "unexpected"),
    ]
    assert [one.get("stage") for one in told] == [None, "speech", None, None, None]
    assert (told[0]["run_id"], told[0]["request_id"], "meeting_id" in told[0]) == ("r1", "q1", False)
    assert told[3]["status"] == 200
    assert told[4]["exception"].endswith("ValueError: so")


def test_a_line_that_somebody_waits_for_is_written_whatever_the_level(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_as("json", log_level="ERROR"):
        log_lines.announce(log, "ready")
        log.info("silent")
    assert [json.loads(line)["message"] for line in capsys.readouterr().out.splitlines()] == ["ready"]
