"""A transcription: a new revision of a meeting's transcript, with the names of those whose voices may be known."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, replace

from scribe_core.contract import keys
from scribe_core.contract.transcript_document import document_of
from scribe_core.database import corrections, identities, leases, meetings, runs, transcripts
from scribe_core.database.base import new_id
from scribe_core.database.leases import Beat
from scribe_core.domain.audio import Audio
from scribe_core.domain.corrected import corrected
from scribe_core.domain.people import Identity, KnownVoice
from scribe_core.domain.revisions import revision_of
from scribe_core.domain.run import Status
from scribe_core.domain.transcript import Transcript, Utterances
from scribe_core.errors import ScribeError
from scribe_workers.jobs.desk import Desk
from scribe_workers.jobs.identification import identified, known_voices
from scribe_workers.pipeline import transcript_of
from scribe_workers.stages import identification as identification_stage
from scribe_workers.stages import speech
from scribe_workers.steps import HandOver, RunCancelled

log = logging.getLogger(__name__)

NEEDED_FOR_NAMES = frozenset({speech.STAGE.name, identification_stage.STAGE.name})
"""Stages whose networks are run for names too: what killed a worker there would kill it again."""


@dataclass(frozen=True, slots=True)
class Names:
    """Whom of those known the speakers were taken for, None where nobody could be looked for, and what to warn of.

    `later` tells that a run of its own is to look for them.
    """

    found: tuple[Identity, ...] | None
    warnings: tuple[str, ...] = ()
    later: bool = False
    known: tuple[KnownVoice, ...] = ()


async def transcribe(desk: Desk) -> None:
    """Work on the run and write what came of it, if the lease still holds: revision, names and the run's end at once."""
    heard, seconds = await _heard(desk)
    revision = await _revision(desk, heard, seconds)
    if revision is None:
        return  # the meeting was deleted meanwhile
    names = await _names(desk, revision)
    revision = replace(revision, warnings=(*revision.warnings, *names.warnings))
    document = await asyncio.to_thread(lambda: document_of(revision).model_dump_json().encode())
    transcript_id = new_id()
    key = keys.transcript(desk.meeting_id, revision.revision, transcript_id)
    # Before the transaction: a store may take a minute, and whoever renews the lease waits for the run's row.
    await asyncio.to_thread(desk.objects.replace, key, document)
    try:
        written = await _write(desk, revision, names, transcript_id, key)
    except Exception:
        await _drop_unwritten(desk, transcript_id, key)
        raise
    if written:
        log.info("completed")
    else:
        await _drop_unwritten(desk, transcript_id, key)


async def _write(desk: Desk, revision: Transcript, names: Names, transcript_id: str, key: str) -> bool:
    """The rows of what came of the run, the document lying under that key. Tells whether the run was still ours."""
    async with desk.database.session() as session:
        if not await desk.holds(session):
            return False
        meeting = await session.get_one(meetings.Meeting, desk.meeting_id)
        await transcripts.add(
            session, revision, transcript_id=transcript_id, run_id=desk.lease.run_id, document_key=key
        )
        if names.found is not None:
            await identities.replace(session, meeting.id, names.found, names.known)
        meeting.revision, meeting.speaker_count = revision.revision, len(revision.speakers)
        await leases.finish(session, desk.lease, Status.COMPLETED, warnings=revision.warnings)
        if names.later:
            with contextlib.suppress(ScribeError):  # one is under way: it will see that there is a newer transcript
                async with session.begin_nested():
                    await runs.enqueue_identification(session, meeting)
    return True


async def _drop_unwritten(desk: Desk, transcript_id: str, key: str) -> None:
    """Delete a document that no row refers to. Where the database cannot tell, it stays: its row may have been committed."""
    try:
        async with desk.database.session() as session:
            # Waits for a commit whose answer did not come: it holds the run's row.
            await leases.held(session, desk.lease)
            written = await session.get(transcripts.TranscriptRow, transcript_id) is not None
        if not written:
            folder = key.rpartition("/")[0] + "/"
            await asyncio.to_thread(desk.objects.delete_under, folder, lambda found: found == key)
    except Exception as error:  # what went wrong before is what counts
        log.warning("a document that nobody needs may stay: %s", error)


async def _heard(desk: Desk) -> tuple[Utterances, float]:
    """The utterances and the recording's length. The sound can be played as soon as it is there."""
    loop = asyncio.get_running_loop()
    seconds = 0.0

    async def note(audio: Audio) -> None:
        async with desk.database.session() as session:
            if await leases.held(session, desk.lease) is Beat.GO_ON:
                await meetings.note_audio(session, desk.meeting_id, audio)

    def heard(audio: Audio) -> None:
        nonlocal seconds
        seconds = audio.seconds
        asyncio.run_coroutine_threadsafe(note(audio), loop).result()

    utterances = await asyncio.to_thread(
        transcript_of,
        desk.recording,
        desk.recipe,
        desk.steps,
        heard=heard,
        last_try=desk.last_try,
        died_in=desk.lease.last_stage,
    )
    return utterances, seconds


async def _revision(desk: Desk, heard: Utterances, seconds: float) -> Transcript | None:
    """The revision that the utterances make, None where the meeting is gone."""
    async with desk.database.reading() as session:
        meeting = await session.get(meetings.Meeting, desk.meeting_id)
        if meeting is None:
            return None
        known = await transcripts.revisions(session, meeting.id)
        before = await transcripts.read(session, known[0], meeting.title) if known else None
    return await asyncio.to_thread(
        revision_of,
        heard,
        meeting_id=meeting.id,
        title=meeting.title,
        number=known[0].revision + 1 if known else 1,
        seconds=seconds,
        previous=before,
        new_id=new_id,
    )


async def _names(desk: Desk, revision: Transcript) -> Names:
    """Whom the speakers were taken for. A transcript is never lost for want of names."""
    if "diarization_failed" in revision.warnings:
        return Names(())  # everybody's words stand under one speaker: no name is right for them
    async with desk.database.reading() as session:
        rows = await corrections.of_meeting(session, desk.meeting_id)
    applied = [row.as_correction() for row in rows if row.undone_at is None]
    try:
        known = await known_voices(desk)
        if desk.last_try and known:
            # A worker killed while it listens would take the words along for good.
            if desk.lease.last_stage not in NEEDED_FOR_NAMES:
                return Names(None, later=True)
            log.warning("known voices are not looked for, that may have ended the attempt before")
            return Names(None, ("identification_failed",))
        found = await identified(desk, await asyncio.to_thread(corrected, revision, applied), known)
        return Names(found, known=known)
    except (RunCancelled, HandOver):
        raise
    except Exception:
        log.warning("known voices could not be looked for", exc_info=True)
        return Names(None, ("identification_failed",))
