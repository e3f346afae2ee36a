"""One stream of a recording on its way to 16 kHz mono, each piece put where its time says."""

from collections.abc import Callable
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame, format_dtypes
from av.audio.stream import AudioStream
from av.error import FFmpegError
from av.packet import Packet

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_core.errors import ScribeError
from scribe_workers.engines.mixing import Downmix, Samples
from scribe_workers.engines.side_writer import SideWriter

RATES = range(2_000, 768_001)
"""Sample rates of real recordings, from toy dictaphones to studio converters."""

GAP_SECONDS = 0.1
"""Gap between two packets' times from which silence is put in its place. Less is the jitter of live recorders."""

JUMP_SECONDS, STEP_BACK_SECONDS = 3600.0, 10.0
"""Steps in time, forwards and back, that are a broken clock and not a pause: the sound goes on where it was."""

BLOCK_SECONDS = 0.5
"""Sound mixed and resampled at once: short enough for flat memory, long enough that Python's share is small."""


class Track:
    """One stream on its way to 16 kHz mono, each piece put where its time says.

    `damaged` counts the seconds that could not be decoded, `locked` tells that packets said they were encrypted.
    """

    def __init__(
        self, stream: AudioStream, origin: float, place: Callable[[int, Samples], None], sides: SideWriter | None
    ) -> None:
        self.damaged, self.locked = 0.0, False
        self._stream, self._place, self._sides = stream, place, sides
        self._origin = origin  # seconds on the stream's clock that are our zero
        self._form: tuple[int, int] = (0, 0)  # rate, channels
        self._voices: list[int] | None = None  # channels that count, None for all: a bass channel holds nobody
        self._waiting: list[Samples] = []
        self._held = 0  # samples in them
        self._downmix: Downmix | None = None
        self._resampler: av.AudioResampler | None = None
        self._section = 0  # output sample at which the present form or the last gap began
        self._taken = 0  # input samples since then
        self._placed = 0  # output samples so far
        stream.codec_context.thread_count = 1

    def decode(self, packet: "Packet[AudioStream]") -> None:
        """Take in a packet. What cannot be decoded is skipped and counted."""
        try:
            frames = packet.decode()
        except MemoryError:
            raise
        except FFmpegError:
            self.locked = self.locked or packet.has_sidedata("encryption_info")
            self.damaged += float((packet.duration or 0) * (packet.time_base or 0))
            return
        for frame in frames:
            self._take(frame)

    def finish(self) -> None:
        """Hand on what is left."""
        self._end_section()

    def _take(self, frame: AudioFrame) -> None:
        rate, channels = frame.sample_rate, frame.layout.nb_channels
        if rate not in RATES:
            raise ScribeError("media_sample_rate", rate=rate)
        if (rate, channels) != self._form:
            self._end_section()
            self._form = rate, channels
            names = [channel.name for channel in frame.layout.channels]
            voices = [number for number, name in enumerate(names) if not name.startswith("LFE")]
            self._voices = voices if 0 < len(voices) < channels else None
            self._downmix = Downmix(len(voices) or channels, rate)
        if frame.pts is not None and frame.time_base is not None:
            self._keep_time(float(frame.pts * frame.time_base))
        samples = _samples(frame)
        self._waiting.append(samples if self._voices is None else samples[self._voices])
        self._taken += frame.samples
        self._held += frame.samples
        if self._held >= rate * BLOCK_SECONDS:
            self._mix()

    def _keep_time(self, time: float) -> None:
        here = self._section / SAMPLE_RATE + self._taken / self._form[0]
        gap = time - self._origin - here
        if gap > JUMP_SECONDS or gap < -STEP_BACK_SECONDS:
            self._origin += gap
        elif gap > GAP_SECONDS:
            self._end_section()
            silence = round(gap * SAMPLE_RATE)
            while silence > 0:
                part = np.zeros(min(silence, 10 * SAMPLE_RATE), dtype=np.float32)
                self._put(part)
                silence -= part.size
            self._section = self._placed

    def _mix(self) -> None:
        if not self._waiting:
            return
        assert self._downmix is not None
        block = np.concatenate(self._waiting, axis=1)  # (channels, samples)
        self._waiting, self._held = [], 0
        if not np.isfinite(block).all():
            block = np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0)
        block = np.clip(block, -8, 8)
        if self._sides is not None and len(block) == 2:
            self._sides.write(self._placed / SAMPLE_RATE, block, self._form[0])
        mono = self._downmix(block)  # (samples,)
        if self._form[0] == SAMPLE_RATE:
            self._put(mono)
            return
        if self._resampler is None:
            self._resampler = av.AudioResampler("flt", "mono", SAMPLE_RATE)
        frame = AudioFrame.from_ndarray(mono[None], "flt", "mono")
        frame.sample_rate = self._form[0]
        self._resample(frame)

    def _resample(self, frame: AudioFrame | None) -> None:
        assert self._resampler is not None
        for out in self._resampler.resample(frame):
            self._put(out.to_ndarray()[0].astype(np.float32, copy=False))

    def _end_section(self) -> None:
        self._mix()
        if self._resampler is not None:
            self._resample(None)
            self._resampler = None
        self._section, self._taken = self._placed, 0

    def _put(self, sound: Samples) -> None:
        self._place(self._placed, sound)
        self._placed += sound.size


def _samples(frame: AudioFrame) -> Samples:
    """The frame's samples, full scale ±1. Shape: (channels, samples)."""
    if frame.format.name not in format_dtypes:
        (frame,) = av.AudioResampler("fltp").resample(frame)
    raw = frame.to_ndarray()
    if not frame.format.is_planar:
        raw = raw.reshape(frame.samples, -1).T
    scale, middle = _SCALES.get(raw.dtype.str[1:], (1.0, 0.0))
    floats = raw.astype(np.float32, copy=False)
    return cast("Samples", floats if scale == 1.0 else (floats - np.float32(middle)) / np.float32(scale))


_SCALES = {"u1": (128.0, 128.0), "i2": (32768.0, 0.0), "i4": (2147483648.0, 0.0)}
"""Sample type → full scale and middle."""
