"""What is told to workers through a queue: that a run waits, by its id and nothing else.

Whether it does, and who may have it, the row says; a worker that hears this looks at the table.
"""

from collections.abc import Iterable

RUN_WAITS = "scribe.run_waits"
"""The task's name; its one argument is the run's id."""

STREAM = "scribe:runs"
"""The stream that all such messages go through."""


def ears(lanes: Iterable[str]) -> str:
    """Who hears a message together: workers that serve the same lanes. Of each such group one worker is told."""
    return "+".join(sorted(lanes))
