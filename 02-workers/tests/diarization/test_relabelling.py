"""From voices to labels, votes and turns."""

from itertools import product

import numpy as np
import pytest

from scribe_workers.stages.voices.activity import FRAMES, Activity
from scribe_workers.stages.voices.clustering import Voices
from scribe_workers.stages.voices.likeliest_path import likeliest_path
from scribe_workers.stages.voices.relabelling import Votes, likeness, sole_votes, solo_labels, votes
from scribe_workers.stages.voices.speaker_tracks import SoloSpeech, solo_speech, solo_speech_in
from scribe_workers.stages.voices.turns import spoken_turns
from scribe_workers.stages.voices.voice_windows import voice_windows


def nothing() -> None:
    """Nobody is asked."""


def test_the_likeliest_path_is_the_best_of_all_paths() -> None:
    random = np.random.default_rng(2)
    gains, costs = random.standard_normal((6, 3)), random.random(6)

    def worth(path: tuple[int, ...]) -> float:
        changes = sum(costs[step] for step in range(1, 6) if path[step] != path[step - 1])
        return float(sum(gains[step, choice] for step, choice in enumerate(path)) - changes)

    best = max(product(range(3), repeat=6), key=worth)
    assert likeliest_path(gains, costs, nothing).tolist() == list(best)


def test_labels_go_from_edge_to_edge_as_they_would_instant_by_instant() -> None:
    """The shortcut over stretches of equal instants gives the path that a search over every instant gives."""
    random = np.random.default_rng(3)
    speaking = np.ones(3000, np.bool_)
    for start in (400, 1100, 1130, 2300):
        speaking[start : start + 40] = False
    solo = solo_speech_in(speaking)
    windows = voice_windows(solo)
    like = random.random((len(windows), 3)).astype(np.float32)
    total, count = np.zeros((len(solo), 3)), np.zeros(len(solo))
    for window in range(len(windows)):
        total[windows.starts[window] : windows.stops[window]] += like[window]
        count[windows.starts[window] : windows.stops[window]] += 1
    gaps = np.diff(solo.instants, prepend=0)
    costs = np.where(gaps > 50, 0.0, np.where(gaps > 1, 2.5, 10.0))
    slowly = likeliest_path(total / np.maximum(count, 1)[:, None], costs, nothing)
    assert (solo_labels(like, windows, solo, nothing) == slowly).mean() > 0.999


def test_a_stray_window_does_not_change_who_speaks() -> None:
    solo = solo_speech_in(np.ones(1500, np.bool_))
    windows = voice_windows(solo)
    like = np.tile(np.array([0.7, 0.2], np.float32), (len(windows), 1))
    like[8] = [0.44, 0.46]
    assert set(solo_labels(like, windows, solo, nothing).tolist()) == {0}


@pytest.mark.parametrize(("nearer", "who"), [(0.03, {0}), (0.06, {0}), (0.18, {0, 1}), (0.3, {0, 1})])
def test_a_passage_changes_who_speaks_only_where_it_gains_more_than_two_changes_cost(
    nearer: float, who: set[int]
) -> None:
    """Of three windows, 2 s or so, that are nearer to another person by so much: a change there and back costs 20."""
    solo = solo_speech_in(np.ones(2000, np.bool_))
    windows = voice_windows(solo)
    like = np.tile(np.array([0.5, 0.5 - nearer], np.float32), (len(windows), 1))
    like[10:13] = [0.5 - nearer, 0.5]
    assert set(solo_labels(like, windows, solo, nothing).tolist()) == who


def test_a_change_of_speaker_is_found_within_a_turn() -> None:
    solo = solo_speech_in(np.ones(2000, np.bool_))
    windows = voice_windows(solo)
    like = np.where(windows.centres[:, None] < 10, [0.7, 0.1], [0.1, 0.7]).astype(np.float32)
    labels = solo_labels(like, windows, solo, nothing)
    assert labels[0] == 0
    assert labels[-1] == 1
    assert np.flatnonzero(np.diff(labels)) / 100 == pytest.approx(10, abs=0.8)


def test_a_short_window_is_rarely_a_rival_of_its_track() -> None:
    speaking = np.zeros(800, np.bool_)
    speaking[0:300] = True
    speaking[400:450] = True
    solo = solo_speech_in(speaking)
    tracks = np.where(solo.instants < 300, 7, 8).astype(np.int32)
    windows = voice_windows(SoloSpeech(solo.instants, tracks, solo.turns))
    voices = Voices(np.eye(2, 192, dtype=np.float32))
    vectors = np.zeros((len(windows), 192), np.float32)
    vectors[:, 0], vectors[-1, :2] = 1.0, (0.51, 0.49)
    like = likeness(vectors, windows, voices)
    assert like[-1].argmax() == 1
    assert (like[:-1].argmax(1) == 0).all()


def overlapping() -> Activity:
    """One window: voice 0 until frame 300, voice 1 from 250 on."""
    log_probabilities = np.full((1, FRAMES, 7), -9.0, np.float32)
    log_probabilities[0, :250, 1] = log_probabilities[0, 250:300, 4] = log_probabilities[0, 300:, 2] = -1e-3
    return Activity.of(log_probabilities)


