"""Docker and its compose plugin: whether they are here, and which files a command is about.

Uses the standard library only.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from scribe import environment
from scribe.stacks import choice
from scribe_core.errors import ScribeError

STACKS = {"core": "01-core", "workers": "02-workers", "interface": "03-interface"}
"""Each stack's folder."""

LEAST_COMPOSE = (2, 24)
"""The first that leaves out an `env_file` which is not there."""

PROGRAM = ("/opt/scribe/.venv/bin/python", "-I", "-X", "utf8", "/opt/scribe/src/scribe")
"""What the images of API and workers begin with, for what is run inside a container that runs already."""

ELSEWHERE = {"core": "SCRIBE_CORE_BIND", "workers": "SCRIBE_CORE_HOST"}
"""Stacks that stand on several machines, and the variable that says so."""


def check() -> None:
    """Raises `docker_missing`, `docker_compose_missing`, `docker_compose_old`, `docker_away` or `docker_forbidden`."""
    if not shutil.which("docker"):
        raise ScribeError("docker_missing")
    plugin = _asked("compose", "version", "--short")
    if plugin.returncode != 0:
        raise ScribeError("docker_compose_missing")
    version = tuple(int(part) for part in re.findall(r"\d+", plugin.stdout)[:2])
    if version < LEAST_COMPOSE:
        raise ScribeError("docker_compose_old", version=plugin.stdout.strip(), least=".".join(map(str, LEAST_COMPOSE)))
    daemon = _asked("version", "--format", "{{.Server.Version}}")
    if daemon.returncode != 0:
        said = (daemon.stderr.strip() or daemon.stdout.strip() or "?").splitlines()[-1]
        raise ScribeError("docker_forbidden" if "permission denied" in said else "docker_away", reason=said)


def knows_cards() -> bool:
    """Whether containers may be given NVIDIA cards: by the toolkit's runtime, or by its devices."""
    answer = _asked("info", "--format", "{{json .}}")
    return answer.returncode == 0 and bool(re.search(r'"nvidia"|nvidia\.com/gpu', answer.stdout))


def compose(stack: str | None, *arguments: str) -> list[str]:
    """The command about one stack, or about all."""
    home = environment.HOME
    files = [home / "compose.yaml"] if stack is None else [home / STACKS[stack] / "compose.yaml"]
    given = choice.variables()
    for name, variable in ELSEWHERE.items():
        if given.get(variable) and stack in (None, name):
            files.append(home / STACKS[name] / "several-machines.yaml")
    named = [option for file in files for option in ("--file", str(file))]
    return ["docker", "compose", "--env-file", str(choice.FILE), *named, *arguments]


def run(command: Sequence[str]) -> int:
    """Run it; its output is the terminal's."""
    return subprocess.run(command, env=_environment(), cwd=environment.HOME, check=False).returncode


def read(command: Sequence[str], *, heard: bool = False, seconds: float | None = None) -> str | None:
    """What it printed, None where it failed or took longer; what it complains of is the terminal's where that is `heard`."""
    complaints = None if heard else subprocess.DEVNULL
    try:
        done = subprocess.run(
            command,
            env=_environment(),
            cwd=environment.HOME,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def services(*, stopped: bool = False) -> list[str]:
    """The services of which a container runs on this machine, or with `stopped` of which there is any."""
    which = ["--all"] if stopped else ["--status", "running"]
    return (read(compose(None, "ps", "--services", *which)) or "").split()


def open_process(command: Sequence[str], stdout: "IO[bytes] | int") -> "subprocess.Popen[bytes]":
    """It, started: what it is given goes to its standard input, what it says of itself to the terminal."""
    return subprocess.Popen(command, env=_environment(), cwd=environment.HOME, stdin=subprocess.PIPE, stdout=stdout)


def _environment() -> dict[str, str]:
    # A relative folder means one of the product's, not one of a stack's.
    absolute = {"SCRIBE_VOLUMES": str(choice.volumes())}
    if own := choice.variables().get("SCRIBE_MODELS_FOLDER"):
        absolute["SCRIBE_MODELS_FOLDER"] = str((environment.HOME / Path(own).expanduser()).absolute())
    # One stack's command would call the services of the others orphans; they are not.
    return {**os.environ, **absolute, "COMPOSE_IGNORE_ORPHANS": "true"}


def _asked(*arguments: str) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False, timeout=60)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(["docker", *arguments], 1, "", "no answer within a minute")
