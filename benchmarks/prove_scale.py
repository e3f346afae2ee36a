"""What more workers bring, and that a long queue costs no claim anything.

    ./manage.sh prove scale [--runs 48] [--queued 10000] [--recordings 8]
    ./manage.sh prove scale --short

Three questions on PostgreSQL, Redis and S3 as they are: one, two and four workers whose only stage sleeps, so that nothing but the queue can be
the limit; claims from a queue of 10,000 runs in a table with ten times as many that ended, with the plan of the query; and the real pipeline
on two machines (network namespaces where we are root). Method and figures: README.md here.
"""

import argparse
import asyncio
import json
import multiprocessing
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from threading import Barrier
from typing import Any

from bulk import people, queued_runs
from hosts import Network, network
from installation import Installation, installation
from running_product import Program
from short_form import LANGUAGE, MODELS
from sqlalchemy import event, select, text

from scribe_core.database import leases, runs
from scribe_core.database.engine import Database
from scribe_core.domain.run import Lane, RunKind, Status
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects
from scribe_core.stores.queue import open_doorbell

RESULTS = Path(__file__).resolve().parent / "results" / "scale"
SOUND = MODELS / "test-recordings" / "beckett.wav"

LEAST_SHARE = 0.95
"""Of N times one worker's speed, with N workers."""

MOST_CLAIM_SECONDS = 0.020
SLEEP_SECONDS = 1.0
OWNERS = 500
HISTORY = 10
"""Runs that ended for each that waits."""

CLAIMS = 1000
CLAIMERS = (1, 4)
SETTLING_CLAIMS = 5
"""Of each process, before it counts: its connection and its statements are made."""

LEASE_SECONDS = 60.0
PATIENCE_SECONDS = 300.0
LOOK_AGAIN_SECONDS = 0.1


def main() -> int:
    """Measure all three, print, keep the figures; 1 where a target is missed. The short form does not judge by time."""
    parser = argparse.ArgumentParser(prog="prove scale")
    parser.add_argument("--runs", type=int, default=48)
    parser.add_argument("--queued", type=int, default=10_000)
    parser.add_argument("--recordings", type=int, default=8)
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    counts: tuple[int, ...] = (1, 2, 4)
    sleep = SLEEP_SECONDS
    if options.short:
        options.runs, options.queued, options.recordings, counts, sleep = 8, 500, 2, (1, 4), 0.25
    with network() as net, installation(net.address) as home:
        home.api_part().start()
        program = home.program()
        seconds = {count: _asleep(home, count, options.runs, sleep) for count in counts}
        shares = {count: seconds[1] / seconds[count] / count for count in counts}
        for count in counts:
            print(
                f"{count} sleeping workers: {options.runs} runs in {seconds[count]:.2f} s, {shares[count]:.1%} of {count} times one"
            )
        claims, plan = _long_queue(home, options.queued)
        for claimers, taken in claims.items():
            print(
                f"{options.queued} queued, {claimers} at once: a claim takes {statistics.median(taken) * 1000:.1f} ms,"
                f" p95 {_quantile(taken, 0.95) * 1000:.1f} ms, most {max(taken) * 1000:.1f} ms"
            )
        scans = _nodes(plan)
        print(f"the plan of a claim ({plan['Execution Time']:.1f} ms in PostgreSQL): " + ", ".join(scans))
        done = _on_machines(home, net, program, options.recordings, (2,) if options.short else (1, 2))
        for machines, (took, shared) in done.items():
            print(
                f"{machines} machines ({net.what}), real pipeline: {options.recordings} runs in {took:.1f} s, by machine {shared}"
            )
    figures = {
        "sleeping_seconds": seconds, "shares": shares, "claim_seconds": claims, "plan": plan,
        "machines": {count: {"seconds": took, "runs": shared} for count, (took, shared) in done.items()},
    }  # fmt: skip
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps(figures, indent=1) + "\n")
    faults = [f"a claim reads the whole table: {scan}" for scan in scans if scan.startswith("Seq Scan on runs")]
    faults += [
        f"{machines} machines did {shared}"
        for machines, (_, shared) in done.items()
        if sum(shared) != options.recordings
    ]
    if not options.short:
        faults += [
            f"{count} workers: {share:.1%} of {count} times one"
            for count, share in shares.items()
            if share < LEAST_SHARE
        ]
        slow = {count: _quantile(taken, 0.95) for count, taken in claims.items()}
        faults += [
            f"claims, {count} at once: p95 {took * 1000:.0f} ms"
            for count, took in slow.items()
            if took > MOST_CLAIM_SECONDS
        ]
    print(
        "\n".join(faults)
        or "within the targets: " + ("no scan, no run lost" if options.short else "0.95 N, p95 20 ms, no scan")
    )
    return 1 if faults else 0


