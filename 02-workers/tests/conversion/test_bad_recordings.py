"""What is wrong with a recording is said in one clear sentence, and nothing half-made is kept."""

import errno
import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scribe_core.errors import ScribeError
from scribe_core.stores.objects import Objects
from scribe_core.stores.recordings import StoredRecording
from scribe_workers.engines.decoding_order import Bounds
from scribe_workers.stages.conversion import ConversionLimits

from .conftest import LIMITS, Convert, Decode, Studio, Track, tone

Refuse = Callable[..., ScribeError]


@pytest.fixture
def refusal(converted: Convert, store: Objects) -> Refuse:
    """The error a recording is refused with; no artefact may be left of it."""

    def run(recording: bytes, **settings: Any) -> ScribeError:
        with pytest.raises(ScribeError) as caught:
            converted(recording, **settings)
        assert store.root is not None
        assert not list(store.root.rglob("artefacts/*"))
        return caught.value

    return run


def patched(recording: bytes, *changes: tuple[bytes, bytes]) -> bytes:
    """The recording with each of these bytes replaced by as many others, once."""
    for old, new in changes:
        assert len(old) == len(new)
        assert old in recording
        recording = recording.replace(old, new, 1)
    return recording


def test_an_empty_file(refusal: Refuse) -> None:
    assert refusal(b"").code == "media_empty"


@pytest.mark.parametrize(
    "content",
    [b"Compte rendu\n" * 100, b"\x89PNG\r\n\x1a\n" + bytes(500), b"PK\x03\x04" + bytes(500), bytes(5000)],
    ids=["text", "picture", "archive", "zeros"],
)
def test_what_is_not_media(refusal: Refuse, content: bytes) -> None:
    assert refusal(content).code == "media_not_recognised"


def test_noise_that_starts_like_a_recording(refusal: Refuse) -> None:
    noise = np.random.default_rng(0).bytes(50_000)
    for head in (b"\x1a\x45\xdf\xa3", b"OggS", b"\0\0\0\x18ftypisom", b"fLaC", b"RIFF\0\0\0\0WAVE", b"FLV\x01"):
        assert refusal(head + noise).code in ("media_damaged", "media_no_audio")


def test_a_damaged_header(refusal: Refuse, studio: Studio) -> None:
    mp4 = studio.record("mp4", (tone(300, 2, 44_100), "aac"))
    assert refusal(patched(mp4, (b"moov", b"xxxx"))).code == "media_damaged"
    assert refusal(mp4[: mp4.index(b"moov")]).code == "media_damaged"  # a phone that died while recording
    flac = studio.record("flac", (tone(300, 2, 44_100), "flac"))
    assert refusal(flac[:8] + bytes(34) + flac[42:]).code in ("media_damaged", "media_sample_rate")


def test_nothing_that_can_be_decoded(refusal: Refuse, studio: Studio) -> None:
    mp4 = bytearray(studio.record("mp4", (tone(300, 2, 44_100), "aac")))
    start, end = mp4.index(b"mdat") + 4, mp4.index(b"moov") - 4
    mp4[start:end] = b"\xff" * (end - start)
    assert refusal(bytes(mp4)).code == "media_damaged"


def test_no_sound_at_all(refusal: Refuse, studio: Studio) -> None:
    assert refusal(studio.record("mp4", film=True)).code == "media_no_audio"


def test_zero_seconds(refusal: Refuse, studio: Studio) -> None:
    error = refusal(studio.wav(np.zeros(0)))
    assert error.code == "media_too_short"
    assert "0.0" in error.sentence("en")


def test_a_fifth_of_a_second(refusal: Refuse, studio: Studio) -> None:
    for recording in (
        studio.wav(tone(300, 0.2)),
        studio.record("ogg", (tone(300, 0.2, 48_000), "libopus"), rate=48_000),
    ):
        error = refusal(recording)
        assert (error.code, error.details) == ("media_too_short", {"seconds": "0.2"})


@pytest.mark.parametrize("rate", [0, 1, 1_000_000, 0xFFFFFFFF])
def test_an_absurd_sample_rate(refusal: Refuse, studio: Studio, rate: int) -> None:
    recording = bytearray(studio.wav(tone(300, 1)))
    recording[24:28] = struct.pack("<I", rate)
    assert refusal(bytes(recording)).code in ("media_sample_rate", "media_damaged")


def test_the_rate_is_named(refusal: Refuse, studio: Studio) -> None:
    error = refusal(studio.wav(tone(300, 1), rate=1_000_000))
    assert error.code == "media_sample_rate"
    assert "1000000" in error.sentence("fr")


def test_longer_than_allowed(refusal: Refuse, studio: Studio) -> None:
    error = refusal(studio.wav(tone(300, 11)), limits=ConversionLimits(10, 0.5, LIMITS.memory_bytes, 1))
    assert error.code == "media_too_long"


