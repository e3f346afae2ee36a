"""The sentences that tell most of a meeting: those most like all the others, and not like each other."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

from scribe_core.domain.minutes import Statement
from scribe_core.minutes.content import content_of
from scribe_core.minutes.talk import Talk, ids

MOST = 6
"""Sentences of a summary: what is read in half a minute."""

LEAST_WORDS, MOST_WORDS = 5, 45
"""Words of a sentence that can stand alone."""

TOO_ALIKE = 0.5
"""Likeness from which a second sentence says what the first one did."""

Vector = Mapping[str, float]
"""A sentence by what it holds: weights by name, of length 1."""


class Likeness(Protocol):
    """How sentences become vectors. Words stand here; a model of meaning can."""

    def vectors(self, sentences: Sequence[Sequence[str]]) -> Sequence[Vector]:
        """A vector for each sentence, which is given as its stems."""
        ...


class SharedWords:
    """Sentences are alike as far as they share words that few of them have."""

    def vectors(self, sentences: Sequence[Sequence[str]]) -> Sequence[Vector]:
        """Weights by stem: what few sentences have weighs more."""
        everywhere = Counter(word for words in sentences for word in set(words))
        return [_unit({word: math.log(1 + len(sentences) / everywhere[word]) for word in words}) for words in sentences]


def summary(talk: Talk, likeness: Likeness) -> list[Statement]:
    """Some sentences in the order they were said. What is asked is none of them."""
    clauses = [
        at
        for at, clause in enumerate(talk.clauses)
        if not clause.asked and LEAST_WORDS <= len(clause.words) <= MOST_WORDS
    ]
    vectors = likeness.vectors([content_of(talk.clauses[at]) for at in clauses])
    middle: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for name, weight in vector.items():
            middle[name] += weight
    # Likeness to the sum of all is the sum of the likenesses to each: in time by the sentences, not by their square.
    central = [sum(weight * middle[name] for name, weight in vector.items()) for vector in vectors]
    chosen: list[int] = []
    for place in sorted(range(len(clauses)), key=lambda one: (-central[one], one)):
        if len(chosen) == MOST or not vectors[place]:
            break
        if all(_dot(vectors[place], vectors[other]) < TOO_ALIKE for other in chosen):
            chosen.append(place)
    said = [talk.clauses[clauses[place]] for place in sorted(chosen)]
    return [Statement(clause.quoted(), clause.speaker_id, ids(talk, [clause.line])) for clause in said]


def _unit(vector: dict[str, float]) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {name: weight / length for name, weight in vector.items()} if length else {}


def _dot(one: Vector, other: Vector) -> float:
    return sum(weight * other.get(name, 0.0) for name, weight in one.items())
