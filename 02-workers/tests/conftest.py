"""What the tests of the workers share: real models, real recordings as conversion leaves them, a bench to work at, and a
conversation whose truth is known."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
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


@dataclass
class Known:
    """A recording whose truth is known: who speaks from when to when, in seconds."""

    sound: Sound
    truth: list[tuple[float, float, int]]

    @property
    def seconds(self) -> float:
        return len(self.sound) / SAMPLE_RATE

    def error(self, turns: list[tuple[float, float, int]]) -> float:
        """Share of the spoken time that is missed, invented or given to the wrong speaker, at 10 ms, best naming."""
        frames = int(self.seconds * 100)
        speakers = 1 + max((speaker for *_, speaker in [*self.truth, *turns]), default=0)

        def drawn(spans: list[tuple[float, float, int]]) -> NDArray[np.bool_]:
            picture = np.zeros((frames, speakers), np.bool_)
            for start, end, speaker in spans:
                picture[round(start * 100) : round(end * 100), speaker] = True
            return picture

        truth, found = drawn(self.truth), drawn(turns)
        together = truth.T.astype(float) @ found.astype(float)
        rows, columns = linear_sum_assignment(-together)
        aligned = np.zeros_like(found)
        aligned[:, rows] = found[:, columns]
        wrong = np.maximum(truth.sum(1), found.sum(1)) - (truth & aligned).sum(1)
        return float(wrong.sum() / truth.sum())


def loud(sound: Sound) -> list[tuple[float, float]]:
    """Where clean speech is, in seconds: within 35 dB of its loudest, pauses below 0.3 s bridged."""
    frames = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    power = np.convolve((frames**2).mean(1), np.full(3, 1 / 3), mode="same")
    times = np.flatnonzero(power > power.max() * 10**-3.5) / 100
    breaks = np.flatnonzero(np.diff(times) > 0.3)
    starts, ends = times[np.concatenate([[0], breaks + 1])], times[np.concatenate([breaks, [-1]])]
    return [(float(start), float(end) + 0.01) for start, end in zip(starts, ends, strict=True)]


@pytest.fixture(scope="session")
def conversation(spoken: Callable[[str], Sound]) -> Known:
    """Two real voices taking turns six times, with a pause after each; near the end the first speaks over the second."""
    first, second = spoken("two_cities"), spoken("endgame_nagg_nell")
    plan = [
        (first, 1.1, 8.3),
        (second, 4.7, 8.2),
        (first, 8.7, 14.9),
        (second, 11.9, 14.2),
        (first, 17.4, 28.3),
        (second, 20.3, 27.5),
    ]
    levels = [1.0, np.sqrt((first**2).mean() / (second**2).mean())]
    parts: list[Sound] = []
    truth: list[tuple[float, float, int]] = []
    place = 0
    for source, start, end in plan:
        speaker = int(source is second)
        part = source[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)] * np.float32(levels[speaker])
        truth += [(place / SAMPLE_RATE + begin, place / SAMPLE_RATE + finish, speaker) for begin, finish in loud(part)]
        parts += [part, np.zeros(int(0.4 * SAMPLE_RATE), np.float32)]
        place += len(part) + len(parts[-1])
    sound = np.concatenate(parts)
    over = first[int(29.1 * SAMPLE_RATE) : int(31.1 * SAMPLE_RATE)]
    begin = len(sound) - int(4.4 * SAMPLE_RATE)
    sound[begin : begin + len(over)] += over
    truth += [(begin / SAMPLE_RATE + start, begin / SAMPLE_RATE + end, 0) for start, end in loud(over)]
    hiss = np.random.default_rng(1).standard_normal(len(sound)).astype(np.float32) * np.float32(3e-4)
    return Known(np.clip(sound + hiss, -1, 1).astype(np.float32), sorted(truth))
