"""Many channels and tracks into one, without losing a voice: inverted channels, dead channels, late tracks."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from scribe_core.domain.audio import SAMPLE_RATE

Samples: TypeAlias = npt.NDArray[np.float32]
"""Full scale ±1."""

SILENCE = 1e-6
"""Power (−60 dBFS) below which a channel counts as never heard: an open input's own noise lies at −70 to −90 dBFS."""

OPPOSED, ALIGNED = -0.6, 0.0
"""Correlations at which a channel is taken as inverted, and as not inverted again. The inverted copies that balanced cables
soldered the wrong way round give lie at −0.9 to −1; two microphones a metre apart stay above −0.5 over ten seconds."""

MEMORY_SECONDS = 10.0
"""Time constant of that correlation."""

RAMP_SECONDS = 0.02
"""Time in which weights change: shorter clicks, longer swallows the start of a word."""


class Downmix:
    """Channels of one recording as one: the mean of those heard so far, inverted ones turned round.

    A plain mean makes a recording silent whose second channel is the first upside down, and halves one whose second
    channel is dead. Channels are judged as the sound goes by, so memory stays flat; the block at hand is judged before it
    is mixed, so the first word of a channel is already heard.
    """

    def __init__(self, channels: int, rate: int) -> None:
        self._rate = rate
        self._heard = np.zeros(channels, dtype=bool)
        self._sign = np.ones(channels, dtype=np.float32)
        self._covariance = np.zeros((channels, channels))
        self._weights: Samples | None = None

    def __call__(self, block: Samples) -> Samples:
        """The block as one channel. Shapes: (channels, samples) → (samples,)."""
        if block.shape[0] == 1:
            return np.asarray(block[0], dtype=np.float32)
        self._listen(block)
        counted = self._heard if self._heard.any() else np.ones_like(self._heard)
        weights = (self._sign * counted / counted.sum()).astype(np.float32)  # (channels,)
        mixed = weights @ block  # (samples,)
        if self._weights is not None and not np.array_equal(weights, self._weights):
            ramp = np.linspace(0, 1, min(block.shape[1], round(RAMP_SECONDS * self._rate)), dtype=np.float32)
            before = self._weights @ block[:, : ramp.size]
            mixed[: ramp.size] = before + ramp * (mixed[: ramp.size] - before)
        self._weights = weights
        return np.asarray(mixed, dtype=np.float32)

    def _listen(self, block: Samples) -> None:
        swing = block - block.mean(axis=1, keepdims=True)  # a dead channel may carry a constant
        covariance = (swing @ swing.T).astype(np.float64)  # (channels, channels)
        self._heard |= np.diag(covariance) / block.shape[1] > SILENCE
        self._covariance *= np.exp(-block.shape[1] / (self._rate * MEMORY_SECONDS))
        self._covariance += covariance
        if not self._heard.any():
            return
        first = int(np.argmax(self._heard))  # what the others are compared with
        scale = np.sqrt(np.diag(self._covariance) * self._covariance[first, first])
        correlation = self._covariance[first] / np.maximum(scale, 1e-12)
        self._sign[self._heard & (correlation < OPPOSED)] = -1
        self._sign[self._heard & (correlation > ALIGNED)] = 1
        self._sign[first] = 1


class Timeline:
    """Several tracks laid over one another by their times, handed on as soon as every track has got that far.

    A track that stays behind by more than `PATIENCE_SECONDS` is no longer waited for, so that a silent track costs no
    memory; what it brings too late is left out and counted in `lost` (samples).
    """

    PATIENCE_SECONDS = 120

    def __init__(self, tracks: int) -> None:
        self.lost = 0
        self._reached = [0] * tracks
        self._done = 0
        self._buffer = np.zeros(2**20, dtype=np.float32)
        self._first = 0  # where in the buffer the sample number `_done` lies; what lies behind the last one is zero
        self._gain = np.float32(tracks**-0.5)  # voices of different people add up in power

    def add(self, track: int, start: int, sound: Samples) -> Samples:
        """Lay down a piece that starts at that sample and return what is finished by now, in order. Units: samples."""
        end = start + sound.size
        late = min(sound.size, max(0, self._done - start))
        self.lost += late
        if late < sound.size:
            self._make_room(end)
            at = self._first - self._done
            self._buffer[at + start + late : at + end] += sound[late:]
        self._reached[track] = max(self._reached[track], end)
        return self._take(max(min(self._reached), max(self._reached) - self.PATIENCE_SECONDS * SAMPLE_RATE))

    def finish(self) -> Samples:
        """What is left when no track brings more."""
        return self._take(max(self._reached))

    def _make_room(self, end: int) -> None:
        needed = end - self._done
        if self._first + needed > self._buffer.size:
            waiting = self._buffer[self._first : self._first + max(self._reached) - self._done]
            self._buffer = np.zeros(max(2 * needed, 2**20), dtype=np.float32)
            self._buffer[: waiting.size] = waiting
            self._first = 0

    def _take(self, upto: int) -> Samples:
        count = max(0, upto - self._done)
        ready = self._buffer[self._first : self._first + count].copy()
        self._first, self._done = self._first + count, self._done + count
        return ready if len(self._reached) == 1 else _softened(ready * self._gain)


def _softened(sound: Samples) -> Samples:
    """The sound with peaks above 0.8 bent towards 1, where adding tracks would have clipped."""
    loud = np.abs(sound) > 0.8
    if loud.any():
        excess = (np.abs(sound[loud]) - 0.8) / 0.2
        sound[loud] = np.sign(sound[loud]) * (0.8 + 0.2 * np.tanh(excess))
    return sound
