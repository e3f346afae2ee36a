"""Which words two texts share, in their order: as `difflib` finds them, in time by the length of the texts.

`difflib` alone takes time by the square of a text that says one word over and over, and by its cube where two of them are made to
be slow. Somebody who sends such texts would keep all others waiting.
"""

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

EFFORT = 100
"""Comparisons for each word of the two texts. What people say takes some two; ninety times the same word on either side, forty-five.
Texts of ten thousand words that were made to be slow then take half a second."""


class Same(NamedTuple):
    """Words that both texts have: where they begin in the one and in the other, and how many there are."""

    first: int
    begin: int
    size: int


class Step(NamedTuple):
    """The words `first` to `last` of the one text (the one after the last), and what stands for them in the other."""

    same: bool
    first: int
    last: int
    begin: int
    end: int


def same_words(before: Sequence[str], after: Sequence[str]) -> list[Same]:
    """The words that were kept, in order. Of texts that would take too long some that were are not found."""
    left = EFFORT * (len(before) + len(after))
    head = tail = 0
    effort = _effort(before, after)
    if effort[-1] > left:
        head = _alike(before, after)
        tail = _alike(before[head:][::-1], after[head:][::-1])
    one, other = before[head : len(before) - tail], after[head : len(after) - tail]
    if head or tail:
        effort = _effort(one, other)
    matcher = difflib.SequenceMatcher(a=one, b=other, autojunk=False)
    found = [Same(0, 0, head), Same(len(before) - tail, len(after) - tail, tail)]
    waiting = [(0, len(one), 0, len(other))]
    while waiting:
        low, high, begin, end = waiting.pop()
        cost = effort[high] - effort[low]
        if cost > left:
            continue
        left -= cost
        first, at, size = matcher.find_longest_match(low, high, begin, end)
        if not size:
            continue
        found.append(Same(head + first, head + at, size))
        if low < first and begin < at:
            waiting.append((low, first, begin, at))
        if first + size < high and at + size < end:
            waiting.append((first + size, high, at + size, end))
    return _joined(sorted(same for same in found if same.size))


def steps(before: Sequence[str], after: Sequence[str]) -> Iterator[Step]:
    """How the one text becomes the other, in order: what stays, and what is replaced, put in or taken out between."""
    first = begin = 0
    for one in (*same_words(before, after), Same(len(before), len(after), 0)):
        if first < one.first or begin < one.begin:
            yield Step(False, first, one.first, begin, one.begin)
        if one.size:
            yield Step(True, one.first, one.first + one.size, one.begin, one.begin + one.size)
        first, begin = one.first + one.size, one.begin + one.size


def likeness(before: Sequence[str], after: Sequence[str]) -> float:
    """How much of two texts is the same, from 0 to 1."""
    words = len(before) + len(after)
    return 2.0 * sum(one.size for one in same_words(before, after)) / words if words else 1.0


def _effort(before: Sequence[str], after: Sequence[str]) -> list[int]:
    """How many comparisons the words before each place take, over all of the other text."""
    times = Counter(after)
    return list(accumulate((1 + times[word] for word in before), initial=0))


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """How many words at the beginning are the same."""
    together = enumerate(zip(before, after, strict=False))
    return next((at for at, (one, other) in together if one != other), min(len(before), len(after)))


def _joined(found: Sequence[Same]) -> list[Same]:
    """The same with neighbours made one."""
    joined: list[Same] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and (last.first + last.size, last.begin + last.size) == (one.first, one.begin):
            joined[-1] = last._replace(size=last.size + one.size)
        else:
            joined.append(one)
    return joined
