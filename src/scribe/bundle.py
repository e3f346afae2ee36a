"""What a bundle (`./manage.sh bundle`) brought along for an installation without any network: packages, models, the built pages.

Uses the standard library only: it is asked before any package is installed.
"""

import hashlib
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from scribe_core.errors import ScribeError

HOME = Path(__file__).resolve().parents[2]
FOLDER = HOME / "bundle"
CONTENTS, WHEELS, MODELS = FOLDER / "contents.json", FOLDER / "wheels", FOLDER / "models"


@cache
def _contents() -> dict[str, Any]:
    try:
        return dict(json.loads(CONTENTS.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def is_here() -> bool:
    """Whether this installation came as a bundle."""
    return bool(_contents())


def digest(lock: Path) -> str:
    """What tells one content of a lock from another."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def python() -> str:
    """The Python that packages are for."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def pip_options(lock: Path) -> list[str]:
    """What makes pip take a lock's packages from the bundle and ask nobody, where the bundle holds them.

    Raises `bundle_python` where it holds them for another Python. After an update without a bundle the lock is another one.
    """
    if digest(lock) != _contents().get("locks", {}).get(lock.name):
        return []
    if _contents()["python"] != python():
        raise ScribeError("bundle_python", wanted=_contents()["python"], found=python())
    return ["--no-index", "--find-links", str(WHEELS)]


def pip() -> Path | None:
    """pip itself, which runs out of its wheel. An older bundle that lay here may have left another beside it."""
    return WHEELS / _contents()["pip"] if is_here() else None


def models() -> Path | None:
    """The folder of the models it brought."""
    return MODELS if is_here() and MODELS.is_dir() else None
