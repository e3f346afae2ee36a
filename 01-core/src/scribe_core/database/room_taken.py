"""How much room the recordings and the rows take, as the rows and the database itself tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database.meetings import Meeting
from scribe_core.database.quotas import used_by_each
from scribe_core.database.uploads import Upload
from scribe_core.database.users import User

MOST_ACCOUNTS = 10


@dataclass(frozen=True, slots=True)
class AccountRoom:
    """Bytes of an account's recordings, those in the trash and those being sent included; its own quota if it has one."""

    id: str
    name: str
    recordings: int
    quota: int | None


@dataclass(frozen=True, slots=True)
class RoomTaken:
    """Bytes: of recordings that are kept, that lie in the trash, that uploads under way announced; of the database's rows.

    `accounts` are those with the most recordings.
    """

    recordings: int
    trash: int
    coming: int
    database: int
    accounts: Sequence[AccountRoom]


async def room_taken(session: AsyncSession) -> RoomTaken:
    """How much room everything takes now."""
    kept, trash = (
        select(func.coalesce(func.sum(Meeting.recording_bytes), 0)).where(which).scalar_subquery()
        for which in (Meeting.trashed_at.is_(None), Meeting.trashed_at.is_not(None))
    )
    coming = select(func.coalesce(func.sum(Upload.bytes), 0)).scalar_subquery()
    recordings, in_trash, announced = (await session.execute(select(kept, trash, coming))).one()
    return RoomTaken(int(recordings), int(in_trash), int(announced), await _database(session), await _accounts(session))


async def _database(session: AsyncSession) -> int:
    """As the database counts: its pages on SQLite, its files on PostgreSQL."""
    counted = (
        "SELECT pg_database_size(current_database())"
        if session.get_bind().dialect.name == "postgresql"
        else "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    )
    return int(await session.scalar(text(counted)) or 0)


async def _accounts(session: AsyncSession) -> Sequence[AccountRoom]:
    used = await used_by_each(session)
    most = sorted(used, key=lambda owner_id: -used[owner_id])[:MOST_ACCOUNTS]
    rows = await session.execute(select(User.id, User.name, User.quota_bytes).where(User.id.in_(most)))
    found = [AccountRoom(user_id, name, used[user_id], quota) for user_id, name, quota in rows]
    return sorted(found, key=lambda account: (-account.recordings, account.name))
