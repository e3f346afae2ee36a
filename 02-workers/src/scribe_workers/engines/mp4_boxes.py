"""What the boxes of an MP4 (QuickTime, 3GP) say about its sound tracks before a media library decodes them.

The library opens protected tracks as if they were plain and gives noise or nothing, and reads nothing from tracks whose
sound lies in another file; neither tells why. Source: ISO/IEC 14496-12 (boxes), 23001-7 (`enca`), QuickTime (`alis`).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scribe_workers.engines.lending import Source

PROTECTED = frozenset((b"enca", b"encv", b"drms", b"drmi", b"aavd", b"adrm"))
"""Sample entries of encrypted tracks: common encryption, FairPlay, Audible."""

_MOST_BOXES = 20_000
_LONGEST_TABLE = 1 << 20


@dataclass(frozen=True, slots=True)
class SoundTrack:
    """A sound track: its id, the codec its sample entry names, whether it is locked, whether its sound lies elsewhere."""

    id: int
    codec: str
    protected: bool
    external: bool


def sound_tracks(file: Source, size: int) -> tuple[SoundTrack, ...]:
    """The sound tracks of an MP4, in order; none where the file is another format or its index is missing or broken."""
    try:
        film = next((span for kind, span in _boxes(file, (0, size)) if kind == b"moov"), None)
        if film is None:
            return ()
        found = (_sound_track(file, span) for kind, span in _boxes(file, film) if kind == b"trak")
        return tuple(track for track in found if track is not None)
    except (struct.error, OSError):
        return ()


def _boxes(file: Source, within: tuple[int, int]) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Each box in a span of the file: its kind and the span of its content. Ends quietly at the first broken one."""
    at, end = within
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        start = at + 8
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8))
            start += 8
        elif length == 0:
            length = end - at
        if at + length < start:
            return
        yield kind, (start, min(at + length, end))
        at += length


def _find(file: Source, within: tuple[int, int], *path: bytes) -> tuple[int, int] | None:
    """The span of the first box at that path below a span."""
    for step in path:
        inner = next((span for kind, span in _boxes(file, within) if kind == step), None)
        if inner is None:
            return None
        within = inner
    return within


def _content(file: Source, span: tuple[int, int] | None) -> bytes:
    if span is None:
        return b""
    file.seek(span[0])
    return file.read(min(span[1] - span[0], _LONGEST_TABLE))


def _sound_track(file: Source, track: tuple[int, int]) -> SoundTrack | None:
    media = _find(file, track, b"mdia")
    if media is None or _content(file, _find(file, media, b"hdlr"))[8:12] != b"soun":
        return None
    header = _content(file, _find(file, track, b"tkhd"))
    (number,) = struct.unpack_from(">I", header, 20 if header[:1] == b"\x01" else 12)
    entries = _content(file, _find(file, media, b"minf", b"stbl", b"stsd"))
    codec, place = struct.unpack_from(">4s6xH", entries, 12)
    places = _content(file, _find(file, media, b"minf", b"dinf", b"dref"))
    return SoundTrack(
        id=number,
        codec=codec.decode("latin-1"),
        protected=codec in PROTECTED,
        external=_lies_elsewhere(places, place),
    )


def _lies_elsewhere(places: bytes, number: int) -> bool:
    """Whether entry `number` (from 1) of a data reference table names another file."""
    at = 8
    for _ in range(1, number):
        if at + 8 > len(places):
            return False
        at += max(8, struct.unpack_from(">I", places, at)[0])
    if at + 12 > len(places):
        return False
    length, kind, flags = struct.unpack_from(">I4sI", places, at)
    return not flags & 1 or (kind == b"alis" and length > 150)  # an alias is followed whatever the flag says
