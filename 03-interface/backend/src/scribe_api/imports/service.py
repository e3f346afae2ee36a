"""A transcript of another tool on its way in: bounded, read, and kept whole or not at all."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime

import anyio
import anyio.to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.dependencies import Parts, SignedIn
from scribe_api.imports.room import Room
from scribe_api.imports.schemas import FileDescription, TranscriptDescription
from scribe_api.meetings.upload import leave_nothing, require_signed_in, require_space
from scribe_core.contract import keys
from scribe_core.contract.transcript_document import document_of
from scribe_core.database import corrections, deletions, meetings, quotas, runs, transcripts
from scribe_core.database.base import new_id, now
from scribe_core.database.meetings import Meeting
from scribe_core.domain.corrected import corrected
from scribe_core.domain.corrections import Correction, CorrectionKind
from scribe_core.domain.recording_name import held_at_of, shown_name, title_of
from scribe_core.domain.revisions import revision_of
from scribe_core.domain.run import Status
from scribe_core.domain.transcript import Speaker, Transcript
from scribe_core.domain.transcript_kind import MEDIA_TYPES
from scribe_core.errors import Language, ScribeError, Size
from scribe_core.imports.cue import LARGEST
from scribe_core.imports.reading import Imported, imported_from

log = logging.getLogger(__name__)

READ_AT_ONCE = anyio.CapacityLimiter(1)
"""Files that are read at the same time in this process: the largest takes some hundred megabytes."""

ROOM = Room(4)
"""For what comes in: with `LARGEST` each, 128 MB."""

BODY_SECONDS = 900.0
"""Longest time in which a file may come: the largest at 300 kbit/s."""

TRIES = 20
"""Each further try means that another revision of the same meeting was written meanwhile."""


async def import_meeting(
    parts: Parts, asking: SignedIn, described: TranscriptDescription, body: AsyncIterator[bytes], language: Language
) -> tuple[Meeting, Imported]:
    """A meeting of a transcript file, and what it says. Whatever goes wrong, nothing is kept.

    The file itself is kept in the recording's place. Raises as `imported_from`, and `quota_exceeded`, `storage_full`,
    `session_invalid`.
    """
    async with ROOM.taken(asking.user.id):
        content, found = await _read(parts, described, body)
        return await _made(parts, asking, described, content, found, language), found


async def _made(
    parts: Parts,
    asking: SignedIn,
    described: TranscriptDescription,
    content: bytes,
    found: Imported,
    language: Language,
) -> Meeting:
    """The meeting of a file that was read."""
    id_, transcript_id = new_id(), new_id()
    title = described.title or found.title or title_of(described.filename)
    transcript = await _revision(found, id_, title, found.language or language, None, found.seconds)
    key = keys.transcript(id_, 1, transcript_id)
    async with parts.database.session() as session:
        await quotas.require_room(session, asking.user.id, len(content), parts.settings.user_quota_bytes)
        await deletions.note_upload(session, id_, asking.user.id)
    try:
        await anyio.to_thread.run_sync(parts.objects.replace, keys.recording(id_), content)
        await _store(parts, transcript, key)
        async with parts.database.session() as session:
            await require_signed_in(session, asking)
            await quotas.require_room(session, asking.user.id, len(content), parts.settings.user_quota_bytes)
            await deletions.forget_upload(session, id_)
            meeting = _meeting(id_, asking.user.id, title, described, found, len(content))
            session.add(meeting)
            await session.flush()
            await _write(session, asking.user.id, transcript, transcript_id, key, _naming(transcript, found, ()))
            runs.tell_moved(session, asking.user.id, id_)
            await session.refresh(meeting)
    except BaseException:
        with anyio.CancelScope(shield=True):
            await leave_nothing(parts, id_)
        raise
    return meeting


async def import_transcript(
    parts: Parts,
    asking: SignedIn,
    meeting_id: str,
    described: FileDescription,
    body: AsyncIterator[bytes],
    language: Language,
) -> tuple[Meeting, Imported]:
    """A meeting with a transcript file as its newest revision, and what the file says.

    Raises as `imported_from`, and `meeting_not_found`, `meeting_in_trash`, `run_in_progress`, `storage_full`.
    """
    async with parts.database.reading() as session:
        await meetings.changeable(session, asking.user.id, meeting_id)
        await runs.require_rest(session, meeting_id)
    async with ROOM.taken(asking.user.id):
        _, found = await _read(parts, described, body)
        for _ in range(TRIES):
            meeting = await _newest(parts, asking, meeting_id, found, found.language or language)
            if meeting is not None:
                return meeting, found
    raise ScribeError("database_busy")


async def _newest(parts: Parts, asking: SignedIn, meeting_id: str, found: Imported, language: str) -> Meeting | None:
    """The meeting with this as its newest revision; None where another one was written meanwhile."""
    async with parts.database.reading() as session:
        meeting = await meetings.changeable(session, asking.user.id, meeting_id)
        known = await transcripts.revisions(session, meeting_id)
        before = await transcripts.read(session, known[0], meeting.title) if known else None
        rows = await corrections.of_meeting(session, meeting_id)
    # Its sound may go on after the last word, or be converted yet.
    seconds = max(found.seconds, meeting.duration or 0.0)
    transcript = await _revision(found, meeting_id, meeting.title, language, before, seconds)
    applied = [row.as_correction() for row in rows if row.undone_at is None]
    result = (await anyio.to_thread.run_sync(corrected, transcript, applied)).transcript
    naming = _naming(transcript, found, result.speakers)
    transcript_id = new_id()
    key = keys.transcript(meeting_id, transcript.revision, transcript_id)
    await _store(parts, transcript, key)
    written = False
    try:
        async with parts.database.session() as session:
            meeting = await meetings.changeable(session, asking.user.id, meeting_id, lock=True)
            await runs.require_rest(session, meeting_id)
            newest = await transcripts.revisions(session, meeting_id)
            if [row.revision for row in newest[:1]] != [row.revision for row in known[:1]]:
                return None
            meeting.revision, meeting.speaker_count = transcript.revision, len(result.speakers)
            meeting.status, meeting.updated_at = Status.COMPLETED, now()
            await _write(session, asking.user.id, transcript, transcript_id, key, naming)
            runs.tell_corrected(session, asking.user.id, meeting_id)
            await session.refresh(meeting)
        written = True
    finally:
        if not written:
            with anyio.CancelScope(shield=True):
                await _drop(parts, key)
    return meeting


async def _read(parts: Parts, described: FileDescription, body: AsyncIterator[bytes]) -> tuple[bytes, Imported]:
    """The file and what it says. No transaction is open while it comes in."""
    require_space(parts, 0)
    whole = await _received(body)
    found = await anyio.to_thread.run_sync(
        imported_from, whole, described.filename, described.language, limiter=READ_AT_ONCE
    )
    return whole, found


async def _received(body: AsyncIterator[bytes]) -> bytes:
    """All of a file. Raises `import_too_large`, and `request_stalled` where it comes too slowly."""
    content = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in body:
                content += piece
                if len(content) > LARGEST:
                    raise ScribeError("import_too_large", most=Size(LARGEST))
    except TimeoutError as slow:
        raise ScribeError("request_stalled") from slow
    return bytes(content)


async def _revision(
    found: Imported, meeting_id: str, title: str, language: str, before: Transcript | None, seconds: float
) -> Transcript:
    def made() -> Transcript:
        return revision_of(
            found.heard(language),
            meeting_id=meeting_id,
            title=title,
            number=before.revision + 1 if before else 1,
            seconds=seconds,
            previous=before,
            new_id=new_id,
        )

    return await anyio.to_thread.run_sync(made)


async def _store(parts: Parts, transcript: Transcript, key: str) -> None:
    def store() -> None:
        parts.objects.replace(key, document_of(transcript).model_dump_json().encode())

    await anyio.to_thread.run_sync(store)


async def _drop(parts: Parts, key: str) -> None:
    """Delete a document that no row refers to."""
    folder = key.rpartition("/")[0] + "/"
    try:
        await anyio.to_thread.run_sync(parts.objects.delete_under, folder, lambda found: found == key)
    except ScribeError as error:
        log.warning("a document that nobody needs may stay: %s", error.code)


async def _write(
    session: AsyncSession,
    user_id: str,
    transcript: Transcript,
    transcript_id: str,
    key: str,
    naming: Iterable[Correction],
) -> None:
    """The rows of a revision. No run made it: the id in its place is nobody's."""
    await transcripts.add(session, transcript, transcript_id=transcript_id, run_id=new_id(), document_key=key)
    await corrections.add(session, transcript.meeting_id, user_id, naming)


def _naming(transcript: Transcript, found: Imported, shown: Iterable[Speaker]) -> list[Correction]:
    """The names of the file as its importer's: they can be put right, and taken back, like any that somebody gives."""
    now_called = {speaker.id: speaker.name for speaker in shown}
    return [
        Correction(new_id(), CorrectionKind.RENAME_SPEAKER, transcript.revision, speaker.id, 0.0, 0.0, "", name)
        for speaker, name in zip(transcript.speakers, found.names, strict=True)
        if name and now_called.get(speaker.id) != name
    ]


def _meeting(
    id_: str, owner_id: str, title: str, described: TranscriptDescription, found: Imported, size: int
) -> Meeting:
    held_at = described.held_at or held_at_of(described.filename)
    return Meeting(
        id=id_,
        owner_id=owner_id,
        title=title,
        held_at=held_at or datetime.now(UTC),
        held_at_guessed=held_at is None,
        participants=described.participants,
        language=described.language,
        recording_name=shown_name(described.filename),
        recording_bytes=size,
        media_type=MEDIA_TYPES[found.kind],
        duration=found.seconds,
        status=Status.COMPLETED,
        revision=1,
        speaker_count=len(found.names),
    )
