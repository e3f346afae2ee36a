"""From people's voices to who speaks at every instant, overlaps included.

First every instant of solo speech gets its person, by all windows that cover it. Then, in each window of the
segmentation, every local voice takes at each frame the person of its nearest solo frame, so that one local voice may
hold two people; the windows vote with their posteriors.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scribe_workers.stages.voices.activity import (
    FADE,
    FIRST_CENTRE,
    FRAME_SECONDS,
    FRAMES,
    INSTANT_OF_FRAME,
    INSTANTS_A_SECOND,
    VOICES,
    Activity,
)
from scribe_workers.stages.voices.arrays import Bools, Floats, Indices, Ints, as_shares
from scribe_workers.stages.voices.clustering import Voices
from scribe_workers.stages.voices.likeliest_path import likeliest_path
from scribe_workers.stages.voices.speaker_tracks import SoloSpeech
from scribe_workers.stages.voices.voice_windows import VoiceWindows

SWITCH_COST = 10.0
"""Likeness (cosine summed over instants) that a change of person must gain; 10 to 20 do equally well (0005)."""

CHEAP_SWITCH = 0.25
"""Share of it where the track changes or silence lies between; 0.1 to 0.5 do equally well (0005)."""

FREE_SWITCH_PAUSE = int(0.5 * INSTANTS_A_SECOND)
"""Instants of silence after which anybody may speak; 0.25 to 1 s do equally well (0005)."""

RIVAL_COST = 0.1
"""Likeness that a short window loses for people of other tracks nearby: it is rarely one of them. Without it French
DER is 0.2 points higher, with 0.2 as well (0005)."""

RIVALS_NEAR = 5.0
"""Seconds within which another track's people are such rivals; 2.5 to 10 do equally well (0005)."""

IMPOSSIBLE = -1e6
"""What somebody gains on the other side of a conversation."""

NOBODY = -1
"""The label of an instant that is nobody's."""

TICK_WINDOWS = 500
"""Windows between two signs of life, well under a second of work."""


def likeness(vectors: Floats, windows: VoiceWindows, voices: Voices) -> Floats:
    """How much each window sounds like each person, `(windows, people)`."""
    like: Floats = vectors @ voices.centroids.T
    nearest = like.argmax(1)  # (windows,)
    sure = windows.sure
    order = np.argsort(windows.centres, kind="stable")
    times = windows.centres[order]
    for window in np.flatnonzero(~sure):
        centre = windows.centres[window]
        first, after = np.searchsorted(times, [centre - RIVALS_NEAR, centre + RIVALS_NEAR])
        near = order[first:after]
        rivals = near[sure[near] & (windows.tracks[near] != windows.tracks[window])]
        like[window, np.unique(nearest[rivals])] -= RIVAL_COST
    if voices.sides is not None:
        like[windows.tracks[:, None] != voices.sides] = -1.0
    return like


def solo_labels(
    like: Floats, windows: VoiceWindows, solo: SoloSpeech, tick: Callable[[], None], sides: Ints | None = None
) -> Ints:
    """The person who speaks at each solo instant, `(solo,)`: the likeliest sequence when changing has a cost.

    Where tracks are the sides of a conversation, nobody speaks on another than their own of the `sides` `(people,)`.

    With like(t, p) the mean likeness to person p of the windows that cover instant t, and cost(t) what a change there costs:

        labels  =  argmax over p(1) … p(n) of  Σ like(t, p(t)) − Σ cost(t) · [p(t) ≠ p(t − 1)]

    Instants between two edges of windows, tracks and pauses are alike, so the search goes from edge to edge: a change
    elsewhere would gain nothing.
    """
    if len(solo) == 0:
        return np.zeros(0, np.int32)
    gaps = np.diff(solo.instants, prepend=solo.instants[0])  # (solo,)
    new_track = np.diff(solo.tracks, prepend=solo.tracks[0]) != 0
    edges = np.unique(
        np.concatenate(
            [[0], windows.starts, windows.stops[windows.stops < len(solo)], np.flatnonzero(new_track | (gaps > 1))]
        )
    )  # (pieces,)
    lengths = np.diff(edges, append=len(solo))
    costs = np.where(
        gaps[edges] > FREE_SWITCH_PAUSE,
        0.0,
        np.where(new_track[edges] | (gaps[edges] > 1), SWITCH_COST * CHEAP_SWITCH, SWITCH_COST),
    )
    first = np.searchsorted(edges, windows.starts)
    after = np.searchsorted(edges, windows.stops)
    change = np.zeros((len(edges) + 1, like.shape[1] + 1))  # (pieces + 1, people and how many windows)
    counted = np.column_stack([like, np.ones(len(like))])
    np.add.at(change, first, counted)
    np.subtract.at(change, after, counted)
    covering = np.cumsum(change, axis=0)[:-1]  # (pieces, people and how many windows)
    gains = covering[:, :-1] / np.maximum(covering[:, -1:], 1.0) * lengths[:, None]  # (pieces, people)
    if sides is not None:
        gains[solo.tracks[edges][:, None] != sides] = IMPOSSIBLE
        costs[new_track[edges]] = 0.0
    return np.repeat(likeliest_path(gains, costs, tick), lengths).astype(np.int32)