def test_an_unknown_codec(refusal: Refuse, studio: Studio) -> None:
    film = studio.record("matroska", (tone(300, 2, 44_100), "aac"))
    assert refusal(patched(film, (b"A_AAC", b"A_AC4"))).code == "media_codec_unknown"


# -- protected recordings


def encrypted(studio: Studio, *, film: bool = False) -> bytes:
    return studio.record(
        "mp4",
        (tone(300, 2, 44_100), "aac"),
        options={"encryption_scheme": "cenc-aes-ctr", "encryption_key": "00" * 16, "encryption_kid": "11" * 16},
        film=film,
    )


def test_a_recording_under_common_encryption(refusal: Refuse, studio: Studio) -> None:
    assert b"enca" in encrypted(studio)
    assert refusal(encrypted(studio)).code == "media_protected"
    assert refusal(encrypted(studio, film=True)).code == "media_protected"


def test_a_recording_bought_with_a_lock(refusal: Refuse, studio: Studio) -> None:
    m4a = studio.record("ipod", (tone(300, 2, 44_100), "aac"))
    for entry in (b"drms", b"aavd"):
        assert refusal(patched(m4a, (b"mp4a", entry))).code == "media_protected"


def test_a_lock_on_one_track_leaves_the_other(converted: Convert, studio: Studio) -> None:
    two = studio.record("mp4", (tone(300, 2, 44_100), "aac"), (tone(700, 2, 44_100), "aac"))
    assert converted(patched(two, (b"mp4a", b"enca"))).audio.seconds == pytest.approx(2, abs=0.05)


# -- made to do harm


def test_a_small_file_that_announces_hours(converted: Convert, refusal: Refuse, studio: Studio) -> None:
    flac = bytearray(studio.record("flac", (tone(300, 2, 44_100), "flac")))
    flac[21] |= 0x0F  # the upper bits of the number of samples: 18 days
    audio = converted(bytes(flac)).audio
    assert audio.seconds == pytest.approx(2)
    assert audio.warnings == ("media_truncated",)


def test_a_small_file_that_holds_hours(refusal: Refuse, studio: Studio) -> None:
    silence = studio.record("flac", (np.zeros(16_000 * 1200), "flac"), rate=16_000)
    assert len(silence) < 1_000_000
    assert refusal(silence).code == "media_too_long"


def test_a_small_file_whose_times_lie_hours_apart(refusal: Refuse, studio: Studio) -> None:
    track = Track(tone(300, 2, 48_000), "libopus", jumps={0.5 * n: 3000.0 for n in range(1, 4)})
    assert refusal(studio.record("webm", track, rate=48_000)).code == "media_too_long"


def test_too_much_processor_time(decoded: Decode, studio: Studio) -> None:
    second = studio.record("mp3", (tone(300, 1, 8_000), "libmp3lame"), rate=8_000, options={"write_xing": "0"})
    with pytest.raises(ScribeError, match="more time or memory than allowed"):
        decoded(second * 5000, Bounds(LIMITS.memory_bytes, cpu_seconds=1, file_bytes=1_000_000_000), longest=36_000)


def test_too_much_memory(decoded: Decode, studio: Studio) -> None:
    rate = 768_000
    recording = studio.wav(np.zeros((16, rate * 2)), rate=rate, subtype="DOUBLE")
    with pytest.raises(ScribeError, match="more time or memory than allowed"):
        decoded(recording, Bounds(256 * 1024**2, cpu_seconds=60, file_bytes=10_000_000))


def test_more_sound_than_the_file_may_hold(decoded: Decode, studio: Studio) -> None:
    noise = np.random.default_rng(0).normal(0, 0.2, 16_000 * 20)
    with pytest.raises(ScribeError, match="more time or memory than allowed"):
        decoded(studio.wav(noise), Bounds(LIMITS.memory_bytes, cpu_seconds=60, file_bytes=100_000))


# -- the machine


def test_a_full_disk(studio: Studio, store: Objects, tmp_path: Path) -> None:
    from scribe_workers.engines.decoding import decode

    store.replace("recording", studio.wav(np.random.default_rng(0).normal(0, 0.2, 16_000 * 20)))
    recording = StoredRecording.open(store, "recording")
    with (
        open("/dev/full", "wb") as full,  # noqa: PTH123
        (tmp_path / "peaks").open("wb") as peaks,
        (tmp_path / "sides").open("wb") as sides,
    ):
        with pytest.raises(OSError, match="No space") as real:
            os.write(full.fileno(), b"x")
        assert real.value.errno == errno.ENOSPC
        with pytest.raises(ScribeError) as caught:
            decode(recording, full, peaks, sides, 600, LIMITS.bounds(1_000_000), lambda _: None)
    assert caught.value.code == "storage_full"
    assert caught.value.retryable
