"""Where a line is cut in two: at words that are found again though other corrections, or a later run, moved them a little."""

from dataclasses import replace

from scribe_core.domain.corrections import Correction
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line

ANCHOR_SECONDS = 1.0
"""How far a new revision may move the words of an edit and still be the same place."""


def cut_of(line: Line, correction: Correction, *, onwards: bool) -> int | None:
    """How many of a line's words stand before the place where it is cut; None where no such word is near.

    `onwards`: a correction's words begin there, and go to the line's end; else they begin the line and end there. Of the same
    words at one time those count that leave the correction's own.
    """
    wanted = [bare(token) for token in correction.original.split()]
    if not wanted:
        return None
    spoken = [bare(word.text) for word in line.words]
    near = []
    for at, word in enumerate(line.words):
        away = abs(word.start - correction.start) if onwards else abs(word.end - correction.end)
        if away <= ANCHOR_SECONDS and spoken[at] == (wanted[0] if onwards else wanted[-1]):
            cut, gone = (at, spoken[at:]) if onwards else (at + 1, spoken[: at + 1])
            near.append((away, gone != wanted, cut))
    return min(near)[2] if near else None


def halves(line: Line, cut: int) -> tuple[Line, Line]:
    """The line in two, the second with the word at `cut` and all after it."""
    before, after = line.words[:cut], line.words[cut:]
    first = replace(line, words=before, end=before[-1].end, overlap=line.overlap and overlaps(before))
    second = replace(line, words=after, start=after[0].start, overlap=line.overlap and overlaps(after))
    return first, second


def overlaps(words: tuple[Word, ...]) -> bool:
    """Whether somebody else speaks at any of the words."""
    return any("overlap" in word.marks for word in words)


def bare(token: str) -> str:
    """A word without case and signs."""
    return "".join(character for character in token.lower() if character.isalnum())
