"""Phrases as people list them, and where they stand in a clause's words. In time by the words, whatever is said.

A phrase is words in order. `a|b` is either; `[a|b]` may be missing; `~2` is up to two words of any kind; `<deed>` is a word of a set
that the phrasebook knows; `^` at its beginning asks that the clause begins there, `$` at its end that it ends there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

MOST_BETWEEN = 6
"""Words of any kind that a phrase may have between two of its own."""


class Found(NamedTuple):
    """Where a phrase stands: the words `first` to before `last`, and which phrase it is."""

    first: int
    last: int
    phrase: str


@dataclass(frozen=True, slots=True)
class _Part:
    words: Collection[str]
    optional: bool = False
    between: int = 0


@dataclass(frozen=True, slots=True)
class _Phrase:
    written: str
    parts: tuple[_Part, ...]
    begins: bool
    ends: bool


class Phrasebook:
    """Phrases that are looked for together. `sets` names the sets of words that they speak of."""

    def __init__(self, phrases: Iterable[str], sets: Mapping[str, Collection[str]] | None = None) -> None:
        self._by_word: dict[str, list[_Phrase]] = defaultdict(list)
        for written in phrases:
            phrase = _phrase(written, sets or {})
            for word in _first_words(phrase.parts):
                self._by_word[word].append(phrase)

    def find(self, words: Sequence[str]) -> Iterator[Found]:
        """Every phrase at every place, in order of place."""
        for at, word in enumerate(words):
            for phrase in self._by_word.get(word, ()):
                if phrase.begins and at:
                    continue
                last = _end(phrase, words, at)
                if last is not None:
                    yield Found(at, last, phrase.written)

    def first(self, words: Sequence[str]) -> Found | None:
        """The first that stands there, the longest of several."""
        best: Found | None = None
        for found in self.find(words):
            if best and found.first > best.first:
                break
            if best is None or found.last > best.last:
                best = found
        return best

    def among(self, words: Sequence[str]) -> bool:
        """Whether any of them stands there."""
        return next(self.find(words), None) is not None


def lines(table: str) -> list[str]:
    """The phrases of a table, one a line; what follows `#` is a remark."""
    phrases = (line.partition("#")[0].strip() for line in table.splitlines())
    return [phrase for phrase in phrases if phrase]


def listed(words: str) -> frozenset[str]:
    """The words of a table that has them in a row."""
    return frozenset(words.split())


def _phrase(written: str, sets: Mapping[str, Collection[str]]) -> _Phrase:
    parts = written.split()
    begins, ends = parts[0] == "^", parts[-1] == "$"
    parts = parts[begins : len(parts) - ends]
    return _Phrase(written, tuple(_part(part, sets) for part in parts), begins, ends)


def _part(written: str, sets: Mapping[str, Collection[str]]) -> _Part:
    if written.startswith("~"):
        between = int(written[1:])
        if not 0 < between <= MOST_BETWEEN:
            raise ValueError(written)
        return _Part((), between=between)
    optional = written.startswith("[")
    words: set[str] = set()
    for word in written.strip("[]").split("|"):
        words |= set(sets[word[1:-1]]) if word.startswith("<") else {word}
    return _Part(frozenset(words), optional)


def _first_words(parts: Sequence[_Part]) -> set[str]:
    words: set[str] = set()
    for part in parts:
        if part.between:
            raise ValueError("a phrase begins with words of its own")
        words |= set(part.words)
        if not part.optional:
            break
    return words


def _end(phrase: _Phrase, words: Sequence[str], at: int) -> int | None:
    """The word after the shortest stretch that begins there and is the phrase: places are followed all at once."""
    places = {at}
    for part in phrase.parts:
        if part.between:
            places = {
                place + more for place in places for more in range(part.between + 1) if place + more <= len(words)
            }
            continue
        on = {place + 1 for place in places if place < len(words) and words[place] in part.words}
        places = on | places if part.optional else on
        if not places:
            return None
    if phrase.ends:
        return len(words) if len(words) in places else None
    return min((place for place in places if place > at), default=None)