@dataclass(frozen=True, slots=True)
class Votes:
    """What all windows together say of each frame, as probabilities.

    Shapes: `shares` `(frames, people)`, that a person speaks; `speech` and `overlap` `(frames,)`, that anybody speaks
    and that more than one does.
    """

    shares: Floats
    speech: Floats
    overlap: Floats


def votes(
    activity: Activity, solo: SoloSpeech, labels: Ints, instants: int, people: int, tick: Callable[[], None]
) -> Votes:
    """The windows' soft votes: a frame's posteriors, averaged over the windows that hear it, the middle of each most."""
    label_at = np.full(instants, NOBODY, np.int32)
    label_at[solo.instants] = labels
    shares = np.zeros((activity.frames, people), np.float32)
    speech, overlap, weight = (np.zeros(activity.frames, np.float32) for _ in range(3))
    for window in range(len(activity)):
        posteriors = activity.posteriors(window)  # (frames of the window, voices)
        speaking = as_shares(activity.speech[window])  # (frames of the window,)
        heard = INSTANT_OF_FRAME + activity.first_instant(window)
        known = label_at[np.minimum(heard, instants - 1)]  # (frames of the window,)
        first = activity.first_frame(window)
        for voice, person in _people_of(activity.active(window), known).items():
            named = np.flatnonzero(person != NOBODY)
            shares[first + named, person[named]] += posteriors[named, voice] * FADE[named]
        span = slice(first, first + FRAMES)
        speech[span] += speaking * FADE
        # At most two speak at once: P(one) + P(two) = speaking, P(one) + 2 P(two) = the sum of the voices' posteriors.
        overlap[span] += np.clip(posteriors.sum(1) - speaking, 0.0, 1.0) * FADE
        weight[span] += FADE
        if window % TICK_WINDOWS == 0:
            tick()
    return Votes(np.minimum(shares / weight[:, None], 1.0), speech / weight, overlap / weight)


def sole_votes(solo: SoloSpeech, labels: Ints, instants: int, people: int) -> Votes:
    """The same as `votes` where nothing is known of overlaps: one person at each solo instant."""
    label_at = np.full(instants, NOBODY, np.int32)
    label_at[solo.instants] = labels
    centres = np.arange(0.0, instants / INSTANTS_A_SECOND, FRAME_SECONDS) + FIRST_CENTRE  # (frames,)
    known = label_at[np.minimum((centres * INSTANTS_A_SECOND).astype(np.int32), instants - 1)]  # (frames,)
    shares = (known[:, None] == np.arange(people)).astype(np.float32)  # (frames, people)
    return Votes(shares, (known != NOBODY).astype(np.float32), np.zeros(len(known), np.float32))


def _people_of(active: Bools, known: Ints) -> dict[int, Ints]:
    """Who each local voice of one window is at each of its frames, `(589,)`: whoever its nearest solo frame is.

    From the window's `active` voices `(589, 3)` and the `known` solo labels `(589,)`. A voice that is heard in overlaps
    only is left out: other windows decide.
    """
    alone = (active.sum(1) == 1) & (known != NOBODY)  # (frames,)
    named: dict[int, Ints] = {}
    for voice in range(VOICES):
        sources = np.flatnonzero(active[:, voice] & alone)
        if len(sources) == 0:
            continue
        person = known[_nearest(sources)]  # (frames,)
        for other, earlier in named.items():
            _keep_apart(earlier, person, active[:, voice] & active[:, other], active[:, voice])
        named[voice] = person
    return named


def _nearest(sources: Indices) -> Indices:
    """For each frame of a window the nearest of `sources`, which are sorted."""
    frames = np.arange(FRAMES)
    place = np.searchsorted(sources, frames)
    left = sources[np.clip(place - 1, 0, len(sources) - 1)]
    right = sources[np.clip(place, 0, len(sources) - 1)]
    return np.where(np.abs(frames - left) <= np.abs(right - frames), left, right)


def _keep_apart(first: Ints, second: Ints, together: Bools, active: Bools) -> None:
    """Where two local voices speak `together` and would be one person, give the second whoever else it mostly is."""
    clash = together & (first == second)
    if not clash.any():
        return
    shared = second[clash][0]
    others = second[active & (second != shared) & (second != NOBODY)]
    second[clash] = np.bincount(others).argmax() if len(others) else NOBODY
