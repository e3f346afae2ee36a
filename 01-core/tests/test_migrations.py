"""The schema that migrations make is the one the code describes, on both databases."""

import asyncio
import subprocess
import sys

import pytest
from alembic import command
from sqlalchemy import text

from scribe_core.database.engine import Database, alembic_config
from scribe_core.errors import ScribeError


async def test_migrations_leave_nothing_to_do(database: Database) -> None:
    await asyncio.to_thread(command.check, alembic_config(database.url))


MIGRATE = "import asyncio, sys; from scribe_core.database.engine import Database; asyncio.run(Database(sys.argv[1]).migrate())"


async def test_processes_that_start_at_once_migrate_once(database_url: str) -> None:
    processes = [subprocess.Popen([sys.executable, "-c", MIGRATE, database_url]) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    database = Database(database_url)
    await database.migrate()
    await database.close()


async def test_a_newer_releases_database_is_refused_by_name(database_url: str) -> None:
    database = Database(database_url)
    await database.migrate()
    async with database.session() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ScribeError, match="newer release"):
        await database.migrate()
    await database.close()
