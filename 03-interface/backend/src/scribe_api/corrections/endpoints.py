"""Corrections over HTTP. Every one answers with the transcript as it then reads."""

from fastapi import APIRouter, Response

from scribe_api.corrections import service
from scribe_api.corrections.answer import answer
from scribe_api.corrections.schemas import (
    Correction,
    Corrections,
    Join,
    Merge,
    Move,
    Replacement,
    SpeakerChange,
    Split,
    Step,
    UtteranceChange,
)
from scribe_api.dependencies import Asking, Reader, Reading, TheParts
from scribe_api.error_responses import answers
from scribe_api.suggestions import service as speaking
from scribe_api.transcripts.schemas import Transcript
from scribe_api.transcripts.service import read_sheet
from scribe_core.database import meetings

router = APIRouter(prefix="/meetings/{meeting_id:id}", tags=["corrections"], responses=answers("session_invalid"))

_UTTERANCE = (
    "meeting_not_found", "meeting_in_trash", "transcript_not_found", "utterance_not_found", "speaker_not_found",
    "correction_empty", "csrf_invalid",
)  # fmt: skip
_HISTORY = (
    "meeting_not_found",
    "meeting_in_trash",
    "transcript_not_found",
    "correction_not_found",
    "correction_built_on",
    "csrf_invalid",
)
_SPEAKER = (
    "meeting_not_found", "meeting_in_trash", "transcript_not_found", "speaker_not_found", "correction_empty", "csrf_invalid",
)  # fmt: skip


@router.patch(
    "/speakers/{speaker_id:id}",
    response_model=Transcript,
    responses=answers(*_SPEAKER, "person_not_found", "consent_missing", "meeting_without_sound", "enrolments_too_many"),
)
async def rename_speaker(
    meeting_id: str,
    speaker_id: str,
    change: SpeakerChange,
    asking: Asking,
    parts: TheParts,
    language: Reader,
    step: Step = None,
) -> Response:
    """Name a speaker, or say which of my people it is. The voice is learnt only where `teach` says so."""
    return await answer(await speaking.name(parts, asking.user.id, meeting_id, speaker_id, change, step), language)


@router.post("/speakers/{speaker_id:id}/merge", response_model=Transcript, responses=answers(*_SPEAKER))
async def merge_speaker(
    meeting_id: str, speaker_id: str, merge: Merge, asking: Asking, parts: TheParts, language: Reader, step: Step = None
) -> Response:
    """Say that this speaker is really that one: one voice the machine heard as two."""
    make = service.merging(speaker_id, merge.into)
    return await answer(await service.correct(parts, asking.user.id, meeting_id, make, step=step), language)


@router.patch(
    "/utterances/{utterance_id:id}",
    response_model=Transcript,
    responses=answers(*_UTTERANCE, "utterance_changed"),
)
async def change_utterance(
    meeting_id: str,
    utterance_id: str,
    change: UtteranceChange,
    asking: Asking,
    parts: TheParts,
    language: Reader,
    step: Step = None,
) -> Response:
    """Put an utterance right: its words, who said it, or both. Or say that it is right."""
    make = service.rewriting(
        utterance_id,
        change.text,
        change.speaker_id,
        onwards=change.onwards,
        confirmed=change.confirmed,
        seen=change.seen,
    )
    return await answer(await service.correct(parts, asking.user.id, meeting_id, make, step=step), language)


@router.post(
    "/utterances/{utterance_id:id}/split",
    response_model=Transcript,
    responses=answers(*_UTTERANCE, "utterance_changed"),
)
async def split_utterance(
    meeting_id: str,
    utterance_id: str,
    split: Split,
    asking: Asking,
    parts: TheParts,
    language: Reader,
    step: Step = None,
) -> Response:
    """Cut an utterance in two: from this word on it is one of its own, which somebody else may have said."""
    make = service.splitting(utterance_id, split.word, split.speaker_id, split.seen)
    return await answer(await service.correct(parts, asking.user.id, meeting_id, make, step=step), language)


@router.post("/utterances/{utterance_id:id}/merge", response_model=Transcript, responses=answers(*_UTTERANCE))
async def merge_utterance(
    meeting_id: str, utterance_id: str, join: Join, asking: Asking, parts: TheParts, language: Reader, step: Step = None
) -> Response:
    """Make an utterance part of the one before or after it; it is said by that one's speaker then."""
    make = service.joining(utterance_id, join.into)
    return await answer(await service.correct(parts, asking.user.id, meeting_id, make, step=step), language)


@router.post(
    "/utterances/{utterance_id:id}/move",
    response_model=Transcript,
    responses=answers(*_UTTERANCE, "utterance_changed"),
)
async def move_words(
    meeting_id: str, utterance_id: str, move: Move, asking: Asking, parts: TheParts, language: Reader, step: Step = None
) -> Response:
    """Make an utterance's last words part of the one after it, or its first words part of the one before; they keep their times
    and are said by that one's speaker then."""
    make = service.moving(utterance_id, move.word, move.into, move.seen)
    return await answer(await service.correct(parts, asking.user.id, meeting_id, make, step=step), language)


@router.post(
    "/replacements",
    response_model=Transcript,
    responses=answers(
        "meeting_not_found", "meeting_in_trash", "transcript_not_found", "correction_empty", "csrf_invalid"
    ),
)
async def replace_text(
    meeting_id: str, replacement: Replacement, asking: Asking, parts: TheParts, language: Reader, step: Step = None
) -> Response:
    """Find and replace in the whole transcript: one correction for each utterance it changes, none where nothing is found."""
    make = service.replacing(
        replacement.find,
        replacement.replacement,
        match_case=replacement.match_case,
        whole_words=replacement.whole_words,
    )
    return await answer(await service.correct(parts, asking.user.id, meeting_id, make, step=step), language)


@router.post("/corrections/undo", response_model=Transcript, responses=answers(*_HISTORY))
async def undo_corrections(
    meeting_id: str, which: Corrections, asking: Asking, parts: TheParts, language: Reader
) -> Response:
    """Take corrections back, all of them or none. They stay in the history."""
    return await answer(await service.undo(parts, asking.user.id, meeting_id, which.ids), language)


@router.post("/corrections/redo", response_model=Transcript, responses=answers(*_HISTORY))
async def redo_corrections(
    meeting_id: str, which: Corrections, asking: Asking, parts: TheParts, language: Reader
) -> Response:
    """Make corrections again that were taken back, all of them or none."""
    return await answer(await service.redo(parts, asking.user.id, meeting_id, which.ids), language)


@router.get("/corrections", responses=answers("meeting_not_found", "transcript_not_found"))
async def list_corrections(meeting_id: str, asking: Asking, session: Reading) -> list[Correction]:
    """The history: every correction, undone ones included, and whether it has a place in the newest revision."""
    meeting = await meetings.owned(session, asking.user.id, meeting_id)
    return (await read_sheet(session, meeting)).corrections


@router.delete(
    "/corrections/{correction_id:id}",
    response_model=Transcript,
    responses=answers(
        "meeting_not_found", "meeting_in_trash", "correction_not_found", "correction_built_on", "csrf_invalid"
    ),
)
async def undo_correction(
    meeting_id: str, correction_id: str, asking: Asking, parts: TheParts, language: Reader
) -> Response:
    """Take a correction back. It stays in the history."""
    return await answer(await service.undo(parts, asking.user.id, meeting_id, [correction_id]), language)
