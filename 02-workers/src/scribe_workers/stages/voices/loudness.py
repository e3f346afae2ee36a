"""What loudness says about speech: pauses that the segmentation talks over are quiet, wherever a recording has a quiet.

How loud speech and its absence are is learned from the recording itself, with the network's posteriors as weights. In
noise the two are alike and nothing changes.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scribe_workers.stages.voices.activity import FIRST_CENTRE, FRAME_SECONDS, INSTANTS_A_SECOND
from scribe_workers.stages.voices.arrays import Doubles, Floats
from scribe_workers.stages.voices.relabelling import Votes

if TYPE_CHECKING:
    from scribe_workers.engines.sound import Sound

WEIGHT = 0.2
"""What the log-odds of loudness count beside the network's; 0.1 to 0.3 gain (docs/decisions/0014)."""

BLOCK = 60 * INSTANTS_A_SECOND
"""Instants read at once: it bounds the memory."""

SMOOTH = 3
"""Instants averaged. A choice, not measured."""

LEAST_FRAMES = 20
"""Frames of speech, and of silence, below which nothing is learned. A choice, not measured."""

LEAST_VARIANCE = 9.0
"""Of levels, dB²: digital silence has none. A choice, not measured."""

SURE = 1e-4
"""Posteriors are kept this far from 0 and 1: finer than the steps of 1/255 they come in."""


def levels(sound: "Sound") -> Floats:
    """How loud each instant is, `(instants,)` dB. Of the sound's differences, so that hum and rumble count little."""
    from scribe_workers.engines.filterbank import FRAME_LENGTH, FRAME_STEP, frames_in

    instants = frames_in(sound.samples)
    loud = np.empty(instants, np.float32)
    for first in range(0, instants, BLOCK):
        after = min(first + BLOCK, instants)
        heard = sound.slice(first * FRAME_STEP, (after - 1) * FRAME_STEP + FRAME_LENGTH).astype(np.float64)
        power = np.cumsum(np.diff(heard, prepend=heard[:2]) ** 2)  # (samples + 1,), the first is zero
        starts = np.arange(after - first) * FRAME_STEP
        mean = (power[starts + FRAME_LENGTH] - power[starts]) / FRAME_LENGTH  # (instants of the block,)
        loud[first:after] = 10 * np.log10(mean + 1e-10)
    return loud


def sharpened(votes: Votes, loud: Floats) -> Votes:
    """The votes with speech made likelier where it is as loud as speech here, and less likely where it is not.

    logit p' = logit p + WEIGHT · log N(level; speech) / N(level; silence)
    """
    level = _at_frames(loud, len(votes.speech))
    odds = _odds(level, votes.speech)
    speech = np.clip(votes.speech.astype(np.float64), SURE, 1 - SURE)
    sharp = 1 / (1 + (1 - speech) / speech * np.exp(-WEIGHT * odds))  # (frames,)
    overlap = votes.overlap * (sharp / speech)
    return replace(votes, speech=sharp.astype(np.float32), overlap=overlap.astype(np.float32))


def _at_frames(loud: Floats, frames: int) -> Doubles:
    """The level in the middle of each frame, `(frames,)`."""
    smooth = np.convolve(loud, np.full(SMOOTH, 1 / SMOOTH), mode="same") if len(loud) >= SMOOTH else loud
    middles = (np.arange(frames) * FRAME_SECONDS + FIRST_CENTRE) * INSTANTS_A_SECOND - 1.25  # an instant's middle
    level: Doubles = np.interp(middles, np.arange(len(smooth)), smooth)
    return level


def _odds(level: Doubles, speech: Floats) -> Doubles:
    """Log-odds of speech at each level, `(frames,)`, from two normal distributions; never beyond those at their means."""
    weights = np.stack([1.0 - speech, speech]).astype(np.float64)  # (silence and speech, frames)
    held = weights.sum(1)
    if held.min() < LEAST_FRAMES:
        return np.zeros_like(level)
    means = weights @ level / held
    if means[1] <= means[0]:
        return np.zeros_like(level)
    variances = np.maximum((weights * (level - means[:, None]) ** 2).sum(1) / held, LEAST_VARIANCE)
    within = np.clip(level, *means)
    fits = -0.5 * ((within - means[:, None]) ** 2 / variances[:, None] + np.log(variances)[:, None])
    odds: Doubles = fits[1] - fits[0]
    return odds
