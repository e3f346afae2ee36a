"""What log lines are about: ids that go along with a piece of work, through its tasks and threads.

Whoever begins the work names them once; whoever writes the lines (`scribe/log_lines.py`) adds them to each.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_ids: ContextVar[Mapping[str, str]] = ContextVar("ids", default={})  # noqa: B039 — never changed in place


@contextmanager
def about(**ids: str | None) -> Iterator[None]:
    """Have each line that is logged meanwhile, here or in what is started here, carry these ids; None adds none."""
    token = _ids.set({**_ids.get(), **{name: value for name, value in ids.items() if value}})
    try:
        yield
    finally:
        _ids.reset(token)


def current() -> Mapping[str, str]:
    """The ids of the work at hand, those named first in front."""
    return _ids.get()


def request_id() -> str | None:
    """The request that the work at hand answers, or was caused by."""
    return _ids.get().get("request_id")
