"""How fast recent work went, as every reader of the queue is told it."""

import time
from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import speed
from scribe_core.database.speed import Speed
from scribe_core.domain.run import Preset

AGAIN_SECONDS = 30.0
"""Every browser with a run that waits asks every ten seconds; the last two hundred runs look the same to all of them."""


class Pace:
    """The speed measured last, once for all readers in this process; `usual` is the installation's own preset."""

    def __init__(self, usual: Preset, clock: Callable[[], float] = time.monotonic) -> None:
        self._usual, self._clock = usual, clock
        self._known: Speed | None = None
        self._until = 0.0

    async def known(self, session: AsyncSession) -> Speed:
        """The speed of recent work, no older than `AGAIN_SECONDS`. What measured nothing yet is asked again at once."""
        if self._known is None or not self._known.anything or self._clock() >= self._until:
            measured = await speed.measured(session, self._usual)
            self._known, self._until = measured, self._clock() + AGAIN_SECONDS
        return self._known
