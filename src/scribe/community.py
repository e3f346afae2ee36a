"""pyannote's community-1 as a guest: its files, which people fetch themselves, and an environment of its own for its packages."""

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from scribe import environment
from scribe.environment import Progress
from scribe.wording import say

if TYPE_CHECKING:
    from scribe_core.settings import Settings
    from scribe_workers.pipeline import Guest

NAME = "pyannote-community-1"
VENV = environment.CACHE / "community-venv"
PYTHON = VENV / "bin" / "python"

SPACE = 11_000_000_000
"""Free bytes for PyTorch and the libraries it wants even without a card: 5.5 GB, and as much in flight."""


def folder_of(settings: "Settings") -> Path:
    """Where its files belong."""
    return (settings.models_folder or settings.models_cache) / NAME


def guest_of(settings: "Settings") -> "Guest | None":
    """It, where the settings ask for it: what it is and where it lies."""
    if settings.diarizer == "own":
        return None
    from scribe_workers.pipeline import Guest
    from scribe_workers.stages.community_diarization import Home

    folder = folder_of(settings)
    return Guest(_digest(folder), Home(folder, PYTHON))


def prepare(settings: "Settings", progress: Progress) -> None:
    """Install its packages where the settings ask for it. Raises what `environment.prepare` raises."""
    lock = environment.COMMUNITY_LOCK
    if settings.diarizer == "own" or _is_current(lock):
        return
    what = say("step_community")
    with environment.one_at_a_time(progress):
        environment.check_space(environment.HOME, SPACE)
        shutil.rmtree(VENV, ignore_errors=True)
        environment.run_logged([environment.PYTHON, "-I", "-m", "venv", "--without-pip", VENV], what)
        pip = [str(environment.PYTHON), "-I", "-m", "pip", "--python", str(PYTHON)]
        environment.install(pip, lock, what, progress)
        (VENV / ".installed").write_text(_mark(lock))


def _is_current(lock: Path) -> bool:
    stamp = VENV / ".installed"
    return stamp.is_file() and stamp.read_text() == _mark(lock)


def _mark(lock: Path) -> str:
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {VENV}"


def _digest(folder: Path) -> str:
    """What its files are, by names, sizes and times of change: a file written to is another pipeline."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts):
        digest.update(f"{file.relative_to(folder)}\0{file.stat().st_size}\0{file.stat().st_mtime_ns}\0".encode())
    return digest.hexdigest()
