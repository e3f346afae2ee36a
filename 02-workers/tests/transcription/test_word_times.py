"""Words begin and end where they sound, wherever a pause tells."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_core.domain.speech import Word
from scribe_workers.stages.word_times import Spoken, lead_of
from scribe_workers.stages.word_times import by_ear as placed_by_ear

QUIET, LOUD = 0.0005, 0.2


def sound(*spoken: tuple[float, float], seconds: float, noise: float = QUIET) -> NDArray[np.float32]:
    """Noise as loud as speech during some spans, hardly audible between them."""
    chance = np.random.default_rng(1)
    loudness = np.full(round(seconds * SAMPLE_RATE), noise)
    for start, end in spoken:
        loudness[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)] = LOUD
    return (loudness * chance.standard_normal(len(loudness))).astype(np.float32)


def word(start: float, end: float) -> Word:
    return Word(start, end, "mot", 0.9)


def by_ear(heard: list[Word], heard_in: NDArray[np.float32], lead: float = 0.0) -> tuple[Word, ...]:
    return placed_by_ear(Spoken.of(heard, heard_in), lead)


def times(words: tuple[Word, ...]) -> list[tuple[float, float]]:
    return [(one.start, one.end) for one in words]


def test_words_meet_the_pauses_around_them() -> None:
    heard = [word(0.2, 0.7), word(0.7, 1.3), word(1.3, 2.5)]
    placed = by_ear(heard, sound((0.4, 1.0), (1.5, 2.2), seconds=3.0))
    assert times(placed) == [
        (pytest.approx(0.4, abs=0.02), 0.7),
        (0.7, pytest.approx(1.0, abs=0.02)),
        (pytest.approx(1.5, abs=0.02), pytest.approx(2.2, abs=0.02)),
    ]


def test_a_pause_stands_between_two_words_only() -> None:
    heard = [word(0.4, 0.9), word(0.9, 1.7), word(1.7, 2.2)]
    placed = by_ear(heard, sound((0.4, 1.0), (1.5, 2.2), seconds=2.5))
    assert (placed[0].end, placed[1].start) == pytest.approx((1.0, 1.5), abs=0.02)
    assert (placed[1].end, placed[2].start) == (1.7, 1.7)


def test_words_without_a_pause_between_them_stay() -> None:
    heard = [word(0.5, 1.0), word(1.0, 1.4), word(1.4, 2.0)]
    placed = by_ear(heard, sound((0.5, 2.0), seconds=2.5))
    assert [start for start, _ in times(placed)[1:]] == [1.0, 1.4]
    assert [end for _, end in times(placed)[:-1]] == [1.0, 1.4]


def test_a_pause_too_far_away_belongs_to_another_word() -> None:
    heard = [word(0.5, 1.0), word(1.0, 3.0)]
    placed = by_ear(heard, sound((0.5, 1.8), (2.2, 3.0), seconds=3.2))
    assert placed[0].end == placed[1].start == 1.0


def test_where_noise_hides_the_pauses_the_times_stay() -> None:
    heard = [word(0.2, 0.9), word(0.9, 1.7)]
    assert by_ear(heard, sound((0.4, 1.0), (1.5, 2.2), seconds=3.0, noise=0.1)) == tuple(heard)


def test_digital_silence_and_no_words_are_left_alone() -> None:
    silence = np.zeros(SAMPLE_RATE, np.float32)
    assert by_ear([word(0.2, 0.4)], silence) == (word(0.2, 0.4),)
    assert by_ear([], sound((0.1, 0.5), seconds=1.0)) == ()
    assert by_ear([word(0.0, 0.0)], np.zeros(0, np.float32)) == (word(0.0, 0.0),)


def test_words_stay_in_order_and_inside_the_sound_whatever_the_times_were() -> None:
    chance = np.random.default_rng(3)
    for _ in range(50):
        edges = [float(edge) for edge in np.sort(chance.uniform(0, 4, 9))]
        heard = [word(*span) for span in pairwise(edges)]
        spans = np.sort(chance.uniform(0, 4, 6)).reshape(3, 2)
        placed = by_ear(heard, sound(*((float(a), float(b)) for a, b in spans), seconds=4.0))
        assert all(0 <= one.start <= one.end <= 4.0 for one in placed)
        assert all(before.start <= after.start for before, after in pairwise(placed))


def test_the_lead_of_a_recogniser_is_told_by_the_pauses_and_taken_off_all_words() -> None:
    chance = np.random.default_rng(5)
    sounds, truth = [], []
    for _ in range(4):
        edges, reached = [], 0.6
        for _ in range(5):
            length = float(chance.uniform(0.6, 1.1))
            edges.append((reached, reached + length))
            reached += length + float(chance.uniform(0.3, 0.9))
        said = [half for start, end in edges for half in ((start, (start + end) / 2), ((start + end) / 2, end))]
        early = [word(max(0.0, start - 0.24), end - 0.24) for start, end in said]
        sounds.append(Spoken.of(early, sound(*edges, seconds=reached)))
        truth.append(said)
    lead = lead_of(sounds)
    assert lead == pytest.approx(0.24, abs=0.02)
    for spoken, said in zip(sounds, truth, strict=True):
        for one, (start, end) in zip(placed_by_ear(spoken, lead), said, strict=True):
            assert (one.start, one.end) == pytest.approx((start, end), abs=0.03)


def test_too_few_pauses_tell_no_lead() -> None:
    heard = [word(0.1, 0.8), word(0.8, 1.6)]
    assert lead_of([Spoken.of(heard, sound((0.4, 1.0), (1.5, 2.2), seconds=3.0))]) == 0.0
    assert lead_of([]) == 0.0
