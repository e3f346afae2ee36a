"""What somebody typed, as what is looked for: words that all must be said, and phrases in quotation marks. Everything else is
plain text: there is no syntax to get wrong, or to attack."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from scribe_core.search.stop_words import STOP_WORDS
from scribe_core.search.terms import Token, stem_term, stems, tokens, word_term

MOST_WORDS = 32
"""Words that count; a question of more is one that was pasted."""

LONGEST_PHRASE = 100
"""Words of a phrase that count: no passage has many more, and either database takes time by each."""

SHORTEST_BEGINNING = 3
"""Letters from which a word that is still being typed finds those that begin so: two begin too many."""

LONGEST = 20_000
"""Characters that are read."""

_QUOTED = re.compile(r'"([^"]*)"|“([^“”]*)”|«([^«»]*)»')


@dataclass(frozen=True, slots=True)
class Word:
    """A word to be found in any inflection; `unfinished` also by what begins so."""

    shown: str
    folded: str
    stems: frozenset[str]
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words to be found one right after the other, as they are written but for case and accents."""

    shown: str
    folded: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What is looked for. `wanted` all must be in a passage; `passed_over` are words too common to be asked for beside others."""

    wanted: tuple[Word | Phrase, ...]
    passed_over: tuple[str, ...] = ()

    @cached_property
    def _words(self) -> tuple[Word, ...]:
        return tuple(one for one in self.wanted if isinstance(one, Word))

    @cached_property
    def _written(self) -> frozenset[str]:
        return frozenset(word.folded for word in self._words)

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        return tuple(word.folded for word in self._words if word.unfinished)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset().union(*(word.stems for word in self._words))

    @cached_property
    def _initials(self) -> frozenset[str]:
        return frozenset(stem[:1] for stem in self._stems)

    @cached_property
    def _phrases(self) -> tuple[Phrase, ...]:
        return tuple(one for one in self.wanted if isinstance(one, Phrase))

    def hits(self, text: str) -> list[tuple[int, int]]:
        """Where the text has what is looked for: characters from, and to before, in order, apart from each other."""
        found = list(tokens(text))
        hit = {at for at, token in enumerate(found) if self._has(token, text)}
        folded = [token.folded for token in found]
        for phrase in self._phrases:
            length = len(phrase.folded)
            for at in range(len(found) - length + 1):
                if tuple(folded[at : at + length]) == phrase.folded:
                    hit.update(range(at, at + length))
        return _joined([(found[at].start, found[at].end) for at in sorted(hit)], text)

    def _has(self, token: Token, text: str) -> bool:
        if token.folded in self._written or token.folded.startswith(self._beginnings):
            return True
        # No stemmer changes how a word begins: most need not be stemmed.
        return token.folded[:1] in self._initials and not self._stems.isdisjoint(stems(text[token.start : token.end]))


def _joined(ranges: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Ranges with nothing but blanks, an apostrophe or a hyphen between them made one, as a reader sees them."""
    one: list[tuple[int, int]] = []
    for start, end in ranges:
        if one and not text[one[-1][1] : start].strip(" '’-"):
            one[-1] = (one[-1][0], end)
        else:
            one.append((start, end))
    return one


def asked(text: str, *, unfinished: bool = False) -> Question:
    """What is looked for by this text. `unfinished` tells that its last word may still be being typed."""
    text = text[:LONGEST]
    found: dict[tuple[str, ...], Word | Phrase] = {}
    last: Word | Phrase | None = None
    for one in _sought(text):
        if len(found) == MOST_WORDS and _key(one) not in found:
            last = None  # nobody is typing this
            break
        found[_key(one)] = last = one
    if unfinished and isinstance(last, Word) and len(last.folded) >= SHORTEST_BEGINNING and text.endswith(last.shown):
        found[_key(last)] = replace(last, unfinished=True)
    wanted = list(found.values())
    common = [one for one in wanted if isinstance(one, Word) and one.folded in STOP_WORDS and not one.unfinished]
    if len(common) < len(wanted):
        return Question(tuple(one for one in wanted if one not in common), tuple(one.shown for one in common))
    return Question(tuple(wanted))


def _sought(text: str) -> Iterator[Word | Phrase]:
    """Each word and phrase of the text, made when it is asked for: to find a word's stems takes time."""
    for part, quoted in _parts(text):
        if not quoted:
            yield from _words(part, list(tokens(part)))
        elif folded := tuple(token.folded for token in islice(tokens(part), LONGEST_PHRASE)):
            yield Phrase(part.strip(), folded)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in turns outside and inside quotation marks. One that is never closed is plain text."""
    done = 0
    for match in _QUOTED.finditer(text):
        yield text[done : match.start()], False
        yield next(group for group in match.groups() if group is not None), True
        done = match.end()
    yield text[done:], False


def _words(part: str, found: Sequence[Token]) -> Iterator[Word | Phrase]:
    """The words; characters of a script without blanks that stand together are looked for together."""
    run: list[Token] = []
    for token in [*found, None]:
        if run and (token is None or not token.alone or token.start != run[-1].end):
            folded = tuple(one.folded for one in run[:LONGEST_PHRASE])
            yield Phrase(part[run[0].start : run[-1].end], folded)
            run = []
        if token is None:
            return
        if token.alone:
            run.append(token)
        else:
            written = part[token.start : token.end]
            yield Word(written, token.folded, stems(written))


def _key(one: Word | Phrase) -> tuple[str, ...]:
    return (one.folded,) if isinstance(one, Word) else ("", *one.folded)


@dataclass(frozen=True, slots=True)
class Group:
    """What a passage must have one of: terms, the beginnings of terms, or terms one after the other."""

    terms: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    following: tuple[str, ...] = ()


def groups(question: Question) -> list[Group]:
    """The question in terms of the index; every group must be met. A word as it was typed counts beside its stem: it ranks higher."""
    found = []
    for one in question.wanted:
        if isinstance(one, Phrase):
            found.append(Group(following=tuple(word_term(word) for word in one.folded)))
        else:
            terms = [*sorted(stem_term(stem) for stem in one.stems), word_term(one.folded)]
            beginnings = (word_term(one.folded),) if one.unfinished else ()
            found.append(Group(tuple(terms), beginnings))
    return found
