"""Hearing a recording out: chunks in batches, then again what was not heard well, every batch remembered.

A first hearing takes all chunks. Chunks that loop or skip are heard again as two halves, and such halves once more as
quarters; what still loops in the end is heard carefully. Which batches there are follows from the chunks and from the
batches before, so a run that was killed goes on at the batch where it stopped.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from scribe_core.domain.speech import Region, Word
from scribe_workers.engines.recogniser import Heard, Whisper
from scribe_workers.stages.hallucination_guards import silent, without_inventions
from scribe_workers.stages.packing import Chunk, Read, halves, seconds_of, sound_of
from scribe_workers.stages.repair import better, hole, loops, without_stutter
from scribe_workers.stages.spoken_language import SpokenLanguage, agreed, spread
from scribe_workers.steps import Bench

T = TypeVar("T")

BATCH = 8
"""Chunks whose words are kept together: what a killed run loses at most is two to three minutes of the recording."""

SHARES = (0.8, 0.12, 0.05)
"""Shares of the work, as people see it, of the hearings: of whole chunks, of halves, of halves of halves."""


class Listener:
    """Listens to the chunks of one recording. `read` gives the recording's sound."""

    def __init__(self, bench: Bench, whisper: Whisper, read: Read) -> None:
        self._bench, self._whisper, self._read = bench, whisper, read
        self._batches = 0
        self._done = 0.0

    def language(self, chunks: Sequence[Chunk]) -> SpokenLanguage:
        """The language that the recording is in."""

        def judge() -> SpokenLanguage:
            sample = spread(chunks)
            sounds = [sound_of(chunk, self._read) for chunk in sample]
            return agreed(
                self._whisper.language_probabilities(sounds, self._pulse), [seconds_of(chunk) for chunk in sample]
            )

        return self._remembered(SpokenLanguage, judge)

    def words(self, chunks: Sequence[Chunk], language: str) -> list[tuple[Word, ...]]:
        """What is said in each chunk, the words' times counting from the chunk's start."""
        attempts = [
            _Attempt(chunk, heard)
            for chunk, heard in zip(chunks, self._hear(chunks, language, share=SHARES[0]), strict=True)
        ]
        doubted = attempts
        for share in SHARES[1:]:
            doubted = [attempt for attempt in doubted if attempt.doubtful]
            parts = [half for attempt in doubted for half in attempt.cut(self._read)]
            again = [
                _Attempt(part, heard)
                for part, heard in zip(parts, self._hear(parts, language, share=share), strict=True)
            ]
            for number, attempt in enumerate(doubted):
                attempt.in_halves = again[2 * number], again[2 * number + 1]
            doubted = again
        heard = [attempt.best() for attempt in attempts]
        stubborn = [n for n, one in enumerate(heard) if loops(one.words, seconds_of(chunks[n]))]
        calmed = self._hear([chunks[n] for n in stubborn], language, careful=True, share=1 - self._done)
        for n, one in zip(stubborn, calmed, strict=True):
            heard[n] = one
        return [without_stutter(one.words) for one in heard]

    def _hear(self, chunks: Sequence[Chunk], language: str, *, share: float, careful: bool = False) -> list[Heard]:
        """What is said in each chunk. Chunks of like length are heard together, so that no window is longer than needed."""
        order = sorted(range(len(chunks)), key=lambda number: seconds_of(chunks[number]))
        total = sum(seconds_of(chunk) for chunk in chunks)
        heard: dict[int, Heard] = {}
        for first in range(0, len(order), BATCH):
            batch = [chunks[number] for number in order[first : first + BATCH]]
            results = self._heard_together(batch, language, careful)
            heard.update(zip(order[first : first + BATCH], map(_believed, results), strict=True))
            self._done += share * sum(map(seconds_of, batch)) / total
            self._pulse()
        return [heard[number] for number in range(len(chunks))]

    def _heard_together(self, batch: Sequence[Chunk], language: str, careful: bool) -> list[Heard]:
        def hear() -> list[Heard]:
            sounds = [sound_of(chunk, self._read) for chunk in batch]
            return self._whisper.hear(sounds, language, careful=careful, pulse=self._pulse)

        return self._remembered(list[Heard], hear)

    def _remembered(self, gives: type[T], compute: Callable[[], T]) -> T:
        number, self._batches = self._batches, self._batches + 1
        return self._bench.chunk(number, gives, compute)

    def _pulse(self) -> None:
        self._bench.progress(self._done, 1.0)


@dataclass(slots=True)
class _Attempt:
    """A chunk as it was heard, and as its two halves were heard if that left a doubt."""

    chunk: Chunk
    heard: Heard
    in_halves: "tuple[_Attempt, _Attempt] | None" = None

    @property
    def loops(self) -> bool:
        return loops(self.heard.words, seconds_of(self.chunk))

    @property
    def doubtful(self) -> bool:
        return not _silent(self.heard) and (self.loops or self.hole is not None)

    @property
    def hole(self) -> Region | None:
        return hole(self.heard.words, seconds_of(self.chunk))

    def cut(self, read: Read) -> tuple[Chunk, Chunk]:
        """Its halves. Why at the hole: there the model jumped from one speaker to the next, or over one."""
        return halves(self.chunk, read, None if self.loops else self.hole)

    def best(self) -> Heard:
        """The hearing to believe."""
        if self.in_halves is None:
            return self.heard
        left, right = self.in_halves
        sides = left.best(), right.best()
        calm = not any(
            loops(side.words, seconds_of(half.chunk)) for side, half in zip(sides, self.in_halves, strict=True)
        )
        joined = _joined(*sides, seconds_of(left.chunk))
        if better(joined.words, self.heard.words, loop_gone=calm, loop_before=self.loops):
            return joined
        return self.heard


def _silent(heard: Heard) -> bool:
    return silent(log_probability=heard.log_probability, no_speech=heard.no_speech)


def _believed(heard: Heard) -> Heard:
    """The hearing without what was never said."""
    return replace(heard, words=() if _silent(heard) else without_inventions(heard.words, no_speech=heard.no_speech))


def _joined(left: Heard, right: Heard, offset: float) -> Heard:
    """Two halves as one hearing, the right one starting at the offset."""
    later = tuple(replace(word, start=word.start + offset, end=word.end + offset) for word in right.words)
    return Heard(
        words=left.words + later,
        log_probability=min(left.log_probability, right.log_probability),
        no_speech=min(left.no_speech, right.no_speech),
    )
