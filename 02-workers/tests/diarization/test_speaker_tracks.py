"""Solo speech: who is alone, when, in one numbering over all windows; and the windows a voice is known by."""

from collections.abc import Callable

import numpy as np
import pytest

from scribe_workers.stages.voices.activity import FRAME_SECONDS, FRAMES, Activity
from scribe_workers.stages.voices.speaker_tracks import SoloSpeech, solo_speech, solo_speech_in
from scribe_workers.stages.voices.voice_windows import LENGTH, voice_windows

SET_OF = {(): 0, (0,): 1, (1,): 2, (2,): 3, (0, 1): 4, (0, 2): 5, (1, 2): 6}


def heard(windows: int, active_at: Callable[[float], set[int]], names: Callable[[int, int], int]) -> Activity:
    """What a perfect network hears: `names` gives a person's local voice in a window."""
    log_probabilities = np.full((windows, FRAMES, 7), -9.0, np.float32)
    for window in range(windows):
        for frame in range(FRAMES):
            people = active_at(2.5 * window + frame * FRAME_SECONDS + 0.031)
            voices = tuple(sorted(names(window, person) for person in people))
            log_probabilities[window, frame, SET_OF[voices]] = -1e-3
    return Activity.of(log_probabilities)


def two_people(time: float) -> set[int]:
    """Person 0 until 9 s, both until 10 s, person 1 until 18 s; then silence but for person 0 at 19 s."""
    if time < 9:
        return {0}
    if time < 10:
        return {0, 1}
    if time < 18:
        return {1}
    return {0} if time >= 19 else set()


def test_people_keep_their_track_though_windows_name_them_differently() -> None:
    solo = solo_speech(heard(5, two_people, lambda window, person: (person + window) % 3), 2000)
    tracks = {second: solo.tracks[solo.instants == second * 100] for second in (2, 5, 8, 12, 17)}
    assert tracks[2] == tracks[5] == tracks[8]
    assert tracks[12] == tracks[17] != tracks[2]


def test_overlaps_and_silence_are_nobodys_solo() -> None:
    solo = solo_speech(heard(5, two_people, lambda _window, person: person), 2000)
    assert not np.isin(np.arange(905, 995), solo.instants).any()
    assert not np.isin(np.arange(1805, 1895), solo.instants).any()
    assert np.isin(np.arange(5, 895), solo.instants).all()


def test_each_instant_is_there_once_and_none_after_the_end() -> None:
    solo = solo_speech(heard(5, two_people, lambda _window, person: person), 1950)
    assert (np.diff(solo.instants) > 0).all()
    assert solo.instants.max() == 1949


def test_turns_end_at_overlaps_long_silence_and_changes_of_voice() -> None:
    solo = solo_speech(heard(5, two_people, lambda _window, person: person), 2000)
    turn = {second: int(solo.turns[solo.instants == second * 100][0]) for second in (2, 8, 11, 17, 19)}
    assert turn[2] == turn[8]
    assert len({turn[2], turn[11], turn[19]}) == 3
    assert turn[11] == turn[17]


def test_a_breath_does_not_end_a_turn() -> None:
    speaking = np.ones(600, np.bool_)
    speaking[200:240] = False
    speaking[400:460] = False
    solo = solo_speech_in(speaking)
    assert np.unique(solo.turns).tolist() == [0, 1]
    assert solo.turns[solo.instants == 250] == 0
    assert solo.turns[solo.instants == 470] == 1


def test_windows_cover_a_turn_to_its_end_and_never_leave_it() -> None:
    speaking = np.zeros(1000, np.bool_)
    speaking[0:430] = True  # 4.3 s
    speaking[500:530] = True  # too short to tell anything
    speaking[600:660] = True  # short
    solo = solo_speech_in(speaking)
    windows = voice_windows(solo)
    assert [round(float(seconds), 2) for seconds in windows.seconds] == [1.5] * 5 + [0.6]
    assert (solo.turns[windows.starts] == solo.turns[windows.stops - 1]).all()
    assert solo.instants[windows.stops[4] - 1] == 429
    assert windows.sure.tolist() == [True] * 5 + [False]
    assert (np.diff(windows.centres) > 0).all()
    assert (windows.stops - windows.starts <= LENGTH).all()


def test_windows_side_by_side_stand_for_as_much_speech_as_windows_half_over_another() -> None:
    solo = solo_speech_in(np.ones(6000, np.bool_))
    half, beside = voice_windows(solo), voice_windows(solo, 1.5)
    assert len(beside) * 2 == pytest.approx(len(half), abs=1)
    assert beside.held.sum() == pytest.approx(half.held.sum(), rel=0.02)
    assert beside.sure.all()


def test_where_nobody_speaks_there_is_nothing() -> None:
    silence = solo_speech(heard(3, lambda _time: set(), lambda _window, person: person), 1500)
    assert len(silence) == 0
    assert len(voice_windows(silence)) == 0
    empty = SoloSpeech(*(np.zeros(0, np.int32) for _ in range(3)))
    assert len(voice_windows(empty)) == 0
