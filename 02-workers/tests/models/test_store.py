"""The store gives only verified files, mends what is damaged, shares between processes and says clearly what it lacks."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scribe_core.errors import ScribeError
from scribe_workers.models import store as store_module
from scribe_workers.models.catalogue import CATALOGUE, Hub, Model
from scribe_workers.models.store import Condition, ModelStore

HUB = Hub("somebody/model", "0123456789abcdef0123456789abcdef01234567")
PLACE = f"/{HUB.repository}/resolve/{HUB.commit}"


@pytest.fixture
def model(tiny: Callable[..., Model]) -> Model:
    return tiny("m", weights=b"12345", words=b"hello")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder where an administrator put the model."""
    folder = tmp_path / "shelf"
    (folder / "m").mkdir(parents=True)
    (folder / "m" / "weights.bin").write_bytes(b"12345")
    (folder / "m" / "words.bin").write_bytes(b"hello")
    return folder


def condition(store: ModelStore, name: str = "m") -> Condition:
    return next(standing.condition for standing in store.listing() if standing.model.name == name)


def test_a_model_in_the_administrators_folder_is_taken_from_there_even_offline(
    tmp_path: Path, shelf: Path, model: Model
) -> None:
    store = ModelStore(tmp_path / "models", local=shelf, offline=True, catalogue={"m": model})
    assert condition(store) is Condition.MISSING
    folder = store.open("m")
    assert (folder / "weights.bin").read_bytes() == b"12345"
    assert condition(store) is Condition.PRESENT


def test_a_store_copied_to_another_machine_serves_as_such_a_folder(tmp_path: Path, shelf: Path, model: Model) -> None:
    ModelStore(tmp_path / "here", local=shelf, catalogue={"m": model}).open("m")
    there = ModelStore(tmp_path / "there", local=tmp_path / "here", offline=True, catalogue={"m": model})
    assert (there.open("m") / "words.bin").read_bytes() == b"hello"


def test_files_put_into_the_store_by_hand_are_checked_then_used(tmp_path: Path, shelf: Path, model: Model) -> None:
    store = ModelStore(shelf, offline=True, catalogue={"m": model})
    assert condition(store) is Condition.UNVERIFIED
    assert store.open("m") == shelf / "m"
    assert condition(store) is Condition.PRESENT


@pytest.mark.parametrize("damage", [b"1234", b"12346", b"", b"123456"])
def test_a_file_that_changed_is_noticed_and_fetched_again(
    tmp_path: Path, shelf: Path, model: Model, damage: bytes
) -> None:
    store = ModelStore(tmp_path / "models", local=shelf, catalogue={"m": model})
    path = store.open("m") / "weights.bin"
    path.write_bytes(damage)
    assert condition(store) is Condition.UNVERIFIED
    assert store.verify("m") is Condition.DAMAGED
    assert (store.open("m") / "weights.bin").read_bytes() == b"12345"
    assert store.verify("m") is Condition.PRESENT


def test_damage_that_keeps_size_and_time_is_found_by_verify_and_mended_by_open(
    tmp_path: Path, shelf: Path, model: Model
) -> None:
    store = ModelStore(tmp_path / "models", local=shelf, catalogue={"m": model})
    path = store.open("m") / "weights.bin"
    before = path.stat()
    path.write_bytes(b"54321")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert condition(store) is Condition.PRESENT, "at a glance nothing shows"
    assert store.verify("m") is Condition.DAMAGED
    assert (store.open("m") / "weights.bin").read_bytes() == b"12345"


def test_only_the_lost_file_is_fetched_again(tmp_path: Path, tiny: Callable[..., Model], loopback_hub: Any) -> None:
    loopback_hub.files = {f"{PLACE}/weights.bin": b"12345", f"{PLACE}/words.bin": b"hello"}
    store = ModelStore(tmp_path, catalogue={"m": tiny("m", HUB, weights=b"12345", words=b"hello")})
    (store.open("m") / "words.bin").unlink()
    loopback_hub.asked.clear()
    assert (store.open("m") / "words.bin").read_bytes() == b"hello"
    assert [path for path, _ in loopback_hub.asked] == [f"{PLACE}/words.bin"]


