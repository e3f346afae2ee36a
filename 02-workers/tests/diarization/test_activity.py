"""The network's answers survive storage, and windows become one line of time."""

import numpy as np
import pytest

from scribe_workers.stages.voices.activity import (
    FRAME_SECONDS,
    FRAMES,
    SETS,
    WINDOW_SAMPLES,
    Activity,
    frame_start,
    stretches,
    windows_in,
)
from scribe_workers.stages.voices.arrays import Floats

STEP_SAMPLES = 40_000


def answers(windows: int, seed: int = 0) -> Floats:
    """Log-probabilities as the network gives them, `(windows, 589, 7)`."""
    raw = np.random.default_rng(seed).standard_normal((windows, FRAMES, len(SETS))) * 3
    logarithms: Floats = (raw - np.log(np.exp(raw).sum(-1, keepdims=True))).astype(np.float32)
    return logarithms


def test_the_likeliest_set_tells_who_is_active() -> None:
    log_probabilities = np.full((1, FRAMES, 7), -9.0, np.float32)
    log_probabilities[0, :, 0] = -0.1
    log_probabilities[0, 100:200, 5] = -0.01  # voices 0 and 2
    active = Activity.of(log_probabilities).active(0)
    assert active[50].tolist() == [False, False, False]
    assert active[150].tolist() == [True, False, True]


def test_posteriors_add_up_over_the_sets_a_voice_is_in() -> None:
    log_probabilities = np.log(np.tile([0.1, 0.3, 0.0001, 0.0999, 0.2, 0.3, 0.0], (1, FRAMES, 1)) + 1e-9)
    activity = Activity.of(log_probabilities.astype(np.float32))
    np.testing.assert_allclose(activity.posteriors(0)[0], [0.8, 0.2, 0.4], atol=1 / 255)
    np.testing.assert_allclose(activity.speech_probability()[0], 0.9, atol=1 / 255)


def test_answers_come_back_from_storage_as_they_were_and_always_as_the_same_bytes() -> None:
    activity = Activity.of(answers(3), step=5.0)
    again = Activity.unpacked(activity.packed())
    assert activity.packed() == again.packed()
    assert again.step == 5.0
    for window in range(3):
        np.testing.assert_array_equal(activity.active(window), again.active(window))
        np.testing.assert_array_equal(activity.posteriors(window), again.posteriors(window))


def test_parts_of_a_recording_join() -> None:
    whole = answers(5)
    joined = Activity.joined([Activity.of(whole[:2]), Activity.of(whole[2:])])
    assert joined.packed() == Activity.of(whole).packed()


def test_an_hour_of_answers_is_small() -> None:
    activity = Activity.of(answers(8))
    nbytes = activity.sets.nbytes + activity.voices.nbytes + activity.speech.nbytes
    assert nbytes / 8 * 1440 < 5e6


@pytest.mark.parametrize(
    ("samples", "windows"),
    [
        (0, 0),
        (1, 1),
        (WINDOW_SAMPLES, 1),
        (WINDOW_SAMPLES + 1, 2),
        (WINDOW_SAMPLES + STEP_SAMPLES, 2),
        (16_000 * 60, 21),
    ],
)
def test_windows_reach_the_end_of_the_recording(samples: int, windows: int) -> None:
    assert windows_in(samples) == windows
    assert windows == 0 or (windows - 1) * STEP_SAMPLES + WINDOW_SAMPLES >= samples


def test_windows_further_apart_are_fewer_and_reach_the_end_too() -> None:
    assert windows_in(16_000 * 60, 5.0) == 11
    assert windows_in(16_000 * 60 + 1, 5.0) == 12


@pytest.mark.parametrize("step", [2.5, 5.0])
def test_a_moment_heard_by_several_windows_is_one_moment(step: float) -> None:
    """Speech from 11 to 13 s, as each of five windows hears it, comes out as 11 to 13 s."""
    windows = 5
    log_probabilities = np.full((windows, FRAMES, 7), np.log(0.001), np.float32)
    for window in range(windows):
        times = step * window + np.arange(FRAMES) * FRAME_SECONDS + 0.031
        spoken = (times > 11) & (times < 13)
        log_probabilities[window, spoken, 1] = np.log(0.99)
        log_probabilities[window, ~spoken, 0] = np.log(0.99)
    activity = Activity.of(log_probabilities, step)
    probability = activity.speech_probability()
    assert len(probability) == activity.frames == activity.first_frame(windows - 1) + FRAMES
    [(first, after)] = stretches(probability > 0.5)
    assert frame_start(first) == pytest.approx(11, abs=0.03)
    assert frame_start(after) == pytest.approx(13, abs=0.03)


def test_stretches_at_the_edges_are_found() -> None:
    assert list(stretches(np.array([True, True, False, True]))) == [(0, 2), (3, 4)]
    assert list(stretches(np.zeros(3, np.bool_))) == []
    assert list(stretches(np.zeros(0, np.bool_))) == []
