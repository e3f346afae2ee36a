"""Listening to one person's voice: their clean speech in a recording, and the vector their voice is known by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scribe_core.domain.speech import Region, SpeechRegions
from scribe_workers.stages.voices.activity import INSTANTS_A_SECOND, Activity
from scribe_workers.stages.voices.arrays import Bools, Floats, Ints
from scribe_workers.stages.voices.embedding import BATCH, features_at, unit
from scribe_workers.stages.voices.speaker_tracks import SoloSpeech, solo_speech, solo_speech_in
from scribe_workers.steps import Bench

if TYPE_CHECKING:
    from scribe_workers.engines.networks import VoiceNetwork
    from scribe_workers.engines.sound import Sound

PASSAGE = 4 * INSTANTS_A_SECOND
"""Instants of speech put into one vector: two halves of a voice are told from two voices with an EER of 0.05 % at 4 s, 0.23 %
at 3 s, 1.06 % at 2 s (docs/decisions/0011)."""

SHORTEST = 1 * INSTANTS_A_SECOND
"""Instants below which a voice is not listened to at all. A choice: 10 s are asked for before a name is given (0011)."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What a voice sounds like: a unit `vector` `(192,)`, from so many `seconds` of speech.

    With v(i) the unit vectors of its passages, `vector` is their sum at unit length, and `quality` the mean cosine of each passage
    with the sum of the others: how alike the voice is to itself. 1 where there is only one.
    """

    vector: Floats
    seconds: float
    quality: float


def solo_in(bench: Bench, speech: SpeechRegions, instants: int) -> SoloSpeech:
    """Where exactly one person speaks in a recording of so many instants."""
    if speech.activity_key is not None:
        with bench.file(speech.activity_key) as path:
            return solo_speech(Activity.unpacked(path), instants)
    return solo_speech_in(_covered(speech.regions, instants))


def within(solo: SoloSpeech, regions: Sequence[Region], instants: int) -> SoloSpeech:
    """The part of solo speech that lies in the regions."""
    return part_of(solo, _covered(regions, instants)[solo.instants])


def part_of(solo: SoloSpeech, mask: Bools) -> SoloSpeech:
    """The solo instants that the mask `(solo,)` picks; what it cuts apart are two turns."""
    kept = np.flatnonzero(mask)
    cut = np.diff(kept, prepend=kept[:1]) > 1
    turns = np.cumsum(cut | (np.diff(solo.turns[kept], prepend=solo.turns[kept[:1]]) != 0)).astype(np.int32)
    return SoloSpeech(solo.instants[kept], solo.tracks[kept], turns)


def heard_voice(
    sound: "Sound", instants: Ints, network: "VoiceNetwork", longest: float, tick: Callable[[], None]
) -> Voice | None:
    """The voice that speaks at those instants, None where it says next to nothing.

    Of more than `longest` seconds, passages all over the recording are listened to. `tick` is called after each.
    """
    if len(instants) < SHORTEST:
        return None
    count = max(1, len(instants) // PASSAGE)
    length = min(len(instants) // count, 2 * PASSAGE - 1)
    passages = instants[: count * length].reshape(count, length)  # (passages, instants of a passage)
    most = max(1, int(longest * INSTANTS_A_SECOND) // length)
    if count > most:
        passages = passages[np.linspace(0, count - 1, most).round().astype(int)]
    vectors = []
    for first in range(0, len(passages), BATCH):
        batch = passages[first : first + BATCH]
        heard = features_at(sound, np.unique(batch)).reshape(len(batch), length, -1)  # (batch, length, bins)
        vectors.append(unit(network.vectors(heard - heard.mean(axis=1, keepdims=True))))  # (batch, dimensions)
        tick()
    return _voice(np.concatenate(vectors), len(passages) * length / INSTANTS_A_SECOND)


def _voice(vectors: Floats, seconds: float) -> Voice:
    total = vectors.sum(0)  # (dimensions,)
    others = unit(total - vectors) if len(vectors) > 1 else vectors  # (passages, dimensions)
    quality = float((vectors * others).sum(1).mean())
    return Voice(unit(total), seconds, round(quality, 3))


def _covered(regions: Sequence[Region], instants: int) -> Bools:
    """Whether each instant lies in a region, `(instants,)`."""
    covered = np.zeros(instants, np.bool_)
    for region in regions:
        covered[round(region.start * INSTANTS_A_SECOND) : round(region.end * INSTANTS_A_SECOND)] = True
    return covered
