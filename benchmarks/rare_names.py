"""Names in references that a recogniser can hardly know, and names like what is said that nobody says: both found by rule.

A word list of the language tells ordinary words from others (`scribe.word_lists`); accents and capitals do not count there.

**Rare name**: a run of words of letters alone that the list does not hold as ordinary ones, one of at least four letters (`al`
may be part of one), with a capital each; in a reference without any capital every such word is one. Before that, French
elisions (`l’Odéon`) and the English possessive (`Steve’s`) are taken off. It also finds names that a recogniser does know, weekdays
in English among them, and old or very rare words.

**Decoy**: a name of the English lists (a capital, and no ordinary word) of at least five letters, that nobody says in the recording. For
each word said the most alike that begins with the same letter, most alike ones first; no nearer than 0.85, so that no ear takes
one for the other, and no further than 0.6, where the product no longer asks itself.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from scribe.evaluation.references import Line
from scribe_core.domain.glossary import LONGEST_TERM

SHORTEST_NAME = 4
SHORTEST_DECOY = 5
NEAREST, FURTHEST = 0.85, 0.6
"""Shares of letters in common: of a decoy that sounds as what is said, and of one that nothing would be taken for."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLINGS = {"fr": re.compile(r"^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['’]", re.I), "en": re.compile(r"['’]s?$", re.I)}
_MARKS = ' .,;:!?…"“”«»()[]-–—\u00a0\u202f'


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it is said: the times of its line, None where they are not known."""

    name: str
    start: float | None
    end: float | None


class Names:
    """What is a name in a language, by the lists of all languages."""

    def __init__(self, lists: Mapping[str, frozenset[str]], language: str) -> None:
        self.language = language
        self._ordinary = {letters(word) for word in lists[language] if word[0].islower()}
        english = {letters(word) for word in lists["en"] if word[0].islower()}
        self._decoys: dict[str, list[str]] = {}
        for word in sorted(lists["en"]):
            if re.fullmatch(rf"[A-Z][a-z]{{{SHORTEST_DECOY - 1},}}", word) and letters(word) not in english:
                self._decoys.setdefault(word[0].lower(), []).append(word)

    def mentions(self, lines: Sequence[Line]) -> list[Mention]:
        """Every rare name, each time it is said, in order."""
        cased = any(letter.isupper() for line in lines for letter in line.text)
        return [
            Mention(name if cased else name.title(), line.start, line.end)
            for line in lines
            for name in self._runs(line.text)
            if not cased or name[0].isupper()
        ]

    def decoys(self, lines: Sequence[Line], most: int) -> list[str]:
        """Names like what is said, that nobody says."""
        said = {letters(self.bare(word)) for line in lines for word in _WORD.findall(line.text)}
        nearest: dict[str, tuple[float, str]] = {}
        for word in sorted(said):
            near = (
                (_likeness(name, word), name) for name in self._decoys.get(word[:1], ()) if letters(name) not in said
            )
            likeness, name = max(((share, name) for share, name in near if share <= NEAREST), default=(0.0, ""))
            if likeness >= FURTHEST and likeness > nearest.get(name, (0.0, ""))[0]:
                nearest[name] = (likeness, name)
        ranked = sorted(nearest.values(), key=lambda one: (-one[0], one[1]))
        return [name for _, name in ranked[:most]]

    def bare(self, word: str) -> str:
        """A word without what clings to it."""
        return _CLINGS[self.language].sub("", word.strip(_MARKS))

    def _runs(self, text: str) -> Iterator[str]:
        """Runs of words of one line that no list holds: all with a capital, or all without."""
        words = [self.bare(word) for word in _WORD.findall(text)]
        for (unknown, _), run in groupby(words, key=lambda word: (self._unknown(word), word[:1].isupper())):
            found = list(run)
            name = " ".join(found)
            if unknown and max(map(len, found)) >= SHORTEST_NAME and len(name) <= LONGEST_TERM:
                yield name

    def _unknown(self, word: str) -> bool:
        return word.isalpha() and letters(word) not in self._ordinary


def letters(text: str) -> str:
    """The letters and digits alone, in lower case, without accents."""
    return re.sub(r"[\W_]|[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text.casefold()))


def places(words: Sequence[str], name: str) -> list[tuple[int, int]]:
    """Where a name stands in words that are bare, as (first, after): with the right letters, however they are divided."""
    wanted, found, first = letters(name), [], 0
    spelled = [letters(word) for word in words]
    while first < len(spelled):
        after, written = first, ""
        while after < len(spelled) and len(written) < len(wanted):
            written += spelled[after]
            after += 1
        if written == wanted and spelled[first]:
            found.append((first, after))
            first = after
        else:
            first += 1
    return found


def _likeness(name: str, word: str) -> float:
    """The share of letters in common; 0 where cheap bounds say that it is too small to count."""
    matcher = SequenceMatcher(None, letters(name), word, autojunk=False)
    close = matcher.real_quick_ratio() >= FURTHEST and matcher.quick_ratio() >= FURTHEST
    return matcher.ratio() if close else 0.0
