"""Words to speakers the plain way: the turn that covers most of a word, else the turn nearest to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker speaking, in seconds."""

    start: float
    end: float
    speaker: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the recogniser times it, in seconds."""

    start: float
    end: float
    text: str


def speakers_of(words: Iterable[Word], turns: Sequence[Turn]) -> list[int]:
    """A speaker for each word; all words are one person's where there are no turns."""
    return [_speaker(word, turns) for word in words]


def _speaker(word: Word, turns: Sequence[Turn]) -> int:
    if not turns:
        return 0
    covered: dict[int, float] = {}
    for turn in turns:
        shared = min(turn.end, word.end) - max(turn.start, word.start)
        if shared > 0:
            covered[turn.speaker] = covered.get(turn.speaker, 0.0) + shared
    if covered:
        return max(covered, key=lambda speaker: covered[speaker])
    middle = (word.start + word.end) / 2
    return min(turns, key=lambda turn: max(turn.start - middle, 0.0) + max(middle - turn.end, 0.0)).speaker
