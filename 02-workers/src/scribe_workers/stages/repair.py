"""Which chunks a recogniser did not hear out, and which of two hearings to believe.

Batched decoding fails in two ways. It *loops*, saying the same words over and over; or it *skips*, jumping from one
speaker's sentence into another's. A skip leaves a trace only in the times: a word drawn out over the missing seconds, or
a gap (docs/decisions/0007).
"""

import zlib
from collections.abc import Sequence

from scribe_core.domain.speech import Region, Word
from scribe_workers.stages.hallucination_guards import letters_of

COMPRESSION = 2.4
"""Length of a text over its compressed length from which it repeats itself (Whisper's own threshold)."""

WORDS_PER_SECOND = 5.5
SPARE_WORDS = 4
"""More words than this, and a few to spare, nobody says. A choice (0007), not measured against others."""

REPEATS = 3
LEAST_LOOP = 8
"""A run of words said so many times in succession, so many words in all, is a loop. The same words with others in between
are not: "it was here that… it was here that…" is how people speak
(0012, by reading what was taken for loops). The two numbers were not measured against others."""

HOLE_SECONDS = 1.5
"""A word longer than this, or a gap between two, hides words that were skipped. Hearing such chunks again brings a third of
the lost words back on half an hour of development recordings (0007); no other length was measured."""

SHORT_CHUNK = 6.0
"""Below so many seconds a hole is more likely a pause: halves so short are heard worse than the whole. A choice:
that whisper-base needs the words around was measured for chunks cut at changes of voice (0012), not for this length."""

NEW_WORDS = 2
"""Words that have to come back before a second hearing of a skip is believed. A choice (0007), not measured against others."""

STUTTER = 3
LONGEST_STUTTER = 25
"""Lengths, in words, of a run whose immediate repeat is the machine's and not the speaker's. Choices (0007), not measured: people do
repeat a word or two."""


def loops(words: Sequence[Word], seconds: float) -> bool:
    """Whether the words repeat themselves, or are more than anybody can say in that time."""
    text = " ".join(word.text for word in words).encode()
    if text and len(text) / len(zlib.compress(text)) > COMPRESSION:
        return True
    said = letters_of(text.decode()).split()
    if len(said) > WORDS_PER_SECOND * max(seconds, 1.0) + SPARE_WORDS:
        return True
    return any(_repeats(said, length) for length in range(1, min(LONGEST_STUTTER, len(said) // REPEATS) + 1))


def _repeats(said: Sequence[str], length: int) -> bool:
    """Whether so many words are said over and over in succession."""
    same = 0
    for before, after in zip(said, said[length:], strict=False):
        same = same + 1 if before == after else 0
        if same >= max((REPEATS - 1) * length, LEAST_LOOP - length):
            return True
    return False


def hole(words: Sequence[Word], seconds: float) -> Region | None:
    """The longest stretch of a chunk in which words were probably skipped, in the chunk's own time; None where there is none."""
    if seconds <= SHORT_CHUNK:
        return None
    reached, stretches = 0.0, []
    for word in words:
        stretches += [Region(reached, word.start), Region(word.start, word.end)]
        reached = word.end
    longest = max([*stretches, Region(reached, seconds)], key=lambda stretch: stretch.seconds)
    return longest if longest.seconds > HOLE_SECONDS else None


def better(second: Sequence[Word], first: Sequence[Word], *, loop_gone: bool, loop_before: bool) -> bool:
    """Whether a second hearing, in halves, is to be believed over the first."""
    if loop_before:
        return loop_gone
    return loop_gone and len(second) >= len(first) + NEW_WORDS


def without_stutter(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without immediate repeats of three words or more: of two copies the longer-lasting one stays.

    Why: a short window now and then makes the model say a chunk's last sentence twice, the second time in no time.
    """
    kept, said = list(words), [letters_of(word.text) for word in words]
    first = 0
    while first < len(kept):
        for length in range(min(LONGEST_STUTTER, (len(kept) - first) // 2), STUTTER - 1, -1):
            second, end = first + length, first + 2 * length
            if said[first:second] == said[second:end] and len(set(said[first:second])) > 1:
                drop = first if _lasts(kept[first:second]) < _lasts(kept[second:end]) else second
                del kept[drop : drop + length], said[drop : drop + length]
                break
        else:
            first += 1
    return tuple(kept)


def _lasts(words: Sequence[Word]) -> float:
    return words[-1].end - words[0].start
