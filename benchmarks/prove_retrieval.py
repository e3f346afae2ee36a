"""Whether the passages that answer a question are found by what it means, and whether it is noticed where none does.

    ./manage.sh prove retrieval
    ./manage.sh prove retrieval --short
    ./manage.sh prove retrieval --development
    ./manage.sh prove retrieval --model

All meetings that are held out (`meetings/README.md`) are one person's, in a database and an index as the product has them, filled by what
fills them, and each question goes over all. It is found where one of the first three windows holds an utterance that answers it; `passage`
counts only the passage of each that is told. `words` is the same question asked by words. `--short` takes the first meetings for development, on
which the search was tuned, against bounds of their own; `--development` takes all of them, to choose by. `--model` has the model of the settings
(`LLM_URL`) answer some questions over the first ones, as it does for who asks in a conversation, and decides nothing: models differ.
"""

import argparse
import asyncio
import dataclasses
import hashlib
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TypeVar

from bulk import FIRST_DAY, people
from meetings_with_truth import ASKED, DEVELOPMENT, HELD_OUT, Meeting, answerable, meetings, unanswerable
from model_of_settings import opened
from prove_minutes import transcript_of

from scribe.evaluation.tables import table
from scribe.parts import read_settings
from scribe_core.answers import surroundings, wording, writer
from scribe_core.database import passages, transcripts
from scribe_core.database.base import new_id
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting as Row
from scribe_core.database.passages import Filters
from scribe_core.domain.run import Status
from scribe_core.domain.transcript import Transcript
from scribe_core.errors import ScribeError
from scribe_core.language_model.endpoint import Endpoint
from scribe_core.search.embedding import Embedder
from scribe_core.search.grounds import grounds, may_answer
from scribe_core.search.indexing import Indexer
from scribe_core.search.meaning import MeaningIndexer
from scribe_core.search.nearest import nearest
from scribe_core.search.placing import Placer
from scribe_core.search.question import asked
from scribe_core.search.retrieval import search
from scribe_core.stores.vectors import Vectors, open_vectors

FIRST = 3
LEAST_RECALL, LEAST_REFUSED, MOST_WRONGLY = 0.9, 0.9, 0.1
SHORT_RECALL, SHORT_WRONGLY = 0.8, 0.15

ANSWERABLE, UNANSWERABLE = 10, 6
"""Questions that a model is asked. On a processor each takes a minute or two."""

Drawn = TypeVar("Drawn")


def _id(*parts: str) -> str:
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:32]


def _as_the_product_has_it(meeting: Meeting) -> Transcript:
    """Its transcript with ids as rows have them: those of utterances are told by the meeting's and their own."""
    made = transcript_of(meeting)
    return dataclasses.replace(
        made,
        meeting_id=_id(meeting.id),
        speakers=tuple(dataclasses.replace(one, id=_id(meeting.id, one.id)) for one in made.speakers),
        lines=tuple(
            dataclasses.replace(line, id=_id(meeting.id, line.id), speaker_id=_id(meeting.id, line.speaker_id))
            for line in made.lines
        ),
    )


async def _filled(database: Database, vectors: Vectors, embedder: Embedder, every: Sequence[Meeting]) -> str:
    """The id of whose meetings these are, all indexed."""
    await database.migrate()
    async with database.session() as session:
        (owner,) = await people(session, 1)
        for meeting in every:
            row = Row(
                id=_id(meeting.id), owner_id=owner, title=meeting.title, held_at=FIRST_DAY, participants=[], language=None,
                speakers=None, recording_name="a.wav", recording_bytes=10, media_type="audio/wav", status=Status.COMPLETED,
            )  # fmt: skip
            session.add(row)
            await session.flush()
            made = _as_the_product_has_it(meeting)
            await transcripts.add(session, made, transcript_id=new_id(), run_id=new_id(), document_key="k")
    for lane in (Indexer(database), MeaningIndexer(database, embedder), Placer(database, vectors)):
        while await lane.look():
            pass
    return owner


async def _scores(folders: Sequence[Path]) -> tuple[dict[str, list[tuple[bool, bool, bool, bool]]], list[bool]]:
    """By languages of question and meeting, whether each was found (window, passage, words) and wrongly refused; and the refusals."""
    every = [meeting for folder in folders for meeting in meetings(folder)]
    language = {meeting.id: meeting.language for meeting in every}
    with tempfile.TemporaryDirectory(prefix="scribe-retrieval-", ignore_cleanup_errors=True) as name:
        database = Database(f"sqlite+aiosqlite:///{Path(name) / 'scribe.sqlite'}")
        vectors, embedder = open_vectors(f"file://{Path(name) / 'vectors'}"), Embedder()
        owner = await _filled(database, vectors, embedder, every)
        found: dict[str, list[tuple[bool, bool, bool, bool]]] = {}
        for one in chain.from_iterable(map(answerable, folders)):
            likeness, by_window, by_passage, by_words = await _asked(database, vectors, embedder, owner, one.question)
            wanted = {_id(one.meeting, utterance) for utterance in one.utterances}
            way = f"{one.language} → {language[one.meeting]}"
            hit = [bool(wanted & set(ids)) for ids in (by_window, by_passage, by_words)]
            found.setdefault(way, []).append((*hit, not may_answer(likeness)))  # type: ignore[arg-type]
        refused = []
        for other in chain.from_iterable(map(unanswerable, folders)):
            likeness, *_ = await _asked(database, vectors, embedder, owner, other.question)
            refused.append(not may_answer(likeness))
        embedder.close()
        await vectors.close()
        await database.close()
    return found, refused


