"""Transcripts over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response, status

from scribe_api.dependencies import Asking, Reader, Reading, TheParts
from scribe_api.error_responses import answers
from scribe_api.transcripts import service
from scribe_api.transcripts.schemas import Transcript, TranscriptRevision
from scribe_core.database import meetings, transcripts

router = APIRouter(prefix="/meetings/{meeting_id:id}", tags=["transcripts"], responses=answers("session_invalid"))


@router.get("/transcript", response_model=Transcript, responses=answers("meeting_not_found", "transcript_not_found"))
async def read_transcript(
    meeting_id: str,
    asking: Asking,
    parts: TheParts,
    language: Reader,
    revision: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="An earlier one; else the newest.")] = None,
    known: Annotated[
        str | None, Query(max_length=64, description="A `state`: while it still stands so, the answer is 204.")
    ] = None,
) -> Response:
    """The transcript with people's corrections applied."""
    async with parts.database.reading() as session:
        meeting = await meetings.owned(session, asking.user.id, meeting_id)
        if known is not None and revision is None and await service.stands_as(session, meeting, known):
            return Response(status_code=status.HTTP_204_NO_CONTENT)
        sheet = await service.read_sheet(session, meeting, revision)
    return Response(await service.told_json(sheet, language), media_type="application/json")


@router.get("/transcripts", responses=answers("meeting_not_found"))
async def list_revisions(meeting_id: str, asking: Asking, session: Reading) -> list[TranscriptRevision]:
    """The meeting's revisions, newest first."""
    meeting = await meetings.owned(session, asking.user.id, meeting_id)
    rows = await transcripts.revisions(session, meeting.id)
    return [TranscriptRevision.model_validate(row) for row in rows]
