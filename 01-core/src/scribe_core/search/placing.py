"""The index of vectors, kept as the rows of windows say. Whoever may write the index does so; it takes milliseconds, and no model."""

import asyncio
import logging
import time

from scribe_core.database import windows
from scribe_core.database.engine import Database
from scribe_core.database.windows import GONE, Unplaced
from scribe_core.errors import ScribeError
from scribe_core.search.embedding import SPACE
from scribe_core.search.meaning import VERSION, unpacked
from scribe_core.stores.vectors import Passage, Vectors

log = logging.getLogger(__name__)

AT_ONCE = 256
"""Windows put into the index at once: some 0.4 MB of vectors."""

MEETINGS_AT_ONCE = 20

PLACE_SECONDS = 1.0
"""Pause between two looks for windows that the index is to have."""

COMPARE_SECONDS = 60.0
"""Pause between two looks whether the index still holds what it was given: a disk may have been put back to yesterday's."""

DELETED_SECONDS = 5.0
"""Pause between two looks for meetings that are gone. No search tells of them from the moment they are."""


def point_id(window_id: int) -> str:
    """The id under which the index knows a window."""
    return f"{window_id:032x}"


def window_id(point: str) -> int:
    """The window that the index knows under that id."""
    return int(point, 16)


class Placer:
    """Brings the index up to date. It may end at any moment: what was done twice is as if it was done once."""

    def __init__(self, database: Database, vectors: Vectors) -> None:
        self._database, self._vectors = database, vectors
        self._there = False
        self._compare_at = self._deleted_at = 0.0

    async def place_on(self) -> None:
        """Again and again, until it is cancelled. No failure ends it: each is told once, and what it kept is done later."""
        told = ""
        while True:
            try:
                await self._database.check()
                done, told = await self.look(), ""
            except ScribeError as error:
                if error.code != told:
                    log.warning("waiting: %s", error)
                done, told = 0, error.code
            except Exception:
                log.exception("unexpected")
                done = 0
            if not done:
                await asyncio.sleep(PLACE_SECONDS)

    async def look(self) -> int:
        """Put some into the index and have it forget some; returns how many windows and meetings that were.

        Raises as the database and the index do.
        """
        if not self._there:
            await self._begin()
        elif time.monotonic() >= self._compare_at:
            await self._compare()
        forgotten = 0
        if time.monotonic() >= self._deleted_at:
            forgotten = await self._forget_deleted()
            if forgotten < MEETINGS_AT_ONCE:
                self._deleted_at = time.monotonic() + DELETED_SECONDS
        return forgotten + await self._place()

    async def _begin(self) -> None:
        """Have the collection there, and nothing in it that is not from these rows."""
        made = await self._vectors.ensure(SPACE)
        async with self._database.reading() as session:
            placed = await windows.count_placed(session, VERSION)
        if not made and not placed and await self._vectors.count(SPACE):
            await self._vectors.drop()  # another database's: this one was restored, or is new
            made = await self._vectors.ensure(SPACE)
        if made and placed:
            async with self._database.session() as session:
                await windows.place_again(session)
        await self._vectors.drop(keep=SPACE)
        self._there, self._compare_at = True, time.monotonic() + COMPARE_SECONDS

    async def _compare(self) -> None:
        async with self._database.reading() as session:
            placed = await windows.count_placed(session, VERSION)
        try:
            there = await self._vectors.count(SPACE)
        except ScribeError as error:
            if error.code == "vectors_missing":
                self._there = False
            raise
        if there < placed:
            log.warning("the index has %d windows of %d: it is filled again", there, placed)
            async with self._database.session() as session:
                await windows.place_again(session)
        self._compare_at = time.monotonic() + COMPARE_SECONDS

    async def _forget_deleted(self) -> int:
        async with self._database.reading() as session:
            gone = await windows.deleted_meetings(session, MEETINGS_AT_ONCE)
        for meeting_id in gone:
            await self._vectors.forget_meeting(meeting_id)
            async with self._database.session() as session:
                await windows.note_forgotten(session, meeting_id)
        return len(gone)

    async def _place(self) -> int:
        async with self._database.reading() as session:
            rows = await windows.unplaced(session, VERSION, AT_ONCE)
        fresh, gone = [row for row in rows if row.state != GONE], [row.id for row in rows if row.state == GONE]
        try:
            if gone:
                await self._vectors.forget(SPACE, [point_id(one) for one in gone])
                async with self._database.session() as session:
                    await windows.remove(session, gone)
            if fresh:
                async with self._database.session() as session:
                    await windows.announce(session, {row.meeting_id for row in fresh})
                await self._vectors.put(SPACE, [_passage(row) for row in fresh])
                async with self._database.session() as session:
                    await windows.note_placed(session, [row.id for row in fresh])
        except ScribeError as error:
            if error.code == "vectors_missing":
                self._there = False
            raise
        return len(rows)


def _passage(row: Unplaced) -> Passage:
    vector = [float(number) for number in unpacked(row.vectors)[0]]
    return Passage(point_id(row.id), row.owner_id, row.meeting_id, "", vector)
