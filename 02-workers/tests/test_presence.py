"""A worker is to be seen while it lives, with what it has; the work does not depend on its being seen."""

import asyncio
from collections.abc import Sequence

import pytest

from scribe_core.database import workers
from scribe_core.database.engine import Database
from scribe_core.database.workers import Worker
from scribe_core.domain.presence import InstalledModel
from scribe_core.domain.run import Lane
from scribe_workers.model_room import ModelRoom
from scribe_workers.presence import Presences

MODEL = InstalledModel("whisper-base", "speech", 145_000_000, "present", needed=True)
PATIENCE_SECONDS = 20.0


class Resident:
    def leave(self) -> None:
        """Nothing is held."""


async def living(database: Database) -> Sequence[Worker]:
    async with database.reading() as session:
        return await workers.everyone(session)


async def test_a_worker_says_what_it_has_and_what_is_loaded(database: Database) -> None:
    room: ModelRoom | None = None
    presences = Presences(database, "here-1", frozenset({Lane.GPU, Lane.CPU}), lambda: [MODEL], lambda: room)
    await presences.appear()
    [before] = await living(database)
    assert (before.presence.id, before.presence.lanes, before.presence.models) == ("here-1", ("cpu", "gpu"), (MODEL,))
    assert (before.presence.device, before.presence.resident) == (None, None)
    assert 0 < before.presence.memory < before.presence.total
    room = ModelRoom()
    with room.occupy("voice", Resident):
        await presences.appear()
    [after] = await living(database)
    assert (after.presence.device, after.presence.resident) == ("CPU", "voice")
    await presences.leave()
    assert await living(database) == []


async def test_what_keeps_it_from_being_seen_is_waited_for(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "APPEAR_SECONDS", 0.01)
    failures = iter([OSError("no such folder")])

    def installed() -> list[InstalledModel]:
        if error := next(failures, None):
            raise error
        return [MODEL]

    presences = Presences(database, "here-1", frozenset(Lane), installed, lambda: None)
    appearing = asyncio.create_task(presences.appear_on())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await living(database):  # noqa: ASYNC110 — a table rings no bell
            await asyncio.sleep(0.01)
    appearing.cancel()
    await asyncio.gather(appearing, return_exceptions=True)
