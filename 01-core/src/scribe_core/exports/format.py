"""What an export format is, of whatever it is that is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Written = TypeVar("Written")

PIECE = 64 * 1024
"""Characters gathered before a piece is handed on: the writers yield single lines."""


@dataclass(frozen=True, slots=True)
class Format(Generic[Written]):
    """An export format: its file name's ending, media type and writer.

    `costly` says that writing it takes seconds, and that nothing of it is there before all of it is.
    """

    suffix: str
    media_type: str
    write: Callable[[Written], Iterator[bytes]]
    costly: bool = False


def encoded(write: Callable[[Written], Iterator[str]]) -> Callable[[Written], Iterator[bytes]]:
    """A writer of text as a writer of UTF-8, in pieces of some size."""

    def pieces(written: Written) -> Iterator[bytes]:
        gathered: list[str] = []
        length = 0
        for line in write(written):
            gathered.append(line)
            length += len(line)
            if length >= PIECE:
                yield "".join(gathered).encode()
                gathered, length = [], 0
        if gathered:
            yield "".join(gathered).encode()

    return pieces
