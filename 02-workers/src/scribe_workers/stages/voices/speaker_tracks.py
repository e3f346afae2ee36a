"""Where exactly one person speaks, and which local voice that is: the only sound a voice is judged by.

The segmentation network merges similar voices into one local voice, so a track may hold two people; but two tracks
that are active close together are two people in 97 to 99 % of cases.
"""

from dataclasses import dataclass
from itertools import count, permutations

import numpy as np

from scribe_workers.stages.voices.activity import (
    FRAME_OF_INSTANT,
    FRAMES,
    INSTANTS_A_SECOND,
    VOICES,
    WINDOW_INSTANTS,
    WINDOW_SECONDS,
    Activity,
)
from scribe_workers.stages.voices.arrays import Bools, Ints

SAME_TRACK_FRAMES = 3.0
"""Frames that two windows' voices must share, summed over the products of their posteriors, to be one track; 1 to 30 do equally
well (docs/decisions/0005)."""

PAIRINGS = tuple(permutations(range(VOICES)))
"""Every way to pair two windows' voices: few enough to try all, and SciPy's way takes a third of a second to load."""

TURN_PAUSE = int(0.5 * INSTANTS_A_SECOND)
"""Instants of silence that end a turn; 0.25 s does as well, with 1 s French DER is two points higher (0005)."""


@dataclass(frozen=True, slots=True)
class SoloSpeech:
    """Every instant at which exactly one person speaks, in order.

    Shapes: all `(solo,)`. `instants` counts from the recording's start; `tracks` tells the local voice, chained from
    window to window; `turns` numbers what was said without a pause, an overlap or a change of track.
    """

    instants: Ints
    tracks: Ints
    turns: Ints

    def __len__(self) -> int:
        return len(self.instants)

    def on_tracks(self, tracks: Ints) -> "SoloSpeech":
        """The same instants on other tracks, `(solo,)`; a turn also ends where they change."""
        new_turn = (np.diff(tracks) != 0) | (np.diff(self.turns) != 0)  # (solo - 1,)
        turns = np.concatenate([[0], np.cumsum(new_turn)]).astype(np.int32)[: len(tracks)]
        return SoloSpeech(self.instants, tracks, turns)


def solo_speech(activity: Activity, instants: int) -> SoloSpeech:
    """Where one person speaks alone in a recording of so many instants.

    Every instant is heard in up to four windows (two where they are five seconds apart); the one with it nearest to its middle decides.
    """
    track_at = np.full(instants, -1, np.int32)
    overlapped = np.zeros(instants, np.bool_)
    tracks = _tracks(activity)
    for window in range(len(activity)):
        first = activity.first_instant(window)
        margin = int((WINDOW_SECONDS - activity.step) / 2 * INSTANTS_A_SECOND)
        start = 0 if window == 0 else first + margin
        stop = first + WINDOW_INSTANTS - (0 if window == len(activity) - 1 else margin)
        stop = min(stop, instants)
        if stop <= start:
            continue
        active = activity.active(window)[FRAME_OF_INSTANT[start - first : stop - first]]  # (span, voices)
        voices = active.sum(1)  # (span,)
        overlapped[start:stop] = voices > 1
        own_tracks = tracks[window, active.argmax(1)]  # (span,)
        track_at[start:stop] = np.where(voices == 1, own_tracks, -1)
    return _with_turns(track_at, overlapped)


def solo_speech_in(speaking: Bools) -> SoloSpeech:
    """The same where only speech and silence are known, `(instants,)`: one track, nothing known of overlaps."""
    return _with_turns(np.where(speaking, 0, -1).astype(np.int32), np.zeros(len(speaking), np.bool_))


def _tracks(activity: Activity) -> Ints:
    """The track of each window's local voices, `(windows, 3)`: voices of neighbours that are active together are one."""
    fresh = count()
    tracks = np.full((len(activity), VOICES), -1, np.int32)
    for window in range(len(activity)):
        if window:
            shift = activity.first_frame(1)
            before = activity.posteriors(window - 1)[shift:]  # (shared frames, voices)
            after = activity.posteriors(window)[: FRAMES - shift]  # (shared frames, voices)
            together = before.T @ after  # (voices before, voices after)
            pairing = max(PAIRINGS, key=lambda new: together[range(VOICES), new].sum())
            for old, new in enumerate(pairing):
                if together[old, new] > SAME_TRACK_FRAMES:
                    tracks[window, new] = tracks[window - 1, old]
        for voice in range(VOICES):
            if tracks[window, voice] < 0:
                tracks[window, voice] = next(fresh)
    return tracks


def _with_turns(track_at: Ints, overlapped: Bools) -> SoloSpeech:
    instants = np.flatnonzero(track_at >= 0).astype(np.int32)  # (solo,)
    tracks = track_at[instants]
    overlaps_before = np.cumsum(overlapped)[instants]
    new_turn = (np.diff(tracks) != 0) | (np.diff(instants) > TURN_PAUSE) | (np.diff(overlaps_before) > 0)  # (solo - 1,)
    turns = np.concatenate([[0], np.cumsum(new_turn)]).astype(np.int32)[: len(instants)]
    return SoloSpeech(instants, tracks, turns)
