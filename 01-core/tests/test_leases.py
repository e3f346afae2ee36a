"""Leases: who works on a run, and what happens when a worker dies, comes back late, or is told to stop."""

import asyncio
import re
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import event, select

from scribe_core.database import leases, meetings, runs, transcripts
from scribe_core.database.base import new_id
from scribe_core.database.engine import Database
from scribe_core.database.leases import FURTHER, Beat, Ended, Lease
from scribe_core.database.runs import Run, RunEvent
from scribe_core.domain.run import Lane, RunKind, RunSettings, Status
from scribe_core.domain.transcript import Transcript
from scribe_core.errors import ScribeError

LANES = (Lane.CPU, Lane.GPU)


async def claimed(database: Database, holder: str, lease_seconds: float = 30.0, attempts: int = 3) -> Lease | None:
    async with database.session() as session:
        return await leases.claim(session, holder, LANES, lease_seconds, attempts)


async def again(database: Database, meeting_id: str) -> Run:
    async with database.session() as session:
        return await runs.enqueue(session, await session.get_one(meetings.Meeting, meeting_id), RunSettings())


async def standing(database: Database, meeting_id: str) -> str:
    async with database.reading() as session:
        return (await session.get_one(meetings.Meeting, meeting_id)).status


async def fresh(database: Database, run_id: str) -> Run:
    async with database.reading() as session:
        return await session.get_one(Run, run_id)


async def test_a_waiting_run_is_claimed_once_with_what_its_owner_fixed(database: Database, house: Any) -> None:
    run = await house.run()
    taken = await asyncio.gather(*(claimed(database, f"worker-{number}") for number in range(8)))
    leases = [lease for lease in taken if lease]
    assert len(leases) == 1
    assert leases[0].settings == RunSettings(language="fr", speakers=2)
    assert (leases[0].attempt, leases[0].last_stage) == (1, None)
    stored = await fresh(database, run.id)
    assert stored.status == Status.PROCESSING
    async with database.reading() as session:
        assert (await session.get_one(meetings.Meeting, run.meeting_id)).status == Status.PROCESSING


async def test_runs_are_taken_in_the_order_they_came(database: Database, house: Any) -> None:
    first = await house.run("a@example.org")
    second = await house.run("b@example.org")
    async with database.reading() as session:
        assert await runs.queue_positions(session, [first, second]) == {first.id: 0, second.id: 1}
    order = [await claimed(database, "w"), await claimed(database, "w")]
    assert [lease.run_id for lease in order if lease] == [first.id, second.id]


async def test_a_lane_that_the_worker_does_not_serve_is_left_alone(database: Database, house: Any) -> None:
    await house.run()
    async with database.session() as session:
        assert await leases.claim(session, "w", (Lane.LLM,), 30, 3) is None


async def test_a_dead_workers_run_goes_to_another_which_knows_where_it_stopped(database: Database, house: Any) -> None:
    await house.run()
    dead = await claimed(database, "dead", lease_seconds=0.0)
    assert dead is not None
    async with database.session() as session:
        await leases.note_progress(session, dead, "diarization", 0.4, 0.8)
    heir = await claimed(database, "heir")
    assert heir is not None
    assert (heir.run_id, heir.attempt, heir.last_stage) == (dead.run_id, 2, "diarization")


async def test_who_lost_the_lease_can_neither_renew_nor_finish(database: Database, house: Any) -> None:
    await house.run()
    dead = await claimed(database, "dead", lease_seconds=0.0)
    heir = await claimed(database, "heir")
    assert dead is not None
    assert heir is not None
    async with database.session() as session:
        assert await leases.renew(session, dead, 30) is Beat.LOST
        assert await leases.held(session, dead) is Beat.LOST
        assert not await leases.finish(session, dead, Status.COMPLETED)
        await leases.note_progress(session, dead, "fusion", 1.0, 1.0)
    stored = await fresh(database, heir.run_id)
    assert (stored.status, stored.lease_owner, stored.stage) == (Status.PROCESSING, "heir", None)
    async with database.session() as session:
        assert await leases.renew(session, heir, 30) is Beat.GO_ON
        assert await leases.finish(session, heir, Status.COMPLETED)
    assert (await fresh(database, heir.run_id)).progress == 1.0


async def test_whoever_sweeps_at_once_ends_each_run_once(database: Database, house: Any) -> None:
    ids = {(await house.run(f"{name}@example.org")).id for name in "abcdef"}
    for _ in ids:
        assert await claimed(database, "dead", lease_seconds=0.0, attempts=1) is not None

    async def swept() -> int:
        async with database.session() as session:
            return len(await leases.sweep(session, attempts=1))

    assert sum(await asyncio.gather(*(swept() for _ in range(4)))) == len(ids)
    async with database.reading() as session:
        ends = await session.scalars(select(RunEvent.run_id).where(RunEvent.status == Status.FAILED))
        assert sorted(str(run_id) for run_id in ends) == sorted(ids)


