"""The API with 100,000 meetings in PostgreSQL: how soon it answers at fifty requests a second, and what five hundred listeners cost.

    ./manage.sh prove load [--meetings 100000] [--own 10000] [--rate 50] [--seconds 60] [--listeners 500]
    ./manage.sh prove load --short

Requests begin when they are due, whether or not the ones before were answered, and their time is counted from then on. A worker transcribes
beside it. Then listeners come: PostgreSQL's transactions a second tell how many readers they make. Method and
figures: README.md here.
"""

import argparse
import asyncio
import json
import random
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

from bulk import SUBJECTS, people, queued_runs
from installation import Installation, installation
from running_product import EMAIL, Program
from short_form import LANGUAGE, SOUND
from sqlalchemy import select, text

from scribe.processes import PYTHON
from scribe_core.database import meetings, runs, users
from scribe_core.database.engine import Database
from scribe_core.domain.run import Status

RESULTS = Path(__file__).resolve().parent / "results" / "load"

MOST_SECONDS = 0.050
"""95 of 100 answers, of each kind."""

MOST_MORE_READS = 6.0
"""Transactions a second that all further listeners together may add while nothing happens. One reader looks twice a second for all,
and now and then whether they may still listen; a reader each would add two."""

OTHERS = 500
CONNECTIONS = 40
WATCHED_SECONDS = 8.0
SETTLED_SECONDS = 11.0
"""After so long a connection to PostgreSQL that does nothing more has told what it did before (PGSTAT_IDLE_INTERVAL, 10 s)."""
SEED = 5

Kinds = dict[str, Callable[[random.Random], str]]


