"""Words that name days, months and numbers, folded, in French and English together: a meeting may mix them."""

from itertools import product

WEEKDAYS = {
    word: number
    for number, words in enumerate(
        ("lundi monday", "mardi tuesday", "mercredi wednesday", "jeudi thursday", "vendredi friday", "samedi saturday", "dimanche sunday")
    )
    for word in words.split()
}  # fmt: skip
"""Monday is 0."""

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june", "juillet july",
            "aout august", "septembre september", "octobre october", "novembre november", "decembre december",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip

ALSO_WORDS = frozenset({"may", "march", "mars"})
"""Months that are other words too: they count beside a day's number or after a word that asks for a month."""

_ONES = [
    "zero",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
_ENGLISH_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]


def _numbers() -> dict[tuple[str, ...], int]:
    said: dict[tuple[str, ...], int] = {(word,): number for number, word in enumerate(_ONES)}
    said |= {("une",): 1, ("premier",): 1, ("1er",): 1, ("a",): 1, ("vingtaine",): 20, ("quinzaine",): 15}
    said |= {("dix", _ONES[ones]): 10 + ones for ones in (7, 8, 9)}
    for tens, word in ((20, "vingt"), (30, "trente")):
        said[(word,)] = tens
        said[(word, "et", "un")] = tens + 1
        said |= {(word, _ONES[ones]): tens + ones for ones in range(1, 10)}
    said |= {(word,): number for number, word in enumerate(_ENGLISH_ONES)}
    said |= {(word,): number for number, word in enumerate(_ORDINALS) if number}
    for tens, (word, ordinal) in ((20, ("twenty", "twentieth")), (30, ("thirty", "thirtieth"))):
        said[(word,)] = said[(ordinal,)] = tens
        for ones, table in product(range(1, 10), (_ENGLISH_ONES, _ORDINALS)):
            said[(word, table[ones])] = tens + ones
    return said


NUMBERS = _numbers()
"""What is said of one word or several, up to 39. « second » is a number here; a day needs more than a number."""

LONGEST_NUMBER = max(map(len, NUMBERS))
