"""Files out of Debian packages, for tests and proofs: downloaded and unpacked into the cache; nothing is installed."""

import shutil
import tempfile
from pathlib import Path

from scribe import environment
from scribe.wording import say
from scribe_core.errors import ScribeError

IMPATIENT = ("-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20", "-o", "Acquire::https::Timeout=20")
"""Where a network swallows what is sent, it is said soon."""


def unpack(package: str, inside: str, to: Path) -> Path:
    """`to`, which holds what the package has at `inside`. Raises `tool_missing` without Debian's tools."""
    if to.exists():
        return to
    for tool in ("apt-get", "dpkg-deb"):
        if not shutil.which(tool):
            raise ScribeError("tool_missing", tool=tool, remedy=f"Debian: {package}")
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to.parent) as name:
        folder = Path(name)
        what = say("step_samples")
        environment.run_logged(["apt-get", "-q", *IMPATIENT, "download", package], what, cwd=folder)
        [archive] = folder.glob("*.deb")
        environment.run_logged(["dpkg-deb", "-x", str(archive), str(folder)], what)
        (folder / inside).replace(to)
    return to
