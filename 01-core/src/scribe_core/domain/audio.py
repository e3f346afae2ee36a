"""A recording after conversion."""

from dataclasses import dataclass
from datetime import datetime

SAMPLE_RATE = 16_000
"""Samples a second of every converted recording (what all our networks were trained on)."""


@dataclass(frozen=True, slots=True)
class Audio:
    """A converted recording: mono, 16 kHz, 16-bit FLAC, held in the object store under `key`.

    `peaks_key` names its waveform picture (JSON: `{"per_second": int, "peaks": [0..255, ...]}`). `held_at` (aware
    UTC) is when the file itself says that it was recorded, None where it does not. `warnings` are error codes a reader
    should see. `sides_key` names what tells which of two channels is louder (bytes, see `stages/voices/sides.py`), None where
    there are not two or they never differ.
    """

    key: str
    seconds: float
    peaks_key: str
    held_at: datetime | None = None
    warnings: tuple[str, ...] = ()
    sides_key: str | None = None
