"""Logs: bounded on disk, whole to the reader."""

from argparse import Namespace
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


def test_logs_shows_the_last_lines_of_each_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCRIBE_VOLUMES", str(tmp_path))
    for name in ("api", "worker"):
        log = BoundedLog(tmp_path / "logs" / f"{name}.log")
        log.write("".join(f"{name} says {number}\n" for number in range(100)).encode())
        log.close()
    assert logs.show(Namespace(name=None, follow=False)) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "api    | api says 60"
    assert shown[-1] == "worker | worker says 99"
    assert logs.show(Namespace(name="worker", follow=False)) == 0
    assert capsys.readouterr().out.startswith("worker says 60\n")
