"""Accounts made on the command line keep to what the API asks of them; so do their quotas."""

from argparse import Namespace
from pathlib import Path

import pytest
from sqlalchemy import select

from scribe.accounts import added, quota_given
from scribe.cli import WrongUsage, parse
from scribe.parts import open_parts
from scribe_core.database import audit, users
from scribe_core.database.users import User
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings


async def names_of(settings: Settings, name: str | None) -> list[str]:
    """Everybody's name once an account of that name was asked for."""
    async with open_parts(settings) as parts:
        await parts.database.migrate()
        asked = Namespace(email="claire@example.org", name=name, administrator=False)
        try:
            await added(parts, asked)
        finally:
            async with parts.database.reading() as session:
                names = list(await session.scalars(select(User.name)))
    return names


@pytest.mark.parametrize(
    ("name", "shown"), [(None, "claire"), (" Claire\x1b[2J\u202e  Martin ", "Claire[2J Martin"), ("x" * 200, "x" * 200)]
)
async def test_a_name_is_one_line_to_be_read(tmp_path: Path, name: str | None, shown: str) -> None:
    assert await names_of(Settings(_env_file=None, volumes=tmp_path), name) == [shown]


@pytest.mark.parametrize("name", ["", "  ", "\u200b\x07", "x" * 201])
async def test_a_name_nobody_can_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ScribeError, match="must be there to read, in 200 characters"):
        await names_of(Settings(_env_file=None, volumes=tmp_path), name)


SIZES = {
    "default": None, "none": 0, "5GB": 5_000_000_000, "5 Go": 5_000_000_000, "1,5to": 1_500_000_000_000,
    "0.5MB": 500_000, "900 o": 900, "70000": 70_000, "1000 TB": 10**15,
}  # fmt: skip


@pytest.mark.parametrize("text", SIZES)
def test_a_quota_is_written_as_people_write_sizes(text: str) -> None:
    asked = parse(["user", "quota", "a@example.org", text])
    assert (asked.does, asked.email, asked.size) == ("accounts.quota", "a@example.org", SIZES[text])


@pytest.mark.parametrize("text", ["", "0", "0GB", "-5GB", "5 apples", "12k", "5GiB", "1e9", "1001TB", "٥GB", "None"])
def test_what_is_no_quota_is_refused(text: str) -> None:
    with pytest.raises(WrongUsage, match="neither a size"):
        parse(["user", "quota", "--", "a@example.org", text])


async def test_an_account_is_given_a_quota_and_the_setting_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    settings = Settings(_env_file=None, volumes=tmp_path, user_quota_bytes=2_000_000_000)
    async with open_parts(settings) as parts:
        await parts.database.migrate()
        await added(parts, Namespace(email="claire@example.org", name=None, administrator=False))
        given = {size: await quota_given(parts, "Claire@example.org", size) for size in (5_500_000_000, 0, None)}
        async with parts.database.reading() as session:
            user = await users.by_email(session, "claire@example.org")
            assert user is not None
            noted = [entry for entry in await audit.of_subject(session, user.id) if entry.action == "quota_changed"]
        with pytest.raises(ScribeError) as refused:
            await quota_given(parts, "marc@example.org", 0)
    assert given == {
        5_500_000_000: "claire@example.org: 0 MB of recordings; limit: 5.5 GB",
        0: "claire@example.org: 0 MB of recordings; limit: none",
        None: "claire@example.org: 0 MB of recordings; limit: 2.0 GB, the installation’s setting",
    }
    assert [entry.details["quota_bytes"] for entry in noted] == [5_500_000_000, 0, None]
    assert {entry.actor_id for entry in noted} == {None}
    assert refused.value.code == "user_not_found"
