"""How many people speak and what each sounds like: agglomerative clustering of voice vectors, then a refinement.

Average linkage of cosines needs only sums of vectors, so windows are merged in two rounds: within blocks of time while
they are clearly alike, then between blocks. The result is the same as in one round (but for the few neighbours that a
block's edge separates) and a recording of eight hours needs no more than a block's square of memory.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scribe_workers.stages.voices.arrays import Doubles, Floats, Ints
from scribe_workers.stages.voices.embedding import unit
from scribe_workers.stages.voices.variational_bayes import refined_labels, voice_space
from scribe_workers.stages.voices.voice_windows import VoiceWindows

DIFFERENT_PEOPLE = 0.65
"""Mean cosine distance from which two groups of windows are two people; 0.60 to 0.70 do equally well (0005)."""

CLEARLY_ALIKE = 0.45
"""Mean cosine distance up to which windows of a block are merged before blocks are compared: leaves 175 groups an hour."""

CLEARLY_ALIKE_IN_LONG = 0.55
"""The same in long recordings: leaves 36 groups an hour."""

FINEST = 0.1
"""No closer look than half of this: two windows of one breath differ more."""

LONG = 6000
"""Windows from which a recording is long: about two hours of speech."""

RIVALS = 0.2
"""Distance added between windows of different tracks close in time, which are two people in 97 to 99 % of cases."""

RIVAL_SECONDS = 7.5
"""How close; further apart the segmentation's windows no longer overlap and a track's number means little."""

LEAST_SPEECH = 2.5
"""Seconds of speech in sure windows below which a group that shares its turns with others is no person but a mixture,"""

LEAST_SPEECH_ALONE = 1.2
"""and below which nobody is a person, not even who has turns of their own or is asked for by number (0014)."""

OWN_TURNS = 0.8
"""Share of its turns that a group must hold to call them its own; 0.6 to 0.99 do equally well (0014)."""

BLOCK = 1500
"""Windows merged at once: 19 minutes of dense speech, 9 MB of distances."""

ENOUGH_TO_REFINE = 150
"""Windows below which the refinement has too little to learn the recording's own variation from: with 40, which is 30 s,
it merges people; 100 to 200 do equally well (0014)."""


@dataclass(frozen=True, slots=True)
class Voices:
    """What each person of a recording sounds like: unit vectors, `(people, 192)`."""

    centroids: Floats

    def __len__(self) -> int:
        return len(self.centroids)


@dataclass(frozen=True, slots=True)
class Merges:
    """A history of merges: `pairs` `(merges, 2)`, the second group joining the first, and their `heights` `(merges,)`."""

    pairs: Ints
    heights: Floats

    def __len__(self) -> int:
        return len(self.heights)

    def labels(self, groups: int, merges: int) -> Ints:
        """Which group, numbered from 0, each of the first groups ends in after so many merges, `(groups,)`."""
        joined = np.arange(groups)
        joined[self.pairs[:merges, 1]] = self.pairs[:merges, 0]
        # A group that was joined may have joined another later: follow until nothing moves.
        while not np.array_equal(joined, followed := joined[joined]):
            joined = followed
        return np.unique(joined, return_inverse=True)[1].astype(np.int32)


def people(
    vectors: Floats, windows: VoiceWindows, *, speakers: int | None, refine: bool, tick: Callable[[], None]
) -> Voices:
    """The people who speak in the windows with these unit `vectors` `(windows, 192)`.

    Args:
        vectors: The windows' voice vectors.
        windows: Where they are, in order of time.
        speakers: How many people there are, where that is known; fewer come back only where there are too few windows.
        refine: Whether turns can be trusted to hold one voice each, so that the refinement can learn from them.
        tick: Called every second or so of work.
    """
    trusted = np.flatnonzero(windows.sure)
    if len(trusted) < max(2, speakers or 0):
        trusted = np.arange(len(windows))
    if len(trusted) < 2 or speakers == 1:
        weights = windows.seconds[trusted, None]
        return Voices(unit((vectors[trusted] * weights).sum(0, keepdims=True)))
    sounds, seconds = vectors[trusted], windows.seconds[trusted]
    labels = _clustered(sounds, windows.centres[trusted], windows.tracks[trusted], seconds, speakers, tick)
    turns = windows.turns[trusted]
    kept = _substantial(labels, seconds, turns, speakers)
    if refine and len(sounds) >= ENOUGH_TO_REFINE and labels.max() > 0:
        space = voice_space(sounds, turns)
        refined = refined_labels(space, windows.centres[trusted], labels, tick)
        still = _substantial(refined, seconds, turns, speakers)
        if speakers is None or len(still) == len(kept):
            labels, kept = refined, still
    sums = [(sounds[labels == label] * seconds[labels == label, None]).sum(0) for label in kept]
    return Voices(unit(np.stack(sums)))


def _substantial(labels: Ints, seconds: Floats, turns: Ints, speakers: int | None) -> Ints:
    """Labels with enough speech to be a person; the `speakers` largest where that many are known to be there.

    Whoever says little says it in a turn of their own; a small group inside other people's turns is a mixture of them.
    """
    held = np.bincount(labels, seconds)  # (labels,)
    in_turn = np.bincount(turns, seconds)  # (turns,)
    around = np.array([in_turn[np.unique(turns[labels == label])].sum() for label in range(len(held))])  # (labels,)
    by_size = np.argsort(-held, kind="stable")
    alone = (held >= LEAST_SPEECH_ALONE) & (held >= OWN_TURNS * around)
    enough = by_size[((held >= LEAST_SPEECH) | alone)[by_size]]
    if speakers is not None and len(enough) < speakers:
        enough = by_size[held[by_size] >= LEAST_SPEECH_ALONE][:speakers]
    if len(enough) == 0:
        enough = by_size[:1]
    return np.sort(enough[:speakers]).astype(np.int32)


def _clustered(
    vectors: Floats, times: Floats, tracks: Ints, seconds: Floats, speakers: int | None, tick: Callable[[], None]
) -> Ints:
    """A label for every window, `(windows,)`, by average linkage in two rounds."""
    alike = CLEARLY_ALIKE if len(vectors) < LONG else CLEARLY_ALIKE_IN_LONG
    while True:
        groups, distances = _alike(vectors, times, tracks, alike, tick)
        sizes = np.bincount(groups).astype(np.float64)  # (groups,)
        merges = average_linkage(distances, sizes, np.inf)
        tick()
        held = np.bincount(groups, seconds).astype(np.float64)  # (groups,)
        made, reached = _how_many(merges, held, speakers)
        if reached or alike < FINEST or len(vectors) >= LONG:
            return merges.labels(len(sizes), made)[groups]
        alike /= 2  # more people are asked for than there are groups to choose from: look closer


def _alike(vectors: Floats, times: Floats, tracks: Ints, alike: float, tick: Callable[[], None]) -> tuple[Ints, Floats]:
    """The first round: each window's group, `(windows,)`, and the groups' mean distances, `(groups, groups)`."""
    groups = np.zeros(len(vectors), np.int32)
    count = 0
    inside: list[Floats] = []
    for first in range(0, len(vectors), BLOCK):
        block = slice(first, first + BLOCK)
        distances = _distances(vectors[block], times[block], tracks[block])
        merges = average_linkage(distances, np.ones(len(distances)), alike)
        own = merges.labels(len(distances), len(merges))
        members = _members(own)  # (groups, windows of the block)
        between = members @ distances @ members.T  # (groups, groups): with the rivals' distance
        inside.append(between.astype(np.float32))
        groups[block] = own + count
        count += len(members)
        tick()
    means = np.zeros((count, vectors.shape[1]), np.float32)
    np.add.at(means, groups, vectors)
    means /= np.bincount(groups)[:, None]
    overall: Floats = np.clip(1.0 - means @ means.T, 0.0, None).astype(np.float32)  # (groups, groups)
    place = 0
    for own_distances in inside:
        after = place + len(own_distances)
        overall[place:after, place:after] = own_distances
        place = after
    return groups, overall


def _distances(vectors: Floats, times: Floats, tracks: Ints) -> Floats:
    """Cosine distances within a block, `(windows, windows)`, larger between rivals."""
    distances: Floats = np.clip(1.0 - vectors @ vectors.T, 0.0, None)
    near = np.abs(times[:, None] - times) < RIVAL_SECONDS
    distances[near & (tracks[:, None] != tracks)] += RIVALS
    return distances


def _members(labels: Ints) -> Floats:
    """Each label's even share of its windows, `(labels, windows)`."""
    members = np.zeros((int(labels.max()) + 1, len(labels)), np.float32)
    members[labels, np.arange(len(labels))] = 1.0
    members /= members.sum(1, keepdims=True, dtype=np.float32)
    return members


