"""Meetings over HTTP."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response, status

from scribe_api.dependencies import Asking, Reader, Reading, TheParts, Writing
from scribe_api.error_responses import answers
from scribe_api.meetings import service
from scribe_api.meetings.downloads import object_response, recording_response
from scribe_api.meetings.schemas import (
    Blank,
    Meeting,
    MeetingChange,
    MeetingPage,
    Peaks,
    RecordingDescription,
    told_meeting,
)
from scribe_api.meetings.upload import receive
from scribe_core.contract import keys
from scribe_core.database import meetings, runs
from scribe_core.database.listing import Sort
from scribe_core.domain.run import Status
from scribe_core.domain.spoken_languages import require_known
from scribe_core.errors import ScribeError

router = APIRouter(prefix="/meetings", tags=["meetings"], responses=answers("session_invalid"))

_ONE = answers("meeting_not_found")
_SOUND = answers("meeting_not_found", "audio_not_ready", "meeting_without_sound", "range_not_satisfiable")
_UPLOAD = answers(
    "csrf_invalid", "glossary_invalid", "language_unknown", "media_empty", "media_not_recognised", "media_protected", "media_reference_refused", "quota_exceeded", "request_invalid",
    "request_stalled", "storage_full", "upload_interrupted", "upload_too_large",
)  # fmt: skip

_AUDIO = {200: {"content": {"audio/flac": {}}, "description": "The whole file."}}
_FILE = {200: {"content": {"application/octet-stream": {}}, "description": "The whole file."}}
_PART = {206: {"description": "The range asked for."}, 304: {"description": "As the entity tag says, you have it."}}


def _binary(*parts: Mapping[Any, Any]) -> dict[int | str, dict[str, Any]]:
    return {code: answer for part in parts for code, answer in part.items()}


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=_UPLOAD,
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "The file's bytes as they are, not a form.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def upload_meeting(
    request: Request,
    asking: Asking,
    parts: TheParts,
    language_of_reader: Reader,
    description: Annotated[RecordingDescription, Query()],
) -> Meeting:
    """Upload a recording, any audio or video, as the raw body; work on it starts by itself.

    The type is told from the content. Memory stays flat whatever the size; an upload that is cut off leaves nothing:
    `/uploads` takes those that are to be resumed.
    """
    description.require_possible(parts.settings.speech_model)
    length = request.headers.get("content-length", "")
    row, run = await receive(
        parts, asking, description.described(), request.stream(), int(length) if length.isdecimal() else None
    )
    await parts.ring(run.id)
    async with parts.database.reading() as session:
        position = (await runs.queue_positions(session, [run])).get(run.id)
    return told_meeting(row, run, position, language_of_reader)


@router.get("", responses=answers("request_invalid"))
async def list_meetings(
    asking: Asking,
    session: Reading,
    language: Reader,
    q: Annotated[str, Query(max_length=200, description="Part of the title, in any case.")] = "",
    status: Annotated[Status | None, Blank, Query()] = None,
    tag: Annotated[str, Query(max_length=200, description="A tag that they carry, in any case.")] = "",
    sort: Annotated[Sort, Query(description="A minus sorts downwards.")] = "-created_at",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=2000, description="`next_cursor` of the page before.")] = "",
) -> MeetingPage:
    """My meetings, page by page, but for the trash. No page shifts when meetings come or go."""
    return await service.page(
        session,
        asking.user.id,
        language,
        text=q.strip(),
        status=status,
        tag=tag.strip(),
        sort=sort,
        limit=limit,
        after=cursor,
    )


@router.get("/{meeting_id:id}", responses=_ONE)
async def read_meeting(meeting_id: str, asking: Asking, session: Reading, language: Reader) -> Meeting:
    """A meeting, one in the trash too."""
    row = await meetings.owned(session, asking.user.id, meeting_id)
    return await service.told(session, row, language)


@router.patch(
    "/{meeting_id:id}",
    responses=answers("meeting_not_found", "meeting_in_trash", "language_unknown", "csrf_invalid"),
)
async def change_meeting(
    meeting_id: str, change: MeetingChange, asking: Asking, parts: TheParts, session: Writing, language: Reader
) -> Meeting:
    """Change what is named. A new language or number of speakers counts from the next run on."""
    values = change.given()
    require_known(values.get("language"), parts.settings.speech_model)
    for name in ("title", "held_at", "participants", "tags"):
        if name in values and values[name] is None:
            raise ScribeError("request_invalid", reason=f"{name}: null", fields=[name])
    row = await service.change(session, asking.user.id, meeting_id, values)
    return await service.told(session, row, language)


@router.delete(
    "/{meeting_id:id}", status_code=status.HTTP_204_NO_CONTENT, responses=answers("meeting_not_found", "csrf_invalid")
)
async def delete_meeting(meeting_id: str, asking: Asking, parts: TheParts) -> Response:
    """Delete a meeting for good, at once, whether it lies in the trash or not: its runs are stopped, its recording, sound,
    transcripts and corrections go. `POST /meetings/trash` puts it where it can be restored from."""
    await service.delete(parts, asking.user.id, meeting_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.head("/{meeting_id:id}/audio", include_in_schema=False)
@router.get("/{meeting_id:id}/audio", response_class=Response, responses=_binary(_AUDIO, _PART, _SOUND))
async def read_audio(meeting_id: str, request: Request, asking: Asking, parts: TheParts) -> Response:
    """The converted sound (16 kHz mono FLAC) to listen to, by ranges."""
    row = await _owned(parts, asking, meeting_id)
    runs.require_sound(row)
    if row.audio_key is None:
        raise ScribeError("audio_not_ready")
    return await object_response(request, parts.objects, row.audio_key, "audio/flac")


@router.head("/{meeting_id:id}/recording", include_in_schema=False)
@router.get(
    "/{meeting_id:id}/recording",
    response_class=Response,
    responses=_binary(_FILE, _PART, answers("meeting_not_found", "range_not_satisfiable")),
)
async def read_recording(meeting_id: str, request: Request, asking: Asking, parts: TheParts) -> Response:
    """The recording as it was uploaded, byte for byte, to be saved."""
    row = await _owned(parts, asking, meeting_id)
    key = keys.recording(meeting_id)
    return await recording_response(request, parts.objects, key, row.media_type, row.recording_name)


@router.get(
    "/{meeting_id:id}/peaks",
    response_model=Peaks,
    responses=answers("meeting_not_found", "audio_not_ready", "meeting_without_sound"),
)
async def read_peaks(meeting_id: str, request: Request, asking: Asking, parts: TheParts) -> Response:
    """The waveform as a picture."""
    row = await _owned(parts, asking, meeting_id)
    runs.require_sound(row)
    if row.peaks_key is None:
        raise ScribeError("audio_not_ready")
    return await object_response(request, parts.objects, row.peaks_key, "application/json")


async def _owned(parts: TheParts, asking: Asking, meeting_id: str) -> meetings.Meeting:
    """The meeting, looked up before its bytes are sent: no connection waits meanwhile."""
    async with parts.database.reading() as session:
        return await meetings.owned(session, asking.user.id, meeting_id)
