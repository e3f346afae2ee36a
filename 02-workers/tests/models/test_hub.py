"""A hub's files are fetched at their commit, gone on with after an interruption, and checked like all others."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scribe_core.errors import ScribeError
from scribe_workers.models.catalogue import Hub, Model
from scribe_workers.models.store import Condition, ModelStore

HUB = Hub("somebody/model", "0123456789abcdef0123456789abcdef01234567")
PLACE = f"/{HUB.repository}/resolve/{HUB.commit}"
WEIGHTS = bytes(range(256)) * 4096 * 24
"""24 MiB: more than two of the ten-megabyte pieces in which a download reaches the disk."""


class Stopped(Exception):  # noqa: N818
    """Raised by a progress callback, as a cancelled run does."""


def test_files_come_from_the_commit_the_catalogue_names(
    tmp_path: Path, tiny: Callable[..., Model], loopback_hub: Any
) -> None:
    loopback_hub.files = {f"{PLACE}/weights.bin": b"12345", f"{PLACE}/words.bin": b"hello"}
    told: list[tuple[str, int, int]] = []
    store = ModelStore(
        tmp_path,
        catalogue={"m": tiny("m", HUB, weights=b"12345", words=b"hello")},
        progress=lambda *news: told.append(news),
    )
    folder = store.open("m")
    assert [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())] == [
        ("weights.bin", b"12345"),
        ("words.bin", b"hello"),
    ]
    assert told[-1] == ("m", 10, 10)
    store.open("m")
    assert loopback_hub.asked == [(f"{PLACE}/weights.bin", ""), (f"{PLACE}/words.bin", "")], "once each, nothing else"


def test_an_interrupted_download_goes_on_where_it_stopped(
    tmp_path: Path, tiny: Callable[..., Model], loopback_hub: Any
) -> None:
    loopback_hub.files = {f"{PLACE}/weights.bin": WEIGHTS}
    catalogue = {"m": tiny("m", HUB, weights=WEIGHTS)}

    def stop(_name: str, _done: int, _total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        ModelStore(tmp_path, catalogue=catalogue, progress=stop).open("m")
    assert ModelStore(tmp_path, catalogue=catalogue).listing()[0].condition is Condition.MISSING

    told: list[int] = []
    folder = ModelStore(tmp_path, catalogue=catalogue, progress=lambda _, done, __: told.append(done)).open("m")

    assert (folder / "weights.bin").read_bytes() == WEIGHTS
    first, second = loopback_hub.asked
    assert first == (f"{PLACE}/weights.bin", "")
    assert second[1].startswith("bytes=")
    assert second[1] != "bytes=0-", "the second request asks for the rest only"
    assert told[0] > len(WEIGHTS) / 3
    assert told[-1] == len(WEIGHTS)


def test_a_download_finished_just_before_the_end_is_not_repeated(
    tmp_path: Path, tiny: Callable[..., Model], loopback_hub: Any
) -> None:
    incoming = tmp_path / ".store" / "incoming" / "m"
    incoming.mkdir(parents=True)
    (incoming / "weights.bin").write_bytes(b"12345")
    folder = ModelStore(tmp_path, catalogue={"m": tiny("m", HUB, weights=b"12345")}).open("m")
    assert (folder / "weights.bin").read_bytes() == b"12345"
    assert loopback_hub.asked == []


def test_leftovers_of_another_content_do_not_stand_in_the_way(
    tmp_path: Path, tiny: Callable[..., Model], loopback_hub: Any
) -> None:
    incoming = tmp_path / ".store" / "incoming" / "m"
    incoming.mkdir(parents=True)
    (incoming / "weights.bin").write_bytes(b"wrong and too long")
    loopback_hub.files = {f"{PLACE}/weights.bin": b"12345"}
    folder = ModelStore(tmp_path, catalogue={"m": tiny("m", HUB, weights=b"12345")}).open("m")
    assert (folder / "weights.bin").read_bytes() == b"12345"


def test_a_file_with_another_content_is_refused_and_not_kept(
    tmp_path: Path, tiny: Callable[..., Model], loopback_hub: Any
) -> None:
    loopback_hub.files = {f"{PLACE}/weights.bin": b"54321"}
    store = ModelStore(tmp_path, catalogue={"m": tiny("m", HUB, weights=b"12345")})
    with pytest.raises(ScribeError) as caught:
        store.open("m")
    assert caught.value.code == "model_refused"
    assert not list(tmp_path.rglob("weights.bin"))
    loopback_hub.files = {f"{PLACE}/weights.bin": b"12345"}
    assert (store.open("m") / "weights.bin").read_bytes() == b"12345"


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_hub_that_will_not_give_a_file_says_to_look_elsewhere(
    tmp_path: Path, tiny: Callable[..., Model], loopback_hub: Any, status: int
) -> None:
    loopback_hub.refuse_with = status
    store = ModelStore(tmp_path, catalogue={"m": tiny("m", HUB, weights=b"12345")})
    with pytest.raises(ScribeError) as caught:
        store.open("m")
    assert caught.value.code == "model_unreachable"


def test_offline_asks_nobody(tmp_path: Path, tiny: Callable[..., Model], loopback_hub: Any) -> None:
    loopback_hub.files = {f"{PLACE}/weights.bin": b"12345"}
    store = ModelStore(tmp_path, catalogue={"m": tiny("m", HUB, weights=b"12345")}, offline=True)
    with pytest.raises(ScribeError) as caught:
        store.open("m")
    assert caught.value.code == "model_offline"
    assert "SCRIBE_MODELS_FOLDER" in caught.value.sentence("fr")
    assert loopback_hub.asked == []
