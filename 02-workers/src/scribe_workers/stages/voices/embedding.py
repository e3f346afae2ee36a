"""A voice vector for every stretch of sound that is asked for; each instant becomes features once."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Base64Bytes

from scribe_workers.stages.voices.arrays import Floats, Ints

if TYPE_CHECKING:
    from scribe_workers.engines.networks import VoiceNetwork
    from scribe_workers.engines.sound import Sound

DIMENSIONS = 192
"""Of a voice vector."""

LENGTHS = (75, 100, 125, 150)
"""Instants the voice network is given: few lengths make full batches. Shorter stretches are repeated up to the first."""

BATCH = 8
"""Stretches for one call of the network: as fast as 32 (24 ms a window, one core) with half of the memory (180 MB)."""

CHUNK = 96
"""Stretches whose vectors are kept together: what a killed run loses at most, 2 to 3 s of work."""

PAUSE_READ_THROUGH = 50
"""Instants without use that are read all the same: one long read is cheaper than two."""


@dataclass(frozen=True, slots=True)
class VoiceVectors:
    """The unit vectors of a chunk of stretches, float16 `(stretches, 192)` as bytes: a person's voice, so short-lived."""

    vectors: Base64Bytes

    @classmethod
    def of(cls, vectors: Floats) -> "VoiceVectors":
        """From vectors of any length."""
        return cls(unit(vectors).astype(np.float16).tobytes())

    @property
    def array(self) -> Floats:
        """The vectors, `(stretches, 192)`, of unit length."""
        return unit(np.frombuffer(self.vectors, np.float16).reshape(-1, DIMENSIONS).astype(np.float32))


def unit(vectors: Floats) -> Floats:
    """The vectors, `(…, dimensions)`, scaled to unit length; one without length stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Floats = (vectors / np.maximum(lengths, 1e-6)).astype(np.float32)
    return scaled


def embed(sound: "Sound", spans: Sequence[Ints], network: "VoiceNetwork", tick: Callable[[], None]) -> VoiceVectors:
    """The vector of each stretch of sound, given as its instants; `tick` is called after every batch."""
    instants = np.unique(np.concatenate(spans))  # (instants heard,)
    features = features_at(sound, instants)  # (instants heard, bins)
    tick()
    by_length: dict[int, list[int]] = defaultdict(list)
    for place, span in enumerate(spans):
        by_length[_length(len(span))].append(place)
    vectors = np.zeros((len(spans), DIMENSIONS), np.float32)
    for length, places in by_length.items():
        for first in range(0, len(places), BATCH):
            batch = places[first : first + BATCH]
            heard = np.stack([features[np.searchsorted(instants, _fitted(spans[place], length))] for place in batch])
            heard -= heard.mean(axis=1, keepdims=True)  # (batch, length, bins): the microphone's colour goes
            vectors[batch] = network.vectors(heard)  # (batch, dimensions)
            tick()
    return VoiceVectors.of(vectors)


def chunks_of(stretches: int) -> int:
    """How many chunks so many stretches make."""
    return -(-stretches // CHUNK)


def _length(available: int) -> int:
    return max((length for length in LENGTHS if length <= available), default=LENGTHS[0])


def _fitted(span: Ints, length: int) -> Ints:
    """The middle of a stretch, or the stretch again and again, `(length,)`."""
    if len(span) < length:
        return np.resize(span, length)
    first = (len(span) - length) // 2
    return span[first : first + length]


def features_at(sound: "Sound", instants: Ints) -> Floats:
    """Log-mel features of those instants, `(instants, bins)`, reading the recording only around them."""
    from scribe_workers.engines.filterbank import BINS, FRAME_LENGTH, FRAME_STEP, log_mel

    features = np.zeros((len(instants), BINS), np.float32)
    jumps = np.flatnonzero(np.diff(instants) > PAUSE_READ_THROUGH) + 1
    for first, after in pairwise([0, *jumps.tolist(), len(instants)]):
        start, last = int(instants[first]), int(instants[after - 1])
        heard = log_mel(sound.slice(start * FRAME_STEP, last * FRAME_STEP + FRAME_LENGTH))  # (last - start + 1, bins)
        features[first:after] = heard[instants[first:after] - start]
    return features
