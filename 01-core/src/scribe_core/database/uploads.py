"""Uploads that can be resumed: what was announced, which parts of it are safe, and who is receiving more just now.

`received` is the offset that a sender is told: it moves only after the bytes before it lie in the store, in the transaction
that lists them. One request at a time receives, by a lease; what a request that lost it still brings is refused. An upload
that is whole becomes its meeting, under the same id, in the transaction that lists its last part: then there is no row here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Delete,
    ForeignKey,
    String,
    Text,
    Update,
    case,
    delete,
    false,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, Id, now, now_plus
from scribe_core.database.deletions import Deletion
from scribe_core.errors import ScribeError
from scribe_core.stores.recordings import Part

LEASE_SECONDS = 12.0
"""Time without a byte after which another request may take over: a connection that broke is often noticed by one end only."""

MOST_PARTS = 20_000
"""Parts of one upload. A request makes one at least, so whoever sends single bytes is stopped."""

MOST_UPLOADS = 500
"""Uploads that an account may have begun and not ended."""


class Upload(Base):
    """A recording that is being sent. `announced` is what its sender said of it, as a tus client writes it.

    `media_type` is known once enough came to tell. `holder` is the request that receives now, until `held_until`. While it is
    `growing` nobody has said how long it gets, as of a meeting that is still being recorded: then `bytes` is what came.
    """

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    owner_id: Mapped[str] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    bytes: Mapped[int] = mapped_column(BigInteger)
    growing: Mapped[bool] = mapped_column(default=False, server_default=false())
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    parts: Mapped[int] = mapped_column(default=0)
    announced: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str | None] = mapped_column(String(100))
    holder: Mapped[str | None] = mapped_column(Id)
    held_until: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=now())


class UploadPart(Base):
    """A piece that is safe in the store: where it begins, its object's name (`keys.recording_parts`) and its length."""

    __tablename__ = "upload_parts"

    upload_id: Mapped[str] = mapped_column(Id, ForeignKey("uploads.id", ondelete="CASCADE"), primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    bytes: Mapped[int] = mapped_column(BigInteger)


async def begin(
    session: AsyncSession, upload_id: str, owner_id: str, size: int | None, announced: str, life: float
) -> Upload:
    """A new upload with nothing received; without a size it grows until one is told. Raises `uploads_too_many`."""
    count = await session.scalar(select(func.count()).where(Upload.owner_id == owner_id))
    if (count or 0) >= MOST_UPLOADS:
        raise ScribeError("uploads_too_many", most=MOST_UPLOADS)
    upload = Upload(
        id=upload_id, owner_id=owner_id, bytes=size or 0, growing=size is None, announced=announced,
        expires_at=now_plus(life),
    )  # fmt: skip
    session.add(upload)
    await session.flush()
    await session.refresh(upload)
    return upload


async def owned(session: AsyncSession, owner_id: str, upload_id: str) -> Upload | None:
    """The upload, if it is that person's and has not expired."""
    query = select(Upload).where(Upload.id == upload_id, Upload.owner_id == owner_id, Upload.expires_at > now())
    found: Upload | None = await session.scalar(query)
    return found


async def of_owner(session: AsyncSession, owner_id: str, *, expired: bool = False) -> Sequence[Upload]:
    """A person's uploads in the order they were begun; those that expired and were not swept yet only where asked for."""
    query = select(Upload).where(Upload.owner_id == owner_id)
    if not expired:
        query = query.where(Upload.expires_at > now())
    return (await session.scalars(query.order_by(Upload.created_at, Upload.id))).all()


async def take(session: AsyncSession, upload_id: str, offset: int, holder: str) -> bool:
    """Receive from that offset on; tells whether it may: the offset is right and nobody else is receiving."""
    free = or_(Upload.held_until.is_(None), Upload.held_until < now())
    taken = update(Upload).where(Upload.id == upload_id, Upload.received == offset, free)
    return await _touched(session, taken.values(holder=holder, held_until=now_plus(LEASE_SECONDS)))


async def held(session: AsyncSession, upload_id: str) -> bool:
    """Whether a request receives just now."""
    query = select(Upload.id).where(Upload.id == upload_id, Upload.held_until > now())
    return await session.scalar(query) is not None


async def renew(session: AsyncSession, upload_id: str, holder: str) -> bool:
    """Go on receiving, for bytes keep coming; tells whether the upload is still this request's."""
    renewed = update(Upload).where(Upload.id == upload_id, Upload.holder == holder)
    return await _touched(session, renewed.values(held_until=now_plus(LEASE_SECONDS)))


async def release(session: AsyncSession, upload_id: str, holder: str) -> None:
    """Let the next request receive."""
    mine = update(Upload).where(Upload.id == upload_id, Upload.holder == holder)
    await _touched(session, mine.values(holder=None, held_until=None))


async def append(session: AsyncSession, upload_id: str, holder: str, start: int, part: Part, life: float) -> bool:
    """List a part that is safe in the store; tells whether the upload was still this request's and stood at its start."""
    moved = (
        update(Upload)
        .where(Upload.id == upload_id, Upload.holder == holder, Upload.received == start)
        .values(
            received=start + part.bytes,
            bytes=case((Upload.growing, start + part.bytes), else_=Upload.bytes),
            parts=Upload.parts + 1,
            held_until=now_plus(LEASE_SECONDS),
            expires_at=now_plus(life),
        )
    )
    if not await _touched(session, moved):
        return False
    session.add(UploadPart(upload_id=upload_id, start=start, name=part.name, bytes=part.bytes))
    await session.flush()
    return True


async def tell_size(session: AsyncSession, upload_id: str, holder: str, size: int) -> bool:
    """Note how long a growing upload gets; tells whether it still grew and was this request's."""
    told = update(Upload).where(
        Upload.id == upload_id, Upload.holder == holder, Upload.growing, Upload.received <= size
    )
    return await _touched(session, told.values(bytes=size, growing=False))


async def note_media_type(session: AsyncSession, upload_id: str, media_type: str) -> None:
    """Note what the first bytes told."""
    await _touched(session, update(Upload).where(Upload.id == upload_id).values(media_type=media_type))


async def parts_of(session: AsyncSession, upload_id: str) -> list[Part]:
    """The parts that are safe, in order."""
    query = select(UploadPart.name, UploadPart.bytes).where(UploadPart.upload_id == upload_id)
    return [Part(name, size) for name, size in await session.execute(query.order_by(UploadPart.start))]


async def end(session: AsyncSession, upload_id: str, holder: str, start: int) -> bool:
    """Forget an upload whose last part, from there on, came: it becomes its meeting. Tells whether it was this request's."""
    return await _touched(
        session, delete(Upload).where(Upload.id == upload_id, Upload.holder == holder, Upload.received == start)
    )


async def give_up(session: AsyncSession, upload: Upload) -> None:
    """Forget an upload and have what came of it deleted. A request that is receiving it finds it gone."""
    if await _touched(session, delete(Upload).where(Upload.id == upload.id)):
        session.add(Deletion(meeting_id=upload.id, owner_id=upload.owner_id, title=""))
        await session.flush()


async def sweep(session: AsyncSession) -> int:
    """Give up those that nobody went on with before they expired; returns how many."""
    expired = select(Upload).where(Upload.expires_at < now()).limit(1000)
    abandoned = (await session.scalars(expired.with_for_update(skip_locked=True))).all()
    for upload in abandoned:
        await give_up(session, upload)
    return len(abandoned)


async def _touched(session: AsyncSession, statement: Update | Delete) -> bool:
    result: Any = await session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount) > 0
