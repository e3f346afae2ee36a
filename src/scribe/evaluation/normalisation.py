"""The one text normalisation, for references and hypotheses alike. docs/evaluation.md explains it with examples.

The order matters: spelling first, then words, then numbers over the words, so that punctuation, which references often
lack, cannot change how a number is read.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from text_to_num import find_numbers

VERSION = 2
"""Raised with each change of meaning: figures of different versions are not compared."""

_TAG = re.compile(r"<[^>]*>")
_NOT_A_WORD = re.compile(r"[^\w' ]+")
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'", "‘": "'", "_": " "})

_ONE_TO_THREE, _THREE = re.compile(r"[1-9]\d{0,2}"), re.compile(r"\d{3}")
_AMOUNT = re.compile(r"([$€])\s?(\d[\d.,]*)")
_CLOCK = re.compile(r"\b(\d{1,2}) ?h ?(\d{2})?\b")

_PARTICLE = re.compile(r"(?:jusqu|lorsqu|puisqu|quoiqu|qu|[cdjlmnst])'")
"""French words that lose their vowel. `aujourd'hui`, `don't` and `o'clock` stay one word."""

_ELISION = re.compile(rf"\b({_PARTICLE.pattern})(?=\w)")

HESITATIONS = {
    "": frozenset({"euh", "heu", "hm", "hmm", "mhm", "mm", "mmm", "uh", "uhm", "um"}),
    "fr": frozenset({"hum", "mh", "mmh"}),
    "en": frozenset({"er", "erm", "hum"}),
}
"""Sounds that are no words, left out on both sides, in any language and in one: recognisers mostly do not write them."""

SPELLINGS = {
    "": {"ok": "okay"},
    "fr": {"mme": "madame", "mmes": "mesdames", "mlle": "mademoiselle", "mr": "monsieur", "dr": "docteur"},
    "en": {"mr": "mister", "mrs": "missus", "dr": "doctor"},
}
SYMBOLS = {
    "fr": {"%": " pour cent ", "€": " euros ", "$": " dollars ", "&": " et "},
    "en": {"%": " percent ", "€": " euros ", "$": " dollars ", "&": " and "},
}

LARGEST_AS_WORD = 3
"""Numbers up to it are words: `un` and `one` are more often no number, and the library reads them so too."""

SMALL = {
    "fr": {
        "0": "zéro", "1": "un", "2": "deux", "3": "trois",
        "1er": "premier", "1re": "première", "1ère": "première", "2ème": "deuxième", "3ème": "troisième",
    },
    "en": {"0": "zero", "1": "one", "2": "two", "3": "three", "1st": "first", "2nd": "second", "3rd": "third"},
}  # fmt: skip

_FRENCH_ORDINAL = re.compile(r"(\d+)(?:e|è|eme|ieme|ième)")
_YEAR = re.compile(r"[12]\d{3}")


@dataclass(frozen=True, slots=True)
class Token:
    """A normalised word and the pieces it came from: several where they are one number (`twenty` `five` → `25`)."""

    text: str
    first: int
    last: int


def normalised(text: str, language: str | None) -> str:
    """Words in lower case, divided by one blank, without punctuation; numbers in digits."""
    return " ".join(token.text for token in tokens([text], language))


def tokens(pieces: Sequence[str], language: str | None) -> list[Token]:
    """The normalised words of consecutive pieces of a text (words, or lines). `language` is ISO 639-1, None if unknown."""
    speech = language if language in SMALL else ""
    words = [Token(word, number, number) for number, piece in enumerate(pieces) for word in _words(piece, speech)]
    return list(_with_numbers(_spoken(_joined(words), speech), speech)) if speech else words


def _words(text: str, language: str) -> Iterator[str]:
    text = unicodedata.normalize("NFKC", _TAG.sub(" ", text))
    if language == "fr":
        text = re.sub(r"\bM\. (?=[A-ZÀ-Ý])", "monsieur ", text)
    text = text.lower().translate(_LETTERS)
    text = _AMOUNT.sub(r"\2 \1", text)
    for symbol, words in SYMBOLS.get(language, {}).items():
        text = text.replace(symbol, words)
    if language == "fr":
        text = _CLOCK.sub(lambda found: f"{found[1]} heures {found[2] or ''}", text)
    text = _ELISION.sub(r"\1 ", _NOT_A_WORD.sub(" ", text))
    hesitations = HESITATIONS[""] | HESITATIONS.get(language, frozenset())
    spellings = SPELLINGS[""] | SPELLINGS.get(language, {})
    for word in text.split():
        # An apostrophe at an end is a quotation mark, unless it stands for an elided vowel.
        bare = word if _PARTICLE.fullmatch(word) else word.strip("'")
        if bare and bare not in hesitations:
            yield spellings.get(bare, bare)


def _joined(words: Sequence[Token]) -> list[Token]:
    """The words with `42 000` and `42,000`, divided by now, as one number again."""
    found: list[Token] = []
    grows = False  # whether the last one is the beginning of such a number
    for word in words:
        if grows and _THREE.fullmatch(word.text):
            found[-1] = Token(found[-1].text + word.text, found[-1].first, word.last)
        else:
            found.append(word)
            grows = _ONE_TO_THREE.fullmatch(word.text) is not None
    return found


def _spoken(words: Sequence[Token], language: str) -> list[Token]:
    """The words with lone small numbers as they are spoken: spoken ones may be one number (`zéro sept`), so may written ones."""
    small = SMALL[language]
    return [Token(small.get(word.text, word.text), word.first, word.last) for word in words]


class _Spoken:
    """A word as the library of numbers takes it."""

    def __init__(self, token: Token) -> None:
        self._text = token.text

    def text(self) -> str:
        return self._text

    def nt_separated(self, _previous: "_Spoken") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def _with_numbers(words: Sequence[Token], language: str) -> Iterator[Token]:
    """The words with spelled numbers in digits, however they were written; small ones, and ordinals of them, in words."""
    here = 0
    for found in find_numbers([_Spoken(word) for word in words], language, float(LARGEST_AS_WORD)):
        yield from (part for word in words[here : found.start] for part in _written(word, language))
        number = Token(found.text, words[found.start].first, words[found.end - 1].last)
        yield from _written(number, language)
        here = found.end
    yield from (part for word in words[here:] for part in _written(word, language))


def _written(token: Token, language: str) -> Iterator[Token]:
    """A number in its one spelling. English years are read in pairs (`nineteen eighty-four`), so all of them are."""
    text = token.text
    if not text[0].isdigit():
        yield token
        return
    if language == "fr" and (ordinal := _FRENCH_ORDINAL.fullmatch(text)):
        text = f"{ordinal[1]}ème"
    parts = [text[:2], text[2:]] if language == "en" and _YEAR.fullmatch(text) else re.split(r"\D(?=\d)", text)
    for part in parts:
        yield Token(SMALL[language].get(part, part), token.first, token.last)
