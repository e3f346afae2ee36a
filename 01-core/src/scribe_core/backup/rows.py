"""Every row of a database as lines of JSON, and back: the same from SQLite as from PostgreSQL, of whatever revision.

What there is to read is asked of the database itself, not of this release's tables: so a backup made between an update and
the first start holds the data as they are, and one of an earlier release is put back into the tables of then.
"""

import base64
import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, inspect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.sql.expression import ColumnClause, TableClause

from scribe_core.database.base import UtcDateTime
from scribe_core.database.passages import TERMS_TABLE
from scribe_core.errors import ScribeError

INDEX = frozenset({"passages", "passage_speakers", "search_marks", "windows", "placed_meetings"})
"""What searches look into is made again from the rest."""

LEFT_OUT = frozenset({"alembic_version", "sessions", "one_time_codes", "sign_in_attempts", "workers"}) | INDEX
"""A sign-in that was ended since, or a code that was used, must not come back to life: everybody signs in anew. Which workers
lived when it was made is of no use to anybody."""

ROWS_AT_ONCE = 500
SEGMENT_BYTES = 1024 * 1024
"""Lines are gathered up to this size: what is held in memory, a row more."""

KINDS: dict[str, Any] = {
    "time": UtcDateTime(),
    "json": sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql"),
    "bytes": sa.LargeBinary(),
    "flag": sa.Boolean(),
    "whole": sa.BigInteger(),
    "number": sa.Double(),
    "text": sa.Text(),
}
"""What a column holds, and how either database is given it."""

_FOUND = (
    ("time", sa.DateTime), ("json", sa.JSON), ("bytes", sa.LargeBinary), ("flag", sa.Boolean), ("whole", sa.Integer),
    ("number", (sa.Float, sa.Numeric)), ("text", sa.String),
)  # fmt: skip

_PLAIN: dict[str, Any] = {"time": str, "bytes": str, "flag": bool, "whole": int, "number": (int, float), "text": str}
"""As what a value stands in a line. JSON may be anything."""

_LARGEST = 2**63 - 1

OF_THE_ROWS = ("22", "23")
"""Classes of PostgreSQL's SQLSTATEs that the rows themselves are to blame for: data, integrity."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns by kind, those that order its rows, and whether the database numbers them."""

    name: str
    columns: Mapping[str, str]
    order: Sequence[str]
    numbered: bool

    @property
    def clause(self) -> TableClause:
        """The table, to be used in a statement."""
        return sa.table(self.name, *(sa.column(name, KINDS[kind]) for name, kind in self.columns.items()))

    @property
    def owner(self) -> ColumnClause[Any]:
        """The column that names a row."""
        return self.clause.c[self.order[0]]


async def revision_of(connection: AsyncConnection) -> str:
    """The migration that the tables stand at. Raises `database_unprepared` where there are none."""
    if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
        raise ScribeError("database_unprepared")
    return str(await connection.scalar(sa.text("SELECT version_num FROM alembic_version")))


async def tables_of(connection: AsyncConnection) -> tuple[Table, ...]:
    """The tables in an order in which their rows can be written: what is pointed at comes first."""
    return await connection.run_sync(_tables)


def _tables(connection: Connection) -> tuple[Table, ...]:
    inspector = inspect(connection)
    names = [name for name, _ in inspector.get_sorted_table_and_fkc_names() if name and not _is_left_out(name)]
    return tuple(_table(inspector, name) for name in names)


def _is_left_out(name: str) -> bool:
    return name in LEFT_OUT or name.startswith(TERMS_TABLE)


def _table(inspector: Any, name: str) -> Table:
    columns = {column["name"]: _kind(column["type"]) for column in inspector.get_columns(name)}
    order = inspector.get_pk_constraint(name)["constrained_columns"]
    return Table(name, columns, order, numbered=len(order) == 1 and columns[order[0]] == "whole")


def _kind(found: Any) -> str:
    return next(kind for kind, family in _FOUND if isinstance(found, family))


async def read(connection: AsyncConnection, table: Table) -> AsyncIterator[Mapping[str, Any]]:
    """The rows of a table, a few hundred in memory."""
    clause = table.clause
    query = sa.select(clause).order_by(*(clause.c[name] for name in table.order))
    result = await connection.stream(query.execution_options(yield_per=ROWS_AT_ONCE))
    async for row in result.mappings():
        yield dict(row)


def line(table: Table, row: Mapping[str, Any]) -> bytes:
    """A row as a line."""
    plain = {name: _plain(kind, row[name]) for name, kind in table.columns.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def row_of(table: Table, text: bytes) -> dict[str, Any]:
    """The row that a line tells of. Raises `backup_damaged` where it tells of none."""
    try:
        plain = json.loads(text)
        return {name: _value(kind, plain[name]) for name, kind in table.columns.items()}
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise ScribeError("backup_damaged") from error


async def write(session: AsyncSession, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows into their table. Raises `backup_damaged` where there are none, which would make a row of nothing."""
    if not rows:
        raise ScribeError("backup_damaged")
    try:
        await session.execute(sa.insert(table.clause), list(rows))
    except RecursionError as error:  # JSON that was barely read is too deep to be written
        raise ScribeError("backup_damaged") from error


def are_to_blame(error: DBAPIError) -> bool:
    """Whether the database refused the rows for what they say, rather than being away or full."""
    state = getattr(error.orig, "sqlstate", None) or ""
    return isinstance(error, IntegrityError | DataError) or state.startswith(OF_THE_ROWS)


async def number_on(session: AsyncSession, tables: Iterable[Table]) -> None:
    """Have PostgreSQL number further rows after those that were put back. SQLite does so by itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        if table.numbered:
            highest = sa.select(sa.func.max(table.owner)).scalar_subquery()
            counter = sa.func.pg_get_serial_sequence(table.name, table.order[0])
            await session.execute(sa.select(sa.func.setval(counter, highest)).where(highest.is_not(None)))


def _plain(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "time":
        return value.isoformat()
    return base64.b64encode(value).decode() if kind == "bytes" else value


def _value(kind: str, plain: Any) -> Any:
    if plain is None:
        return None
    if kind == "json":
        return plain
    if not isinstance(plain, _PLAIN[kind]) or (isinstance(plain, bool) and kind != "flag"):
        raise TypeError(kind)
    if kind == "time":
        return _aware(datetime.fromisoformat(plain))
    if kind == "text":
        plain.encode()  # half of a surrogate pair is no text to any database
    elif kind == "whole" and abs(plain) > _LARGEST:
        raise OverflowError(kind)
    elif kind == "number":
        return float(plain)
    return base64.b64decode(plain) if kind == "bytes" else plain


def _aware(time: datetime) -> datetime:
    if time.tzinfo is None:
        raise ValueError("a time of day needs its zone")
    return time.astimezone(UTC)
