"""The line of runs that wait: fair between people, and read off an index however long it is."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from model_minutes import met, order
from sqlalchemy import Engine, event, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import leases, line, runs, speed
from scribe_core.database.base import new_id, now_plus
from scribe_core.database.engine import Database
from scribe_core.database.leases import Lease
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run
from scribe_core.database.standing import standing
from scribe_core.domain.run import Lane, Preset, RunKind, RunSettings, Status
from scribe_core.errors import ScribeError

LONG = 10_000
HELD_AT = datetime(2026, 3, 14, 14, 30, tzinfo=UTC)


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


async def test_who_puts_their_runs_in_order_moves_nobody_else(database: Database, house: Any) -> None:
    async with database.session() as session:
        busy, other = await house.user(session, "busy@example.org"), await house.user(session, "other@example.org")
        first, second, third = await asked(session, house, busy, 3)
        theirs = await asked(session, house, other, 2)
        assert await places(session) == [first, theirs[0], second, theirs[1], third]
        await line.move(session, busy, third, 0)
        assert await places(session) == [third, theirs[0], first, theirs[1], second]
        await line.move(session, busy, third, 10**30)
        assert await places(session) == [first, theirs[0], second, theirs[1], third]
        with pytest.raises(ScribeError, match="no such run"):
            await line.move(session, other, third, 0)
        with pytest.raises(ScribeError, match="whole number from 0"):
            await line.move(session, busy, third, -1)
    assert await claimed(database) is not None
    async with database.session() as session:
        with pytest.raises(ScribeError, match="has begun"):
            await line.move(session, busy, first, 1)
        await runs.cancel(session, busy, second)
        with pytest.raises(ScribeError, match="already ended"):
            await line.move(session, busy, second, 0)


async def test_runs_that_came_at_the_same_instant_can_be_put_in_order(database: Database, house: Any) -> None:
    async with database.session() as session:
        owner = await house.user(session)
        first, second = await asked(session, house, owner, 2)
        await session.execute(text("UPDATE runs SET turn = 0"))
        await line.move(session, owner, second, 0)
        assert await places(session) == [second, first]


async def test_of_those_who_order_their_runs_at_once_none_undoes_the_other(database: Database, house: Any) -> None:
    async with database.session() as session:
        owner = await house.user(session)
        mine = await asked(session, house, owner, 6)

    async def to_the_front(run_id: str) -> None:
        async with database.session() as session:
            await line.move(session, owner, run_id, 0)

    await asyncio.gather(*(to_the_front(run_id) for run_id in mine[3:]))
    async with database.reading() as session:
        order = await places(session)
    assert set(order[:3]) == set(mine[3:])
    assert order[3:] == mine[:3]


async def test_the_line_tells_what_is_expected_by_what_was_measured(database: Database, house: Any) -> None:
    done = await house.run("done@example.org")
    assert await claimed(database) is not None
    async with database.session() as session:
        ended = {"status": "COMPLETED", "started_at": HELD_AT, "finished_at": HELD_AT + timedelta(seconds=60)}
        await session.execute(update(Run).where(Run.id == done.id).values(lease_owner=None, **ended))
        await session.execute(update(Meeting).values(duration=600.0, revision=1))
        busy, other = await house.user(session, "busy@example.org"), await house.user(session, "other@example.org")
        working, waiting = await asked(session, house, busy, 2)
        [theirs] = await asked(session, house, other, 1)
    lease = await claimed(database)
    assert lease is not None
    async with database.session() as session:
        await session.execute(update(Meeting).where(Meeting.revision.is_(None)).values(duration=1200.0))
        await leases.note_progress(session, lease, "transcription", 0.5, 0.25)
    async with database.reading() as session:
        pace = await speed.measured(session, Preset.BALANCED)
        mine = await line.look(session, busy, pace)
        everybodys = await line.look(session, None, pace)
    assert (mine.waiting, mine.working) == (2, 1)
    told = [(entry.run.id, entry.position, entry.expected.begins, entry.expected.ends) for entry in mine.seen]
    expected: list[tuple[Any, ...]] = [
        (working, None, None, pytest.approx(90.0)),
        (waiting, 1, pytest.approx(210.0), pytest.approx(330.0)),
    ]
    assert told == expected
    assert [entry.run.id for entry in everybodys.seen] == [working, theirs, waiting]
    assert [entry.run.owner_name for entry in everybodys.seen][1] == "other@example.org"
    async with database.session() as session:
        await session.execute(update(Run).where(Run.id == theirs).values(not_before=now_plus(600)))
        put_off = (await line.look(session, None, pace)).seen[1]
    assert 590 < put_off.run.put_off <= 600
    assert put_off.expected.begins == put_off.run.put_off
    assert put_off.expected.ends == pytest.approx(put_off.run.put_off + 120.0)


async def test_who_waits_for_a_recording_is_foretold_nothing_of_minutes_by_a_model_and_the_other_way_round(
    database: Database, house: Any
) -> None:
    async with database.session() as session:
        owner = await house.user(session)
        recordings = await asked(session, house, owner, 2)
        await session.execute(update(Meeting).values(duration=600.0))
        minutes = [(await runs.enqueue_minutes(session, await met(session, owner), order())).id for _ in range(2)]
    assert await claimed(database) is not None
    async with database.session() as session:
        assert await leases.claim(session, "w", (Lane.LLM,), 30.0, 3) is not None
    pace = speed.Speed({Preset.BALANCED: 0.1}, {}, {RunKind.MINUTES: 900.0}, Preset.BALANCED)
    async with database.reading() as session:
        seen = (await line.look(session, owner, pace)).seen
    told = {entry.run.id: (entry.expected.begins, entry.expected.ends) for entry in seen}
    assert [told[run_id] for run_id in recordings] == [(None, 60.0), (60.0, 120.0)]
    assert [told[run_id] for run_id in minutes] == [(None, 900.0), (900.0, 1800.0)]


@pytest.mark.timeout(120)
async def test_no_question_about_a_long_line_reads_it_whole(database: Database, house: Any) -> None:
    owners = await long_line(database, house)
    with statements_about_runs() as asked_of:
        assert await claimed(database) is not None
        async with database.session() as session:
            await asked(session, house, owners[0], 1)
        async with database.session() as session:
            await leases.sweep(session, attempts=3)
    plans = [row for statement, values in asked_of for row in await plan(database, statement, values)]
    assert any("ix_runs_in_line" in row for row in plans)
    assert any("ix_runs_at_work" in row for row in plans)
    whole = ("Seq Scan on runs", "Sort", "SCAN runs", "USE TEMP B-TREE")
    assert not [row for row in plans if row.startswith(whole) and "INDEX" not in row]


@pytest.mark.timeout(120)
async def test_no_look_at_the_line_reads_all_the_runs_there_ever_were(database: Database, house: Any) -> None:
    async with database.session() as session:
        owner = await house.user(session)
        for run_id in await asked(session, house, owner, 5):
            await session.execute(text("UPDATE runs SET priority = 1 WHERE id = :id"), {"id": run_id})
        await ended_runs(session, house, owner)
        await session.execute(text("ANALYZE"))
    with statements_about_runs() as asked_of:
        async with database.session() as session:
            pace = await speed.measured(session, Preset.BALANCED)
            mine = await line.look(session, owner, pace)
            await line.look(session, None, pace)
            stands = await standing(session)
            await line.move(session, owner, mine.seen[-1].run.id, 0)
            await runs.ended_within(session, 60)
    assert (stands.waiting[Lane.CPU], stands.working[Lane.CPU]) == (5, 0)
    plans = [row for statement, values in asked_of for row in await plan(database, statement, values)]
    assert any("ix_runs_ended" in row for row in plans)
    unread = ("error_details", "warnings", "participants", "glossary", "password_hash")
    looked = [statement for statement, _ in asked_of if "FOR UPDATE" not in statement and "LIMIT" in statement]
    assert not [name for statement in looked for name in unread if name in statement], (
        "whole rows cost five times as much"
    )
    assert not [row for row in plans if row.startswith(("Seq Scan on runs", "SCAN runs")) and "INDEX" not in row]


@pytest.mark.timeout(120)
async def test_ones_own_runs_are_read_off_an_index_of_ones_own_and_in_the_lines_order(
    database: Database, house: Any
) -> None:
    await long_line(database, house)
    async with database.session() as session:
        owner = await house.user(session)
        mine = await asked(session, house, owner, 3)
        await ended_runs(session, house, owner)
        await session.execute(update(Run).where(Run.id == mine[2]).values(priority=-1))
        await session.execute(update(Run).where(Run.id.in_(mine[:2])).values(priority=1))
        await session.execute(text("ANALYZE"))
    with statements_about_runs() as asked_of:
        async with database.session() as session:
            seen = (await line.look(session, owner, await speed.measured(session, Preset.BALANCED))).seen
            await line.move(session, owner, mine[1], 1)
    assert [entry.run.id for entry in seen] == [mine[2], *mine[:2]]
    own = [one for one in asked_of if "owner_id = " in one[0] and "'PENDING'" in one[0]]
    assert len(own) == 2
    for statement, values in own:
        used = await plan(database, statement, values)
        assert not database.is_sqlite or any("ix_runs_turns_of_owner" in row for row in used), used


async def long_line(database: Database, house: Any) -> list[str]:
    """The ids of ten people who each have a thousand runs that wait."""
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
    return owners


async def ended_runs(session: AsyncSession, house: Any, owner: str) -> None:
    """Ten thousand runs of somebody's that ended."""
    meeting = await house.meeting(session, owner)
    ended = {
        "kind": RunKind.TRANSCRIPTION.value, "owner_id": owner, "meeting_id": meeting.id, "lane": Lane.CPU.value,
        "status": Status.COMPLETED.value, "error_details": {}, "warnings": [], "settings": {}, "started_at": HELD_AT,
    }  # fmt: skip
    rows = [ended | {"id": new_id(), "finished_at": HELD_AT + timedelta(seconds=n)} for n in range(LONG)]
    await session.execute(insert(Run), rows)


async def places(session: AsyncSession) -> list[str]:
    """Ids of the runs that wait, in the order they will be taken."""
    waiting = (await session.scalars(select(Run).where(Run.status == Status.PENDING))).all()
    positions = await runs.queue_positions(session, waiting)
    return sorted(positions, key=lambda run_id: positions[run_id])


@contextmanager
def statements_about_runs() -> Iterator[list[tuple[str, Any]]]:
    """What is asked of any database about runs meanwhile, with its values."""
    noted: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if "runs" in statement and statement.startswith(("SELECT", "UPDATE")):
            noted.append((statement, values[0] if many else values))

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
