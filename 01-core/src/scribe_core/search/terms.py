"""From text to the terms that it is found by: folded words and their stems, each with where it stands in the text.

The terms are ours on both databases: neither's own idea of a word, of accents or of a language is used. What is kept in the index
and asked of it is letters a to z and digits only, so that nothing anybody types is ever read as a query's syntax.
"""

import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version
from itertools import pairwise
from typing import NamedTuple

import snowballstemmer

from scribe_core.domain.folding import plain
from scribe_core.domain.normal_form import normal
from scribe_core.search.stop_words import STOP_WORDS

VERSION = f"2-{version('snowballstemmer')}"
"""Raise the number when any text gives other terms or other passages than before: every meeting is then indexed anew."""

STEMMED = {"fr": "french", "en": "english"}
"""Languages whose words are found in any inflection, with their stemmer. Others are found as they are written."""

LONGEST = 60
"""Characters of a word that count: no word of a language is longer, and a line of noise is none."""

LONGEST_TERM = 1000
"""Characters of a term after its kind. PostgreSQL takes 2046 bytes; a few letters that stand for whole phrases (« ﷺ ») get longer."""

_ALONE = (
    (0x0E00, 0x0E7F), (0x0E80, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF),
)  # fmt: skip
"""Scripts that write no blanks between words (Thai, Lao, Burmese, Khmer, Japanese, Chinese): each character is a word."""

_JOINERS = "\u200c\u200d"
_UNWRITTEN: dict[int, None] = dict.fromkeys(
    [
        *range(0x0591, 0x05C8),
        0x0640,
        *range(0x064B, 0x0660),
        0x0670,
        *map(ord, _JOINERS),
        *range(0xFE00, 0xFE10),
        0x20E3,
    ]
)
"""What Hebrew and Arabic may leave out, and what only shapes how a character looks."""


class Token(NamedTuple):
    """A word of a text: its characters from `start` to before `end`, folded. `alone` where it is a character of a longer run."""

    start: int
    end: int
    folded: str
    alone: bool


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order. Marks that combine with a letter belong to it."""
    start = -1
    for at, character in enumerate(text):
        kind = _kind(character)
        if kind == "letter" or (kind == "mark" and start >= 0):
            if start < 0:
                start = at
            continue
        if start >= 0:
            yield _token(text, start, at)
            start = -1
        if kind == "alone":
            yield Token(at, at + 1, _fold(character), True)
    if start >= 0:
        yield _token(text, start, len(text))


def _token(text: str, start: int, end: int) -> Token:
    return Token(start, end, _fold(text[start : min(end, start + LONGEST)]), False)


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    if any(first <= ord(character) <= last for first, last in _ALONE):
        return "alone" if character.isalnum() or unicodedata.category(character)[0] == "M" else ""
    if character.isalnum():
        return "letter"
    return "mark" if character in _JOINERS or unicodedata.category(character)[0] == "M" else ""


@lru_cache(maxsize=65_536)
def _fold(word: str) -> str:
    return plain(word.translate(_UNWRITTEN))


@lru_cache(maxsize=65_536)
def stem(word: str, language: str | None) -> str:
    """The stem of a word as it is written, folded; the folded word where its language is not one of `STEMMED`."""
    found = normal("NFC", word[:LONGEST].translate(_UNWRITTEN).casefold())
    name = STEMMED.get(language or "")
    if name is None:
        return plain(found)
    shorter = plain(_STEMMERS.of(name).stemWord(found))
    if language == "fr" and shorter.endswith("us") and len(shorter) > 3:  # it leaves « élus », « prévus » as they are
        shorter = shorter[:-1]
    # What lost its accents while it was typed keeps an « e » that the stemmer would have taken: « decidee », « decide ».
    return shorter.removesuffix("e")


@lru_cache(maxsize=65_536)
def stems(word: str) -> frozenset[str]:
    """Every stem that the word has in a language somebody may have said it in."""
    return frozenset(stem(word, language) for language in (None, *STEMMED))


class _Stemmers(threading.local):
    """A stemmer works on itself: each thread has its own."""

    def __init__(self) -> None:
        self._known: dict[str, snowballstemmer.SnowballStemmer] = {}

    def of(self, name: str) -> "snowballstemmer.SnowballStemmer":
        if name not in self._known:
            self._known[name] = snowballstemmer.stemmer(name)
        return self._known[name]


_STEMMERS = _Stemmers()

_WORD = "w"


def stem_term(stem: str) -> str:
    """The term of a stem."""
    return "s" + _coded(stem)


def word_term(folded: str) -> str:
    """The term of a word as it is written, but for case and accents."""
    return _WORD + _coded(folded)


def owner_term(owner_id: str) -> str:
    """The term that every passage of somebody's has, and nobody else's."""
    return "o" + _coded(owner_id)


def meeting_term(meeting_id: str) -> str:
    """The term that every passage of a meeting has, and no other."""
    return "m" + _coded(meeting_id)


def era_term(number: int) -> str:
    """The term that passages written about the same time have."""
    return f"e{number}"


def pair_terms(terms: Sequence[str]) -> list[str]:
    """A term for each two words, one right after the other, of which one is very common. Every passage has the words « de » and « la »,
    so that an index that knows no neighbours finds them all; few have « de la » where it was asked for."""
    written = [term for term in terms if term[0] == _WORD]
    return [
        _pair(first, second) for first, second in pairwise(written) if first in _VERY_COMMON or second in _VERY_COMMON
    ]


def _pair(first: str, second: str) -> str:
    """How long the first is says where the second begins."""
    return f"p{len(first) - 1}x{first[1:]}{second[1:]}"


def _coded(text: str) -> str:
    """The text in a to z and digits: as it is where it has nothing else, else its bytes. What begins alike stays so."""
    coded = text if text.isascii() and text.isalnum() else "0" + text.encode("utf-8", "surrogatepass").hex()
    return coded[:LONGEST_TERM]


def terms_of(words: Sequence[tuple[str, str | None]], *, owner_id: str, meeting_id: str) -> list[str]:
    """What a passage is found by: the stems of its words in order, then the words in order, then whose it is and of which meeting.

    `words` are each written with their language. Stems and words stand apart, so that words said one after the other are
    neighbours.
    """
    stemmed, written = [], []
    for text, language in words:
        for token in tokens(text):
            stemmed.append(stem_term(stem(text[token.start : token.end], language)))
            written.append(word_term(token.folded))
    return [*stemmed, *written, owner_term(owner_id), meeting_term(meeting_id)]


_VERY_COMMON = frozenset(map(word_term, STOP_WORDS))
