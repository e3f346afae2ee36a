"""The register of decisions, actions and open questions: pages that neither skip nor repeat, read off an index however many there are."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, text

from scribe_core.database import register
from scribe_core.database.engine import Database
from scribe_core.database.register import RegisterSort, Wanted
from scribe_core.domain.minutes import ActionStatus
from scribe_core.domain.minutes_form import ItemKind

PEOPLE, MEETINGS, ITEMS = 20, 2_000, 20_000
"""Enough rows for a planner to mind: a twentieth of them are one's own; of ten items of a meeting three are actions, one a decision, one a question."""

DAY = "'2026-01-01 00:00:00.000000+00'"
FILL = (
    "INSERT INTO users (id, email, name, role, language, created_at, updated_at)"
    " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {people} - 1)"
    " SELECT 'u' || i, 'u' || i, 'U', 'member', 'fr', {day}, {day} FROM n",
    "INSERT INTO meetings (id, owner_id, title, folded_title, held_at, held_at_guessed, participants, recording_name,"
    " recording_bytes, media_type, status, created_at, updated_at, trashed_at)"
    " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {meetings} - 1)"
    " SELECT 'm' || i, 'u' || (i % {people}), 'T', 't', {day}, false, '[]', 'a', 1, 'a', 'COMPLETED', {day}, {day},"
    " CASE WHEN i % 7 = 0 THEN {moment} END FROM n",
    "INSERT INTO minutes (id, meeting_id, template, language, writer, revision, title, held_on, sections, participants, state,"
    " version, created_at, updated_at)"
    " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {meetings} - 1)"
    " SELECT 'p' || i, 'm' || i, 'general', 'fr', 'extract', 1, 'T', '2026-01-' || (10 + i % 20), '[]', '[]', 'draft', 1,"
    " {day}, {day} FROM n",
    "INSERT INTO minutes_items (id, minutes_id, account_id, section, position, kind, text, citations, due_day, status, edited,"
    " unsupported, held_on, register_day, folded_text, folded_owner, owner_name)"
    " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {items} - 1)"
    " SELECT 'i' || i, 'p' || (i / 10), 'u' || ((i / 10) % {people}), 'actions', i % 10,"
    " CASE WHEN i % 10 < 3 THEN 'action' WHEN i % 10 = 3 THEN 'decision' WHEN i % 10 = 4 THEN 'question' ELSE 'summary' END, 'Voter le budget', '[]',"
    " CASE WHEN i % 10 < 2 THEN '2026-02-' || (10 + i % 17) END,"
    " CASE WHEN i % 10 < 3 THEN CASE WHEN (i / 10) % 7 < 4 THEN 'open' ELSE 'done' END END, false, false,"
    " '2026-01-' || (10 + (i / 10) % 20),"
    " CASE WHEN i % 10 < 2 THEN '2026-02-' || (10 + i % 17) WHEN i % 10 < 5 THEN '9999-12-31' END, 'voter le budget',"
    " CASE WHEN i % 3 = 0 THEN 'zoe durand' ELSE '' END, CASE WHEN i % 3 = 0 THEN 'Zoé Durand' END FROM n",
)

FILTERS = (
    Wanted(),
    Wanted(kinds=(ItemKind.ACTION,)),
    Wanted(kinds=(ItemKind.DECISION,)),
    Wanted(kinds=(ItemKind.QUESTION, ItemKind.ACTION), status=ActionStatus.OPEN),
    Wanted(status=ActionStatus.OPEN),
    Wanted(owner="DURAND"),
    Wanted(text="Budgét"),
    Wanted(due_from=date(2026, 2, 12), due_to=date(2026, 2, 20)),
)


