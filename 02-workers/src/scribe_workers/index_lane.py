"""The index lane of a worker: what is searched is kept as the rows say, beside the work on runs."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from scribe_core.database.engine import Database
from scribe_core.search.embedding import Embedder
from scribe_core.search.indexing import Indexer
from scribe_core.search.meaning import MeaningIndexer
from scribe_core.search.placing import Placer
from scribe_core.stores.vectors import Vectors

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

    def __init__(self, database: Database, embedder: Embedder | None = None, vectors: Vectors | None = None) -> None:
        self._database, self._indexer = database, Indexer(database)
        self._meaning = MeaningIndexer(database, embedder) if embedder is not None else None
        self._placer = Placer(database, vectors) if vectors is not None else None

    def begin(self, undisturbed: Undisturbed) -> list[asyncio.Task[None]]:
        """What goes on until it is cancelled: passages for words; windows and their vectors, and the index of these, where there are."""
        tasks = [asyncio.create_task(self.index_on(undisturbed))]
        if self._meaning is not None:
            tasks.append(asyncio.create_task(self._embed_on(self._meaning, undisturbed)))
        if self._placer is not None:
            tasks.append(asyncio.create_task(self._placer.place_on()))
        return tasks

    async def index_on(self, undisturbed: Undisturbed) -> None:
        """At the start, and at an interval. No failure ends it: each step goes through `undisturbed`."""
        renew_at = 0.0
        while True:
            if time.monotonic() >= renew_at and await undisturbed(self._indexer.renew) is not None:
                renew_at = time.monotonic() + RENEW_SECONDS
            if not await undisturbed(self.index):
                await asyncio.sleep(INDEX_SECONDS)

    async def _embed_on(self, meaning: MeaningIndexer, undisturbed: Undisturbed) -> None:
        renew_at = 0.0
        while True:
            if time.monotonic() >= renew_at and await undisturbed(meaning.renew) is not None:
                renew_at = time.monotonic() + RENEW_SECONDS
            if not await undisturbed(self.embed):
                await asyncio.sleep(INDEX_SECONDS)

    async def embed(self) -> int:
        """Embed some of what is behind; returns how many meetings got nearer. Raises as `Worker.work_once` and the embedder do."""
        if self._meaning is None:
            return 0
        await self._database.check()
        return await self._meaning.look()

    async def index(self) -> int:
        """Index some of the meetings that searches are behind with; returns how many. Raises as `Worker.work_once` does."""
        await self._database.check()
        return await self._indexer.look()

    async def forget_terms(self) -> None:
        """Have nothing of passages that are gone left in the index."""
        await self._indexer.forget_terms()
