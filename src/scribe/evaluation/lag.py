"""Whether the words' times drift away from the sound in the course of a recording: needs no reference but the turns."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scribe.evaluation.outcome import SpokenWord
from scribe.evaluation.references import Turn
from scribe.evaluation.scores import Lag

STEP_SECONDS = 0.02
WINDOW_SECONDS = 60.0
FURTHEST_SECONDS = 5.0
LEAST_SECONDS = 3 * WINDOW_SECONDS
"""Shorter recordings have no first and last minute that are far enough apart."""


def lag(turns: Sequence[Turn], words: Sequence[SpokenWord]) -> Lag | None:
    """The shift that makes the words' times agree best with the reference's speech, in the first minute and in the last.

    None where the recording is short, or a minute has no speech in one of them.
    """
    end = max(turn.end for turn in turns)
    if end < LEAST_SECONDS or not words:
        return None
    steps = int((end + 2 * FURTHEST_SECONDS) / STEP_SECONDS) + 1
    spoken = _activity([(turn.start, turn.end) for turn in turns], steps)
    written = _activity([(word.start, word.end) for word in words], steps)
    begin = min(turn.start for turn in turns)
    first = _shift(spoken, written, begin)
    last = _shift(spoken, written, end - WINDOW_SECONDS)
    return None if first is None or last is None else Lag(first, last)


def _activity(spans: Sequence[tuple[float, float]], steps: int) -> NDArray[np.float64]:
    """1 where somebody speaks, else 0, a step each."""
    active = np.zeros(steps)
    for start, end in spans:
        active[int(start / STEP_SECONDS) : int(end / STEP_SECONDS) + 1] = 1.0
    return active


def _shift(spoken: NDArray[np.float64], written: NDArray[np.float64], begin: float) -> float | None:
    """The words' shift against a minute of speech; the smallest where several fit as well."""
    at, size = int(begin / STEP_SECONDS), int(WINDOW_SECONDS / STEP_SECONDS)
    speech = spoken[at : at + size] - spoken[at : at + size].mean()
    if not speech.any():
        return None
    furthest = int(FURTHEST_SECONDS / STEP_SECONDS)
    padded = np.pad(written, (furthest, furthest + size))
    windows = np.lib.stride_tricks.sliding_window_view(padded[at : at + 2 * furthest + size], size)
    centred = windows - windows.mean(1, keepdims=True)  # (shifts, steps)
    agreement = centred @ speech / np.maximum(np.linalg.norm(centred, axis=1), 1e-9)
    if agreement.max() <= 0:
        return None
    shifts = np.arange(-furthest, furthest + 1)
    best = shifts[agreement >= agreement.max() - 1e-9]
    return round(float(best[np.abs(best).argmin()]) * STEP_SECONDS, 2)