def _how_many(merges: Merges, held: Doubles, speakers: int | None) -> tuple[int, bool]:
    """How many of the merges to make: up to the usual distance, or until the known number of people is left.

    `held` `(groups,)` is how many seconds of speech each group starts with. Also tells whether that number is reached.
    """
    usual = int(np.searchsorted(merges.heights, DIFFERENT_PEOPLE, side="right"))
    if speakers is None:
        return usual, True
    # Whoever is asked for beyond those found has said little: so look for little, rather than cut somebody in two.
    found = _people_after(merges, held, LEAST_SPEECH)
    counts = found if found[usual] >= speakers else _people_after(merges, held, LEAST_SPEECH_ALONE)
    fitting = np.flatnonzero(counts == speakers)
    return (int(fitting[-1]), True) if len(fitting) else (int(counts.argmax()), False)


def _people_after(merges: Merges, held: Doubles, least: float) -> Ints:
    """How many groups hold at least so many seconds after each number of merges, `(merges + 1,)`."""
    seconds = held.copy()
    counts = [int((seconds >= least).sum())]
    for kept, gone in merges.pairs:
        before = int(seconds[kept] >= least) + int(seconds[gone] >= least)
        seconds[kept] += seconds[gone]
        seconds[gone] = 0.0
        counts.append(counts[-1] - before + int(seconds[kept] >= least))
    return np.array(counts, np.int32)