async def test_no_hosts_clock_decides_about_a_lease(database: Database, house: Any) -> None:
    """Hosts whose clocks differ agree all the same: no time of theirs is ever told to the database."""
    await house.run()
    told: list[Any] = []

    def note(_connection: Any, _cursor: Any, _statement: str, parameters: Any, *_: Any) -> None:
        told.extend(parameters.values() if isinstance(parameters, dict) else parameters)

    async with database.session() as session:
        connection = await session.connection()
        await connection.run_sync(lambda sync: event.listen(sync, "before_cursor_execute", note))
        lease = await leases.claim(session, "w", LANES, 30, 3)
        assert lease is not None
        assert await leases.renew(session, lease, 30) is Beat.GO_ON
        await leases.note_progress(session, lease, "speech", 0.5, 0.1)
        await leases.sweep(session, attempts=3)
        assert await leases.give_back(session, lease, after_seconds=5)
    assert told
    # SQLite is told times as text; ids are told apart from them by having no dash.
    assert [value for value in told if isinstance(value, datetime) or re.match(r"\d{4}-\d\d-\d\d", str(value))] == []


@pytest.mark.parametrize(("step", "goes_on"), [(1.2 * FURTHER, True), (0.6 * FURTHER, False), (0.0, False)])
async def test_tries_are_counted_from_where_a_run_got_to(
    database: Database, house: Any, step: float, goes_on: bool
) -> None:
    """Machines that lose their power one after the other are not the run's fault, as long as each gets further."""
    run, swept = await house.run(), list[Ended]()
    for attempt in range(1, 9):
        lease = await claimed(database, "w", lease_seconds=0.0, attempts=2)
        if lease is None:
            break
        assert lease.attempt == attempt
        async with database.session() as session:
            await leases.note_progress(session, lease, "transcription", 0.5, 0.3 + step * attempt)
            swept += await leases.sweep(session, attempts=2)
    stored = await fresh(database, run.id)
    if goes_on:
        assert (stored.status, stored.attempt, stored.tries, swept) == (Status.PROCESSING, 8, 2, [])
    else:
        assert (stored.status, stored.error_code, stored.attempt) == (Status.FAILED, "worker_lost", 2)
        assert len(swept) == 1


async def test_a_drained_try_counts_for_nothing(database: Database, house: Any) -> None:
    await house.run()
    for _ in range(5):
        lease = await claimed(database, "w", attempts=1)
        assert lease is not None
        assert (lease.attempt, lease.tries) == (1, 1)
        async with database.session() as session:
            await leases.note_progress(session, lease, "transcription", 0.5, 0.3)
            await leases.give_back(session, lease, spent=False)


async def test_a_run_that_kills_its_workers_ends_with_its_reason(database: Database, house: Any) -> None:
    run = await house.run()
    for _ in range(2):
        assert await claimed(database, "w", lease_seconds=0.0, attempts=2) is not None
    assert await claimed(database, "w", attempts=2) is None
    async with database.session() as session:
        assert await leases.sweep(session, attempts=2) == [Ended(RunKind.TRANSCRIPTION, Status.FAILED, "worker_lost")]
        assert await leases.sweep(session, attempts=2) == []
        assert await runs.ended_within(session, 60) == [run.meeting_id]
    stored = await fresh(database, run.id)
    assert (stored.status, stored.error_code, stored.error_details) == (Status.FAILED, "worker_lost", {"attempts": 2})


async def test_a_meeting_with_a_transcript_stays_ready_however_a_later_run_ends(database: Database, house: Any) -> None:
    first = await house.run()
    lease = await claimed(database, "w")
    assert lease is not None
    async with database.session() as session:
        said = Transcript(first.meeting_id, "Comité", 1, "fr", 3.0, (), ())
        await transcripts.add(session, said, transcript_id=new_id(), run_id=first.id, document_key="k")
        await leases.finish(session, lease, Status.COMPLETED)

    second = await again(database, first.meeting_id)
    async with database.session() as session:
        await runs.cancel(session, lease.owner_id, second.id)
    assert await standing(database, first.meeting_id) == Status.COMPLETED

    await again(database, first.meeting_id)
    lease = await claimed(database, "w")
    assert lease is not None
    assert await standing(database, first.meeting_id) == Status.PROCESSING
    async with database.session() as session:
        await leases.finish(session, lease, Status.FAILED, error=ScribeError("media_no_audio"))
    assert await standing(database, first.meeting_id) == Status.COMPLETED


