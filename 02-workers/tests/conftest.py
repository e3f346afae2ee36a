"""What the tests of the workers share: real models, real recordings as conversion leaves them, a bench to work at."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from scipy.signal import resample_poly

from scribe_core.domain.audio import SAMPLE_RATE, Audio
from scribe_core.domain.run import Lane
from scribe_core.stores.objects import Objects
from scribe_workers.model_room import ModelRoom
from scribe_workers.models.store import ModelStore
from scribe_workers.steps import Models, Report, Steps

REPOSITORY = Path(__file__).resolve().parents[2]

Sound = NDArray[np.float32]


@pytest.fixture(scope="session")
def store() -> ModelStore:
    """The real models, downloaded once for all test runs (SCRIBE_TEST_CACHE, else `.cache/` of the repository)."""
    return ModelStore(Path(os.environ.get("SCRIBE_TEST_CACHE", REPOSITORY / ".cache")) / "models")


@pytest.fixture(scope="session")
def room() -> Iterator[ModelRoom]:
    """One room for all tests, so that a model is loaded once for those that follow one another."""
    room = ModelRoom()
    yield room
    room.leave_if_idle(0)


@pytest.fixture(scope="session")
def spoken(store: ModelStore) -> Callable[[str], Sound]:
    """A test recording's sound at 16 kHz, by name."""

    def read(name: str) -> Sound:
        sound, rate = soundfile.read(store.open("test-recordings") / f"{name}.wav", dtype="float32")
        return np.asarray(resample_poly(sound, SAMPLE_RATE, rate), np.float32)

    return read


@pytest.fixture(scope="session")
def prompted() -> Callable[[str, str], Sound]:
    """A recorded prompt at 16 kHz, by language and name: a few words of one voice."""
    folder = REPOSITORY / ".cache" / "prompts"
    if not folder.is_dir():
        pytest.skip("the recorded prompts are not here: `./manage.sh test` fetches them")

    def read(language: str, name: str) -> Sound:
        sound, rate = soundfile.read(folder / language / f"{name}.wav", dtype="float32")
        return np.asarray(resample_poly(sound, SAMPLE_RATE, rate), np.float32)

    return read


def nothing_happens(stage: str, part: float) -> None:
    """A report that nobody reads."""


@dataclass
class Desk:
    """Where a recording lies and how its stages are run. A desk used twice is a worker started again."""

    folder: Path
    models: Models
    room: ModelRoom
    objects: Objects = field(init=False)

    def __post_init__(self) -> None:
        self.objects = Objects.open(f"file://{self.folder / 'objects'}")

    def converted(self, sound: Sound) -> Audio:
        """The sound as conversion leaves a recording."""
        path = self.folder / "sound.flac"
        soundfile.write(path, sound, SAMPLE_RATE, subtype="PCM_16")
        self.objects.create("meetings/m/sound.flac", path)
        return Audio("meetings/m/sound.flac", len(sound) / SAMPLE_RATE, "none")

    def steps(self, report: Report = nothing_happens) -> Steps:
        """A worker that runs stages of this meeting."""
        return Steps(
            meeting_id="m", objects=self.objects, scratch=self.folder, models=self.models, room=self.room,
            threads=1, lanes=frozenset(Lane), report=report,
        )  # fmt: skip

    def chunks(self) -> int:
        """How many chunks of unfinished stages lie in the store."""
        return len(list((self.folder / "objects").glob("meetings/m/artefacts/*/*/*.json")))


@pytest.fixture
def desk(tmp_path: Path, store: ModelStore, room: ModelRoom) -> Desk:
    return Desk(tmp_path, store, room)
