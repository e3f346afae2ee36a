"""How each database has the terms of a passage, and is asked for them: FTS5's words and PostgreSQL's `tsvector`."""

from collections.abc import Sequence
from dataclasses import dataclass

from scribe_core.search.question import Group
from scribe_core.search.terms import pair_terms


@dataclass(frozen=True)
class Dialect:
    """One database's way: how terms are written into a row, and how a question is asked."""

    name: str

    def written(self, terms: Sequence[str]) -> str:
        """A passage's terms as the row has them, each with its places."""
        if self.name == "sqlite":
            return " ".join(terms)
        places: dict[str, list[str]] = {}
        for at, term in enumerate(terms, 1):
            places.setdefault(term, []).append(str(at))
        placed = [f"'{term}':{','.join(found)}" for term, found in places.items()]
        return " ".join([*placed, *(f"'{pair}'" for pair in dict.fromkeys(pair_terms(terms)))])

    def asked(self, groups: Sequence[Group]) -> str:
        """What has one of each group."""
        if self.name == "sqlite":
            return " AND ".join(f"({' OR '.join(_for_fts5(group))})" for group in groups)
        return " & ".join(f"({' | '.join(_for_tsquery(group))})" for group in groups)

    def ranked(self, groups: Sequence[Group]) -> str:
        """The same, by the places of the words: what the order of hits is worked out from."""
        return " & ".join(f"({' | '.join([*_single(group), *_in_order(group.following)])})" for group in groups)

    def but(self, terms: Sequence[str]) -> str:
        """That none of these terms is there, after a question."""
        return f" & !({' | '.join(_for_tsquery(Group(terms=tuple(terms))))})"


def _for_fts5(group: Group) -> list[str]:
    single = [f'"{term}"' for term in group.terms] + [f'"{term}" *' for term in group.beginnings]
    return [*single, f'"{" ".join(group.following)}"'] if group.following else single


def _for_tsquery(group: Group) -> list[str]:
    return [*_single(group), *_phrase(group.following)]


def _single(group: Group) -> list[str]:
    return [f"'{term}'" for term in group.terms] + [f"'{term}':*" for term in group.beginnings]


def _phrase(words: Sequence[str]) -> list[str]:
    """Words one after the other. A GIN index knows no neighbours: whatever has all of the words is read, unless it is known not to have
    their pairs. What has two pairs need not have the three words of them side by side."""
    pairs = [f"'{pair}'" for pair in pair_terms(words)]
    if len(words) == 2 and pairs:
        return pairs
    return [" & ".join([*pairs, *_in_order(words)])] if words else []


def _in_order(words: Sequence[str]) -> list[str]:
    return ["({})".format(" <-> ".join(f"'{word}'" for word in words))] if words else []


SQLITE, POSTGRESQL = Dialect("sqlite"), Dialect("postgresql")
