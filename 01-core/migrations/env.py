"""Alembic's entry: runs the migrations on SQLite and PostgreSQL alike, one process at a time."""

import asyncio

from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from scribe_core.database.tables import METADATA

ADVISORY_LOCK = 7_265_823_914  # any fixed number: PostgreSQL's way to let one migration run at a time


def migrate(connection: Connection) -> None:
    """Run what is missing, in one transaction."""
    sqlite = connection.dialect.name == "sqlite"
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=sqlite, compare_type=True)
    with context.begin_transaction():
        if not sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
        context.run_migrations()


async def main() -> None:
    """Open the database that the caller named."""
    engine = create_async_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


asyncio.run(main())
