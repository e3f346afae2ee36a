"""Two changes of one text made one, word by word, where they touch different words."""

from collections.abc import Sequence
from dataclasses import dataclass

from scribe_core.domain.same_words import steps


@dataclass(frozen=True, slots=True)
class Change:
    """The words `first` to `last` (the one after the last) of a text, replaced by others."""

    first: int
    last: int
    words: tuple[str, ...]

    def clashes(self, other: "Change") -> bool:
        """Whether the two change the same words. A word put in beside a word that was replaced is another word."""
        if self == other:
            return False
        if self.first < other.last and other.first < self.last:
            return True
        apart = self.last < other.first or other.last < self.first
        if apart or (self.replaces and other.replaces):
            return False
        return not (self.replaces or other.replaces) or not (self.words and other.words)

    @property
    def replaces(self) -> bool:
        """Whether it takes words away, rather than only putting some in."""
        return self.last > self.first


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text that was merged, and which of theirs (the first, the one after the last) they stand in the place of."""

    first: int
    last: int
    words: tuple[str, ...]


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """What was done to a text, in its order."""
    return [
        Change(first, last, tuple(after[begin:end]))
        for same, first, last, begin, end in steps(before, after)
        if not same
    ]


def pieces(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[Piece] | None:
    """My changes of `base` as changes of `theirs`, which was made of it too, in order; None where both touch the same words."""
    made = changes(base, theirs)
    places = _places(base, theirs)
    found: list[Piece] = []
    at = 0
    for change in changes(base, mine):
        # Theirs that end before mine begins clash with nothing that follows either.
        while at < len(made) and made[at].last < change.first:
            at += 1
        near = at
        known = False
        while near < len(made) and made[near].first <= change.last:
            if change.clashes(made[near]):
                return None
            known = known or change == made[near]
            near += 1
        if not known:
            first = places[change.first]
            found.append(Piece(first, first + change.last - change.first, change.words))
    return found


def _places(base: Sequence[str], theirs: Sequence[str]) -> list[int]:
    """Where each place between the words of `base` lies in `theirs`: before a word that stayed, that is before that word."""
    places = [0] * (len(base) + 1)
    for same, first, last, begin, end in steps(base, theirs):
        if same:
            places[first : last + 1] = range(begin, end + 1)
        else:
            places[first + 1 : last + 1] = [end] * (last - first)
            if first == last:
                places[first] = end
    return places
