"""Any recording in, 16 kHz mono out: the only file that lets a media library read what people send.

It runs in the decoding process alone (`media_process.py`). The library gets bytes, never a name: a list of containers that
hold their sound themselves, a list of sound decoders, no protocol; whatever else a file makes it ask for is refused.
"""

import importlib
import io
import re
import wave
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, NoReturn

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import ArgumentError, FFmpegError
from av.packet import Packet
from av.stream import Discard, Disposition

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_core.domain.media import HEAD_BYTES
from scribe_core.errors import ScribeError
from scribe_workers.engines.decoding_order import Converted
from scribe_workers.engines.lending import Source
from scribe_workers.engines.mixing import Samples, Timeline
from scribe_workers.engines.mp4_boxes import SoundTrack, sound_tracks
from scribe_workers.engines.side_writer import SideWriter
from scribe_workers.engines.sound_writer import SoundWriter
from scribe_workers.engines.tags import held_at_from
from scribe_workers.engines.track import RATES, Track

# fmt: off
CONTAINERS = (
    "aac", "ac3", "eac3", "aiff", "amr", "ape", "asf", "au", "avi", "caf", "dhav", "dsf", "dss", "dts", "dtshd", "dv",
    "flac", "flv", "iff", "ilbc", "loas", "matroska", "mlp", "mov", "mp3", "mpc", "mpc8", "mpeg", "mpegts", "mxf",
    "nistsphere", "nsv", "nut", "ogg", "oma", "qcp", "rm", "shn", "sox", "tak", "truehd", "tta", "voc", "vqf", "w64",
    "wav", "wtv", "wv", "xwma",
)
# fmt: on
"""Demuxers that may read: containers that hold their sound themselves, each one known to `media_type_of` too. Left out on
purpose: every playlist (hls, dash, concat, sdp, rtsp, imf…), devices, pictures, subtitles, bare samples, games."""

SHORTFALL_SECONDS = 1.0
DAMAGE_SECONDS = 0.5
"""Sound that must be missing at the end, or be unreadable in the middle, before a person is told."""

_ERRORS_IN_A_ROW = 200


def convert(
    source: Source,
    size: int,
    flac: BinaryIO,
    peaks: BinaryIO,
    sides: BinaryIO,
    longest: float,
    progress: Callable[[float, float], None],
) -> Converted:
    """The recording's sound, all of its voices, as 16 kHz mono FLAC, waveform peaks and sides in the files.

    Which streams: all sound streams are laid over one another by their times (people record themselves and the others
    on separate ones). Where they carry different languages they are translations of one another, and the default one is
    taken. Spoken descriptions and comments are left out.

    Args:
        source: the recording, open for reading at any place.
        size: its length in bytes.
        flac: where the sound goes, open for binary writing.
        peaks: where its peaks go, one byte each.
        sides: where it goes which of two channels is louder; nothing for any other number of them.
        longest: the longest sound that is accepted, in seconds.
        progress: told the part of the file that was read (0..1) and the seconds of sound made of it.

    Errors: `media_not_recognised`, `media_damaged`, `media_reference_refused`, `media_no_audio`, `media_protected`,
    `media_codec_unknown`, `media_sample_rate`, `media_too_long`.
    """
    index = sound_tracks(source, size)
    source.seek(0)
    head = source.read(HEAD_BYTES)
    source.seek(0)
    with _opened(source) as container:
        streams = _chosen(container, index)
        for stream in container.streams:
            if stream not in streams:
                stream.discard = Discard.all
        writer = SoundWriter(flac, peaks)
        timeline = Timeline(len(streams))
        limit = longest * SAMPLE_RATE

        def write(sound: Samples) -> None:
            if writer.samples + sound.size > limit:
                raise ScribeError("media_too_long", hours=f"{longest / 3600:.3g}")
            writer.write(sound)

        def place(number: int, start: int, sound: Samples) -> None:
            write(timeline.add(number, start, sound))

        origin = (container.start_time or 0) / 1_000_000
        side_writer = SideWriter(sides) if len(streams) == 1 else None
        tracks = {
            stream.index: Track(stream, origin, partial(place, n), side_writer) for n, stream in enumerate(streams)
        }
        packets = 0
        for packet in _packets(container, streams):
            packets += packet.size > 0
            tracks[packet.stream.index].decode(packet)  # the last, empty ones have no other number
            progress(min(1.0, (packet.pos or 0) / size), writer.samples / SAMPLE_RATE)
        for track in tracks.values():
            track.finish()
        write(timeline.finish())
        writer.close()
        if packets and not writer.samples:
            raise ScribeError("media_protected" if any(track.locked for track in tracks.values()) else "media_damaged")

        seconds = writer.samples / SAMPLE_RATE
        announced = _announced_seconds(container, streams, head)
        warnings = []
        if announced - seconds > max(SHORTFALL_SECONDS, announced / 100) or _announced_bytes(head) * 0.99 > size:
            warnings.append("media_truncated")
        if max(track.damaged for track in tracks.values()) + timeline.lost / SAMPLE_RATE > DAMAGE_SECONDS:
            warnings.append("media_damaged_parts")
        return Converted(seconds, tuple(warnings), held_at_from(dict(container.metadata)))


