"""Accounts made on the command line keep to what the API asks of them."""

from argparse import Namespace
from pathlib import Path

import pytest
from sqlalchemy import select

from scribe.accounts import added
from scribe.parts import open_parts
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
