"""Which language is spoken when, judged chunk by chunk and smoothed.

Why not the first half minute, as Whisper does: it holds greetings, noise and names. It chose Polish for a French clip and
English for French radio. And a meeting may change its language: each change costs something, so that a short chunk, or
one in doubt, stays with its neighbours.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scribe_workers.stages.packing import Chunk
from scribe_workers.stages.voices.likeliest_path import likeliest_path

SAMPLES = 4
"""Chunks that are heard first, spread over the recording: they tell the language that the others probably are in.
A choice (docs/decisions/0012): no other number was measured."""

CERTAIN = 0.6
"""Probability of a recording's language below which a reader is told that it was hard to tell. A choice: of 15
recordings it marked the two with 2 and 4 s of speech, judged over six chunks then (0007); no other value was measured."""

FLOOR = 2e-3
"""Probability that every language has at least: one chunk may not rule a language out. A choice, not measured."""

WEIGHTY_SECONDS = 8.0
"""Seconds of speech from which a chunk's judgement counts in full; a shorter one's counts in proportion. A choice, not measured."""

SWITCH_COST = 2.0
"""Log-likelihood that a change of language must gain. A single chunk between others has to pay for two. With it, every word
of 1,289 in composed telephone prompts of two languages came out in its own (0012); no other cost was measured."""

SURE = 0.7
"""Probability with which a chunk must name a language for the recording to be asked whether it is spoken there at all.
A choice, tried in the same run as `SWITCH_COST` and not against others."""

MIXED = 0.04
"""Probability of a second language from which a chunk may hold two. Of pure French and English prompts, chunks of 15 to 20 s
gave the other language at most 0.014; of both in turn, at least 0.044 (0012)."""


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """A language (ISO 639-1) and how probable it is, 0..1."""

    code: str
    probability: float

    @property
    def uncertain(self) -> bool:
        """Whether a reader should check it."""
        return self.probability < CERTAIN


def spread(chunks: Sequence[Chunk]) -> list[int]:
    """Up to `SAMPLES` of the chunks' numbers, evenly spread over all of them."""
    count = min(SAMPLES, len(chunks))
    return [(2 * number + 1) * len(chunks) // (2 * count) for number in range(count)]


def agreed(judgements: Sequence[Mapping[str, float]], seconds: Sequence[float]) -> SpokenLanguage:
    """The language that the chunks agree on best: the highest mean log-probability, longer chunks counting for more.

    The probability is the geometric mean's share among all languages, so that one chunk in doubt stays visible.
    """
    languages = sorted({language for judgement in judgements for language in judgement})
    scores = {
        language: sum(
            length * math.log(max(judgement.get(language, 0.0), FLOOR))
            for judgement, length in zip(judgements, seconds, strict=True)
        )
        / sum(seconds)
        for language in languages
    }
    code = max(scores, key=lambda language: scores[language])
    return SpokenLanguage(code, round(math.exp(scores[code]) / sum(map(math.exp, scores.values())), 4))


def smoothed(judgements: Sequence[Mapping[str, float]], seconds: Sequence[float]) -> list[str]:
    """Each chunk's language: the likeliest sequence of the languages that are surely spoken somewhere."""
    named: dict[str, float] = defaultdict(float)
    for judgement, length in zip(judgements, seconds, strict=True):
        for language, probability in judgement.items():
            if probability >= SURE:
                named[language] += length
    languages = sorted(language for language, length in named.items() if length >= WEIGHTY_SECONDS)
    if len(languages) < 2:
        return [agreed(judgements, seconds).code] * len(judgements)
    evidence = np.array(
        [
            [_evidence(judgement, language, length) for language in languages]
            for judgement, length in zip(judgements, seconds, strict=True)
        ]
    )  # (chunks, languages)
    path = likeliest_path(evidence, np.full(len(judgements), SWITCH_COST), tick=lambda: None)
    return [languages[number] for number in path]


def own_or_main(judgement: Mapping[str, float], seconds: float, main: str) -> str:
    """The language to hear a chunk in before its neighbours are known: its own where that would stand between others."""
    own = max(judgement, key=lambda language: judgement[language], default=main)
    gain = _evidence(judgement, own, seconds) - _evidence(judgement, main, seconds)
    return own if gain > 2 * SWITCH_COST else main


def spoken_in(judgements: Sequence[Mapping[str, float]], seconds: Sequence[float]) -> frozenset[str]:
    """The languages that a recording may be in: those that its chunks together give some weight."""
    weight: dict[str, float] = defaultdict(float)
    for judgement, length in zip(judgements, seconds, strict=True):
        for language, probability in judgement.items():
            weight[language] += probability * length * (probability >= MIXED)
    return frozenset(language for language, sum_ in weight.items() if sum_ >= WEIGHTY_SECONDS)


def mixed(judgement: Mapping[str, float], languages: frozenset[str]) -> bool:
    """Whether a chunk of a recording in those languages may hold two of them."""
    return sum(judgement.get(language, 0.0) >= MIXED for language in languages) > 1


def main_of(
    languages: Sequence[str], judgements: Sequence[Mapping[str, float]], seconds: Sequence[float]
) -> SpokenLanguage:
    """The language that most of the recording is in, as sure as the chunks in it are."""
    lasts: dict[str, float] = defaultdict(float)
    for language, length in zip(languages, seconds, strict=True):
        lasts[language] += length
    code = max(lasts, key=lambda language: lasts[language])
    numbers = [number for number, language in enumerate(languages) if language == code]
    found = agreed([judgements[number] for number in numbers], [seconds[number] for number in numbers])
    return found if found.code == code else SpokenLanguage(code, 0.0)


def _evidence(judgement: Mapping[str, float], language: str, seconds: float) -> float:
    return min(1.0, seconds / WEIGHTY_SECONDS) * math.log(max(judgement.get(language, 0.0), FLOOR))
