"""The schema that migrations make is the one the code describes, on both databases."""

import asyncio
import subprocess
import sys

from alembic import command

from scribe_core.database.engine import Database, alembic_config


async def test_migrations_leave_nothing_to_do(database: Database) -> None:
    await asyncio.to_thread(command.check, alembic_config(database.url))


MIGRATE = "import asyncio, sys; from scribe_core.database.engine import Database; asyncio.run(Database(sys.argv[1]).migrate())"


async def test_processes_that_start_at_once_migrate_once(database_url: str) -> None:
    processes = [subprocess.Popen([sys.executable, "-c", MIGRATE, database_url]) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    database = Database(database_url)
    await database.migrate()
    await database.close()
