"""The index in a folder, by Qdrant's engine in this process. The folder belongs to one process: a second is told `vectors_taken`.

Each collection is a folder of its own. What is being made or deleted bears a mark behind its name until that is done, so that
a process may be killed at any instant.
"""

import asyncio
import fcntl
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from qdrant_edge import (
    CountRequest,
    Distance,
    EdgeConfig,
    EdgeOptimizersConfig,
    EdgeShard,
    EdgeVectorParams,
    FieldCondition,
    Filter,
    MatchAny,
    MatchValue,
    PayloadSchemaType,
    Point,
    Query,
    QueryRequest,
    UpdateOperation,
)

from scribe_core.errors import ScribeError
from scribe_core.stores.vectors import AT_ONCE, PREFIX, Near, Passage, Space, fitting

UNFINISHED = "~"

Result = TypeVar("Result")


class FolderVectors:
    """The index below a folder, which is made when the first collection is."""

    def __init__(self, root: Path, least_free: int) -> None:
        self._root, self._least_free = root, least_free
        self._shards: dict[str, EdgeShard] = {}
        self._lock: int | None = None
        self._thread = ThreadPoolExecutor(1, "vectors")
        """All that is done to the files is done here, one after the other: each takes milliseconds."""

    async def check(self) -> None:
        """Whether the folder can be written. The engine is not started: that is its one process's right."""
        place = self._place()
        if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
            raise ScribeError("vectors_unavailable")
        self._room()

    async def ensure(self, space: Space) -> bool:
        """Have a collection for that space; tells whether it was made just now, empty."""
        return await self._in_turn(self._ensure, space)

    async def put(self, space: Space, passages: Sequence[Passage]) -> None:
        """Index passages, in place of those that have the same ids."""
        points = [Point(UUID(one.id), fitting(space, one.vector), one.payload) for one in passages]
        for first in range(0, len(points), AT_ONCE):
            some = points[first : first + AT_ONCE]
            await self._in_turn(self._write, space.collection, UpdateOperation.upsert_points(some))
        await self._in_turn(lambda: self._shard(space.collection).flush())

    async def nearest(
        self,
        space: Space,
        vector: Sequence[float],
        *,
        owner_id: str,
        most: int,
        meeting_ids: Collection[str] | None = None,
    ) -> list[Near]:
        """The passages of that account (of some of its meetings) nearest to a vector, the nearest first."""
        wanted = QueryRequest(
            limit=most,
            query=Query.Nearest(fitting(space, vector)),
            filter=_all({"owner_id": owner_id}, meeting_ids),
            with_payload=True,
        )
        found = await self._in_turn(lambda: self._shard(space.collection).query(wanted))
        near = []
        for point in found:
            kept = point.payload or {}
            near.append(Near(UUID(str(point.id)).hex, kept["meeting_id"], kept["reference"], point.score))
        return near

    async def count(self, space: Space) -> int:
        """How many passages are indexed there, everybody's together."""
        return await self._in_turn(lambda: self._shard(space.collection).count(CountRequest(exact=True)))

    async def forget(self, space: Space, ids: Sequence[str]) -> None:
        """None of these passages is found any more."""
        points: list[int | UUID | str] = [UUID(one) for one in ids]
        for first in range(0, len(points), AT_ONCE):
            some = UpdateOperation.delete_points(points[first : first + AT_ONCE])
            await self._in_turn(self._write, space.collection, some)
        await self._in_turn(lambda: self._shard(space.collection).flush())

    async def forget_meeting(self, meeting_id: str) -> None:
        """No passage of that meeting is found any more."""
        await self._in_turn(self._forget, {"meeting_id": meeting_id})

    async def forget_owner(self, owner_id: str) -> None:
        """No passage of that account is found any more."""
        await self._in_turn(self._forget, {"owner_id": owner_id})

    async def drop(self, keep: Space | None = None) -> None:
        """Delete our collections, all but that one."""
        await self._in_turn(self._drop, keep.collection if keep else "")

    async def close(self) -> None:
        """Flush and close the files; another process may open them then."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)

    # -- in the thread

    async def _in_turn(self, work: Callable[..., Result], *given: Any) -> Result:
        def told() -> Result:
            with _faults():
                self._take()
                return work(*given)

        return await asyncio.get_running_loop().run_in_executor(self._thread, told)

    def _take(self) -> None:
        """Have the folder for this process alone, from the first use until it is closed. Raises `vectors_taken`."""
        if self._lock is None and self._root.is_dir():
            handle = os.open(self._root, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                os.close(handle)
                raise ScribeError("vectors_taken") from error
            self._lock = handle

    def _ensure(self, space: Space) -> bool:
        self._sweep()
        made = not (self._root / space.collection).is_dir()
        if made:
            self._make(space)
        if (shard := self._shards.pop(space.collection, None)) is not None:
            shard.close()
        # Deleted passages keep their room until this copies the others together, when a fifth of 1,000 or more is deleted. It takes
        # seconds in which nobody can search, so it is done once: a process that begins does this.
        self._shard(space.collection, _config(space)).optimize()
        return made

    def _make(self, space: Space) -> None:
        self._room()
        self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._take()
        folder = self._root / (space.collection + UNFINISHED)
        folder.mkdir(mode=0o700)
        shard = EdgeShard.create(str(folder), _config(space))
        for field in ("owner_id", "meeting_id"):
            shard.update(UpdateOperation.create_field_index(field, PayloadSchemaType.Keyword))
        shard.close()
        folder.rename(self._root / space.collection)

    def _write(self, collection: str, operation: UpdateOperation) -> None:
        """Change something. A flush must follow: what was answered outlives a kill anyway, but the log of it grows until then."""
        self._room()
        self._shard(collection).update(operation)

    def _forget(self, conditions: dict[str, str]) -> None:
        for collection in self._collections():
            self._write(collection, UpdateOperation.delete_points_by_filter(_all(conditions)))
            self._shard(collection).flush()

    def _drop(self, keep: str) -> None:
        for collection in self._collections():
            if collection == keep:
                continue
            if (shard := self._shards.pop(collection, None)) is not None:
                shard.close()
            (self._root / collection).rename(self._root / (collection + UNFINISHED))
        self._sweep()

    def _sweep(self) -> None:
        for folder in self._root.glob(f"{PREFIX}*{UNFINISHED}"):
            shutil.rmtree(folder)

    def _shard(self, collection: str, config: EdgeConfig | None = None) -> EdgeShard:
        """An opened collection. With a config, one whose vectors have another length is refused."""
        if collection not in self._shards:
            folder = self._root / collection
            if not folder.is_dir():
                raise ScribeError("vectors_missing")
            self._room()
            self._shards[collection] = EdgeShard.load(str(folder), config)
        return self._shards[collection]

    def _collections(self) -> list[str]:
        return [folder.name for folder in self._root.glob(f"{PREFIX}*") if not folder.name.endswith(UNFINISHED)]

    def _close(self) -> None:
        while self._shards:
            self._shards.popitem()[1].close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _place(self) -> Path:
        return next(place for place in (self._root, *self._root.parents) if place.exists())

    def _room(self) -> None:
        """The engine writes through mapped files: a disk that fills up under it ends the process (SIGBUS), and raises nothing."""
        if shutil.disk_usage(self._place()).free < self._least_free:
            raise ScribeError("vectors_full")


def _config(space: Space) -> EdgeConfig:
    return EdgeConfig(
        vectors=EdgeVectorParams(size=space.dimension, distance=Distance.Cosine),
        # No graph over all vectors: one account's are looked through faster without it (decision record 0028).
        optimizers=EdgeOptimizersConfig(indexing_threshold=0),
    )


def _all(conditions: dict[str, str], meeting_ids: Collection[str] | None = None) -> Filter:
    must = [FieldCondition(key, match=MatchValue(value)) for key, value in conditions.items()]
    if meeting_ids is not None:
        must.append(FieldCondition("meeting_id", match=MatchAny(sorted(meeting_ids))))
    return Filter(must=[*must])


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except ScribeError:
        raise
    except OSError as error:
        raise ScribeError("vectors_full" if error.errno == 28 else "vectors_unavailable") from error
    except Exception as error:  # the engine raises nothing more precise: what happened stands in its text
        raise _engine_fault(str(error)) from error


def _engine_fault(text: str) -> ScribeError:
    if "No space left" in text:
        return ScribeError("vectors_full")
    if "Permission denied" in text:
        return ScribeError("vectors_unavailable")
    if found := re.search(r"expected vector size (\d+), but got (\d+)", text):
        return ScribeError("vectors_unfit", given=found[1], expected=found[2])
    return ScribeError("vectors_failing", reason="qdrant-edge")
