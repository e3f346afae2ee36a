"""What people write down while they meet."""

import unicodedata
from dataclasses import asdict, dataclass
from typing import Any

from scribe_core.domain.normal_form import normal

TEXT_LIMIT = 50_000
"""Characters of a meeting's notes: some twenty pages."""

WORD_LIMIT = 200
MOST_MARKERS = 1000

_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_KEPT = "\n\t\u200c\u200d"
"""Lines, indents, and what holds an emoji or a Persian word together. What turns the reading direction around goes."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment of a recording that somebody marked: where, in seconds, and the word for it, which may be empty."""

    at: float
    word: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """A meeting's notes: free text, and the marked moments in the order of the recording."""

    text: str = ""
    markers: tuple[Marker, ...] = ()

    def written(self) -> list[dict[str, Any]]:
        """The markers as a row holds them."""
        return [asdict(marker) for marker in self.markers]


def in_order(markers: list[Marker]) -> tuple[Marker, ...]:
    """The markers as the recording passes them. Two at one moment stay as they were given."""
    return tuple(sorted(markers, key=lambda marker: marker.at))


def shown_text(text: str) -> str:
    """The text in several lines as it may be shown: printable, without blanks at the ends of lines or of the whole."""
    whole = normal("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    seen = "".join(c for c in whole if c in _KEPT or unicodedata.category(c) not in _HIDDEN)
    return "\n".join(line.rstrip() for line in seen.split("\n")).rstrip()
