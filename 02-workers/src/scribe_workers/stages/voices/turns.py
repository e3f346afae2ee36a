"""From shares of each frame to turns: who speaks, as many at once as the segmentation heard."""

from dataclasses import dataclass

import numpy as np

from scribe_core.domain.voices import SpeakerTurn
from scribe_workers.stages.voices.activity import VOICES, frame_start, stretches
from scribe_workers.stages.voices.arrays import Bools, Floats, Ints

SHORTEST_PAUSE = 0.3
"""Seconds of silence within one person's speech that are no pause."""

SHORTEST_TURN = 0.1
"""Seconds below which nobody has said anything."""


@dataclass(frozen=True, slots=True)
class SpokenTurns:
    """Turns with speakers numbered by first appearance, and the same people's `posteriors` `(frames, speakers)`."""

    turns: tuple[SpeakerTurn, ...]
    posteriors: Floats


def spoken_turns(shares: Floats, voices: Ints, seconds: float) -> SpokenTurns:
    """The turns behind each person's share of every frame, `(frames, people)`, and how many `voices` speak, `(frames,)`."""
    present = _loudest(shares, voices)
    found: list[tuple[float, float, int]] = []
    for person in range(shares.shape[1]):
        found += [(start, end, person) for start, end in _spans(present[:, person], seconds)]
    found.sort()
    people = list(dict.fromkeys(person for _, _, person in found))  # by first appearance
    number = {person: place for place, person in enumerate(people)}
    turns = tuple(SpeakerTurn(round(start, 3), round(end, 3), number[person]) for start, end, person in found)
    return SpokenTurns(turns, shares[:, people])


def _loudest(shares: Floats, voices: Ints) -> Bools:
    """Who speaks in each frame, `(frames, people)`: as many as speak at once, those with the largest shares."""
    order = np.argsort(-shares, axis=1, kind="stable")  # (frames, people)
    present = np.zeros(shares.shape, np.bool_)
    frames = np.arange(len(shares))
    for place in range(min(shares.shape[1], VOICES)):
        person = order[:, place]
        present[frames, person] |= (place < voices) & (shares[frames, person] > 0)
    return present


def _spans(present: Bools, seconds: float) -> list[tuple[float, float]]:
    """Start and end of each turn of one person, `present` `(frames,)`, short pauses bridged."""
    spans: list[tuple[float, float]] = []
    for first, after in stretches(present):
        start, end = frame_start(first), min(frame_start(after), seconds)
        if spans and start - spans[-1][1] < SHORTEST_PAUSE:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif end > start:
            spans.append((start, end))
    return [(start, end) for start, end in spans if end - start >= SHORTEST_TURN]
