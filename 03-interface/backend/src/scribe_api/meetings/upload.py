"""Receiving a recording: straight from the socket into the object store, a few megabytes in memory whatever its length."""

import logging
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

import anyio.to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.dependencies import Parts, SignedIn
from scribe_core.contract import keys
from scribe_core.database import deletions, glossary, quotas, runs, sessions, users
from scribe_core.database.base import new_id
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run
from scribe_core.domain.media import HEAD_BYTES, media_type_of
from scribe_core.domain.recording_name import held_at_of, shown_name, title_of
from scribe_core.domain.run import Preset, RunSettings, Status
from scribe_core.errors import ScribeError, Size
from scribe_core.stores.objects import Objects

T = TypeVar("T")

log = logging.getLogger(__name__)

SPACE_ASKED_EVERY = 64 * 1024 * 1024
"""Bytes received between two looks at the free space, for uploads that do not announce their length."""


@dataclass(frozen=True, slots=True)
class Described:
    """What the sender says about a recording; None where it leaves it to us."""

    file_name: str
    title: str | None
    held_at: datetime | None
    participants: list[str]
    language: str | None
    speakers: int | None
    speakers_most: int | None
    preset: Preset | None
    glossary: list[str]

    @property
    def settings(self) -> RunSettings:
        """Those of its first run."""
        return RunSettings(self.language, self.speakers, self.speakers_most, self.preset, tuple(self.glossary))


@dataclass(frozen=True, slots=True)
class Arrived:
    """A recording that is in the store, under `keys.recording(id)`."""

    id: str
    media_type: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Limit:
    """How many bytes are taken in, and what is said of more."""

    bytes: int
    code: str = "upload_too_large"
    details: Mapping[str, Size] = field(default_factory=dict)

    def refusal(self) -> ScribeError:
        """What is said."""
        return ScribeError(self.code, limit=Size(self.bytes), **self.details)


Keep = Callable[[AsyncSession, Arrived], Awaitable[T]]
"""Writes the rows that a recording is kept for, in the transaction that ends its upload."""


async def receive(
    parts: Parts, asking: SignedIn, described: Described, body: AsyncIterator[bytes], announced: int | None
) -> tuple[Meeting, Run]:
    """Keep a recording as a new meeting with a run that waits. Errors: those of `arrive`, `quota_exceeded`."""

    quota = parts.settings.user_quota_bytes
    limit = Limit(parts.settings.upload_limit_bytes)
    if announced:
        async with parts.database.session() as session:
            await quotas.require_room(session, asking.user.id, announced, quota)
    else:
        limit = await _room_left(parts, asking, limit)

    async def keep(session: AsyncSession, arrived: Arrived) -> tuple[Meeting, Run]:
        await quotas.require_room(session, asking.user.id, arrived.bytes, quota)
        await deletions.forget_upload(session, arrived.id)
        return await new_meeting(session, arrived, asking.user.id, described)

    return await arrive(parts, asking, body, announced, keep, limit)


async def _room_left(parts: Parts, asking: SignedIn, limit: Limit) -> Limit:
    """What may come of a body that does not say how long it is: not more than fits into the quota."""
    general = parts.settings.user_quota_bytes
    async with parts.database.reading() as session:
        room = await quotas.room(session, asking.user.id, general)
    if room is None or room >= limit.bytes:
        return limit
    quota = quotas.in_force(asking.user.quota_bytes, general)
    told = {"quota": Size(quota), "used": Size(quota - room), "coming": Size(room, more=True)}
    return Limit(room, "quota_exceeded", told)


async def new_meeting(
    session: AsyncSession, arrived: Arrived, owner_id: str, described: Described
) -> tuple[Meeting, Run]:
    """A meeting of that recording, with a run that waits."""
    meeting = _meeting(arrived, owner_id, described)
    session.add(meeting)
    await session.flush()
    usual = tuple(await glossary.of_owner(session, owner_id))
    run = await runs.enqueue(session, meeting, replace(described.settings, usual_terms=usual))
    await session.refresh(meeting)
    return meeting, run


