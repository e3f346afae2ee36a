"""A distributed installation for proofs: the product's own processes on real services, each to be ended and started again."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import httpx
from hosts import Host
from running_product import Program
from servers.postgresql import PostgreSQL
from servers.process import LOOPBACK, Process, free_port, killed, started, stopped
from servers.redis import Redis
from servers.s3 import S3
from short_form import MODELS

from scribe.processes import PYTHON, WORKER_READY
from scribe_core.database import one_time_codes
from scribe_core.database.engine import Database
from scribe_core.stores.objects import Objects

DATABASE = "scribe"
PREFIX = "proof"
OURS = ("SCRIBE_", "DATABASE_URL", "OBJECTS_URL", "QUEUE_URL", "VECTORS_URL", "LLM_URL")


class Part:
    """A process of the product. What it wrote in all its lives is `said`."""

    def __init__(
        self,
        name: str,
        command: Sequence[object],
        folder: Path,
        settings: Mapping[str, str],
        is_ready: Callable[[], bool] | None,
    ) -> None:
        self.name, self._command, self._folder = name, command, folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self._environment = {**kept, **settings}
        self._is_ready = is_ready or self._says_ready
        self._lives = 0
        self.process: Process | None = None
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def said(self) -> str:
        """Its log."""
        log = self._folder / "log"
        return log.read_text(errors="replace") if log.exists() else ""

    @property
    def pid(self) -> int:
        """Its process number."""
        assert self.process
        return self.process.pid

    @property
    def lives(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def begin(self) -> None:
        """Start it; it need not be ready."""
        self._lives = self.said.count(WORKER_READY)
        self.process = started(self._command, self._folder, lambda: True, self._environment)

    def start(self) -> None:
        """Start it and wait until it is ready."""
        self._lives = self.said.count(WORKER_READY)
        self.process = started(self._command, self._folder, self._is_ready, self._environment)

    def kill(self) -> None:
        """As a machine in trouble does."""
        if self.process:
            killed(self.process)

    def stop(self) -> None:
        """In good order."""
        if self.process:
            stopped(self.process, signal.SIGTERM)

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def _says_ready(self) -> bool:
        return self.said.count(WORKER_READY) > self._lives


class Installation:
    """The services, an API and as many workers as one likes. `api` is where a program finds it."""

    def __init__(self, folder: Path, host: str, more: Mapping[str, str]) -> None:
        self.folder, self._more = folder, dict(more)
        for name in ("postgresql", "redis", "s3"):
            (folder / name).mkdir()
        self.postgresql = PostgreSQL(folder / "postgresql", host)
        self.redis, self.s3 = Redis(folder / "redis", host), S3(folder / "s3", host)
        self.port = free_port()
        self._parts: list[Part] = []

    @property
    def api(self) -> str:
        """Where a program finds it."""
        return f"http://{LOOPBACK}:{self.port}/api/v1"

    @property
    def settings(self) -> dict[str, str]:
        """The environment of its processes."""
        return {
            **self.s3.settings(PREFIX),
            "DATABASE_URL": self.postgresql.url(DATABASE),
            "QUEUE_URL": self.redis.url(),
            "SCRIBE_VOLUMES": str(self.folder / "volumes"),
            "SCRIBE_MODELS_FOLDER": str(MODELS),
            "SCRIBE_OFFLINE": "true",
            "SCRIBE_API_PORT": str(self.port),
            "SCRIBE_THREADS": "1",
            "SCRIBE_ACCESS_TOKEN_MINUTES": "60",
            **self._more,
        }

    @property
    def objects(self) -> Objects:
        """Its object store."""
        return self.s3.objects(PREFIX)

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """Its database, as its administrator sees it."""
        database = Database(self.postgresql.url(DATABASE))
        try:
            yield database
        finally:
            await database.close()

    def look(self, work: Callable[[Database], Any]) -> Any:
        """What that coroutine finds in its database."""

        async def opened() -> Any:
            async with self.database() as database:
                return await work(database)

        return asyncio.run(opened())

    def start_services(self) -> None:
        """Database with every table, queue and store."""
        self.postgresql.start()
        self.redis.start()
        self.s3.start()
        self.postgresql.sql(f"CREATE DATABASE {DATABASE}")
        self.look(Database.migrate)

    def api_part(self) -> Part:
        """Its API, not started."""

        def answers() -> bool:
            try:
                return httpx.get(f"http://{LOOPBACK}:{self.port}/ready", timeout=5).status_code < 500
            except httpx.HTTPError:
                return False

        return self._part("api", [*PYTHON, "run-api"], self.settings, answers)

    def worker(self, name: str, program: Sequence[object] = (*PYTHON, "run-worker"), host: Host | None = None) -> Part:
        """A worker, not started, here or on a host; each has a data folder of its own, as on a machine of its own."""
        settings = {**self.settings, "SCRIBE_VOLUMES": str(self.folder / name / "volumes")}
        if host is None:
            return self._part(name, program, settings)
        return self._part(name, host.command(program), host.settings(settings))

    def program(self) -> Program:
        """A program of the first administrator."""

        async def code(database: Database) -> str:
            async with database.session() as session:
                return (await one_time_codes.make_setup_code(session, hours=1)).text

        return Program(self).set_up(self.look(code))

    def close(self) -> None:
        """End all of it."""
        for part in self._parts:
            part.kill()
        self.redis.kill()
        self.s3.kill()
        self.postgresql.stop()

    def _part(
        self,
        name: str,
        command: Sequence[object],
        settings: Mapping[str, str],
        is_ready: Callable[[], bool] | None = None,
    ) -> Part:
        part = Part(name, command, self.folder / name, settings, is_ready)
        self._parts.append(part)
        return part


@contextmanager
def installation(host: str = LOOPBACK, **more: str) -> Iterator[Installation]:
    """An installation whose services run, with these settings besides."""
    with TemporaryDirectory(prefix="scribe-proof-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another user, who must be able to walk in
        found = Installation(folder, host, more)
        try:
            found.start_services()
            yield found
        finally:
            found.close()
