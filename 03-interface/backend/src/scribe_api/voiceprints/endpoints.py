"""Voiceprints over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, status

from scribe_api.dependencies import Asking, Reader, Reading, TheParts, Writing
from scribe_api.error_responses import answers
from scribe_api.runs.schemas import Run, told_run
from scribe_api.voiceprints import service
from scribe_api.voiceprints.schemas import VoiceOfSpeaker, Voiceprint, told_voiceprint
from scribe_core.database import persons, runs, voiceprints

router = APIRouter(prefix="/persons/{person_id:id}", tags=["people"], responses=answers("session_invalid"))


@router.get("/voiceprints", responses=answers("person_not_found"))
async def list_voiceprints(person_id: str, asking: Asking, session: Reading) -> list[Voiceprint]:
    """A person's voiceprints: several rooms and microphones are better known than one."""
    person = await persons.owned(session, asking.user.id, person_id)
    return [told_voiceprint(row) for row in await voiceprints.of_person(session, person.id)]


@router.delete(
    "/voiceprints/{voiceprint_id:id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=answers("person_not_found", "voiceprint_not_found", "csrf_invalid"),
)
async def delete_voiceprint(person_id: str, voiceprint_id: str, asking: Asking, session: Writing) -> Response:
    """Delete a voiceprint. Names already given by it stay until the speakers are named again."""
    person = await persons.owned(session, asking.user.id, person_id)
    await service.forget(session, person, voiceprint_id, asking.user.id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.get("/enrolments", responses=answers("person_not_found"))
async def list_enrolments(person_id: str, asking: Asking, session: Reading, language: Reader) -> list[Run]:
    """The runs that were to learn this person's voice, newest first, with the reason where one failed."""
    person = await persons.owned(session, asking.user.id, person_id)
    rows = await runs.of_person(session, person.id)
    positions = await runs.queue_positions(session, rows)
    return [told_run(run, positions.get(run.id), language) for run in rows]


@router.post(
    "/enrolments/from-speaker",
    status_code=status.HTTP_201_CREATED,
    responses=answers(
        "person_not_found", "meeting_not_found", "meeting_in_trash", "transcript_not_found", "speaker_not_found",
        "consent_missing", "meeting_without_sound", "enrolments_too_many", "csrf_invalid",
    ),
)  # fmt: skip
async def enrol_from_speaker(
    person_id: str, voice: VoiceOfSpeaker, asking: Asking, parts: TheParts, language: Reader
) -> Run:
    """Learn the person's voice from a speaker of a meeting: only where that speaker is heard alone.

    Asked again while it is under way, it answers with the same run. The run fails with `voice_too_short` (less than 10 s), `voice_not_alone` or `voice_unclear`.
    """
    run = await service.from_speaker(parts.database, asking.user.id, person_id, voice.meeting_id, voice.speaker_id)
    async with parts.database.reading() as session:
        position = (await runs.queue_positions(session, [run])).get(run.id)
    await parts.ring(run.id)
    return told_run(run, position, language)


@router.post(
    "/enrolments",
    status_code=status.HTTP_201_CREATED,
    responses=answers(
        "person_not_found", "consent_missing", "enrolments_too_many", "quota_exceeded", "csrf_invalid", "media_empty", "media_not_recognised", "media_protected",
        "media_reference_refused", "sample_too_large", "storage_full", "upload_interrupted",
    ),
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "The file's bytes as they are, not a form.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)  # fmt: skip
async def enrol_from_file(
    person_id: str,
    request: Request,
    asking: Asking,
    parts: TheParts,
    language: Reader,
    filename: Annotated[str, Query(max_length=4096, examples=["claire.wav"])] = "",
) -> Run:
    """Learn the person's voice from a recording in which nobody else speaks, sent as the raw body. The file is not kept.

    It may have 600 MB. The run fails with `sample_too_long` (15 min are taken), `voice_too_short` (less than 10 s of clean
    speech), `voice_not_alone` or `voice_unclear`.
    """
    length = request.headers.get("content-length", "")
    announced = int(length) if length.isdecimal() else None
    run = await service.from_file(parts, asking, person_id, filename, request.stream(), announced)
    await parts.ring(run.id)
    async with parts.database.reading() as session:
        position = (await runs.queue_positions(session, [run])).get(run.id)
    return told_run(run, position, language)
