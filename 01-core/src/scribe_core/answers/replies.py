"""A model's reply cut into sentences as it comes: each is whole once what it cites is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scribe_core.minutes.model_answers import clean

_ONE = r"\[[ \t]*\d{1,6}(?:[ \t]*[,;][ \t]*\d{1,6})*[ \t]*\]"
_CITES = re.compile(rf"({_ONE}(?:[ \t]*{_ONE})*)([.!?…»]*)")
"""It begins with the bracket: a model that writes nothing but blanks would have it look at each of them from each."""

_BEGUN = re.compile(r"[ \t]*\[[\d,; \t]*\Z")
"""The beginning of another citation."""

_NUMBER = re.compile(r"\d+")
_THOUGHT, _ITS_END = "<think>", "</think>"

MOST_CITED = 8


@dataclass(frozen=True, slots=True)
class Claimed:
    """A sentence as a model wrote it, and the numbers that it cites: whatever they are."""

    text: str
    numbers: tuple[int, ...]


class Reply:
    """What a model wrote so far."""

    def __init__(self) -> None:
        self._rest = ""

    def heard(self, piece: str) -> Iterator[Claimed]:
        """The sentences that are whole with this piece."""
        self._rest += piece
        yield from self._taken(ended=False)

    def ended(self) -> Iterator[Claimed]:
        """The last one, where the reply ends with it. What cites nothing is none."""
        yield from self._taken(ended=True)

    def _taken(self, *, ended: bool) -> Iterator[Claimed]:
        while self._without_thoughts():
            found = _CITES.search(self._rest)
            if found is None:
                return
            behind = self._rest[found.end() :]
            if not ended and (not behind.strip(" \t") or _BEGUN.fullmatch(behind)):
                return  # it may go on
            said, self._rest = self._rest[: found.start()], behind
            text = _line(said, found[2])
            if text:
                numbers = dict.fromkeys(int(one) for one in _NUMBER.findall(found[1])[: MOST_CITED + 1])
                yield Claimed(text, tuple(numbers))

    def _without_thoughts(self) -> bool:
        """Leave out what a model thinks aloud; False while it still does."""
        while (begin := self._rest.find(_THOUGHT)) >= 0:
            end = self._rest.find(_ITS_END, begin)
            if end < 0:
                return False
            self._rest = self._rest[:begin] + self._rest[end + len(_ITS_END) :]
        return True


def _line(said: str, mark: str) -> str:
    """The last line before a citation, as a sentence: lines before it cite nothing."""
    lines = [line for line in said.splitlines() if line.strip()]
    text = clean(lines[-1].strip().replace("**", "").replace("`", "")) if lines else ""
    if text and text[-1] not in ".!?…»":
        text += mark[:1] or "."
    return text if any(map(str.isalnum, text)) else ""