@pytest.mark.timeout(120)
async def test_pages_are_read_off_an_index_and_hold_everything_once(database: Database) -> None:
    moment = DAY if database.is_sqlite else f"timestamptz {DAY}"
    async with database.session() as session:
        for statement in FILL:
            filled = statement.format(people=PEOPLE, meetings=MEETINGS, items=ITEMS, day=DAY, moment=moment)
            await session.execute(text(filled))
    async with database.session() as session:
        await session.execute(text("ANALYZE"))
    asked: list[tuple[RegisterSort, str, Any]] = []
    async with database.reading() as session:
        connection = (await session.connection()).sync_connection
        for sort in RegisterSort:

            def note(_: Any, __: Any, statement: str, values: Any, *___: Any, sort: RegisterSort = sort) -> None:
                asked.append((sort, statement, values))

            event.listen(connection, "before_cursor_execute", note)
            for wanted in FILTERS:
                await everything(session, wanted, sort, pages=2)
            event.remove(connection, "before_cursor_execute", note)
        assert len(asked) > 3 * len(FILTERS), "second pages too"
        for sort, statement, values in asked:
            explained = await (await session.connection()).exec_driver_sql(
                ("EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN ") + statement, values
            )
            plan = "\n".join(str(row) for row in explained)
            assert re.search("ix_minutes_items_(due|held)", plan), f"{sort} {statement}\n{plan}"
            assert not re.search(r"SCAN minutes_items(?! USING)|Seq Scan on minutes_items", plan), plan
        for sort in RegisterSort:
            found = await everything(session, Wanted(), sort)
            mine = "account_id = 'u3' AND register_day IS NOT NULL AND trashed_at IS NULL"
            join = "minutes_items i JOIN minutes p ON p.id = i.minutes_id JOIN meetings m ON m.id = p.meeting_id"
            ids = set(await session.scalars(text(f"SELECT i.id FROM {join} WHERE {mine}")))  # noqa: S608
            assert len(found) == len({one.item.id for one in found}), "nothing twice"
            assert {one.item.id for one in found} == ids
        by_due = [one.item.due_day or date.max for one in await everything(session, Wanted(), RegisterSort.DUE)]
        assert by_due == sorted(by_due)
        by_day = [one.held_on for one in await everything(session, Wanted(), RegisterSort.MEETING)]
        assert by_day == sorted(by_day, reverse=True)
        for wanted, kinds in (
            (Wanted(kinds=(ItemKind.QUESTION,)), {ItemKind.QUESTION}),
            (Wanted(kinds=(ItemKind.QUESTION,), status=ActionStatus.OPEN), {ItemKind.QUESTION}),
            (Wanted(kinds=(ItemKind.QUESTION,), status=ActionStatus.DONE), set()),
            (Wanted(kinds=(ItemKind.QUESTION, ItemKind.DECISION)), {ItemKind.QUESTION, ItemKind.DECISION}),
            (Wanted(status=ActionStatus.OPEN), {ItemKind.ACTION}),
            (Wanted(), {ItemKind.QUESTION, ItemKind.DECISION, ItemKind.ACTION}),
        ):
            listed = await everything(session, wanted, RegisterSort.DUE)
            assert {one.item.kind for one in listed} == kinds, wanted
            assert len(listed) == await register.count(session, "u3", wanted)
        both = await everything(session, FILTERS[3], RegisterSort.DUE)
        assert {(one.item.kind, one.item.status) for one in both} == {
            (ItemKind.QUESTION, None), (ItemKind.ACTION, ActionStatus.OPEN)
        }  # fmt: skip
        between = await everything(session, FILTERS[-1], RegisterSort.DUE)
        assert between
        assert all(one.item.due_day and date(2026, 2, 12) <= one.item.due_day <= date(2026, 2, 20) for one in between)
        owned = await everything(session, Wanted(owner="DURAND"), RegisterSort.MEETING)
        assert owned
        assert {one.item.owner and one.item.owner.name for one in owned} == {"Zoé Durand"}


async def everything(session: Any, wanted: Wanted, sort: RegisterSort, pages: int = 1000) -> list[register.Entry]:
    """The entries of u3, page by page."""
    found: list[register.Entry] = []
    after = None
    for _ in range(pages):
        page = await register.page(session, "u3", wanted, sort=sort, limit=37, after=after)
        found += page.entries
        after = page.next_cursor
        if after is None:
            break
    return found
