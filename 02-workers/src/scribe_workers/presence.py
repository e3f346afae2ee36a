"""A worker's rows about itself: it appears every few seconds with what it is made of, and leaves when it ends.

Beside the sign of life, which is for whoever starts containers on this host (`sign_of_life.py`): this one is read by people.
"""

import asyncio
import logging
import socket
from collections.abc import Callable, Collection, Sequence

import psutil

from scribe_core import VERSION
from scribe_core.database import workers
from scribe_core.database.engine import Database
from scribe_core.domain.presence import InstalledModel, Presence
from scribe_core.domain.run import Lane
from scribe_workers.device import PROCESSOR
from scribe_workers.memory_watch import available
from scribe_workers.model_room import ModelRoom

log = logging.getLogger(__name__)


class Presences:
    """What a worker says of itself. `room` gives the room for its models, None until the first run made one."""

    def __init__(
        self,
        database: Database,
        holder: str,
        lanes: Collection[Lane],
        installed: Callable[[], Sequence[InstalledModel]],
        room: Callable[[], ModelRoom | None],
    ) -> None:
        self._database, self._holder = database, holder
        self._lanes, self._installed, self._room = tuple(sorted(lanes)), installed, room
        self._told = False

    async def appear_on(self) -> None:
        """Appear, pause, appear again. Whatever keeps it, the work goes on."""
        while True:
            try:
                await self.appear()
                self._told = False
            except (
                Exception
            ) as error:  # a database that is away, a release that is another's: the work itself will tell
                if not self._told:
                    log.info("it cannot be said that this worker lives: %s", error)
                self._told = True
            await asyncio.sleep(workers.APPEAR_SECONDS)

    async def appear(self) -> None:
        """Write how this worker is now."""
        presence = await asyncio.to_thread(self._now)
        async with self._database.session() as session:
            await workers.appear(session, presence)

    async def leave(self) -> None:
        """Take the row back; where that fails it is forgotten in time."""
        try:
            async with self._database.session() as session:
                await workers.leave(session, self._holder)
        except Exception as error:
            log.info("it cannot be said that this worker ends: %s", error)

    def _now(self) -> Presence:
        room = self._room()
        device = room.device if room else PROCESSOR
        free, total = available(device)
        return Presence(
            id=self._holder, host=socket.gethostname(), release=VERSION, lanes=self._lanes,
            device=device.name if room else None, resident=(room.resident or None) if room else None,
            memory=psutil.Process().memory_info().rss, free=free, total=total, models=tuple(self._installed()),
        )  # fmt: skip
