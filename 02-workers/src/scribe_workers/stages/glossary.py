"""Terms of a glossary that may be what a recogniser misspelt: which heard words look like which term.

A likeness is only a question to the recogniser, which then listens whether the term would fit the sound (`engines/recogniser.py`).
So no term comes where nothing was heard, and none that sounds otherwise.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LIKENESS = 0.6
"""Share of letters that a term and what was heard must have in common, in the same order, to be compared by ear.
A choice: with it the loss of log-probability was measured on 29 minutes with 54 names (docs/decisions/0016), other shares were not.
What lies further off ("Houston" for Helstone) stays wrong."""

MORE_WORDS = 4
"""A term may be heard as so many words more than it has. A choice, not measured."""

QUESTIONS = 6
"""Likenesses of one chunk that are asked about, the nearest first: it bounds the work. With forty names beside them that nobody says,
it kept one of 33 names from being asked about (benchmarks/README.md)."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Words `first` to before `after` look like the term."""

    first: int
    after: int
    term: str
    likeness: float


def likenesses(words: Sequence[str], terms: Sequence[str]) -> list[Likeness]:
    """The nearest likenesses between runs of a chunk's words and the terms; none to words that are a term as it is written."""
    letters = [bare(word) for word in words]
    right = {place for term in terms for place in _standing(words, term)}
    found = []
    for term in terms:
        wanted = bare(term)
        for first in range(len(words)):
            for after in range(first + 1, min(len(words), first + len(term.split()) + MORE_WORDS) + 1):
                if after - 1 in right or first in right:
                    break
                if letters[first] and letters[after - 1]:
                    share = _likeness("".join(letters[first:after]), wanted)
                    if share >= LIKENESS:
                        found.append(Likeness(first, after, term, share))
    found.sort(key=lambda one: (-one.likeness, one.first, one.after - one.first))
    return found[:QUESTIONS]


def _likeness(heard: str, wanted: str) -> float:
    """The share of letters in common. Cheap bounds come first: most pairs have nothing in common."""
    if not heard or not wanted or 2 * min(len(heard), len(wanted)) / (len(heard) + len(wanted)) < LIKENESS:
        return 0.0
    matcher = SequenceMatcher(None, heard, wanted, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= LIKENESS else 0.0


def _standing(words: Sequence[str], term: str) -> set[int]:
    """The places of the words where the term stands as it is written."""
    length = len(term.split())
    starts = [n for n in range(len(words) - length + 1) if " ".join(words[n : n + length]).strip(_MARKS) == term]
    return {place for start in starts for place in range(start, start + length)}


def bare(text: str) -> str:
    """The letters and digits alone, in lower case, without accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]|[\u0300-\u036f]", "", bare)


_MARKS = " .,;:!?…\u00a0\u202f\"'«»()"
