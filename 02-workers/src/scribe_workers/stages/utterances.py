"""Where one utterance ends and the next begins: at a change of speaker, a pause or, when it grows long, a sentence.

The seconds below were chosen by reading transcripts (docs/decisions/0006). No figure of the evaluation depends on them: words and
their speakers are the same wherever an utterance ends.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from scribe_core.domain.speech import Word
from scribe_workers.stages.attribution import ends_sentence

LONG_PAUSE = 1.5
"""Seconds of silence that always end an utterance. How it and the next three read was a choice (docs/decisions/0006), not a measure:
no word or speaker depends on them."""

PAUSE = 0.6
"""Seconds of silence that end one after a full sentence."""

READABLE = 15.0
"""Seconds after which one ends with its sentence: about four lines of text."""

LONGEST = 30.0
"""Seconds that none exceeds, unless a single word does."""

COMMA = 0.3
"""A comma is as good a place to cut as so many seconds more of silence. A choice as well."""


def utterance_spans(words: Sequence[Word], speakers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The utterances as the first word's place and the one after the last's, covering all words in order."""
    cuts = [0]
    for place in range(1, len(words)):
        if speakers[place] != speakers[place - 1] or _ends(words[cuts[-1]], words[place - 1], words[place]):
            cuts.append(place)
    for first, after in pairwise([*cuts, len(words)]):
        yield from _bounded(words, first, after)


def _ends(first: Word, last: Word, following: Word) -> bool:
    """Whether an utterance that began with `first` ends between `last` and `following`, both of the same speaker."""
    pause = following.start - last.end
    if pause >= LONG_PAUSE:
        return True
    return ends_sentence(last) and (pause >= PAUSE or last.end - first.start >= READABLE)


def _bounded(words: Sequence[Word], first: int, after: int) -> Iterator[tuple[int, int]]:
    """The span itself, or cut where its speaker takes breath, in its middle half, until no part is too long."""
    if after - first < 2 or words[after - 1].end - words[first].start <= LONGEST:
        if after > first:
            yield first, after
        return
    quarter = max(1, (after - first) // 4)

    def breath(place: int) -> float:
        last = words[place - 1]
        comma = COMMA if last.text.endswith((",", ";", ":")) or ends_sentence(last) else 0.0
        return words[place].start - last.end + comma

    cut = max(range(first + quarter, after - quarter + 1), key=breath)
    yield from _bounded(words, first, cut)
    yield from _bounded(words, cut, after)
