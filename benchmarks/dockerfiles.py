"""Reads the product's Dockerfiles: as much of the language as they use, and nothing is guessed."""

import json
import re
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Stage:
    """One `FROM` and what follows it: steps in order, and what a container of it starts with."""

    base: str
    name: str
    steps: list[tuple[str, str]] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    user: str = "0:0"
    folder: str = "/"
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)


def read(path: Path, arguments: Mapping[str, str]) -> list[Stage]:
    """The stages of a file, with these build arguments. Raises `ValueError` at a word it does not know."""
    text = re.sub(r"^\s*#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    given: dict[str, str] = {}
    stages: list[Stage] = []
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "ARG":
            name, _, default = rest.partition("=")
            given[name] = arguments.get(name, default or given.get(name, ""))
        elif word == "FROM":
            base, _, name = re.sub(r"\$\{(\w+)\}", lambda match: given[match[1]], rest).partition(" AS ")
            stages.append(Stage(base, name or f"{path.name} {len(stages)}", variables=dict(given)))
        elif word:
            _take(stages[-1], word, rest.strip())
    return stages


def _take(stage: Stage, word: str, rest: str) -> None:
    if word == "ENV":
        stage.variables |= dict(part.split("=", 1) for part in shlex.split(rest))
    elif word == "WORKDIR":
        stage.folder = rest
        stage.steps.append((word, rest))
    elif word == "USER":
        stage.user = rest
    elif word == "ENTRYPOINT":
        stage.entrypoint = json.loads(rest)
    elif word == "CMD":
        stage.command = json.loads(rest)
    elif word in ("RUN", "COPY"):
        stage.steps.append((word, rest))
    elif word != "EXPOSE":
        raise ValueError(f"{word} {rest}")


def context(home: Path) -> list[str]:
    """Paths of the build context: those in git that `.dockerignore` lets in."""
    rules = [line for line in (home / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    let_in = [rule[1:] for rule in rules if rule.startswith("!")]
    kept_out = [rule.removeprefix("**/") for rule in rules if rule.startswith("**/")]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=home, capture_output=True, text=True, check=True).stdout
    return [
        name
        for name in listed.split("\0")
        if any(name == rule or name.startswith(f"{rule}/") for rule in let_in)
        and not any(Path(part).match(rule) for part in Path(name).parts for rule in kept_out)
    ]
