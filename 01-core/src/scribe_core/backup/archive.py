"""The file a backup is: a tar within the seal. Its members, in this order:

    backup.json                  what it is: format, release, revision of the tables, the tables with their columns
    secrets/<name>               the generated keys
    settings/env                 the file `.env` of then
    rows/<table>/000001.jsonl    the rows
    objects/<key>                the objects
    checksums/000001.sha256      their SHA-256, after every so many, as `sha256sum --check` reads them
    end.json                     how many rows and objects there are, and what to leave out

Opened with other programs (`age -d FILE | tar -x`) it is all there, readable.
"""

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from scribe_core.backup.rows import KINDS, Table
from scribe_core.backup.sealing import Opener, Sealer
from scribe_core.errors import ScribeError

FORMAT = 1
HEAD, END, SETTINGS = "backup.json", "end.json", "settings/env"
SECRETS, ROWS, OBJECTS, CHECKSUMS = "secrets/", "rows/", "objects/", "checksums/"

CHECKSUMS_AT_ONCE = 1000
BLOCK = 512
"""Bytes a tar counts in."""

LARGEST_SMALL = 64 * 1024 * 1024
"""Of what is read at once: an end that tells of a hundred thousand objects has less."""

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
"""What JSON that says something else than it should comes to, and a tar's header too."""

LONGEST_NAME = 250
"""Bytes between two slashes: a disk takes 255, and the folder store writes under a longer name first."""

LONGEST_KEY = 1000
"""Bytes of all of it: S3 takes 1024."""

_FIT_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_ID = re.compile(r"[0-9a-f]{32}")


def is_fit(key: str) -> bool:
    """Whether a key is one of the product's, leads nowhere else than below its folder, and is one that every store takes."""
    short = len(key) <= LONGEST_KEY and all(len(name) <= LONGEST_NAME for name in key.split("/"))
    return short and _FIT_KEY.fullmatch(key) is not None


@dataclass(frozen=True, slots=True)
class Head:
    """What the backup is of."""

    version: str
    revision: str
    tables: tuple[Table, ...]
    made_at: str
    format: int = FORMAT


@dataclass(slots=True)
class End:
    """What there must have been before it. `gone`: meetings that were deleted while the backup was made, which are to be
    left out whole; `missing`: objects that rows refer to and the store did not have.
    """

    rows: dict[str, int] = field(default_factory=dict)
    objects: int = 0
    bytes: int = 0
    gone: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


class Writer:
    """Writes members one after the other."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer, self._parts = sealer, 0
        self._sums: list[str] = []

    def head(self, head: Head) -> None:
        """Begin."""
        self.small(HEAD, json.dumps(asdict(head), indent=1).encode())

    def small(self, name: str, content: bytes) -> None:
        """A member that is in memory."""
        self._member(name, len(content), (content,))

    def object(self, key: str, size: int, chunks: Iterable[bytes]) -> None:
        """An object, streamed. Raises `object_missing` where it has not that many bytes."""
        digest = hashlib.sha256()

        def counted() -> Iterator[bytes]:
            left = size
            for chunk in chunks:
                digest.update(chunk)
                left -= len(chunk)
                yield chunk
            if left:
                raise ScribeError("object_missing", key=key)

        self._member(OBJECTS + key, size, counted())
        self._sums.append(f"{digest.hexdigest()}  {OBJECTS}{key}\n")
        if len(self._sums) == CHECKSUMS_AT_ONCE:
            self._put_sums()

    def end(self, end: End) -> None:
        """Say what there was, and end."""
        if self._sums:
            self._put_sums()
        self.small(END, json.dumps(asdict(end), indent=1).encode())
        self._sealer.write(bytes(2 * BLOCK))
        self._sealer.close()

    def _put_sums(self) -> None:
        self._parts += 1
        self.small(f"{CHECKSUMS}{self._parts:06d}.sha256", "".join(self._sums).encode())
        self._sums.clear()

    def _member(self, name: str, size: int, chunks: Iterable[bytes]) -> None:
        assert _FIT_KEY.fullmatch(name), "a name that no reader takes"
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._sealer.write(info.tobuf(tarfile.PAX_FORMAT))
        for chunk in chunks:
            self._sealer.write(chunk)
        self._sealer.write(bytes(-size % BLOCK))


@dataclass(frozen=True, slots=True)
class Member:
    """A member while it is at hand: its name below the folder of its kind, its bytes to be read once."""

    kind: str
    name: str
    size: int
    _file: IO[bytes]

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, piece by piece."""
        while piece := self._read(256 * 1024):
            yield piece

    def content(self) -> bytes:
        """Its bytes at once, where it is small."""
        if self.size > LARGEST_SMALL:
            raise ScribeError("backup_damaged")
        return self._read(self.size)

    def _read(self, size: int) -> bytes:
        try:
            return self._file.read(size)
        except tarfile.TarError as error:  # the tar ends within it
            raise ScribeError("backup_damaged") from error


