"""Source: a model repository of the Hugging Face hub, at one commit, with downloads that go on where they stopped.

Of the hub's own client only the addresses, the token (`HF_TOKEN`, for repositories that ask for an account) and the
transfer are used. Its cache throws a half-fetched file away when its process ends, and three gigabytes over a slow line
deserve better; its headers are not used because making them asks the hub a question of its own and tells what software
runs here. The model store knows the hash of every file and is the cache.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

from scribe_workers.models.catalogue import File, Hub
from scribe_workers.models.delivery import Delivery, SourceFailed, failure, holds, onward


def deliver(source: Hub, order: Delivery) -> None:
    """Download the ordered files. Errors: `SourceFailed`."""
    total, done = sum(file.size for file in order.files), 0
    for file in order.files:
        target = order.folder / file.name
        if not holds(target, file):
            _download(source, file, target, onward(order.progress, done, total))
        done += file.size


def _download(source: Hub, file: File, target: Path, progress: Callable[[int], None]) -> None:
    # Imported here: it takes a second, and most starts fetch nothing.
    from huggingface_hub import get_token, hf_hub_url
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined]

    # Neither bars nor warnings of its own: progress and reasons are told by us.
    disable_progress_bars("huggingface_hub.http_get")
    logging.getLogger("huggingface_hub").setLevel(logging.CRITICAL)
    endpoint = os.environ.get("HF_ENDPOINT") or None
    address = hf_hub_url(source.repository, file.name, revision=source.commit, endpoint=endpoint)
    headers = {"user-agent": "smart-meeting-scribe"}
    if token := get_token():
        headers["authorization"] = f"Bearer {token}"
    # The transport's own errors: the library has changed its HTTP client before, its base classes name the present one.
    transport_errors = cast("tuple[type[Exception], ...]", HfHubHTTPError.__bases__)
    try:
        with _Partial(target, file.size, progress) as partial:
            http_get(
                address,
                partial,  # type: ignore[arg-type]  # it uses write, tell, seek and truncate
                resume_size=partial.tell(),
                headers=headers,
                expected_size=file.size,
            )
    except GatedRepoError as error:
        raise SourceFailed("model_unreachable", f"{source.repository} asks for an account (HF_TOKEN)") from error
    except transport_errors as error:
        if isinstance(error, OSError):
            raise failure(error) from error
        raise SourceFailed("model_unreachable", repr(error)) from error


class _Partial:
    """A file being filled, possibly from where an earlier attempt stopped; tells how long it is by now."""

    def __init__(self, path: Path, size: int, progress: Callable[[int], None]) -> None:
        self._path, self._size, self._progress = path, size, progress
        self._stream: IO[bytes]

    def __enter__(self) -> Self:
        self._path.touch()
        self._stream = self._path.open("r+b")
        # As long as it should be and still wanted: it is a wrong one, begin again.
        if self._path.stat().st_size >= self._size:
            self._stream.truncate(0)
        self._stream.seek(0, os.SEEK_END)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def write(self, content: bytes) -> int:
        count = self._stream.write(content)
        self._stream.flush()  # a process that is killed leaves all it got
        self._progress(self._stream.tell())
        return count

    def tell(self) -> int:
        return self._stream.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def truncate(self, size: int | None = None) -> int:
        return self._stream.truncate(size)
