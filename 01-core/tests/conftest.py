"""What the tests of the core share: people and meetings to put into a database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from indexed_office import Office
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import runs
from scribe_core.database.base import new_id
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run
from scribe_core.database.users import User
from scribe_core.domain.run import RunSettings, Status
from scribe_core.search.embedding import Embedder
from scribe_core.search.placing import Placer
from scribe_core.stores.vectors import Vectors

HELD_AT = datetime(2026, 3, 14, 14, 30, tzinfo=UTC)


class House:
    """Puts people, meetings and runs into a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def user(self, session: AsyncSession, email: str = "claire@example.org") -> str:
        """The id of a fresh user."""
        user = User(id=new_id(), email=email, name=email, role="member", language="fr", password_hash=None)
        session.add(user)
        await session.flush()
        return user.id

    async def meeting(self, session: AsyncSession, owner_id: str, title: str = "Comité", **values: Any) -> Meeting:
        """A fresh meeting."""
        row = Meeting(
            id=new_id(), owner_id=owner_id, title=title, held_at=values.pop("held_at", HELD_AT), participants=[],
            language=None, speakers=None, recording_name="a.wav", recording_bytes=10, media_type="audio/wav",
            status=Status.PENDING, **values,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        return row

    async def run(self, email: str = "claire@example.org") -> Run:
        """A waiting run of a fresh meeting of a fresh user."""
        async with self.database.session() as session:
            meeting = await self.meeting(session, await self.user(session, email))
            return await runs.enqueue(session, meeting, RunSettings(language="fr", speakers=2))


@pytest.fixture
def house(database: Database) -> House:
    """Puts people, meetings and runs into the database."""
    return House(database)


@pytest.fixture
def house_of() -> type[House]:
    """Puts people, meetings and runs into whatever database."""
    return House


@pytest.fixture(scope="module")
def embedder() -> Iterator[Embedder]:
    """The product's engine: it loads its model once a module."""
    made = Embedder()
    yield made
    made.close()


@pytest.fixture
async def office(database: Database, house: House, vectors_beside: Vectors, embedder: Embedder) -> Office:
    """Somebody's meetings, none yet, and the index over them."""
    async with database.session() as session:
        owner_id = await house.user(session)
    return Office(database, house, owner_id, vectors_beside, embedder, Placer(database, vectors_beside))
