"""Accounts: one per address, and always an administrator who can sign in."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import users
from scribe_core.database.engine import Database
from scribe_core.database.users import User
from scribe_core.domain.account import Role, normal_email
from scribe_core.errors import ScribeError


async def administrator(database: Database, email: str) -> User:
    async with database.session() as session:
        return await users.add(
            session, email=email, name="Ada", role=Role.ADMINISTRATOR, language="en", password_hash="$2b$"
        )


async def test_an_address_is_the_same_however_it_is_typed(database: Database) -> None:
    async with database.session() as session:
        made = await users.add(session, email=" Zoë.Durand@Example.ORG ", name="Zoë", role=Role.MEMBER, language="fr")
    async with database.reading() as session:
        found = await users.by_email(session, "zoe\u0308.durand@example.org")
    assert found is not None
    assert found.id == made.id
    with pytest.raises(ScribeError, match="already has an account"):
        async with database.session() as session:
            await users.add(session, email="ZOË.DURAND@EXAMPLE.ORG", name="Other", role=Role.MEMBER, language="fr")


async def test_two_who_take_an_address_at_once_do_not_both_get_it(database: Database) -> None:
    async def take() -> str:
        try:
            async with database.session() as session:
                await users.add(session, email="ada@example.org", name="Ada", role=Role.MEMBER, language="en")
        except ScribeError as error:
            return error.code
        return "made"

    assert sorted(await asyncio.gather(take(), take(), take())) == ["email_taken", "email_taken", "made"]


@pytest.mark.parametrize(
    "text", ["", "ada", "ada@", "@example.org", "a b@example.org", "a@b\u0000c", "x" * 250 + "@b.fr"]
)
def test_what_cannot_be_an_address_is_refused(text: str) -> None:
    with pytest.raises(ScribeError) as refused:
        normal_email(text)
    assert refused.value.code == "request_invalid"


@pytest.mark.parametrize("act", ["demote", "disable", "remove"])
async def test_the_last_administrator_stays(database: Database, act: str) -> None:
    ada = await administrator(database, "ada@example.org")
    async with database.session() as session:  # invited, but has no password yet: cannot stand in
        await users.add(session, email="bob@example.org", name="Bob", role=Role.ADMINISTRATOR, language="en")
    with pytest.raises(ScribeError) as refused:
        async with database.session() as session:
            await do(session, act, ada.id)
    assert refused.value.code == "last_administrator"
    async with database.reading() as session:
        after = await users.by_id(session, ada.id)
    assert (after.role, after.disabled) == (Role.ADMINISTRATOR, False)


@pytest.mark.parametrize("act", ["demote", "disable", "remove"])
async def test_two_administrators_who_oust_each_other_at_once_leave_one(database: Database, act: str) -> None:
    pair = [await administrator(database, f"{name}@example.org") for name in ("ada", "bob")]

    async def oust(user: User) -> str:
        try:
            async with database.session() as session:
                await do(session, act, user.id)
        except ScribeError as error:
            return error.code
        return "done"

    assert sorted(await asyncio.gather(*(oust(user) for user in pair))) == ["done", "last_administrator"]


async def test_a_member_may_be_disabled_and_enabled_again(database: Database) -> None:
    await administrator(database, "ada@example.org")
    async with database.session() as session:
        bob = await users.add(session, email="bob@example.org", name="Bob", role=Role.MEMBER, language="en")
        assert (await users.change(session, bob.id, disabled=True)).disabled
        assert not (await users.change(session, bob.id, disabled=False, name="Robert")).disabled
    async with database.reading() as session:
        assert [user.name for user in await users.everyone(session)] == ["Ada", "Robert"]


async def do(session: AsyncSession, act: str, user_id: str) -> None:
    if act == "remove":
        await users.remove(session, user_id)
    elif act == "demote":
        await users.change(session, user_id, role=Role.MEMBER)
    else:
        await users.change(session, user_id, disabled=True)