async def arrive(
    parts: Parts, asking: SignedIn, body: AsyncIterator[bytes], announced: int | None, keep: Keep[T], limit: Limit
) -> T:
    """Store a recording and let `keep` write what it is for. Whatever goes wrong on the way, nothing is kept.

    Who sends it must still be signed in when its last byte is here, perhaps hours later.

    Errors: `session_invalid`, the limit's, `media_empty` and the other refusals of `media_type_of`, `storage_full`.
    """
    refuse_early(parts, announced, limit)
    head, rest = await _head_of(body)
    media_type = media_type_of(head)
    id_ = new_id()
    async with parts.database.session() as session:
        await deletions.note_upload(session, id_, asking.user.id)
    try:
        incoming = _Incoming(parts, head, rest, limit)
        await incoming.store(keys.recording(id_))
        async with parts.database.session() as session:
            await require_signed_in(session, asking)
            kept = await keep(session, Arrived(id_, media_type, incoming.received))
    except BaseException:
        with anyio.CancelScope(shield=True):
            await leave_nothing(parts, id_)
        raise
    return kept


async def require_signed_in(session: AsyncSession, asking: SignedIn) -> None:
    """Raise `session_invalid` if who began to send has signed out or lost the account since; else neither can go now."""
    await users.keep(session, asking.user.id)
    if await sessions.living(session, asking.session_id) is None:
        raise ScribeError("session_invalid")


async def leave_nothing(parts: Parts, meeting_id: str) -> None:
    """Delete what an upload left. The note made at its start sees to what a store still writes late, or while it is away."""
    try:
        await anyio.to_thread.run_sync(parts.objects.delete_under, keys.meeting(meeting_id))
        async with parts.database.session() as session:
            await deletions.note_swept(session, meeting_id, last=False)
    except ScribeError as error:
        log.warning("what an upload left stays for the sweep: %s", error.code)


def refuse_early(parts: Parts, announced: int | None, limit: Limit) -> None:
    """Refuse by the announced length alone, before a byte is read. Raises the limit's refusal, `media_empty`, `storage_full`."""
    if announced is not None and announced > limit.bytes:
        raise limit.refusal()
    if announced == 0:
        raise ScribeError("media_empty")
    require_space(parts, announced or 0)


def require_space(parts: Parts, coming: int) -> None:
    """Raise `storage_full` where so many bytes more would leave too little space on the disk."""
    folder = parts.objects.root
    if folder is not None and shutil.disk_usage(folder).free < coming + parts.settings.free_space_bytes:
        raise ScribeError("storage_full")


async def _head_of(body: AsyncIterator[bytes]) -> tuple[bytes, AsyncIterator[bytes]]:
    """The first bytes, enough to tell what they are, and an iterator over what follows."""
    head = bytearray()
    while len(head) < HEAD_BYTES:
        try:
            head += await anext(body)
        except StopAsyncIteration:
            break
    return bytes(head), body


class _Incoming:
    """The bytes on their way into the store: counted, limited, and remembered for why they stopped."""

    def __init__(self, parts: Parts, head: bytes, rest: AsyncIterator[bytes], limit: Limit) -> None:
        self._parts, self._head, self._rest, self._limit = parts, head, rest, limit
        self._failure: BaseException | None = None
        self.received = 0

    async def store(self, key: str) -> None:
        """Write them all, or nothing."""
        objects: Objects = self._parts.objects
        try:
            await objects.write_stream(key, self._checked())
        except Exception:
            # The store wraps what our iterator raises; its own reason is the one to tell.
            if self._failure is not None:
                raise self._failure from None
            raise

    async def _checked(self) -> AsyncIterator[bytes]:
        try:
            yield self._counted(self._head)
            async for chunk in self._rest:
                if chunk:
                    yield self._counted(chunk)
        except BaseException as error:
            self._failure = error
            raise

    def _counted(self, chunk: bytes) -> bytes:
        asked = self.received // SPACE_ASKED_EVERY
        self.received += len(chunk)
        if self.received > self._limit.bytes:
            raise self._limit.refusal()
        if self.received // SPACE_ASKED_EVERY > asked:
            require_space(self._parts, 0)
        return chunk


def _meeting(arrived: Arrived, owner_id: str, described: Described) -> Meeting:
    held_at = described.held_at or held_at_of(described.file_name)
    return Meeting(
        id=arrived.id,
        owner_id=owner_id,
        title=described.title or title_of(described.file_name),
        held_at=held_at or datetime.now(UTC),
        held_at_guessed=held_at is None,
        participants=described.participants,
        language=described.language,
        speakers=described.speakers,
        speakers_most=described.speakers_most,
        recording_name=shown_name(described.file_name),
        recording_bytes=arrived.bytes,
        media_type=arrived.media_type,
        status=Status.PENDING,
    )
