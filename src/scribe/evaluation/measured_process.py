"""Runs a command and tells what it cost."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLING_SECONDS = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")


class JobFailed(Exception):  # noqa: N818 — says what happened
    """A measured command did not end well. `reason` is the last thing it wrote."""

    def __init__(self, command: Sequence[str], status: int, log: str) -> None:
        self.status = status
        self.reason = log.strip().rpartition("\n")[2].strip()[:500] or f"status {status}"
        super().__init__(f"{' '.join(command)}\nended with {status}:\n{log[-2000:]}")


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


@dataclass(frozen=True, slots=True)
class Measurement:
    """A command's cost, when it began by the machine's steady clock, and its memory as seen: (clock, bytes) by time."""

    cost: Cost
    began: float
    seen: Sequence[tuple[float, int]]


def measured(command: Sequence[str], *, folder: Path, variables: Mapping[str, str], log: Path) -> Measurement:
    """What a command used that was run to its end; its output goes to `log`. Raises `JobFailed`.

    Call it from a small process: a child's peak cannot be told below the resident set of the process that made it.
    """
    began = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
        watch = _Watch(process.pid)
        watch.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:  # Ctrl-C: nobody else would end it
            process.terminate()
            process.wait()
            raise
        finally:
            watch.stop()
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise JobFailed(command, process.returncode, log.read_text(encoding="utf-8", errors="replace"))
    peak = used.ru_maxrss * 1024
    largest = max((resident for _, resident in watch.seen), default=0)
    return Measurement(Cost(used.ru_utime + used.ru_stime, wall, peak, max(peak, largest)), began, watch.seen)


class _Watch(threading.Thread):
    """Looks at the resident memory of a process and its descendants until stopped."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root, self._stopped = root, threading.Event()
        self.seen: list[tuple[float, int]] = []

    def run(self) -> None:
        while not self._stopped.wait(SAMPLING_SECONDS):
            self.seen.append((time.monotonic(), sum(_resident(pid) for pid in _family(self._root))))

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