# -- workers whose only stage sleeps


def _asleep(home: Installation, count: int, wanted: int, sleep: float) -> float:
    """Seconds in which so many workers do so many runs that sleep."""
    context = multiprocessing.get_context("spawn")
    ended: SimpleQueue[float] = context.SimpleQueue()
    place = (home.postgresql.url("scribe"), home.redis.url(), home.folder, sleep, ended)
    workers = [context.Process(target=_work, args=place, daemon=True) for _ in range(count)]
    for worker in workers:
        worker.start()
    try:
        for _ in workers:
            ended.get()
        asked = home.look(lambda database: _ask(database, home.redis.url(), wanted))
        return max(ended.get() for _ in range(wanted)) - float(asked)
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


async def _ask(database: Database, queue_url: str, wanted: int) -> float:
    """When so many runs were asked for, all at once."""
    bell = open_doorbell(queue_url, ("cpu",))
    async with database.session() as session:
        ids = await queued_runs(session, wanted, await people(session, 1))
        asked = time.time()
    for run_id in ids:
        await bell.ring(run_id)
    await bell.close()
    return asked


def _work(database_url: str, queue_url: str, folder: Path, sleep: float, ended: "SimpleQueue[float]") -> None:
    """One worker process."""
    from scribe_workers import tasks
    from scribe_workers.jobs.desk import Desk
    from scribe_workers.tasks import Worker, WorkerSettings

    async def doze(desk: Desk) -> None:
        await asyncio.sleep(sleep)
        async with desk.database.session() as session:
            await leases.finish(session, desk.lease, Status.COMPLETED)
        ended.put(time.time())

    async def serve() -> None:
        holder = f"worker-{multiprocessing.current_process().pid}"
        settings = WorkerSettings(
            holder=holder, lanes=frozenset({Lane.CPU}), lease_seconds=30.0,
            poll_seconds=Settings.model_fields["poll_seconds"].default, attempts=3, threads=1, scratch=folder / holder,
            free_space_bytes=0, recipe_for=lambda _run: None,  # type: ignore[arg-type, return-value]
        )  # fmt: skip
        objects, bell = Objects.open((folder / "objects").as_uri()), open_doorbell(queue_url, ("cpu",))
        worker = Worker(settings, Database(database_url), objects, None, bell)  # type: ignore[arg-type]
        ended.put(0.0)
        await worker.serve()

    tasks.JOBS[RunKind.TRANSCRIPTION] = doze
    asyncio.run(serve())


# -- claims from a long queue


