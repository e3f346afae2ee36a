"""Files made to read other files, to reach the network or to take the decoder over: none gets anything."""

import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from scribe_core.errors import ScribeError
from scribe_core.stores.objects import Objects
from scribe_workers.engines import decoding
from scribe_workers.steps import RunCancelled

from .conftest import LIMITS, Convert, Decode, Studio, decoders, loudness, tone

SECRET_HERTZ = 1234


@pytest.fixture
def trap() -> Iterator[socket.socket]:
    """A port of this machine that nobody may reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.fixture
def lures(trap: socket.socket, studio: Studio, tmp_path: Path) -> dict[str, bytes]:
    """Every kind of file that names other places: a recording on this disk, and an address of this machine."""
    secret = tmp_path / "secret.wav"
    secret.write_bytes(studio.wav(tone(SECRET_HERTZ, 3)))
    secret.chmod(0o644)
    port = trap.getsockname()[1]
    web = f"http://127.0.0.1:{port}/a.ts"
    hls = "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{}\n#EXT-X-ENDLIST\n"
    texts = {
        "hls of a file": hls.format(secret),
        "hls of a file address": hls.format(f"file://{secret}"),
        "hls of the network": hls.format(web),
        "hls of a list of files": hls.format(f"concat:{secret}|{web}"),
        "hls with a key": f'#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="{web}"\n#EXTINF:3,\n{secret}\n#EXT-X-ENDLIST\n',
        "hls master": f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{web}\n",
        "concat script": f"ffconcat version 1.0\nfile '{secret}'\nfile '{web}'\n",
        "concat script without its header": f"file '{secret}'\n",
        "dash": f'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet>'
        f'<Representation id="1"><BaseURL>{web}</BaseURL></Representation></AdaptationSet></Period></MPD>',
        "sdp": f"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 0\r\n",
        "pls": f"[playlist]\nFile1={web}\nFile2={secret}\nNumberOfEntries=2\n",
        "asf reference": f"[Reference]\nRef1={web}\n",
        "asx": f'<asx version="3.0"><entry><ref href="{web}"/></entry></asx>',
        "smil": f'<smil><body><audio src="{web}"/></body></smil>',
        "xspf": f'<?xml version="1.0"?><playlist version="1"><trackList><track><location>{web}</location></track></trackList></playlist>',
        "addresses": f"{web}\nfile://{secret}\n",
        "rtsp": f"rtsp://127.0.0.1:{port}/stream\n",
    }
    return {name: text.encode() for name, text in texts.items()}


def test_files_that_name_other_places_are_refused_by_their_first_bytes(
    converted: Convert, lures: dict[str, bytes], store: Objects
) -> None:
    for name, lure in lures.items():
        with pytest.raises(ScribeError) as caught:
            converted(lure)
        assert caught.value.code == "media_reference_refused", name
    assert store.root is not None
    assert not list(store.root.rglob("artefacts/*"))


def test_the_decoder_refuses_them_too(decoded: Decode, lures: dict[str, bytes]) -> None:
    disguised = {f"{name} behind blanks": b"\n" * 3000 + lures[name] for name in ("hls of a file", "dash", "sdp")}
    for name, lure in (lures | disguised).items():
        with pytest.raises(ScribeError) as caught:
            decoded(lure)
        assert caught.value.code in ("media_not_recognised", "media_damaged"), name


def test_a_picture_list_opens_no_pictures(decoded: Decode) -> None:
    for lure in (
        b"%03d.png",
        b"P5 1 1 255\n\0",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"<svg><image href='file:///x'/></svg>",
    ):
        with pytest.raises(ScribeError) as caught:
            decoded(lure * 20)
        assert caught.value.code in ("media_not_recognised", "media_damaged")


# -- references inside real recordings


def pointing_elsewhere(film: bytes, entry: bytes) -> bytes:
    """A QuickTime film (index last) whose sound track's data reference is replaced by that entry."""
    dref = film.index(b"dref") - 4
    end = dref + struct.unpack_from(">I", film, dref)[0]
    new = film[dref : dref + 16] + struct.pack(">I", len(entry) + 4) + entry
    grown = bytearray(film[:dref] + new + film[end:])
    for box in (b"dref", b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        at = grown.rindex(box, 0, dref + 8) - 4
        struct.pack_into(">I", grown, at, struct.unpack_from(">I", grown, at)[0] + len(new) - (end - dref))
    return bytes(grown)


def alias(path: str, flags: int = 0) -> bytes:
    """A Macintosh alias record to a file of this machine, in the form the media library follows when it is let."""
    volume, name = b"\x05local" + bytes(22), os.path.basename(path).encode()  # noqa: PTH119
    fixed = bytes(4) + bytes(6) + volume + bytes(12) + bytes([len(name)]) + name.ljust(63, b"\0") + bytes(16)
    fixed += struct.pack(">HH", 1, 1) + bytes(16)
    where = path.encode() + bytes(len(path.encode()) % 2)
    return b"alis" + struct.pack(">I", flags) + fixed + struct.pack(">HH", 2, len(where)) + where + b"\xff\xff\0\0"


def test_a_film_whose_sound_lies_in_another_file_is_refused(
    converted: Convert, decoded: Decode, studio: Studio, trap: socket.socket, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.wav"
    secret.write_bytes(studio.wav(tone(SECRET_HERTZ, 3)))
    film = studio.record("mov", (tone(300, 2), "pcm_s16le"), rate=16_000)
    web = f"http://127.0.0.1:{trap.getsockname()[1]}/a.mov"
    for entry in (
        b"url " + bytes(4) + f"file://{secret}".encode() + b"\0",
        b"url " + bytes(4) + web.encode() + b"\0",
        b"url " + bytes(4),
        alias(str(secret)),
        alias(str(secret), flags=1),  # "it is all in here", and a path all the same
        alias("../../../../../../../../../.." + str(secret)),
    ):
        lure = pointing_elsewhere(film, entry)
        for run in (converted, decoded):
            with pytest.raises(ScribeError) as caught:
                run(lure)
            assert caught.value.code == "media_reference_refused"


def chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def avi_with_subtitles(sound: np.ndarray, subtitles: bytes) -> bytes:
    """An AVI with 16 kHz sound and a track of subtitles that is a whole file of its own (GAB2)."""
    samples = (sound * 32767).astype("<i2").tobytes()
    sound_header = struct.pack(
        "<4s4sIHHIIIIIIII8x", b"auds", bytes(4), 0, 0, 0, 0, 2, 32_000, 0, len(samples) // 2, 0, 0, 2
    )
    text_header = struct.pack("<4s4sIHHIIIIIIII8x", b"txts", bytes(4), 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0)
    headers = chunk(b"avih", struct.pack("<IIIIIIIIII16x", 40_000, 0, 0, 0, 1, 0, 2, 0, 0, 0))
    headers += chunk(
        b"LIST",
        b"strl" + chunk(b"strh", sound_header) + chunk(b"strf", struct.pack("<HHIIHH", 1, 1, 16_000, 32_000, 2, 16)),
    )
    headers += chunk(b"LIST", b"strl" + chunk(b"strh", text_header) + chunk(b"strf", b""))
    gab2 = (
        b"GAB2\0"
        + struct.pack("<HI", 2, 4)
        + "x\0".encode("utf-16-le")
        + struct.pack("<HI", 4, len(subtitles))
        + subtitles
    )
    film = chunk(b"01tx", gab2) + b"".join(
        chunk(b"00wb", samples[at : at + 3200]) for at in range(0, len(samples), 3200)
    )
    body = b"AVI " + chunk(b"LIST", b"hdrl" + headers) + chunk(b"LIST", b"movi" + film)
    return chunk(b"RIFF", body)


def test_a_playlist_hidden_in_subtitles_changes_nothing(converted: Convert, lures: dict[str, bytes]) -> None:
    voice = tone(300, 3)
    for name in ("hls of a file", "hls of the network", "concat script", "sdp"):
        sound = converted(avi_with_subtitles(voice, lures[name])).sound
        assert np.array_equal(np.rint(sound * 32768), (voice * 32767).astype("<i2")), name
        assert loudness(sound, SECRET_HERTZ) < 0.001


# -- a decoder that was taken over

ESCAPE = """
import os, socket, sys
from scribe_workers.engines.confinement import die_with, forsake_the_world, keep_within
from scribe_workers.engines.decoding_order import Bounds
keep_within(Bounds(1 << 30, 60, 1_000_000))
written = os.open(sys.argv[3], os.O_RDWR)
forsake_the_world(os.getppid())
def attempt(name, act):
    try:
        act()
        print(name, "worked")
    except OSError as error:
        print(name, "refused")
attempt("socket", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))
attempt("datagram", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
attempt("local socket", lambda: socket.socket(socket.AF_UNIX))
attempt("process", os.fork)
attempt("program", lambda: os.execv("/bin/true", ["true"]))
attempt("signal", lambda: os.kill(os.getppid(), 0))
attempt("reading", lambda: open(sys.argv[1]).read())
attempt("creating", lambda: open(sys.argv[2], "w"))
attempt("deleting", lambda: os.unlink(sys.argv[1]))
attempt("too much", lambda: [os.write(written, bytes(100_000)) for _ in range(11)])
attempt("what is open", lambda: os.pread(written, 1, 0))
attempt("becoming root", lambda: os.setuid(0) if os.getuid() else os.stat("/"))
"""


def test_a_decoder_that_was_taken_over_reaches_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    (tmp_path / "open").touch()
    ran = subprocess.run(
        [sys.executable, "-I", "-c", ESCAPE, secret, tmp_path / "new", tmp_path / "open"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = dict(line.rsplit(" ", 1) for line in ran.stdout.splitlines())
    assert found.pop("what is open") == "worked"
    if not os.path.exists("/sys/kernel/security/landlock") and found["reading"] == "worked":  # noqa: PTH110
        for name in ("reading", "creating", "deleting"):  # a kernel without Landlock: sockets and processes stay shut
            found.pop(name)
    assert set(found.values()) == {"refused"}, found
    assert secret.exists() or "deleting" not in found


# -- the decoding process and its end


@pytest.fixture
def long_recording(studio: Studio) -> bytes:
    """Takes some ten seconds to decode."""
    return studio.record("mp3", (tone(300, 1, 8_000), "libmp3lame"), rate=8_000, options={"write_xing": "0"}) * 10_000


def test_cancelling_ends_the_process_at_once(decoded: Decode, long_recording: bytes) -> None:
    def cancel(part: float) -> None:
        if part > 0:
            assert decoders()
            raise RunCancelled

    with pytest.raises(RunCancelled):
        decoded(long_recording, progress=cancel, longest=36_000)


def test_a_process_the_system_killed_was_short_of_memory(decoded: Decode, long_recording: bytes) -> None:
    def kill(part: float) -> None:
        if part > 0:
            for child in decoders():
                child.kill()

    with pytest.raises(ScribeError) as caught:
        decoded(long_recording, progress=kill, longest=36_000)
    assert caught.value.code == "out_of_memory"
    assert caught.value.retryable


def test_a_decoder_that_crashes_means_a_damaged_recording(decoded: Decode, long_recording: bytes) -> None:
    def crash(part: float) -> None:
        if part > 0:
            for child in decoders():
                child.send_signal(signal.SIGSEGV)

    with pytest.raises(ScribeError) as caught:
        decoded(long_recording, progress=crash, longest=36_000)
    assert caught.value.code == "media_damaged"


def test_a_process_that_hangs_is_ended(decoded: Decode, long_recording: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "SILENCE_SECONDS", 2.0)

    def stop(part: float) -> None:
        if part > 0:
            for child in decoders():
                child.suspend()

    with pytest.raises(ScribeError) as caught:
        decoded(long_recording, progress=stop, longest=36_000)
    assert caught.value.code == "media_limits"


@pytest.mark.parametrize(
    "lie",
    [
        b"garbage",
        b"[]",
        b'{"part": "x"}',
        b'{"refused": "no_such_code"}',
        b'{"refused": ["media_empty"]}',
        b'{"converted": {"seconds": "NaN", "warnings": [], "held_at": null}}',
        b'{"converted": {"seconds": Infinity, "warnings": [], "held_at": null}}',
        b'{"converted": {"seconds": -1, "warnings": [], "held_at": null}}',
        b'{"converted": {"seconds": 1, "warnings": ["<script>"], "held_at": null}}',
        b'{"converted": {"seconds": 1, "warnings": [], "held_at": "tomorrow"}}',
    ],
)
def test_what_a_process_that_was_taken_over_says_is_not_believed(lie: bytes) -> None:
    assert decoding._read(lie) is None


PARENT = """
import sys
from scribe_core.stores.objects import Objects
from scribe_core.stores.recordings import StoredRecording
from scribe_workers.engines.decoding import decode
from scribe_workers.engines.decoding_order import Bounds
def told(part):
    if part > 0:
        print("decoding", flush=True)
with open(sys.argv[2], "wb") as flac, open(sys.argv[3], "wb") as peaks, open(sys.argv[3] + "-sides", "wb") as sides:
    lent = StoredRecording.open(Objects.open("file://" + sys.argv[1]), "recording")
    decode(lent, flac, peaks, sides, 36_000, Bounds(1 << 30, 600, 1 << 30), told)
"""


def test_the_process_dies_with_the_worker(long_recording: bytes, tmp_path: Path) -> None:
    (tmp_path / "recording").write_bytes(long_recording)
    command = [sys.executable, "-c", PARENT, str(tmp_path), str(tmp_path / "flac"), str(tmp_path / "peaks")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"decoding\n"
        (child,) = decoders(worker.pid)
        worker.kill()
    gone, _ = psutil.wait_procs([child], timeout=10)
    assert gone or child.status() == psutil.STATUS_ZOMBIE


def test_bounds_grow_with_the_recording() -> None:
    small, large = LIMITS.bounds(1_000), LIMITS.bounds(4_000_000_000)
    assert large.cpu_seconds > small.cpu_seconds + 900
    assert large.memory_bytes == small.memory_bytes
