"""What the tests of fusion share: a bench, and posteriors kept as diarization keeps them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from scribe_core.domain.speech import Word
from scribe_core.domain.voices import SpeakerTurn, SpeakerTurns
from scribe_core.stores.objects import Objects
from scribe_workers.model_room import ModelRoom
from scribe_workers.stages.voices.activity import frame_at
from scribe_workers.stages.voices.arrays import as_bytes, packed
from scribe_workers.steps import Bench


class NoModels:
    """Fusion needs none."""

    def open(self, name: str) -> Path:
        raise AssertionError(f"fusion opened {name}")

    def digest(self, name: str) -> str:
        return name


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(
        stage="fusion", base="meetings/m/artefacts/fusion/f", objects=Objects.open(f"file://{tmp_path / 'objects'}"),
        scratch=tmp_path, models=NoModels(), room=ModelRoom(), threads=1, report=lambda _stage, _part: None,
    )  # fmt: skip


@pytest.fixture
def turns_of(bench: Bench) -> Callable[..., SpeakerTurns]:
    """Turns given as `(start, end, speaker)`, with the posteriors that a sure diarization has."""

    def make(*spans: tuple[float, float, int], keep: bool = True) -> SpeakerTurns:
        speakers = 1 + max(speaker for *_, speaker in spans)
        posteriors = np.zeros((frame_at(max(end for _, end, _ in spans)) + 1, speakers), np.float32)
        for start, end, speaker in spans:
            posteriors[frame_at(start) : frame_at(end) + 1, speaker] = 1.0
        key = bench.keep("posteriors.npz", packed({"posteriors": as_bytes(posteriors)})) if keep else None
        turns = tuple(SpeakerTurn(*span) for span in sorted(spans))
        return SpeakerTurns(turns, speakers, key if speakers > 1 else None)

    return make


def said(text: str, start: float, rate: float = 0.4, probability: float = 0.9) -> list[Word]:
    """The words of a text from `start` on, one every `rate` seconds without pauses."""
    return [
        Word(round(start + place * rate, 3), round(start + (place + 1) * rate, 3), word, probability)
        for place, word in enumerate(text.split())
    ]
