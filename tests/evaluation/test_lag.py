"""Words that drift away from the sound are noticed without any reference for words."""

import random

import pytest

from scribe.evaluation.lag import lag
from scribe.evaluation.outcome import SpokenWord
from scribe.evaluation.references import Turn


def speech(seconds: float) -> list[Turn]:
    """Turns of uneven length with pauses between them."""
    chance, turns, at = random.Random(1), [], 0.5
    while at < seconds:
        end = at + chance.uniform(0.6, 4)
        turns.append(Turn(at, end, "anna"))
        at = end + chance.uniform(0.3, 1.5)
    return turns


def written(turns: list[Turn], late_at_the_end: float) -> list[SpokenWord]:
    """A word for each 0.3 seconds, later and later."""
    words, whole = [], turns[-1].end
    for turn in turns:
        count = max(1, round((turn.end - turn.start) / 0.3))
        for number in range(count):
            at = turn.start + (turn.end - turn.start) * number / count
            late = late_at_the_end * at / whole
            words.append(SpokenWord(at + late, at + late + (turn.end - turn.start) / count, "mot", 0))
    return words


@pytest.mark.parametrize("late", [0.0, 2.0, -1.5])
def test_drift_is_the_last_lag_less_the_first(late: float) -> None:
    turns = speech(1200)
    found = lag(turns, written(turns, late))
    assert found is not None
    assert found.first == pytest.approx(0, abs=0.1)
    assert found.last == pytest.approx(late, abs=0.1)


def test_a_short_recording_has_no_first_and_last_minute() -> None:
    turns = speech(120)
    assert lag(turns, written(turns, 0)) is None


def test_no_words_no_lag() -> None:
    assert lag(speech(600), []) is None
