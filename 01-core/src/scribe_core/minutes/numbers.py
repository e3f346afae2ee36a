"""The numbers that words say, in figures and in French and English words: « douze cents », "1,200" and « 1 200 » are one number."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_UNITS = {
    word: number
    for table in (
        "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    )
    for number, word in enumerate(table.split())
} | {"une": 1, "dizaine": 10, "dozen": 12, "douzaine": 12, "quinzaine": 15}  # fmt: skip
_TENS = {
    "vingt": 20, "vingts": 20, "vingtaine": 20, "trente": 30, "trentaine": 30, "quarante": 40, "quarantaine": 40, "cinquante": 50,
    "cinquantaine": 50, "soixante": 60, "soixantaine": 60, "septante": 70, "huitante": 80, "nonante": 90,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_HUNDRED = frozenset({"cent", "cents", "centaine", "hundred"})
_SCALES = {
    "mille": 1000, "millier": 1000, "milliers": 1000, "thousand": 1000, "k": 1000, "million": 10**6, "millions": 10**6,
    "milliard": 10**9, "milliards": 10**9, "billion": 10**9,
}  # fmt: skip
_AND = frozenset({"et", "and"})
_ALONE = frozenset({"un", "une", "one"})
"""Articles where they stand alone."""

OF_THE_CLOCK = {"demie": 30, "quart": 15, "half": 30, "quarter": 15, "midi": 12, "noon": 12, "minuit": 0, "midnight": 0}
"""« deux heures et demie » may be written 2 h 30."""

_PIECES = re.compile(r"\d+|[^\W\d_]+")
_GROUP = re.compile(r"\d{3}")
LONGEST = 15
"""Figures of a number; more are a code, and no number that anybody counts with."""


class Number(NamedTuple):
    """A number: the words `first` to before `last` say it."""

    first: int
    last: int
    value: int


def numbers(words: Sequence[str]) -> Iterator[Number]:
    """The numbers that folded words say, in order. `un`, `une` and `one` alone are none."""
    at = 0
    while at < len(words):
        found = list(_figures(words, at)) or _said(words, at)
        yield from found
        at = max((one.last for one in found), default=at + 1)


def _figures(words: Sequence[str], at: int) -> Iterator[Number]:
    """`12`, `12 000`, `12k`, `14h30`."""
    pieces = _PIECES.findall(words[at])
    if not any(piece.isdecimal() for piece in pieces):
        return
    last = at + 1
    if pieces == [words[at]] and len(words[at]) <= 3:
        while last < len(words) and _GROUP.fullmatch(words[last]):
            pieces[0] += words[last]
            last += 1
    scale = _SCALES.get(words[last], 1) if last < len(words) else 1
    for place, piece in enumerate(pieces):
        if piece.isdecimal():
            follows = pieces[place + 1] if place + 1 < len(pieces) else ""
            by = _SCALES.get(follows, 1) if follows else scale
            yield Number(at, last + (scale > 1 and not follows), int(piece[:LONGEST]) * by)


def _said(words: Sequence[str], at: int) -> list[Number]:
    total, current, place = 0, 0, at
    begun = False
    while place < len(words):
        word = words[place]
        if word in _AND and begun and place + 1 < len(words) and _is_number(words[place + 1]) and current % 10 == 0:
            place += 1
            continue
        if word in {"vingt", "vingts"} and current % 100 == 4:
            current += 76
        elif word in _UNITS and _may_follow(current, _UNITS[word], begun):
            current += _UNITS[word]
        elif word in _TENS and (not begun or current % 100 == 0):
            current += _TENS[word]
        elif word in _HUNDRED and current < 100:
            current = max(1, current) * 100
        elif word in _SCALES and word != "k" and (begun or word in {"mille", "thousand"}):
            total, current = total + max(1, current) * _SCALES[word], 0
        else:
            break
        begun = True
        place += 1
    if not begun or (place == at + 1 and words[at] in _ALONE):
        return []
    return [Number(at, place, total + current)]


def _is_number(word: str) -> bool:
    return word in _UNITS or word in _TENS or word in _HUNDRED


def _may_follow(current: int, unit: int, begun: bool) -> bool:
    """Whether a unit goes on with a number: after tens, after a hundred, after « dix » in « dix-sept »."""
    rest = current % 100
    if not begun or rest == 0:
        return True
    if rest == 10:
        return unit in {7, 8, 9}
    return rest >= 20 and rest % 10 == 0 and (unit < 10 or rest in {60, 80})
