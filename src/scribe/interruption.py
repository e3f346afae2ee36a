"""Work that a first Ctrl-C asks to stop at its next breath and a second one cuts off."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Generic, TypeVar

from scribe.wording import say
from scribe_workers.steps import RunCancelled

INTERRUPTED = 130
T = TypeVar("T")


class Interruptible(Generic[T]):
    """Runs work in a thread of its own. In the main thread, a long call into a library would hold signals back."""

    def __init__(self, work: Callable[[Callable[[], None]], T]) -> None:
        """`work` is given a check to call now and then: it raises `RunCancelled` once somebody asked to stop."""
        self._work = work
        self._asked = threading.Event()
        self._result: T | None = None
        self._error: BaseException | None = None

    def result(self) -> T | None:
        """What the work gives, None if it was interrupted. Raises what it raised."""
        before = {number: signal.signal(number, self._on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
        thread = threading.Thread(target=self._do, name="pipeline", daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(0.2)  # short, so that signals are noticed meanwhile
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if self._error is not None:
            raise self._error
        return self._result

    def _do(self) -> None:
        try:
            self._result = self._work(self._check)
        except RunCancelled:
            pass
        except BaseException as error:  # raised again by `result`, in the caller's thread
            self._error = error

    def _check(self) -> None:
        if self._asked.is_set():
            raise RunCancelled("interrupted")

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked.is_set():
            os._exit(INTERRUPTED)
        self._asked.set()
        sys.stderr.write(f"\n{say('stopping_soon')}\n")
