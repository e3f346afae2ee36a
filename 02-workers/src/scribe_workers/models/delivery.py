"""What a source is asked to deliver and how it says that it could not."""

import errno
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scribe_core.errors import ScribeError
from scribe_workers.models.catalogue import File, Model

BLOCK = 1024 * 1024
"""Bytes read at once where a file is hashed or copied."""


class SourceFailed(Exception):  # noqa: N818 — the next source is asked
    """A source could not deliver. `code` is the error a person reads when no other source can; `reason` is for the log."""

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(f"{code}: {reason}")


@dataclass(frozen=True, slots=True)
class Delivery:
    """An order to a source: put these files of a model into `folder`, under their names, content unchecked.

    `folder` and `wheels` outlive a failed attempt, so that the next one can go on where it stopped. `progress` takes
    bytes done and bytes in all and may raise to stop the delivery. `open` gives the folder of another model.
    """

    model: Model
    files: tuple[File, ...]
    folder: Path
    wheels: Path
    progress: Callable[[int, int], None]
    open: Callable[[str], Path]


def onward(progress: Callable[[int, int], None], done: int, total: int) -> Callable[[int], None]:
    """Tells the progress of one part of a delivery that begins after `done` bytes."""
    return lambda part: progress(done + part, total)


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def holds(path: Path, file: File) -> bool:
    """Whether a path has exactly the content of a catalogue file. The size is compared first: it costs nothing."""
    return path.is_file() and path.stat().st_size == file.size and sha256_of(path) == file.sha256


def failure(error: OSError) -> SourceFailed | ScribeError:
    """What an error of the file system or the network means: a full disk ends the fetch, the rest is one source's fault."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return ScribeError("storage_full")
    return SourceFailed("model_unreachable", repr(error))
