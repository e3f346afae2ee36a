"""The converted recording on its way to disk: FLAC and the picture of its waveform, written as the sound comes by."""

from typing import BinaryIO

import av
import numpy as np

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_workers.engines.decoding_order import PEAKS_PER_SECOND
from scribe_workers.engines.mixing import Samples

_PEAK_SAMPLES = SAMPLE_RATE // PEAKS_PER_SECOND


class SoundWriter:
    """Writes 16 kHz mono sound as 16-bit FLAC into one file, and one byte a peak into another.

    The same sound gives the same bytes. Both files must be open for binary writing and are left open.
    """

    def __init__(self, flac: BinaryIO, peaks: BinaryIO) -> None:
        self.samples = 0
        self._file, self._peaks = flac, peaks
        self._container = av.open(flac, "w", format="flac", container_options={"fflags": "+bitexact"})
        self._stream = self._container.add_stream(
            "flac", rate=SAMPLE_RATE, layout="mono", options={"flags": "+bitexact", "threads": "1"}
        )
        self._stream.codec_context.format = "s16"
        self._stream.codec_context.open()
        self._frame = self._stream.codec_context.frame_size
        self._unwritten = np.zeros(0, dtype=np.int16)
        self._unseen = np.zeros(0, dtype=np.int16)

    def write(self, sound: Samples) -> None:
        """Append a piece. Shape: (samples,) within ±1; what lies beyond is cut off."""
        integers = np.clip(np.rint(sound * 32768), -32768, 32767).astype(np.int16)
        self._unseen = np.concatenate((self._unseen, integers))
        whole = self._unseen.size - self._unseen.size % _PEAK_SAMPLES
        self._draw(self._unseen[:whole].reshape(-1, _PEAK_SAMPLES))  # (peaks, samples)
        self._unseen = self._unseen[whole:]
        self._unwritten = np.concatenate((self._unwritten, integers))
        whole = self._unwritten.size - self._unwritten.size % self._frame
        for start in range(0, whole, self._frame):
            self._encode(self._unwritten[start : start + self._frame])
        self._unwritten = self._unwritten[whole:]

    def close(self) -> None:
        """Write what is left and the header's length. Call it once, at the end of a whole recording."""
        if self._unseen.size:
            self._draw(self._unseen[None])
        if self._unwritten.size:
            self._encode(self._unwritten)
        for packet in self._stream.encode(None):
            self._container.mux(packet)
        self._container.close()

    def _encode(self, integers: np.ndarray[tuple[int], np.dtype[np.int16]]) -> None:
        frame = av.AudioFrame.from_ndarray(integers[None], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = self.samples
        for packet in self._stream.encode(frame):
            self._container.mux(packet)
        self.samples += integers.size

    def _draw(self, rows: np.ndarray[tuple[int, int], np.dtype[np.int16]]) -> None:
        if rows.size:
            loudest = np.abs(rows.astype(np.int32)).max(axis=1)  # (peaks,)
            self._peaks.write(((loudest * 255 + 32767) // 32768).astype(np.uint8).tobytes())
