"""Bad recordings and a machine in trouble: one clear sentence each, the recording kept, and a later try that works."""

import json
import math
import struct
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from servers.s3 import S3

from scribe_core.contract import keys
from scribe_core.domain.run import RunSettings, Status
from scribe_core.errors import ScribeError

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]

DETECT = RunSettings()


def tone(path: Path, seconds: float, *, loud: float = 0.0, rate: int = 16_000) -> Path:
    """A WAV file with a hum, or with silence."""
    samples = [int(32767 * loud * math.sin(i / 20)) for i in range(int(seconds * rate))]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return path


def absurd_rate(path: Path) -> Path:
    whole = bytearray(tone(path, 2.0).read_bytes())
    whole[24:28] = struct.pack("<I", 1_000_000_000)
    path.write_bytes(whole)
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


BAD: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "empty": ("media_empty", lambda path: written(path, b"")),
    "not media": ("media_not_recognised", lambda path: written(path, b"Ordre du jour : le budget.\n" * 500)),
    "noise that is no file": ("media_not_recognised", lambda path: written(path, bytes(range(7, 251)) * 3000)),
    "a playlist": ("media_reference_refused", lambda path: written(path, b"#EXTM3U\n#EXTINF:9,\n/etc/passwd\n")),
    "zero seconds": ("media_too_short", lambda path: tone(path, 0.0)),
    "0.2 seconds": ("media_too_short", lambda path: tone(path, 0.2, loud=0.3)),
    "an absurd sample rate": ("media_sample_rate", absurd_rate),
}


@pytest.mark.parametrize("kind", BAD)
async def test_a_bad_recording_ends_with_its_reason_and_is_kept(
    house: Any, recordings: Path, tmp_path: Path, kind: str
) -> None:
    code, make = BAD[kind]
    recording = make(tmp_path / "réunion.mp3")
    content = recording.read_bytes()
    await house.take(recording, DETECT)
    assert house.work() == 0
    run = await house.run()
    assert (run.status, run.attempt) == (Status.FAILED, 1)
    assert run.error_code in {code, "media_damaged"} if kind == "zero seconds" else run.error_code == code
    error = ScribeError(run.error_code, **run.error_details)
    assert "{" not in error.sentence("fr") + error.sentence("en")
    assert house.objects.read(keys.recording(house.meeting_id)) == content


@pytest.mark.parametrize("loud", [0.0, 0.2], ids=["silence", "hum"])
async def test_where_nobody_speaks_there_are_no_words_and_it_is_said(
    house: Any, recordings: Path, tmp_path: Path, loud: float
) -> None:
    await house.take(tone(tmp_path / "a.wav", 35.0, loud=loud), DETECT)
    assert house.work() == 0
    run = await house.run()
    assert run.status == Status.COMPLETED
    assert await house.said() == []
    assert "no_speech" in run.warnings


