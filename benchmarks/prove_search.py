"""How fast words are found among 200,000 passages, and how long a meeting takes to be indexed, on SQLite and on PostgreSQL.

    ./manage.sh prove search [--passages 200000] [--questions 400] [--on sqlite postgresql]
    ./manage.sh prove search --short

Passages are made of words as often as words are (`said_words.py`), nine of ten one person's. A question is the API's own work on the
rows without HTTP: the hits, their order, and a page of thirty with what was hit. Method and figures: README.md here.
"""

import argparse
import asyncio
import json
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from bulk import FIRST_DAY, people
from said_words import WORDS_OF_A_PASSAGE, Talk
from servers.postgresql import PostgreSQL
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ClauseElement, Executable

from scribe_api.search import service
from scribe_core.database import passages, transcripts
from scribe_core.database.base import new_id
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.database.passages import Filters
from scribe_core.domain.run import Status
from scribe_core.search.indexing import Indexer
from scribe_core.search.passages import passages_of
from scribe_core.search.question import asked, groups
from scribe_core.search.retrieval import MOST_HITS

RESULTS = Path(__file__).resolve().parent / "results" / "search"
KINDS = ("sqlite", "postgresql")
OF_A_MEETING = 300
"""Passages of an hour: ten thousand words in pieces of some forty."""

ALLOWED_SECONDS, ALLOWED_SECONDS_AN_HOUR = 0.1, 180.0
"""p95 of questions, and of the processor for an hour's meeting."""

SHORT_ALLOWED_SECONDS = 1.0
"""Among the tests: whoever else works there decides about a tenth of a second, but not about this."""

SHORT_PASSAGES, SHORT_QUESTIONS = 6000, 80
WARM_UP = 16
OTHERS = 10
"""Of so many meetings one is somebody else's."""


class Explain(Executable, ClauseElement):
    """How the database goes about a query."""

    inherit_cache = False

    def __init__(self, query: Any) -> None:
        self.query = query


@compiles(Explain)
def _explain(element: Explain, compiler: Any, **options: Any) -> str:
    word = "EXPLAIN QUERY PLAN" if compiler.dialect.name == "sqlite" else "EXPLAIN"
    return f"{word} {compiler.process(element.query, **options)}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was measured on one database. Seconds, megabytes, milliseconds by kind of question (median, p95, most)."""

    passages: int
    filled_seconds: float
    hour_cpu_seconds: float
    grown_megabytes: float
    p95_ms: float
    most_ms: float
    kinds: dict[str, tuple[float, float, float]]
    plan: list[str]


def main() -> int:
    """Fill, ask, print; 1 where p95 or an hour's indexing takes longer than allowed, or a plan reads a whole table."""
    options = _options()
    outcomes: dict[str, Outcome] = {}
    with tempfile.TemporaryDirectory(prefix="scribe-search-", ignore_cleanup_errors=True) as name:
        for kind in options.on:
            with _database_url(kind, Path(name)) as url:
                outcomes[kind] = asyncio.run(_measured(url, options))
            _print(kind, outcomes[kind])
    if not options.short:
        RESULTS.mkdir(parents=True, exist_ok=True)
        told = {kind: asdict(outcome) for kind, outcome in outcomes.items()}
        (RESULTS / "figures.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    allowed = SHORT_ALLOWED_SECONDS if options.short else ALLOWED_SECONDS
    return 0 if all(_is_fit(outcome, allowed) for outcome in outcomes.values()) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="prove search")
    parser.add_argument("--passages", type=int, default=200_000)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--on", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help=f"{SHORT_PASSAGES} passages")
    options = parser.parse_args()
    if options.short:
        options.passages, options.questions = SHORT_PASSAGES, SHORT_QUESTIONS
    return options


@contextmanager
def _database_url(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / 'scribe.sqlite'}"
        return
    (folder / "postgresql").mkdir()
    folder.chmod(0o755)
    server = PostgreSQL(folder / "postgresql")
    server.start()
    try:
        server.sql("CREATE DATABASE search")
        yield server.url("search")
    finally:
        server.stop()


