"""Recordings made on the spot, and a bench with a real store to convert them at."""

import io
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import av
import numpy as np
import psutil
import pytest
import soundfile
from numpy.typing import NDArray

from scribe_core.domain.audio import Audio
from scribe_core.stores.objects import Objects
from scribe_core.stores.recordings import StoredRecording
from scribe_workers.engines.decoding import decode
from scribe_workers.engines.decoding_order import Bounds, Converted
from scribe_workers.model_room import ModelRoom
from scribe_workers.stages.conversion import ConversionLimits, convert
from scribe_workers.steps import Bench, Report

Sound = NDArray[np.floating[Any]]
Packet: TypeAlias = "av.Packet[Any]"

LIMITS = ConversionLimits(
    longest_seconds=600, least_seconds=0.5, memory_bytes=1536 * 1024**2, cpu_seconds_per_megabyte=0.25
)


def tone(hertz: float, seconds: float, rate: int = 16_000, level: float = 0.3) -> Sound:
    """A sine. Shape: (samples,) float64."""
    sine: Sound = level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    return sine


def loudness(sound: Sound, hertz: float, rate: int = 16_000) -> float:
    """The level of that frequency in a sound: the `level` of the tone it holds."""
    wave = np.exp(-2j * np.pi * hertz * np.arange(sound.size) / rate)
    return float(2 * abs(wave @ sound) / max(1, sound.size))


@dataclass
class Track:
    """A stream to be written: channels (channels, samples), its codec, and pauses before given seconds of sound."""

    channels: Sound
    codec: str = "aac"
    language: str | None = None
    jumps: dict[float, float] = field(default_factory=dict)


def _due(packet: Packet) -> Fraction:
    """When a packet is to be decoded, in seconds."""
    assert packet.dts is not None
    assert packet.time_base is not None
    return packet.dts * packet.time_base


class Studio:
    """Writes media files into memory."""

    def record(
        self,
        form: str,
        *tracks: Track | tuple[Sound, str],
        rate: int = 44_100,
        tags: dict[str, str] | None = None,
        film: bool = False,
        options: dict[str, str] | None = None,
    ) -> bytes:
        """A file of that container with these sound tracks, and a picture track before them where it is a film."""
        with (
            tempfile.NamedTemporaryFile() as file,
            av.open(file.name, "w", format=form, options=options or {}) as container,
        ):
            container.metadata.update(tags or {})
            packets = [*self._picture(container)] if film else []
            for given in tracks:
                packets += self._sound(container, given if isinstance(given, Track) else Track(*given), rate)
            for packet in sorted(packets, key=_due):
                container.mux(packet)
            container.close()
            return Path(file.name).read_bytes()

    def wav(self, channels: Sound, rate: int = 16_000, subtype: str = "PCM_16") -> bytes:
        file = io.BytesIO()
        soundfile.write(file, np.atleast_2d(channels).T, rate, format="WAV", subtype=subtype)
        return file.getvalue()

    def _sound(self, container: av.container.OutputContainer, track: Track, rate: int) -> Iterator[Packet]:
        channels = np.atleast_2d(track.channels)
        layout = {1: "mono", 2: "stereo", 6: "5.1"}[channels.shape[0]]
        stream = container.add_stream(track.codec, rate=rate, layout=layout)
        assert isinstance(stream, av.AudioStream)
        if track.language:
            stream.metadata["language"] = track.language
        context = stream.codec_context
        if track.codec == "wmav2":  # the encoder has no rate of its own
            context.bit_rate = 128_000
        resampler = av.AudioResampler(context.format, layout, rate, frame_size=context.frame_size or 1024)
        frame = av.AudioFrame.from_ndarray(channels.astype(np.float32), "fltp", layout)
        frame.sample_rate, frame.pts = rate, 0
        jumps = sorted(track.jumps.items())
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            for packet in stream.encode(piece):
                yield self._moved(packet, jumps)
        for packet in stream.encode(None):
            yield self._moved(packet, jumps)

    def _moved(self, packet: Packet, jumps: list[tuple[float, float]]) -> Packet:
        assert packet.pts is not None
        assert packet.time_base is not None
        at = float(packet.pts * packet.time_base)
        shift = sum(seconds for start, seconds in jumps if at >= start)
        packet.pts += int(shift / packet.time_base)
        packet.dts = packet.pts
        return packet

    def _picture(self, container: av.container.OutputContainer) -> Iterator[Packet]:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 25 * number, np.uint8), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 5)
            yield from stream.encode(frame)
        yield from stream.encode(None)


