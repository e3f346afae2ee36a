"""What people mean by the same letters. Done here, because a database's own idea depends on its kind and its locale."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from scribe_core.domain.normal_form import normal

T = TypeVar("T")

_ACCENTS: dict[int, str | None] = dict.fromkeys(range(0x300, 0x370))
"""Once they are apart from their letters."""

_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
_ALIKE = _ACCENTS | str.maketrans(_LETTERS | dict.fromkeys("’‘ʼ`′", "'") | dict.fromkeys("-‐‑‒–—", " "))


def folded(text: str) -> str:
    """The same for texts that differ in case only, or in how their accents are written (macOS writes them apart)."""
    return normal("NFC", text.casefold())


def plain(text: str) -> str:
    """The same for names that differ as people type them from memory: in accents, ligatures, apostrophes, hyphens too."""
    apart = normal("NFKD", text.casefold())
    return " ".join(apart.translate(_ALIKE).split())


def called(wanted: str, among: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """Those of that name, however it is typed: where somebody's fits in its accents too, they alone."""
    everyone = list(among)
    for alike in (folded, plain):
        if found := [one for one in everyone if alike(name(one)) == alike(wanted)]:
            return found
    return []
