"""Whether what was found may answer a question at all: something is always nearest."""

from collections.abc import Sequence

FIRST = 3

LEAST_LIKENESS = 0.308
"""How like a question the nearest three are on average, at least, where they may answer it. On the meetings for development it refuses 15
of 40 questions that nothing answers, and 4 of 40 that something does: likeness alone tells them apart badly (decision 0042)."""


def may_answer(likeness: Sequence[float]) -> bool:
    """Whether a question may be answered by passages that are so like it (`search/nearest.py`, -1 to 1, the nearest first)."""
    first = likeness[:FIRST]
    return bool(first) and sum(first) / len(first) >= LEAST_LIKENESS
