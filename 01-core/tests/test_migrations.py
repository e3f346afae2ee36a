"""The schema that migrations make is the one the code describes, on both databases."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import bindparam, select, text

from scribe_core.database import listing, register
from scribe_core.database.base import UtcDateTime
from scribe_core.database.consents import Consent
from scribe_core.database.engine import Database, alembic_config
from scribe_core.database.register import Wanted
from scribe_core.database.voiceprints import VoiceprintRow
from scribe_core.domain.minutes_form import ItemKind
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


async def test_titles_from_before_are_found_in_any_case(database_url: str) -> None:
    await asyncio.to_thread(command.upgrade, alembic_config(database_url), "0001")
    database = Database(database_url)
    async with database.session() as session:
        await session.execute(
            text(
                "INSERT INTO users (id, email, name, role, language, created_at, updated_at)"
                " VALUES ('u', 'a', 'A', 'member', 'fr', :at, :at)"
            ),
            {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        )
        await session.execute(
            text(
                "INSERT INTO meetings (id, owner_id, title, held_at, held_at_guessed, participants, recording_name,"
                " recording_bytes, media_type, status, created_at, updated_at)"
                " VALUES ('m', 'u', 'ÉTÉ', :at, false, '[]', 'a', 1, 'a', 'PENDING', :at, :at)"
            ),
            {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        )
    await database.migrate()
    async with database.reading() as session:
        assert (await listing.page(session, "u", text="été")).total == 1
    await database.close()


OLD_ROWS = (
    "INSERT INTO users (id, email, name, role, language, created_at, updated_at)"
    " VALUES ('u', 'a@example.org', 'A', 'member', 'fr', :moment, :moment)",
    "INSERT INTO meetings (id, owner_id, title, held_at, held_at_guessed, participants, recording_name, recording_bytes,"
    " media_type, status, created_at, updated_at)"
    " VALUES ('m', 'u', 't', :moment, false, '[]', 'a', 1, 'audio/wav', 'COMPLETED', :moment, :moment)",
    "INSERT INTO runs (id, meeting_id, status, lane, priority, attempt, stage_progress, progress, error_details, warnings,"
    " settings, created_at) VALUES ('r', 'm', 'COMPLETED', 'cpu', 0, 1, 1, 1, '{}', '[]', '{}', :moment)",
)


async def test_runs_of_before_are_transcriptions_of_their_meetings_owner(database_url: str) -> None:
    config = alembic_config(database_url)
    await asyncio.to_thread(command.upgrade, config, "0002")
    database = Database(database_url)
    async with database.session() as session:
        for statement in OLD_ROWS:
            moment = bindparam("moment", datetime(2026, 3, 14, tzinfo=UTC), type_=UtcDateTime())
            await session.execute(text(statement).bindparams(moment))
    await database.migrate()
    async with database.reading() as session:
        kept = (await session.execute(text("SELECT kind, owner_id, meeting_id FROM runs"))).one()
        assert tuple(kept) == ("transcription", "u", "m")
    await asyncio.to_thread(command.downgrade, config, "0002")
    await database.migrate()
    async with database.reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM runs")) == 1
    await database.close()


RENAMED_BEFORE = (
    OLD_ROWS[0],
    OLD_ROWS[1].replace("title,", "title, folded_title,").replace("'t',", "'t', 't',"),
    'INSERT INTO corrections (id, meeting_id, sequence, revision, kind, target_id, start, "end", original, value, created_at)'
    " VALUES ('c', 'm', 1, 1, 'rename_speaker', 's', 0, 0, 'Claire', 'Marie', :moment)",
    'INSERT INTO corrections (id, meeting_id, sequence, revision, kind, target_id, start, "end", original, value, created_at)'
    " VALUES ('d', 'm', 2, 1, 'edit_utterance', 'u', 0, 1, 'Bonsoir.', 'Bonjour.', :moment)",
)


async def test_corrections_of_before_forget_the_names_that_they_replaced(database_url: str) -> None:
    await asyncio.to_thread(command.upgrade, alembic_config(database_url), "0005")
    database = Database(database_url)
    async with database.session() as session:
        for statement in RENAMED_BEFORE:
            moment = bindparam("moment", datetime(2026, 3, 14, tzinfo=UTC), type_=UtcDateTime())
            await session.execute(text(statement).bindparams(moment))
    await database.migrate()
    async with database.reading() as session:
        rows = await session.execute(text("SELECT original, value FROM corrections ORDER BY sequence"))
        assert [tuple(row) for row in rows] == [("", "Marie"), ("Bonsoir.", "Bonjour.")]
    await database.close()


CONSENTED_BEFORE = (
    OLD_ROWS[0],
    "INSERT INTO persons (id, owner_id, name, note, created_at, updated_at) VALUES ('none', 'u', 'N', '', :moment, :moment)",
    "INSERT INTO persons (id, owner_id, name, note, consent_given_at, consent_how, consent_recorded_by, created_at,"
    " updated_at) VALUES ('stands', 'u', 'S', '', :moment, 'form', 'u', :moment, :moment)",
    "INSERT INTO persons (id, owner_id, name, note, consent_given_at, consent_how, consent_revoked_at, created_at,"
    " updated_at) VALUES ('taken', 'u', 'T', '', :moment, 'mail', :moment, :moment, :moment)",
    "INSERT INTO voiceprints (id, person_id, vector, model, seconds, quality, created_at)"
    " VALUES ('v', 'stands', CAST('x' AS {bytes}), 'm', 20, 0.8, :moment)",
    "INSERT INTO audit_log (at, actor_id, action, subject_id, details)"
    " VALUES (:moment, 'u', 'consent_revoked', 'taken', '{{}}')",
)


async def test_consents_of_before_are_carried_over_with_the_voices_learnt_under_them(database_url: str) -> None:
    config, at = alembic_config(database_url), datetime(2026, 3, 14, tzinfo=UTC)
    await asyncio.to_thread(command.upgrade, config, "0006")
    database = Database(database_url)
    async with database.session() as session:
        for statement in CONSENTED_BEFORE:
            moment = bindparam("moment", at, type_=UtcDateTime())
            sent = text(statement.format(bytes="blob" if database.is_sqlite else "bytea"))
            await session.execute(sent.bindparams(moment))
    for _ in range(2):  # once more after the way back
        await database.migrate()
        async with database.reading() as session:
            rows = {row.person_id: row for row in (await session.scalars(select(Consent))).all()}
            (kept,) = (await session.scalars(select(VoiceprintRow))).all()
        assert set(rows) == {"stands", "taken"}
        stands, taken = rows["stands"], rows["taken"]
        assert (stands.how, stands.given_at, stands.recorded_by, stands.revoked_at) == ("form", at, "u", None)
        assert (taken.how, taken.revoked_at, taken.revoked_by) == ("mail", at, "u")
        assert (kept.id, kept.consent_id) == ("v", stands.id)
        await asyncio.to_thread(command.downgrade, config, "0006")
        async with database.reading() as session:
            before = await session.execute(text("SELECT id, consent_how FROM persons ORDER BY id"))
            assert [tuple(row) for row in before] == [("none", None), ("stands", "form"), ("taken", "mail")]
    await database.close()


QUESTIONS = 1_201
"""More than two of the migration's batches."""

