"""The trash: what goes in leaves the lists and stops its work, what comes back is what it was, and what stays too long goes."""

import asyncio
from typing import Any

from sqlalchemy import select, update

from scribe_core.database import audit, deletions, leases, listing, quotas, runs, tags, trash
from scribe_core.database.base import now_plus
from scribe_core.database.engine import Database
from scribe_core.database.leases import Beat
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run, RunEvent
from scribe_core.domain.run import Lane, RunSettings, Status

DAY = 86_400.0


async def owner_of(database: Database, house: Any) -> str:
    async with database.session() as session:
        return str(await house.user(session))


async def test_what_goes_into_the_trash_leaves_the_list_and_comes_back_as_it_was(
    database: Database, house: Any
) -> None:
    owner = await owner_of(database, house)
    async with database.session() as session:
        first = (await house.meeting(session, owner, "Un")).id
        second = (await house.meeting(session, owner, "Deux")).id
        assert await trash.put(session, owner, [first]) == ([first], [])
    async with database.session() as session:
        assert await trash.put(session, owner, [first]) == ([], []), "it lies there already"
    async with database.reading() as session:
        assert [row.id for row, _ in (await listing.page(session, owner)).items] == [second]
        assert (await listing.page(session, owner, text="un")).total == 0
        lying = await listing.page(session, owner, in_trash=True, sort="-trashed_at")
        assert [row.id for row, _ in lying.items] == [first]
        assert await trash.recordings_bytes(session, owner) == 10
        assert await quotas.used(session, owner) == 20, "the trash counts"
    async with database.session() as session:
        assert await trash.take_back(session, owner, [first, second]) == ([first], [])
    async with database.reading() as session:
        assert (await listing.page(session, owner)).total == 2
        assert (await listing.page(session, owner, in_trash=True, sort="-trashed_at")).total == 0
        acts = [entry.action for entry in await audit.of_subject(session, first)]
        assert acts == ["meeting_trashed", "meeting_restored"]
        moved = select(RunEvent.meeting_id).where(RunEvent.kind == "meeting_moved")
        assert list(await session.scalars(moved)) == [first, first]


async def test_nobody_moves_what_is_not_theirs(database: Database, house: Any) -> None:
    owner = await owner_of(database, house)
    async with database.session() as session:
        stranger = await house.user(session, "marc@example.org")
        meeting = (await house.meeting(session, owner)).id
        assert await trash.put(session, stranger, [meeting, "f" * 32]) == ([], [])
        await trash.put(session, owner, [meeting])
        assert await trash.take_back(session, stranger, [meeting]) == ([], [])
        assert list(await trash.some(session, stranger)) == []


async def test_a_run_that_waits_is_cancelled_and_waits_again_when_its_meeting_comes_back(
    database: Database, house: Any
) -> None:
    run = await house.run()
    async with database.session() as session:
        _, stopped = await trash.put(session, run.owner_id, [run.meeting_id])
        assert [(one.id, one.status) for one in stopped] == [(run.id, Status.CANCELLED)]
    async with database.session() as session:
        assert await leases.claim(session, "w", (Lane.CPU,), 30.0, 3) is None
        assert (await session.get_one(Meeting, run.meeting_id)).status == Status.CANCELLED
    async with database.session() as session:
        _, again = await trash.take_back(session, run.owner_id, [run.meeting_id])
        assert [(one.status, RunSettings.of(one.settings)) for one in again] == [
            (Status.PENDING, RunSettings(language="fr", speakers=2))
        ]
    async with database.reading() as session:
        assert (await session.get_one(Meeting, run.meeting_id)).status == Status.PENDING


async def test_a_run_at_work_is_asked_to_stop_and_goes_on_when_the_trash_was_a_slip(
    database: Database, house: Any
) -> None:
    run = await house.run()
    async with database.session() as session:
        lease = await leases.claim(session, "w", (Lane.CPU,), 30.0, 3)
        assert lease is not None
    async with database.session() as session:
        await trash.put(session, run.owner_id, [run.meeting_id])
        assert await leases.renew(session, lease, 30.0) is Beat.CANCEL
    async with database.session() as session:
        assert (await trash.take_back(session, run.owner_id, [run.meeting_id]))[1] == []
        assert await leases.renew(session, lease, 30.0) is Beat.GO_ON


async def test_what_was_cancelled_before_stays_cancelled(database: Database, house: Any) -> None:
    run = await house.run()
    async with database.session() as session:
        await runs.cancel(session, run.owner_id, run.id)
    async with database.session() as session:
        await session.execute(update(Run).values(cancel_requested_at=now_plus(-60)))
        await trash.put(session, run.owner_id, [run.meeting_id])
    async with database.session() as session:
        assert (await trash.take_back(session, run.owner_id, [run.meeting_id]))[1] == []


async def test_what_stays_too_long_is_deleted_for_good_and_nothing_else(database: Database, house: Any) -> None:
    owner = await owner_of(database, house)
    async with database.session() as session:
        ids = [(await house.meeting(session, owner, f"Réunion {n}")).id for n in range(4)]
        await tags.change(session, owner, ids, add=["CSE"], remove=[])
        await trash.put(session, owner, ids[:3])
        old = update(Meeting).where(Meeting.id.in_(ids[:2]))
        await session.execute(old.values(trashed_at=now_plus(-30 * DAY - 60)))
        young = update(Meeting).where(Meeting.id == ids[2])
        await session.execute(young.values(trashed_at=now_plus(-30 * DAY + 60)))

    async def sweep() -> int:
        async with database.session() as session:
            return await trash.sweep(session, 30)

    assert sum(await asyncio.gather(*(sweep() for _ in range(3)))) == 2, "each once, whoever sweeps"
    async with database.session() as session:
        assert set(await session.scalars(select(Meeting.id))) == set(ids[2:])
        assert set(await deletions.due(session, 600)) == {(id_, False) for id_ in ids[:2]}
        assert await tags.everyones(session, owner) == [("CSE", 1)]
        acts = await audit.of_subject(session, ids[0])
        assert [(act.action, act.actor_id, act.details) for act in acts][1:] == [
            ("meeting_deleted", None, {"days_in_trash": 30})
        ]
