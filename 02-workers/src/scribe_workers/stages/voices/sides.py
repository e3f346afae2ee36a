"""Recordings with one side of a conversation on each of two channels, as telephone systems make them.

Nothing has to be guessed there: whoever is heard on the left is not on the right. A side may still be several people.

The side file under `Audio.sides_key` holds a signed byte for each 20 ms: the decibels by which the first channel is louder,
0 where neither is heard.
"""

from pathlib import Path

import numpy as np

from scribe_workers.engines.decoding_order import SIDES_PER_SECOND
from scribe_workers.stages.voices.activity import INSTANTS_A_SECOND
from scribe_workers.stages.voices.arrays import Floats
from scribe_workers.stages.voices.speaker_tracks import SoloSpeech

CLEARLY = 10.0
"""Decibels by which one channel must be louder to be a side of its own. A choice of
docs/decisions/0014, tried on composed recordings (its tests): real ones with two sides were not at hand, and no record keeps
how far two microphones in one room differ."""

CLEAR_SHARE = 0.85
"""Share of the speech of one person alone in which one channel must be clearly louder: a choice
of 0014, not measured against others."""

LEAST_SHARE = 0.02
"""Share of it that each side must have: less is a click on a dead channel. A choice, not measured."""

LEAST_SECONDS = 0.6
"""And the same in seconds; a choice as well."""

SMOOTH = int(0.15 * INSTANTS_A_SECOND)
"""Instants to either side over which the louder channel is told: a breath of the other side changes nothing.
A choice, not measured."""


def by_side(solo: SoloSpeech, path: Path) -> SoloSpeech | None:
    """The same speech with the side (0 or 1) as its track, None where the channels are no sides of a conversation."""
    louder = np.fromfile(path, np.int8).astype(np.float32)  # (steps,)
    if len(louder) == 0 or len(solo) == 0:
        return None
    step = np.minimum(solo.instants * SIDES_PER_SECOND // INSTANTS_A_SECOND, len(louder) - 1)  # (solo,)
    difference = louder[step]  # (solo,)
    clear = np.abs(difference[difference != 0]) >= CLEARLY
    if len(clear) == 0 or clear.mean() < CLEAR_SHARE:
        return None
    side = (_smoothed(difference) < 0).astype(np.int32)  # (solo,)
    held = np.bincount(side[np.abs(difference) >= CLEARLY], minlength=2)  # (2,)
    if held.min() < max(LEAST_SHARE * held.sum(), LEAST_SECONDS * INSTANTS_A_SECOND):
        return None
    return solo.on_tracks(side)


def _smoothed(difference: Floats) -> Floats:
    """The mean of the clear differences around each instant, `(solo,)`."""
    from scipy.ndimage import uniform_filter1d  # takes a third of a second to load, and few recordings have sides

    clear = np.where(np.abs(difference) >= CLEARLY, difference, np.float32(0))
    mean: Floats = uniform_filter1d(clear, 2 * SMOOTH + 1, mode="nearest")
    return mean
