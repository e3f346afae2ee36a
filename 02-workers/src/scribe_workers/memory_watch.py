"""How much memory a stretch of work takes at its peak: of this process, and on the card."""

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from scribe_workers.device import PROCESSOR, Device

LOOK_SECONDS = 0.05
"""Pause between two looks. What is shorter is seen where it is the highest of the process's life (VmHWM)."""

STATUS = Path("/proc/self/status")
CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class Peak:
    """Bytes at the highest: `resident` of this process, `card` of the whole card, whoever takes it (0 without one)."""

    resident: int = 0
    card: int = 0

    def joined(self, other: "Peak") -> "Peak":
        """The higher of both, each by itself."""
        return Peak(max(self.resident, other.resident), max(self.card, other.card))


class Watch(threading.Thread):
    """Looks at the memory until it is ended."""

    def __init__(self, device: Device) -> None:
        super().__init__(name="memory-watch", daemon=True)
        self._device, self._over = device, threading.Event()
        self._process, self._highest_before = psutil.Process(), highest_ever()
        self.peak = Peak()
        self._look()

    def run(self) -> None:
        """Look, pause, look again."""
        while not self._over.wait(LOOK_SECONDS):
            self._look()

    def end(self) -> None:
        """One look more, and what passed between two looks if nothing was ever higher."""
        self._over.set()
        self.join()
        self._look()
        if (highest := highest_ever()) > self._highest_before:
            self.peak = self.peak.joined(Peak(resident=highest))

    def _look(self) -> None:
        memory = self._device.memory()
        now = Peak(self._process.memory_info().rss, memory.used if memory else 0)
        self.peak = self.peak.joined(now)


@contextmanager
def watched(device: Device = PROCESSOR) -> Iterator[Watch]:
    """Watches the memory while the block runs; `peak` is whole when it has ended."""
    watch = Watch(device)
    watch.start()
    try:
        yield watch
    finally:
        watch.end()


def available(device: Device = PROCESSOR) -> tuple[int, int]:
    """Memory that is free and that there is, in bytes: the card's, or what this process may have of the machine's."""
    if memory := device.memory():
        return memory.free, memory.free + memory.used
    machine = psutil.virtual_memory()
    free, total = [machine.available], [machine.total]
    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    if most != resource.RLIM_INFINITY:
        total.append(most)
        free.append(most - psutil.Process().memory_info().vms)
    if (most_here := _number(CGROUP / "memory.max")) and (taken := _number(CGROUP / "memory.current")):
        total.append(most_here)
        free.append(most_here - taken)
    return max(0, min(free)), min(total)


def _number(file: Path) -> int | None:
    """The number in a file, None where it says something else or is not there."""
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def highest_ever() -> int:
    """The most memory this process ever had resident, in bytes; 0 where the system does not tell."""
    try:
        lines = STATUS.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
