"""Reading a converted recording: 16 kHz mono FLAC in, float32 samples out, never more of them than asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import numpy as np
import soundfile
from numpy.typing import NDArray

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_core.errors import ScribeError

Samples: TypeAlias = NDArray[np.float32]
"""Shape `(samples,)`, full scale ±1."""


class Sound:
    """An open converted recording. It seeks in the file, so memory does not grow with its length."""

    def __init__(self, file: soundfile.SoundFile) -> None:
        self._file = file

    @property
    def samples(self) -> int:
        """How many there are."""
        return int(self._file.frames)

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.samples / SAMPLE_RATE

    def slice(self, start: int, stop: int) -> Samples:
        """Samples `start` up to, not including, `stop`; what lies outside the recording is not returned.

        Errors: `media_damaged` where the file holds less than it announces.
        """
        start, stop = max(0, start), min(stop, self.samples)
        if stop <= start:
            return np.zeros(0, np.float32)
        try:
            self._file.seek(start)
            part: Samples = self._file.read(stop - start, dtype="float32")  # (samples,)
        except soundfile.LibsndfileError as error:
            raise ScribeError("media_damaged") from error
        if len(part) < stop - start:
            raise ScribeError("media_damaged")
        return part

    def blocks(self, length: int) -> Iterator[Samples]:
        """The recording in order, `length` samples at a time; the last block is shorter."""
        for start in range(0, self.samples, length):
            yield self.slice(start, start + length)

    def window(self, start: int, length: int) -> Samples:
        """Exactly `length` samples from `start`; silence stands in for what lies after the end."""
        part = self.slice(start, start + length)
        return np.pad(part, (0, length - len(part)))


@contextmanager
def open_sound(path: Path) -> Iterator[Sound]:
    """A converted recording, open for reading.

    Errors: `media_damaged` where the file is not readable, or is not the mono 16 kHz that conversion makes.
    """
    try:
        file = soundfile.SoundFile(path)
    except soundfile.LibsndfileError as error:
        raise ScribeError("media_damaged") from error
    with file:
        if file.samplerate != SAMPLE_RATE or file.channels != 1:
            raise ScribeError("media_damaged")
        yield Sound(file)
