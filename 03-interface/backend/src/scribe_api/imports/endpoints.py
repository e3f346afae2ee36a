"""Imports over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, status

from scribe_api.dependencies import Asking, Reader, TheParts
from scribe_api.error_responses import answers
from scribe_api.imports import service
from scribe_api.imports.schemas import FileDescription, TranscriptDescription, TranscriptImport, told_import
from scribe_api.meetings.service import told
from scribe_core.domain.spoken_languages import require_known
from scribe_core.domain.transcript_kind import MEDIA_TYPES

router = APIRouter(tags=["imports"], responses=answers("session_invalid"))

_REFUSED = answers(
    "csrf_invalid", "import_empty", "import_json_invalid", "import_json_shape", "import_kind_unknown", "import_nothing",
    "import_speakers_too_many", "import_time_invalid", "import_too_large", "import_too_long", "import_too_many",
    "import_too_many_words", "import_word_too_large", "import_word_unreadable", "language_unknown", "request_invalid",
    "request_stalled", "storage_full", "upload_interrupted",
)  # fmt: skip
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file's bytes as they are, not a form: SRT, WebVTT, JSON, Word or text. 32 MB at most.",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()},
    }
}


@router.post(
    "/meetings/imports",
    status_code=status.HTTP_201_CREATED,
    responses=_REFUSED | answers("quota_exceeded", "import_too_large"),
    openapi_extra=_BODY,
)
async def import_meeting(
    request: Request,
    asking: Asking,
    parts: TheParts,
    language: Reader,
    description: Annotated[TranscriptDescription, Query()],
) -> TranscriptImport:
    """Make a meeting of a transcript that another tool wrote. It has no sound; it is read, searched, exported and put right as any."""
    require_known(description.language, parts.settings.speech_model)
    meeting, found = await service.import_meeting(parts, asking, description, request.stream(), language)
    async with parts.database.reading() as session:
        shown = await told(session, meeting, language)
    return told_import(shown, found, found.language or language)


@router.post(
    "/meetings/{meeting_id:id}/transcript/import",
    status_code=status.HTTP_201_CREATED,
    responses=_REFUSED | answers("meeting_not_found") | answers("meeting_in_trash", "run_in_progress"),
    openapi_extra=_BODY,
)
async def import_transcript(
    meeting_id: str,
    request: Request,
    asking: Asking,
    parts: TheParts,
    language: Reader,
    description: Annotated[FileDescription, Query()],
) -> TranscriptImport:
    """Take a transcript that another tool wrote for this meeting: it becomes its newest revision, and its recording stays.

    Times count from the recording's beginning. Corrections that still find their words are applied again; earlier revisions are kept.
    """
    require_known(description.language, parts.settings.speech_model)
    meeting, found = await service.import_transcript(parts, asking, meeting_id, description, request.stream(), language)
    async with parts.database.reading() as session:
        shown = await told(session, meeting, language)
    return told_import(shown, found, found.language or language)
