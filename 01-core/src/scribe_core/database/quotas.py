"""What an account's recordings take: those that are stored (in the trash too) and those that are being sent; and what they may take."""

from collections.abc import Mapping

from sqlalchemy import func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database.meetings import Meeting
from scribe_core.database.uploads import Upload
from scribe_core.database.users import User
from scribe_core.errors import ScribeError, Size

_TAKEN = (
    select(Meeting.owner_id.label("owner_id"), Meeting.recording_bytes.label("bytes")),
    select(Upload.owner_id.label("owner_id"), Upload.bytes.label("bytes")),
)


async def used(session: AsyncSession, owner_id: str) -> int:
    """Bytes of an account's recordings, uploads that were begun counted with all that they announced."""
    stored, coming = _TAKEN
    taken = union_all(stored.where(Meeting.owner_id == owner_id), coming.where(Upload.owner_id == owner_id)).subquery()
    return int(await session.scalar(select(func.sum(taken.c.bytes))) or 0)


async def used_by_each(session: AsyncSession) -> Mapping[str, int]:
    """What `used` says, for every account that has recordings, by its id."""
    taken = union_all(*_TAKEN).subquery()
    rows = await session.execute(select(taken.c.owner_id, func.sum(taken.c.bytes)).group_by(taken.c.owner_id))
    return {owner_id: int(count) for owner_id, count in rows}


def in_force(own: int | None, general: int) -> int:
    """The quota that holds for an account: its own if it has one, else the installation's; 0 is none."""
    return general if own is None else own


async def require_room(session: AsyncSession, owner_id: str, coming: int, general: int) -> None:
    """Raise `quota_exceeded` where so many bytes more would be above the account's quota, by default the general one.

    The account's row is locked until the transaction ends, so that two uploads at once do not both find the last room.
    """
    locked = select(User.quota_bytes).where(User.id == owner_id).with_for_update(key_share=True)
    quota = in_force(await session.scalar(locked), general)
    if quota and (taken := await used(session, owner_id)) + coming > quota:
        raise ScribeError("quota_exceeded", used=Size(taken), quota=Size(quota), coming=Size(coming))


async def room(session: AsyncSession, owner_id: str, general: int) -> int | None:
    """Bytes that still fit into the account's quota, None where nothing limits it."""
    quota = in_force(await session.scalar(select(User.quota_bytes).where(User.id == owner_id)), general)
    return max(0, quota - await used(session, owner_id)) if quota else None
