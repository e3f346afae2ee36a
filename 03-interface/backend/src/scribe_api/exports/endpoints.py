"""Exports over HTTP, in the formats of the command line."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import IO, Annotated
from zoneinfo import ZoneInfo

import anyio.to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.background import BackgroundTask

from scribe_api.dependencies import Asking, TheParts
from scribe_api.error_responses import answers
from scribe_api.meetings.downloads import Content, ranged_response
from scribe_api.transcripts.service import read_sheet
from scribe_core.database import meetings
from scribe_core.database.meetings import Meeting
from scribe_core.domain.export_format import ExportFormat, Presentation
from scribe_core.domain.recording_name import shown_line
from scribe_core.errors import ScribeError
from scribe_core.exports import FORMATS
from scribe_core.exports.edition import Edition

router = APIRouter(tags=["exports"], responses=answers("session_invalid"))

COSTLY_AT_ONCE = anyio.CapacityLimiter(2)
"""Costly files that are made at the same time in this process. Who asks for another waits, without a thread."""

PIECE = 64 * 1024
"""Bytes read at once of a file that was made."""


async def _shown(
    times: Annotated[bool, Query(description="When each utterance begins (formats for readers).")] = True,
    speakers: Annotated[bool, Query(description="Who speaks (the same, and `srt`, `vtt`).")] = True,
    doubts: Annotated[bool, Query(description="Mark what was hardly heard (formats for readers).")] = False,
    anonymous: Annotated[
        bool, Query(description="Numbers in place of the speakers' names. Names that somebody says aloud stay.")
    ] = False,
) -> Presentation:
    """What of a transcript is to be shown."""
    return Presentation(times, speakers, doubts, anonymous)


async def _zone(
    timezone: Annotated[str, Query(max_length=64, description="In which the day of the meeting is told.")] = "UTC",
) -> ZoneInfo:
    """The time zone of who reads. Raises `timezone_unknown`."""
    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError) as error:
        raise ScribeError("timezone_unknown", name=timezone) from error


@router.head("/meetings/{meeting_id:id}/export", include_in_schema=False)
@router.get(
    "/meetings/{meeting_id:id}/export",
    response_class=Response,
    responses={
        200: {
            "description": "The file.",
            "content": {kind.media_type.split(";")[0]: {} for kind in FORMATS.values()},
        },
        206: {"description": "The range asked for."},
        304: {"description": "As the entity tag says, you have it."},
        **answers(
            "meeting_not_found",
            "transcript_not_found",
            "range_not_satisfiable",
            "export_option_invalid",
            "timezone_unknown",
            "pdf_failed",
        ),
    },
)
async def export_transcript(
    meeting_id: str,
    request: Request,
    asking: Asking,
    parts: TheParts,
    format: Annotated[ExportFormat, Query()],  # noqa: A002 — the parameter's name in the address
    shown: Annotated[Presentation, Depends(_shown)],
    zone: Annotated[ZoneInfo, Depends(_zone)],
    revision: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="An earlier one; else the newest.")] = None,
) -> Response:
    """The transcript as a file, corrections applied."""
    shown.check(format)
    async with parts.database.reading() as session:
        meeting = await meetings.owned(session, asking.user.id, meeting_id)
        sheet = await read_sheet(session, meeting, revision)
    kind = FORMATS[format]
    edition = Edition.of(sheet.transcript, shown, _held_on(meeting, zone))
    write = partial(kind.write, edition)
    name = f"{shown_line(meeting.title, 120) or 'transcript'}.{kind.suffix}"
    if not kind.costly:
        content = await anyio.to_thread.run_sync(_content, write)
        return ranged_response(request, content, kind.media_type, download_as=name)
    made = tempfile.TemporaryFile()  # noqa: SIM115 — closed once the answer is sent
    try:
        content = await anyio.to_thread.run_sync(_made, write, made, limiter=COSTLY_AT_ONCE)
        response = ranged_response(request, content, kind.media_type, download_as=name)
    except BaseException:
        made.close()
        raise
    response.background = BackgroundTask(made.close)
    return response


def _held_on(meeting: Meeting, zone: ZoneInfo) -> date | None:
    """The day of the meeting there. None where it is only known when the recording came."""
    return None if meeting.held_at_guessed else meeting.held_at.astimezone(zone).date()


def _made(write: Callable[[], Iterator[bytes]], file: IO[bytes]) -> Content:
    """What a writer writes, written to a file once and handed out of it."""
    digest, size = hashlib.sha256(), 0
    for piece in write():
        file.write(piece)
        digest.update(piece)
        size += len(piece)

    def stream(start: int, end: int) -> Iterator[bytes]:
        file.seek(start)
        while start < end and (piece := file.read(min(PIECE, end - start))):
            start += len(piece)
            yield piece

    return Content(digest.digest(), size, stream)


def _content(write: Callable[[], Iterator[bytes]]) -> Content:
    """What a writer writes, gone through once to know its length and digest: it is never held whole."""
    digest, size = hashlib.sha256(), 0
    for piece in write():
        digest.update(piece)
        size += len(piece)

    def stream(start: int, end: int) -> Iterator[bytes]:
        at = 0
        for piece in write():
            if at >= end:
                return
            if wanted := piece[max(0, start - at) : end - at]:
                yield wanted
            at += len(piece)

    return Content(digest.digest(), size, stream)
