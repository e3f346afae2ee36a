"""The Python environments beside the product's own: one that scores, one of the systems compared with.

What they need never enters the product's. Each is made at its first use from a lock whose releases are the product's
own where both use the same library.
"""

import hashlib
import re
import shutil
import sysconfig
from pathlib import Path

from scribe import environment
from scribe.environment import Progress
from scribe.evaluation.wording import say

BUILT = "meeteval"
"""Published as source only: built here, which needs a C++ compiler and Python's headers."""

TORCH_SPACE = 11_000_000_000
"""Free bytes for PyTorch and the libraries it wants even without a graphics card: 5.5 GB, and as much in flight."""


def scoring_python(progress: Progress) -> Path:
    """The Python that scores. Without a compiler it is made without cpWER and tcpWER; `can_build` tells.

    Raises what `environment.prepare` raises.
    """
    return _prepared("evaluation", environment.EVALUATION_LOCK, say("step_tools"), progress)


def peers_python(torch: bool, progress: Progress) -> Path:
    """The Python of the systems compared with, one of two. Raises what `environment.prepare` raises."""
    if torch:
        return _prepared("peers-torch", environment.TORCH_LOCK, say("step_peers_torch"), progress, TORCH_SPACE)
    return _prepared("peers", environment.PEERS_LOCK, say("step_peers"), progress)


def can_build() -> bool:
    """Whether a C++ compiler and Python's headers are here (Debian: g++ and python3-dev)."""
    return shutil.which("c++") is not None and (Path(sysconfig.get_path("include")) / "Python.h").is_file()


def _prepared(name: str, lock: Path, what: str, progress: Progress, space: int = environment.SPACE) -> Path:
    folder = environment.CACHE / f"{name}-venv"
    python, stamp = folder / "bin" / "python", folder / ".installed"
    wheels, source = _divided(lock.read_text(encoding="utf-8"))
    if not can_build():
        source = ""
    mark = hashlib.sha256(f"{folder}\n{wheels}\n{source}".encode()).hexdigest()
    with environment.one_at_a_time(progress):
        if stamp.is_file() and stamp.read_text() == mark:
            return python
        environment.LOG.write_bytes(b"")
        environment.check_space(environment.HOME, space)
        progress(None, "")
        environment.run_logged([environment.PYTHON, "-I", "-m", "venv", "--clear", "--without-pip", folder], what)
        pip = [str(environment.PYTHON), "-I", "-m", "pip", "--python", str(python)]
        for text, build in ((wheels, False), (source, True)):
            part = folder / "requirements.lock"
            part.write_text(text, encoding="utf-8")
            if text:
                environment.install(pip, part, what, progress, build=build)
        stamp.write_text(mark)
    return python


def _divided(lock: str) -> tuple[str, str]:
    """The lock's wheels and the lock's package that is built here."""
    packages = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    source = [package for package in packages if package.partition("==")[0] == BUILT]
    return "".join(package for package in packages if package not in source), "".join(source)
