"""What an installation takes from a bundle, and what a bundle holds. That it installs is shown by `./manage.sh prove bundle`."""

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from running_product import HOME

from scribe import bundle, bundling, environment, node
from scribe_core.errors import ScribeError

LOCK = """\
everywhere==1 \\
    --hash=sha256:a
first-patches==2 ; python_full_version < '3.11.3' \\
    --hash=sha256:b
numpy==2.4 ; python_full_version < '3.12' \\
    --hash=sha256:c
numpy==2.5 ; python_full_version >= '3.12' \\
    --hash=sha256:d
windows==1 ; sys_platform == 'win32' \\
    --hash=sha256:e
"""


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Nothing is remembered from one test to the next."""
    bundle._contents.cache_clear()
    yield
    bundle._contents.cache_clear()


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundle's folder, with the run lock's packages."""
    for name, value in {
        "CONTENTS": tmp_path / "contents.json", "WHEELS": tmp_path / "wheels", "MODELS": tmp_path / "models",
    }.items():  # fmt: skip
        monkeypatch.setattr(bundle, name, value)
    (tmp_path / "wheels").mkdir()
    (tmp_path / "models").mkdir()
    (tmp_path / "wheels" / "pip-26.3-py3-none-any.whl").touch()
    locks = {environment.RUN_LOCK.name: bundle.digest(environment.RUN_LOCK)}
    (tmp_path / "contents.json").write_text(json.dumps({"python": bundle.python(), "locks": locks}))
    return tmp_path


def test_without_a_bundle_everything_is_as_ever() -> None:
    assert not bundle.is_here()
    assert (bundle.pip_options(environment.RUN_LOCK), bundle.pip(), bundle.models()) == ([], None, None)


def test_packages_of_a_bundle_come_from_it_alone_and_others_from_where_they_came(brought: Path) -> None:
    assert bundle.pip_options(environment.RUN_LOCK) == ["--no-index", "--find-links", str(brought / "wheels")]
    assert bundle.pip_options(environment.GPU_LOCK) == [], "it does not hold the card's"
    assert bundle.pip() == brought / "wheels" / "pip-26.3-py3-none-any.whl"
    assert bundle.models() == brought / "models"


def test_a_lock_that_changed_since_is_not_the_bundles(brought: Path, tmp_path: Path) -> None:
    newer = tmp_path / environment.RUN_LOCK.name
    newer.write_text("another==1\n")
    assert bundle.pip_options(newer) == []


def test_another_python_than_the_bundles_is_told_in_one_sentence(brought: Path) -> None:
    told = json.loads((brought / "contents.json").read_text())
    (brought / "contents.json").write_text(json.dumps({**told, "python": "3.99"}))
    bundle._contents.cache_clear()
    with pytest.raises(ScribeError, match=r"holds packages for Python 3\.99"):
        bundle.pip_options(environment.RUN_LOCK)


def test_the_pages_of_a_bundle_run_on_the_node_that_it_brought(brought: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "VENV", brought)
    assert node.find() is None, "whatever this machine has itself"


def test_a_bundle_holds_what_any_patch_of_this_python_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(LOCK)
    monkeypatch.setattr(bundle, "python", lambda: "3.11")
    wanted = list(bundling._wanted(lock))
    assert [pin.split(" ")[0] for pin in wanted] == ["everywhere==1", "first-patches==2", "numpy==2.4"]
    assert all("--hash=sha256:" in pin and ";" not in pin for pin in wanted)
    monkeypatch.setattr(bundle, "python", lambda: "3.12")
    assert [pin.split(" ")[0] for pin in bundling._wanted(lock)] == ["everywhere==1", "numpy==2.5"]


def test_a_bundle_holds_the_code_and_nothing_that_lies_beside_it(tmp_path: Path) -> None:
    found = {
        str(path.relative_to(HOME))
        for pattern in bundling.CODE
        for top in HOME.glob(pattern)
        for path in bundling._files(top, bundling.NOT_CODE)
    }
    assert {
        "manage.sh",
        "src/scribe/cli.py",
        "01-core/migrations/env.py",
        "03-interface/frontend/package-lock.json",
    } <= found
    strange = [
        name for name in found if any(part in name.split("/") for part in ("node_modules", ".next", "volumes", ".venv"))
    ]
    assert not strange
    assert not [name for name in found if ".env" in name or name.endswith(".pyc")]


def test_a_members_digest_is_that_of_its_bytes(tmp_path: Path) -> None:
    program = tmp_path / "manage.sh"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    sums: list[str] = []
    with tarfile.open(tmp_path / "bundle", "w|") as tar:
        bundling._add(tar, program, "manage.sh", sums)
    with tarfile.open(tmp_path / "bundle") as tar:
        (member,) = tar
    assert (member.name, member.mode, member.uid) == (f"{bundling.TOP}/manage.sh", 0o755, 0)
    assert sums == ["a8076d3d28d21e02012b20eaf7dbf75409a6277134439025f282e368e3305abf  manage.sh\n"]
