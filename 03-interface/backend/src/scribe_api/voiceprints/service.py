"""Asking for a voice to be learnt. Consent is asked for before anything is received, and again when it is written."""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.dependencies import Parts, SignedIn
from scribe_api.meetings.upload import Arrived, Limit, arrive
from scribe_api.transcripts.service import read_sheet
from scribe_core.database import audit, consents, meetings, persons, quotas, runs, voiceprints
from scribe_core.database.engine import Database
from scribe_core.database.persons import Person
from scribe_core.database.runs import Run
from scribe_core.domain.people import LARGEST_SAMPLE
from scribe_core.domain.recording_name import shown_name
from scribe_core.errors import ScribeError


async def from_file(
    parts: Parts, asking: SignedIn, person_id: str, file_name: str, body: AsyncIterator[bytes], announced: int | None
) -> Run:
    """A run that learns the person's voice from a file in which nobody else speaks; the file goes when the run ends.

    Raises `person_not_found`, `consent_missing`, `enrolments_too_many`, `sample_too_large` and what `arrive` does. All but
    the size can change while the file comes: it is asked for before, so that nobody sends one in vain, and after.
    """
    async with parts.database.reading() as session:
        person = await persons.owned(session, asking.user.id, person_id)
        if await consents.standing(session, person.id) is None:
            raise ScribeError("consent_missing")
        await runs.require_room_to_learn(session, person.owner_id)
    quota = parts.settings.user_quota_bytes
    async with parts.database.session() as session:
        await quotas.require_room(session, asking.user.id, announced or 0, quota)

    async def keep(session: AsyncSession, arrived: Arrived) -> Run:
        # The note of the upload stays: by it the sweep finds the file once the run has ended, however that comes.
        await quotas.require_room(session, asking.user.id, arrived.bytes, quota)
        person = await persons.owned(session, asking.user.id, person_id, lock=True)
        return await runs.enqueue_enrolment(session, person, source=shown_name(file_name), run_id=arrived.id)

    limit = Limit(min(LARGEST_SAMPLE, parts.settings.upload_limit_bytes), "sample_too_large")
    return await arrive(parts, asking, body, announced, keep, limit)


async def from_speaker(database: Database, user_id: str, person_id: str, meeting_id: str, speaker_id: str) -> Run:
    """A run that learns the person's voice from a meeting's speaker. No writer waits while the transcript is read.

    Raises `person_not_found`, `meeting_not_found`, `transcript_not_found`, `speaker_not_found`, `consent_missing`.
    """
    async with database.reading() as session:
        await persons.owned(session, user_id, person_id)
        sheet = await read_sheet(session, await meetings.owned(session, user_id, meeting_id))
    if speaker_id not in {speaker.id for speaker in sheet.transcript.speakers}:
        raise ScribeError("speaker_not_found")
    async with database.session() as session:
        return await to_learn(session, user_id, person_id, meeting_id, speaker_id)


async def to_learn(session: AsyncSession, user_id: str, person_id: str, meeting_id: str, speaker_id: str) -> Run:
    """The run that learns a voice from a speaker who is known to be there.

    Raises `person_not_found`, `meeting_not_found`, `meeting_without_sound`, `consent_missing`.
    """
    await meetings.hold(session, meeting_id)
    meeting = await meetings.changeable(session, user_id, meeting_id)
    runs.require_sound(meeting)
    person = await persons.owned(session, user_id, person_id, lock=True)
    return await runs.enqueue_enrolment(session, person, meeting_id=meeting.id, source=speaker_id)


async def forget(session: AsyncSession, person: Person, voiceprint_id: str, actor_id: str) -> None:
    """Delete a voiceprint. Raises `voiceprint_not_found`."""
    await voiceprints.remove(session, person, voiceprint_id)
    await audit.record(session, "voiceprint_deleted", actor_id=actor_id, subject_id=person.id, voiceprint=voiceprint_id)
