"""Naming a meeting's speakers by the voices of people who agreed to it: with a transcription, and again when asked."""

import asyncio

from scribe_core.database import identities, leases, transcripts, voiceprints
from scribe_core.domain.corrected import Corrected
from scribe_core.domain.people import Identity, KnownVoice
from scribe_core.domain.run import Status
from scribe_core.domain.spoken_by import spoken_by
from scribe_core.domain.transcript import NamedBy
from scribe_workers.jobs.desk import Desk
from scribe_workers.pipeline import identities_in
from scribe_workers.stages.identification import Settled


async def identify(desk: Desk) -> None:
    """Name the speakers of a meeting's newest transcript, as people corrected it. Nothing else of it changes."""
    head, sheet = await desk.transcript()
    known = await known_voices(desk)
    found = await identified(desk, sheet, known)
    async with desk.database.session() as session:
        if not await desk.holds(session):
            return
        if (await transcripts.row(session, desk.meeting_id)).id != head.id:
            await leases.give_back(session, desk.lease, spent=False)  # a transcription came between: look at that
            return
        await identities.replace(session, desk.meeting_id, found, known)
        await leases.finish(session, desk.lease, Status.COMPLETED)


async def identified(desk: Desk, sheet: Corrected, known: tuple[KnownVoice, ...]) -> tuple[Identity, ...]:
    """Whom of those known the speakers of a transcript sound like. People's word is not put in question."""
    named = {
        speaker.id: speaker.person_id for speaker in sheet.transcript.speakers if speaker.named_by is NamedBy.PEOPLE
    }
    return await asyncio.to_thread(
        identities_in,
        desk.recording,
        desk.recipe,
        desk.steps,
        spoken_by(sheet.transcript),
        known,
        Settled(named, sheet.refused),
    )


async def known_voices(desk: Desk) -> tuple[KnownVoice, ...]:
    """The voices that may be looked for."""
    async with desk.database.reading() as session:
        return await voiceprints.known(session, desk.lease.owner_id, desk.models.digest("voice"))
