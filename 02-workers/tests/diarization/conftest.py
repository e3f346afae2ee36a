"""What the tests of speech and speakers share: recordings whose truth is known, and models that can be missing."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from scribe_core.domain.audio import SAMPLE_RATE, Audio
from scribe_core.domain.speech import SpeechRegions
from scribe_core.errors import ScribeError
from scribe_workers.model_room import ModelRoom
from scribe_workers.models.store import ModelStore
from scribe_workers.stages import speech

from ..conftest import Desk, Sound


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
