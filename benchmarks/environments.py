"""The two Python environments of a measurement: the product's own, and one for its peers and the scoring.

Peers and scoring tools never enter the product's environment. Theirs holds the same releases of the libraries both
use: `requirements.lock` here is made within the product's lock.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
PRODUCT = HOME / ".venv" / "bin" / "python"
RESULTS = HERE / "results"
LOCK = HERE / "requirements.lock"
FOLDER = HOME / ".cache" / "benchmarks-venv"

BUILT_HERE = ("meeteval",)
"""Published as source only: needs a C++ compiler and Python's headers (Debian: g++, python3-dev)."""


def peers_python() -> Path:
    """The Python of the peers; its environment is made or renewed where needed. `BENCHMARKS_PYTHON` names another."""
    if named := os.environ.get("BENCHMARKS_PYTHON"):
        return Path(named)
    python, stamp = FOLDER / "bin" / "python", FOLDER / ".installed"
    mark = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == mark:
        return python
    sys.stderr.write(f"making the environment of the peers in {FOLDER}\n")
    subprocess.run([sys.executable, "-I", "-m", "venv", "--clear", str(FOLDER)], check=True)
    wheels, built = _divided(LOCK.read_text())
    install = [str(python), "-I", "-m", "pip", "install", "-q", "--no-deps", "--require-hashes"]
    install += ["--disable-pip-version-check"]
    with tempfile.TemporaryDirectory() as name:
        for text, how in ((wheels, "--only-binary=:all:"), (built, "--no-build-isolation")):
            lock = Path(name) / "requirements.lock"
            lock.write_text(text)
            subprocess.run([*install, how, "-r", str(lock)], check=True)
    stamp.write_text(mark)
    return python


def model_folders() -> dict[str, Path]:
    """Folders of the product's verified models, by name; the product fetches or builds what is missing."""
    ask = (
        "from scribe.parts import read_settings; from scribe.models import models_of; s = read_settings(); m = models_of(s)\n"
        "for name in (s.speech_model, 'segmentation', 'voice'): print(m.open(name))"
    )
    answer = subprocess.run([str(PRODUCT), "-I", "-c", ask], check=True, stdout=subprocess.PIPE, text=True, cwd=HOME)
    speech, segmentation, voice = answer.stdout.split("\n")[:3]
    return {"whisper": Path(speech), "segmentation": Path(segmentation), "voice": Path(voice)}


def _divided(lock: str) -> tuple[str, str]:
    """The lock's wheels and the lock's packages that are built here."""
    packages = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    built = [package for package in packages if package.partition("==")[0] in BUILT_HERE]
    return "".join(package for package in packages if package not in built), "".join(built)
