"""Logs: bounded on disk, whole to the reader."""

import json
import time
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest

from scribe import logs
from scribe.logs import BoundedLog


def test_a_log_never_takes_more_than_its_share(tmp_path: Path) -> None:
    log = BoundedLog(tmp_path / "logs" / "api.log", limit=1000, kept=2)
    for number in range(1000):
        log.write(f"line {number}\n".encode())
    log.close()
    files = sorted((tmp_path / "logs").iterdir())
    assert [file.name for file in files] == ["api.log", "api.log.1", "api.log.2"]
    assert all(file.stat().st_size <= 1000 for file in files)
    assert files[0].read_text().endswith("line 999\n"), "the newest lines are in the log itself"


def test_a_log_is_for_its_owner_only(tmp_path: Path) -> None:
    log = BoundedLog(tmp_path / "api.log")
    log.close()
    assert (tmp_path / "api.log").stat().st_mode & 0o077 == 0


def test_a_full_disk_loses_the_line_and_not_the_program(tmp_path: Path) -> None:
    full = tmp_path / "full.log"
    full.symlink_to("/dev/full")
    log = BoundedLog(full)
    log.write(b"this cannot be written\n")
    log.close()


EXCHANGE = {"request_id": "a1", "method": "GET", "path": "/api/v1/meetings", "status": 200, "bytes": 9, "ms": 12.4}


@pytest.fixture
def volumes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder with logs as the parts write them, read by somebody in Paris who reads English."""
    monkeypatch.setenv("SCRIBE_VOLUMES", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    written = {
        "api": f"2026-11-03T10:00:02+0000 INFO scribe.access: {json.dumps(EXCHANGE)}\n",
        "worker": "The worker is ready.\n2026-11-03T10:00:01+0000 ERROR scribe_workers.tasks: It broke.\n  in line 3\n",
        "scribe": "2026-11-03T11:00:03+0100 WARNING scribe: The api ended.\n",
    }
    for name, text in written.items():
        log = BoundedLog(tmp_path / "logs" / f"{name}.log")
        log.write(text.encode())
        log.close()
    yield tmp_path
    monkeypatch.undo()
    time.tzset()


def shown(capsys: pytest.CaptureFixture[str], name: str | None = None, *, as_json: bool = False) -> list[str]:
    assert logs.show(Namespace(name=name, follow=False, json=as_json)) == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.usefixtures("volumes")
def test_logs_of_all_parts_are_one_story_in_the_readers_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys) == [
        "2026-11-03 11:00:01  worker              The worker is ready.",
        "2026-11-03 11:00:01  worker   error      It broke.",
        "2026-11-03 11:00:01  worker   error        in line 3",
        "2026-11-03 11:00:02  api      info       GET /api/v1/meetings → 200  12 ms",
        "2026-11-03 11:00:03  scribe   warning    The api ended.",
    ]


@pytest.mark.usefixtures("volumes")
def test_one_log_does_not_repeat_whose_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "scribe") == ["2026-11-03 11:00:03  warning    The api ended."]


@pytest.mark.usefixtures("volumes")
def test_programs_read_logs_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    told = [json.loads(line) for line in shown(capsys, "api", as_json=True)]
    assert [(one["part"], one["level"], one["logger"]) for one in told] == [("api", "INFO", "scribe.access")]
    assert told[0]["time"] == "2026-11-03T10:00:02+00:00"
    assert told[0]["message"] == EXCHANGE


def test_only_the_last_lines_are_shown(volumes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (volumes / "logs" / "scribe.log").open("ab") as log:
        for number in range(100):
            log.write(f"2026-11-03T10:01:00+0000 INFO scribe: line {number}\n".encode())
    lines = shown(capsys, "scribe")
    assert len(lines) == logs.SHOWN_LINES
    assert lines[-1].endswith("line 99")


def test_what_was_written_for_programs_is_shown_to_people(volumes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        {"time": "2026-11-03T10:02:00.250+00:00", "level": "INFO", "logger": "scribe.access", "message": "request", **EXCHANGE},
        {"time": "2026-11-03T10:02:01+00:00", "level": "ERROR", "logger": "scribe", "message": "It broke.", "run_id": "r", "exception": "Why"},
    ]  # fmt: skip
    (volumes / "logs" / "api.log").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    assert shown(capsys, "api") == [
        "2026-11-03 11:02:00  info       GET /api/v1/meetings → 200  12 ms",
        "2026-11-03 11:02:01  error      It broke. [run_id=r]",
        "  Why",
    ]
    told = [json.loads(line) for line in shown(capsys, "api", as_json=True)]
    assert told[1] == {
        "time": "2026-11-03T10:02:01+00:00", "part": "api", "level": "ERROR", "logger": "scribe", "message": "It broke.",
        "run_id": "r", "exception": "Why",
    }  # fmt: skip


def test_what_strangers_sent_moves_no_terminal_and_writes_no_line(
    volumes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = "/\x1b[2J\x9b1A\r\n2026-11-03 11:00:09  worker   error      forged\u2028\u202e"
    written = [
        f"2026-11-03T10:02:00+0000 INFO scribe.access: {json.dumps({**EXCHANGE, 'path': forged})}",
        json.dumps({"time": "2026-11-03T10:02:01+00:00", "message": forged, "run_id": forged, "exception": f"a\n{forged}"}),
        "2026-11-03T10:02:02+0000 INFO scribe: \x1b]0;title\x07",
    ]  # fmt: skip
    (volumes / "logs" / "api.log").write_text("\n".join(written))
    for as_json in (False, True):
        assert logs.show(Namespace(name="api", follow=False, json=as_json)) == 0
        lines = capsys.readouterr().out.removesuffix("\n").split("\n")
        assert all(line.isprintable() for line in lines)
        assert len(lines) == (3 if as_json else 6)
    assert shown(capsys, "api")[0].endswith(
        r"GET /\x1b[2J\x9b1A\r\n2026-11-03 11:00:09  worker   error      forged\u2028\u202e → 200  12 ms"
    )
    assert [line[:2] for line in shown(capsys, "api")[2:5]] == ["  "] * 3


@pytest.mark.parametrize(
    "line",
    [
        '{"time": "now"}',
        '{"time": "2026-11-03T10:00:02"}',
        '{"time": 5}',
        '{"time": "0001-01-01T00:00:00+00:00"}',
        '{"method": "GET", "path": "/", "status": 200, "ms": "long"}',
        '{"a":' * 100_000,
        "2026-99-03T10:00:02+0000 INFO scribe: when?",
    ],
    ids=lambda line: line[:50],
)
def test_a_line_without_a_time_that_can_be_is_plain_text(
    volumes: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    (volumes / "logs" / "api.log").write_text(f"2026-11-03T10:00:02+0000 INFO scribe: before\n{line}\n")
    assert shown(capsys, "api")[1] == f"2026-11-03 11:00:02  info       {line}"
    assert len(shown(capsys)) == 6
