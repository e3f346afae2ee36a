"""From a question to the passages that answer it, best first: what the index found, put in order by meeting.

The order is worked out here and not in either database: what is found by words and what is found by meaning is told the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import passages
from scribe_core.database.passages import Filters, Hit, Shown
from scribe_core.search.nearest import nearest
from scribe_core.search.question import Question, groups
from scribe_core.stores.vectors import Vectors

MOST_HITS = 500
"""Hits that are put in order: the newest, where there are more. Nobody reads on, and a word that everybody says is found as fast."""

Order = Literal["best", "-held_at", "held_at"]
"""The meeting of the best passage first, or the newest or oldest meeting."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found. `total` counts all hits, or is the least there are where there are `more_than_counted`.

    `by_meeting` counts the hits of each meeting of this page. `following` is where the next page starts.
    """

    passages: Sequence[Shown]
    by_meeting: Mapping[str, int]
    total: int
    meetings: int
    more_than_counted: bool
    following: int | None


NOTHING = Found((), {}, 0, 0, more_than_counted=False, following=None)


async def search(
    session: AsyncSession,
    owner_id: str,
    question: Question,
    filters: Filters,
    *,
    order: Order = "best",
    per_meeting: int,
    limit: int,
    start: int = 0,
) -> Found:
    """A page of somebody's passages that have all that is looked for, some of each meeting, those of a meeting together."""
    if not question.wanted:
        return NOTHING
    hits = await passages.hits(session, owner_id, groups(question), filters, most=MOST_HITS + 1)
    more, hits = len(hits) > MOST_HITS, hits[:MOST_HITS]
    return await _page(session, owner_id, hits, order, per_meeting=per_meeting, limit=limit, start=start, more=more)


async def search_by_meaning(
    session: AsyncSession,
    vectors: Vectors,
    owner_id: str,
    vector: Sequence[float],
    filters: Filters,
    *,
    order: Order = "best",
    per_meeting: int,
    limit: int,
    start: int = 0,
) -> Found:
    """A page of somebody's passages that mean something like a question, by its vector: the nearest there are, however near.

    Raises as the index does (`vectors_…`).
    """
    hits = [one.hit for one in await nearest(session, vectors, owner_id, vector, filters)]
    return await _page(session, owner_id, hits, order, per_meeting=per_meeting, limit=limit, start=start, more=False)


async def _page(
    session: AsyncSession,
    owner_id: str,
    hits: Sequence[Hit],
    order: Order,
    *,
    per_meeting: int,
    limit: int,
    start: int,
    more: bool,
) -> Found:
    ordered = in_order(hits, order)
    few = list(chain.from_iterable(of_one[:per_meeting] for of_one in ordered))
    page = few[start : start + limit]
    shown = await passages.shown(session, owner_id, [hit.passage_id for hit in page])
    counted = {of_one[0].meeting_id: len(of_one) for of_one in ordered}
    return Found(
        passages=[shown[hit.passage_id] for hit in page if hit.passage_id in shown],
        by_meeting={hit.meeting_id: counted[hit.meeting_id] for hit in page},
        total=len(hits),
        meetings=len(ordered),
        more_than_counted=more,
        following=start + limit if len(few) > start + limit else None,
    )


def in_order(hits: Sequence[Hit], order: Order) -> list[list[Hit]]:
    """The hits by meeting: meetings in that order, and in each the best first, or as they were said where time orders the meetings.

    What is equally good comes in the order it was said, the newer meeting first.
    """
    of: dict[str, list[Hit]] = {}
    for hit in hits:
        of.setdefault(hit.meeting_id, []).append(hit)
    if order != "best":
        chronological = [sorted(one, key=lambda hit: (hit.start, hit.passage_id)) for one in of.values()]
        chronological.sort(key=lambda one: (one[0].held_at, one[0].meeting_id), reverse=order == "-held_at")
        return chronological
    best = [sorted(one, key=lambda hit: (-hit.score, hit.start, hit.passage_id)) for one in of.values()]
    best.sort(key=lambda one: (one[0].score, one[0].held_at, one[0].meeting_id), reverse=True)
    return best
