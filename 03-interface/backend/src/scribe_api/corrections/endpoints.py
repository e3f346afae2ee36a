"""Corrections over HTTP. Every one answers with the transcript as it then reads."""

from fastapi import APIRouter, Response

from scribe_api.corrections import service
from scribe_api.corrections.answer import answer
from scribe_api.corrections.schemas import Correction, Merge, SpeakerChange, UtteranceChange
from scribe_api.dependencies import Asking, Reader, Reading, TheParts
from scribe_api.error_responses import answers
from scribe_api.suggestions import service as speaking
from scribe_api.transcripts.schemas import Transcript
from scribe_api.transcripts.service import read_sheet
from scribe_core.database import meetings

router = APIRouter(prefix="/meetings/{meeting_id:id}", tags=["corrections"], responses=answers("session_invalid"))

_SPEAKER = ("meeting_not_found", "transcript_not_found", "speaker_not_found", "correction_empty", "csrf_invalid")


@router.patch(
    "/speakers/{speaker_id:id}",
    response_model=Transcript,
    responses=answers(*_SPEAKER, "person_not_found", "consent_missing", "enrolments_too_many"),
)
async def rename_speaker(
    meeting_id: str, speaker_id: str, change: SpeakerChange, asking: Asking, parts: TheParts, language: Reader
) -> Response:
    """Name a speaker, or say which of my people it is. The voice is learnt only where `teach` says so."""
    return await answer(await speaking.name(parts, asking.user.id, meeting_id, speaker_id, change), language)


@router.post("/speakers/{speaker_id:id}/merge", response_model=Transcript, responses=answers(*_SPEAKER))
async def merge_speaker(
    meeting_id: str, speaker_id: str, merge: Merge, asking: Asking, parts: TheParts, language: Reader
) -> Response:
    """Say that this speaker is really that one: one voice the machine heard as two."""
    make = service.merging(speaker_id, merge.into)
    return await answer(await service.correct(parts, asking.user.id, meeting_id, make), language)


@router.patch(
    "/utterances/{utterance_id:id}",
    response_model=Transcript,
    responses=answers(
        "meeting_not_found",
        "transcript_not_found",
        "utterance_not_found",
        "speaker_not_found",
        "correction_empty",
        "csrf_invalid",
    ),
)
async def change_utterance(
    meeting_id: str, utterance_id: str, change: UtteranceChange, asking: Asking, parts: TheParts, language: Reader
) -> Response:
    """Put an utterance right: its words, who said it, or both."""
    make = service.rewriting(utterance_id, change.text, change.speaker_id)
    return await answer(await service.correct(parts, asking.user.id, meeting_id, make), language)


@router.get("/corrections", responses=answers("meeting_not_found", "transcript_not_found"))
async def list_corrections(meeting_id: str, asking: Asking, session: Reading) -> list[Correction]:
    """The history: every correction, undone ones included, and whether it has a place in the newest revision."""
    meeting = await meetings.owned(session, asking.user.id, meeting_id)
    return (await read_sheet(session, meeting)).corrections


@router.delete(
    "/corrections/{correction_id:id}",
    response_model=Transcript,
    responses=answers("meeting_not_found", "correction_not_found", "csrf_invalid"),
)
async def undo_correction(
    meeting_id: str, correction_id: str, asking: Asking, parts: TheParts, language: Reader
) -> Response:
    """Take a correction back. It stays in the history."""
    return await answer(await service.undo(parts, asking.user.id, meeting_id, correction_id), language)
