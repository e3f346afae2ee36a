"""Several meetings' transcripts in one ZIP, each read and written while the one before is on its way."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from zoneinfo import ZoneInfo

import anyio.to_thread

from scribe_api.exports.editions import COSTLY_AT_ONCE, edition_of, file_name
from scribe_api.transcripts.service import read_sheet
from scribe_core.database import meetings
from scribe_core.database.engine import Database
from scribe_core.domain.export_format import ExportFormat, Presentation
from scribe_core.errors import ScribeError
from scribe_core.exports import FORMATS
from scribe_core.exports.zip_stream import ZipStream

MOST = 100
"""Meetings in one archive: so many ids fit into an address everywhere."""

GONE = frozenset({"meeting_not_found", "transcript_not_found"})


async def with_transcripts(database: Database, user_id: str, ids: Sequence[str]) -> list[str]:
    """Those of the meetings that have a transcript, each once.

    Raises `meeting_not_found`, and `transcript_not_found` where none of them has one.
    """
    async with database.reading() as session:
        found = [await meetings.owned(session, user_id, id_) for id_ in dict.fromkeys(ids)]
    heard = [meeting.id for meeting in found if meeting.revision is not None]
    if not heard:
        raise ScribeError("transcript_not_found")
    return heard


async def archive(
    database: Database, user_id: str, ids: Sequence[str], wanted: ExportFormat, shown: Presentation, zone: ZoneInfo
) -> AsyncIterator[bytes]:
    """The archive's bytes. One transcript is held at a time. What is deleted meanwhile is left out."""
    kind, packed = FORMATS[wanted], ZipStream()
    limiter = COSTLY_AT_ONCE if kind.costly else None
    taken: set[str] = set()
    for id_ in ids:
        try:
            async with database.reading() as session:
                meeting = await meetings.owned(session, user_id, id_)
                sheet = await read_sheet(session, meeting)
        except ScribeError as error:
            if error.code in GONE:
                continue
            raise
        name = _free(file_name(meeting, kind), taken)
        async for piece in _in_threads(packed.file(name, kind.write(edition_of(sheet, meeting, shown, zone))), limiter):
            yield piece
    async for piece in _in_threads(packed.end(), None):
        yield piece


def _free(name: str, taken: set[str]) -> str:
    """The name as every system takes it, with a number where another file has it already, in whatever case."""
    stem, _, suffix = re.sub(r'[\\/:*?"<>|]', "_", name).rpartition(".")
    stem = stem.strip(". ") or "transcript"
    number, free = 1, f"{stem}.{suffix}"
    while free.casefold() in taken:
        number += 1
        free = f"{stem} ({number}).{suffix}"
    taken.add(free.casefold())
    return free


async def _in_threads(pieces: Iterator[bytes], limiter: anyio.CapacityLimiter | None) -> AsyncIterator[bytes]:
    while (piece := await anyio.to_thread.run_sync(next, pieces, None, limiter=limiter)) is not None:
        yield piece
