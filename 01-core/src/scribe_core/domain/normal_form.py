"""Unicode's normal forms of what strangers send."""

import unicodedata
from typing import Literal

MOST_MARKS = 30
"""Combining marks in a row that are kept (UAX #15, stream-safe text): no script writes more, and putting a long row in order
takes time by its square, in which nobody else is served."""


def normal(form: Literal["NFC", "NFKD"], text: str) -> str:
    """The text in that form, in time by its length."""
    if text.isascii():
        return text
    return unicodedata.normalize(form, _without_long_rows(text))


def _without_long_rows(text: str) -> str:
    kept, row = [], 0
    for character in text:
        row = row + 1 if unicodedata.combining(character) else 0
        if row <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
