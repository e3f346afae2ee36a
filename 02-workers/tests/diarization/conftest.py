"""What the tests of speech and speakers share: models that can be missing, and a conversation already listened to."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scribe_core.domain.audio import Audio
from scribe_core.domain.speech import SpeechRegions
from scribe_core.errors import ScribeError
from scribe_workers.model_room import ModelRoom
from scribe_workers.models.store import ModelStore
from scribe_workers.stages import speech

from ..conftest import Desk, Known


@dataclass
class Shelf:
    """The real models, counting what is opened; those `broken` are missing, those `replaced` lie in other folders."""

    real: ModelStore
    broken: set[str] = field(default_factory=set)
    replaced: dict[str, Path] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)

    def open(self, name: str) -> Path:
        if name in self.broken:
            raise ScribeError("model_missing", model=name)
        self.opened.append(name)
        return self.replaced.get(name) or self.real.open(name)

    def digest(self, name: str) -> str:
        return self.real.digest(name)


@pytest.fixture
def shelf(store: ModelStore) -> Shelf:
    return Shelf(store)


@pytest.fixture
def desk(tmp_path: Path, shelf: Shelf, room: ModelRoom) -> Desk:
    return Desk(tmp_path, shelf, room)


@dataclass
class Listened:
    """The conversation after the speech stage, at a desk of its own."""

    desk: Desk
    audio: Audio
    regions: SpeechRegions


@pytest.fixture(scope="session")
def speech_found(
    tmp_path_factory: pytest.TempPathFactory, store: ModelStore, room: ModelRoom, conversation: Known
) -> Listened:
    """The conversation's speech, found once for all tests."""
    desk = Desk(tmp_path_factory.mktemp("speech"), Shelf(store), room)
    audio = desk.converted(conversation.sound)
    return Listened(desk, audio, desk.steps().run(speech.STAGE, audio))


@pytest.fixture
def listened(speech_found: Listened, desk: Desk) -> Listened:
    """A copy of it that a test may write to."""
    shutil.copytree(speech_found.desk.folder / "objects", desk.folder / "objects", dirs_exist_ok=True)
    return Listened(desk, speech_found.audio, speech_found.regions)
