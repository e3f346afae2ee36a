"""From cues to a transcript: in order of time, ends that are missing filled in, what one speaker says in one go put together.

Times of words that no file tells are shared out over the cue by their length. Nobody doubts what a file says: each word's
probability is 1, as of what a person writes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from scribe_core.domain.recording_name import shown_line
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Utterance
from scribe_core.errors import ScribeError
from scribe_core.imports.cue import (
    LONGEST_HOURS,
    LONGEST_MS,
    LONGEST_TEXT,
    MOST_CHARACTERS,
    MOST_SPEAKERS,
    MOST_WORDS,
    Cue,
)

READ_PER_SECOND = 15
"""Characters that somebody says in a second, where no file tells how long something took: French and English talk, about 180 words a minute."""

PAUSE_MS = 1500
"""A longer pause ends an utterance."""

FULL_MS, LONGEST_UTTERANCE_MS = 30_000, 90_000
"""An utterance ends with a sentence once it is full, and anyhow when it is so long."""

NAME_LIMIT = 200

_UNNAMED = re.compile(
    r"(?i)(?:speaker|locuteur|locutrice|intervenant|intervenante|spk|participant|voice|voix)?[\s_-]*\d{1,4}|unknown(?: speaker)?|inconnu"
)


@dataclass(frozen=True, slots=True)
class Assembled:
    """What the cues make. `names` holds by the number that utterances name their speaker with who that is, None where no file says it."""

    utterances: tuple[Utterance, ...]
    names: tuple[str | None, ...]
    seconds: float
    estimated: bool


def assembled(cues: Sequence[Cue], *, join: bool) -> Assembled:
    """The transcript of the cues. `join`: they are pieces of what somebody says, as subtitles are.

    Raises `import_nothing`, `import_too_long`, `import_too_many_words`, `import_speakers_too_many`.
    """
    if sum(len(cue.text) for cue in cues) > MOST_CHARACTERS:
        raise ScribeError("import_too_many_words", most=MOST_WORDS)
    cues = [_shown(cue, text) for cue in cues if (text := shown_line(cue.text, len(cue.text) + 1))]
    if not cues:
        raise ScribeError("import_nothing")
    estimated = all(cue.start is None for cue in cues)
    placed = _ended(sorted(_started(cues), key=lambda cue: cue.start or 0))
    if max(cue.end or 0 for cue in placed) > LONGEST_MS:
        raise ScribeError("import_too_long", hours=LONGEST_HOURS)
    voices = _Voices()
    utterances: list[Utterance] = []
    words = 0
    for voice, group in _joined(placed, voices) if join else ((voices.of(cue.speaker), [cue]) for cue in placed):
        said = [word for cue in group for word in _words(cue)]
        words += len(said)
        if words > MOST_WORDS:
            raise ScribeError("import_too_many_words", most=MOST_WORDS)
        utterances += _in_bounds(voice, said)
    utterances.sort(key=lambda one: one.start)  # words may begin before their cue does
    seconds = max(utterance.end for utterance in utterances)
    return Assembled(tuple(utterances), tuple(voices.names), seconds, estimated)


def _shown(cue: Cue, text: str) -> Cue:
    """The cue with its text as it may be shown; its words stay where they are that text."""
    same = " ".join(word.text for word in cue.words) == text
    return replace(cue, text=text, words=cue.words if same else ())


@dataclass
class _Voices:
    """Who speaks, numbered as they come."""

    names: list[str | None] = field(default_factory=list)
    _known: dict[str, int] = field(default_factory=dict)

    def of(self, label: str | None) -> int:
        """The number of whoever a file calls so, in whatever case. All that nobody is named for is one voice."""
        name = shown_line((label or "")[: 10 * NAME_LIMIT], NAME_LIMIT)  # a file may say a long one of each cue
        key = name.casefold()
        if key not in self._known:
            if len(self.names) == MOST_SPEAKERS:
                raise ScribeError("import_speakers_too_many", most=MOST_SPEAKERS)
            self._known[key] = len(self.names)
            self.names.append(None if not name or _UNNAMED.fullmatch(name) else name)
        return self._known[key]


def _started(cues: Sequence[Cue]) -> Iterator[Cue]:
    """The cues with a start each: those without share the time until the next that has one by their length."""
    at = 0
    while at < len(cues):
        run = [cues[at]]
        while at + len(run) < len(cues) and cues[at + len(run)].start is None:
            run.append(cues[at + len(run)])
        at += len(run)
        start = float(run[0].start or 0)
        spoken = [_spoken_ms(cue) for cue in run]
        share = 1.0
        if at < len(cues) and (following := cues[at].start) is not None and following > start:
            share = min(1.0, (following - start) / sum(spoken))
        for cue, length in zip(run, spoken, strict=True):
            alone = len(run) == 1 and cue.start is not None
            yield cue if alone else replace(cue, start=round(start), end=round(start + length * share))
            start += length * share


def _ended(cues: Sequence[Cue]) -> list[Cue]:
    """The cues, in order, with an end each: where none is told it is the next one's start, else what saying it takes."""
    ended = []
    following: int | None = None
    for cue in reversed(cues):
        start = cue.start or 0
        end = cue.end or (following if following is not None and following > start else start + _spoken_ms(cue))
        ended.append(replace(cue, end=end))
        if following is None or start < following:
            following = start
    return ended[::-1]


