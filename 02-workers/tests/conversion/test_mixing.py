"""Channels and tracks become one sound without losing a voice, whatever the block or the order they come in."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scribe_workers.engines.mixing import Downmix, Timeline

from .conftest import tone

RATE = 16_000


def mixed(channels: np.ndarray, seconds: float = 0.5) -> np.ndarray:
    """The channels mixed block by block."""
    downmix, step = Downmix(channels.shape[0], RATE), round(seconds * RATE)
    blocks = [channels[:, at : at + step].astype(np.float32) for at in range(0, channels.shape[1], step)]
    return np.concatenate([downmix(block) for block in blocks])


def test_one_channel_is_left_alone() -> None:
    voice = tone(300, 2)
    assert np.array_equal(mixed(voice[None]), voice.astype(np.float32))


def test_voices_that_have_nothing_to_do_with_each_other_are_never_turned_round() -> None:
    rng = np.random.default_rng(0)
    pair = rng.normal(0, 0.1, (2, RATE * 30)) * (rng.random((2, 60)) > 0.4).repeat(RATE // 2, axis=1)
    assert np.allclose(mixed(pair)[RATE:], pair.mean(axis=0)[RATE:], atol=1e-6)


def test_two_microphones_in_a_room_are_not_taken_for_inverted() -> None:
    voice = np.random.default_rng(1).normal(0, 0.1, RATE * 10)
    for delay in (5, 20, 47, 100):
        pair = np.stack((voice, np.roll(voice, delay) * 0.7))
        assert np.allclose(mixed(pair), pair.mean(axis=0), atol=1e-6)


def test_an_inverted_channel_with_noise_of_its_own_is_turned_round() -> None:
    rng = np.random.default_rng(2)
    voice = rng.normal(0, 0.1, RATE * 5)
    pair = np.stack((voice, -0.8 * voice + rng.normal(0, 0.02, voice.size)))
    assert mixed(pair).std() == pytest.approx(0.09, rel=0.05)


def test_a_change_of_weights_makes_no_click() -> None:
    pair = np.stack((tone(200, 4), np.concatenate((np.zeros(RATE * 2), tone(200, 2)))))
    assert np.abs(np.diff(mixed(pair))).max() < 0.03  # a 200 Hz sine of 0.3 itself steps by 0.024


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 5000)), min_size=1, max_size=40),
    st.lists(st.integers(0, 3000), min_size=3, max_size=3),
)
@settings(max_examples=100, deadline=None)
def test_tracks_add_up_in_whatever_order_their_pieces_come(pieces: list[tuple[int, int]], starts: list[int]) -> None:
    timeline = Timeline(3)
    reached, out = list(starts), []
    expected = np.zeros(300_000)
    for number, (track, size) in enumerate(pieces):
        sound = np.full(size, 0.001 * (number % 7 + 1), dtype=np.float32)
        expected[reached[track] : reached[track] + size] += sound
        out.append(timeline.add(track, reached[track], sound))
        reached[track] += size
    out.append(timeline.finish())
    got = np.concatenate(out)
    assert np.allclose(got, expected[: got.size] / 3**0.5, atol=1e-6)
    assert not expected[got.size :].any()
    assert timeline.lost == 0


def test_a_track_that_never_comes_is_not_waited_for() -> None:
    timeline = Timeline(2)
    second = np.ones(RATE, dtype=np.float32) * 0.1
    ready = sum(timeline.add(0, at * RATE, second).size for at in range(600))
    assert ready == (600 - Timeline.PATIENCE_SECONDS) * RATE
    assert timeline.finish().size == Timeline.PATIENCE_SECONDS * RATE


def test_what_comes_too_late_is_counted() -> None:
    timeline = Timeline(2)
    for at in range(200):
        timeline.add(0, at * RATE, np.zeros(RATE, dtype=np.float32))
    timeline.add(1, 0, np.ones(RATE, dtype=np.float32))
    assert timeline.lost == RATE