@pytest.fixture(scope="session")
def studio() -> Studio:
    return Studio()


@dataclass
class Result:
    """A conversion as people meet it: what the stage returned, the sound and the waveform that were kept."""

    audio: Audio
    sound: Sound
    peaks: dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Objects:
    return Objects.open(f"file://{tmp_path / 'objects'}")


class NoModels:
    """Conversion needs none."""

    def open(self, name: str) -> Path:
        raise KeyError(name)

    def digest(self, name: str) -> str:
        raise KeyError(name)


def nothing(stage: str, part: float) -> None:
    """Told how far it is, it goes on."""


@pytest.fixture
def bench(store: Objects, tmp_path: Path) -> Callable[..., Bench]:
    """Makes a bench; `report` gets (stage, part)."""

    def make(report: Report = nothing) -> Bench:
        return Bench(
            stage="conversion",
            base="meetings/m/artefacts/conversion/f",
            objects=store,
            scratch=tmp_path / "scratch",
            models=NoModels(),
            room=ModelRoom(),
            threads=1,
            report=report,
        )

    return make


@pytest.fixture
def converted(store: Objects, bench: Callable[..., Bench], tmp_path: Path) -> Callable[..., Result]:
    """Converts a recording given as bytes. Whatever happens, no working file and no process may stay."""

    def run(recording: bytes, limits: ConversionLimits = LIMITS, **bench_with: Any) -> Result:
        store.replace("meetings/m/recording", recording)
        try:
            audio = convert(bench(**bench_with), "meetings/m/recording", limits)
        finally:
            assert not list((tmp_path / "scratch").glob("*"))
            assert not decoders()
        flac = io.BytesIO(store.read(audio.key) or b"")
        info = soundfile.info(flac)
        assert (info.samplerate, info.channels, info.format, info.subtype) == (16_000, 1, "FLAC", "PCM_16")
        flac.seek(0)
        return Result(audio, soundfile.read(flac)[0], json.loads(store.read(audio.peaks_key) or b""))

    return run


@pytest.fixture
def decoded(store: Objects, tmp_path: Path) -> Callable[..., tuple[Converted, Sound]]:
    """Gives bytes straight to the decoding process, past the look at the first bytes."""

    def run(
        recording: bytes,
        bounds: Bounds | None = None,
        progress: Callable[[float], None] = lambda _: None,
        longest: float = 600,
    ) -> tuple[Converted, Sound]:
        store.replace("recording", recording)
        lent = StoredRecording.open(store, "recording")
        with (
            (tmp_path / "flac").open("w+b") as flac,
            (tmp_path / "peaks").open("w+b") as peaks,
            (tmp_path / "sides").open("w+b") as sides,
        ):
            try:
                answer = decode(lent, flac, peaks, sides, longest, bounds or LIMITS.bounds(len(recording)), progress)
            finally:
                assert not decoders()
        return answer, soundfile.read(tmp_path / "flac")[0]

    return run


Convert = Callable[..., Result]
Decode = Callable[..., tuple[Converted, Sound]]


def decoders(of: int | None = None) -> list[psutil.Process]:
    """The decoding processes that a process (this one, if none is given) has started and that still live."""
    found = []
    for child in psutil.Process(of).children():
        try:
            if "scribe_workers.engines.media_process" in child.cmdline() and child.status() != psutil.STATUS_ZOMBIE:
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return found
