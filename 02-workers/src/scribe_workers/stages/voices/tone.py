"""Whether speech has a tone: whispering has none, nor is it heard in loud noise, and voices are hardly told apart without.

A tone repeats itself. With r(l) the autocorrelation of 40 ms of sound x at a lag of l samples, a stretch has a tone if

    max over l of  r(l) / r(0) · n / (n - l)  >  REPEATS,    l from 1/400 to 1/60 s,  r(l) = sum of x(t) x(t + l),  n samples
"""

from typing import TYPE_CHECKING

import numpy as np

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_workers.stages.voices.activity import INSTANTS_A_SECOND
from scribe_workers.stages.voices.arrays import Doubles
from scribe_workers.stages.voices.speaker_tracks import SoloSpeech

if TYPE_CHECKING:
    from scribe_workers.engines.sound import Sound

REPEATS = 0.6
"""How alike a sound must be to itself, of 1. The shares below were measured with it; others were not tried."""

LEAST_SHARE = 0.25
"""Share of speech that has a tone, below which a reader is told. Measured: 0.45 to 0.75 on real meetings, far microphones and
reverberant rooms included, 0.38 under noise of −10 dB, 0.15 under noise as loud as the speech, 0.04 whispered (0014)."""

LOOKS = 240
"""Stretches looked at, evenly spread: the share is then known to within 0.03, for half a second of work at most."""

LEAST_SECONDS = 3.0
"""Speech below which nothing is said of it. A choice, not measured."""

SAMPLES = int(0.04 * SAMPLE_RATE)
LAGS = slice(SAMPLE_RATE // 400, SAMPLE_RATE // 60)
"""Samples of a stretch: two periods and more of the lowest tone; and the lags of voices from 60 to 400 Hz, as usual for speech."""


def rarely_has_tone(sound: "Sound", solo: SoloSpeech) -> bool:
    """Whether most of what is said in a recording is whispered or drowned in noise."""
    if len(solo) < LEAST_SECONDS * INSTANTS_A_SECOND:
        return False
    looked_at = solo.instants[np.linspace(0, len(solo) - 1, LOOKS).astype(int)]  # (looks,)
    starts = (looked_at * (SAMPLE_RATE // INSTANTS_A_SECOND)).tolist()
    heard = np.stack([sound.window(start, SAMPLES) for start in starts]).astype(np.float64)  # (looks, samples)
    return bool((_repetition(heard) > REPEATS).mean() < LEAST_SHARE)


def _repetition(heard: Doubles) -> Doubles:
    """How alike each stretch `(stretches, samples)` is to itself a little later, at best, `(stretches,)`."""
    swing = heard - heard.mean(1, keepdims=True)
    spectrum = np.fft.rfft(swing, 2 * SAMPLES)  # twice as long: the end does not meet the start
    alike = np.fft.irfft(np.abs(spectrum) ** 2)[:, :SAMPLES]  # (stretches, lags)
    share = SAMPLES / (SAMPLES - np.arange(SAMPLES))
    best: Doubles = (alike / np.maximum(alike[:, :1], 1e-12) * share)[:, LAGS].max(1)
    return best
