"""Who is the one to hear where several speak."""

import numpy as np
import pytest

from scribe_workers.stages.voices.activity import frame_at
from scribe_workers.stages.voices.foremost import crowded_windows, foremost
from scribe_workers.stages.voices.turns import exclusive_turns


def together(start: float, end: float) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Ten seconds: one speaks until `end`, another from `start` on."""
    present = np.zeros((593, 2), np.bool_)
    present[: frame_at(end), 0] = present[frame_at(start) :, 1] = True
    return present


def test_every_instant_of_an_overlap_is_listened_to_and_nothing_else_is_decided() -> None:
    present = together(4.0, 6.2)
    windows = crowded_windows(present, 998)
    decided = np.zeros(len(present), np.int32)
    for first, after in windows.frames:
        decided[first:after] += 1
    assert (decided[~present.all(1)] == 0).all()
    assert (decided[present.all(1)] > 0).mean() > 0.95
    assert all(len(span) == 75 for span in windows.spans)


@pytest.mark.parametrize("seconds", [0.0, 0.1])
def test_a_touch_of_two_turns_is_no_overlap_to_look_into(seconds: float) -> None:
    assert crowded_windows(together(5.0, 5.0 + seconds), 998).spans == []


def test_an_overlap_at_the_very_end_of_a_short_recording_is_listened_to() -> None:
    windows = crowded_windows(together(9.6, 10.0), 998)
    assert windows.spans
    assert max(int(span.max()) for span in windows.spans) < 998


def test_whoever_takes_over_in_an_overlap_is_foremost_from_then_on() -> None:
    present = together(4.0, 6.0)
    windows = crowded_windows(present, 998)
    centres = np.array([span.mean() / 100 for span in windows.spans])
    like = np.where(centres[:, None] < 5, [0.7, 0.3], [0.3, 0.7]).astype(np.float32)
    one_voice = foremost(present.astype(np.float32), present, windows, like)
    assert one_voice.sum(1).max() <= 1 + 1e-5
    assert one_voice[frame_at(4.3)].argmax() == 0
    assert one_voice[frame_at(5.7)].argmax() == 1
    assert one_voice[frame_at(4.3)].min() > 0.1, "the other is heard too"
    before, after = exclusive_turns(one_voice, present, 10.0)
    assert (before.speaker, after.speaker) == (0, 1)
    assert before.end == after.start == pytest.approx(5.0, abs=0.3)


def test_votes_without_a_turn_are_only_half_believed() -> None:
    present = np.zeros((593, 2), np.bool_)
    shares = np.zeros((593, 2), np.float32)
    shares[100] = [0.3, 0.1]
    one_voice = foremost(shares, present, crowded_windows(present, 998), np.zeros((0, 2), np.float32))
    assert one_voice[100] == pytest.approx([0.15, 0.05])
    assert exclusive_turns(one_voice, present, 10.0) == ()
