"""Hearing a recording out: chunks in batches, then again what was not heard well, every batch remembered.

A first hearing takes all chunks; those that loop or skip are decoded a second time at once, with time marks, from the same
encoding. What is doubtful still is heard again as two halves, and such halves once more as quarters; what loops in the end
is heard carefully. Which batches there are follows from the chunks and from the batches before, so a run that was killed
goes on at the batch where it stopped.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from scribe_core.domain.speech import Region, Word
from scribe_workers.engines.recogniser import Choose, Heard, Judgement, Task, Whisper
from scribe_workers.stages.glossary import likenesses
from scribe_workers.stages.hallucination_guards import Guard, beside_withheld, disbelieved, guarded, silent
from scribe_workers.stages.manner import Manner
from scribe_workers.stages.packing import Chunk, Read, halves, pack, seconds_of, sound_of
from scribe_workers.stages.repair import better, hole, loops, without_stutter
from scribe_workers.stages.spoken_language import (
    SpokenLanguage,
    agreed,
    main_of,
    mixed,
    own_or_main,
    smoothed,
    spoken_in,
    spread,
)
from scribe_workers.steps import Bench

BATCH = 16
"""Chunks whose words are kept together: what a killed run loses at most is four minutes of speech."""

FINE = 6.0
"""Seconds of the pieces in which a chunk with two languages is heard again: a sentence or two. A choice: with it every word
of composed prompts came out in its language (docs/decisions/0012), other lengths were not measured."""

SHARES = (0.8, 0.12, 0.05)
"""Shares of the work, as people see it, of the hearings: of whole chunks, of halves, of halves of halves.
For the progress bar alone; not measured."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in a chunk, in the chunk's own time. `withheld` counts the words that were held back, by guard."""

    chunk: Chunk
    words: tuple[Word, ...]
    withheld: dict[str, int]


