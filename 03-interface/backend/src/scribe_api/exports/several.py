"""Documents of several meetings in one ZIP, each read and written while the one before is on its way."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from zoneinfo import ZoneInfo

import anyio.to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.exports.editions import COSTLY_AT_ONCE, edition_of, file_name
from scribe_api.transcripts.service import read_sheet
from scribe_core.database import meetings
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.domain.export_format import ExportFormat, Presentation
from scribe_core.domain.recording_name import shown_line
from scribe_core.errors import Language, ScribeError
from scribe_core.exports import FORMATS
from scribe_core.exports.labels import labels_in
from scribe_core.exports.zip_stream import ZipStream

MOST = 100
"""Meetings in one archive: so many ids fit into an address everywhere."""

LONGEST_STEM = 200
"""Bytes of a file's name: file systems take 255, and an ending and a number come behind."""

GONE = frozenset({"meeting_not_found", "transcript_not_found"})
TOLD = frozenset(
    {
        "minutes_not_found", "pdf_failed", "document_template_field_unknown", "document_template_syntax",
        "document_template_too_costly", "document_template_failed",
    }
)  # fmt: skip
"""What keeps a document out of the archive and the others in it: the archive says so."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be packed. `write` raises what is wrong before its first bytes."""

    name: str
    write: Callable[[], Iterator[bytes]]


Read = Callable[[AsyncSession, str], Awaitable[Document]]
"""Reads the document of a meeting, as whoever asked for it may."""


async def asked_for(session: AsyncSession, user_id: str, ids: Sequence[str]) -> list[Meeting]:
    """The meetings, each once. Raises `meeting_not_found`."""
    return [await meetings.owned(session, user_id, id_) for id_ in dict.fromkeys(ids)]


async def with_transcripts(database: Database, user_id: str, ids: Sequence[str]) -> dict[str, str]:
    """Those of the meetings that have a transcript, each once: their titles by id.

    Raises `meeting_not_found`, and `transcript_not_found` where none of them has one.
    """
    async with database.reading() as session:
        found = await asked_for(session, user_id, ids)
    heard = {meeting.id: meeting.title for meeting in found if meeting.revision is not None}
    if not heard:
        raise ScribeError("transcript_not_found")
    return heard


def transcripts(user_id: str, wanted: ExportFormat, shown: Presentation, zone: ZoneInfo) -> Read:
    """Reads a meeting's newest transcript."""
    kind = FORMATS[wanted]

    async def read(session: AsyncSession, meeting_id: str) -> Document:
        meeting = await meetings.owned(session, user_id, meeting_id)
        sheet = await read_sheet(session, meeting)
        return Document(file_name(meeting, kind), partial(kind.write, edition_of(sheet, meeting, shown, zone)))

    return read


async def archive(
    database: Database, titles: Mapping[str, str], read: Read, language: Language, *, costly: bool
) -> AsyncIterator[bytes]:
    """The archive's bytes. One document is held at a time. What is deleted meanwhile is left out.

    A document that cannot be had costs no other: a text at the end names its meeting and says why, in the reader's language.
    """
    packed, taken = ZipStream(), set[str]()
    limiter = COSTLY_AT_ONCE if costly else None
    missing: list[tuple[str, ScribeError]] = []
    for id_, title in titles.items():
        try:
            name, pieces = await _begun(database, id_, read, limiter)
        except ScribeError as error:
            if error.code in TOLD:
                missing.append((title, error))
            elif error.code not in GONE:
                raise
            continue
        async for piece in _in_threads(packed.file(_free(name, taken), pieces), limiter):
            yield piece
        del pieces  # not held while the next one is read
    if missing:
        name = _free(f"{labels_in(language).left_out}.txt", taken)
        async for piece in _in_threads(packed.file(name, _told(missing, language)), None):
            yield piece
    async for piece in _in_threads(packed.end(), None):
        yield piece


async def _begun(
    database: Database, meeting_id: str, read: Read, limiter: anyio.CapacityLimiter | None
) -> tuple[str, Iterator[bytes]]:
    """A document's name and bytes, the first of which are there: nothing of one that fails is packed."""
    async with database.reading() as session:
        document = await read(session, meeting_id)
    pieces = document.write()
    first = await anyio.to_thread.run_sync(next, pieces, b"", limiter=limiter)
    return document.name, chain((first,), pieces)


def _told(missing: Sequence[tuple[str, ScribeError]], language: Language) -> Iterator[bytes]:
    """A line for each meeting whose document is not there."""
    say = labels_in(language)
    for title, error in missing:
        yield f"{say.fact(shown_line(title, 120) or '–', error.sentence(language))}\n".encode()


def _free(name: str, taken: set[str]) -> str:
    """The name as every system takes it, with a number where another file has it already, in whatever case."""
    stem, _, suffix = re.sub(r'[\\/:*?"<>|]', "_", name).rpartition(".")
    stem = stem.encode()[:LONGEST_STEM].decode(errors="ignore").strip(". ")
    number, free = 1, f"{stem}.{suffix}"
    while free.casefold() in taken:
        number += 1
        free = f"{stem} ({number}).{suffix}"
    taken.add(free.casefold())
    return free


async def _in_threads(pieces: Iterator[bytes], limiter: anyio.CapacityLimiter | None) -> AsyncIterator[bytes]:
    while (piece := await anyio.to_thread.run_sync(next, pieces, None, limiter=limiter)) is not None:
        yield piece
