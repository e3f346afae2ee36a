"""Whom a statement names: the meeting's speakers, by full name, first name or surname, and people who are only spoken of."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scribe_core.domain.minutes import Owner
from scribe_core.domain.transcript import Speaker, Transcript
from scribe_core.minutes.clauses import Clause
from scribe_core.minutes.first_names import FIRST_NAMES
from scribe_core.minutes.phrases import listed
from scribe_core.search.terms import tokens

TITLES = listed("madame monsieur mme m maitre docteur mr mrs ms miss dr professor professeur prof sir")
ALSO_WORDS = listed("will may mark bill rose grace pierre jean sue rob pat max art hope june april")
"""Speakers' names that are words too: without a capital they are a name only where the clause begins, or after a pause."""


class Named(NamedTuple):
    """Somebody named by the words `first` to before `last` of a clause."""

    first: int
    last: int
    owner: Owner


class Names:
    """Who may be meant by which words in one meeting."""

    def __init__(self, transcript: Transcript) -> None:
        self._by_word: dict[str, list[tuple[tuple[str, ...], Owner]]] = defaultdict(list)
        self._speakers = {speaker.id: speaker for speaker in transcript.speakers}
        ambiguous: dict[tuple[str, ...], set[str]] = defaultdict(set)
        ways: list[tuple[tuple[str, ...], Owner]] = []
        for speaker in transcript.speakers:
            for way in _ways(speaker):
                ambiguous[way].add(speaker.id)
                ways.append((way, Owner(speaker.name or "", speaker.id)))
        for way, owner in ways:
            if len(ambiguous[way]) == 1:  # two people of one first name are told apart by nobody
                self._by_word[way[0]].append((way, owner))

    def speaker(self, speaker_id: str) -> Owner:
        """A speaker as the owner of something; with its number where nobody named it."""
        speaker = self._speakers[speaker_id]
        return Owner(speaker.name or f"{speaker.number}", speaker_id)

    def is_named(self, speaker_id: str) -> bool:
        """Whether somebody said who that voice is."""
        return self._speakers[speaker_id].name is not None

    def may_be(self, owner: Owner, speaker_id: str) -> bool:
        """Whether somebody named may be a speaker: is it, or has a name that several have."""
        if owner.speaker_id:
            return owner.speaker_id == speaker_id
        name = {token.folded for token in tokens(self._speakers[speaker_id].name or "")}
        return {token.folded for token in tokens(owner.name)} - TITLES <= name

    def among(self, clause: Clause) -> Iterator[Named]:
        """Everybody whom a clause names, in order."""
        at = 0
        while at < len(clause.words):
            named = self._at(clause, at)
            if named is None:
                at += 1
                continue
            yield named
            at = named.last

    def _at(self, clause: Clause, at: int) -> Named | None:
        words = clause.words
        first = at + (words[at] in TITLES and at + 1 < len(words))
        known: Named | None = None
        for way, owner in self._by_word.get(words[first], ()):
            if tuple(words[first : first + len(way)]) != way or (known and known.last >= first + len(way)):
                continue
            lower = clause.written(first)[:1].islower()
            if words[first] in ALSO_WORDS and lower and first:
                continue
            known = Named(at, first + len(way), owner)
        if known:
            return known
        written = clause.written(first)
        capital = written[:1].isupper() and not written.isupper()
        titled = first > at and (capital or len(words[first]) > 2)
        if titled or words[first] in FIRST_NAMES:
            last = first + 1
            if capital and last < len(words) and _surname(clause, last):
                last += 1
            if not titled and not capital and not _uncapitalised(clause):
                return None
            return Named(at, last, Owner(_name(clause, at, last)))
        return None


def _uncapitalised(clause: Clause) -> bool:
    """Whether the clause's line writes no capitals, so that a name has none either."""
    return clause.text[:1].islower()


def _surname(clause: Clause, at: int) -> bool:
    written = clause.written(at)
    together = clause.text[clause.spans[at - 1][1] : clause.spans[at][0]] == " "
    return together and written[:1].isupper() and len(written) > 2


def _name(clause: Clause, first: int, last: int) -> str:
    written = clause.quoted(first, last)
    return written if any(letter.isupper() for letter in written) else written.title()


def _ways(speaker: Speaker) -> set[tuple[str, ...]]:
    """The words by which a speaker may be named: all of the name, its first, its last."""
    words: Sequence[str] = [token.folded for token in tokens(speaker.name or "")]
    words = [word for word in words if word not in TITLES]
    if not words:
        return set()
    return {tuple(words), (words[0],), (words[-1],)} - {way for way in ((words[0],), (words[-1],)) if len(way[0]) < 2}
