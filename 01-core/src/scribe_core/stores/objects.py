"""The object store: bytes by key, in a folder or in S3, opened from one URL. Writing is atomic in both.

Methods without `async` are for the pipeline's thread, the others for the event loop. Every failure of the store
comes out as a `ScribeError`: `storage_full`, `storage_unavailable` or `object_missing`.
"""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from scribe_core.errors import ScribeError

WRITE_CHUNK = 5 * 1024 * 1024
"""Bytes gathered before a part is written: S3's least part size, so that memory stays at a few parts."""

PARTS_IN_FLIGHT = 3


class Objects:
    """An object store. `root` is the folder behind it, or None where the bytes live elsewhere."""

    def __init__(self, store: ObjectStore, root: Path | None) -> None:
        self._store, self.root = store, root

    @classmethod
    def open(cls, url: str, **credentials: Any) -> "Objects":
        """The store behind `file:///…` (created if missing) or `s3://bucket` (credentials from arguments or AWS_*)."""
        if url.startswith("file://"):
            root = Path(unquote(urlsplit(url).path))
            root.mkdir(parents=True, exist_ok=True, mode=0o700)
            return cls(LocalStore(root), root)
        return cls(from_url(url, **credentials), None)

    # -- for the pipeline's thread

    def read(self, key: str) -> bytes | None:
        """An object's bytes, None where there is no such object. For small objects only."""
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except (NotFoundError, FileNotFoundError):
            return None
        except BaseError as error:
            raise _translated(error) from error

    def create(self, key: str, content: bytes | Path) -> bool:
        """Store an object unless it is there already; tells whether it was written. A file is streamed."""
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
            raise _translated(error) from error
        return True

    def replace(self, key: str, content: bytes) -> None:
        """Store an object, whatever was there before."""
        try:
            obstore.put(self._store, key, content)
        except BaseError as error:
            raise _translated(error) from error

    def size(self, key: str) -> int | None:
        """An object's length in bytes, None where there is no such object."""
        try:
            return int(obstore.head(self._store, key)["size"])
        except (NotFoundError, FileNotFoundError):
            return None
        except BaseError as error:
            raise _translated(error) from error

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
            raise _translated(error) from error

    def delete_under(self, prefix: str, only: Callable[[str], bool] | None = None) -> int:
        """Delete the objects whose key starts with that folder prefix (those that `only` picks); returns how many."""
        count = 0
        try:
            for page in obstore.list(self._store, prefix=prefix, chunk_size=500):
                paths = [entry["path"] for entry in page if only is None or only(entry["path"])]
                if paths:
                    obstore.delete(self._store, paths)
                count += len(paths)
        except (NotFoundError, FileNotFoundError):
            pass
        except BaseError as error:
            raise _translated(error) from error
        if self.root is not None and only is None:
            shutil.rmtree(self.root / prefix, ignore_errors=True)
        return count

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
                self._store, key, watched(), chunk_size=WRITE_CHUNK, max_concurrency=PARTS_IN_FLIGHT
            )
        except (BaseError, OSError) as error:
            raise (cause[0] if cause else _translated(error)) from None

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """An object's bytes from `start` up to, not including, `end`, in chunks."""
        try:
            answer = await obstore.get_async(self._store, key, options={"range": (start, end)})
            async for part in answer.stream(min_chunk_size=256 * 1024):
                yield bytes(part)
        except (NotFoundError, FileNotFoundError) as error:
            raise ScribeError("object_missing", key=key) from error
        except BaseError as error:
            raise _translated(error) from error

    async def size_async(self, key: str) -> int | None:
        """An object's length in bytes, None where there is no such object."""
        try:
            return int((await obstore.head_async(self._store, key))["size"])
        except (NotFoundError, FileNotFoundError):
            return None
        except BaseError as error:
            raise _translated(error) from error


def _translated(error: Exception) -> ScribeError:
    """The product's error for a store's: these libraries tell a full disk only in their text."""
    text = str(error)
    if getattr(error, "errno", None) == 28 or "No space left" in text or "StorageFull" in text:
        return ScribeError("storage_full")
    return ScribeError("storage_unavailable")
