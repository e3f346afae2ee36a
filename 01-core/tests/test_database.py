"""What a database may be: refused, not there, not prepared, of another release."""

import asyncio
import errno
import socket
from datetime import timedelta
from typing import Any

import pytest
from servers.postgresql import PostgreSQL
from sqlalchemy import event, select, text, update

from scribe_core.database import engine
from scribe_core.database.base import new_id, now, now_plus
from scribe_core.database.engine import Database
from scribe_core.database.users import User
from scribe_core.errors import ScribeError


async def fault_of(url: str) -> str:
    """The code of what is wrong with it, empty where nothing is."""
    database = Database(url)
    try:
        await database.check()
    except ScribeError as error:
        return error.code if "guessed" not in str(error) else "the password was told"
    finally:
        await database.close()
    return ""


async def test_a_database_fits_its_release_or_is_told(database_url: str) -> None:
    assert await fault_of(database_url) == "database_unprepared"
    database = Database(database_url)
    await database.migrate()
    assert await fault_of(database_url) == ""
    for statement, code in (
        ("UPDATE alembic_version SET version_num = '0001'", "database_unprepared"),
        ("UPDATE alembic_version SET version_num = '9999'", "database_newer"),
    ):
        async with database.session() as session:
            await session.execute(text(statement))
        assert await fault_of(database_url) == code
    await database.close()


async def test_a_wrong_password_or_name_is_no_absence(postgresql: PostgreSQL) -> None:
    assert await fault_of(postgresql.url("postgres", password="guessed")) == "database_refused"
    assert await fault_of(postgresql.url("nowhere")) == "database_refused"
    assert await fault_of("postgresql+asyncpg://a:guessed@127.0.0.1:1/scribe") == "database_unavailable"
    assert await fault_of("postgresql+asyncpg://a:guessed@no.such.host.invalid/scribe") == "database_unavailable"


async def test_a_database_that_takes_the_call_and_says_nothing_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "DEAD_LINE_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql+asyncpg://a:guessed@127.0.0.1:{silent.getsockname()[1]}/scribe"
        assert await fault_of(url) == "database_unavailable"


async def test_where_no_way_leads_there_the_database_is_away_and_a_full_disk_is_none_of_its_faults(
    database_url: str,
) -> None:
    database = Database(database_url)
    for failure in (
        OSError(errno.EHOSTUNREACH, "No route to host"),
        OSError(errno.ENETUNREACH, "Network is unreachable"),
        OSError("Multiple exceptions: [Errno 111] Connect call failed, [Errno 113] Connect call failed"),
    ):
        with pytest.raises(ScribeError) as told:
            async with database.session():
                raise failure
        assert told.value.code == "database_unavailable"
    for fault in (OSError(errno.ENOSPC, "No space left on device"), FileNotFoundError(errno.ENOENT, "No such file")):
        with pytest.raises(OSError, match=str(fault.strerror)) as raised:
            async with database.session():
                raise fault
        assert raised.value is fault
    await database.close()


async def test_a_restoration_says_that_postgresql_is_away() -> None:
    database = Database("postgresql+asyncpg://a:b@127.0.0.1:1/scribe")
    with pytest.raises(ScribeError) as told:
        async with database.restoring_alone():
            pass
    assert told.value.code == "database_unavailable"
    await database.close()


@pytest.mark.parametrize("url", ["postgresql+asyncpg://a:guessed@host:port/scribe", "no address"])
def test_an_address_that_cannot_be_read_is_a_setting_to_correct(url: str) -> None:
    with pytest.raises(ScribeError, match="DATABASE_URL") as refused:
        Database(url)
    assert (refused.value.code, "guessed" in str(refused.value)) == ("setting_invalid", False)


async def test_the_databases_password_is_changed_and_the_old_one_opens_nothing(postgresql: PostgreSQL) -> None:
    postgresql.sql("CREATE ROLE changing LOGIN PASSWORD 'before'")
    try:
        where = postgresql.url("postgres").rpartition("@")[2]
        assert await fault_of(f"postgresql+asyncpg://changing:before@{where}") == "database_unprepared", "it gets in"
        postgresql.sql("ALTER ROLE changing PASSWORD 'after'")
        assert await fault_of(f"postgresql+asyncpg://changing:before@{where}") == "database_refused"
        assert await fault_of(f"postgresql+asyncpg://changing:after@{where}") == "database_unprepared"
    finally:
        postgresql.sql("DROP ROLE changing")


