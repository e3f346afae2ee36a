"""What is asked of the decoding process and what it answers: plain data, so that either side loads nothing heavy for it."""

from dataclasses import dataclass
from datetime import datetime

PEAKS_PER_SECOND = 20
"""Bars of the waveform a second: a player of 1,500 points shows 75 s without inventing any."""


SIDES_PER_SECOND = 50
"""Steps a second in which the channels of a two-channel recording are compared: shorter than any word."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the process may use: address space and the size of each file it writes (bytes), processor time (seconds)."""

    memory_bytes: int
    cpu_seconds: int
    file_bytes: int


@dataclass(frozen=True, slots=True)
class Order:
    """What to decode. `source` (`lending.py`) and the three files are descriptors the process was started with; `size` is
    the recording's, `parent` whom the process dies with, `longest` the longest sound accepted, in seconds."""

    parent: int
    source: int
    flac: int
    peaks: int
    sides: int
    size: int
    longest: float
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Converted:
    """What was made of a recording. `warnings` are error codes a reader should see, `held_at` is UTC."""

    seconds: float
    warnings: tuple[str, ...]
    held_at: datetime | None
