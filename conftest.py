"""What every test may ask for: the stores, each once as embedded and once as distributed, on real servers.

A database is SQLite and PostgreSQL 16, empty or migrated; an object store is a folder and S3; an index of vectors is a folder
and Qdrant. One server of a kind serves the whole session.
"""

import asyncio
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from servers.postgresql import PostgreSQL
from servers.qdrant import Qdrant
from servers.redis import Redis
from servers.s3 import S3
from sqlalchemy import text

from scribe_core.database.engine import Database
from scribe_core.database.tables import METADATA
from scribe_core.stores.objects import Objects
from scribe_core.stores.vectors import Vectors, open_vectors


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
        # Ten thousand rows of one test leave large files behind, above all indexes, which no deletion makes smaller: the planner of
        # the next one would take them into account, or not, as the server has cleaned up by then.
        large = (await session.scalars(text(_LARGE))).all()
        if large:
            await session.execute(text(f"TRUNCATE {', '.join(large)} CASCADE"))
    await database.close()


_LARGE = """
    SELECT quote_ident(relname) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_total_relation_size(oid) > 1000000
"""


def _run(work: Coroutine[Any, Any, None]) -> None:
    # In a thread: this one may have an event loop already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL 16 server on a free loopback port, that all tests of the session use."""
    with _postgresql() as server:
        server.start()
        yield server


@pytest.fixture
def own_postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL 16 server of the test's own, to be ended and started again by it; not started yet."""
    with _postgresql() as server:
        yield server


@contextmanager
def _postgresql() -> Iterator[PostgreSQL]:
    # Not `tmp_path`: the server runs as another user, who must be able to walk in.
    with tempfile.TemporaryDirectory(prefix="scribe-postgresql-", ignore_cleanup_errors=True) as name:
        server = PostgreSQL(Path(name))
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    """An S3 server on a free loopback port."""
    server = S3(tmp_path_factory.mktemp("s3"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def own_s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    """An S3 server of the test's own, to be ended by it; not started yet."""
    server = S3(tmp_path_factory.mktemp("s3"))
    yield server
    server.kill()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """A Redis 7 on a free loopback port, that all tests of the session use."""
    server = _redis(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """A Redis 7 of the test's own, to be ended and wiped by it; not started yet."""
    server = _redis(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()


def _redis(home: Path) -> Redis:
    if not Redis.is_here():
        pytest.skip("Redis is not here: `./manage.sh test` installs it")
    return Redis(home)


@pytest.fixture
def objects_settings(request: pytest.FixtureRequest, migrated_url: str, tmp_path: Path) -> dict[str, str]:
    """What an installation has in its environment for `objects_beside`."""
    if migrated_url.startswith("sqlite"):
        return {"OBJECTS_URL": f"file://{tmp_path / 'objects'}"}
    server: S3 = request.getfixturevalue("s3")
    return server.settings(secrets.token_hex(8))


@pytest.fixture
def objects_beside(request: pytest.FixtureRequest, objects_settings: dict[str, str]) -> Objects:
    """An empty object store as it stands beside the test's database: a folder when embedded, S3 when distributed."""
    url = objects_settings["OBJECTS_URL"]
    if url.startswith("file:"):
        return Objects.open(url)
    server: S3 = request.getfixturevalue("s3")
    return Objects.open(url, server.access)


@pytest.fixture(params=["file", "s3"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    """An empty object store: each test runs on both kinds."""
    if request.param == "file":
        return Objects.open(f"file://{tmp_path / 'réunions et plus'}")
    server: S3 = request.getfixturevalue("s3")
    return server.objects(secrets.token_hex(8))


@pytest.fixture
def qdrant() -> Iterator[Qdrant]:
    """A stand-in for a Qdrant server, on a free loopback port, with nothing in it."""
    server = Qdrant()
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["file", "qdrant"])
async def vectors(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Vectors]:
    """An index of vectors without any collection: each test runs on both kinds."""
    async with _opened(request, tmp_path, request.param) as opened:
        yield opened


@pytest.fixture
async def vectors_beside(request: pytest.FixtureRequest, migrated_url: str, tmp_path: Path) -> AsyncIterator[Vectors]:
    """An empty index as it stands beside the test's database: a folder when embedded, a server when distributed."""
    async with _opened(request, tmp_path, "file" if migrated_url.startswith("sqlite") else "qdrant") as opened:
        yield opened


@asynccontextmanager
async def _opened(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> AsyncIterator[Vectors]:
    if kind == "file":
        opened = open_vectors(f"file://{tmp_path / 'index et plus'}")
    elif real := os.environ.get("SCRIBE_TEST_QDRANT"):
        opened = open_vectors(real, os.environ.get("SCRIBE_TEST_QDRANT_KEY", ""))
    else:
        server: Qdrant = request.getfixturevalue("qdrant")
        opened = open_vectors(server.url, server.key)
    await opened.drop()
    yield opened
    await opened.drop()
    await opened.close()
