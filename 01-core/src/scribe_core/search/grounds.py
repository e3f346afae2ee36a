"""What a question may be answered on: the passages found for it, and whether they may answer it at all, for something is always nearest."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import passages
from scribe_core.database.passages import Filters, Shown
from scribe_core.errors import ScribeError
from scribe_core.search.any_words import with_any_word
from scribe_core.search.embedding import Embedder
from scribe_core.search.nearest import nearest
from scribe_core.search.question import asked
from scribe_core.stores.vectors import Vectors

log = logging.getLogger(__name__)

FIRST = 3

LEAST_LIKENESS = 0.18
"""How like a question the nearest three are on average, at least, where they may answer it. It refuses most of what no meeting is about.
Where one is about it and does not tell the answer, likeness hardly says so (decision 0045): that is for whoever reads the passages."""

LEAST_SHARE = 0.5
"""How much of a question's words, weighed by how rare they are, a passage has that may answer it where there are words alone."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A passage that a question may be answered on; `speaker` is None where nobody named who says it.

    `likeness` says how well it fits beside the others of the same question. `around` are the passages of its window in order, itself
    among them: they have what it is about.
    """

    passage_id: int
    meeting_id: str
    utterance_ids: tuple[str, ...]
    start_ms: int
    end_ms: int
    speaker: str | None
    speaker_number: int | None
    text: str
    likeness: float
    around: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """The passages found for a question, the best first; where `may_answer` is False, none of them answers it."""

    passages: Sequence[Ground]
    may_answer: bool


NOTHING = Grounds((), may_answer=False)


async def grounds(
    session: AsyncSession,
    vectors: Vectors | None,
    embedder: Embedder | None,
    account_id: str,
    question: str,
    *,
    meeting_ids: Collection[str] | None,
    limit: int = 8,
) -> Grounds:
    """On what an account's question may be answered, out of these of its meetings or (None) all.

    By words alone where there is no embedder or no index, where nothing of these meetings stands in it yet, or where one of them
    fails: that is logged, and not raised.
    """
    filters = Filters(meeting_ids=None if meeting_ids is None else tuple(sorted(set(meeting_ids))))
    if not question.strip() or filters.meeting_ids == ():
        return NOTHING
    if vectors is not None and embedder is not None:
        try:
            vector = await embedder.question(question.strip())
            near = (await nearest(session, vectors, account_id, vector, filters))[:limit]
        except ScribeError as error:
            if error.code != "embedder_unavailable" and not error.code.startswith("vectors_"):
                raise
            log.warning("by words alone: %s", error)
        else:
            if near:  # else these meetings may not be embedded yet: their words are there long before
                found = [(one.hit.passage_id, one.hit.score, one.window) for one in near]
                return Grounds(await _shown(session, account_id, found), may_answer([score for _, score, _ in found]))
    told = await with_any_word(session, account_id, asked(question), filters)
    first = told.passages[:limit]
    enough = bool(first) and told.share(first[0].words) >= LEAST_SHARE
    alone = [(one.hit.passage_id, told.share(one.words), (one.hit.passage_id,)) for one in first]
    return Grounds(await _shown(session, account_id, alone), enough)


def may_answer(likeness: Sequence[float]) -> bool:
    """Whether a question may be answered by passages that are so like it (`search/nearest.py`, -1 to 1, the nearest first)."""
    first = likeness[:FIRST]
    return bool(first) and sum(first) / len(first) >= LEAST_LIKENESS


async def _shown(
    session: AsyncSession, account_id: str, found: Sequence[tuple[int, float, tuple[int, ...]]]
) -> list[Ground]:
    """The passages that these are, each with its likeness and those around it; what is gone meanwhile is left out."""
    ids = {passage_id for _, _, window in found for passage_id in window}
    shown = await passages.shown(session, account_id, ids)
    return [
        Ground(
            passage_id=passage_id, meeting_id=one.meeting_id, utterance_ids=tuple(one.utterance_ids),
            start_ms=round(one.start * 1000), end_ms=round(one.end * 1000), speaker=one.speaker_name,
            speaker_number=one.speaker_number, text=one.text, likeness=likeness,
            around=tuple(shown[other] for other in window if other in shown),
        )
        for passage_id, likeness, window in found
        if (one := shown.get(passage_id)) is not None
    ]  # fmt: skip
