"""The object store keeps bytes whole or not at all."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from scribe_core.errors import ScribeError
from scribe_core.stores.objects import Objects


async def parts(count: int, *, cut: bool = False) -> AsyncIterator[bytes]:
    for number in range(count):
        yield bytes([number % 251]) * 1_000_000
    if cut:
        raise ConnectionResetError("the browser left")


async def test_a_stream_is_stored_whole_and_read_in_ranges(objects: Objects) -> None:
    await objects.write_stream("meetings/m/recording", parts(12))
    assert await objects.size_async("meetings/m/recording") == objects.size("meetings/m/recording") == 12_000_000
    read = b"".join([part async for part in objects.stream("meetings/m/recording", 999_999, 2_000_001)])
    assert read == b"\x00" + b"\x01" * 1_000_000 + b"\x02"


async def test_a_stream_cut_off_leaves_nothing(objects: Objects, tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        await objects.write_stream("meetings/m/recording", parts(12, cut=True))
    assert objects.size("meetings/m/recording") is None
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_is_created_once_stays(objects: Objects, tmp_path: Path) -> None:
    assert objects.create("a/x.json", b"first")
    assert not objects.create("a/x.json", b"second")
    (tmp_path / "sound").write_bytes(b"s" * 20)
    assert objects.create("a/sound", tmp_path / "sound")
    assert not objects.create("a/sound", tmp_path / "sound")
    assert objects.read("a/x.json") == b"first"
    objects.replace("a/x.json", b"third")
    assert objects.read("a/x.json") == b"third"


def test_deleting_a_meeting_leaves_its_neighbours(objects: Objects) -> None:
    for key in ("meetings/m1/recording", "meetings/m1/artefacts/a/b.json", "meetings/m10/recording"):
        objects.create(key, b"x")
    assert objects.delete_under("meetings/m1/") == 2
    assert objects.delete_under("meetings/m1/") == 0
    assert objects.read("meetings/m10/recording") == b"x"


def test_a_missing_object_is_told_by_its_key(objects: Objects, tmp_path: Path) -> None:
    assert objects.read("nothing") is None
    with pytest.raises(ScribeError, match="nothing"), objects.local_file("nothing", tmp_path):
        pass
