"""How many people speak and what each sounds like: agglomerative clustering of voice vectors, then a refinement.

The distance of two groups A and B of unit vectors is the mean cosine distance of their members, and that is one of their means m:

    d(A, B)  =  mean over a in A, b in B of (1 − a · b)  =  1 − m(A) · m(B)

So average linkage needs only sums of vectors, and windows are merged in two rounds: within blocks of time while they are
clearly alike, then between blocks. The result is the same as in one round (but for the few neighbours that a
block's edge separates). Whatever a recording sounds like, no square is larger than a block's or that of `MOST_GROUPS`, and no
table has more columns than `MOST_PEOPLE`, so time and memory grow as its length does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from scribe_core.domain.run import SpeakerRange
from scribe_workers.stages.voices.arrays import Doubles, Floats, Ints
from scribe_workers.stages.voices.embedding import unit
from scribe_workers.stages.voices.linkage import Merges, average_linkage
from scribe_workers.stages.voices.variational_bayes import NOBODY, refined_labels, voice_space
from scribe_workers.stages.voices.voice_windows import VoiceWindows

DIFFERENT_PEOPLE = 0.65
"""Mean cosine distance from which two groups of windows are two people; 0.625 to 0.675 do equally well (0013)."""

DIFFERENT_AT_FIRST = 0.6
"""The same where the refinement follows, which joins what is one person but cuts nobody in two; 0.575 to 0.625 do equally well,
0.55 cut one reader of an hour in two and 0.65 joined two (0013)."""

SURELY = 0.1
"""How far from it a merge must be to contradict the number of people that somebody gave: never for the right number, in 62 %
of recordings and 54 % of minutes for one too few, in 88 and 91 % for two (0014)."""

CLEARLY_ALIKE = 0.45
"""Mean cosine distance up to which windows of a block are merged before blocks are compared: leaves 175 groups of the hour of
ten readers (0005). It changes the work and not the people: merging in two rounds is merging in one (the tests), and 0.35 to 0.55
give the same DER on seven development recordings (0013)."""

CLEARLY_ALIKE_IN_LONG = 0.55
"""The same in long recordings: leaves 36 groups an hour (0005). That hour three times over gives its ten people (benchmarks/README.md)."""

FINEST = 0.1
"""No closer look than half of this: two windows of one breath differ more. A choice, not measured; it matters
only where more people are asked for than there are groups."""

LONG = 6000
"""Windows from which a recording is long: about two hours of speech. A bound on the work, not measured against others."""

RIVALS = 0.2
"""Distance added between windows of different tracks close in time, which are two people in 97 to 99 % of cases. 0 to 0.4 do
equally well on the development recordings; it is for voices more alike than these (0005)."""

RIVAL_SECONDS = 7.5
"""How close; further apart the segmentation's windows no longer overlap and a track's number means little.
5 and 10 s make no difference on the development recordings (0005)."""

LEAST_SPEECH = 2.5
"""Seconds of speech in sure windows below which a group that shares its turns with others is no person but a mixture.
2 to 3 s do equally well on thirteen recordings and an hour, 1.5 and 4 s cost AMI 2 and 3 points (0013). And"""

LEAST_SPEECH_ALONE = 1.2
"""seconds below which nobody is a person, not even who has turns of their own or is asked for by number (0014). 0.8 and 1 s do as
well there, 1.6 s takes one of AMI's five people (0013)."""

OWN_TURNS = 0.8
"""Share of its turns that a group must hold to call them its own; 0.6 to 0.99 do equally well (0014)."""

BLOCK = 1500
"""Windows merged at once: 19 minutes of dense speech, 9 MB of distances."""

MOST_GROUPS = 2400
"""Groups that all blocks together may leave: speech leaves less than a third of them in three hours (0013); where nothing is
clearly alike, as in music, the most alike are merged first all the same."""

MOST_PEOPLE = 50
"""People that are kept at most, those who say most: as many as a hint may name."""

ENOUGH_TO_REFINE = 150
"""Windows below which the refinement has too little to learn the recording's own variation from: with 40, which is 30 s,
it merges people; 100 to 200 do equally well (0014)."""


@dataclass(frozen=True, slots=True)
class Voices:
    """What each person of a recording sounds like: unit vectors, `(people, 192)`.

    `hint_doubtful` tells that the number given joined voices that are clearly two people's, or cut one that is clearly one.
    Where tracks are the sides of a conversation (`sides.py`), `sides` `(people,)` is each person's.
    """

    centroids: Floats
    hint_doubtful: bool = False
    sides: Ints | None = None

    def __len__(self) -> int:
        return len(self.centroids)


