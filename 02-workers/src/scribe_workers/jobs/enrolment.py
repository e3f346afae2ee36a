"""Learning a person's voice from a file sent for it, which then goes, or from a speaker of a meeting."""

import asyncio
import logging

from scribe_core.contract import keys
from scribe_core.database import audit, leases, voiceprints
from scribe_core.domain.run import Status
from scribe_core.domain.spoken_by import SpokenBy, spoken_by
from scribe_core.errors import ScribeError
from scribe_workers.jobs.desk import Desk
from scribe_workers.pipeline import voiceprint_from

log = logging.getLogger(__name__)


async def enrol(desk: Desk) -> None:
    """Work on the run and keep the voiceprint, if the person still consents.

    Errors: `consent_missing`, `speaker_not_found` and those of the stage.
    """
    lease, enrolment = desk.lease, desk.lease.enrolment
    assert enrolment is not None
    speaker = await _speaker(desk, enrolment.speaker_id) if enrolment.speaker_id else None
    voiceprint = await asyncio.to_thread(voiceprint_from, desk.recording, desk.recipe, desk.steps, speaker)
    async with desk.database.session() as session:
        if not await desk.holds(session):
            return
        row = await voiceprints.add(session, enrolment, lease.meeting_id, voiceprint)
        await audit.record(
            session, "voiceprint_made", actor_id=None, subject_id=enrolment.person_id, voiceprint=row.id,
            meeting=lease.meeting_id,
        )  # fmt: skip
        await leases.finish(session, lease, Status.COMPLETED)
    if lease.meeting_id is None:
        await asyncio.to_thread(desk.objects.delete_under, keys.meeting(lease.recording_id))
    log.info("completed")


async def _speaker(desk: Desk, speaker_id: str) -> SpokenBy:
    """Where a speaker of the meeting's newest transcript is heard, as people corrected it."""
    _head, sheet = await desk.transcript()
    for speaker in spoken_by(sheet.transcript):
        if speaker.speaker_id == speaker_id:
            return speaker
    raise ScribeError("speaker_not_found")