def average_linkage(distances: Floats, sizes: Doubles, stop: float) -> Merges:
    """Merge the two nearest groups again and again until they are further apart than `stop`.

    `distances` `(groups, groups)` are mean distances between the members of groups with `sizes` `(groups,)` members.
    Source: Müllner, "Modern hierarchical, agglomerative clustering algorithms", arXiv 1109.2378, section 3.3: every
    group remembers its nearest, so a merge costs a few rows.
    """
    between = distances.astype(np.float32, copy=True)
    np.fill_diagonal(between, np.inf)
    weight = sizes.astype(np.float64, copy=True)
    nearest = between.argmin(1)  # (groups,)
    nearest_at = between[np.arange(len(between)), nearest]
    pairs: list[tuple[int, int]] = []
    heights: list[float] = []
    for _ in range(len(between) - 1):
        first = int(nearest_at.argmin())
        second = int(nearest[first])
        height = float(nearest_at[first])
        if height > stop:
            break
        kept, gone = min(first, second), max(first, second)
        share = weight[kept] / (weight[kept] + weight[gone])
        row = share * between[kept] + (1.0 - share) * between[gone]  # (groups,)
        row[[kept, gone]] = np.inf
        between[kept] = between[:, kept] = row
        between[gone] = between[:, gone] = np.inf
        weight[kept] += weight[gone]
        nearest_at[gone] = np.inf
        # Only groups whose nearest was one of the two can have a new nearest: a mean is never below both its parts.
        for stale in np.flatnonzero(np.isfinite(nearest_at) & ((nearest == kept) | (nearest == gone))):
            nearest[stale] = between[stale].argmin()
            nearest_at[stale] = between[stale, nearest[stale]]
        nearest[kept] = row.argmin()
        nearest_at[kept] = row[nearest[kept]]
        pairs.append((kept, gone))
        heights.append(height)
    # Heights rise but for rounding.
    return Merges(np.array(pairs, np.int32).reshape(-1, 2), np.maximum.accumulate(np.array(heights, np.float32)))
