"""What an account's recordings take and may take."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import quotas, uploads, users
from scribe_core.database.base import new_id, now
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.domain.account import Role
from scribe_core.domain.run import Status
from scribe_core.errors import ScribeError


async def account(session: AsyncSession, name: str, stored: tuple[int, ...] = (), coming: tuple[int, ...] = ()) -> str:
    """An account with recordings of these sizes, and with uploads that were begun."""
    user = await users.add(session, email=f"{name}@example.org", name=name, role=Role.MEMBER, language="en")
    for size in stored:
        session.add(
            Meeting(
                id=new_id(), owner_id=user.id, title="A meeting", held_at=now(), participants=[], recording_name="a.wav",
                recording_bytes=size, media_type="audio/wav", status=Status.PENDING,
            )
        )  # fmt: skip
    for size in coming:
        await uploads.begin(session, new_id(), user.id, size, "filename YQ==", 3600)
    await session.flush()
    return user.id


async def test_what_everybody_has_is_what_each_has(database: Database) -> None:
    large = 3_000_000_000  # more than 32 bits hold
    async with database.session() as session:
        ada = await account(session, "ada", stored=(large, large, 1), coming=(10, 20))
        bob = await account(session, "bob", coming=(5,))
        await account(session, "zoe")
    async with database.reading() as session:
        each = await quotas.used_by_each(session)
        assert each == {ada: 2 * large + 31, bob: 5}
        assert {user_id: await quotas.used(session, user_id) for user_id in each} == each


@pytest.mark.parametrize(
    ("own", "general", "fits"),
    [(None, 100, 100), (None, 0, None), (150, 100, 150), (50, 100, 50), (50, 0, 50), (0, 100, None)],
)
async def test_an_accounts_own_quota_goes_before_the_general_one(
    database: Database, own: int | None, general: int, fits: int | None
) -> None:
    async with database.session() as session:
        user_id = await account(session, "ada", stored=(20,), coming=(10,))
        assert (await users.set_quota(session, user_id, own)).quota_bytes == own
        assert quotas.in_force(own, general) == (fits or 0)
        await quotas.require_room(session, user_id, 10**12 if fits is None else fits - 30, general)
        if fits is not None:
            with pytest.raises(ScribeError) as refused:
                await quotas.require_room(session, user_id, fits - 29, general)
            assert refused.value.code == "quota_exceeded"


async def test_two_at_once_do_not_both_get_the_last_room_of_an_accounts_own_quota(database: Database) -> None:
    async with database.session() as session:
        user_id = await account(session, "ada")
        await users.set_quota(session, user_id, 100)

    async def send() -> str:
        try:
            async with database.session() as session:
                await quotas.require_room(session, user_id, 60, general=0)
                await uploads.begin(session, new_id(), user_id, 60, "filename YQ==", 3600)
        except ScribeError as error:
            return error.code
        return "begun"

    assert sorted(await asyncio.gather(*(send() for _ in range(4)))) == ["begun", *["quota_exceeded"] * 3]


async def test_nobodys_quota_is_not_set(database: Database) -> None:
    with pytest.raises(ScribeError) as refused:
        async with database.session() as session:
            await users.set_quota(session, new_id(), 1)
    assert refused.value.code == "user_not_found"