def _spoken_ms(cue: Cue) -> int:
    return max(500, len(cue.text) * 1000 // READ_PER_SECOND)


def _joined(cues: Iterable[Cue], voices: _Voices) -> Iterator[tuple[int, list[Cue]]]:
    """Cues that one speaker says in one go."""
    group: list[Cue] = []
    of = -1
    for cue in cues:
        voice = voices.of(cue.speaker)
        if group and (voice != of or _ends_before(group, cue)):
            yield of, group
            group = []
        of = voice
        group.append(cue)
    if group:
        yield of, group


def _ends_before(group: Sequence[Cue], cue: Cue) -> bool:
    last = group[-1]
    start, length = cue.start or 0, (last.end or 0) - (group[0].start or 0)
    if start - (last.end or 0) > PAUSE_MS or length >= LONGEST_UTTERANCE_MS:
        return True
    return length >= FULL_MS and last.text.rstrip('"»”’ \u202f\u00a0')[-1:] in tuple(".?!…")


def _words(cue: Cue) -> list[Word]:
    """The cue's words with their times, in seconds."""
    if cue.words:
        return list(cue.words)
    tokens = [part for token in cue.text.split() for part in _parts(token)]
    start, end = (cue.start or 0) / 1000, (cue.end or 0) / 1000
    whole = sum(map(len, tokens))
    words, gone = [], 0
    for token in tokens:
        begin = start + (end - start) * gone / whole
        gone += len(token)
        words.append(Word(round(begin, 3), round(start + (end - start) * gone / whole, 3), token, 1.0))
    return words


def _parts(token: str) -> list[str]:
    """What stands between two blanks: a word, in parts where it is longer than an utterance may be."""
    return [token[first : first + LONGEST_TEXT] for first in range(0, len(token), LONGEST_TEXT)]


def _in_bounds(voice: int, words: Sequence[Word]) -> Iterator[Utterance]:
    """The words as an utterance, as several where it were too long for one."""
    first, length = 0, 0
    for at, word in enumerate(words):
        length += len(word.text) + 1
        if length > LONGEST_TEXT and at > first:
            yield _utterance(voice, words[first:at])
            first, length = at, len(word.text) + 1
    yield _utterance(voice, words[first:])


def _utterance(voice: int, words: Sequence[Word]) -> Utterance:
    return Utterance(voice, words[0].start, max(word.end for word in words), tuple(words), overlap=False, doubt=0.0)
