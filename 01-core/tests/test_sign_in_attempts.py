"""Guesses are counted before they are made, for everybody who counts in the same database."""

import asyncio

import pytest

from scribe_core.database import sign_in_attempts
from scribe_core.database.engine import Database
from scribe_core.errors import ScribeError

ACCOUNT, ADDRESS = sign_in_attempts.account_key("ada@example.org"), sign_in_attempts.address_key("192.0.2.7")


async def spend(database: Database, *keys: str, limit: int = 3) -> str:
    try:
        async with database.session() as session:
            await sign_in_attempts.spend(session, keys, limit)
    except ScribeError as error:
        return error.code
    return "go"


async def test_guesses_side_by_side_do_not_slip_through(database: Database) -> None:
    answers = await asyncio.gather(*(spend(database, ACCOUNT, ADDRESS) for _ in range(8)))
    assert answers.count("go") == 3
    assert answers.count("too_many_attempts") == 5
    with pytest.raises(ScribeError) as refused:
        async with database.session() as session:
            await sign_in_attempts.spend(session, [ACCOUNT], 3)
    assert 0 < int(str(refused.value.details["seconds"])) <= sign_in_attempts.WINDOW_SECONDS


async def test_an_address_is_limited_over_all_accounts(database: Database) -> None:
    for name in "abc":
        assert await spend(database, sign_in_attempts.account_key(name), ADDRESS) == "go"
    assert await spend(database, sign_in_attempts.account_key("d"), ADDRESS) == "too_many_attempts"
    assert await spend(database, sign_in_attempts.account_key("d")) == "go", "the account itself was not charged"


def test_who_has_many_addresses_counts_as_one() -> None:
    key = sign_in_attempts.address_key
    assert key("2001:db8:1:2::7") == key("2001:db8:1:2:ffff:ffff:ffff:ffff") == key("2001:DB8:1:2:0::1%eth0")
    assert key("2001:db8:1:2::7") != key("2001:db8:1:3::7")
    assert key("::ffff:192.0.2.7") == ADDRESS != key("192.0.2.8")
    assert key("::ffff:192.0.2.7") != key("::ffff:192.0.2.8")


async def test_right_passwords_cost_nothing(database: Database) -> None:
    for _ in range(5):
        assert await spend(database, ACCOUNT, ADDRESS) == "go"
        async with database.session() as session:
            await sign_in_attempts.give_back(session, (ACCOUNT, ADDRESS))


async def test_a_reset_password_opens_the_account_again(database: Database) -> None:
    for _ in range(4):
        await spend(database, ACCOUNT)
    async with database.session() as session:
        await sign_in_attempts.forgive(session, ACCOUNT)
    assert await spend(database, ACCOUNT) == "go"


async def test_a_quarter_of_an_hour_later_one_may_try_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        await spend(database, ACCOUNT)
    monkeypatch.setattr(sign_in_attempts, "WINDOW_SECONDS", -1)
    assert await spend(database, ACCOUNT) == "go"
