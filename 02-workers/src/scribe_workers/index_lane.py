"""The index lane of a worker: what is searched is kept as the rows say, beside the work on runs."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from scribe_core.database.engine import Database
from scribe_core.search.indexing import Indexer

T = TypeVar("T")

INDEX_SECONDS = 1.0
"""Pause between two looks for meetings that searches are behind with."""

RENEW_SECONDS = 600.0
"""Pause between two looks for passages that another version of this code made."""


class Undisturbed(Protocol):
    """Gives what a step gives, None where it failed."""

    async def __call__(self, step: Callable[[], Awaitable[T]]) -> T | None: ...


class IndexLane:
    """Brings the index up to date again and again; any number of workers may do so at once."""

    def __init__(self, database: Database) -> None:
        self._database, self._indexer = database, Indexer(database)

    async def index_on(self, undisturbed: Undisturbed) -> None:
        """At the start, and at an interval. No failure ends it: each step goes through `undisturbed`."""
        renew_at = 0.0
        while True:
            if time.monotonic() >= renew_at and await undisturbed(self._indexer.renew) is not None:
                renew_at = time.monotonic() + RENEW_SECONDS
            if not await undisturbed(self.index):
                await asyncio.sleep(INDEX_SECONDS)

    async def index(self) -> int:
        """Index some of the meetings that searches are behind with; returns how many. Raises as `Worker.work_once` does."""
        await self._database.check()
        return await self._indexer.look()

    async def forget_terms(self) -> None:
        """Have nothing of passages that are gone left in the index."""
        await self._indexer.forget_terms()
