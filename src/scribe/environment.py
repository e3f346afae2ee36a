"""The Python environment: `.venv` from the hash-pinned locks, made without root and without anything but Python itself.

Uses the standard library only: it runs before any package is installed.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from scribe import bundle
from scribe.terminal import gigabytes
from scribe.wording import say
from scribe_core.errors import ScribeError

HOME = Path(__file__).resolve().parents[2]
"""The product's folder."""

VENV = HOME / ".venv"
PYTHON = VENV / "bin" / "python"
CACHE = HOME / ".cache"
LOG = CACHE / "prepare.log"

RUN_LOCK = HOME / "requirements.lock"
API_LOCK = HOME / "requirements-api.lock"
TEST_LOCK = HOME / "requirements-test.lock"
EVALUATION_LOCK = HOME / "requirements-evaluation.lock"
PEERS_LOCK = HOME / "requirements-peers.lock"
TORCH_LOCK = HOME / "requirements-peers-torch.lock"
GPU_LOCK = HOME / "requirements-gpu.lock"
COMMUNITY_LOCK = HOME / "requirements-community.lock"
LANGUAGE_MODEL_LOCK = HOME / "requirements-language-model.lock"
NODE_LOCK = HOME / "requirements-node.lock"

SOURCES = ("src", "01-core/src", "02-workers/src", "03-interface/backend/src")

SPACE = 2_000_000_000
"""Free bytes asked for before packages are installed. Measured: run lock 0.7 GB, Node 0.2 GB, and as much in flight."""

Progress = Callable[[float | None, str], None]


def is_current(lock: Path = RUN_LOCK) -> bool:
    """Whether the environment holds exactly what a lock asks for, on this Python. Takes milliseconds."""
    stamp = _stamp(lock)
    return PYTHON.exists() and stamp.is_file() and stamp.read_text() == _mark(lock)


def prepare(lock: Path, what: str, progress: Progress) -> None:
    """Bring the environment up to a lock. Interrupted, it goes on where it was at the next call.

    Raises `disk_space`, `network_unreachable`, `tool_missing` or `preparation_failed`; `what` names it in the sentence.
    """
    with one_at_a_time(progress):
        if is_current(lock):
            return
        LOG.write_bytes(b"")
        check_space(HOME, SPACE)
        pip = _environment(what, progress)
        install(pip, lock, what, progress)
        # Our own packages are found by path: no build, no build tool, and a moved folder keeps working.
        site = next((VENV / "lib").glob("python3.*")) / "site-packages"
        (site / "smart_meeting_scribe.pth").write_text("".join(f"../../../../{source}\n" for source in SOURCES))
        mark_installed(lock)


def mark_installed(lock: Path) -> None:
    """Note that the environment holds what a lock asks for."""
    _stamp(lock).write_text(_mark(lock))