def main() -> int:
    """Measure, print, keep the figures; 1 where a target is missed. The short form does not judge by time."""
    parser = argparse.ArgumentParser(prog="prove load")
    parser.add_argument("--meetings", type=int, default=100_000)
    parser.add_argument("--own", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=50.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--listeners", type=int, default=500)
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    if options.short:
        options.meetings, options.own, options.rate, options.seconds, options.listeners = 4000, 400, 20.0, 5.0, 60
    _allow_files(4 * options.listeners + 1000)
    with installation(SCRIBE_API_CONNECTIONS=str(options.listeners + 200)) as home:
        home.api_part().start()
        program = home.program()
        mine = home.look(lambda database: _fill(database, options.meetings, options.own))
        worker = home.worker("worker", ("setsid", *PYTHON, "run-worker"))  # a session of its own, as in the product
        worker.start()
        for _ in range(1 if options.short else 6):
            program.upload(SOUND, language=LANGUAGE)
        taken, failed = asyncio.run(_asked(program, _kinds(mine), options.rate, options.seconds))
        worker.stop()
        alone, many, heard = asyncio.run(_listened(home, program, options.listeners))
    for kind, seconds in taken.items():
        print(
            f"{kind}: {len(seconds)} answers, median {median(seconds) * 1000:.0f} ms, p95 {_p95(seconds) * 1000:.0f} ms, most {max(seconds) * 1000:.0f} ms"
        )
    print(f"{failed} failed; {options.meetings} meetings, {options.own} of them one's own, {options.rate:g} requests/s")
    print(
        f"transactions a second: {alone:.1f} with one listener, {many:.1f} with {options.listeners};"
        f" a change was heard by {len(heard)}, after {median(heard):.2f} s (all: {max(heard):.2f} s)"
    )
    figures = {
        "seconds": taken,
        "failed": failed,
        "reads": {"1": alone, str(options.listeners): many},
        "heard_after": heard,
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps(figures, indent=1) + "\n")
    faults = [f"{failed} requests failed"] if failed else []
    if many - alone > MOST_MORE_READS:
        faults.append(f"{many - alone:.1f} more transactions a second for {options.listeners - 1} more listeners")
    if len(heard) < options.listeners:
        faults.append(f"only {len(heard)} of {options.listeners} heard of a change")
    if not options.short:
        faults += [
            f"{kind}: p95 {_p95(seconds) * 1000:.0f} ms"
            for kind, seconds in taken.items()
            if _p95(seconds) > MOST_SECONDS
        ]
    print("\n".join(faults) or "within the targets: none failed, one reader" + ("" if options.short else ", p95 50 ms"))
    return 1 if faults else 0


async def _fill(database: Database, count: int, own: int) -> list[str]:
    """So many meetings that ended, so many of them the program's own; ids of some of those."""
    async with database.session() as session:
        me = await users.by_email(session, EMAIL)
        assert me is not None
        await queued_runs(session, own, [me.id], Status.COMPLETED)
        await queued_runs(session, count - own, await people(session, OTHERS), Status.COMPLETED)
    async with database.session() as session:
        await session.execute(text("ANALYZE"))
        found = await session.scalars(select(meetings.Meeting.id).where(meetings.Meeting.owner_id == me.id).limit(1000))
    return list(found)


# -- requests at a steady rate


def _kinds(mine: list[str]) -> Kinds:
    return {
        "list": lambda _: "/meetings?limit=50",
        "title search": lambda chance: (
            f"/meetings?limit=50&q={quote(f'{chance.choice(SUBJECTS)} {chance.randrange(100)}')}"
        ),
        "read": lambda chance: f"/meetings/{chance.choice(mine)}",
    }


async def _asked(program: Program, kinds: Kinds, rate: float, seconds: float) -> tuple[dict[str, list[float]], int]:
    """Seconds of each answer from when its request was due, by kind, and how many were no answer."""
    chance = random.Random(SEED)  # noqa: S311 — the same at every run
    taken: dict[str, list[float]] = defaultdict(list)
    failed = 0
    free: asyncio.LifoQueue[_Line] = asyncio.LifoQueue()

    async def ask(kind: str, path: str, due: float) -> None:
        nonlocal failed
        line = await free.get()
        try:
            answered = await line.status(path) == 200
        except (OSError, EOFError, ValueError):  # cut off, or no HTTP
            answered = False
        if not answered:
            line.close()
        failed += not answered
        taken[kind].append(time.perf_counter() - due)
        free.put_nowait(line)

    with ExitStack() as open_:
        for _ in range(CONNECTIONS):
            line = _Line(program)
            open_.callback(line.close)
            free.put_nowait(line)
        for kind, path in kinds.items():  # connections and plans are there
            await asyncio.gather(*(ask(kind, path(chance), time.perf_counter()) for _ in range(8)))
        taken.clear()
        began = time.perf_counter()
        async with asyncio.TaskGroup() as asking:
            for number in range(int(rate * seconds)):
                due = began + number / rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                kind = list(kinds)[number % len(kinds)]
                asking.create_task(ask(kind, kinds[kind](chance), due))
    return dict(taken), failed


class _Line:
    """A connection, opened anew where the server let it go. It knows just enough HTTP: a client library takes as long for a
    request as the API does, of the same two cores."""

    def __init__(self, program: Program) -> None:
        self._place = place = program.http.base_url
        self._head = (
            f" HTTP/1.1\r\nHost: {place.host}\r\nAuthorization: {program.http.headers['Authorization']}\r\n\r\n"
        )
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def status(self, path: str) -> int:
        """Ask for that, and read the answer to its end."""
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self.close()
            self._reader, self._writer = await asyncio.open_connection(self._place.host, self._place.port)
        self._writer.write(f"GET {self._place.path}{path.lstrip('/')}{self._head}".encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        (length,) = re.findall(r"\r\ncontent-length: (\d+)", head)
        await self._reader.readexactly(int(length))
        return int(head.split(" ", 2)[1])

    def close(self) -> None:
        """Let it go."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


# -- listeners


async def _listened(home: Installation, program: Program, count: int) -> tuple[float, float, list[float]]:
    """PostgreSQL's transactions a second with one listener and with so many, and after how long each heard of a change."""
    place = program.http.base_url
    request = (
        f"GET {place.path}events HTTP/1.1\r\nHost: {place.host}\r\nAccept: text/event-stream\r\n"
        f"Authorization: {program.http.headers['Authorization']}\r\n\r\n"
    ).encode()
    async with home.database() as database, AsyncExitStack() as open_:
        readers = []

        async def listen() -> None:
            reader, writer = await asyncio.open_connection(place.host, place.port)
            open_.callback(writer.close)
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in head.splitlines()[0], head
            readers.append(reader)

        await listen()
        alone = await _reads(database)
        for _ in range(count - 1):
            await listen()
        many = await _reads(database)
        heard: list[float] = []
        async with database.session() as session:
            run = (await session.scalars(select(runs.Run).where(runs.Run.status == Status.COMPLETED).limit(1))).one()
            owner = await users.by_email(session, EMAIL)
            assert owner is not None
            mark = await session.scalar(select(runs.Run.id).where(runs.Run.owner_id == owner.id).limit(1))
            session.add(
                runs.RunEvent(
                    kind=run.kind, owner_id=owner.id, meeting_id=run.meeting_id, run_id=mark, status=run.status
                )
            )
        told = time.perf_counter()

        async def hear(reader: asyncio.StreamReader) -> None:
            async with asyncio.timeout(60):
                while str(mark).encode() not in await reader.readline():
                    pass
            heard.append(time.perf_counter() - told)

        await asyncio.gather(*map(hear, readers), return_exceptions=True)
    return alone, many, heard


async def _reads(database: Database) -> float:
    """Transactions a second that the database ends while nobody asks for anything."""

    async def ended() -> int:
        async with database.reading() as session:
            query = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
            return int(await session.scalar(text(query)) or 0)

    await asyncio.sleep(SETTLED_SECONDS)
    before, began = await ended(), time.monotonic()
    await asyncio.sleep(WATCHED_SECONDS)
    return (await ended() - before) / (time.monotonic() - began)


def _allow_files(count: int) -> None:
    """Let this process, and those it starts, have so many files open."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, most), most))


def _p95(values: Any) -> float:
    return float(sorted(values)[min(int(len(values) * 0.95), len(values) - 1)])


if __name__ == "__main__":
    sys.exit(main())
