"""From the windows' votes to turns: who speaks, one or two at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scribe_core.domain.voices import SpeakerTurn
from scribe_workers.stages.voices.activity import frame_at, frame_start, stretches
from scribe_workers.stages.voices.arrays import Bools, Floats, Ints
from scribe_workers.stages.voices.relabelling import Votes

SPEECH = 0.5
"""Probability from which somebody speaks; 0.45 to 0.55 do equally well (docs/decisions/0014)."""

OVERLAP = 0.4
"""Probability from which somebody else speaks too; 0.3 to 0.45 do equally well (0014)."""

SHORTEST_PAUSE = 0.2
"""Seconds of silence within one person's speech that are no pause; 0 to 0.25 do equally well, 0.3 is worse (0014)."""

SHORTEST_TURN = 0.1
"""Seconds below which nobody has said anything. A choice, not measured."""


@dataclass(frozen=True, slots=True)
class SpokenTurns:
    """Turns with speakers numbered by first appearance.

    `people` tells which person of the votes each speaker is; `shares` are theirs, `(frames, speakers)`.
    """

    turns: tuple[SpeakerTurn, ...]
    people: tuple[int, ...]
    shares: Floats

    def present(self) -> Bools:
        """Who has a turn in each frame, `(frames, speakers)`."""
        return present_in(self.turns, len(self.people), len(self.shares))


def spoken_turns(votes: Votes, seconds: float) -> SpokenTurns:
    """The turns behind the votes on a recording of so many seconds."""
    speaking = votes.speech > SPEECH  # (frames,)
    voices = speaking.astype(np.int32) + (speaking & (votes.overlap > OVERLAP))  # (frames,)
    present = _likeliest(votes.shares, voices)
    found: list[tuple[float, float, int]] = []
    for person in range(present.shape[1]):
        found += [(start, end, person) for start, end in _spans(present[:, person], seconds)]
    found.sort()
    people = tuple(dict.fromkeys(person for _, _, person in found))  # by first appearance
    number = {person: place for place, person in enumerate(people)}
    turns = tuple(SpeakerTurn(round(start, 3), round(end, 3), number[person]) for start, end, person in found)
    return SpokenTurns(turns, people, votes.shares[:, people])


def exclusive_turns(foremost: Floats, present: Bools, seconds: float) -> tuple[SpeakerTurn, ...]:
    """The turns with one speaker at a time: whoever is foremost among those `present`, both `(frames, speakers)`."""
    alone = np.zeros(present.shape, np.bool_)
    speaking = np.flatnonzero(present.any(1))
    if len(speaking) == 0:  # perhaps nobody at all: then there is no axis to look along
        return ()
    alone[speaking, np.where(present, foremost, -1.0)[speaking].argmax(1)] = True
    found = [
        SpeakerTurn(round(start, 3), round(end, 3), speaker)
        for speaker in range(present.shape[1])
        for start, end in _spans(alone[:, speaker], seconds, bridged=0.0)
    ]
    return tuple(sorted(found, key=lambda turn: turn.start))


def present_in(turns: Sequence[SpeakerTurn], speakers: int, frames: int) -> Bools:
    """Who has a turn in each frame, `(frames, speakers)`."""
    present = np.zeros((frames, speakers), np.bool_)
    for turn in turns:
        present[frame_at(turn.start) : frame_at(turn.end) + 1, turn.speaker] = True
    return present


def _likeliest(shares: Floats, voices: Ints) -> Bools:
    """Who speaks in each frame, `(frames, people)`: as many as speak at once, those with the largest shares."""
    order = np.argsort(-shares, axis=1, kind="stable")  # (frames, people)
    present = np.zeros(shares.shape, np.bool_)
    frames = np.arange(len(shares))
    for place in range(min(shares.shape[1], 2)):
        person = order[:, place]
        present[frames, person] |= (place < voices) & (shares[frames, person] > 0)
    return present


def _spans(present: Bools, seconds: float, bridged: float = SHORTEST_PAUSE) -> list[tuple[float, float]]:
    """Start and end of each turn of one person, `present` `(frames,)`, pauses shorter than `bridged` seconds bridged."""
    spans: list[tuple[float, float]] = []
    for first, after in stretches(present):
        start, end = frame_start(first), min(frame_start(after), seconds)
        if spans and start - spans[-1][1] < bridged:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif end > start:
            spans.append((start, end))
    return [(start, end) for start, end in spans if end - start >= SHORTEST_TURN]
