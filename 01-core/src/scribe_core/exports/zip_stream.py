"""A ZIP archive that is handed on while it is being written: nothing of it is held whole, and it is the same each time."""

from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NEVER = (1980, 1, 1, 0, 0, 0)
"""The time that every file in it bears: the earliest there is. Its bytes depend on nothing but what is in it."""


class ZipStream:
    """Files one after the other; `end` writes the list of them. Each call yields the archive's next bytes."""

    def __init__(self) -> None:
        self._sink = _Sink()
        self._zip = ZipFile(self._sink, "w", ZIP_DEFLATED)

    def file(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """A file with that name and these bytes."""
        entry = ZipInfo(name, NEVER)
        entry.compress_type = ZIP_DEFLATED
        with self._zip.open(entry, "w") as file:
            for piece in pieces:
                file.write(piece)
                yield from self._sink.taken()
        yield from self._sink.taken()

    def end(self) -> Iterator[bytes]:
        """The archive's directory."""
        self._zip.close()
        yield from self._sink.taken()


class _Sink:
    """A file that can only be written to. `ZipFile` then notes sizes behind each file instead of going back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes, /) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def taken(self) -> Iterator[bytes]:
        pieces, self._pieces = self._pieces, []
        if pieces:
            yield b"".join(pieces)
