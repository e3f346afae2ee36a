"""A worker that lives says so, wherever it waits; one that stands still or is gone does not."""

import asyncio
import logging
import os
import time
from pathlib import Path

import pytest

from scribe_workers import sign_of_life
from scribe_workers.sign_of_life import SILENT_SECONDS, given, is_fresh, sign

PATIENCE_SECONDS = 20.0


async def until_fresh(scratch: Path) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not is_fresh(scratch):  # noqa: ASYNC110 — a file rings no bell
            await asyncio.sleep(0.01)


async def test_a_sign_is_renewed_until_the_end_and_then_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_of_life, "BEAT_SECONDS", 0.01)
    scratch = tmp_path / "made" / "scratch"
    assert not is_fresh(scratch), "nobody was ever there"
    async with given(scratch):
        await until_fresh(scratch)
        os.utime(sign(scratch), (0, 0))
        await until_fresh(scratch)
    assert not is_fresh(scratch)
    assert not list(scratch.iterdir())


@pytest.mark.parametrize(
    ("age", "fresh"),
    [(0, True), (SILENT_SECONDS / 2, True), (SILENT_SECONDS * 2, False), (-SILENT_SECONDS * 2, False)],
    ids=["now", "a moment ago", "long ago", "from a clock that was set back"],
)
def test_an_old_sign_is_none(tmp_path: Path, age: float, fresh: bool) -> None:
    sign(tmp_path).touch()
    os.utime(sign(tmp_path), (time.time() - age,) * 2)
    assert is_fresh(tmp_path) is fresh


async def test_a_loop_that_stands_still_leaves_no_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_of_life, "BEAT_SECONDS", 0.01)
    async with given(tmp_path):
        await until_fresh(tmp_path)
        os.utime(sign(tmp_path), (0, 0))
        time.sleep(0.1)  # nothing of the loop's gets its turn meanwhile
        assert not is_fresh(tmp_path)


async def test_a_worker_goes_on_where_no_sign_can_be_left_and_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sign_of_life, "BEAT_SECONDS", 0.0)
    (tmp_path / "file").write_text("no folder")
    with caplog.at_level(logging.WARNING):
        async with given(tmp_path / "file"):
            for _ in range(10):
                await asyncio.sleep(0)
    assert [record.getMessage() for record in caplog.records] == ["no sign of life can be left: File exists"]
