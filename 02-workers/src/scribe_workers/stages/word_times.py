"""Words set to where they sound.

Attention tells which word is said about when, and it is early: by 0.24 s in English with whisper-base, by less in French. At a pause
it is off by more, because the pause belongs to no word. The sound itself tells where the pauses are. How far word ends lie before
them gives the recogniser's lead over the whole recording, whatever model and language it is; all words are moved by it, and
those beside a pause to where it begins or ends.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_core.domain.speech import Region, Word
from scribe_workers.stages.voices.activity import stretches

FRAME_SECONDS = 0.01
"""What loudness is told by. Measured as all below, one at a time, on twelve composed recordings of prompts (docs/decisions/0016): 0.02
puts phrases and single words off by up to 12 ms instead of 8."""

BELOW_SPEECH = 32.0
"""Decibels under the loud tenth of a chunk's frames at which it is quiet, in a clean recording. 24 to 40 leave phrases
and words as they are; running digits are best at 24 and worse above 32 (0016). And"""

ABOVE_NOISE = 6.0
"""decibels above its quiet tenth, in a noisy one. In a room 8 and 10 put phrases and words off by up to 15 ms instead of 8 and serve
English digits; 3 and 4 cost French digits more (0016)."""

LEAST_CONTRAST = 12.0
"""Decibels of speech over that level below which the noise hides the pauses, and the times stay as they are. 6 to 18 make no
difference (0016): no recording there lies between."""

LEAST_PAUSE = 0.08
"""Seconds of quiet that count as a pause: consonants like t and k hold less. 0.05 to 0.15 leave phrases and words as they
are; digits are a little better below, worse from 0.12 on (0016)."""

REACH = 0.5
"""Seconds from where a word's time says it starts or ends in which the pause is looked for. 0.3 to 1 do equally well (0016)."""

LEAST_WORD = 0.04
"""Seconds that a word keeps at least. 0.08 does as well, with 0.02 French digits in a room are 8 ms worse (0016)."""

LEADS = (-0.1, 0.5)
LEAD_STEP = 0.02
"""Seconds between which, and how finely, the recogniser's lead is looked for. From 0 to 0.4 as well; up to 0.8 one French
recording got a lead of 0.70 (0016). Steps of 0.01 and 0.04 do equally well."""

LEAD_WIDTH = 0.06
"""Seconds around a lead in which a pause speaks for it. 0.03 and 0.1 do as well but for digits in a room: 337 and 302 ms for 327 (0016)."""

LEAST_PAUSES = 8
"""Pauses from which the lead can be told. 4 and 12 make no difference (0016): the recordings there have more."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a sound, in order of start, its pauses, and how many seconds it has."""

    words: tuple[Word, ...]
    pauses: tuple[Region, ...]
    seconds: float

    @classmethod
    def of(cls, words: Sequence[Word], sound: NDArray[np.float32]) -> "Spoken":
        """What is known of a sound."""
        return cls(tuple(words), tuple(pauses_in(sound)) if words else (), len(sound) / SAMPLE_RATE)


def lead_of(sounds: Iterable[Spoken]) -> float:
    """Seconds by which words end too early, over all sounds: where most pauses begin just after a word's end.

    0 where there are too few pauses to tell.
    """
    leads = np.arange(*LEADS, LEAD_STEP)
    votes = np.zeros(len(leads))
    distances: list[NDArray[np.float64]] = []
    for one in sounds:
        begins = np.array([pause.start for pause in one.pauses if pause.start > LEADS[1]])
        if one.words and len(begins):
            ends = np.array([word.end for word in one.words])
            apart = begins[:, np.newaxis] - ends  # (pauses, words)
            nearest = np.abs(apart[..., np.newaxis] - leads).min(axis=1)  # (pauses, leads)
            votes += np.exp(-((nearest / LEAD_WIDTH) ** 2)).sum(axis=0)
            distances += list(apart)
    if len(distances) < LEAST_PAUSES:
        return 0.0
    likeliest = leads[votes.argmax()]
    close = [float(apart[np.abs(apart - likeliest).argmin()]) for apart in distances]
    return float(np.median([apart for apart in close if abs(apart - likeliest) < 2 * LEAD_WIDTH]))


def by_ear(spoken: Spoken, lead: float) -> tuple[Word, ...]:
    """The words, moved by the recogniser's lead, and their starts and ends to the pauses that lie next to them."""
    length = spoken.seconds
    words = [replace(word, start=word.start + lead, end=word.end + lead) for word in spoken.words]
    starts, ends = [word.start for word in words], [word.end for word in words]
    for place, pause in _pauses_between(words, length, spoken.pauses).items():
        if place > 0:
            ends[place - 1] = max(pause.start, starts[place - 1] + LEAST_WORD)
        if place < len(words):
            starts[place] = min(pause.end, max(ends[place] - LEAST_WORD, starts[place]))
    placed: list[Word] = []
    for word, start, end in zip(words, starts, ends, strict=True):
        first = min(max(start, placed[-1].start if placed else 0.0), length)
        placed.append(replace(word, start=round(first, 3), end=round(max(min(end, length), first), 3)))
    return tuple(placed)


def pauses_in(sound: NDArray[np.float32]) -> list[Region]:
    """The pauses of a sound, in order; none where noise hides them."""
    samples = round(FRAME_SECONDS * SAMPLE_RATE)
    frames = sound[: len(sound) // samples * samples].reshape(-1, samples)  # (frames, frame samples)
    if not len(frames):
        return []
    level = 10 * np.log10(np.square(frames, dtype=np.float64).mean(axis=1) + 1e-12)  # (frames,) dBFS
    noise, speech = np.percentile(level, [10, 90])
    quiet = max(noise + ABOVE_NOISE, speech - BELOW_SPEECH)
    if speech - quiet < LEAST_CONTRAST:
        return []
    return [
        Region(first * FRAME_SECONDS, after * FRAME_SECONDS)
        for first, after in stretches(level < quiet)
        if (after - first) * FRAME_SECONDS >= LEAST_PAUSE
    ]


def _pauses_between(words: Sequence[Word], length: float, pauses: Sequence[Region]) -> dict[int, Region]:
    """The pause before each word, by its number, and after the last. Each pause goes to the nearest place, which takes the longest."""
    begins = [*(word.start for word in words), length]
    stops = [0.0, *(word.end for word in words)]
    least = [0.0, *(word.start + LEAST_WORD for word in words)]  # a pause must not swallow the word before
    most = [*(word.end - LEAST_WORD for word in words), length]  # nor the one after
    found: dict[int, Region] = {}
    for pause in pauses:
        near = {
            place: max(0.0, pause.start - begins[place], stops[place] - pause.end)
            for place in range(len(begins))
            if pause.end > max(least[place], stops[place] - REACH)
            and pause.start < min(most[place], begins[place] + REACH)
        }
        place = min(near, key=lambda one: near[one], default=None)
        if place is not None and (place not in found or pause.seconds > found[place].seconds):
            found[place] = pause
    return found