def people(
    vectors: Floats, windows: VoiceWindows, *, hint: SpeakerRange | None, refine: bool, tick: Callable[[], None]
) -> Voices:
    """The people who speak in the windows with these unit `vectors` `(windows, 192)`.

    Args:
        vectors: The windows' voice vectors.
        windows: Where they are, in order of time.
        hint: How many people there may be, where that is known; fewer come back only where there are too few windows.
        refine: Whether turns can be trusted to hold one voice each, so that the refinement can learn from them.
        tick: Called every second or so of work.
    """
    trusted = np.flatnonzero(windows.sure)
    if len(trusted) < max(2, hint.least if hint else 0):
        trusted = np.arange(len(windows))
    sounds, seconds, turns = vectors[trusted], windows.held[trusted], windows.turns[trusted]
    if len(trusted) < 2:
        return Voices(unit((sounds * seconds[:, None]).sum(0, keepdims=True)))
    spoken = _Spoken(sounds, windows.centres[trusted], windows.tracks[trusted], seconds)
    space = voice_space(sounds, turns) if refine and len(sounds) >= ENOUGH_TO_REFINE else None

    tree = _tree(spoken, _alike_in(spoken), tick)
    labels = tree.labels(tree.merges_up_to(DIFFERENT_PEOPLE if space is None else DIFFERENT_AT_FIRST))
    kept = _people_among(labels, seconds, turns)
    if space is not None and len(kept) > 1:
        labels = refined_labels(space, spoken.times, _numbered(labels, kept), tick)
        kept = _people_among(labels, seconds, turns)

    doubtful = False
    wanted = hint.nearest(len(kept)) if hint else len(kept)
    if wanted != len(kept):
        labels, doubtful = _asked_for(spoken, tree, wanted, tick)
        kept = _largest(labels, seconds, wanted)
        if space is not None and len(kept) > 1:
            refined = refined_labels(space, spoken.times, _numbered(labels, kept), tick)
            still = _largest(refined, seconds, len(kept))
            if len(still) == len(kept):
                labels, kept = refined, still
    sums = [(sounds[labels == label] * seconds[labels == label, None]).sum(0) for label in kept]
    return Voices(unit(np.stack(sums)), doubtful)


def people_on_sides(
    vectors: Floats, windows: VoiceWindows, *, hint: SpeakerRange | None, refine: bool, tick: Callable[[], None]
) -> Voices:
    """The people on each side of a conversation, where a window's track is its side; a side is one person at least.

    A hint is for both sides together: what it asks for beyond the people found goes to the side where each has most to
    say, what it takes away is taken where most people were found.
    """
    sides = [windows.tracks == side for side in (0, 1)]

    def on(side: int, count: int | None) -> Voices:
        mine = sides[side]
        if not mine.any():  # a few short remarks: the channel alone tells who makes them
            return Voices(np.zeros((1, vectors.shape[1]), np.float32))
        exactly = None if count is None else SpeakerRange(count, count)
        return people(vectors[mine], windows.part(mine), hint=exactly, refine=refine, tick=tick)

    found = [on(0, None), on(1, None)]
    if hint is not None:
        counts = _shared_out([len(one) for one in found], [float(windows.seconds[side].sum()) for side in sides], hint)
        found = [
            one if len(one) == count else on(side, count)
            for side, (one, count) in enumerate(zip(found, counts, strict=True))
        ]
    return Voices(
        np.concatenate([one.centroids for one in found]),
        any(one.hint_doubtful for one in found),
        np.repeat([0, 1], [len(one) for one in found]).astype(np.int32),
    )


def _numbered(labels: Ints, kept: Ints) -> Ints:
    """The labels of those `kept`, numbered from 0 in that order; `NOBODY` for the others."""
    numbers = np.full(int(labels.max()) + 1, NOBODY, np.int32)
    numbers[kept] = np.arange(len(kept))
    return numbers[labels]


def _shared_out(found: Sequence[int], seconds: Sequence[float], hint: SpeakerRange) -> list[int]:
    """How many people to look for on each side, given how many were found there and how much is said there."""
    counts = list(found)
    wanted = max(hint.nearest(sum(counts)), len(counts))
    while sum(counts) > wanted:
        counts[counts.index(max(counts))] -= 1
    while sum(counts) < wanted:
        each = [said / count for said, count in zip(seconds, counts, strict=True)]
        counts[each.index(max(each))] += 1
    return counts


