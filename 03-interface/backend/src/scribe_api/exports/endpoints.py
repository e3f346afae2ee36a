"""Exports over HTTP, in the formats of the command line."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from scribe_api.dependencies import Asking, TheParts
from scribe_api.error_responses import answers
from scribe_api.meetings.downloads import attachment
from scribe_api.transcripts.service import read_sheet
from scribe_core.database import meetings
from scribe_core.domain.export_format import ExportFormat
from scribe_core.domain.recording_name import shown_line
from scribe_core.exports import FORMATS

router = APIRouter(tags=["exports"], responses=answers("session_invalid"))


@router.get(
    "/meetings/{meeting_id:id}/export",
    response_class=Response,
    responses={
        200: {"description": "The file.", "content": {"text/plain": {}, "application/json": {}, "text/vtt": {}}},
        **answers("meeting_not_found", "transcript_not_found"),
    },
)
async def export_transcript(
    meeting_id: str,
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
    name = f"{shown_line(meeting.title, 120) or 'transcript'}.{kind.suffix}"
    headers = {"Content-Disposition": attachment(name)}
    return StreamingResponse(kind.write(sheet.transcript), headers=headers, media_type=kind.media_type)
