"""Deleted meetings are looked at twice and then forgotten, whoever sweeps; what is not deleted is never looked at."""

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from scribe_core.database import deletions
from scribe_core.database.base import new_id, now_plus
from scribe_core.database.deletions import Deletion
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting

AGAIN_SECONDS = 600.0
SWEEPERS = 4


async def due(database: Database) -> Sequence[tuple[str, bool]]:
    async with database.session() as session:
        return await deletions.due(session, AGAIN_SECONDS)


async def noted(database: Database, found: Sequence[tuple[str, bool]]) -> None:
    for meeting_id, last in found:
        async with database.session() as session:
            await deletions.note_swept(session, meeting_id, last=last)


async def known(database: Database) -> set[str]:
    async with database.reading() as session:
        return set(await session.scalars(select(Deletion.meeting_id)))


async def test_whoever_sweeps_at_once_looks_twice_and_forgets_nothing_else(database: Database, house: Any) -> None:
    coming = new_id()
    async with database.session() as session:
        owner_id = await house.user(session)
        gone = [await house.meeting(session, owner_id) for _ in range(6)]
        stays = (await house.meeting(session, owner_id)).id
        for meeting in gone:
            await deletions.delete_meeting(session, meeting)
        await deletions.note_upload(session, coming, owner_id)
    ids = {meeting.id for meeting in gone}

    for last in (False, True):
        found = await asyncio.gather(*(due(database) for _ in range(SWEEPERS)))
        assert [set(each) for each in found] == [{(id_, last) for id_ in ids}] * SWEEPERS, "all of them may come to it"
        await asyncio.gather(*(noted(database, each) for each in found))
        assert await due(database) == []
        assert await known(database) == ({coming} if last else ids | {coming})
        async with database.session() as session:  # the late writers' time goes by
            swept = update(Deletion).where(Deletion.meeting_id.in_(ids))
            await session.execute(swept.values(swept_at=now_plus(-AGAIN_SECONDS - 1)))

    async with database.reading() as session:
        assert set(await session.scalars(select(Meeting.id))) == {stays}


async def test_a_sweeper_that_comes_late_brings_no_note_back(database: Database, house: Any) -> None:
    async with database.session() as session:
        meeting = await house.meeting(session, await house.user(session))
        await deletions.delete_meeting(session, meeting)
    late = await due(database)
    await noted(database, late)
    async with database.session() as session:
        await deletions.note_swept(session, meeting.id, last=True)
    await noted(database, late)
    assert await known(database) == set()
