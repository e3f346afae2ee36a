"""The index for searches by meaning: vectors of the transcripts' passages, opened from one URL (decision record 0028).

The rows are the truth and this can be built again from them, so no word of a transcript stands in it. Whoever searches names
whose passages are meant, and nobody else's are looked at. Every failure comes out as a `ScribeError`: `vectors_unavailable`,
`vectors_refused`, `vectors_full`, `vectors_failing`, `vectors_missing`, `vectors_unfit` or `vectors_taken`.
"""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from scribe_core.errors import ScribeError

PREFIX = "scribe-passages-"
"""How the names of our collections begin: whatever else is kept behind the address is not touched."""

AT_ONCE = 256
"""Passages written at once: with 384 numbers each some 2 MB as JSON; a Qdrant server takes 32 MB."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True, slots=True)
class Space:
    """Where vectors can be compared: what one version of one model makes. Another is another collection, filled from the rows."""

    model: str
    version: str
    dimension: int

    def __post_init__(self) -> None:
        if not (_NAME.fullmatch(self.model) and _NAME.fullmatch(self.version)):
            raise ValueError("a model's name and version have letters, digits, dots, dashes and underscores")

    @property
    def collection(self) -> str:
        """Its name behind the address."""
        return f"{PREFIX}{self.model}@{self.version}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as it is indexed. `id` is one of `new_id`; `reference` tells the rows' side which passage of the meeting it is."""

    id: str
    owner_id: str
    meeting_id: str
    reference: str
    vector: Sequence[float]

    @property
    def payload(self) -> dict[str, str]:
        """What is kept beside the vector."""
        return {"owner_id": self.owner_id, "meeting_id": self.meeting_id, "reference": self.reference}


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that was found. `likeness` is the cosine to what was looked for."""

    id: str
    meeting_id: str
    reference: str
    likeness: float


class Vectors(Protocol):
    """The index. A collection is named by its space in each call; deletions reach those of every space."""

    async def check(self) -> None:
        """Raises what is wrong with the index, at once."""

    async def ensure(self, space: Space) -> bool:
        """Have a collection for that space; tells whether it was made just now, empty."""

    async def put(self, space: Space, passages: Sequence[Passage]) -> None:
        """Index passages, in place of those that have the same ids. They are found once this returns."""

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

    async def count(self, space: Space) -> int:
        """How many passages are indexed there, everybody's together."""

    async def forget(self, space: Space, ids: Sequence[str]) -> None:
        """None of these passages is found any more."""

    async def forget_meeting(self, meeting_id: str) -> None:
        """No passage of that meeting is found any more."""

    async def forget_owner(self, owner_id: str) -> None:
        """No passage of that account is found any more."""

    async def drop(self, keep: Space | None = None) -> None:
        """Delete our collections, all but that one: what another model made, or everything before it is built again."""

    async def close(self) -> None:
        """Give back files and connections."""


def open_vectors(url: str, key: str = "", *, least_free: int = 0) -> Vectors:
    """The index behind `file:///…` (a folder, and this its one process) or `http://…` (a Qdrant server, with its API key).

    Opening asks nothing and makes nothing. In a folder nothing is written with less than `least_free` bytes left on its disk.
    """
    # Here: each costs imports that only an installation with such an index pays.
    if url.startswith("file://"):
        from scribe_core.stores.vectors_folder import FolderVectors

        return FolderVectors(Path(unquote(urlsplit(url).path)), least_free)
    from scribe_core.stores.vectors_server import ServerVectors

    return ServerVectors(url, key)


def fitting(space: Space, vector: Sequence[float]) -> list[float]:
    """The vector as it is stored. Raises `vectors_unfit`: an engine takes what is no number, and then finds it everywhere."""
    numbers = [float(number) for number in vector]
    if len(numbers) != space.dimension:
        raise ScribeError("vectors_unfit", given=len(numbers), expected=space.dimension)
    if not all(map(math.isfinite, numbers)):
        raise ScribeError("vectors_unfit", given="NaN", expected=space.dimension)
    return numbers
