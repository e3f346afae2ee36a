"""Which language a recording is in, judged on several stretches of speech spread over it.

Why not its first half minute, as Whisper does: it holds greetings, noise and names. It chose Polish for a French clip and
English for French radio.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scribe_workers.stages.packing import Chunk

SAMPLES = 6
"""Chunks that are listened to: enough to outvote one in another language."""

CERTAIN = 0.6
"""Probability of the language, over all chunks, below which a reader is told that it was hard to tell."""

LEAST_PROBABILITY = 1e-6


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """A language (ISO 639-1) and how probable it is, 0..1."""

    code: str
    probability: float

    @property
    def uncertain(self) -> bool:
        """Whether a reader should check it."""
        return self.probability < CERTAIN


def spread(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Up to `SAMPLES` chunks evenly spread over all of them."""
    count = min(SAMPLES, len(chunks))
    return [chunks[(2 * number + 1) * len(chunks) // (2 * count)] for number in range(count)]


def agreed(judgements: Sequence[Mapping[str, float]], seconds: Sequence[float]) -> SpokenLanguage:
    """The language that the chunks agree on best: the highest mean log-probability, longer chunks counting for more.

    The probability is the geometric mean's share among all languages, so that one chunk in doubt stays visible.
    """
    languages = sorted({language for judgement in judgements for language in judgement})
    scores = {
        language: sum(
            length * math.log(max(judgement.get(language, 0.0), LEAST_PROBABILITY))
            for judgement, length in zip(judgements, seconds, strict=True)
        )
        / sum(seconds)
        for language in languages
    }
    code = max(scores, key=lambda language: scores[language])
    return SpokenLanguage(code, round(math.exp(scores[code]) / sum(map(math.exp, scores.values())), 4))
