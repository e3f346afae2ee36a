"""What runs leave behind on the disk, and what they do not."""

import sys
from pathlib import Path

import pytest

from scribe.evaluation.measurement import Task, Workshop
from scribe.evaluation.recordings import Recording
from scribe.evaluation.systems import System
from scribe_core.errors import ScribeError

KEEPS_A_VOICE = "import os, pathlib, tempfile; pathlib.Path(tempfile.mkdtemp(), 'voice').write_text('x'); os._exit(3)"
"""A program that ends without tidying up what it kept under the temporary folder."""


def test_a_run_that_ends_badly_leaves_none_of_its_own_files(tmp_path: Path) -> None:
    sound = tmp_path / "sound.wav"
    sound.touch()
    folder = tmp_path / "runs"
    left = folder / ".run-of-an-evaluation-that-was-killed"
    left.mkdir(parents=True)
    (left / "voice").touch()
    task = Task(Recording("sound", sound, (), None, "all"), None, None, None)
    system = System("careless", [sys.executable, "-c", KEEPS_A_VOICE], "mark")
    found = Workshop(folder, 1).runs([task], [system], fresh=False, tell=lambda _done, _next: None)
    assert found["sound"]["careless"].failure == "status 3"
    assert not list(tmp_path.rglob("voice"))


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ([sys.executable, "-c", "pass"], "It ended well, but wrote no outcome."),
        (["no-such-program"], "no-such-program cannot be started: No such file or directory"),
    ],
)
def test_why_there_is_no_outcome_is_said(tmp_path: Path, command: list[str], reason: str) -> None:
    sound = tmp_path / "sound.wav"
    sound.touch()
    task = Task(Recording("sound", sound, (), None, "all"), None, None, None)
    system = System("mute", command, "mark")
    found = Workshop(tmp_path / "runs", 1).runs([task], [system], fresh=False, tell=lambda _done, _next: None)
    assert found["sound"]["mute"].failure == reason


def test_two_evaluations_do_not_work_in_one_folder(tmp_path: Path) -> None:
    sound = tmp_path / "sound.wav"
    sound.touch()
    task = Task(Recording("sound", sound, (), None, "all"), None, None, None)
    system = System("none", [sys.executable, "-c", "raise SystemExit(3)"], "mark")
    folder = tmp_path / "out" / "recordings"

    def again(_done: int, _next: str) -> None:
        with pytest.raises(ScribeError) as busy:
            Workshop(folder, 1).runs([task], [system], fresh=False, tell=lambda _done, _next: None)
        assert busy.value.code == "evaluation_in_progress"
        assert str(tmp_path / "out") in busy.value.sentence("fr")

    for _ in range(2):  # the first one lets go at its end
        assert Workshop(folder, 1).runs([task], [system], fresh=False, tell=again)
