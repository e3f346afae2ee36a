"""How soon a resting worker has a run, from the commit that asks for it: with a queue that rings, and without one.

    ./manage.sh prove wake_up [--runs 200] [--workers 2]
    ./manage.sh prove wake_up --short

The services are real and start for the occasion: PostgreSQL 16, Redis 7. Workers are processes of their own and do nothing with
a run but note when they have it; they look at the table at the default interval. One run is asked for at a time.
"""

import argparse
import asyncio
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from servers.postgresql import PostgreSQL
from servers.redis import Redis

from scribe_core.database import leases, meetings, runs
from scribe_core.database.base import new_id, now
from scribe_core.database.engine import Database
from scribe_core.database.users import User
from scribe_core.domain.run import Lane, RunKind, RunSettings, Status
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects
from scribe_core.stores.queue import Doorbell, open_doorbell

SHORT_RUNS = 10
SLOWEST_SHARE = 0.95
ALLOWED_SECONDS = 0.5
"""Half of what the table alone takes at its default interval, on a busy machine too."""

LANES = ("cpu",)


def main() -> int:
    """Measure both ways; 1 where the queue does not wake sooner than it should."""
    options = _options()
    with _services() as (database_url, redis_url, folder):
        asyncio.run(_migrated(database_url))
        slowest = {}
        for name, queue_url in (("queue", redis_url), ("no queue", "")):
            seconds = _measured(database_url, queue_url, folder, options)
            slowest[name] = _quantile(seconds, SLOWEST_SHARE)
            print(
                f"{name}: {len(seconds)} runs, {options.workers} workers: from commit to claim"
                f" median {statistics.median(seconds) * 1000:.0f} ms, p95 {slowest[name] * 1000:.0f} ms,"
                f" most {max(seconds) * 1000:.0f} ms",
                flush=True,
            )
    return 0 if slowest["queue"] < ALLOWED_SECONDS else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="prove wake_up")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--short", action="store_true", help=f"{SHORT_RUNS} runs")
    options = parser.parse_args()
    if options.short:
        options.runs = SHORT_RUNS
    return options


@contextmanager
def _services() -> Iterator[tuple[str, str, Path]]:
    with tempfile.TemporaryDirectory(prefix="scribe-wake-up-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another user, who must be able to walk in
        for part in ("postgresql", "redis"):
            (folder / part).mkdir()
        database, redis = PostgreSQL(folder / "postgresql"), Redis(folder / "redis")
        try:
            database.start()
            redis.start()
            database.sql("CREATE DATABASE scribe")
            yield database.url("scribe"), redis.url(), folder
        finally:
            redis.stop()
            database.stop()


async def _migrated(url: str) -> None:
    database = Database(url)
    await database.migrate()
    await database.close()


def _measured(database_url: str, queue_url: str, folder: Path, options: argparse.Namespace) -> list[float]:
    context = multiprocessing.get_context("spawn")
    taken: multiprocessing.SimpleQueue[float] = context.SimpleQueue()
    arguments = (database_url, queue_url, folder, taken)
    workers = [context.Process(target=_work, args=arguments, daemon=True) for _ in range(options.workers)]
    for worker in workers:
        worker.start()
    try:
        for _ in workers:
            taken.get()
        return asyncio.run(_asked(database_url, queue_url, taken, options.runs))
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


async def _asked(
    database_url: str, queue_url: str, taken: "multiprocessing.SimpleQueue[float]", count: int
) -> list[float]:
    database, bell = Database(database_url), open_doorbell(queue_url, LANES)
    seconds = []
    for number in range(count):
        # Not in step with the workers' interval, so that its whole length is seen.
        await asyncio.sleep(0.3 + (number * 0.377) % 1.0)
        async with database.session() as session:
            user = User(
                id=new_id(), email=f"{new_id()}@example.org", name="A", role="member", language="en", password_hash=None
            )
            session.add(user)
            await session.flush()
            meeting = meetings.Meeting(
                id=new_id(), owner_id=user.id, title="A meeting", held_at=now(), participants=[], language=None,
                speakers=None, recording_name="a.wav", recording_bytes=10, media_type="audio/wav", status=Status.PENDING,
            )  # fmt: skip
            session.add(meeting)
            await session.flush()
            run_id = (await runs.enqueue(session, meeting, RunSettings())).id
        committed = time.time()
        await bell.ring(run_id)
        seconds.append(await asyncio.to_thread(taken.get) - committed)
    await bell.close()
    await database.close()
    return seconds


def _work(database_url: str, queue_url: str, folder: Path, taken: "multiprocessing.SimpleQueue[float]") -> None:
    """One worker process."""
    from scribe_workers import tasks
    from scribe_workers.jobs.desk import Desk
    from scribe_workers.tasks import Worker, WorkerSettings

    async def note(desk: Desk) -> None:
        taken.put(time.time())
        async with desk.database.session() as session:
            await leases.finish(session, desk.lease, Status.COMPLETED)

    async def serve() -> None:
        bell: Doorbell = open_doorbell(queue_url, LANES)
        holder = f"worker-{multiprocessing.current_process().pid}"
        settings = WorkerSettings(
            holder=holder, lanes=frozenset({Lane.CPU}), lease_seconds=30.0,
            poll_seconds=Settings.model_fields["poll_seconds"].default, attempts=3, threads=1, scratch=folder / holder,
            free_space_bytes=0, recipe_for=lambda _run: None,  # type: ignore[arg-type, return-value]
        )  # fmt: skip
        objects = Objects.open((folder / "objects").as_uri())
        worker = Worker(settings, Database(database_url), objects, None, bell)  # type: ignore[arg-type]
        taken.put(0.0)
        await worker.serve()

    tasks.JOBS[RunKind.TRANSCRIPTION] = note
    asyncio.run(serve())


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


if __name__ == "__main__":
    sys.exit(main())
