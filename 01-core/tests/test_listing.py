"""Lists of meetings: whose they are, their order, and pages that neither skip nor repeat."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from sqlalchemy import event, text

from scribe_core.database import leases, listing, runs
from scribe_core.database.engine import Database
from scribe_core.database.listing import Sort
from scribe_core.database.meetings import Meeting
from scribe_core.domain.run import Lane, RunKind, RunSettings, Status

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def owner(database: Database, house: Any) -> str:
    async with database.session() as session:
        owner = await house.user(session)
        other = await house.user(session, "marc@example.org")
        for number in range(7):
            await house.meeting(
                session, owner, f"Réunion {number // 2}", held_at=START + timedelta(days=number % 3),
                duration=None if number == 3 else float(number % 4),
            )  # fmt: skip
        await house.meeting(session, other, "Réunion secrète")
        await house.meeting(session, owner, "100% du_budget")
    return str(owner)


@pytest.mark.parametrize("sort", get_args(Sort))
async def test_pages_hold_every_meeting_once_in_order(database: Database, owner: str, sort: Sort) -> None:
    seen: list[str] = []
    values: list[Any] = []
    cursor = None
    async with database.reading() as session:
        while True:
            page = await listing.page(session, owner, sort=sort, limit=3, after=cursor)
            assert page.total == 8
            seen += [meeting.id for meeting, _ in page.items]
            values += [getattr(meeting, sort.removeprefix("-")) or 0.0 for meeting, _ in page.items]
            if (cursor := page.next_cursor) is None:
                break
    assert len(set(seen)) == len(seen) == 8
    assert values == sorted(values, reverse=sort.startswith("-"))


async def test_search_takes_signs_as_they_are_and_stays_with_the_owner(database: Database, owner: str) -> None:
    async with database.reading() as session:
        for text, count in (("réunion", 7), ("0% du_b", 1), ("100_", 0), ("secrète", 0), ("%", 1)):
            assert (await listing.page(session, owner, text=text)).total == count, text
        assert (await listing.page(session, owner, status=Status.FAILED)).total == 0


async def test_search_knows_capitals_with_accents_however_they_are_written(
    database: Database, owner: str, house: Any
) -> None:
    async with database.session() as session:
        meeting = await house.meeting(session, owner, "L’ÉTÉ à STRASSBURG")
        await house.meeting(session, owner, "E\u0301te\u0301 suivant")  # as macOS names files
        await session.flush()
        for text, count in (("été", 2), ("Été", 2), ("ÉTÉ", 2), ("E\u0301TE\u0301", 2), ("straßburg", 1), ("ete", 0)):
            assert (await listing.page(session, owner, text=text)).total == count, text
        meeting.title = "Œuvres"
        await session.flush()
        assert (await listing.page(session, owner, text="œUVRES")).total == 1
        assert (await listing.page(session, owner, text="été")).total == 1


async def test_titles_are_sorted_in_any_case(database: Database, owner: str, house: Any) -> None:
    async with database.session() as session:
        stranger = await house.user(session, "zoe@example.org")
        for title in ("été", "Écho", "b", "A"):
            await house.meeting(session, stranger, title)
        page = await listing.page(session, stranger, sort="title")
        assert [meeting.title for meeting, _ in page.items] == ["A", "b", "Écho", "été"]


async def test_each_meeting_comes_with_its_newest_transcription(database: Database, house: Any) -> None:
    heard, columns = await house.run(), [column.key for column in Meeting.__table__.c]
    async with database.session() as session:
        meeting = await session.get_one(Meeting, heard.meeting_id)
        unheard = await house.meeting(session, meeting.owner_id, "Sans essai")
        lease = await leases.claim(session, "w", (Lane.CPU,), 30.0, 3)
        assert lease is not None
        await leases.finish(session, lease, Status.COMPLETED)
    async with database.session() as session:
        meeting = await session.get_one(Meeting, heard.meeting_id)
        again = await runs.enqueue(session, meeting, RunSettings(language="fr"))
        named = await runs.enqueue_identification(session, meeting)
    assert named.kind == RunKind.IDENTIFICATION
    async with database.reading() as session:
        for sort in get_args(Sort):
            page = await listing.page(session, meeting.owner_id, sort=sort, limit=1)
            page_2 = await listing.page(session, meeting.owner_id, sort=sort, limit=1, after=page.next_cursor)
            found = {row.id: run for row, run in (*page.items, *page_2.items)}
            assert set(found) == {meeting.id, unheard.id}
            assert found[unheard.id] is None
            run = found[meeting.id]
            assert run is not None
            assert (run.id, run.status, run.settings["language"]) == (again.id, Status.PENDING, "fr")
            assert {column.key for column in runs.Run.__table__.c} == set(run._fields)
        row = next(row for row, _ in (*page.items, *page_2.items) if row.id == meeting.id)
        kept = await session.get_one(Meeting, meeting.id)
        assert {name: getattr(row, name) for name in columns} == {name: getattr(kept, name) for name in columns}


PEOPLE, MEETINGS = 20, 20_000
"""Enough rows for a planner to mind: a twentieth of them are one's own, every seventh lies in the trash, each carries one of two tags."""

