"""The index lane: keeps every meeting's passages as its rows say. Whoever does it may end at any moment, and another go on."""

import asyncio
import logging
import time

from scribe_core.database import corrections, meetings, minutes, passages, search_marks, transcripts
from scribe_core.database.engine import Database
from scribe_core.database.search_marks import REBUILT, SearchMark
from scribe_core.domain.corrected import Corrected, corrected
from scribe_core.domain.corrections import Correction
from scribe_core.domain.transcript import Transcript
from scribe_core.errors import ScribeError
from scribe_core.search.passages import Passage, passages_of
from scribe_core.search.terms import VERSION

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Meetings that one look finds: they are indexed one after the other, and then it is looked again."""

AGAIN_SECONDS = 600.0
"""Pause after which a meeting is tried again that could not be indexed; sooner where it changed."""


class Indexer:
    """Brings the index up to date, one meeting at a time: what it holds in memory is one meeting's."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._failed: dict[str, tuple[int, float]] = {}
        """By meeting: what was wanted of it, and when to try again."""

    async def renew(self) -> int:
        """Have those indexed anew whose passages were made by another version of this code; returns how many."""
        async with self._database.session() as session:
            return await search_marks.renew(session, VERSION)

    async def look(self) -> int:
        """Index some of what is behind; returns how many meetings were brought up to date.

        Raises as the database does; whatever else happens to a meeting is raised after it was put aside.
        """
        async with self._database.reading() as session:
            marks = await search_marks.behind(session, AT_ONCE, self._put_aside())
        done = 0
        for mark in marks:
            if self._failed.get(mark.meeting_id, (None,))[0] == mark.wanted:
                continue
            try:
                done += await self._index(mark)
            except ScribeError:
                raise  # the database's: the meeting is not to blame
            except Exception:
                self._failed[mark.meeting_id] = (mark.wanted, time.monotonic() + AGAIN_SECONDS)
                raise
            self._failed.pop(mark.meeting_id, None)
        return done

    def _put_aside(self) -> list[str]:
        now = time.monotonic()
        self._failed = {one: (wanted, at) for one, (wanted, at) in self._failed.items() if at > now}
        return list(self._failed)

    async def _index(self, mark: SearchMark) -> bool:
        """Make a meeting's passages what its rows say; False where they changed meanwhile, or the meeting is gone."""
        async with self._database.reading() as session:
            meeting = await session.get(meetings.Meeting, mark.meeting_id)
            if meeting is None:
                return False
            try:
                head = await transcripts.row(session, meeting.id)
            except ScribeError as error:
                if error.code != "transcript_not_found":
                    raise
                return False
            machine = await transcripts.read(session, head, meeting.title)
            rows = await corrections.of_meeting(session, meeting.id)
        applied = [row.as_correction() for row in rows if row.undone_at is None and row.revision <= head.revision]
        found, result = await asyncio.to_thread(_cut, machine, applied, meeting.owner_id)
        async with self._database.session() as session:
            if not await search_marks.settle(session, meeting.id, mark.wanted, VERSION):
                return False
            anew = mark.indexed == REBUILT
            await passages.replace(session, meeting.id, meeting.owner_id, found, anew=anew)
            await passages.replace_speakers(session, meeting.id, meeting.owner_id, result.transcript.speakers)
            await minutes.follow_speakers(session, meeting.id, result.speakers_by_id())
        return True

    async def forget_terms(self) -> None:
        """Have nothing of passages that are gone left in the index. In small steps: others write in between."""
        more, begin = True, True
        while more:
            async with self._database.session() as session:
                more = await passages.merge_terms(session, begin=begin)
            begin = False


def _cut(machine: Transcript, applied: list[Correction], owner_id: str) -> tuple[list[Passage], Corrected]:
    result = corrected(machine, applied)
    return list(passages_of(result.transcript, owner_id)), result
