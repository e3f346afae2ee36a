"""A transcript cut into passages: what a search finds, shows and plays, and what may be compared by meaning."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Transcript
from scribe_core.search.terms import VERSION, terms_of

SHORT_WORDS = 40
"""Words up to which what one speaker says in a row is one passage: « Oui. » alone is found by nobody."""

LONG_WORDS = 120
"""Words of the longest passage: what a reader takes in at a glance, and a model reads whole. An utterance of a machine has some
ninety at most; people may join several."""

LONG_CHARACTERS = 4000
"""Characters of the longest passage, but for a single word that is longer: 120 words have some 700. People may write what is no
words, and PostgreSQL takes a megabyte of terms for a row."""

PAUSE_SECONDS = 10.0
"""Silence after which what the same speaker goes on with is something else."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some of what one speaker says: whole utterances, or a part of a long one. `terms` are what it is found by.

    `digest` is the same for passages that are the same in everything, terms included.
    """

    speaker_id: str
    utterance_ids: tuple[str, ...]
    start: float
    end: float
    text: str
    terms: tuple[str, ...]
    digest: str


def passages_of(transcript: Transcript, owner_id: str) -> Iterator[Passage]:
    """The passages of a corrected transcript, in its order."""
    for lines in _together(transcript.lines):
        words = [word for line in lines for word in line.words]
        ids = tuple(line.id for line in lines)
        for part in _parts(words):
            yield _passage(transcript, owner_id, lines[0].speaker_id, ids, part)


def _together(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Utterances by passage: short ones of one speaker in a row together."""
    run: list[Line] = []
    for line in lines:
        if not line.words:
            continue
        if run and not _goes_on(run, line):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _goes_on(run: Sequence[Line], line: Line) -> bool:
    words = sum(len(one.words) for one in run) + len(line.words)
    same = line.speaker_id == run[-1].speaker_id
    return same and words <= SHORT_WORDS and line.start - run[-1].end < PAUSE_SECONDS


def _parts(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The words in parts of readable length, cut after a sentence where one ends in a part's second half."""
    first = 0
    while (after := _fitting(words, first)) < len(words):
        ends = [at for at in range((first + after) // 2, after) if words[at].text.endswith((".", "?", "!", "…"))]
        after = ends[-1] + 1 if ends else after
        yield words[first:after]
        first = after
    yield words[first:]


def _fitting(words: Sequence[Word], first: int) -> int:
    """The word after the last one that fits into a part which begins with that word: one fits always."""
    last = min(len(words), first + LONG_WORDS)
    characters = len(words[first].text)
    for at in range(first + 1, last):
        characters += 1 + len(words[at].text)
        if characters > LONG_CHARACTERS:
            return at
    return last


def _passage(
    transcript: Transcript, owner_id: str, speaker_id: str, ids: tuple[str, ...], words: Sequence[Word]
) -> Passage:
    said = [(word.text, word.language or transcript.language) for word in words]
    terms = terms_of(said, owner_id=owner_id, meeting_id=transcript.meeting_id)
    text = " ".join(word.text for word in words)
    start, end = words[0].start, max(word.end for word in words)
    alike = json.dumps([VERSION, speaker_id, ids, start, end, text, terms])
    return Passage(speaker_id, ids, start, end, text, tuple(terms), hashlib.sha256(alike.encode()).hexdigest()[:32])
