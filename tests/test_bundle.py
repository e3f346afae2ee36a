"""What an installation takes from a bundle, and what a bundle holds. That it installs is shown by `./manage.sh prove bundle`."""

import json
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from running_product import HOME

from scribe import bundle, bundling, environment, node, web
from scribe_core.errors import ScribeError

OWN = ["deploy/kubernetes/core.yaml", "docs/guide.md", "manage.sh"]
SECRETS = ("deploy/kubernetes/secret.yaml", "docs/house.backup", "03-interface/tls.key")

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
    contents = {"python": bundle.python(), "pip": "pip-26.3-py3-none-any.whl", "locks": locks}
    (tmp_path / "contents.json").write_text(json.dumps(contents))
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


def test_a_bundle_holds_the_code_and_nothing_that_lies_beside_it() -> None:
    if not (HOME / ".git").exists():
        pytest.skip("no git checkout")
    found = set(bundling.code_files())
    assert {
        "manage.sh",
        "requirements.lock",
        "src/scribe/cli.py",
        "01-core/migrations/env.py",
        "03-interface/frontend/package-lock.json",
    } <= found
    strange = [
        name for name in found if any(part in name.split("/") for part in ("node_modules", ".next", "volumes", ".venv"))
    ]
    assert not strange
    assert not [name for name in found if ".env" in name or name.endswith(".pyc") or name.startswith("tests/")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A product's folder, with what its operator wrote into it."""
    home = tmp_path / "home"
    for name in ("manage.sh", "docs/guide.md", "deploy/kubernetes/core.yaml", "tests/a.py", *SECRETS):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(name)
    monkeypatch.setattr(bundling, "HOME", home)
    return home


def test_what_an_operator_wrote_into_the_code_is_in_no_bundle(folder: Path) -> None:
    with pytest.raises(ScribeError, match="may be secret"):
        bundling.code_files()
    (folder / "SHA256SUMS").write_text(
        "".join(f"00  {name}\n" for name in [*OWN, "bundle/contents.json", "docs/old.md"])
    )
    assert bundling.code_files() == OWN, "as a bundle brought them"
    (folder / "SHA256SUMS").unlink()
    for command in (["init", "--quiet"], ["add", *OWN, "tests/a.py"]):
        subprocess.run(["git", "-C", folder, *command], check=True)
    assert bundling.code_files() == OWN, "as git knows them"
    (folder / "docs/new.md").touch()
    (folder / "SHA256SUMS").write_text("00  docs/new.md\n")
    assert bundling.code_files() == sorted([*OWN, "docs/new.md"]), "a bundle over a checkout: both"


def test_the_built_server_does_not_tell_where_it_was_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundling, "HOME", tmp_path)
    server = tmp_path / "server.js"
    server.write_text(f'{{"root":"{web.FOLDER}","repoRoot":"{web.FOLDER}"}}')
    sums: list[str] = []
    with tarfile.open(tmp_path / "bundle", "w|") as tar:
        bundling._add_built(tar, server, sums)
    with tarfile.open(tmp_path / "bundle") as tar:
        (member,) = tar
        content = tar.extractfile(member)
        assert content is not None
        assert content.read() == b'{"root":"/frontend","repoRoot":"/frontend"}'
    assert member.name == f"{bundling.TOP}/server.js"


def test_pip_is_the_one_of_this_bundle_whatever_an_older_one_left(brought: Path) -> None:
    (brought / "wheels" / "pip-25.1-py3-none-any.whl").touch()
    assert bundle.pip() == brought / "wheels" / "pip-26.3-py3-none-any.whl"


def test_the_pages_mark_is_that_of_the_sources_in_the_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "FOLDER", tmp_path)
    page = tmp_path / "page.tsx"
    page.write_text("a page")
    mark = web.fingerprint("24")
    (tmp_path / "notes.txt").write_text("lies beside")
    assert web.fingerprint("24", {page}) == mark != web.fingerprint("24")


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
