"""What sentences are about, in which a word is found by another form of it too."""

from collections import defaultdict
from collections.abc import Sequence

from scribe_core.minutes.clauses import Clause
from scribe_core.minutes.content import about

STEM_LETTERS, LONG_STEM = 4, 6
"""Letters from which a stem that begins another is the same word (« livr », « livrais »), and two that begin alike are."""


class Stems:
    """Stems, in which one is found also by another form of its word."""

    def __init__(self, stems: Sequence[str]) -> None:
        self.whole = frozenset(stems)
        self._by_beginning: dict[str, list[str]] = defaultdict(list)
        for one in self.whole:
            if len(one) >= STEM_LETTERS and not one.isdigit():
                self._by_beginning[one[:STEM_LETTERS]].append(one)

    def __contains__(self, stem: str) -> bool:
        if stem in self.whole:
            return True
        if len(stem) < STEM_LETTERS or stem.isdigit():
            return False
        return any(
            stem.startswith(one) or one.startswith(stem) or stem[:LONG_STEM] == one[:LONG_STEM]
            for one in self._by_beginning.get(stem[:STEM_LETTERS], ())
        )


def stems_of(clauses: Sequence[Clause]) -> list[str]:
    """The stems of clauses, as often as they are said."""
    return [stem for clause in clauses for word in clause.words if (stem := about(word, clause.language)) is not None]