def test_what_one_source_lacks_or_has_wrong_is_asked_of_the_next(
    tmp_path: Path, shelf: Path, tiny: Callable[..., Model], loopback_hub: Any
) -> None:
    (shelf / "m" / "weights.bin").write_bytes(b"wrong")
    loopback_hub.files = {f"{PLACE}/weights.bin": b"12345"}
    model = tiny("m", HUB, words=b"hello", weights=b"12345")
    folder = ModelStore(tmp_path / "models", local=shelf, catalogue={"m": model}).open("m")
    assert (folder / "weights.bin").read_bytes() == b"12345"
    assert (folder / "words.bin").read_bytes() == b"hello"
    assert [path for path, _ in loopback_hub.asked] == [f"{PLACE}/weights.bin"]


def test_a_new_version_of_the_catalogue_is_noticed(
    tmp_path: Path, tiny: Callable[..., Model], loopback_hub: Any
) -> None:
    loopback_hub.files = {f"{PLACE}/weights.bin": b"12345"}
    ModelStore(tmp_path, catalogue={"m": tiny("m", HUB, weights=b"12345")}).open("m")
    loopback_hub.files = {f"{PLACE}/weights.bin": b"67890"}
    later = ModelStore(tmp_path, catalogue={"m": tiny("m", HUB, weights=b"67890")})
    assert condition(later) is Condition.UNVERIFIED
    assert (later.open("m") / "weights.bin").read_bytes() == b"67890"


def test_opening_again_costs_no_reading_of_the_files(
    tmp_path: Path, shelf: Path, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    ModelStore(tmp_path / "models", local=shelf, catalogue={"m": model}).open("m")

    def unexpected(_path: Path) -> str:
        raise AssertionError("a sealed file was hashed again")

    monkeypatch.setattr(store_module, "sha256_of", unexpected)
    ModelStore(tmp_path / "models", catalogue={"m": model}).open("m")


def test_eight_threads_fetch_a_model_once(tmp_path: Path, tiny: Callable[..., Model], loopback_hub: Any) -> None:
    loopback_hub.files = {f"{PLACE}/weights.bin": b"12345"}
    catalogue = {"m": tiny("m", HUB, weights=b"12345")}
    start = threading.Barrier(8)
    found = []

    def work() -> None:
        start.wait()
        found.append((ModelStore(tmp_path, catalogue=catalogue).open("m") / "weights.bin").read_bytes())

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [b"12345"] * 8
    assert len(loopback_hub.asked) == 1


WORKER = """
import sys
from pathlib import Path
from scribe_workers.models.catalogue import File, Hub, Model, Occasion, Purpose
from scribe_workers.models.store import ModelStore
folder, sha256 = sys.argv[1:]
files = (File("weights.bin", 5, sha256),)
hub = Hub("somebody/model", "0123456789abcdef0123456789abcdef01234567")
model = Model("m", "m", Purpose.SPEECH, Occasion.REQUEST, files, (hub,), ())
print((ModelStore(Path(folder), catalogue={"m": model}).open("m") / "weights.bin").read_text())
"""


def test_two_workers_fetch_a_model_once(tmp_path: Path, tiny: Callable[..., Model], loopback_hub: Any) -> None:
    loopback_hub.files = {f"{PLACE}/weights.bin": b"12345"}
    command = [sys.executable, "-c", WORKER, str(tmp_path), tiny("m", weights=b"12345").files[0].sha256]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [worker.communicate(timeout=60)[0].strip() for worker in workers] == ["12345", "12345"]
    assert len(loopback_hub.asked) == 1


def test_an_unknown_name_is_told_apart_from_a_missing_model(tmp_path: Path) -> None:
    with pytest.raises(ScribeError) as caught:
        ModelStore(tmp_path).open("../../etc")
    assert caught.value.code == "model_unknown"
    assert not list(tmp_path.iterdir())


def test_too_small_a_disk_is_told_before_anything_is_fetched(
    tmp_path: Path, tiny: Callable[..., Model], loopback_hub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 10**9 - 10**6, 10**6))
    store = ModelStore(tmp_path, catalogue={"m": tiny("m", HUB, weights=b"12345")})
    with pytest.raises(ScribeError) as caught:
        store.open("m")
    assert caught.value.code == "model_no_room"
    assert "64 Mo" in caught.value.sentence("fr")
    assert loopback_hub.asked == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
