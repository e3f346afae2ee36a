"""What a process tells Prometheus, on a port of its own that no proxy of the product leads to (decision 0027)."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector, start_http_server

from scribe_core import VERSION
from scribe_core.domain.run import RunKind, Status

log = logging.getLogger(__name__)


def process_registry(folder: Path, wanted_bytes: int) -> CollectorRegistry:
    """What every process tells of itself: release, memory, processor time, open files, and the disk it writes to.

    Args:
        folder: where it writes.
        wanted_bytes: free space below which it stops taking work.
    """
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    Gauge("scribe_release", "1, with the product's release.", ["version"], registry=registry).labels(VERSION).set(1)
    free = Gauge("scribe_disk_free_bytes", "Free space where this process writes.", registry=registry)
    free.set_function(lambda: shutil.disk_usage(_there(folder)).free)
    wanted = Gauge("scribe_disk_wanted_bytes", "Free space below which work and uploads wait.", registry=registry)
    wanted.set(wanted_bytes)
    return registry


def _there(folder: Path) -> Path:
    """The folder, or the nearest above it that was made."""
    return next(place for place in (folder, *folder.parents) if place.exists())


class Ends:
    """Counts the runs that this process saw end, by kind, status and the code of what went wrong."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._counter = Counter("scribe_runs_ended", "Runs that ended.", ["kind", "status", "code"], registry=registry)
        for kind in RunKind:  # from zero, so that the first to end is seen as an increase
            self._counter.labels(kind, Status.COMPLETED, "")

    def note(self, kind: str, status: str, code: str | None) -> None:
        """One more."""
        self._counter.labels(kind, status, code or "").inc()


@contextmanager
def served(registry: CollectorRegistry, host: str, port: int) -> Iterator[None]:
    """Answer whoever asks at that address while the block runs; port 0 answers nobody. Work does not depend on it."""
    if not port:
        yield
        return
    try:
        server, _ = start_http_server(port, host, registry)
    except OSError as error:
        log.warning("no metrics: %s port %d: %s", host, port, error.strerror or error)
        yield
        return
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