def _long_queue(home: Installation, queued: int) -> tuple[dict[int, list[float]], dict[str, Any]]:
    """Seconds of each claim, by how many processes claim at once; and the plan of one."""
    plan = home.look(lambda database: _filled(database, queued))
    each = min(CLAIMS, queued // 4) - max(CLAIMERS) * SETTLING_CLAIMS
    taken = {claimers: _claimed(home, claimers, each // claimers) for claimers in CLAIMERS}
    home.look(_emptied)
    return taken, plan


async def _filled(database: Database, queued: int) -> dict[str, Any]:
    async with database.session() as session:
        owners = await people(session, OWNERS)
        await queued_runs(session, queued * HISTORY, owners, Status.COMPLETED)
    async with database.session() as session:
        await queued_runs(session, queued, owners)
    async with database.session() as session:
        await session.execute(text("ANALYZE"))
    return await _plan(database)


async def _emptied(database: Database) -> None:
    async with database.session() as session:  # what waits would be worked on by whoever comes next
        await session.execute(text("DELETE FROM runs WHERE status IN ('PENDING', 'PROCESSING')"))


def _claimed(home: Installation, claimers: int, each: int) -> list[float]:
    """Seconds of each claim, by so many processes at once that do nothing else."""
    context = multiprocessing.get_context("spawn")
    with context.Manager() as shared, ProcessPoolExecutor(claimers, context) as pool:
        begin = shared.Barrier(claimers, timeout=PATIENCE_SECONDS)  # one that fails keeps nobody waiting for ever
        asked = [pool.submit(_claim, home.postgresql.url("scribe"), each, begin) for _ in range(claimers)]
        return [seconds for share in asked for seconds in share.result()]


def _claim(database_url: str, count: int, begin: Barrier) -> list[float]:
    """One that claims."""

    async def claims() -> list[float]:
        database = Database(database_url)
        seconds = []
        for number in range(-SETTLING_CLAIMS, count):
            if number == 0:
                await asyncio.to_thread(begin.wait)
            began = time.perf_counter()
            async with database.session() as session:
                holder = f"claimer-{multiprocessing.current_process().pid}"
                lease = await leases.claim(session, holder, [Lane.CPU], LEASE_SECONDS, 3)
            assert lease is not None
            if number >= 0:
                seconds.append(time.perf_counter() - began)
        await database.close()
        return seconds

    return asyncio.run(claims())


class _Undone(Exception):  # noqa: N818 — no error: what was looked at is taken back
    """Rolls a transaction back."""


async def _plan(database: Database) -> dict[str, Any]:
    """How PostgreSQL goes about a claim: what it says of the very statement, with its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("UPDATE runs"):
            seen.append((statement, parameters))

    found: Any = None
    with suppress(_Undone):
        async with database.session() as session:
            connection = await session.connection()
            await connection.run_sync(lambda sync: event.listen(sync, "before_cursor_execute", note))
            await leases.claim(session, "nobody", [Lane.CPU], LEASE_SECONDS, 3)
            told = await connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {seen[0][0]}", seen[0][1])
            found = told.scalar_one()
            raise _Undone
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]
    return plan


def _nodes(plan: dict[str, Any]) -> list[str]:
    """The steps of a plan that read a table, with the index they use."""
    found = []

    def walk(node: dict[str, Any]) -> None:
        if "Relation Name" in node:
            index = f" by {node['Index Name']}" if "Index Name" in node else ""
            found.append(f"{node['Node Type']} on {node['Relation Name']}{index}")
        for child in node.get("Plans", []):
            walk(child)

    walk(plan["Plan"])
    return found


# -- the real pipeline on two machines


def _on_machines(
    home: Installation, net: Network, program: Program, wanted: int, counts: Sequence[int]
) -> dict[int, tuple[float, list[int]]]:
    """Seconds for so many recordings on so many machines, and how many runs each machine did."""
    machines = [home.worker(f"machine-{number + 1}", host=net.host(f"machine-{number + 1}")) for number in range(2)]
    found = {}
    for count in counts:
        for machine in machines[:count]:
            machine.start()
        before = [machine.said.count(": completed") for machine in machines]
        began = time.monotonic()
        sent = [program.upload(SOUND, language=LANGUAGE)["id"] for _ in range(wanted)]
        while home.look(_waiting):
            assert time.monotonic() - began < PATIENCE_SECONDS, "waited in vain"
            time.sleep(LOOK_AGAIN_SECONDS)
        took = time.monotonic() - began
        assert all(program.read(f"/meetings/{id_}/runs")[0]["status"] == "COMPLETED" for id_ in sent)
        for machine in machines[:count]:
            machine.stop()
        found[count] = (took, [m.said.count(": completed") - old for m, old in zip(machines, before, strict=True)])
    return found


async def _waiting(database: Database) -> bool:
    async with database.reading() as session:
        return await session.scalar(select(runs.Run.id).where(runs.Run.status.in_(runs.ACTIVE)).limit(1)) is not None


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


if __name__ == "__main__":
    sys.exit(main())