def _people_among(labels: Ints, seconds: Floats, turns: Ints) -> Ints:
    """Labels with enough speech to be a person; the largest where none has.

    Whoever says little says it in a turn of their own; a small group inside other people's turns is a mixture of them.
    """
    held = np.bincount(labels, seconds)  # (labels,)
    in_turn = np.bincount(turns, seconds)  # (turns,)
    around = np.array([in_turn[np.unique(turns[labels == label])].sum() for label in range(len(held))])  # (labels,)
    alone = (held >= LEAST_SPEECH_ALONE) & (held >= OWN_TURNS * around)
    enough = np.flatnonzero((held >= LEAST_SPEECH) | alone)
    if len(enough) == 0:
        enough = np.array([held.argmax()])
    most = enough[np.argsort(-held[enough], kind="stable")[:MOST_PEOPLE]]
    return np.sort(most).astype(np.int32)


def _largest(labels: Ints, seconds: Floats, wanted: int) -> Ints:
    """The labels with most speech, as many as `wanted` where so many have enough to be heard at all."""
    held = np.bincount(labels, seconds)  # (labels,)
    by_size = np.argsort(-held, kind="stable")
    enough = by_size[held[by_size] >= LEAST_SPEECH_ALONE]
    return np.sort((enough if len(enough) else by_size[:1])[:wanted]).astype(np.int32)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Windows to be clustered, in order of time: unit vectors `(windows, 192)`, the rest `(windows,)`."""

    vectors: Floats
    times: Floats
    tracks: Ints
    seconds: Floats

    def __len__(self) -> int:
        return len(self.vectors)


@dataclass(frozen=True, slots=True)
class _Tree:
    """How groups of windows merge. `groups` `(windows,)` is the group that each window starts in."""

    groups: Ints
    merges: Merges

    def labels(self, merges: int) -> Ints:
        """A label for every window after so many merges, `(windows,)`."""
        return self.merges.labels(int(self.groups.max()) + 1, merges)[self.groups]

    def merges_up_to(self, distance: float) -> int:
        """How many merges join what is no further apart."""
        return int(np.searchsorted(self.merges.heights, distance, side="right"))


def _alike_in(spoken: _Spoken) -> float:
    return CLEARLY_ALIKE if len(spoken) < LONG else CLEARLY_ALIKE_IN_LONG


def _tree(spoken: _Spoken, alike: float, tick: Callable[[], None]) -> _Tree:
    """Average linkage in two rounds, the first up to the distance `alike`."""
    groups, distances = _alike(spoken.vectors, spoken.times, spoken.tracks, alike, tick)
    merges = average_linkage(distances, np.bincount(groups).astype(np.float64), np.inf)
    tick()
    return _Tree(groups, merges)


def _asked_for(spoken: _Spoken, tree: _Tree, wanted: int, tick: Callable[[], None]) -> tuple[Ints, bool]:
    """Labels that leave the `wanted` number of people, as far as there are so many, and whether the voices contradict it."""
    alike = _alike_in(spoken)
    while True:
        held = np.bincount(tree.groups, spoken.seconds).astype(np.float64)  # (groups,)
        made, reached = _how_many(tree, held, wanted)
        if reached or alike < FINEST or len(spoken) >= LONG:
            break
        alike /= 2  # more people are asked for than there are groups to choose from: look closer
        tree = _tree(spoken, alike, tick)
    heights = tree.merges.heights
    joined = made > 0 and heights[made - 1] > DIFFERENT_PEOPLE + SURELY
    cut = made < len(heights) and heights[made] < DIFFERENT_PEOPLE - SURELY
    return tree.labels(made), bool(joined or cut)


def _alike(vectors: Floats, times: Floats, tracks: Ints, alike: float, tick: Callable[[], None]) -> tuple[Ints, Floats]:
    """The first round: each window's group, `(windows,)`, and the groups' mean distances, `(groups, groups)`."""
    groups = np.zeros(len(vectors), np.int32)
    count = 0
    inside: list[Floats] = []
    most = MOST_GROUPS // -(-len(vectors) // BLOCK)  # groups of a block
    for first in range(0, len(vectors), BLOCK):
        block = slice(first, first + BLOCK)
        distances = _distances(vectors[block], times[block], tracks[block])
        merges = average_linkage(distances, np.ones(len(distances)), alike, most)
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


def _how_many(tree: _Tree, held: Doubles, wanted: int) -> tuple[int, bool]:
    """How many of the merges to make until the `wanted` number of people is left, and whether that number is reached.

    `held` `(groups,)` is how many seconds of speech each group starts with.
    """
    # Whoever is asked for beyond those found has said little: so look for little, rather than cut somebody in two.
    found = _people_after(tree.merges, held, LEAST_SPEECH)
    usual = tree.merges_up_to(DIFFERENT_PEOPLE)
    counts = found if found[usual] >= wanted else _people_after(tree.merges, held, LEAST_SPEECH_ALONE)
    fitting = np.flatnonzero(counts == wanted)
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
