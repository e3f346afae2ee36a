"""What the first bytes of a file tell: its type, or why it is refused."""

import contextlib
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scribe_core.domain.media import HEAD_BYTES, media_type_of
from scribe_core.errors import ScribeError


def refusal(head: bytes) -> str:
    """The code this file is refused with."""
    with pytest.raises(ScribeError) as caught:
        media_type_of(head)
    return caught.value.code


def ftyp(brand: bytes) -> bytes:
    return struct.pack(">I4s4sI4s", 20, b"ftyp", brand, 0, b"isom") + b"\0\0\0\x08mdat"


def mp3_frames(count: int) -> bytes:
    """MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * count


def adts_frames(count: int, length: int = 200) -> bytes:
    header = bytes((0xFF, 0xF1, 0x50, 0x80 | length >> 11, length >> 3 & 255, (length & 7) << 5 | 0x1F, 0xFC))
    return (header + bytes(length - 7)) * count


def id3(size: int) -> bytes:
    return b"ID3\x04\0\0" + bytes((size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127)) + bytes(size)


ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + bytes(14)
MEDIA = {
    "wav": (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
    "wav over 4 GB": (b"RF64\xff\xff\xff\xffWAVEds64", "audio/wav"),
    "flac": (b"fLaC\0\0\0\x22" + bytes(34), "audio/flac"),
    "flac behind an ID3 tag": (id3(300) + b"fLaC\0\0\0\x22", "audio/flac"),
    "aiff": (b"FORM\0\0\0\x24AIFFCOMM", "audio/aiff"),
    "mp3": (mp3_frames(8), "audio/mpeg"),
    "mp3 of a fifth of a second": (mp3_frames(3), "audio/mpeg"),
    "mp3 behind an ID3 tag": (id3(1000) + mp3_frames(8), "audio/mpeg"),
    "mp3 behind a cover picture longer than the head": (id3(2 * HEAD_BYTES)[:HEAD_BYTES], "audio/mpeg"),
    "mp3 cut out of a broadcast": (bytes(range(1, 200)) + mp3_frames(8), "audio/mpeg"),
    "aac": (adts_frames(6), "audio/aac"),
    "aac behind an ID3 tag": (id3(63) + adts_frames(6), "audio/aac"),
    "m4a": (ftyp(b"M4A "), "audio/mp4"),
    "mp4": (ftyp(b"isom"), "video/mp4"),
    "mov": (ftyp(b"qt  "), "video/quicktime"),
    "mov older than brands": (b"\0\0\0\x08wide\0\0\x10\0mdat", "video/quicktime"),
    "3gp": (ftyp(b"3gp4"), "video/3gpp"),
    "webm": (b"\x1a\x45\xdf\xa3\x9fB\x82\x84webm" + b"\x86\x85V_VP8", "video/webm"),
    "webm with sound only": (b"\x1a\x45\xdf\xa3\x9fB\x82\x84webm" + b"\x86\x86A_OPUS", "audio/webm"),
    "mkv": (b"\x1a\x45\xdf\xa3\xa3B\x82\x88matroska" + b"\x86\x8fV_MPEG4/ISO/AVC", "video/x-matroska"),
    "ogg": (b"OggS\0\x02" + bytes(22) + b"OpusHead", "audio/ogg"),
    "amr": (b"#!AMR\n<", "audio/amr"),
    "amr wideband": (b"#!AMR-WB\n<", "audio/amr-wb"),
    "dictaphone": (b"\x02dss" + bytes(100), "audio/x-dss"),
    "wma": (ASF + bytes(100), "audio/x-ms-wma"),
    "wmv": (ASF + bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b"), "video/x-ms-wmv"),
    "avi": (b"RIFF\0\0\0\0AVI LIST", "video/x-msvideo"),
    "mpeg-ts": ((b"\x47" + bytes(187)) * 6, "video/mp2t"),
    "m2ts": ((bytes(4) + b"\x47" + bytes(187)) * 6, "video/mp2t"),
    "vob": (b"\0\0\x01\xba" + bytes(20), "video/mpeg"),
}


@pytest.mark.parametrize("name", MEDIA)
def test_media_is_known_by_its_content(name: str) -> None:
    head, expected = MEDIA[name]
    assert media_type_of(head) == expected


PLAYLISTS = {
    "m3u8": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/hostname\n",
    "m3u8 with a byte order mark": b"\xef\xbb\xbf#EXTM3U\nsegment.ts\n",
    "m3u8 in utf-16": "\ufeff#EXTM3U\nsegment.ts\n".encode("utf-16-le"),
    "m3u8 behind blanks": b"\r\n \n#EXTM3U\nsegment.ts\n",
    "m3u8 behind an ID3 tag": id3(20) + b"#EXTM3U\nsegment.ts\n",
    "m3u8 behind a remark": b"# my list\n#EXTM3U\nsegment.ts\n",
    "addresses only": b"http://127.0.0.1:8080/secret.mp3\n",
    "pls": b"[playlist]\nFile1=http://127.0.0.1/a.mp3\n",
    "asf reference": b"[Reference]\nRef1=http://127.0.0.1/a.asf\n",
    "internet shortcut": b"[InternetShortcut]\r\nURL=file:///etc/hostname\r\n",
    "dash": b'<?xml version="1.0"?>\n<!-- by hand -->\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>',
    "dash with a namespace prefix": b'<ns:MPD xmlns:ns="urn:mpeg:dash:schema:mpd:2011"></ns:MPD>',
    "smil": b'<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 2.0//EN" "x">\n<smil><body/></smil>',
    "asx": b'<ASX version="3.0"><Entry><Ref href="http://127.0.0.1/"/></Entry></ASX>',
    "xspf": b'<?xml version="1.0"?><playlist version="1"/>',
    "smooth streaming": b'<?xml version="1.0"?><SmoothStreamingMedia MajorVersion="2"/>',
    "windows playlist": b'<?wpl version="1.0"?><smil/>',
    "quicktime link": b'<?xml version="1.0"?><?quicktime type="application/x-quicktime-media-link"?><embed src="x"/>',
    "ffconcat": b"ffconcat version 1.0\nfile /etc/hostname\n",
    "concat without its header": b"file '/etc/hostname'\n",
    "sdp": b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nc=IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n",
    "cue sheet": b'PERFORMER "a"\nFILE "/etc/hostname" WAVE\n  TRACK 01 AUDIO\n',
    "reference film": b"\0\0\0\x40moov\0\0\0\x38rmra\0\0\0\x30rmda\0\0\0\x28rdrf",
}


@pytest.mark.parametrize("name", PLAYLISTS)
def test_what_points_elsewhere_is_refused_as_such(name: str) -> None:
    assert refusal(PLAYLISTS[name]) == "media_reference_refused"


NOT_MEDIA = {
    "text": "Compte rendu de la réunion du 3 mars.\nTitre : budget\n".encode(),
    "html": b"<!DOCTYPE html><html><body>http://example.org</body></html>",
    "json": b'{"file": "x"}',
    "png": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(100),
    "heic": ftyp(b"heic"),
    "webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "pdf": b"%PDF-1.7\n",
    "docx": b"PK\x03\x04\x14\0\x06\0" + bytes(100),
    "program": b"\x7fELF\x02\x01\x01" + bytes(100),
    "zeros": bytes(HEAD_BYTES),
    "midi": b"MThd\0\0\0\x06\0\x01",
    "one byte": b"\xff",
    "an ID3 tag and nothing else": id3(300),
    "endless ID3 tags": id3(0) * (HEAD_BYTES // 10),
}


@pytest.mark.parametrize("name", NOT_MEDIA)
def test_what_is_not_media_is_refused(name: str) -> None:
    assert refusal(NOT_MEDIA[name]) == "media_not_recognised"


def test_an_empty_file_has_its_own_sentence() -> None:
    assert refusal(b"") == "media_empty"


@pytest.mark.parametrize(
    "head",
    [ftyp(b"aax "), b"\0\x01\0\0\x57\x90\x75\x36", ASF + bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e")],
    ids=["aax", "aa", "asf"],
)
def test_formats_that_exist_to_be_locked_are_named_so(head: bytes) -> None:
    assert refusal(head) == "media_protected"


@given(st.binary(max_size=2000))
@settings(max_examples=300, deadline=None)
def test_any_bytes_get_a_type_or_one_clear_refusal(head: bytes) -> None:
    try:
        answer = media_type_of(head)
    except ScribeError as error:
        answer = error.code
    assert answer.startswith(("audio/", "video/", "application/mxf", "media_"))


@pytest.mark.parametrize("pattern", [b"\xff", b"\xff\xfb", b"\x0b\x77", b"\x56\xe0", b"<!--", b"#\n", b"ID3", b"\x86"])
def test_bytes_made_to_be_slow_are_told_apart_in_time(pattern: bytes) -> None:
    head = (pattern * HEAD_BYTES)[:HEAD_BYTES]
    before = time.process_time()
    with contextlib.suppress(ScribeError):
        media_type_of(head)
    assert time.process_time() - before < 2.0
