"""What a file is, told from its first bytes alone: never from its name, never with a media library.

The API asks this of the first bytes of an upload, the pipeline asks it again before anything is decoded. Both refuse the
same files: what is not media, and playlists and the like, which hold no sound but tell a program what to open.
"""

import re
from collections.abc import Callable

from scribe_core.errors import ScribeError

HEAD_BYTES = 64 * 1024
"""How many first bytes `media_type_of` wants to see (fewer only where the file itself is shorter)."""

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    # (offset, bytes found there, media type), from the formats' own specifications
    (0, b"fLaC", "audio/flac"),
    (0, b".snd", "audio/basic"),
    (0, b"dns.", "audio/basic"),
    (0, b"caff", "audio/x-caf"),
    (0, b"#!AMR-WB\n", "audio/amr-wb"),
    (0, b"#!AMR\n", "audio/amr"),
    (0, b"#!iLBC", "audio/ilbc"),
    (0, b"\x02dss", "audio/x-dss"),
    (0, b"\x03dss", "audio/x-dss"),
    (0, b"MAC ", "audio/x-ape"),
    (0, b"wvpk", "audio/x-wavpack"),
    (0, b"TTA1", "audio/x-tta"),
    (0, b"tBaK", "audio/x-tak"),
    (0, b"ajkg", "audio/x-shorten"),
    (0, b"MPCK", "audio/x-musepack"),
    (0, b"MP+", "audio/x-musepack"),
    (0, b"TWIN", "audio/x-twinvq"),
    (0, b"DSD ", "audio/x-dsf"),
    (0, b"FRM8", "audio/x-dff"),
    (0, b"Creative Voice File\x1a", "audio/x-voc"),
    (0, b"NIST_1A\n", "audio/x-nist"),
    (0, b".SoX", "audio/x-sox"),
    (0, b"XoS.", "audio/x-sox"),
    (0, b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb", "audio/x-w64"),
    (0, b"RF64", "audio/wav"),
    (0, b"BW64", "audio/wav"),
    (0, b"ea3\x03", "audio/x-oma"),
    (0, b"EA3\x01", "audio/x-oma"),
    (0, b"\x7f\xfe\x80\x01", "audio/vnd.dts"),
    (0, b"\xfe\x7f\x01\x80", "audio/vnd.dts"),
    (0, b"DTSHDHDR", "audio/vnd.dts.hd"),
    (4, b"\xf8\x72\x6f\xba", "audio/x-truehd"),
    (4, b"\xf8\x72\x6f\xbb", "audio/x-mlp"),
    (0, b".ra\xfd", "audio/vnd.rn-realaudio"),
    (0, b".RMF", "video/vnd.rn-realvideo"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"\x00\x00\x01\xba", "video/mpeg"),
    (0, b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02", "application/mxf"),
    (0, b"\xb7\xd8\x00\x20\x37\x49\xda\x11\xa6\x4e\x00\x07\xe9\x5e\xad\x8d", "video/x-ms-wtv"),
    (0, b"nut/multimedia container\x00", "video/x-nut"),
    (0, b"NSVf", "video/x-nsv"),
    (0, b"NSVs", "video/x-nsv"),
    (0, b"DHAV", "video/x-dhav"),
    (0, b"\x1f\x07\x00", "video/x-dv"),
)

_RIFF = {
    b"WAVE": "audio/wav",
    b"RMP3": "audio/wav",
    b"QLCM": "audio/qcelp",
    b"XWMA": "audio/x-xwma",
    b"AVI ": "video/x-msvideo",
    b"AVIX": "video/x-msvideo",
    b"AMV ": "video/x-amv",
    b"CDXA": "video/mpeg",
}
_FORM = {b"AIFF": "audio/aiff", b"AIFC": "audio/aiff", b"8SVX": "audio/x-8svx", b"16SV": "audio/x-8svx"}

_ISO_FIRST_BOXES = frozenset((b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp"))
_ISO_PICTURES = frozenset((b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"crx "))

_ASF = b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"
_ASF_VIDEO = b"\xc0\xef\x19\xbc\x4d\x5b\xcf\x11\xa8\xfd\x00\x80\x5f\x5c\x44\x2b"
_ASF_LOCKS = (  # content encryption, extended content encryption
    b"\xfb\xb3\x11\x22\x23\xbd\xd2\x11\xb4\xb7\x00\xa0\xc9\x55\xfc\x6e",
    b"\x14\xe6\x8a\x29\x22\x26\x17\x4c\xb9\x35\xda\xe0\x7e\xe9\x28\x9c",
)

_EBML = b"\x1a\x45\xdf\xa3"
_EBML_VIDEO_TRACK = re.compile(rb"\x86[\x81-\xff]V_")
"""A Matroska CodecID element (0x86, its length) that names a video codec."""

_SCHEME = r"(?:https?|rtsps?|rtmp[a-z]*|mmsh?|mmst|pnm|ftp|file|udp|rtp|srt|smb|concat|data)://?\S"
_PLAYLIST = re.compile(
    "|".join(
        (
            r"#EXTM3U|#EXT-X-|#EXTINF",  # HLS, M3U
            r"ffconcat\s+version|file\s+['\"]?\S+\s*$",  # scripts of the concat demuxer
            r"\[(?:playlist|Reference|InternetShortcut|Desktop Entry)\]",  # PLS, ASF references, shortcuts
            r"v=0\s*$",  # SDP
            r"SMILtext|RTSPtext",  # QuickTime's textual references
            r"<\?(?:quicktime|wpl)",
            r"<(?:\w+:)?(?:MPD|smil|asx|playlist|SmoothStreamingMedia|manifest|CompositionPlaylist|AssetMap|rss)\b",
            _SCHEME,  # RAM and bare lists of addresses
        )
    ),
    re.IGNORECASE | re.MULTILINE,
)
_CUE_SHEET = re.compile(r"^\s*FILE\s.+\s(?:WAVE|MP3|AIFF|FLAC|BINARY)\s*$", re.IGNORECASE | re.MULTILINE)
_PREAMBLE = re.compile(r"(?:\s|<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>|#(?!EXT)[^\n]*\n)*", re.DOTALL)
_PLAYLIST_BYTES = 8 * 1024

_MPEG_RATES = (44_100, 48_000, 32_000)
_MPEG_KBITS = {  # (MPEG-1?, layer) → kbit/s by index
    (True, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_FrameLength = Callable[[bytes, int], tuple[int, object]]
"""Tells the length of the frame at a place (0: there is none) and what cannot change from one frame to the next."""

_FRAMES_IN_A_ROW = 3
"""Frames that must follow one another before a stream without a header is believed: chance gives one in 10^9."""


def media_type_of(head: bytes) -> str:
    """The media type (`audio/mpeg`, `video/mp4`…) of a file that starts with these bytes.

    Args:
        head: the file's first `HEAD_BYTES`, or all of it where it is shorter.

    Errors: `media_empty`, `media_reference_refused` (playlists and the like), `media_protected` (formats that exist only
    to be protected), `media_not_recognised`.
    """
    if not head:
        raise ScribeError("media_empty")
    body = _past_id3(head)
    if not body.strip(b"\0") and len(head) >= HEAD_BYTES > len(body):
        return "audio/mpeg"  # a cover picture fills all we see: only MPEG audio carries those in front
    found = _by_magic(body) or _by_structure(body)
    if found is not None:
        return found
    if _is_playlist(body):
        raise ScribeError("media_reference_refused")
    raise ScribeError("media_not_recognised")


def _past_id3(head: bytes) -> bytes:
    """What follows the ID3v2 tags that may stand before any MPEG audio (and, though they should not, before FLAC)."""
    start = 0
    while head.startswith(b"ID3", start) and len(head) >= start + 10:
        size = head[start + 6 : start + 10]
        start += 10 + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    return head[start:]


def _by_magic(head: bytes) -> str | None:
    for offset, magic, media_type in _MAGIC:
        if head.startswith(magic, offset):
            return media_type
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head.startswith(b"FORM"):
        return _FORM.get(head[8:12])
    if head.startswith(b"OggS"):
        return "video/ogg" if b"theora" in head[:4096] else "audio/ogg"
    if head.startswith(_EBML):
        kind = "webm" if b"webm" in head[:64] else "x-matroska"
        return f"video/{kind}" if _EBML_VIDEO_TRACK.search(head) else f"audio/{kind}"
    if head.startswith(_ASF):
        if any(lock in head for lock in _ASF_LOCKS):
            raise ScribeError("media_protected")
        return "video/x-ms-wmv" if _ASF_VIDEO in head else "audio/x-ms-wma"
    if head[4:8] in _ISO_FIRST_BOXES:
        return _iso(head)
    if head[4:8] == b"\x57\x90\x75\x36":  # Audible's own container
        raise ScribeError("media_protected")
    return None


def _iso(head: bytes) -> str | None:
    """MP4 and its relatives, by their brand. A file without one is an old QuickTime film."""
    if b"rmra" in head[:256]:  # a film that only says where other films are
        raise ScribeError("media_reference_refused")
    if head[4:8] != b"ftyp":
        return "video/mp4" if head[4:8] == b"styp" else "video/quicktime"
    brand = head[8:12]
    if brand in _ISO_PICTURES:
        return None
    if brand in (b"aax ", b"aaxc"):
        raise ScribeError("media_protected")
    if brand in (b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "):
        return "audio/mp4"
    if brand == b"qt  ":
        return "video/quicktime"
    return "video/3gpp" if brand[:3] in (b"3gp", b"3g2") else "video/mp4"


def _by_structure(head: bytes) -> str | None:
    """Formats without a header, known by several frames in a row, wherever the first of them stands."""
    for packet, lead in ((188, 0), (192, 4), (204, 0)):
        for start in range(lead, packet):
            if len(head) > start + 4 * packet and all(head[start + n * packet] == 0x47 for n in range(5)):
                return "video/mp2t"
    for match in re.finditer(rb"[\xff\x56\x0b]", head):
        start = match.start()
        for length_at, media_type in _FRAME_LENGTHS:
            if _chain(head, start, length_at):
                return media_type
    return None


def _chain(head: bytes, start: int, length_at: _FrameLength) -> bool:
    """Whether frames follow one another from `start`; the end of a short file may cut the row."""
    position, first = start, None
    for number in range(_FRAMES_IN_A_ROW):
        if number == _FRAMES_IN_A_ROW - 1 and position == len(head) < HEAD_BYTES:
            return True
        length, kind = length_at(head, position)
        if length <= 0 or (first is not None and kind != first):
            return False
        position, first = position + length, kind
    return True


def _mpeg_audio(head: bytes, at: int) -> tuple[int, int]:
    if at + 4 > len(head) or head[at] != 0xFF or head[at + 1] & 0xE0 != 0xE0:
        return 0, 0
    version, layer = head[at + 1] >> 3 & 3, 4 - (head[at + 1] >> 1 & 3)
    kbits, rate, padding = head[at + 2] >> 4, head[at + 2] >> 2 & 3, head[at + 2] >> 1 & 1
    if version == 1 or layer == 4 or kbits in (0, 15) or rate == 3:
        return 0, 0
    first = version == 3
    hertz = _MPEG_RATES[rate] >> {3: 0, 2: 1, 0: 2}[version]
    bits = _MPEG_KBITS[first, layer][kbits] * 1000
    if layer == 1:
        length = (12 * bits // hertz + padding) * 4
    else:
        length = (72 if layer == 3 and not first else 144) * bits // hertz + padding
    return length, version << 4 | layer << 2 | rate


def _adts(head: bytes, at: int) -> tuple[int, int]:
    if at + 7 > len(head) or head[at] != 0xFF or head[at + 1] & 0xF6 != 0xF0 or head[at + 2] >> 2 & 15 > 12:
        return 0, 0
    length = (head[at + 3] & 3) << 11 | head[at + 4] << 3 | head[at + 5] >> 5
    return (length if length > 7 else 0), head[at + 2]


def _loas(head: bytes, at: int) -> tuple[int, int]:
    if at + 3 > len(head) or head[at] != 0x56 or head[at + 1] & 0xE0 != 0xE0:
        return 0, 0
    return 3 + ((head[at + 1] & 0x1F) << 8 | head[at + 2]), 0


def _eac3(head: bytes, at: int) -> tuple[int, int]:
    if at + 6 > len(head) or head[at : at + 2] != b"\x0b\x77" or not 10 < head[at + 5] >> 3 <= 16:
        return 0, 0
    return 2 * (((head[at + 2] & 7) << 8 | head[at + 3]) + 1), head[at + 4] >> 6


def _ac3(head: bytes, at: int) -> tuple[int, int]:
    if at + 6 > len(head) or head[at : at + 2] != b"\x0b\x77" or head[at + 5] >> 3 > 10 or head[at + 4] >> 6 == 3:
        return 0, 0
    code = head[at + 4] & 0x3F
    if code > 37:
        return 0, 0
    kbits = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640)[code >> 1]
    words = {0: 2 * kbits, 1: kbits * 96_000 // 44_100 + (code & 1), 2: 3 * kbits}[head[at + 4] >> 6]
    return 2 * words, head[at + 4] >> 6


_FRAME_LENGTHS: tuple[tuple[_FrameLength, str], ...] = (
    (_mpeg_audio, "audio/mpeg"),
    (_adts, "audio/aac"),
    (_loas, "audio/aac"),
    (_ac3, "audio/ac3"),
    (_eac3, "audio/eac3"),
)


def _is_playlist(head: bytes) -> bool:
    """Whether this is text that tells a program what to open."""
    start = head[:_PLAYLIST_BYTES]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = start.decode("utf-16", errors="replace")
    else:
        text = start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    preamble = _PREAMBLE.match(text)
    return bool(_PLAYLIST.match(text, preamble.end() if preamble else 0) or _CUE_SHEET.search(text))
