"""What a card needs is installed beside the product's packages, only where a card is to be used."""

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from scribe import card, environment
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings


def wheel(folder: Path, name: str, content: str) -> str:
    """A package of one module, as a lock pins it."""
    file = folder / f"{name}-1.0-py3-none-any.whl"
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}.py", content)
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A real environment that holds `runtime`, and a lock that asks for another `runtime` for the card."""
    venv, shelf = tmp_path / ".venv", tmp_path / "shelf"
    subprocess.run([sys.executable, "-I", "-m", "venv", venv], check=True)
    site = next((venv / "lib").glob("python3.*")) / "site-packages"
    (site / "runtime.py").write_text("where = 'processor'\n")
    shelf.mkdir()
    (tmp_path / "requirements-gpu.lock").write_text(wheel(shelf, "runtime", "where = 'card'\n"))
    for name, place in {
        "HOME": tmp_path, "VENV": venv, "PYTHON": venv / "bin/python", "CACHE": tmp_path / ".cache",
        "LOG": tmp_path / ".cache/prepare.log", "GPU_LOCK": tmp_path / "requirements-gpu.lock",
    }.items():  # fmt: skip
        monkeypatch.setattr(environment, name, place)
    monkeypatch.setattr(card, "FOLDER", venv / "gpu")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    before = list(sys.path)
    yield venv
    sys.path[:] = before


def machine_with(monkeypatch: pytest.MonkeyPatch, *cards: str) -> None:
    monkeypatch.setattr(card, "driver", lambda: SimpleNamespace(cards=lambda: cards))


def found_by(venv: Path) -> str:
    ask = [str(venv / "bin/python"), "-I", "-c", "import runtime; print(runtime.where)"]
    return subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()


def settings(device: str) -> Settings:
    return Settings(device=device, _env_file=None)


def nobody_reads(_part: float | None, _note: str) -> None:
    pass


@pytest.mark.parametrize(("device", "cards"), [("cpu", ("a card",)), ("auto", ()), ("cuda", ())])
def test_where_no_card_is_used_nothing_is_installed(
    installation: Path, monkeypatch: pytest.MonkeyPatch, device: str, cards: tuple[str, ...]
) -> None:
    machine_with(monkeypatch, *cards)
    card.prepare(settings(device), nobody_reads)
    assert not (installation / "gpu").exists()
    assert found_by(installation) == "processor"


def test_the_cards_packages_come_before_the_products_own(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine_with(monkeypatch, "a card")
    monkeypatch.setattr(card, "SPACE", 1)
    card.prepare(settings("auto"), nobody_reads)
    assert found_by(installation) == "card"
    made = (installation / "gpu" / "runtime.py").stat().st_mtime_ns
    card.prepare(settings("auto"), nobody_reads)
    assert (installation / "gpu" / "runtime.py").stat().st_mtime_ns == made, "installed twice"
    assert not list(installation.glob("gpu-*")), "something was left behind"


def test_without_room_a_card_found_stays_unused_and_one_asked_for_is_an_error(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine_with(monkeypatch, "a card")
    monkeypatch.setattr(card, "SPACE", 10**18)
    card.prepare(settings("auto"), nobody_reads)
    assert found_by(installation) == "processor"
    with pytest.raises(ScribeError) as error:
        card.prepare(settings("cuda"), nobody_reads)
    assert error.value.code == "disk_space"