async def test_postgresql_and_the_kernel_give_up_whoever_is_silent(postgresql: PostgreSQL) -> None:
    database = Database(postgresql.url("postgres"))
    async with database.session() as session:
        for name, value in (("idle_in_transaction_session_timeout", "1min"), ("tcp_user_timeout", "20000")):
            assert await session.scalar(text(f"SHOW {name}")) == value
        raw = await (await session.connection()).get_raw_connection()
        assert raw.driver_connection is not None
        line = raw.driver_connection._transport.get_extra_info("socket")
        assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 20_000
        assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    await database.close()


async def test_a_connection_that_the_server_ended_is_replaced_before_anybody_notices(postgresql: PostgreSQL) -> None:
    database = Database(postgresql.url("postgres"))
    try:
        async with database.session() as session:
            before = await session.scalar(text("SELECT pg_backend_pid()"))
            raw = await (await session.connection()).get_raw_connection()
            assert raw.driver_connection is not None
            line = raw.driver_connection
        for opened in (database.reading, database.session):
            postgresql.sql(f"SELECT pg_terminate_backend({before})")
            async with asyncio.timeout(20):
                while not line.is_closed():  # noqa: ASYNC110 — the driver tells nobody else
                    await asyncio.sleep(0.01)
            async with opened() as session:
                pid = await session.scalar(text("SELECT pg_backend_pid()"))
                assert pid != before
                raw = await (await session.connection()).get_raw_connection()
                assert raw.driver_connection is not None
                before, line = pid, raw.driver_connection
    finally:
        await database.close()


async def test_a_session_that_only_reads_writes_nothing(database: Database, house: Any) -> None:
    async with database.session() as session:
        await house.user(session)
    row = User(id=new_id(), email="b@example.org", name="B", role="member", language="en", password_hash=None)
    with pytest.raises(RuntimeError, match="rows to write"):
        async with database.reading() as session:
            session.add(row)
    with pytest.raises(RuntimeError, match="a statement that writes"):
        async with database.reading() as session:
            await session.execute(update(User).values(name="C"))
    async with database.reading() as session:
        assert {user.name for user in await session.scalars(select(User))}.isdisjoint({"B", "C"})


async def test_readers_hold_no_transaction_open_on_postgresql(postgresql: PostgreSQL) -> None:
    database = Database(postgresql.url("postgres"))
    standing = "SELECT state FROM pg_stat_activity WHERE pid = "
    try:
        async with database.reading() as reader, database.session() as writer:
            for session, state in ((reader, "idle"), (writer, "idle in transaction")):
                pid = await session.scalar(text("SELECT pg_backend_pid()"))
                other = reader if session is writer else writer
                assert await other.scalar(text(f"{standing}{pid}")) == state
    finally:
        await database.close()


async def test_the_databases_clock_goes_ahead_and_back_and_its_statements_are_written_out_once(
    database: Database,
) -> None:
    async with database.reading() as session:
        for seconds in (-3600.0, 0.0, 0.25, 1e6):
            here, there = (await session.execute(select(now(), now_plus(seconds)))).one()
            assert abs(there - here - timedelta(seconds=seconds)) < timedelta(seconds=1)
        written_out: list[str] = []
        connection = await session.connection()
        engine_ = connection.engine.sync_engine
        event.listen(engine_, "before_cursor_execute", lambda _c, _d, statement, *_: written_out.append(statement))
        for seconds in (1.0, 2.0):
            await session.execute(select(now_plus(seconds)))
    assert len(set(written_out)) == 1


async def test_only_who_says_so_does_not_wait_for_the_disk(database_url: str) -> None:
    database = Database(database_url)
    asked, waits, does_not = (
        ("PRAGMA synchronous", 2, 1) if database.is_sqlite else ("SHOW synchronous_commit", "on", "off")
    )
    for durable in (True, False, True):
        async with database.session(durable=durable) as session:
            assert await session.scalar(text(asked)) == (waits if durable else does_not)
    await database.close()


async def test_what_did_not_wait_for_the_disk_is_seen_by_everybody_at_once(database: Database) -> None:
    async with database.session(durable=False) as session:
        await session.execute(text("CREATE TABLE noted (word TEXT)"))
        await session.execute(text("INSERT INTO noted VALUES ('there')"))
    async with database.reading() as session:
        assert await session.scalar(text("SELECT word FROM noted")) == "there"

    async def broken_off() -> None:
        async with database.session(durable=False) as session:
            await session.execute(text("DELETE FROM noted"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await broken_off()
    async with database.session() as session:
        assert await session.scalar(text("SELECT word FROM noted")) == "there", "it is a transaction all the same"
        await session.execute(text("DROP TABLE noted"))