class Reader:
    """Reads the members in their order. Raises `backup_not_one`, `backup_newer`, `backup_damaged`."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._sums: dict[str, str] = {}
        self.end: End | None = None
        self._members = self._open()
        try:
            first = next(self._members)
            told = json.loads(first.content()) if first.kind == HEAD else {}
            if told["format"] > FORMAT:
                raise ScribeError("backup_newer", version=told.get("version", "?"))
            self.head = _head(told)
        except (StopIteration, tarfile.TarError, *UNREADABLE) as error:
            raise ScribeError("backup_not_one") from error

    def members(self) -> Iterator[Member]:
        """Those after the head, each to be read before the next. When they are through, all of the file was verified."""
        try:
            for member in self._members:
                if member.kind == CHECKSUMS:
                    self._compare(member)
                elif member.kind == END:
                    self.end = _end(member)
                else:
                    yield member
        except (tarfile.TarError, *UNREADABLE) as error:  # none of its user's: those are raised where it is used
            raise ScribeError("backup_damaged") from error
        while self._opener.read():  # to the very end: a file that was cut off after the tar's end is cut off
            pass
        if self.end is None or self._sums:
            raise ScribeError("backup_damaged")

    def note(self, key: str, digest: str) -> None:
        """Tell an object's SHA-256, to be compared."""
        self._sums[key] = digest

    def _compare(self, member: Member) -> None:
        listed = set(member.content().decode().splitlines())
        if listed != {f"{digest}  {OBJECTS}{key}" for key, digest in self._sums.items()}:
            raise ScribeError("backup_damaged")
        self._sums.clear()

    def _open(self) -> Iterator[Member]:
        with tarfile.open(fileobj=io.BufferedReader(_Raw(self._opener)), mode="r|") as tar:
            for info in tar:
                file = tar.extractfile(info)
                kind = next((one for one in (SECRETS, ROWS, OBJECTS, CHECKSUMS) if info.name.startswith(one)), "")
                name = info.name.removeprefix(kind)
                # A sparse file says of a few bytes that they are gigabytes.
                strange = file is None or not info.isreg() or info.issparse() or not is_fit(name)
                if file is None or strange or (kind == SECRETS and "/" in name):
                    raise ScribeError("backup_damaged")
                yield Member(kind or info.name, name, info.size, file)


class _Raw(io.RawIOBase):
    """What the seal gives, as the tar's reader wants it."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._opener.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _end(member: Member) -> End:
    try:
        end = End(**json.loads(member.content()))
        if not all(_ID.fullmatch(one) for one in end.gone) or not all(isinstance(key, str) for key in end.missing):
            raise ValueError(end.gone)
    except UNREADABLE as error:
        raise ScribeError("backup_damaged") from error
    return end


def _head(told: dict[str, Any]) -> Head:
    tables = tuple(Table(**table) for table in told.pop("tables"))
    head = Head(**told, tables=tables)
    strange = {kind for table in tables for kind in table.columns.values()} - KINDS.keys()
    texts = head.revision, head.version, head.made_at, *(table.name for table in tables)
    if strange or not all(isinstance(text, str) for text in texts):
        raise ValueError(head.revision)
    return head