class Listener:
    """Listens to the chunks of one recording. `read` gives the recording's sound."""

    def __init__(
        self, bench: Bench, whisper: Whisper, read: Read, manner: Manner, glossary: tuple[str, ...] = ()
    ) -> None:
        self._bench, self._whisper, self._read, self._manner = bench, whisper, read, manner
        self._likenesses = partial(likenesses, terms=glossary) if glossary else None
        self._batches = 0
        self._done = 0.0

    def said(self, chunks: Sequence[Chunk], language: str | None) -> tuple[list[Said], SpokenLanguage]:
        """What is said in each chunk, and the recording's language.

        Where no language is named it is found out, chunk by chunk. Chunks that hold two languages are taken apart.
        A word that is not in the recording's language says so.
        """
        if language is None:
            attempts, spoken = self._in_their_languages(chunks)
        else:
            attempts = self._attempts(chunks, [language] * len(chunks), share=SHARES[0])
            spoken = SpokenLanguage(language, 1.0)
        doubted = attempts
        for share in SHARES[1 : self._manner.again]:
            doubted = [attempt for attempt in doubted if attempt.doubtful]
            halves_ = [half for attempt in doubted for half in attempt.cut(self._read)]
            languages = [attempt.heard.language for attempt in doubted for _ in range(2)]
            again = self._attempts(halves_, languages, share=share)
            for number, attempt in enumerate(doubted):
                attempt.in_halves = again[2 * number], again[2 * number + 1]
            doubted = again
        chunks = [attempt.chunk for attempt in attempts]
        heard = self._calmed(chunks, [attempt.best() for attempt in attempts])
        return [_said(chunk, one, spoken.code) for chunk, one in zip(chunks, heard, strict=True)], spoken

    def _in_their_languages(self, chunks: Sequence[Chunk]) -> tuple[list["_Attempt"], SpokenLanguage]:
        """All chunks heard, each in its own language: a few first, the others then, those with two languages piece by piece."""
        share = SHARES[0] / len(chunks)
        sample = spread(chunks)
        heard = dict(
            zip(sample, self._chosen([chunks[n] for n in sample], _all_as_one, share * len(sample)), strict=True)
        )
        main = agreed([heard[n].judgement for n in sample], [heard[n].seconds for n in sample]).code
        rest = [n for n in range(len(chunks)) if n not in heard]
        own = partial(_each_its_own, main=main)
        heard |= zip(rest, self._chosen([chunks[n] for n in rest], own, share * len(rest)), strict=True)
        attempts = self._taken_apart([heard[n] for n in range(len(chunks))])
        judgements, seconds = [one.judgement for one in attempts], [one.seconds for one in attempts]
        path = smoothed(judgements, seconds)
        mistaken = [n for n, one in enumerate(attempts) if one.heard.language != path[n]]
        again = self._attempts([attempts[n].chunk for n in mistaken], [path[n] for n in mistaken], share=0.0)
        for n, attempt in zip(mistaken, again, strict=True):
            attempts[n] = attempt
        return attempts, main_of(path, judgements, seconds)

    def _taken_apart(self, attempts: Sequence["_Attempt"]) -> list["_Attempt"]:
        """The attempts, those at chunks in two languages replaced by attempts at their pieces."""
        languages = spoken_in([one.judgement for one in attempts], [one.seconds for one in attempts])
        two = [n for n, one in enumerate(attempts) if one.seconds > FINE and mixed(one.judgement, languages)]
        pieces = {n: pack(attempts[n].chunk, FINE) for n in two}
        choose = partial(_likeliest_of, languages=languages)
        heard = iter(self._chosen([piece for n in two for piece in pieces[n]], choose, 0.0))
        apart = {n: [next(heard) for _ in pieces[n]] for n in two}
        return [
            part
            for n, attempt in enumerate(attempts)
            for part in (apart[n] if len({one.heard.language for one in apart.get(n, [])}) > 1 else [attempt])
        ]

    def _chosen(self, chunks: Sequence[Chunk], choose: Choose, share: float) -> list["_Attempt"]:
        """Attempts at chunks whose languages are yet to be chosen."""
        return self._attempts(chunks, [None] * len(chunks), choose=choose, share=share)

    def _attempts(
        self, chunks: Sequence[Chunk], languages: Sequence[str | None], *, share: float, choose: Choose | None = None
    ) -> list["_Attempt"]:
        heard = self._hear(chunks, languages, choose=choose, share=share)
        return [_Attempt(chunk, one) for chunk, one in zip(chunks, heard, strict=True)]

    def _calmed(self, chunks: Sequence[Chunk], heard: list[Heard]) -> list[Heard]:
        """The hearings, those that still loop replaced by careful ones."""
        stubborn = [n for n, one in enumerate(heard) if loops(one.words, seconds_of(chunks[n]))]
        calm = self._hear(
            [chunks[n] for n in stubborn], [heard[n].language for n in stubborn], careful=True, share=1 - self._done
        )
        replaced = dict(zip(stubborn, calm, strict=True))
        return [replaced.get(n, one) for n, one in enumerate(heard)]

    def _hear(
        self, chunks: Sequence[Chunk], languages: Sequence[str | None], *, share: float, choose: Choose | None = None,
        careful: bool = False,
    ) -> list[Heard]:  # fmt: skip
        """What is said in each chunk. Chunks of like length are heard together, so that no window is longer than needed."""
        order = sorted(range(len(chunks)), key=lambda number: seconds_of(chunks[number]))
        total = sum(seconds_of(chunk) for chunk in chunks)
        doubtful = _worth_marking if self._manner.again else None
        task = Task(self._manner.beam, choose, doubtful, self._likenesses, careful)
        heard: dict[int, Heard] = {}
        for first in range(0, len(order), BATCH):
            numbers = order[first : first + BATCH]
            batch = [chunks[n] for n in numbers]
            hearings = self._heard_together(batch, [languages[n] for n in numbers], task)
            heard.update((n, _best(chunk, ways)) for n, chunk, ways in zip(numbers, batch, hearings, strict=True))
            self._done += share * sum(map(seconds_of, batch)) / total
            self._pulse()
        return [heard[number] for number in range(len(chunks))]

    def _heard_together(
        self, batch: Sequence[Chunk], languages: Sequence[str | None], task: Task
    ) -> list[tuple[Heard, ...]]:
        """The batch's hearings, remembered."""
        number, self._batches = self._batches, self._batches + 1

        def hear() -> list[tuple[Heard, ...]]:
            return self._whisper.hear([sound_of(chunk, self._read) for chunk in batch], languages, task, self._pulse)

        return self._bench.chunk(number, list[tuple[Heard, ...]], hear)

    def _pulse(self) -> None:
        self._bench.progress(self._done, 1.0)


