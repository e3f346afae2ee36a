"""Speed is what the rows of recent runs say, and nothing where they say nothing."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import speed
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run
from scribe_core.database.speed import WORK, Work
from scribe_core.domain.run import Preset, RunKind, Status

HOUR = 3600.0


async def done(database: Database, house: Any, name: str, seconds: float, **values: Any) -> Run:
    """A run of an hour's recording that took so long."""
    run: Run = await house.run(f"{name}@example.org")
    revision, duration = values.pop("revision", 1), values.pop("duration", HOUR)
    ended = run.created_at + timedelta(seconds=seconds)
    kept = {"status": Status.COMPLETED, "started_at": run.created_at, "finished_at": ended, **values}
    async with database.session() as session:
        await session.execute(update(Run).where(Run.id == run.id).values(**kept))
        shown = {"duration": duration, "revision": revision, "recording_bytes": 3_600_000}
        await session.execute(update(Meeting).where(Meeting.id == run.meeting_id).values(**shown))
    return run


async def test_speed_is_the_median_of_what_ended_by_preset(database: Database, house: Any) -> None:
    for number, seconds in enumerate((300.0, 360.0, 3000.0)):
        await done(database, house, f"a{number}", seconds)
    await done(database, house, "b", 1800.0, settings={"preset": "accurate"})
    await done(database, house, "again", 3.0, revision=2)  # it took up what was computed before
    await done(database, house, "failed", 1.0, status=Status.FAILED)
    waiting = await house.run("z@example.org")
    async with database.reading() as session:
        found = await speed.measured(session, Preset.BALANCED)
        work = await work_of(session, waiting)
    assert found.factors == {Preset.BALANCED: pytest.approx(0.1), Preset.ACCURATE: pytest.approx(0.5)}
    assert found.lengths == {"audio/wav": pytest.approx(0.001)}
    work = work._replace(recording_bytes=7_200_000)
    assert found.seconds(work) == pytest.approx(720.0), "as long as its bytes say"
    assert found.seconds(work._replace(duration=HOUR)) == pytest.approx(360.0), "as long as it was found to be"


async def test_what_was_not_measured_is_not_guessed(database: Database, house: Any) -> None:
    waiting = await house.run()
    async with database.reading() as session:
        work = await work_of(session, waiting)
        assert (await speed.measured(session, Preset.BALANCED)).seconds(work) is None
    await done(database, house, "fast", 300.0, settings={"preset": "fast"})
    async with database.reading() as session:
        found = await speed.measured(session, Preset.BALANCED)
    assert found.seconds(work) is None, "only of another preset anything is known"
    work = work._replace(media_type="audio/mp4", preset="fast")
    assert found.seconds(work) is None, "nobody knows how long such a file is"
    assert found.seconds(work._replace(kind=RunKind.IDENTIFICATION)) is None


async def work_of(session: AsyncSession, run: Run) -> Work:
    """How much work a run of a meeting is, as the queue reads it."""
    query = select(*WORK).join(Meeting, Meeting.id == Run.meeting_id).where(Run.id == run.id)
    return Work(*(await session.execute(query)).one())
