"""What runs leave behind on the disk, and what they do not."""

import sys
from pathlib import Path

from scribe.evaluation.measurement import Task, Workshop
from scribe.evaluation.recordings import Recording
from scribe.evaluation.systems import System

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
