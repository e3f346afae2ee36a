"""Exports over HTTP, in the formats of the command line."""

from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import StreamingResponse

from scribe_api.dependencies import Asking, Reader, TheParts
from scribe_api.error_responses import answers
from scribe_api.exports.editions import edition_of, file_name, presentation, time_zone
from scribe_api.exports.files import file_response
from scribe_api.exports.several import MOST, archive, transcripts, with_transcripts
from scribe_api.meetings.downloads import attachment
from scribe_api.transcripts.service import read_sheet
from scribe_api.wire import Id
from scribe_core.database import meetings
from scribe_core.domain.export_format import ExportFormat, Presentation
from scribe_core.exports import FORMATS

router = APIRouter(tags=["exports"], responses=answers("session_invalid"))


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
    shown: Annotated[Presentation, Depends(presentation)],
    zone: Annotated[ZoneInfo, Depends(time_zone)],
    revision: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="An earlier one; else the newest.")] = None,
) -> Response:
    """The transcript as a file, corrections applied."""
    shown.check(format)
    async with parts.database.reading() as session:
        meeting = await meetings.owned(session, asking.user.id, meeting_id)
        sheet = await read_sheet(session, meeting, revision)
    kind = FORMATS[format]
    write = partial(kind.write, edition_of(sheet, meeting, shown, zone))
    return await file_response(request, write, kind.media_type, file_name(meeting, kind), costly=kind.costly)


@router.get(
    "/exports",
    response_class=Response,
    responses={
        200: {"description": "The archive.", "content": {"application/zip": {}}},
        **answers(
            "meeting_not_found", "transcript_not_found", "export_option_invalid", "timezone_unknown", "request_invalid"
        ),
    },
)
async def export_transcripts(
    asking: Asking,
    parts: TheParts,
    reader: Reader,
    meeting: Annotated[list[Id], Query(min_length=1, max_length=MOST, description="Their ids.")],
    format: Annotated[ExportFormat, Query()],  # noqa: A002 — the parameter's name in the address
    shown: Annotated[Presentation, Depends(presentation)],
    zone: Annotated[ZoneInfo, Depends(time_zone)],
) -> Response:
    """The newest transcripts of several meetings in one ZIP, corrections applied. Meetings without one are left out.

    A PDF that cannot be made costs no other file: a text in the archive says which it is, and why.
    """
    shown.check(format)
    titles = await with_transcripts(parts.database, asking.user.id, meeting)
    read = transcripts(asking.user.id, format, shown, zone)
    stream = archive(parts.database, titles, read, reader, costly=FORMATS[format].costly)
    headers = {"Content-Disposition": attachment("transcripts.zip"), "Cache-Control": "no-store"}
    return StreamingResponse(stream, headers=headers, media_type="application/zip")
