"""A recording that lies in the store in parts is heard as the one it is, wherever it was cut."""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from scribe_core.errors import ScribeError
from scribe_core.stores.objects import Objects
from scribe_core.stores.recordings import Part, StoredRecording, write_list
from scribe_workers.engines.lending import Borrowed, Lender
from scribe_workers.stages.conversion import convert
from scribe_workers.steps import Bench

from .conftest import LIMITS, Convert, Studio, tone

KEY = "meetings/m/recording"


def keep_in_parts(store: Objects, content: bytes, *cuts: int) -> None:
    """Store a recording as an upload that was cut there left it."""
    parts = []
    for start, end in zip((0, *cuts), (*cuts, len(content)), strict=True):
        parts.append(Part(f"{start:016x}", end - start))
        store.create(f"{KEY}.parts/{start:016x}", content[start:end])
    write_list(store, KEY, parts)


@pytest.mark.parametrize(("form", "codec"), [("mp4", "aac"), ("wav", "pcm_s16le")])
def test_in_parts_it_sounds_as_in_one(
    form: str, codec: str, studio: Studio, converted: Convert, store: Objects, bench: Callable[..., Bench]
) -> None:
    recording = studio.record(form, (tone(300, 3, 44_100), codec), film=form == "mp4")
    whole = converted(recording)
    sound = store.read(whole.audio.key)
    store.delete_under("meetings/m/")
    keep_in_parts(store, recording, 1, 2, 1000, len(recording) // 2, len(recording) - 1)
    audio = convert(bench(), KEY, LIMITS)
    assert audio == whole.audio
    assert store.read(audio.key) == sound


def test_a_part_that_is_gone_is_no_fault_of_the_recording(
    studio: Studio, store: Objects, bench: Callable[..., Bench]
) -> None:
    recording = studio.record("wav", (np.random.default_rng(0).normal(0, 0.2, 8_000 * 600), "pcm_s16le"), rate=8_000)
    keep_in_parts(store, recording, 5_000_000)
    store.delete_under(f"{KEY}.parts/", lambda key: not key.endswith("/" + "0" * 16))
    with pytest.raises(ScribeError) as caught:
        convert(bench(), KEY, LIMITS)
    assert caught.value.code == "object_missing"


def test_what_was_lent_is_read_at_any_place_and_nothing_beyond(store: Objects) -> None:
    content = os.urandom(9_000_000)
    keep_in_parts(store, content, 3, 4_194_304, 4_194_305)
    recording = StoredRecording.open(store, KEY)
    with Lender(recording) as lender:
        file = Borrowed(os.dup(lender.theirs.fileno()), recording.size)
        lender.handed_over()
        for at, count in ((0, 10), (8_999_990, 100), (4_194_300, 3_000_000), (2, 5), (9_000_000, 1), (0, -1)):
            assert file.seek(at) == at
            assert file.read(count) == (content[at:] if count < 0 else content[at : at + count])
        assert file.seek(-1, os.SEEK_END) == file.tell() == 8_999_999
        with pytest.raises(OSError, match="before the beginning"):
            file.seek(-10_000_000, os.SEEK_CUR)
        os.write(file._descriptor, struct.pack("<QI", 8_999_999, 0xFFFFFFFF))  # a liar's question
        assert os.read(file._descriptor, 100) == content[-1:]
        os.close(file._descriptor)
    assert lender.failure is None


def test_a_recording_nobody_stored(store: Objects, tmp_path: Path) -> None:
    with pytest.raises(ScribeError, match="meetings/x/recording"):
        StoredRecording.open(store, "meetings/x/recording")
    assert not list(tmp_path.rglob("*.json"))
