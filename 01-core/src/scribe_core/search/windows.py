"""A transcript in windows of some turns: what is compared by meaning. A turn alone (« Oui, d’accord. ») means little."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

LEAST_WORDS, MOST_WORDS = 60, 90
"""Words of a window. Measured on invented meetings in both languages: longer ones mix subjects, shorter ones lack them."""


@dataclass(frozen=True)
class Part:
    """A passage within a window: its row's id and what is said."""

    passage_id: int
    text: str

    @cached_property
    def digest(self) -> str:
        """The same for the same words, whoever says them and whenever."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


@dataclass(frozen=True)
class Window:
    """Some passages in a row. The last of them is also the first of the next window, if the next can hold it."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """All that is said in it."""
        return " ".join(part.text for part in self.parts)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The digests of its parts: two windows with the same have the same vectors."""
        return tuple(part.digest for part in self.parts)

    @property
    def passage_ids(self) -> list[int]:
        """The ids of its passages' rows, in order."""
        return [part.passage_id for part in self.parts]


def windows_of(parts: Sequence[Part]) -> Iterator[Window]:
    """The windows of a meeting's passages, given as they were said. Each passage is in one at least.

    A change ends where a window begins at the same passage as before: what follows is then the same again.
    """
    sizes = [len(part.text.split()) for part in parts]
    first = 0
    while first < len(parts):
        after, words = first + 1, sizes[first]
        while after < len(parts) and words < LEAST_WORDS and words + sizes[after] <= MOST_WORDS:
            words += sizes[after]
            after += 1
        yield Window(tuple(parts[first:after]))
        if after >= len(parts):
            return
        # One turn of overlap, if the window that begins with it goes on beyond this one.
        overlaps = (
            after - first > 1 and sizes[after - 1] + sizes[after] <= MOST_WORDS and sizes[after - 1] < LEAST_WORDS
        )
        first = after - 1 if overlaps else after
