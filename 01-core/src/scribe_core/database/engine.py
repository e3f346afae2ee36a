"""The database behind one URL: SQLite in a file here, PostgreSQL when distributed. One code, one set of queries."""

import asyncio
import contextlib
import errno
import socket
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from asyncpg import PostgresError
from sqlalchemy import URL, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    DisconnectionError,
    InterfaceError,
    InvalidRequestError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, PoolProxiedConnection

from scribe_core.database.base import leaves_no_trace
from scribe_core.database.tables import METADATA
from scribe_core.errors import ScribeError

MIGRATIONS = Path(__file__).parents[3] / "migrations"

SQLITE_BUSY_SECONDS = 15
"""How long a writer waits for another one. A transaction of ours takes milliseconds; the longest write (a four-hour
transcript's utterances) was seen to take under a second."""

WIPE_SECONDS, WIPE_TRIES = 0.5, 5
"""How long one try at emptying SQLite's log waits for readers, writers waiting behind it, and how many there are at once."""

BUSY_STATES = frozenset({"40P01", "40001", "55P03", "53300"})
"""PostgreSQL's SQLSTATEs that pass by themselves: deadlock, serialization failure, lock not available, too many connections."""

REFUSED_STATES = ("28", "3D")
"""Classes of those that an address is to blame for: credentials, no such database."""

AWAY_STATES = ("08", *REFUSED_STATES, "53", "57", "58")
"""Classes of those that need somebody: connection, the above, resources, shutting down, system."""

