"""What every table shares: naming, identifiers, times, and the database's own clock.

Leases compare times of several machines, so they use one clock: the database's (`now()`), never a worker's.
"""

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Float, MetaData, String, TypeDecorator, literal
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time of day in UTC. SQLite stores it as text in UTC, PostgreSQL as `timestamptz`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002 — the signature is the library's
        """A naive time is a fault of ours, refused here rather than guessed at."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time of day needs its zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002 — the signature is the library's
        """SQLite gives the zone back as nothing: it was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")
"""A JSON document: text on SQLite, `jsonb` on PostgreSQL."""

Id = String(32)
"""An identifier: a random UUID as 32 hexadecimal digits, the same on both databases."""


class Base(DeclarativeBase):
    """All tables. Constraint names are fixed so that migrations can name them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: Json, list[str]: Json, list[Any]: Json}  # noqa: RUF012


def leave_no_trace(session: AsyncSession) -> None:
    """Have what this transaction deletes gone from the database's log too, once it is committed."""
    session.info["leave_no_trace"] = True


def leaves_no_trace(session: AsyncSession) -> bool:
    """Whether somebody asked for that."""
    return "leave_no_trace" in session.info


def new_id() -> str:
    """A fresh identifier that cannot be guessed."""
    return uuid.uuid4().hex


class now_plus(FunctionElement[datetime]):  # noqa: N801 — reads as the SQL function it is
    """The database's clock, some seconds ahead (or back), as an expression to use in a statement."""

    type = UtcDateTime()
    inherit_cache = True  # the seconds are a parameter: a statement is written out once, whatever their number

    def __init__(self, seconds: float) -> None:
        super().__init__(*([literal(float(seconds), Float())] if seconds else []))


def now() -> now_plus:
    """The database's clock, as an expression to use in a statement."""
    return now_plus(0.0)


@compiles(now_plus, "sqlite")
def _now_on_sqlite(element: now_plus, compiler: SQLCompiler, **options: Any) -> str:
    # The text form SQLAlchemy stores, so that comparing text compares times.
    ahead = "".join(f", printf('%+.3f seconds', {compiler.process(part, **options)})" for part in element.clauses)
    return f"(strftime('%Y-%m-%d %H:%M:%f', 'now'{ahead}) || '000')"


@compiles(now_plus, "postgresql")
def _now_on_postgresql(element: now_plus, compiler: SQLCompiler, **options: Any) -> str:
    # clock_timestamp, not now(): the latter stands still during a transaction.
    ahead = "".join(f" + make_interval(secs => {compiler.process(part, **options)})" for part in element.clauses)
    return f"(clock_timestamp(){ahead})"