def test_overlaps_are_kept_and_speakers_numbered_by_first_appearance() -> None:
    activity = overlapping()
    solo = solo_speech(activity, 998)
    labels = np.where(solo.instants < 480, 1, 0).astype(np.int32)  # whoever speaks first was found second
    spoken = spoken_turns(votes(activity, solo, labels, 998, 2, nothing), 10.0)
    first, second = spoken.turns
    assert (first.speaker, second.speaker) == (0, 1)
    assert first.end == pytest.approx(300 * 0.016875, abs=0.05)
    assert second.start == pytest.approx(250 * 0.016875, abs=0.05)
    assert second.end == 10.0 or second.end == pytest.approx(9.95, abs=0.05)
    assert spoken.people == (1, 0)
    assert spoken.shares[100] == pytest.approx([1, 0], abs=0.01)


def test_one_local_voice_may_be_two_people() -> None:
    log_probabilities = np.full((1, FRAMES, 7), -9.0, np.float32)
    log_probabilities[0, :, 1] = -1e-3
    activity = Activity.of(log_probabilities)
    solo = solo_speech(activity, 998)
    labels = (solo.instants >= 500).astype(np.int32)
    turns = spoken_turns(votes(activity, solo, labels, 998, 2, nothing), 10.0).turns
    assert [turn.speaker for turn in turns] == [0, 1]
    assert turns[0].end == pytest.approx(5, abs=0.05)


def test_two_voices_at_once_are_never_one_person() -> None:
    activity = overlapping()
    solo = solo_speech(activity, 998)
    turns = spoken_turns(votes(activity, solo, np.zeros(len(solo), np.int32), 998, 1, nothing), 10.0).turns
    assert [(turn.speaker, round(turn.start, 1)) for turn in turns] == [(0, 0.0)]


def test_nobody_is_left_who_has_no_turn() -> None:
    activity = overlapping()
    solo = solo_speech(activity, 998)
    spoken = spoken_turns(votes(activity, solo, np.full(len(solo), 3, np.int32), 998, 5, nothing), 10.0)
    assert {turn.speaker for turn in spoken.turns} == {0}
    assert spoken.people == (3,)


def test_without_a_segmentation_labels_alone_make_turns() -> None:
    speaking = np.ones(1000, np.bool_)
    speaking[300:400] = False
    solo = solo_speech_in(speaking)
    labels = (solo.instants > 350).astype(np.int32)
    turns = spoken_turns(sole_votes(solo, labels, 1000, 2), 10.0).turns
    assert [turn.speaker for turn in turns] == [0, 1]
    assert turns[0].end == pytest.approx(3, abs=0.05)
    assert turns[1].start == pytest.approx(4, abs=0.05)


def test_short_pauses_are_bridged_and_blips_dropped() -> None:
    speech = np.zeros(600, np.float32)
    speech[0:100] = speech[110:200] = 1  # a pause of 0.17 s
    speech[400:404] = 1  # 0.07 s
    turns = spoken_turns(Votes(np.ones((600, 1), np.float32), speech, np.zeros_like(speech)), 10.2).turns
    assert len(turns) == 1
    assert turns[0].end == pytest.approx(200 * 0.016875, abs=0.05)


@pytest.mark.parametrize(("frames", "turns"), [(10, 1), (14, 2), (18, 2)])  # 0.17 s, 0.24 s, 0.30 s
def test_a_pause_is_one_from_a_fifth_of_a_second(frames: int, turns: int) -> None:
    speech = np.ones(300, np.float32)
    speech[100 : 100 + frames] = 0
    found = spoken_turns(Votes(np.ones((300, 1), np.float32), speech, np.zeros_like(speech)), 5.1).turns
    assert len(found) == turns


@pytest.mark.parametrize(("overlap", "speakers"), [(0.35, {0}), (0.45, {0, 1}), (0.6, {0, 1})])
def test_somebody_else_speaks_too_from_less_than_even_odds(overlap: float, speakers: set[int]) -> None:
    speech, both = np.ones(300, np.float32), np.zeros(300, np.float32)
    both[100:200] = overlap
    shares = np.tile(np.array([0.9, 0.4], np.float32), (300, 1))
    assert {turn.speaker for turn in spoken_turns(Votes(shares, speech, both), 5.1).turns} == speakers


def test_windows_that_half_believe_in_an_overlap_outvote_one_that_does_not() -> None:
    """Posteriors are averaged before anything is decided: 0.45 in both windows is an overlap, though neither calls it one."""
    log_probabilities = np.full((2, FRAMES, 7), -9.0, np.float32)
    log_probabilities[:, :, 1] = -1e-3
    log_probabilities[:, 300:350, 1] = np.log(0.54)
    log_probabilities[:, 300:350, 4] = np.log(0.45)
    log_probabilities[:, 400:, 1], log_probabilities[:, 400:, 2] = -9.0, -1e-3
    activity = Activity.of(log_probabilities[:1])
    assert not (activity.active(0).sum(1) > 1).any()
    solo = solo_speech(activity, 998)
    labels = (solo.instants >= 600).astype(np.int32)
    turns = spoken_turns(votes(activity, solo, labels, 998, 2, nothing), 10.0).turns
    middle = 325 * 0.016875
    assert {turn.speaker for turn in turns if turn.start < middle < turn.end} == {0, 1}