def test_a_disk_that_fills_up_on_the_way_is_told_as_such(tmp_path: Path, shelf: Path, model: Model) -> None:
    incoming = tmp_path / "models" / ".store" / "incoming" / "m"
    incoming.mkdir(parents=True)
    (incoming / "weights.bin").symlink_to("/dev/full")
    store = ModelStore(tmp_path / "models", local=shelf, catalogue={"m": model})
    with pytest.raises(ScribeError) as caught:
        store.open("m")
    assert caught.value.code == "storage_full"


@pytest.fixture
def somebody_elses(shelf: Path) -> Iterator[Path]:
    """A store that this process may read and not write."""
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(shelf / "m", folder / "m")
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)  # root may write everywhere, nobody may not
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_store_that_may_not_be_written_is_served_when_right(somebody_elses: Path, model: Model) -> None:
    store = ModelStore(somebody_elses, catalogue={"m": model})
    assert (store.open("m") / "weights.bin").read_bytes() == b"12345"
    assert store.verify("m") is Condition.PRESENT
    assert [path.name for path in somebody_elses.iterdir()] == ["m"]


def test_a_store_that_may_not_be_written_is_refused_when_wrong(
    somebody_elses: Path, model: Model, tiny: Callable[..., Model]
) -> None:
    another, absent = tiny("m", weights=b"67890"), tiny("absent", weights=b"1")
    store = ModelStore(somebody_elses, catalogue={"m": another, "absent": absent})
    with pytest.raises(ScribeError) as damaged:
        store.open("m")
    with pytest.raises(ScribeError) as missing:
        store.open("absent")
    assert (damaged.value.code, missing.value.code) == ("model_damaged", "model_missing")


def test_the_digest_needs_no_model_and_follows_the_content(tmp_path: Path, tiny: Callable[..., Model]) -> None:
    one, same, other = tiny("m", w=b"1"), tiny("m", w=b"1"), tiny("m", w=b"2")
    assert ModelStore(tmp_path, catalogue={"m": one}).digest("m") == same.digest
    assert one.digest != other.digest


@pytest.mark.models
def test_a_damaged_network_is_built_again_from_its_checkpoint_without_any_download(
    tmp_path: Path, store: ModelStore
) -> None:
    checkpoint = store.open("segmentation-checkpoint")
    (tmp_path / "segmentation").mkdir()
    (tmp_path / "segmentation" / "segmentation.onnx").write_bytes(b"half a network")
    mended = ModelStore(tmp_path, local=checkpoint.parent, offline=True)
    shutil.rmtree(tmp_path / "segmentation-checkpoint", ignore_errors=True)
    folder = mended.open("segmentation")
    assert (folder / "segmentation.onnx").stat().st_size == CATALOGUE["segmentation"].size
    assert mended.verify("segmentation") is Condition.PRESENT


@pytest.mark.models
def test_every_model_of_an_installation_can_be_fetched(store: ModelStore) -> None:
    for name in ("whisper-base", "segmentation", "voice", "whisper-tiny.en", "test-recordings"):
        folder = store.open(name)
        assert {path.name for path in folder.iterdir()} == {file.name for file in CATALOGUE[name].files}
        assert store.verify(name) is Condition.PRESENT
