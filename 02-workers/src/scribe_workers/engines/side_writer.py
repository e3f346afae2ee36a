"""Which of two channels is the louder one, as the sound comes by: a phone recording has each side on a channel of its own."""

from typing import BinaryIO

import numpy as np

from scribe_workers.engines.decoding_order import SIDES_PER_SECOND
from scribe_workers.engines.mixing import Samples

SILENCE = 1e-7
"""Power (−70 dBFS) below which neither channel is heard."""

MOST = 100
"""Decibels that are written at most: a dead channel is no louder difference than a quiet one."""


class SideWriter:
    """Writes a signed byte for each step of time: the decibels by which the first channel is louder, 0 in silence."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._written = 0

    def write(self, start: float, block: Samples, rate: int) -> None:
        """Note a piece that starts at that second. Shape: (2, samples). What was not noted before it counts as silence."""
        count = max(1, round(block.shape[1] * SIDES_PER_SECOND / rate))
        edges = np.linspace(0, block.shape[1], count + 1).astype(int)
        power = np.add.reduceat(block.astype(np.float64) ** 2, edges[:-1], axis=1) / np.maximum(np.diff(edges), 1)
        louder = 10 * np.log10((power[0] + SILENCE / 1000) / (power[1] + SILENCE / 1000))  # (steps,)
        louder[power.max(0) < SILENCE] = 0.0
        steps = np.clip(np.rint(louder), -MOST, MOST).astype(np.int8)
        at = round(start * SIDES_PER_SECOND)
        known = max(0, self._written - at)  # rounding may make two pieces touch the same step
        self._file.write(bytes(max(0, at - self._written)) + steps[known:].tobytes())
        self._written = max(self._written, at + count)