NO_WAY = frozenset({errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
"""What a connection meets that Python has no `ConnectionError` for: no way leads there."""

DEAD_LINE_SECONDS, PROBES = 20, 2
"""After how long without a sign of life a connection to PostgreSQL is given up by either side, and how often it is asked in that time.
Left alone Linux tries for a quarter of an hour to send, and notices after two hours that nothing comes."""

SILENT_SECONDS = 60
"""How long a transaction may do nothing before PostgreSQL takes it back: whoever stands still in one (a suspended machine answers the
probes above) holds rows that others wait for. Where a transaction of ours waits for a store or a disk, see `allow_silence`."""

_ON_THE_SERVER = {
    "idle_in_transaction_session_timeout": f"{SILENT_SECONDS}s",
    "tcp_user_timeout": f"{DEAD_LINE_SECONDS}s",
    "tcp_keepalives_idle": str(DEAD_LINE_SECONDS // 2),
    "tcp_keepalives_interval": str(DEAD_LINE_SECONDS // 2 // PROBES),
    "tcp_keepalives_count": str(PROBES),
}

RESTORATION = 7_263_514_001
"""The number that restorations lock in PostgreSQL. Any would do."""

_ALEMBIC = threading.Lock()
"""Alembic keeps its state in module globals: one migration at a time in a process."""


class _Reader(Session):
    """Refuses to write: nothing would take it back on PostgreSQL."""


def _refuse_rows(_session: Session, _flush: object, _rows: object) -> None:
    raise RuntimeError("a session that only reads was given rows to write")


def _refuse_statements(asked: ORMExecuteState) -> None:
    if asked.is_insert or asked.is_update or asked.is_delete:
        raise RuntimeError("a session that only reads was given a statement that writes")


event.listen(_Reader, "before_flush", _refuse_rows)
event.listen(_Reader, "do_orm_execute", _refuse_statements)


class Database:
    """Sessions on one database. One that may write is one transaction: it commits when its block ends, else rolls back."""

    def __init__(self, url: str) -> None:
        assert METADATA.tables, "whoever opens a database knows every table: foreign keys cross aggregates"
        parsed = _parsed(url)
        self.url = url
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        options: dict[str, Any] = {}
        if self.is_sqlite:
            if parsed.database:
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            options["connect_args"] = {"timeout": SQLITE_BUSY_SECONDS}
        else:
            options |= {"pool_size": 10, "max_overflow": 10, "pool_timeout": 10}
            options["connect_args"] = {"server_settings": _ON_THE_SERVER, "timeout": DEAD_LINE_SECONDS}
        self._engine = create_async_engine(url, hide_parameters=True, **options)
        if self.is_sqlite:
            event.listen(self._engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self._engine.sync_engine, "begin", _begin)
        else:
            event.listen(self._engine.sync_engine, "connect", _notice_a_dead_line)
            event.listen(self._engine.sync_engine, "checkout", _require_open)
        # A reader's queries each see what is newest on PostgreSQL, transaction or not: without one they cost one way there and
        # back each, and not three. On SQLite the transaction is what keeps them from waiting for a writer.
        alone = {"reading": True} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._writers = async_sessionmaker(self._engine, expire_on_commit=False)
        self._hasty = async_sessionmaker(self._engine.execution_options(hasty=True), expire_on_commit=False)
        self._readers = async_sessionmaker(
            self._engine.execution_options(**alone), expire_on_commit=False, sync_session_class=_Reader
        )

    @asynccontextmanager
    async def session(self, *, durable: bool = True) -> AsyncIterator[AsyncSession]:
        """One transaction that may write. Raises `database_busy` or `database_unavailable`.

        One that is not `durable` does not wait for the disk, which takes half a second where it is busy: a power cut may undo it,
        whole, with all that came after it but no durable one. It is for what ends by itself, as a lease does.
        """
        with _translated_errors():
            async with (self._writers if durable else self._hasty).begin() as session:
                if not durable and not self.is_sqlite:
                    await session.execute(text("SET LOCAL synchronous_commit = off"))
                yield session
        if leaves_no_trace(session):
            await self.wipe()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads: it never waits for a writer. For one view over several queries see `snapshot`. Raises as
        `session` does."""
        with _translated_errors():
            async with self._readers.begin() as session:
                yield session

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """One transaction that sees every table as it stood at one instant, whoever writes meanwhile. Raises as `session` does."""
        # On SQLite the first read fixes what is seen; on PostgreSQL each statement would otherwise see what is newest.
        on_postgresql = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        options = {"reading": True} if self.is_sqlite else on_postgresql
        with _translated_errors():
            async with self._engine.execution_options(**options).connect() as connection, connection.begin():
                await allow_silence(connection)
                yield connection

    @asynccontextmanager
    async def restoring_alone(self) -> AsyncIterator[None]:
        """Have other restorations into this database wait until the block ends. SQLite's file is one machine's: its own lock
        serves. Raises as `session` does."""
        if self.is_sqlite:
            yield
            return
        key = {"key": RESTORATION}
        with _translated_errors():
            async with self._engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                await connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
                try:
                    yield
                finally:
                    await connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)

    async def begin_anew(self, revision: str) -> None:
        """Have every table as of that revision, and no row.

        Raises `restore_not_empty` where there is an account, which then stays, and as `session` does.
        """
        with _translated_errors():
            async with self._engine.begin() as connection:
                if await connection.run_sync(lambda sync: inspect(sync).has_table("users")):
                    if not self.is_sqlite:  # there every writing transaction is alone
                        await connection.execute(text("LOCK TABLE users IN ACCESS EXCLUSIVE MODE"))
                    if await connection.scalar(text("SELECT count(*) FROM users")):
                        raise ScribeError("restore_not_empty")
                await connection.run_sync(METADATA.drop_all)
                await connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
            await asyncio.to_thread(_upgrade, self.url, revision)

    @staticmethod
    def knows(revision: str) -> bool:
        """Whether this release can bring tables of that revision up to date."""
        return revision in _revisions()[1]

    async def is_empty(self) -> bool:
        """Whether there is no account yet. Raises `database_newer`, and as `session` does."""
        try:
            await self.check()
        except ScribeError as error:
            if error.code != "database_unprepared":
                raise
        async with self.reading() as session:
            connection = await session.connection()
            if not await connection.run_sync(lambda sync: inspect(sync).has_table("users")):
                return True
            return not await session.scalar(text("SELECT count(*) FROM users"))

    async def migrate(self) -> None:
        """Bring the schema up to this release. Safe to call by several processes at once and when nothing is to do.

        Raises `database_newer`, and as `session` does.
        """
        with _translated_errors():
            await asyncio.to_thread(_upgrade, self.url)

    async def check(self) -> None:
        """Raises what is wrong: `database_unprepared`, `database_newer`, or as `session` does."""
        async with self.reading() as session:
            connection = await session.connection()
            prepared = await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version"))
            versions = await session.scalars(text("SELECT version_num FROM alembic_version")) if prepared else None
            found = set(versions.all() if versions else ())
        heads, known = _revisions()
        if not found <= known:
            raise ScribeError("database_newer")
        if found != heads:
            raise ScribeError("database_unprepared")

    async def wipe(self, tries: int = WIPE_TRIES) -> bool:
        """Empty SQLite's log, where deleted rows stay readable; tells whether it is empty.

        A long reader holds it up: then the next sweep or the end of the process empties it. PostgreSQL has a log of its own.
        """
        path = make_url(self.url).database
        if not self.is_sqlite or not path:
            return True
        for again in range(tries):
            if await asyncio.to_thread(_emptied_log, path):
                return True
            await asyncio.sleep(0.1 * again)
        return False

    async def close(self) -> None:
        """Give every connection back."""
        await self._engine.dispose()
        await self.wipe(tries=1)


def alembic_config(url: str) -> Config:
    """Alembic's configuration for a database, without any file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def _upgrade(url: str, revision: str = "head") -> None:
    with _ALEMBIC, _known_revisions():
        command.upgrade(alembic_config(url), revision)


@cache
def _revisions() -> tuple[frozenset[str], frozenset[str]]:
    """The newest migrations of this release, and all it has."""
    scripts = ScriptDirectory.from_config(alembic_config(""))
    return frozenset(scripts.get_heads()), frozenset(script.revision for script in scripts.walk_revisions())


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:  # neither's text is shown: the address holds a password
        raise ScribeError("setting_invalid", setting="DATABASE_URL", reason="it cannot be read") from error


async def migrations_waiting(url: str) -> int:
    """How many migrations the next start will run. Only looks: a database that is not there is not made.

    Raises as `Database.migrate` does.
    """
    current: tuple[str, ...] = ()
    if (existing := _only_looked_at(_parsed(url))) is not None:
        engine = create_async_engine(existing, poolclass=NullPool, hide_parameters=True)
        with _translated_errors():
            async with engine.connect() as connection:
                current = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_heads())
    with _known_revisions():
        scripts = ScriptDirectory.from_config(alembic_config(url))
        return len(list(scripts.iterate_revisions("heads", current or "base")))


def _only_looked_at(url: URL) -> URL | None:
    """The address under which opening a database changes nothing; None for a SQLite file that is not there.

    One that nobody has open is read without the two files beside it that even a reader would make.
    """
    if url.get_backend_name() != "sqlite":
        return url
    if not Path(url.database or "").exists():
        return None
    unused = not Path(f"{url.database}-wal").exists()
    query = {"mode": "ro", "uri": "true", **({"immutable": "1"} if unused else {})}
    return url.set(database=f"file:{url.database}", query=query)


@contextmanager
def _known_revisions() -> Iterator[None]:
    try:
        yield
    except (CommandError, ResolutionError) as error:
        if isinstance(error, ResolutionError) or isinstance(error.__cause__, ResolutionError):
            raise ScribeError("database_newer") from error
        raise


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        raise database_error(error) from error
    except InvalidRequestError as error:
        if "connection is closed" not in str(error):
            raise
        raise database_error(error) from error  # what replaced a connection that had ended, ended too
    except OSError as error:
        if not _of_the_network(error):  # a file's: nothing that the database is to blame for
            raise
        raise database_error(error) from error
    except (DBAPIError, PostgresError) as error:
        # asyncpg's own errors come bare while connecting, wrapped afterwards; a fault of ours is neither busy nor away.
        state = getattr(getattr(error, "orig", error), "sqlstate", None) or ""
        if state in BUSY_STATES:
            raise ScribeError("database_busy") from error
        if state.startswith(AWAY_STATES) or getattr(error, "connection_invalidated", False):
            raise database_error(error) from error
        raise


def _of_the_network(error: OSError) -> bool:
    """Whether a connection failed, not a file. Nobody answering is a `TimeoutError`, as asyncpg tells it."""
    if isinstance(error, ConnectionError | TimeoutError | socket.gaierror) or error.errno in NO_WAY:
        return True
    # asyncio's, for a name of several addresses:
    return error.errno is None and str(error).startswith("Multiple exceptions")


def database_error(error: BaseException) -> ScribeError:
    """The product's error for a driver's: a lock that is held passes soon, all else means the database is away."""
    state = getattr(getattr(error, "orig", error), "sqlstate", None) or ""
    if state.startswith(REFUSED_STATES):
        return ScribeError("database_refused")
    said = str(error)
    if "database is locked" in said or "QueuePool limit" in said:
        return ScribeError("database_busy")
    if "disk is full" in said or "No space left" in said:
        return ScribeError("storage_full")
    return ScribeError("database_unavailable")


def _emptied_log(path: str) -> bool:
    """Whether all that SQLite's log held is now in the database, and nothing in the log."""
    if not Path(path).exists():
        return True
    with contextlib.closing(sqlite3.connect(path, timeout=WIPE_SECONDS, isolation_level=None)) as connection:
        try:
            return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError:
            return False


async def allow_silence(connection: AsyncConnection | AsyncSession) -> None:
    """Let this one transaction do nothing for as long as it must: what it waits for may be a slow disk, or gigabytes."""
    dialect = connection.dialect if isinstance(connection, AsyncConnection) else connection.get_bind().dialect
    if dialect.name == "postgresql":
        await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def _require_open(connection: Any, _entry: ConnectionPoolEntry, _holder: PoolProxiedConnection) -> None:
    """Have the pool connect anew where the server or the kernel ended the connection: the driver was told. Asking the server each
    time would cost three ways there and back, and tell no more of one that says nothing."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError


def _notice_a_dead_line(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """Let our side's kernel give up, too: a worker that hangs in a heartbeat computes for nobody."""
    # asyncpg shows its socket nowhere else.
    line = connection.driver_connection._transport.get_extra_info("socket")
    if line.family == socket.AF_UNIX:
        return
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_USER_TIMEOUT", DEAD_LINE_SECONDS * 1000),
        ("TCP_KEEPIDLE", DEAD_LINE_SECONDS // 2),
        ("TCP_KEEPINTVL", DEAD_LINE_SECONDS // 2 // PROBES),
        ("TCP_KEEPCNT", PROBES),
    ):
        if (option := getattr(socket, name, None)) is not None:  # not every system has each
            line.setsockopt(socket.IPPROTO_TCP, option, value)


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """Readers beside one writer (WAL), durable at commit, with foreign keys, and zeros where something was deleted."""
    connection.isolation_level = None  # transactions are begun by `_begin`, not guessed by the driver
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        f"busy_timeout={SQLITE_BUSY_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    options = connection.get_execution_options()
    if options.get("reading"):
        connection.exec_driver_sql("BEGIN")
        return
    # With a log, NORMAL leaves out only the wait for the disk at the commit (SQLite, "PRAGMA synchronous").
    connection.exec_driver_sql(f"PRAGMA synchronous={'NORMAL' if options.get('hasty') else 'FULL'}")
    # A deferred transaction that reads first and writes later fails at once with "locked" when another one wrote
    # meanwhile (SQLite, "Isolation"): taking the write lock at the start makes it wait instead.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
