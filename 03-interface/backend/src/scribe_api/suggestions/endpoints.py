"""Suggestions over HTTP."""

from fastapi import APIRouter, Response, status

from scribe_api.corrections.answer import answer
from scribe_api.corrections.schemas import Step
from scribe_api.dependencies import Asking, Reader, TheParts
from scribe_api.error_responses import answers
from scribe_api.runs.schemas import Run, told_run
from scribe_api.suggestions import service
from scribe_api.suggestions.schemas import Accepted, Refused, Suggestion
from scribe_api.transcripts.schemas import Transcript
from scribe_core.database import runs

router = APIRouter(prefix="/meetings/{meeting_id:id}", tags=["people"], responses=answers("session_invalid"))

_DECIDED = (
    "meeting_not_found",
    "meeting_in_trash",
    "transcript_not_found",
    "suggestion_not_found",
    "person_not_found",
    "csrf_invalid",
)


@router.get("/suggestions", responses=answers("meeting_not_found"))
async def list_suggestions(meeting_id: str, asking: Asking, parts: TheParts) -> list[Suggestion]:
    """Whom the machine takes the speakers for that nobody has named, by the voices of my people who agreed to it."""
    return await service.suggestions(parts, asking.user.id, meeting_id)


@router.post(
    "/suggestions/{speaker_id:id}/accept",
    response_model=Transcript,
    responses=answers(*_DECIDED, "consent_missing", "meeting_without_sound", "enrolments_too_many"),
)
async def accept_suggestion(
    meeting_id: str, speaker_id: str, accepted: Accepted, asking: Asking, parts: TheParts, language: Reader
) -> Response:
    """Yes, it is that person. It is a correction, to be undone like any other."""
    sheet = await service.accept(parts, asking.user.id, meeting_id, speaker_id, teach=accepted.teach)
    return await answer(sheet, language)


@router.post("/suggestions/{speaker_id:id}/refuse", response_model=Transcript, responses=answers(*_DECIDED))
async def refuse_suggestion(
    meeting_id: str,
    speaker_id: str,
    asking: Asking,
    parts: TheParts,
    language: Reader,
    refused: Refused | None = None,
    step: Step = None,
) -> Response:
    """No, it is not: the name goes and is not suggested again. It is a correction, to be undone like any other."""
    person_id = refused.person_id if refused else None
    return await answer(await service.refuse(parts, asking.user.id, meeting_id, speaker_id, person_id, step), language)


@router.post(
    "/identifications",
    status_code=status.HTTP_201_CREATED,
    responses=answers(
        "meeting_not_found",
        "meeting_in_trash",
        "transcript_not_found",
        "run_in_progress",
        "meeting_without_sound",
        "csrf_invalid",
    ),
)
async def identify_again(meeting_id: str, asking: Asking, parts: TheParts, language: Reader) -> Run:
    """Look for known voices again, after a voice was learnt or speakers were corrected. Nothing is transcribed anew."""
    run = await service.identify_again(parts, asking.user.id, meeting_id)
    async with parts.database.reading() as session:
        position = (await runs.queue_positions(session, [run])).get(run.id)
    return told_run(run, position, language)