async def _asked(
    database: Database, vectors: Vectors, embedder: Embedder, owner: str, question: str
) -> tuple[list[float], list[str], list[str], list[str]]:
    """How like the question the nearest are, and the utterances of the first three: their windows', theirs, and by words."""
    vector = await embedder.question(question)
    async with database.reading() as session:
        near = await nearest(session, vectors, owner, vector, Filters())
        first = near[:FIRST]
        shown = await passages.shown(session, owner, {passage_id for one in first for passage_id in one.window})
        words = await search(session, owner, asked(question), Filters(), per_meeting=FIRST, limit=FIRST)
    return (
        [one.hit.score for one in near],
        [utterance for one in first for passage_id in one.window for utterance in shown[passage_id].utterance_ids],
        [utterance for one in first for utterance in shown[one.hit.passage_id].utterance_ids],
        [utterance for one in words.passages for utterance in one.utterance_ids],
    )


async def _by_model(most_answerable: int, most_unanswerable: int) -> int:
    """Has the model answer questions evenly drawn from those of the first meetings for development, and says how each ended."""
    settings = read_settings()
    every = meetings(DEVELOPMENT)
    with tempfile.TemporaryDirectory(prefix="scribe-answers-", ignore_cleanup_errors=True) as name:
        database = Database(f"sqlite+aiosqlite:///{Path(name) / 'scribe.sqlite'}")
        vectors, embedder = open_vectors(f"file://{Path(name) / 'vectors'}"), Embedder()
        owner = await _filled(database, vectors, embedder, every)
        wanted: list[tuple[str, set[str]]] = [
            (one.question, {_id(one.meeting, utterance) for utterance in one.utterances})
            for one in _drawn(answerable(DEVELOPMENT), most_answerable)
        ]
        wanted += [(other.question, set()) for other in _drawn(unanswerable(DEVELOPMENT), most_unanswerable)]
        ends: dict[str, Counter[str]] = defaultdict(Counter)
        began = time.monotonic()
        async with opened(settings) as model:
            if model is None:
                print("LLM_URL names no model", file=sys.stderr)
                return 2
            for question, where in wanted:
                begun = time.monotonic()
                end, told = await _answered(database, vectors, embedder, model, owner, question, where)
                ends["answerable" if where else "unanswerable"][end] += 1
                print(f"{end}, {time.monotonic() - begun:.0f} s: {question} -> {' | '.join(told)}", flush=True)
        seconds = time.monotonic() - began
        embedder.close()
        await vectors.close()
        await database.close()
    for kind, counted in ends.items():
        print(f"{kind}: {dict(counted)}")
    print(f"{seconds:.0f} s for {len(wanted)} questions")
    return 0


async def _answered(
    database: Database,
    vectors: Vectors,
    embedder: Embedder,
    model: Endpoint,
    owner: str,
    question: str,
    where: set[str],
) -> tuple[str, list[str]]:
    """How an answer ended, and its sentences. It is right where a passage that it cites holds what is wanted."""
    async with database.reading() as session:
        found = await grounds(session, vectors, embedder, owner, question, meeting_ids=None)
        shown = await surroundings.excerpts(session, owner, found.passages)
    if not found.may_answer:
        return "refused, by likeness", []
    holds = [bool(where & set(one.utterance_ids)) for one in found.passages]
    try:
        told = await writer.write(model, question, wording.language_of(question, "en"), shown, lambda _: None)
    except ScribeError as error:
        return f"without an answer ({error.code})", []
    if not told:
        return "refused" if any(holds) or not where else "refused, the passage was not found", []
    cited = {number for sentence in told for number in sentence.citations}
    right = any(holds[number - 1] for number in cited)
    return "answered, rightly cited" if right else "answered wrongly", [one.text for one in told]


def _drawn(every: Sequence[Drawn], most: int) -> Sequence[Drawn]:
    return [every[at * len(every) // most] for at in range(min(most, len(every)))]


def _share(those: Sequence[bool]) -> float:
    return sum(those) / max(1, len(those))


def main() -> int:
    """0 where the bounds are kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--short", action="store_true", help="the first meetings for development, against their own bounds"
    )
    parser.add_argument("--development", action="store_true", help="all meetings for development, without bounds")
    parser.add_argument("--model", action="store_true", help="have the model of LLM_URL answer some questions")
    asked_for = parser.parse_args()
    if asked_for.model:
        return asyncio.run(_by_model(ANSWERABLE, UNANSWERABLE))
    short: bool = asked_for.short
    development: bool = asked_for.development
    folders = [DEVELOPMENT, ASKED] if development else [DEVELOPMENT if short else HELD_OUT]
    found, refused = asyncio.run(_scores(folders))
    every = [one for those in found.values() for one in those]
    rows = [
        [way, str(len(those)), *(f"{_share([one[at] for one in those]):.2f}" for at in range(4))]
        for way, those in (*sorted(found.items()), ("all", every))
    ]
    print(table(["question → meeting", "questions", "found", "passage", "words", "wrongly refused"], rows))
    print(f"refused of {len(refused)} that no meeting answers: {_share(refused):.2f}")
    recall, wrongly = _share([one[0] for one in every]), _share([one[3] for one in every])
    if development:
        return 0
    if short:
        return 0 if recall >= SHORT_RECALL and wrongly <= SHORT_WRONGLY else 1
    return 0 if recall >= LEAST_RECALL and wrongly <= MOST_WRONGLY and _share(refused) >= LEAST_REFUSED else 1


if __name__ == "__main__":
    sys.exit(main())
