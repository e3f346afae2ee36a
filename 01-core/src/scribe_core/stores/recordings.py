"""A recording in the store, read as one whatever it lies there as: one object, or the parts of an upload that was resumed.

Nobody copies the parts together: a recording has gigabytes. Which they are, in order, stands in a small object beside them
(`keys.recording_list`), written before the meeting's row is, so that whoever may read the recording can.
"""

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from scribe_core.contract import keys
from scribe_core.errors import ScribeError
from scribe_core.stores.objects import Objects


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a recording: an object's name below `keys.recording_parts`, and how many bytes it has."""

    name: str
    bytes: int


_LIST = TypeAdapter(tuple[Part, ...])


def write_list(objects: Objects, key: str, parts: Sequence[Part]) -> None:
    """Say of which parts, in order, the recording under that key consists."""
    objects.replace(keys.recording_list(key), _LIST.dump_json(tuple(parts)))


def drop_unlisted(objects: Objects, key: str, parts: Sequence[Part]) -> None:
    """Delete what lies among a complete recording's parts and is none of them: an upload that broke off wrote it."""
    prefix = keys.recording_parts(key)
    listed = {prefix + part.name for part in parts}
    objects.delete_under(prefix, lambda path: path not in listed)
    objects.drop_unfinished(prefix)


class StoredRecording:
    """A recording's bytes. `size` is how many there are."""

    def __init__(self, objects: Objects, key: str, parts: Sequence[tuple[str, int]]) -> None:
        self._objects, self.key = objects, key
        self._keys = [part_key for part_key, _ in parts]
        self._starts = [0]
        for _, size in parts:
            self._starts.append(self._starts[-1] + size)
        self.size = self._starts[-1]

    @classmethod
    def open(cls, objects: Objects, key: str) -> "StoredRecording":
        """The recording under that key. Raises `object_missing`."""
        size = objects.size(key)
        if size is not None:
            return cls(objects, key, [(key, size)])
        listed = objects.read(keys.recording_list(key))
        if listed is None:
            raise ScribeError("object_missing", key=key)
        prefix = keys.recording_parts(key)
        return cls(objects, key, [(prefix + part.name, part.bytes) for part in _LIST.validate_json(listed)])

    @classmethod
    async def find(cls, objects: Objects, key: str) -> "StoredRecording":
        """The same, for the event loop."""
        return await asyncio.to_thread(cls.open, objects, key)

    def read(self, start: int, length: int) -> bytes:
        """Bytes from `start` on: `length` of them, fewer only at the end. For the pipeline's thread."""
        spans = self._spans(start, min(start + length, self.size))
        return b"".join(self._objects.read_range(*span) for span in spans)

    async def stream(self, start: int, end: int) -> AsyncIterator[bytes]:
        """Bytes from `start` up to, not including, `end`, in chunks. For the event loop."""
        for span in self._spans(start, end):
            async for chunk in self._objects.stream(*span):
                yield chunk

    def _spans(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """The objects that hold that stretch, each with where it begins and ends inside."""
        at = bisect_right(self._starts, start) - 1
        while start < end:
            first, beyond = self._starts[at], self._starts[at + 1]
            yield self._keys[at], start - first, min(end, beyond) - first
            start, at = beyond, at + 1