async def _measured(url: str, options: argparse.Namespace) -> Outcome:
    database, talk = Database(url), Talk(options.seed)
    await database.migrate()
    begun = time.monotonic()
    async with database.session() as session:
        owner, other = await people(session, 2)
        if (
            not database.is_sqlite
        ):  # filled row by row it takes three times as long, and no question knows the difference
            await session.execute(text("DROP INDEX ix_passages_terms"))
    grown = _resident()
    for number in range(max(1, options.passages // OF_A_MEETING)):
        whose = other if number % OTHERS == OTHERS - 1 else owner
        async with database.session() as session:
            meeting_id = await _meeting(session, whose, number)
            made = list(passages_of(talk.transcript(meeting_id, OF_A_MEETING), whose))
            await passages.replace(session, meeting_id, whose, made)
            await passages.replace_speakers(session, meeting_id, whose, talk.transcript(meeting_id, 0).speakers)
        if number == 10:
            grown = _resident()  # by now every cache has what it holds
    async with database.session() as session:
        if not database.is_sqlite:
            await session.execute(
                text("CREATE INDEX ix_passages_terms ON passages USING gin (terms) WITH (fastupdate = off)")
            )
        await session.execute(text("ANALYZE"))
    filled, grown = time.monotonic() - begun, _resident() - grown
    hour = await _an_hour(database, talk, owner)
    took: dict[str, list[float]] = defaultdict(list)
    for number, (kind, question) in enumerate(talk.questions(options.questions + WARM_UP)):
        seconds = await _asked(database, owner, question, kind)
        if number >= WARM_UP:
            took[kind].append(seconds)
    every = [one for those in took.values() for one in those]
    async with database.session() as session:
        count = int(await session.scalar(text("SELECT count(*) FROM passages")) or 0)
        look = await passages.first_look(session)
        query, values = passages.asking(
            session, owner, groups(asked("budget vote")), Filters(), most=MOST_HITS + 1, look=look
        )
        plan = [str(row[-1]).strip() for row in await session.execute(Explain(query), values)]
    await database.close()
    return Outcome(
        passages=count,
        filled_seconds=round(filled, 1),
        hour_cpu_seconds=round(hour, 2),
        grown_megabytes=round(grown / 1e6, 1),
        p95_ms=_ms(_p95(every)),
        most_ms=_ms(max(every)),
        kinds={
            kind: (_ms(statistics.median(those)), _ms(_p95(those)), _ms(max(those))) for kind, those in took.items()
        },
        plan=plan,
    )


async def _meeting(session: AsyncSession, owner: str, number: int) -> str:
    row = Meeting(
        id=new_id(), owner_id=owner, title=f"Comité {number}", held_at=FIRST_DAY + timedelta(hours=number), participants=[],
        language=None, speakers=None, recording_name="a.wav", recording_bytes=10, media_type="audio/wav",
        duration=3600.0, status=Status.COMPLETED,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return str(row.id)


async def _an_hour(database: Database, talk: Talk, owner: str) -> float:
    """Processor seconds of this process to index an hour's meeting as the index lane does, from its rows."""
    async with database.session() as session:
        meeting_id = await _meeting(session, owner, 0)
        said = talk.transcript(meeting_id, OF_A_MEETING)
        await transcripts.add(session, said, transcript_id=new_id(), run_id=new_id(), document_key="k")
    begun = time.process_time()
    assert await Indexer(database).look() == 1
    return time.process_time() - begun


async def _asked(database: Database, owner: str, question: str, kind: str) -> float:
    begun = time.perf_counter()
    async with database.reading() as session:
        wanted = asked(question, unfinished=kind == "half a word")
        page = await service.page(session, owner, wanted, Filters(), order="best", per_meeting=5, limit=30, after="")
    seconds = time.perf_counter() - begun
    assert kind not in ("one word", "a word everybody says") or page.passages, question
    assert all(passage.hits for passage in page.passages), question
    return seconds


def _resident() -> int:
    """The most memory that this process had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _p95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[int(0.95 * (len(seconds) - 1))]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _reads_all(plan: Sequence[str]) -> bool:
    scans = [step for step in plan if step.startswith("SCAN ") and "VIRTUAL TABLE INDEX" not in step]
    return bool(scans) or any("Seq Scan on passages" in step for step in plan)


def _is_fit(outcome: Outcome, allowed: float) -> bool:
    quick = outcome.p95_ms <= allowed * 1000 and outcome.hour_cpu_seconds <= ALLOWED_SECONDS_AN_HOUR
    return quick and not (_reads_all(outcome.plan) and outcome.passages > SHORT_PASSAGES)


def _print(kind: str, outcome: Outcome) -> None:
    print(
        f"{kind}: {outcome.passages} passages of {WORDS_OF_A_PASSAGE} words in {outcome.filled_seconds} s,"
        f" memory grew by {outcome.grown_megabytes} MB after the first; an hour's meeting indexed in {outcome.hour_cpu_seconds} CPU s"
    )
    print(f"  questions: p95 {outcome.p95_ms} ms, most {outcome.most_ms} ms")
    for name, (median, p95, most) in outcome.kinds.items():
        print(f"  {name}: median {median} ms, p95 {p95}, most {most}")
    print("  plan: " + "\n        ".join(outcome.plan), flush=True)


if __name__ == "__main__":
    sys.exit(main())
