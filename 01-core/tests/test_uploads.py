"""Uploads that nobody goes on with: given up once, whoever sweeps, and no other with them."""

import asyncio
from typing import Any

from sqlalchemy import select, update

from scribe_core.database import deletions, uploads
from scribe_core.database.base import new_id, now_plus
from scribe_core.database.engine import Database
from scribe_core.database.uploads import Upload
from scribe_core.stores.recordings import Part

LIFE = 3600.0
PATIENCE_SECONDS = 20


async def begun(database: Database, owner_id: str, life: float) -> str:
    async with database.session() as session:
        return (await uploads.begin(session, new_id(), owner_id, 1000, "", life)).id


async def swept(database: Database) -> int:
    async with database.session() as session:
        return await uploads.sweep(session)


async def there(database: Database) -> set[str]:
    async with database.reading() as session:
        return set(await session.scalars(select(Upload.id)))


async def test_whoever_sweeps_at_once_gives_each_abandoned_upload_up_once(database: Database, house: Any) -> None:
    async with database.session() as session:
        owner_id = await house.user(session)
    abandoned = {await begun(database, owner_id, -1) for _ in range(6)}
    waiting = {await begun(database, owner_id, LIFE) for _ in range(2)}
    assert sum(await asyncio.gather(*(swept(database) for _ in range(4)))) == len(abandoned)
    assert await there(database) == waiting
    async with database.reading() as session:
        assert sorted(await deletions.due(session, 600)) == sorted((id_, False) for id_ in abandoned)


async def test_one_that_is_gone_on_with_while_two_sweep_is_not_abandoned(database: Database, house: Any) -> None:
    async with database.session() as session:
        owner_id = await house.user(session)
    upload_id = await begun(database, owner_id, LIFE)
    async with database.session() as session:
        assert await uploads.take(session, upload_id, 0, "request")
        await session.execute(update(Upload).values(expires_at=now_plus(-1)))
    async with asyncio.timeout(PATIENCE_SECONDS):
        async with database.session() as receiving:
            assert await uploads.append(receiving, upload_id, "request", 0, Part("first", 10), LIFE)
            sweeping = [asyncio.create_task(swept(database)) for _ in range(2)]
            if not database.is_sqlite:  # there they wait for whoever writes
                await asyncio.wait(sweeping)
        assert await asyncio.gather(*sweeping) == [0, 0]
    assert await there(database) == {upload_id}
    async with database.reading() as session:
        assert await uploads.parts_of(session, upload_id) == [Part("first", 10)]
        assert await deletions.due(session, 600) == []
