"""Sessions: tokens are used once, two tabs are forgiven, a thief is not."""

import asyncio

import pytest

from scribe_core.database import sessions, users
from scribe_core.database.engine import Database
from scribe_core.database.sessions import Kind, Outcome, Rotation, UserSession
from scribe_core.domain.account import Role


@pytest.fixture
async def session_row(database: Database) -> UserSession:
    async with database.session() as session:
        ada = await users.add(session, email="ada@example.org", name="Ada", role=Role.MEMBER, language="en")
        return await sessions.start(session, ada.id, Kind.BROWSER, days=14)


async def rotate(database: Database, row: UserSession, generation: int, grace: int = 20) -> Rotation:
    async with database.session() as session:
        return await sessions.rotate(session, row.id, generation, Kind.BROWSER, grace_seconds=grace, days=14)


async def lives(database: Database, row: UserSession) -> bool:
    async with database.reading() as session:
        return await sessions.living(session, row.id) is not None


async def test_each_use_gives_the_next_generation(database: Database, session_row: UserSession) -> None:
    for generation in range(3):
        used = await rotate(database, session_row, generation)
        assert used.outcome is Outcome.ROTATED
        assert used.session is not None
        assert used.session.generation == generation + 1


async def test_tabs_that_refresh_at_once_all_get_the_same_generation(
    database: Database, session_row: UserSession
) -> None:
    answers = await asyncio.gather(*(rotate(database, session_row, 0) for _ in range(4)))
    assert [answer.outcome for answer in answers].count(Outcome.ROTATED) == 1
    assert [answer.outcome for answer in answers].count(Outcome.GRACE) == 3
    assert {answer.session.generation for answer in answers if answer.session} == {1}
    assert await lives(database, session_row)


async def test_a_token_used_again_after_the_grace_closes_the_session(
    database: Database, session_row: UserSession
) -> None:
    await rotate(database, session_row, 0)
    assert (await rotate(database, session_row, 0, grace=0)).outcome is Outcome.REUSED
    assert not await lives(database, session_row)
    assert (await rotate(database, session_row, 1)).outcome is Outcome.REUSED, "its owner is told why"


async def test_a_token_two_generations_old_is_theft_even_within_the_grace(
    database: Database, session_row: UserSession
) -> None:
    await rotate(database, session_row, 0)
    await rotate(database, session_row, 1)
    assert (await rotate(database, session_row, 0)).outcome is Outcome.REUSED
    assert not await lives(database, session_row)


async def test_a_browsers_token_is_no_programs_token(database: Database, session_row: UserSession) -> None:
    async with database.session() as session:
        other = await sessions.rotate(session, session_row.id, 0, Kind.PROGRAM, grace_seconds=20, days=14)
    assert other.outcome is Outcome.INVALID
    assert await lives(database, session_row)


async def test_a_session_ends_when_closed_expired_or_its_account_disabled(
    database: Database, session_row: UserSession
) -> None:
    async with database.session() as session:
        second = await sessions.start(session, session_row.user_id, Kind.PROGRAM, days=14)
        expired = await sessions.start(session, session_row.user_id, Kind.PROGRAM, days=0)
        await sessions.close_all(session, session_row.user_id, "password_changed", but=second.id)
    assert not await lives(database, session_row)
    assert not await lives(database, expired)
    assert (await rotate(database, session_row, 0)).outcome is Outcome.INVALID
    async with database.reading() as session:
        assert await sessions.living_among(session, {session_row.id, second.id, expired.id}) == {second.id}
    async with database.session() as session:
        await users.change(session, session_row.user_id, disabled=True)
    assert not await lives(database, second)


async def test_long_ended_sessions_are_forgotten(database: Database, session_row: UserSession) -> None:
    async with database.session() as session:
        await sessions.close(session, session_row.id, "signed_out")
        await sessions.forget_ended(session, days=1)
        assert await session.get(UserSession, session_row.id) is not None
        session.expunge_all()
        await sessions.forget_ended(session, days=-1)
        assert await session.get(UserSession, session_row.id) is None