async def test_a_recording_cut_short_gives_what_could_be_read(house: Any, recordings: Path, tmp_path: Path) -> None:
    whole = (recordings / "two_cities.wav").read_bytes()
    await house.take(written(tmp_path / "cut.wav", whole[: len(whole) // 2]), RunSettings(language="en"))
    assert house.work() == 0
    run = await house.run()
    assert (run.status, run.warnings) == (Status.COMPLETED, ["media_truncated"])
    assert "best of times" in " ".join(text for _, text in await house.said()).lower()


async def test_a_missing_model_is_named_and_the_run_goes_on_once_it_is_there(
    house: Any, recordings: Path, tmp_path: Path
) -> None:
    await house.take(recordings / "two_cities.wav", RunSettings(language="en"))
    models = tmp_path / "huggingface_cache"
    full = models.readlink()
    models.unlink()
    models.mkdir()
    for name in ("segmentation", "voice"):
        (models / name).symlink_to(full / name)
    house.environment["SCRIBE_OFFLINE"] = "true"
    assert house.work() == 0
    run = await house.run()
    assert (run.status, run.attempt, run.error_code) == (Status.FAILED, 1, "model_offline")
    assert run.error_details == {"model": "whisper-base"}
    assert "whisper-base" in ScribeError("model_offline", **run.error_details).sentence("fr")
    heard = {key: at for key, at in house.artefacts().items() if "/speech/" in key}
    assert heard, "what needs no recogniser was done"
    (models / "whisper-base").symlink_to(full / "whisper-base")
    await house.again(RunSettings(language="en"))
    assert house.work() == 0
    assert (await house.run()).status == Status.COMPLETED
    assert heard.items() <= house.artefacts().items(), "what was heard before is used, not heard again"
    assert "best of times" in " ".join(text for _, text in await house.said()).lower()


async def test_a_store_that_is_full_makes_the_run_wait_and_nothing_is_done_twice(
    house_on_s3: Any, own_s3: S3, recordings: Path
) -> None:
    await house_on_s3.take(recordings / "two_cities.wav", RunSettings(language="en"))
    own_s3.fill()
    assert house_on_s3.work() == 0
    run = await house_on_s3.run()
    assert (run.status, run.error_code, run.lease_owner) == (Status.PENDING, "storage_failing", None)
    assert "may be full" in ScribeError(run.error_code, **run.error_details).sentence("en")
    own_s3.make_room()
    for _ in range(5):  # SeaweedFS may go on failing for some seconds
        await house_on_s3.expire()
        assert house_on_s3.work() == 0
        if (run := await house_on_s3.run()).status != Status.PENDING:
            break
    assert (run.status, run.error_code) == (Status.COMPLETED, None)
    assert "best of times" in " ".join(text for _, text in await house_on_s3.said()).lower()
    assert json.loads(await house_on_s3.document())["meeting_id"] == house_on_s3.meeting_id


async def test_an_unknown_language_is_refused_by_its_name(house: Any, recordings: Path) -> None:
    await house.take(recordings / "two_cities.wav", RunSettings(language="xx"))
    assert house.work() == 0
    run = await house.run()
    assert (run.status, run.error_code, run.error_details) == (Status.FAILED, "language_unknown", {"language": "xx"})


async def test_too_little_disk_space_waits_instead_of_failing_half_way(house: Any, recordings: Path) -> None:
    await house.take(recordings / "two_cities.wav", RunSettings(language="en"))
    house.environment |= {"SCRIBE_FREE_SPACE_BYTES": str(2**60), "SCRIBE_RUN_ATTEMPTS": "3"}
    for _ in range(4):
        assert house.work() == 0
        run = await house.run()
        assert (run.status, run.attempt, run.error_code) == (Status.PENDING, 0, "storage_full")
        await house.expire()
    assert house.artefacts() == {}
    del house.environment["SCRIBE_FREE_SPACE_BYTES"]
    await house.expire()
    assert house.work() == 0
    assert (await house.run()).status == Status.COMPLETED


async def test_too_little_memory_says_so_and_keeps_what_was_computed(house: Any, recordings: Path) -> None:
    await house.take(recordings / "two_cities.wav", RunSettings(language="en"))
    # Enough to find the speech and to decode; the recogniser does not fit (700 to 1,100 MB end the same way or earlier).
    few = {"SCRIBE_TEST_ADDRESS_SPACE": str(1000 * 1024**2), "SCRIBE_RUN_ATTEMPTS": "1", "SCRIBE_THREADS": "1"}
    usual, house.environment = house.environment, {**house.environment, **few}
    assert house.work() == 0, "the worker outlives it"
    run = await house.run()
    assert (run.status, run.attempt) == (Status.FAILED, 1)
    assert run.error_code in {
        "out_of_memory",
        "model_too_large",
    }  # by where the memory ended: loading libraries, or the model
    computed = house.artefacts()
    assert any("/speech/" in key for key in computed)
    assert not any("/transcription/" in key and not keys.is_chunk(key) for key in computed)
    house.environment = usual
    await house.again(RunSettings(language="en"))
    assert house.work() == 0
    assert (await house.run()).status == Status.COMPLETED
    assert {key: at for key, at in computed.items() if not keys.is_chunk(key)}.items() <= house.artefacts().items()
