"""Pauses are heard where a recording has a quiet, and nothing changes where it has none."""

import io

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_workers.engines.sound import Sound
from scribe_workers.stages.voices import loudness
from scribe_workers.stages.voices.activity import frame_at
from scribe_workers.stages.voices.loudness import levels, sharpened
from scribe_workers.stages.voices.relabelling import Votes


def recorded(samples: NDArray[np.float32]) -> Sound:
    """A recording in memory."""
    file = io.BytesIO()
    soundfile.write(file, samples, SAMPLE_RATE, format="WAV", subtype="FLOAT")
    file.seek(0)
    return Sound(soundfile.SoundFile(file))


def half_loud(quiet: float, *, seconds: float = 20) -> Sound:
    """Noise that stands for speech, and between 8 s and 9 s a pause this loud."""
    sound = np.random.default_rng(5).standard_normal(int(seconds * SAMPLE_RATE)).astype(np.float32) * np.float32(0.1)
    sound[8 * SAMPLE_RATE : 9 * SAMPLE_RATE] *= np.float32(quiet)
    sound[15 * SAMPLE_RATE :] *= np.float32(quiet)
    return recorded(sound)


def votes(frames: int = 1186) -> Votes:
    """Speech until 15 s, but for the pause, of which the network is nearly as sure; silence after it."""
    speech = np.full(frames, 0.95, np.float32)
    speech[frame_at(8) : frame_at(9)] = 0.6
    speech[frame_at(15) :] = 0.02
    return Votes(np.ones((frames, 1), np.float32), speech, speech / np.float32(10))


def test_levels_are_the_same_however_a_recording_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    recording = half_loud(0.1)
    at_once = levels(recording)
    monkeypatch.setattr(loudness, "BLOCK", 333)
    np.testing.assert_allclose(levels(recording), at_once, atol=0.1)
    assert at_once[400] - at_once[850] == pytest.approx(20, abs=1.5)


def test_a_pause_that_the_network_talks_over_is_heard_by_its_quiet() -> None:
    sharp = sharpened(votes(), levels(half_loud(0.001)))
    assert sharp.speech[frame_at(8.5)] < 0.5
    assert sharp.speech[frame_at(4)] > 0.95
    assert sharp.speech[frame_at(17)] < 0.02
    assert (sharp.overlap <= sharp.speech + 1e-6).all()


def test_where_pauses_are_as_loud_as_speech_nothing_changes() -> None:
    before = votes()
    np.testing.assert_allclose(sharpened(before, levels(half_loud(1.0))).speech, before.speech, atol=0.03)


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_a_recording_without_silence_or_without_speech_is_left_as_it_is(probability: float) -> None:
    before = Votes(np.ones((100, 1), np.float32), np.full(100, probability, np.float32), np.zeros(100, np.float32))
    loud = np.random.default_rng(1).standard_normal(168).astype(np.float32)
    np.testing.assert_allclose(sharpened(before, loud).speech, before.speech, atol=1e-3)


def test_digital_silence_and_the_shortest_recording_break_nothing() -> None:
    silent = recorded(np.zeros(400, np.float32))
    sharp = sharpened(
        Votes(np.zeros((3, 1), np.float32), np.full(3, 0.5, np.float32), np.zeros(3, np.float32)), levels(silent)
    )
    assert np.isfinite(sharp.speech).all()
