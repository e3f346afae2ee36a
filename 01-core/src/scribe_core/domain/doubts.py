"""What a reader should not take for certain. The same bounds as in the browser (`features/doubts/doubts.ts`)."""

from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line

DOUBTFUL = 0.5
"""Below this probability a word is doubtful."""

UNSURE = 0.7
"""Mean sureness of a line's words below which its speaker is in doubt."""

GUARDED = frozenset({"withheld", "phrase"})
"""Marks of words beside which something was left out, or which machines invent."""


def is_doubtful(word: Word) -> bool:
    """Whether the word may be another one."""
    return word.probability < DOUBTFUL or not GUARDED.isdisjoint(word.marks)


def speaker_in_doubt(line: Line) -> bool:
    """Whether somebody else may have said it. What a person said is right is not doubted."""
    if line.confirmed or not line.words:
        return False
    return sum(word.sureness for word in line.words) / len(line.words) < UNSURE