def check_space(folder: Path, needed: int) -> None:
    """Raises `disk_space` where a folder's disk has fewer free bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ScribeError("disk_space", folder=folder, needed=gigabytes(needed), free=gigabytes(free))


def run_logged(
    command: Sequence[str | Path],
    what: str,
    on_line: Callable[[str], None] = lambda _line: None,
    *,
    cwd: Path = HOME,
    environment: dict[str, str] | None = None,
) -> None:
    """Run a command with its output in the log, each line also given to `on_line`.

    Raises `network_unreachable`, `disk_space` or `preparation_failed`, judged by what it wrote.
    """
    CACHE.mkdir(exist_ok=True)
    said: list[str] = []
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(map(str, command))}\n")
        log.flush()
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            cwd=cwd,
            env=environment,
        )
        assert process.stdout is not None
        with process:
            try:
                for line in process.stdout:
                    log.write(line)
                    said.append(line)
                    on_line(line.strip())
            except BaseException:
                process.terminate()
                raise
    if process.returncode == 0:
        return
    text = "".join(said)
    if "No space left" in text or "ENOSPC" in text:
        check_space(cwd, SPACE)
    if _NETWORK.search(text):
        raise ScribeError("network_unreachable", what=what, log=LOG)
    raise ScribeError("preparation_failed", what=what, log=LOG)


_NETWORK = re.compile(
    r"NewConnectionError|ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|Max retries exceeded|name resolution"
    r"|Could not resolve|Failed to fetch|Cannot initiate the connection"
    r"|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH"
)
"""How pip, apt-get and npm say that the network is away."""


def _environment(what: str, progress: Progress) -> list[str]:
    """Make `.venv` where there is none (or one of another Python) and return the command that runs pip for it."""
    progress(None, "")
    if not _same_python():
        if VENV.exists():
            shutil.rmtree(VENV)
        whole = find_spec("ensurepip") is not None
        run_logged([sys.executable, "-I", "-m", "venv", *([] if whole else ["--without-pip"]), VENV], what)
    if _runs([str(PYTHON), "-I", "-m", "pip", "--version"]):
        return [str(PYTHON), "-I", "-m", "pip"]
    if _runs([sys.executable, "-I", "-m", "pip", "--python", str(PYTHON), "--version"]):
        return [sys.executable, "-I", "-m", "pip", "--python", str(PYTHON)]
    return [str(PYTHON), "-I", str((bundle.pip() or _pip_from_debian(what)) / "pip")]


def _same_python() -> bool:
    ask = [str(PYTHON), "-I", "-c", "import sys; print(sys.version_info[:2])"]
    try:
        answer = subprocess.run(ask, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == str(sys.version_info[:2])


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _pip_from_debian(what: str) -> Path:
    """pip's own wheel out of Debian's package `python3-pip-whl`, fetched and opened without root or installing it."""
    known = sorted((CACHE / "pip").glob("usr/share/python-wheels/pip-*.whl"))
    if known:
        return known[-1]
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise ScribeError("tool_missing", tool="pip", remedy="apt-get install python3-venv")
    with tempfile.TemporaryDirectory(dir=CACHE) as name:
        folder = Path(name)
        # Lists of its own: the machine's may be missing (a bare image) and are not ours to write.
        for part in ("lists/partial", "archives/partial"):
            (folder / part).mkdir(parents=True)
        apt = ["apt-get", "-q", "-o", f"Dir::State::Lists={folder / 'lists'}", "-o", f"Dir::Cache={folder}"]
        apt += ["-o", "Dir::Etc::SourceList=/etc/apt/sources.list", "-o", "Debug::NoLocking=1"]
        if os.geteuid() == 0:
            apt += ["-o", "APT::Sandbox::User=root"]  # else apt's own user would need a way into this private folder
        run_logged([*apt, "update"], what, cwd=folder)
        run_logged([*apt, "download", "python3-pip-whl"], what, cwd=folder)
        package = next(folder.glob("python3-pip-whl_*.deb"))
        run_logged(["dpkg-deb", "-x", package, folder / "content"], what)
        (folder / "content").rename(CACHE / "pip")
    return next((CACHE / "pip").glob("usr/share/python-wheels/pip-*.whl"))


def install(
    pip: list[str], lock: Path, what: str, progress: Progress, *, build: bool = False, target: Path | None = None
) -> None:
    """Install a lock's packages: each one's hash is checked, nothing outside the lock is taken.

    Nothing is built, unless `build`: then with what the environment holds by now. They go into the folder `target` where
    one is given.
    """
    names = packages(lock)
    seen = 0

    def follow(line: str) -> None:
        nonlocal seen
        if line.startswith(("Collecting ", "Requirement already satisfied: ")):
            seen += 1
            # Unpacking all of them takes about as long as fetching them.
            progress(min(seen / len(names), 1) / 2, re.split(r"[ =]", line.partition(": ")[2] or line[11:])[0])
        elif line.startswith("Installing collected packages"):
            progress(0.5, f"{len(names)}")

    how = "--no-build-isolation" if build else "--only-binary=:all:"
    options = ["--require-hashes", "--no-deps", how, "--no-input", "--no-color"]
    options += ["--progress-bar=off", "--disable-pip-version-check", "--retries=2", "--timeout=60"]
    options += ["--target", str(target), "--no-cache-dir"] if target else []
    options += bundle.pip_options(lock)
    run_logged([*pip, "install", *options, "-r", lock], what, follow)


def packages(lock: Path) -> list[str]:
    """Names of the packages a lock pins."""
    return re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text(), flags=re.MULTILINE)


def _stamp(lock: Path) -> Path:
    return VENV / f".{lock.stem}.installed"


def _mark(lock: Path) -> str:
    """What identifies an installation: the lock's content, the Python it was made for and where it stands."""
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {sys.version_info.major}.{sys.version_info.minor} {VENV}"


@contextmanager
def one_at_a_time(progress: Progress) -> Iterator[None]:
    """A second `./manage.sh` waits while the first one prepares, and says so."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "prepare.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress(None, say("waits_for_another"))
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
