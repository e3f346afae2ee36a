"""Room for whole files in memory: one of an account, and few in all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

import anyio


class Room:
    """Room for so many files at once. An account has one at a time: whoever sends slowly does not take what others need."""

    def __init__(self, most: int) -> None:
        self._places = anyio.CapacityLimiter(most)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def taken(self, user_id: str) -> AsyncIterator[None]:
        """The time in which a file of that account is in memory. Waits until there is room."""
        turn = self._turns.setdefault(user_id, asyncio.Lock())
        async with turn, self._places:
            yield
