"""From a question's vector to the passages that mean something like it, best first.

The index tells which windows are near; the rows tell whose they are, and which of the passages within each is nearest. How near a
passage is counts half by its window and half by itself: a window has the subject, a passage the answer.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import passages, windows
from scribe_core.database.passages import Filters, Hit
from scribe_core.database.windows import Candidate
from scribe_core.search.embedding import SPACE
from scribe_core.search.meaning import unpacked
from scribe_core.search.placing import window_id
from scribe_core.stores.vectors import Vectors

MOST_WINDOWS = 60
"""Windows whose passages are compared. Nobody reads on, and what is further down is less and less about the question."""

MOST_MEETINGS = 2000
"""Meetings that filters may let through, the newest first: the index is told each of them."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage near a question: how like it is (half its window, half itself), and the passages around it, in order."""

    hit: Hit
    window: tuple[int, ...]


async def nearest(
    session: AsyncSession, vectors: Vectors, owner_id: str, vector: Sequence[float], filters: Filters
) -> list[Nearest]:
    """Somebody's passages nearest to a question, the best of each window, the nearest first; each passage once.

    Raises as the index does (`vectors_…`).
    """
    scope = None
    if filters != Filters():
        scope = await passages.meetings_within(session, owner_id, filters, MOST_MEETINGS)
        if not scope:
            return []
    near = await vectors.nearest(SPACE, vector, owner_id=owner_id, most=MOST_WINDOWS, meeting_ids=scope)
    found = await windows.candidates(session, owner_id, [window_id(one.id) for one in near])
    if scope is not None:
        within = set(scope)
        found = [one for one in found if one.meeting_id in within]
    ids = {passage_id for one in found for passage_id in one.passage_ids}
    places = await passages.places(session, owner_id, ids, filters.speaker)
    likeness = await asyncio.to_thread(_likeness, found, vector)
    best: dict[int, Nearest] = {}
    for one in found:
        there = [passage_id for passage_id in one.passage_ids if passage_id in places]
        if not there:
            continue
        passage_id = max(there, key=lambda other, of=likeness[one.id]: of[other])  # type: ignore[misc]
        score = likeness[one.id][passage_id]
        if passage_id not in best or best[passage_id].hit.score < score:
            hit = Hit(passage_id, *places[passage_id], score)
            best[passage_id] = Nearest(hit, tuple(one.passage_ids))
    return sorted(best.values(), key=lambda one: (-one.hit.score, one.hit.passage_id))


def _likeness(found: Sequence[Candidate], vector: Sequence[float]) -> Mapping[int, Mapping[int, float]]:
    """By window, how like the question each of its passages is: -1 to 1."""
    import numpy as np

    question = np.asarray(vector, np.float32)  # (384,)
    like = {}
    for one in found:
        cosines = unpacked(one.vectors) @ question  # (1 + passages,)
        halves = (cosines[0] + cosines[1:]) / 2
        like[one.id] = {passage_id: float(half) for passage_id, half in zip(one.passage_ids, halves, strict=True)}
    return like
