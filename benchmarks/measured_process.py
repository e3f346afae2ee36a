"""Runs a command and tells what it cost."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLING_SECONDS = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")


class JobFailed(Exception):  # noqa: N818 — says what happened
    """A measured command did not end well."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command used, its child processes included.

    `cpu` is user plus system time as the kernel counts it at the end (wait4), `wall` the time it took, in seconds.
    `peak_process` is the largest resident set of any one process (wait4: exact); `peak_tree` the largest sum over all
    processes at one time (looked at 20 times a second; pages shared by two processes count twice), in bytes.
    """

    cpu: float
    wall: float
    peak_process: int
    peak_tree: int


def measured(command: Sequence[str], *, folder: Path, variables: Mapping[str, str], log: Path) -> Cost:
    """The cost of a command run to its end. Raises `JobFailed`.

    Modules beside this one can be named to `python -m`, whatever the folder it runs in. Call it from a small process: a child's peak cannot be told below the resident set of the process that made it.
    """
    began = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(HERE), **variables},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
        watch = _Watch(process.pid)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise JobFailed(f"{' '.join(command)}\nended with {process.returncode}:\n{tail}")
    peak = used.ru_maxrss * 1024
    return Cost(used.ru_utime + used.ru_stime, wall, peak, max(peak, watch.peak))


class _Watch(threading.Thread):
    """Looks at the resident memory of a process and its descendants until stopped."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root, self._stopped = root, threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._stopped.wait(SAMPLING_SECONDS):
            self.peak = max(self.peak, sum(_resident(pid) for pid in _family(self._root)))

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def _family(root: int) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                waiting.extend(int(child) for child in task.read_text().split())
            except OSError:  # ended meanwhile
                continue
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):  # ended meanwhile
        return 0
