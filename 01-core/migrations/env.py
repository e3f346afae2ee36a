"""Alembic's entry: runs the migrations on SQLite and PostgreSQL alike, one process at a time."""

import asyncio
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, event, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from scribe_core.database.base import Json, UtcDateTime
from scribe_core.database.passages import TERMS_TABLE
from scribe_core.database.tables import METADATA

ADVISORY_LOCK = 7_265_823_914  # any fixed number: PostgreSQL's way to let one migration run at a time


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Write column types into migrations as the library's own: a migration must not change when our code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and item is Json:
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a table is one of those that the code describes; FTS5 makes its own."""
    return kind != "table" or not (name or "").startswith(TERMS_TABLE)


def is_there(item: Any, _name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Whether something that the code describes is to be in this database; SQLite has no index of PostgreSQL's kinds."""
    method = item.dialect_kwargs.get("postgresql_using") if kind == "index" else None
    return not method or context.get_context().dialect.name == "postgresql"


def migrate(connection: Connection) -> None:
    """Run what is missing, in one transaction."""
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=sqlite,
        compare_type=True,
        render_item=render_item,
        include_name=is_ours,
        include_object=is_there,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
        context.run_migrations()


async def main() -> None:
    """Open the database that the caller named."""
    engine = create_async_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
        # The write lock from the start: of two processes that start at once, one migrates and the other waits.
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


asyncio.run(main())
