"""One-time codes: good once, for one purpose and one person, until they end."""

import asyncio

from sqlalchemy import select

from scribe_core.database import one_time_codes, users
from scribe_core.database.engine import Database
from scribe_core.database.one_time_codes import OneTimeCode, Purpose
from scribe_core.domain.account import Role


async def redeem(database: Database, purpose: Purpose, user_id: str | None, text: str) -> bool:
    async with database.session() as session:
        return await one_time_codes.redeem(session, purpose, user_id, text)


async def test_a_code_is_good_once_however_it_is_typed(database: Database) -> None:
    async with database.session() as session:
        code = await one_time_codes.make_setup_code(session, hours=24)
    typed = code.text.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert await redeem(database, Purpose.SETUP, None, typed)
    assert not await redeem(database, Purpose.SETUP, None, code.text)


async def test_of_two_who_use_a_code_at_once_one_wins(database: Database) -> None:
    async with database.session() as session:
        code = await one_time_codes.make_setup_code(session, hours=24)
    answers = await asyncio.gather(*(redeem(database, Purpose.SETUP, None, code.text) for _ in range(3)))
    assert sorted(answers) == [False, False, True]


async def test_a_new_code_ends_the_one_before_and_other_purposes_refuse_it(database: Database) -> None:
    async with database.session() as session:
        ada = await users.add(session, email="ada@example.org", name="Ada", role=Role.MEMBER, language="en")
        bob = await users.add(session, email="bob@example.org", name="Bob", role=Role.MEMBER, language="en")
        first = await one_time_codes.make_password_code(session, ada.id, hours=24)
        second = await one_time_codes.make_password_code(session, ada.id, hours=24)
        late = await one_time_codes.make_password_code(session, bob.id, hours=0)
    assert not await redeem(database, Purpose.PASSWORD, ada.id, first.text)
    assert not await redeem(database, Purpose.PASSWORD, bob.id, second.text)
    assert not await redeem(database, Purpose.SETUP, None, second.text)
    assert not await redeem(database, Purpose.PASSWORD, bob.id, late.text)
    assert await redeem(database, Purpose.PASSWORD, ada.id, second.text)


async def test_the_code_itself_is_not_kept(database: Database) -> None:
    async with database.session() as session:
        code = await one_time_codes.make_setup_code(session, hours=24)
        row = (await session.scalars(select(OneTimeCode))).one()
    kept = " ".join(str(getattr(row, column.key)) for column in OneTimeCode.__table__.columns)
    assert code.text not in kept
    assert code.text.replace("-", "") not in kept
