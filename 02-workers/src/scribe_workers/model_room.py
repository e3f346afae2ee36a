"""One model resident at a time: what lets Whisper large and the speaker networks share a 12 GB card."""

import gc
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

from scribe_workers.allocator import trim
from scribe_workers.device import PROCESSOR, Device
from scribe_workers.memory_watch import Peak, watched

log = logging.getLogger(__name__)


class Resident(Protocol):
    """A model that can live in the room."""

    def leave(self) -> None:
        """Give back all memory, whoever still refers to the model; it is of no use afterwards."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a model was found to fit: its precision, and how many pieces it can take at once (None: any number so far)."""

    compute_type: str
    together: int | None = None


M = TypeVar("M", bound=Resident)


class ModelRoom:
    """The accelerator's only room: one model lives in it; entering with another name makes the first leave, then loads.

    `device` is the accelerator. `peaks` tells, for each model, the most memory seen while it lived here. `fits` is where those
    who use models note how one was made to fit, so that it is not found out anew each time.
    """

    def __init__(self, device: Device = PROCESSOR) -> None:
        self.device = device
        self.peaks: dict[str, Peak] = {}
        self.fits: dict[str, Fit] = {}
        self._lock = threading.Lock()
        self._name = ""
        self._model: Any = None
        self._left_at = time.monotonic()

    @property
    def resident(self) -> str:
        """Name of the model that lives here now, empty when none."""
        return self._name

    @contextmanager
    def occupy(self, name: str, load: Callable[[], M]) -> Iterator[M]:
        """The named model, loaded if it is not the resident one. The room is locked meanwhile: do not nest."""
        with self._lock:
            if self._name != name:
                self._evict()
            try:
                with watched(self.device) as watch:
                    if self._name != name:
                        self._model, self._name = load(), name
                    yield cast("M", self._model)
            finally:
                self._left_at = time.monotonic()
                self.peaks[name] = self.peaks.get(name, Peak()).joined(watch.peak)

    def leave_if_idle(self, seconds: float) -> bool:
        """Evict the resident model if nobody has used it for so long; tells whether one left."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if not self._name or time.monotonic() - self._left_at < seconds:
                return False
            self._evict()
            return True
        finally:
            self._lock.release()

    def _evict(self) -> None:
        """Make the resident leave and hand its memory back, to the card and to the system."""
        model, name = self._model, self._name
        self._model, self._name = None, ""
        if model is None:
            return
        model.leave()
        del model
        gc.collect()
        trim()
        log.debug("%s left the room", name)
