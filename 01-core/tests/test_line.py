"""The line of runs that wait: fair between people, and read off an index however long it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import leases, runs
from scribe_core.database.base import new_id
from scribe_core.database.engine import Database
from scribe_core.database.leases import Lease
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run
from scribe_core.domain.run import Lane, RunKind, RunSettings, Status

LONG = 10_000


async def claimed(database: Database, lease_seconds: float = 30.0) -> Lease | None:
    async with database.session() as session:
        return await leases.claim(session, "w", (Lane.CPU, Lane.GPU), lease_seconds, 3)


async def asked(session: AsyncSession, house: Any, owner_id: str, times: int) -> list[str]:
    """Ids of so many fresh runs of somebody's."""
    meetings = [await house.meeting(session, owner_id) for _ in range(times)]
    return [(await runs.enqueue(session, meeting, RunSettings())).id for meeting in meetings]


async def test_who_asks_for_many_does_not_keep_the_others_waiting(database: Database, house: Any) -> None:
    async with database.session() as session:
        busy, other = await house.user(session, "busy@example.org"), await house.user(session, "other@example.org")
        many = await asked(session, house, busy, 20)
    begun = [await claimed(database) for _ in range(3)]
    async with database.session() as session:
        few = await asked(session, house, other, 2)
        waiting = [await session.get_one(Run, run_id) for run_id in (few[0], many[3], few[1], many[4])]
        positions = await runs.queue_positions(session, waiting)
    order = [lease.run_id for lease in [*begun, *[await claimed(database) for _ in range(6)]] if lease]
    assert order == [*many[:3], few[0], many[3], few[1], many[4], many[5], many[6]]
    assert [positions[run_id] for run_id in order[3:7]] == [0, 1, 2, 3]


async def test_who_has_work_under_way_comes_after_who_has_none(database: Database, house: Any) -> None:
    async with database.session() as session:
        busy, other = await house.user(session, "busy@example.org"), await house.user(session, "other@example.org")
        await asked(session, house, busy, 1)
    await claimed(database)
    async with database.session() as session:
        [later] = await asked(session, house, busy, 1)
        [first] = await asked(session, house, other, 1)
    assert [lease.run_id for lease in [await claimed(database), await claimed(database)] if lease] == [first, later]


async def test_an_urgent_run_comes_before_any_turn_and_work_that_was_begun_before_both(
    database: Database, house: Any
) -> None:
    async with database.session() as session:
        owner = await house.user(session)
        begun, urgent, waiting = await asked(session, house, owner, 3)
        await session.execute(text("UPDATE runs SET priority = -5 WHERE id = :id"), {"id": begun})
    await claimed(database, lease_seconds=0.0)
    async with database.session() as session:
        await session.execute(text("UPDATE runs SET priority = -9 WHERE id = :id"), {"id": urgent})
    order = [lease.run_id for lease in [await claimed(database) for _ in range(3)] if lease]
    assert order == [begun, urgent, waiting]


@pytest.mark.timeout(120)
async def test_no_question_about_a_long_line_reads_it_whole(database: Database, house: Any) -> None:
    async with database.session() as session:
        owners = [await house.user(session, f"{number}@example.org") for number in range(10)]
        first = await house.meeting(session, owners[0])
        await session.refresh(first)
        columns = {column.name: getattr(first, column.name) for column in Meeting.__table__.columns}
        meetings = [columns | {"id": new_id(), "owner_id": owners[number % 10]} for number in range(LONG)]
        await session.execute(insert(Meeting), meetings)
        await session.execute(
            insert(Run),
            [
                {
                    "id": new_id(), "kind": RunKind.TRANSCRIPTION.value, "owner_id": meeting["owner_id"],
                    "meeting_id": meeting["id"], "status": Status.PENDING.value, "lane": Lane.GPU.value, "turn": place // 10,
                    "error_details": {}, "warnings": [], "settings": {},
                }
                for place, meeting in enumerate(meetings)
            ],
        )  # fmt: skip
        await session.execute(text("ANALYZE"))
    with statements_about_runs() as asked_of:
        assert await claimed(database) is not None
        async with database.session() as session:
            await asked(session, house, owners[0], 1)
        async with database.session() as session:
            await leases.sweep(session, attempts=3)
    plans = [line for statement, values in asked_of for line in await plan(database, statement, values)]
    assert any("ix_runs_in_line" in line for line in plans)
    assert any("ix_runs_at_work" in line for line in plans)
    whole = ("Seq Scan on runs", "Sort", "SCAN runs", "USE TEMP B-TREE")
    assert not [line for line in plans if line.startswith(whole) and "INDEX" not in line]


@contextmanager
def statements_about_runs() -> Iterator[list[tuple[str, Any]]]:
    """What is asked of any database about runs meanwhile, with its values."""
    noted: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if "runs" in statement and statement.startswith(("SELECT", "UPDATE")):
            noted.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield noted
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def plan(database: Database, statement: str, values: Any) -> list[str]:
    """The lines of the database's plan for a statement."""
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    async with database.reading() as session:
        rows = await (await session.connection()).exec_driver_sql(f"{explain} {statement}", values)
        return [str(row[-1]).strip(" ->") for row in rows.all()]
