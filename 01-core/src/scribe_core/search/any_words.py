"""From a question's words to the passages that have some of them, those with the rarest words first.

A search by words wants all of them (`retrieval.search`); what is asked in a sentence is hardly ever answered in the same words.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import passages
from scribe_core.database.passages import Filters, Hit
from scribe_core.search.question import Phrase, Question, Word, groups

MOST_WORDS = 12
"""Words of a question that are looked for: each is a query of its own."""

MOST_HITS = 200
"""Passages that a word is looked for in, the newest: one that has more is said everywhere, and tells little."""


@dataclass(slots=True)
class Telling:
    """A passage with the words of the question that it has; `weight` is higher the more and the rarer they are."""

    hit: Hit
    weight: float = 0.0
    words: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Told:
    """What some of a question's words are found in, the best first, and how much each word weighs, said anywhere or not."""

    passages: Sequence[Telling]
    weights: Mapping[str, float]

    def share(self, words: set[str]) -> float:
        """How much of what the question weighs these words of it have, 0 to 1."""
        whole = sum(self.weights.values())
        return sum(self.weights[word] for word in words) / whole if whole else 0.0


async def with_any_word(session: AsyncSession, owner_id: str, question: Question, filters: Filters) -> Told:
    """Somebody's passages that have some word of the question."""
    found: dict[int, Telling] = {}
    weights: dict[str, float] = {}
    for one in question.wanted[:MOST_WORDS]:
        name = _name(one)
        hits = await passages.hits(session, owner_id, groups(Question((one,))), filters, most=MOST_HITS)
        weights[name] = math.log(1 + MOST_HITS / max(1, len(hits)))
        for hit in hits:
            telling = found.setdefault(hit.passage_id, Telling(hit))
            telling.words.add(name)
            telling.weight += weights[name]
    ordered = sorted(found.values(), key=lambda one: (-one.weight, -one.hit.held_at.timestamp(), one.hit.passage_id))
    return Told(ordered, weights)


def _name(one: Word | Phrase) -> str:
    return one.folded if isinstance(one, Word) else " ".join(one.folded)
