"""Uploads that can be resumed. Their rules are those of `meetings/upload.py`; what is their own is that nothing safe is lost."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.dependencies import Parts, SignedIn
from scribe_api.meetings.service import delete_files
from scribe_api.meetings.upload import Arrived, Limit, new_meeting, refuse_early, require_signed_in, require_space
from scribe_api.uploads import protocol
from scribe_api.uploads.incoming import Incoming
from scribe_api.uploads.protocol import Checksum
from scribe_core.contract import keys
from scribe_core.database import meetings, quotas, uploads
from scribe_core.database.base import new_id
from scribe_core.database.engine import allow_silence
from scribe_core.database.runs import Run
from scribe_core.database.uploads import LEASE_SECONDS, Upload
from scribe_core.domain.media import HEAD_BYTES, media_type_of
from scribe_core.errors import ScribeError
from scribe_core.stores.recordings import Part, StoredRecording, drop_unlisted, write_list

log = logging.getLogger(__name__)

WAIT_SECONDS = 1.0
"""How long whoever asks how far an upload is waits for the request that receives it: one whose connection broke still stores
and lists what came, for a tenth of a second or two, while the client is back already."""

BEGINNING_BYTES = 1_000_000
"""What must fit into the quota for an upload of unsaid length to begin: two minutes of speech as browsers record it."""


async def begin(parts: Parts, asking: SignedIn, size: int | None, announced: str) -> Upload:
    """A new upload, if what is announced may come. Without a size it grows: each part is asked about when it comes.

    Errors: those of `refuse_early` and `protocol.description`, `language_unknown`, `quota_exceeded`, `uploads_too_many`.
    """
    protocol.description(announced).require_possible(parts.settings.speech_model)
    refuse_early(parts, size, Limit(parts.settings.upload_limit_bytes))
    async with parts.database.session() as session:
        await require_signed_in(session, asking)
        coming = BEGINNING_BYTES if size is None else size
        await quotas.require_room(session, asking.user.id, coming, parts.settings.user_quota_bytes)
        return await uploads.begin(session, new_id(), asking.user.id, size, announced, _life(parts))


async def find(session: AsyncSession, owner_id: str, upload_id: str) -> Upload | int:
    """The upload, or how many bytes it has where it is complete. Raises `upload_not_found`."""
    upload = await uploads.owned(session, owner_id, upload_id)
    if upload is not None:
        return upload
    try:
        return (await meetings.owned(session, owner_id, upload_id)).recording_bytes
    except ScribeError as error:
        raise ScribeError("upload_not_found") from error


async def standing(parts: Parts, asking: SignedIn, upload_id: str) -> Upload | int:
    """As `find`, once the offset is one to go on from. Raises `upload_not_found`, `upload_busy`."""
    async with parts.database.reading() as session:
        await find(session, asking.user.id, upload_id)  # nobody waits for what is not theirs
    await parts.receptions.until_ended(upload_id, WAIT_SECONDS)
    async with parts.database.reading() as session:
        found = await find(session, asking.user.id, upload_id)
        if not isinstance(found, int) and await uploads.held(session, upload_id):
            raise ScribeError("upload_busy")
    return found


async def stop(parts: Parts, asking: SignedIn, upload_id: str) -> None:
    """Give an upload up with all that came. Raises `upload_not_found`, `upload_complete`."""
    async with parts.database.session() as session:
        upload = await find(session, asking.user.id, upload_id)
        if isinstance(upload, int):
            raise ScribeError("upload_complete")
        await uploads.give_up(session, upload)
    await delete_files(parts, [upload_id])


async def receive(
    parts: Parts,
    asking: SignedIn,
    upload: Upload,
    offset: int,
    body: AsyncIterator[bytes],
    checksum: Checksum | None,
    size: int | None = None,
) -> Run | None:
    """Take what a request brings, from that offset on; the run that waits where it was the end.

    `size` is how long the whole gets, for an upload that was begun without saying it.

    Errors: `upload_header_invalid`, `upload_too_large`, `quota_exceeded` about that size, `upload_offset_conflict`, `upload_busy`, `upload_checksum_mismatch`, `upload_stalled`, `upload_in_pieces`,
    `request_too_large`, `session_invalid`, `storage_full`, those of `media_type_of`. What was listed before one of them stays
    listed, except where it is about the recording itself: then the upload is given up.
    """
    reception = _Reception(parts, asking, upload)
    try:
        await reception.begin(offset, size)
        with parts.receptions.receiving(upload.id):
            try:
                return await reception.take(body, checksum)
            finally:
                with anyio.CancelScope(shield=True):
                    await reception.end()
    except ScribeError as error:
        if error.code.startswith("media_"):
            await stop(parts, asking, upload.id)
        raise


class _Reception:
    """One request's hold on an upload. `_stored` is how much of the recording is in the store; what is listed may be less.

    The hold need not outlive a power cut, so nobody waits for the disk to note it: who lost it finds, with the next part it lists,
    that the upload is another's. What is listed is durable.
    """

    def __init__(self, parts: Parts, asking: SignedIn, upload: Upload) -> None:
        self._parts, self._asking, self._upload = parts, asking, upload
        self._holder = new_id()
        self._recording = keys.recording(upload.id)
        self._size = None if upload.growing else upload.bytes
        self._stored = upload.received
        self._media_type = upload.media_type
        self._renewed = time.monotonic()
        self._renewing: asyncio.Task[None] | None = None
        self._let_go = False

    async def begin(self, offset: int, size: int | None) -> None:
        """Be the one that receives; note how long it gets where that is told now."""
        upload = self._upload
        if upload.parts >= uploads.MOST_PARTS:
            raise ScribeError("upload_in_pieces", most=uploads.MOST_PARTS)
        if offset != upload.received:
            raise ScribeError("upload_offset_conflict", offset=upload.received)
        async with self._parts.database.session(durable=size is not None) as session:
            if not await uploads.take(session, upload.id, offset, self._holder):
                raise await self._lost(session)
            if size is not None:
                await self._tell_size(session, size)

    async def _tell_size(self, session: AsyncSession, size: int) -> None:
        upload = self._upload
        if size < upload.received or (self._size is not None and size != self._size):
            raise ScribeError("upload_header_invalid", header="Upload-Length")
        if self._size is None:
            refuse_early(self._parts, size, Limit(self._parts.settings.upload_limit_bytes))
            await self._require_room(session, size - upload.received)
            if not await uploads.tell_size(session, upload.id, self._holder, size):
                raise await self._lost(session)
            self._size = size

    async def end(self) -> None:
        """Let the next one receive, unless it may already."""
        if self._let_go:
            return
        try:
            async with self._parts.database.session(durable=False) as session:
                await uploads.release(session, self._upload.id, self._holder)
        except ScribeError as error:
            log.warning("an upload is free only when its lease ends: %s", error.code)

    async def take(self, body: AsyncIterator[bytes], checksum: Checksum | None) -> Run | None:
        """Store and list part after part; the run that waits where the last one came."""
        most = self._parts.settings.upload_limit_bytes if self._size is None else self._size
        incoming = Incoming(body, most - self._stored, checksum, self._alive)
        if self._stored == 0:
            await self._tell_type(await incoming.head(HEAD_BYTES))
        writing: asyncio.Task[None] | None = None
        listing: asyncio.Task[Run | None] | None = None
        try:
            while await incoming.goes_on():
                require_space(self._parts, 0)
                start = self._stored
                part, writing = await self._store(incoming)
                if listing is not None:
                    await listing
                # Made whole, flushed and listed while the next one comes: a store and a line are each as fast as the other lets them.
                listing = asyncio.create_task(self._keep(part, start, writing, last=incoming.exhausted))
            if listing is not None:
                run = await listing
            elif self._stored == self._size and incoming.failure is None:
                run = await self._end(None, self._stored)  # all of it had come before anybody said that it was all
            else:
                run = None
        finally:  # also where the next part broke off: what came before it is kept
            with anyio.CancelScope(shield=True):
                begun = (writing, listing, self._renewing)
                await asyncio.gather(*(task for task in begun if task is not None), return_exceptions=True)
        if incoming.failure is not None:
            raise incoming.failure
        return run

    async def _store(self, incoming: Incoming) -> tuple[Part, asyncio.Task[None]]:
        """The next part once all its bytes came, and the work that makes it whole in the store."""
        name, before = f"{self._stored:014d}-{new_id()[:12]}", incoming.taken
        all_came: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def pieces() -> AsyncIterator[bytes]:
            async for piece in incoming.part():
                yield piece
            all_came.set_result(None)

        writing = asyncio.create_task(self._write(name, pieces()))
        try:
            await asyncio.wait({writing, all_came}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            writing.cancel()
            raise
        if not all_came.done():
            await writing  # raises what it ended with
        part = Part(name, incoming.taken - before)
        self._stored += part.bytes
        return part, writing

    async def _write(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        async with self._unless_gone():
            await self._parts.objects.write_stream(keys.recording_parts(self._recording) + name, pieces)

    @asynccontextmanager
    async def _unless_gone(self) -> AsyncIterator[None]:
        """Whoever gives the upload up takes its folder away: then that is what is told, not the store's surprise."""
        try:
            yield
        except ScribeError as error:
            if error.code == "storage_unavailable":
                async with self._parts.database.reading() as session:
                    await find(session, self._asking.user.id, self._upload.id)
            raise

    async def _tell_type(self, head: bytes) -> None:
        """Refuse what is no recording as soon as enough of it came to tell."""
        if len(head) < (HEAD_BYTES if self._size is None else min(HEAD_BYTES, self._size)):
            return
        self._media_type = media_type_of(head)
        async with self._parts.database.session() as session:
            await uploads.note_media_type(session, self._upload.id, self._media_type)

    async def _keep(self, part: Part, start: int, writing: asyncio.Task[None], *, last: bool) -> Run | None:
        """Flush a part once it is whole and list it; the run that waits where it was the recording's last. The request's `last`
        also lets the next request receive.

        Where that fails its object stays: the database may have listed it and not been able to say so.
        """
        await writing
        async with self._unless_gone():
            await self._parts.objects.secure(keys.recording_parts(self._recording) + part.name)
        if start + part.bytes == self._size:
            return await self._end(part, start)
        async with self._parts.database.session() as session:
            await require_signed_in(session, self._asking)
            if self._size is None:
                await self._require_room(session, part.bytes)
            if not await uploads.append(session, self._upload.id, self._holder, start, part, _life(self._parts)):
                raise await self._lost(session)
            if last:
                await uploads.release(session, self._upload.id, self._holder)
        self._let_go = last
        return None

    async def _end(self, part: Part | None, start: int) -> Run:
        """Make the upload a meeting with its last part, None where that was listed before; the run that waits."""
        upload = self._upload
        async with self._parts.database.session() as session:
            await require_signed_in(session, self._asking)
            listed = await uploads.parts_of(session, upload.id)
            if part is not None:
                listed.append(part)
            if not await uploads.end(session, upload.id, self._holder, start):
                raise await self._lost(session)
            run = await self._complete(session, listed)
        await self._parts.ring(run.id)
        await self._tidy(listed)
        return run

    async def _require_room(self, session: AsyncSession, coming: int) -> None:
        await quotas.require_room(session, self._asking.user.id, coming, self._parts.settings.user_quota_bytes)

    async def _complete(self, session: AsyncSession, listed: list[Part]) -> Run:
        """Make the upload a meeting. The transaction holds its row, so nobody else writes another list over this one."""
        objects, upload = self._parts.objects, self._upload
        await allow_silence(session)  # a store may take longer than PostgreSQL bears with whoever stands still
        await anyio.to_thread.run_sync(write_list, objects, self._recording, listed)
        await objects.secure(keys.recording_list(self._recording))
        if self._media_type is None:
            found = await StoredRecording.find(objects, self._recording)
            self._media_type = media_type_of(await anyio.to_thread.run_sync(found.read, 0, HEAD_BYTES))
        described = protocol.description(upload.announced).described()
        arrived = Arrived(upload.id, self._media_type, sum(part.bytes for part in listed))
        return (await new_meeting(session, arrived, upload.owner_id, described))[1]

    async def _tidy(self, listed: list[Part]) -> None:
        """Delete what requests that broke off wrote and nobody listed."""
        try:
            await anyio.to_thread.run_sync(drop_unlisted, self._parts.objects, self._recording, listed)
        except ScribeError as error:
            log.warning("what an upload left beside its parts stays: %s", error.code)

    async def _alive(self) -> None:
        """Keep the hold while bytes come. They do not wait for it: a busy disk takes half a second to note it for good."""
        if self._renewing is not None:
            if not self._renewing.done():
                return
            renewed, self._renewing = self._renewing, None
            await renewed  # raises what it ended with
        if time.monotonic() - self._renewed >= LEASE_SECONDS / 4:
            self._renewed = time.monotonic()
            self._renewing = asyncio.create_task(self._renew())

    async def _renew(self) -> None:
        async with self._parts.database.session(durable=False) as session:
            if not await uploads.renew(session, self._upload.id, self._holder):
                raise await self._lost(session)

    async def _lost(self, session: AsyncSession) -> ScribeError:
        """Why the upload is not this request's: somebody else receives it, or it is no more."""
        found = await find(session, self._asking.user.id, self._upload.id)
        if isinstance(found, int):
            return ScribeError("upload_offset_conflict", offset=found)
        if found.holder in (None, self._holder):
            return ScribeError("upload_offset_conflict", offset=found.received)
        return ScribeError("upload_busy")


def _life(parts: Parts) -> float:
    return parts.settings.upload_expiry_hours * 3600
