"""Which language a text is in: French, English, or neither that anybody could tell."""

import re
from collections.abc import Iterable
from itertools import chain, islice

LOOKED_AT = 5000
"""Words. A meeting's first quarter of an hour has fewer."""

LEAST_SHARE = 0.06
"""Of words that only the one language has. French and English talk have 0.2 and more, German and Spanish under 0.03."""

_FRENCH = frozenset(
    [
        "le",
        "les",
        "des",
        "du",
        "est",
        "et",
        "que",
        "qui",
        "dans",
        "pour",
        "pas",
        "nous",
        "vous",
        "une",
        "un",
        "au",
        "aux",
        "ce",
        "je",
        "il",
        "elle",
        "sur",
        "avec",
        "c",
        "j",
        "d",
        "l",
        "qu",
        "ça",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "of",
        "to",
        "is",
        "that",
        "in",
        "for",
        "it",
        "you",
        "we",
        "this",
        "are",
        "with",
        "have",
        "not",
        "be",
        "will",
        "they",
        "was",
        "i",
        "what",
        "so",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")


def language_of(texts: Iterable[str]) -> str | None:
    """`fr` or `en`, None where it is not clear."""
    words = [word.lower() for word in islice(chain.from_iterable(map(_WORD.findall, texts)), LOOKED_AT)]
    if not words:
        return None
    french = sum(word in _FRENCH for word in words) / len(words)
    english = sum(word in _ENGLISH for word in words) / len(words)
    best, other, language = (french, english, "fr") if french > english else (english, french, "en")
    return language if best >= LEAST_SHARE and best > 1.5 * other else None