@dataclass(slots=True)
class _Attempt:
    """A chunk as it was heard, and as its two halves were heard if that left a doubt."""

    chunk: Chunk
    heard: Heard
    in_halves: "tuple[_Attempt, _Attempt] | None" = None

    @property
    def seconds(self) -> float:
        return seconds_of(self.chunk)

    @property
    def judgement(self) -> Judgement:
        return self.heard.languages

    @property
    def doubtful(self) -> bool:
        """Whether it should be heard in halves."""
        return not _silent(self.heard) and (self._loops or self._hole is not None)

    @property
    def _loops(self) -> bool:
        return loops(self.heard.words, self.seconds)

    @property
    def _hole(self) -> Region | None:
        return hole(self.heard.words, self.seconds)

    def cut(self, read: Read) -> tuple[Chunk, Chunk]:
        """Its halves. Why at the hole: there the model jumped from one speaker to the next, or over one."""
        return halves(self.chunk, read, None if self._loops else self._hole)

    def best(self) -> Heard:
        """The hearing to believe."""
        if self.in_halves is None:
            return self.heard
        left, right = self.in_halves
        sides = left.best(), right.best()
        calm = not any(loops(side.words, half.seconds) for side, half in zip(sides, self.in_halves, strict=True))
        joined = _joined(*sides, left.seconds)
        if better(joined.words, self.heard.words, loop_gone=calm, loop_before=self._loops):
            return joined
        return self.heard


def _best(chunk: Chunk, hearings: Sequence[Heard]) -> Heard:
    """The hearing of a chunk to believe: the second where it mends the first."""
    first, *others = map(_believed, hearings)
    seconds = seconds_of(chunk)
    for second in others:
        calm, before = not loops(second.words, seconds), loops(first.words, seconds)
        if better(second.words, first.words, loop_gone=calm, loop_before=before):
            return replace(second, languages=first.languages)
    return first


def _worth_marking(heard: Heard, seconds: float) -> bool:
    """Whether a hearing should be decoded again, with time marks."""
    heard = _believed(heard)
    return not _silent(heard) and (loops(heard.words, seconds) or hole(heard.words, seconds) is not None)


def _all_as_one(judgements: Sequence[Judgement], seconds: Sequence[float]) -> list[str]:
    return [agreed(judgements, seconds).code] * len(judgements)


def _each_its_own(judgements: Sequence[Judgement], seconds: Sequence[float], main: str) -> list[str]:
    return [own_or_main(judgement, length, main) for judgement, length in zip(judgements, seconds, strict=True)]


def _likeliest_of(judgements: Sequence[Judgement], _seconds: Sequence[float], languages: frozenset[str]) -> list[str]:
    return [max(sorted(languages), key=lambda one: judgement.get(one, 0.0)) for judgement in judgements]


def _silent(heard: Heard) -> bool:
    return silent(log_probability=heard.log_probability, no_speech=heard.no_speech)


def _believed(heard: Heard) -> Heard:
    """The hearing without what was never said."""
    words, withheld = guarded(heard.words, log_probability=heard.log_probability, no_speech=heard.no_speech)
    return replace(heard, words=words, withheld={str(guard): count for guard, count in withheld.items()})


def _joined(left: Heard, right: Heard, offset: float) -> Heard:
    """Two halves as one hearing, the right one starting at the offset."""
    later = tuple(replace(word, start=word.start + offset, end=word.end + offset) for word in right.words)
    return replace(
        left,
        words=left.words + later,
        withheld=dict(Counter(left.withheld) + Counter(right.withheld)),
        log_probability=min(left.log_probability, right.log_probability),
        no_speech=min(left.no_speech, right.no_speech),
    )


def _said(chunk: Chunk, heard: Heard, main: str) -> Said:
    """What is to be kept of a hearing. Only words that are not in the recording's main language name theirs."""
    words = beside_withheld(heard.words, without_stutter(heard.words))
    withheld = Counter(heard.withheld) + Counter({Guard.REPETITION: len(heard.words) - len(words)})
    if guard := disbelieved(words, no_speech=heard.no_speech):
        withheld[guard] += len(words)
        words = ()
    marked = tuple(replace(word, language=None) if word.language == main else word for word in words)
    return Said(chunk, marked, dict(withheld))
