"""The product's own stages over recordings, one at a time, as proofs run them; a folder remembers what each gave."""

import shutil
from pathlib import Path

from scribe.models import models_of
from scribe_core.contract import keys
from scribe_core.domain.run import Lane
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects
from scribe_workers.model_room import ModelRoom
from scribe_workers.steps import Steps


def place(name: str, sound: Path, folder: Path) -> None:
    """Put a recording where its stages look for it. What was remembered of another of that name goes."""
    kept = folder / keys.recording(name)
    if kept.is_symlink() and kept.readlink() == sound.resolve():
        return
    shutil.rmtree(kept.parent, ignore_errors=True)
    kept.parent.mkdir(parents=True)
    kept.symlink_to(sound.resolve())


def steps_over(name: str, folder: Path, settings: Settings, room: ModelRoom) -> Steps:
    """The steps over a recording that was placed."""
    return Steps(
        meeting_id=name,
        objects=Objects.open(folder.as_uri()),
        scratch=folder / "scratch",
        models=models_of(settings),
        room=room,
        threads=1,
        lanes=frozenset(Lane),
        report=lambda _stage, _part: None,
    )
