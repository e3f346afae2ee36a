"""One model resident at a time: what lets Whisper large and the speaker networks share a 12 GB card."""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import psutil

M = TypeVar("M")


class ModelRoom:
    """The accelerator's only room: one model lives in it; entering with another name evicts the first.

    `peaks` tells, for each model, the highest resident memory of the process seen when it was left (bytes).
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._name = ""
        self._model: Any = None
        self._left_at = time.monotonic()
        self.peaks: dict[str, int] = {}

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
                self._model, self._name = load(), name
            try:
                yield cast("M", self._model)
            finally:
                self._left_at = time.monotonic()
                self.peaks[name] = max(self.peaks.get(name, 0), psutil.Process().memory_info().rss)

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
        self._model, self._name = None, ""
        gc.collect()