async def test_a_waiting_run_is_cancelled_at_once(database: Database, house: Any) -> None:
    run = await house.run()
    async with database.session() as session:
        owner_id = (await session.get_one(meetings.Meeting, run.meeting_id)).owner_id
        assert (await runs.cancel(session, owner_id, run.id)).status == Status.CANCELLED
    assert await claimed(database, "w") is None
    async with database.session() as session:
        with pytest.raises(ScribeError, match="already ended"):
            await runs.cancel(session, owner_id, run.id)


async def test_a_working_run_hears_of_its_cancellation_at_the_next_heartbeat(database: Database, house: Any) -> None:
    await house.run()
    lease = await claimed(database, "w")
    assert lease is not None
    async with database.session() as session:
        await runs.cancel(session, lease.owner_id, lease.run_id)
    async with database.session() as session:
        assert await leases.renew(session, lease, 30) is Beat.CANCEL


async def test_a_cancelled_run_whose_worker_died_is_not_started_again(database: Database, house: Any) -> None:
    await house.run()
    lease = await claimed(database, "dead", lease_seconds=0.0)
    assert lease is not None
    async with database.session() as session:
        await runs.cancel(session, lease.owner_id, lease.run_id)
    assert await claimed(database, "heir") is None
    async with database.session() as session:
        await leases.sweep(session, attempts=3)
    assert (await fresh(database, lease.run_id)).status == Status.CANCELLED


async def test_a_run_given_back_waits_its_time_and_a_hand_over_costs_no_attempt(database: Database, house: Any) -> None:
    await house.run()
    lease = await claimed(database, "w")
    assert lease is not None
    async with database.session() as session:
        await leases.give_back(session, lease, lane=Lane.GPU, spent=False)
    again = await claimed(database, "w")
    assert again is not None
    assert again.attempt == 1
    async with database.session() as session:
        await leases.give_back(session, again, after_seconds=3600)
    assert await claimed(database, "w") is None


async def test_what_was_given_back_did_not_die_there_and_says_what_it_waits_for(database: Database, house: Any) -> None:
    await house.run()
    lease = await claimed(database, "w")
    assert lease is not None
    async with database.session() as session:
        await leases.note_progress(session, lease, "diarization", 0.4, 0.8)
        await leases.give_back(session, lease, reason=ScribeError("storage_full"))
    assert (await fresh(database, lease.run_id)).error_code == "storage_full"
    again = await claimed(database, "w")
    assert again is not None
    assert again.last_stage is None
    assert (await fresh(database, lease.run_id)).error_code is None


async def test_of_two_who_ask_again_at_once_one_is_told_it_is_under_way(database: Database, house: Any) -> None:
    run = await house.run()
    lease = await claimed(database, "w")
    assert lease is not None
    async with database.session() as session:
        await leases.finish(session, lease, Status.FAILED, error=ScribeError("media_damaged"))

    async def ask() -> str:
        try:
            async with database.session() as session:
                meeting = await session.get_one(meetings.Meeting, run.meeting_id)
                return (await runs.enqueue(session, meeting, RunSettings())).status
        except ScribeError as error:
            return error.code

    assert sorted(await asyncio.gather(ask(), ask(), ask())) == ["PENDING", "run_in_progress", "run_in_progress"]


async def test_a_meeting_has_one_run_under_way(database: Database, house: Any) -> None:
    run = await house.run()
    async with database.session() as session:
        meeting = await session.get_one(meetings.Meeting, run.meeting_id)
        with pytest.raises(ScribeError, match="already under way"):
            await runs.enqueue(session, meeting, RunSettings())


async def test_another_persons_run_is_not_found(database: Database, house: Any) -> None:
    run = await house.run()
    async with database.session() as session:
        stranger = await house.user(session, "stranger@example.org")
        for action in (runs.owned, runs.cancel):
            with pytest.raises(ScribeError, match="no such run"):
                await action(session, stranger, run.id)


async def test_every_change_leaves_an_event_for_its_owner(database: Database, house: Any) -> None:
    await house.run()
    lease = await claimed(database, "w")
    assert lease is not None
    async with database.session() as session:
        await leases.note_progress(session, lease, "speech", 0.5, 0.2)
        await leases.finish(session, lease, Status.COMPLETED)
    async with database.reading() as session:
        rows = (await session.scalars(select(runs.RunEvent).order_by(runs.RunEvent.id))).all()
    assert [row.status for row in rows] == ["PENDING", "PROCESSING", "PROCESSING", "COMPLETED"]
    assert {row.owner_id for row in rows} == {lease.owner_id}
