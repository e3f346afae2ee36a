"""Exports over HTTP, in the formats of the command line."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Query, Request, Response

from scribe_api.dependencies import Asking, TheParts
from scribe_api.error_responses import answers
from scribe_api.meetings.downloads import Content, ranged_response
from scribe_api.transcripts.service import read_sheet
from scribe_core.database import meetings
from scribe_core.domain.export_format import ExportFormat
from scribe_core.domain.recording_name import shown_line
from scribe_core.exports import FORMATS

router = APIRouter(tags=["exports"], responses=answers("session_invalid"))


PIECE = 64 * 1024
"""Characters gathered before a piece is sent: the writers yield single lines."""


@router.head("/meetings/{meeting_id:id}/export", include_in_schema=False)
@router.get(
    "/meetings/{meeting_id:id}/export",
    response_class=Response,
    responses={
        200: {"description": "The file.", "content": {"text/plain": {}, "application/json": {}, "text/vtt": {}}},
        206: {"description": "The range asked for."},
        304: {"description": "As the entity tag says, you have it."},
        **answers("meeting_not_found", "transcript_not_found", "range_not_satisfiable"),
    },
)
async def export_transcript(
    meeting_id: str,
    request: Request,
    asking: Asking,
    parts: TheParts,
    format: Annotated[ExportFormat, Query()],  # noqa: A002 — the parameter's name in the address
    revision: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="An earlier one; else the newest.")] = None,
) -> Response:
    """The transcript as a file, corrections applied."""
    async with parts.database.reading() as session:
        meeting = await meetings.owned(session, asking.user.id, meeting_id)
        sheet = await read_sheet(session, meeting, revision)
    kind = FORMATS[format]
    content = await anyio.to_thread.run_sync(_content, lambda: kind.write(sheet.transcript))
    name = f"{shown_line(meeting.title, 120) or 'transcript'}.{kind.suffix}"
    return ranged_response(request, content, kind.media_type, download_as=name)


def _content(write: Callable[[], Iterator[str]]) -> Content:
    """What a writer writes, gone through once to know its length and digest: it is never held whole."""
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(write()):
        digest.update(piece)
        size += len(piece)

    def stream(start: int, end: int) -> Iterator[bytes]:
        at = 0
        for piece in _pieces(write()):
            if at >= end:
                return
            if wanted := piece[max(0, start - at) : end - at]:
                yield wanted
            at += len(piece)

    return Content(digest.digest(), size, stream)


def _pieces(lines: Iterator[str]) -> Iterator[bytes]:
    gathered: list[str] = []
    length = 0
    for line in lines:
        gathered.append(line)
        length += len(line)
        if length >= PIECE:
            yield "".join(gathered).encode()
            gathered, length = [], 0
    yield "".join(gathered).encode()