FILL = (
    "INSERT INTO users (id, email, name, role, language, created_at, updated_at)"
    " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {people} - 1)"
    " SELECT 'u' || i, 'u' || i, 'U', 'member', 'fr', '2026-01-01 00:00:00.000000+00', '2026-01-01 00:00:00.000000+00' FROM n",
    "INSERT INTO meetings (id, owner_id, title, folded_title, held_at, held_at_guessed, participants, recording_name,"
    " recording_bytes, media_type, status, created_at, updated_at, trashed_at)"
    " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {meetings} - 1)"
    " SELECT 'm' || i, 'u' || (i % {people}), 'T', 't' || i, {day}, false, '[]', 'a', 1, 'a', 'COMPLETED', {day}, {day},"
    " CASE WHEN i % 7 = 0 THEN {day} END FROM n",
    "INSERT INTO meeting_tags (meeting_id, folded, owner_id, name)"
    " SELECT id, CASE WHEN folded_title LIKE '%2_' THEN 'cse' ELSE 'budget' END, owner_id, 'CSE' FROM meetings",
)


FILTERS: tuple[dict[str, Any], ...] = (
    {}, {"text": "t1"}, {"status": Status.COMPLETED}, {"tag": "CSE"}, {"tag": "cse", "text": "t"},
    {"tag": "cse", "status": Status.COMPLETED}, {"in_trash": True},
)  # fmt: skip


@pytest.mark.timeout(120)
async def test_no_list_and_no_count_reads_the_whole_table(database: Database) -> None:
    """What the planner means to do, with enough rows for it to mind: with the trash, tags and states as without."""
    day = "(datetime('2026-01-01', '+' || i || ' minutes') || '.000000')"
    if not database.is_sqlite:
        day = "(timestamptz '2026-01-01' + make_interval(mins => i))"
    async with database.session() as session:
        for statement in FILL:
            await session.execute(text(statement.format(people=PEOPLE, meetings=MEETINGS, day=day)))
    async with database.session() as session:
        await session.execute(text("ANALYZE"))
    asked: list[tuple[str, Any]] = []
    async with database.reading() as session:
        connection = (await session.connection()).sync_connection

        def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
            asked.append((statement, parameters))

        event.listen(connection, "before_cursor_execute", note)
        for wanted in FILTERS:
            for sort in ("-trashed_at",) if wanted.get("in_trash") else get_args(Sort):
                first = await listing.page(session, "u3", sort=sort, limit=10, **wanted)
                assert first.total > 10, "else it would not be counted"
                assert first.next_cursor is not None
                await listing.page(session, "u3", sort=sort, limit=10, after=first.next_cursor, **wanted)
        event.remove(connection, "before_cursor_execute", note)
        assert len(asked) > 100
        for statement, parameters in asked:
            explained = await (await session.connection()).exec_driver_sql(
                ("EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN ") + statement, parameters
            )
            plan = "\n".join(str(row) for row in explained)
            scan = (
                r"SCAN (meetings|meeting_tags)(?! USING)|SCAN meetings" if database.is_sqlite else "Seq Scan on meeting"
            )
            assert not re.search(scan, plan), f"{statement}\n{plan}"