MINUTES_BEFORE = (
    *RENAMED_BEFORE[:2],
    "INSERT INTO minutes (id, meeting_id, template, language, writer, revision, title, held_on, sections, participants, state,"
    " version, created_at, updated_at)"
    " VALUES ('p', 'm', 'general', 'fr', 'extract', 1, 't', '2026-03-14', '[]', '[]', 'frozen', 1, :moment, :moment)",
)
ITEM_BEFORE = (
    "INSERT INTO minutes_items (id, minutes_id, account_id, section, position, kind, text, citations, owner_name, due_day,"
    " edited, unsupported, held_on, register_day, folded_text, folded_owner) VALUES (:id, 'p', 'u', :kind, 0, :kind, :text, '[]',"
    " :owner, :due, false, false, '2026-03-14', :day, :folded, '')"
)


def item_before(item_id: str, kind: str, said: str, **values: str) -> dict[str, str | None]:
    """A row of an item as 0031 held it; what only some have is nothing."""
    return {"id": item_id, "kind": kind, "text": said, "owner": None, "due": None, "day": None, "folded": ""} | values


ITEMS_BEFORE = [
    *(item_before(f"q{number}", "question", "Qui paie ?") for number in range(QUESTIONS - 1)),
    item_before("owned", "question", "Où passe-t-on l’ÉTÉ ?", owner="Zoé", due="2026-03-20"),
    item_before("decided", "decision", "Été", day="9999-12-31", folded="as it was"),
    item_before("told", "summary", "Été"),
]


async def test_questions_of_minutes_from_before_are_found_in_the_register(database_url: str) -> None:
    config = alembic_config(database_url)
    await asyncio.to_thread(command.upgrade, config, "0031")
    database = Database(database_url)
    async with database.session() as session:
        for statement in MINUTES_BEFORE:
            moment = bindparam("moment", datetime(2026, 3, 14, tzinfo=UTC), type_=UtcDateTime())
            await session.execute(text(statement).bindparams(moment))
        await session.execute(text(ITEM_BEFORE), ITEMS_BEFORE)
    for _ in range(2):  # once more after the way back
        await database.migrate()
        async with database.reading() as session:
            asked = Wanted(kinds=(ItemKind.QUESTION,))
            assert await register.count(session, "u", asked) == QUESTIONS
            assert await register.count(session, "u", Wanted(kinds=asked.kinds, text="qui paie")) == QUESTIONS - 1
            page = await register.page(session, "u", Wanted(text="passe t on l'ete", owner="zoe"))
            assert [one.item.id for one in page.entries] == ["owned"]
            (first, *others) = (await register.page(session, "u", Wanted(), limit=QUESTIONS + 10)).entries
            assert first.item.id == "owned", "it is due"
            assert {one.item.kind for one in others} == {ItemKind.QUESTION, ItemKind.DECISION}
            assert len(others) == QUESTIONS
            kept = "SELECT folded_text FROM minutes_items WHERE id IN ('decided', 'told') ORDER BY id"
            assert [*await session.scalars(text(kept))] == ["as it was", ""]
        await asyncio.to_thread(command.downgrade, config, "0031")
        async with database.reading() as session:
            listed = (
                "SELECT id FROM minutes_items WHERE register_day IS NOT NULL OR folded_text <> '' OR folded_owner <> ''"
            )
            assert [*await session.scalars(text(listed))] == ["decided"]
    await database.close()
