"""Seals: what was verified of a model, so that it need not be hashed at every start."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

Mark = tuple[int, int]
"""Size in bytes and time of change in nanoseconds: what changes when a file is written to."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The content a model had when it was verified: its catalogue digest, and each file's mark and SHA-256."""

    digest: str
    marks: dict[str, Mark]
    hashes: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> "Seal | None":
        """The seal in a file, None where there is none or it cannot be read."""
        try:
            return _CODEC.validate_json(path.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def write(self, path: Path) -> None:
        """Put the seal in a file; other processes see the old one or the new one, never a part."""
        draft = path.with_suffix(".draft")
        draft.write_bytes(_CODEC.dump_json(self, indent=1))
        draft.replace(path)


_CODEC = TypeAdapter(Seal)


def mark(path: Path) -> Mark:
    """The mark of a file. Errors: `FileNotFoundError`."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns
