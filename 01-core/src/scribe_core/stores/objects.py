"""The object store: bytes by key, in a folder or in S3, opened from one URL. Writing is atomic in both.

Methods without `async` are for the pipeline's thread, the others for the event loop. Every failure of the store
comes out as a `ScribeError`: `storage_full`, `storage_unavailable`, `storage_refused`, `storage_failing`,
`storage_bucket_missing` or `object_missing`.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore

from scribe_core.contract import keys
from scribe_core.errors import ScribeError
from scribe_core.stores.s3 import S3Access, open_bucket, store_error

WRITE_CHUNK = 5 * 1024 * 1024
"""Bytes gathered before a part is written: S3's least part size, so that memory stays at a few parts."""

PARTS_IN_FLIGHT = 3

STREAM_PARTS_IN_FLIGHT = 2
"""Fewer of a stream's: an upload's next object begins while the one before is still made whole, and both are held meanwhile."""

NOBODY = S3Access()


class Objects:
    """An object store. `root` is the folder behind it, or None where the bytes live elsewhere."""

    def __init__(self, store: ObjectStore, root: Path | None, asked: ObjectStore | None = None) -> None:
        self._store, self.root = store, root
        self._asked = asked or store
        """The same store, for a look at whether it is there: it does not try again."""

    @classmethod
    def open(cls, url: str, access: S3Access = NOBODY) -> "Objects":
        """The store behind `file:///…` (created if missing) or `s3://bucket`."""
        if url.startswith("file://"):
            root = Path(unquote(urlsplit(url).path))
            root.mkdir(parents=True, exist_ok=True, mode=0o700)
            return cls(LocalStore(root), root)
        try:
            return cls(open_bucket(url, access), None, open_bucket(url, access, patient=False))
        except (BaseError, ValueError) as error:
            raise ScribeError("setting_invalid", setting="OBJECTS_URL", reason="it cannot be read") from error

    # -- for the pipeline's thread

    def read(self, key: str) -> bytes | None:
        """An object's bytes, None where there is no such object. For small objects only."""
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except (NotFoundError, FileNotFoundError) as error:
            _nothing(error)
            return None
        except BaseError as error:
            raise store_error(error) from error

    def read_range(self, key: str, start: int, end: int) -> bytes:
        """An object's bytes from `start` up to, not including, `end`. Raises `object_missing` where there is no such object."""
        try:
            return bytes(obstore.get_range(self._store, key, start=start, end=end))
        except (NotFoundError, FileNotFoundError) as error:
            raise ScribeError("object_missing", key=key) from error
        except BaseError as error:
            raise store_error(error) from error

    def whole(self, key: str) -> tuple[int, Iterator[bytes]] | None:
        """An object's length and its bytes in chunks, of one and the same reading; None where there is no such object."""
        try:
            answer = obstore.get(self._store, key)
        except (NotFoundError, FileNotFoundError) as error:
            _nothing(error)
            return None
        except BaseError as error:
            raise store_error(error) from error
        return int(answer.meta["size"]), _chunks(answer)

    def create(self, key: str, content: bytes | Path) -> bool:
        """Store an object unless it is there already; tells whether it was written. A file is streamed.

        Bytes are written once whoever else writes them at the same instant. A streamed file is looked for before: two who
        store one at once both do, so what is stored so must be the same whoever makes it.
        """
        try:
            if isinstance(content, bytes):
                obstore.put(self._store, key, content, mode="create")
            elif self.size(key) is None:
                obstore.put(self._store, key, content, chunk_size=WRITE_CHUNK, max_concurrency=PARTS_IN_FLIGHT)
            else:
                return False
        except AlreadyExistsError:
            return False
        except (BaseError, OSError) as error:
            raise store_error(error) from error
        return True

    def replace(self, key: str, content: bytes | Iterator[bytes]) -> None:
        """Store an object, whatever was there before. If an iterator raises, so does this, and nothing is stored."""
        try:
            obstore.put(self._store, key, content, chunk_size=WRITE_CHUNK, max_concurrency=PARTS_IN_FLIGHT)
        except (BaseError, OSError) as error:
            raise store_error(error) from error

    def size(self, key: str) -> int | None:
        """An object's length in bytes, None where there is no such object."""
        try:
            return int(obstore.head(self._store, key)["size"])
        except (NotFoundError, FileNotFoundError):
            return None
        except BaseError as error:
            raise store_error(error) from error

    @contextmanager
    def local_file(self, key: str, scratch: Path) -> Iterator[Path]:
        """A readable file with the object's bytes: the object itself in a folder store, else a copy for the duration."""
        if self.root is not None:
            path = self.root / key
            if not path.is_file():
                raise ScribeError("object_missing", key=key)
            yield path
            return
        scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=scratch)
        path = Path(name)
        try:
            with os.fdopen(handle, "wb") as copy:
                self._copy(key, copy)
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _copy(self, key: str, file: IO[bytes]) -> None:
        try:
            for part in obstore.get(self._store, key):
                file.write(part)
        except (NotFoundError, FileNotFoundError) as error:
            raise ScribeError("object_missing", key=key) from error
        except (BaseError, OSError) as error:
            raise store_error(error) from error

    def under(self, prefix: str) -> Iterator[str]:
        """The keys that start with that folder prefix, in no order."""
        try:
            for page in obstore.list(self._store, prefix=prefix, chunk_size=500):
                yield from (entry["path"] for entry in page)
        except (NotFoundError, FileNotFoundError) as error:
            _nothing(error)
        except BaseError as error:
            raise store_error(error) from error

    def delete_under(self, prefix: str, only: Callable[[str], bool] | None = None) -> int:
        """Delete the objects whose key starts with that folder prefix (those that `only` picks); returns how many."""
        count = 0
        try:
            for page in obstore.list(self._store, prefix=prefix, chunk_size=500):
                paths = [entry["path"] for entry in page if only is None or only(entry["path"])]
                if paths:
                    obstore.delete(self._store, paths)
                count += len(paths)
        except (NotFoundError, FileNotFoundError) as error:
            _nothing(error)
        except BaseError as error:
            raise store_error(error) from error
        if self.root is not None and only is None:
            shutil.rmtree(self.root / prefix, ignore_errors=True)
        return count

    def drop_unfinished(self, prefix: str) -> None:
        """Delete what writers that were killed left half-written in a folder. S3 keeps such pieces out of sight."""
        if self.root is not None:
            for path in (self.root / prefix).glob("*#[0-9]*"):  # as the library names them until they are whole
                path.unlink(missing_ok=True)

    # -- for the event loop

    async def write_stream(self, key: str, parts: AsyncIterator[bytes]) -> None:
        """Store an object from a stream, with flat memory. If the stream raises, so does this, and nothing is stored."""
        cause: list[Exception] = []

        async def watched() -> AsyncIterator[bytes]:
            try:
                async for part in parts:
                    yield part
            except Exception as error:
                cause.append(error)
                raise

        try:
            await obstore.put_async(
                self._store, key, watched(), chunk_size=WRITE_CHUNK, max_concurrency=STREAM_PARTS_IN_FLIGHT
            )
        except (BaseError, OSError) as error:
            raise (cause[0] if cause else store_error(error)) from None

    async def secure(self, key: str) -> None:
        """Have an object outlive a power cut: what was written to a folder may still be in the system's memory only."""
        if self.root is not None:
            await asyncio.to_thread(_flush, self.root / key, self.root)

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """An object's bytes from `start` up to, not including, `end`, in chunks."""
        try:
            answer = await obstore.get_async(self._store, key, options={"range": (start, end)})
            async for part in answer.stream(min_chunk_size=256 * 1024):
                yield bytes(part)
        except (NotFoundError, FileNotFoundError) as error:
            raise ScribeError("object_missing", key=key) from error
        except BaseError as error:
            raise store_error(error) from error

    async def size_async(self, key: str) -> int | None:
        """An object's length in bytes, None where there is no such object."""
        try:
            return int((await obstore.head_async(self._store, key))["size"])
        except (NotFoundError, FileNotFoundError):
            return None
        except BaseError as error:
            raise store_error(error) from error

    async def check(self, *, writing: bool = False) -> None:
        """Raises what is wrong with the store, at once. `writing` also writes a little to a service and deletes it again."""
        if self.root is not None:
            if not os.access(self.root, os.W_OK | os.X_OK):
                raise ScribeError("storage_unavailable")
            return
        try:
            await obstore.list_with_delimiter_async(self._asked, prefix=keys.PROBES)
            if writing:
                await obstore.put_async(self._asked, keys.probe(), b"")
                await obstore.delete_async(self._asked, keys.probe())
        except (BaseError, OSError) as error:
            raise store_error(error) from error


def _chunks(answer: "obstore.GetResult") -> Iterator[bytes]:
    try:
        for part in answer.stream(min_chunk_size=1024 * 1024):
            yield bytes(part)
    except BaseError as error:
        raise store_error(error) from error


def _nothing(error: Exception) -> None:
    """There is no such object; raises where there is not even the bucket."""
    found = store_error(error)
    if found.code == "storage_bucket_missing":
        raise found from error


def _flush(path: Path, root: Path) -> None:
    """Flush a file and the folders that name it, up to the root."""
    try:
        for place in (path, *(parent for parent in path.parents if parent.is_relative_to(root))):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
    except OSError as error:
        raise store_error(error) from error