def rehearse() -> None:
    """Go through a conversion once, so that whatever the libraries load late is loaded before the walls are up."""
    with io.BytesIO() as recording:
        with wave.open(recording, "wb") as sound:
            sound.setparams((2, 2, 8000, 0, "NONE", ""))
            sound.writeframes(bytes(8000))
        convert(recording, recording.tell(), io.BytesIO(), io.BytesIO(), io.BytesIO(), 10.0, lambda *_: None)
    importlib.import_module("av.subtitles.codeccontext")  # for streams a plain recording does not have
    importlib.import_module("av.subtitles.subtitle")


# -- opening


class _Bytes:
    """A recording as the library sees it: bytes without a name, so that only content decides how it is read."""

    def __init__(self, file: Source) -> None:
        self.read, self.seek, self.tell = file.read, file.seek, file.tell


def _opened(source: Source) -> InputContainer:
    try:
        return av.open(
            _Bytes(source),
            "r",
            container_options={
                "format_whitelist": ",".join(sorted(CONTAINERS)),
                "codec_whitelist": ",".join(_sound_decoders()),  # no picture is ever decoded, not even to probe
                "protocol_whitelist": "none",
                "enable_drefs": "0",
            },
            io_open=_refuse,
            metadata_errors="replace",
            buffer_size=128 * 1024,
        )
    except MemoryError:
        raise
    except FFmpegError as error:
        refused = isinstance(error, ArgumentError)  # what it says of a container that is not on the list
        raise ScribeError("media_not_recognised" if refused else "media_damaged") from error


def _refuse(url: str, flags: int, options: dict[str, str]) -> NoReturn:  # noqa: ARG001 — the library's signature
    """Whatever a file asks to be opened besides itself."""
    raise ScribeError("media_reference_refused")


def _sound_decoders() -> Iterator[str]:
    for name in sorted(av.codecs_available):
        try:
            codec = av.Codec(name, "r")
        except ValueError:  # it can only encode
            continue
        if codec.type == "audio":
            yield name


def _chosen(container: InputContainer, index: tuple[SoundTrack, ...]) -> list[AudioStream]:
    """The streams that hold the meeting (see `convert`), in order."""
    closed = {track.id for track in index if track.protected or track.external}
    readable = [
        stream for stream in container.streams.audio if stream.codec_context is not None and stream.id not in closed
    ]
    if not readable:
        _explain(container, index)
    aside = Disposition.comment | Disposition.visual_impaired | Disposition.descriptions
    streams = [stream for stream in readable if not stream.disposition & aside] or readable
    if len({stream.language for stream in streams} - {None, "und"}) > 1:
        streams = [next((stream for stream in streams if stream.disposition & Disposition.default), streams[0])]
    for stream in streams:
        rate = stream.codec_context.sample_rate
        if rate and rate not in RATES:
            raise ScribeError("media_sample_rate", rate=rate)
    return streams


def _explain(container: InputContainer, index: tuple[SoundTrack, ...]) -> NoReturn:
    """Say why there is no stream to decode."""
    if any(track.protected for track in index):
        raise ScribeError("media_protected")
    if any(track.external for track in index):
        raise ScribeError("media_reference_refused")
    raise ScribeError("media_codec_unknown" if container.streams.audio else "media_no_audio")


# -- decoding


def _packets(container: InputContainer, streams: list[AudioStream]) -> Iterator["Packet[AudioStream]"]:
    """The streams' packets, over broken places in the file; the last ones are empty and flush the decoders."""
    errors = 0
    while errors < _ERRORS_IN_A_ROW:
        try:
            for packet in container.demux(tuple(streams)):
                errors = 0
                yield packet
        except MemoryError:
            raise
        except FFmpegError:
            errors += 1
            continue
        return


# -- what a file announces

_MEASURED = frozenset(("aiff", "au", "flac", "mov", "matroska", "flv", "wv", "tta", "rm", "asf", "ape", "tak"))
"""Containers whose duration is written in them, not reckoned from their size."""

_MP3_LENGTH = re.compile(rb"(?:Xing|Info)\0\0\0[\x01\x03\x05\x07\x09\x0b\x0d\x0f]|VBRI\0\x01")
"""An MP3's own header, with the number of frames in it."""


def _announced_seconds(container: InputContainer, streams: list[AudioStream], head: bytes) -> float:
    """The length the file says its sound has, 0 where it does not say."""
    names = set(container.format.name.split(","))
    if not names & _MEASURED and not ("mp3" in names and _MP3_LENGTH.search(head)):
        return 0.0
    own = [float(stream.duration * stream.time_base) for stream in streams if stream.duration and stream.time_base]
    if own:
        return max(own)
    tagged = [
        _clock(value) for stream in streams for name, value in stream.metadata.items() if name.startswith("DURATION")
    ]
    if tagged or container.streams.video:  # the film may go on when its sound is over
        return max(tagged, default=0.0)
    return (container.duration or 0) / 1_000_000


def _clock(text: str) -> float:
    match = re.fullmatch(r"(\d{1,3}):(\d\d):(\d\d(?:\.\d+)?)", text)
    return int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3]) if match else 0.0


def _announced_bytes(head: bytes) -> int:
    """The size a RIFF file says it has, 0 where it does not say (live recorders write all ones, or nothing)."""
    size = int.from_bytes(head[4:8], "little") if head.startswith(b"RIFF") else 0
    return size if size < 0x7FFF_0000 else 0
