"""Tokens that people make for their programs: sessions that are known by a secret of their own, and end on a day.

Being sessions, they end with them: of a disabled account, of one whose owner changed the password or signed out everywhere else.
Only the hash of the secret is kept. It has 256 random bits, so a plain SHA-256 cannot be searched for.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import users
from scribe_core.database.base import now, now_plus
from scribe_core.database.sessions import Kind, UserSession, opened, start
from scribe_core.database.users import User
from scribe_core.errors import ScribeError

PREFIX = "scribe_"
"""What every secret begins with: programs that look for secrets left in code can tell it."""

MOST = 20
"""Tokens that an account may have open at once."""

LONGEST_DAYS = 366
NAME_LIMIT = 100

USED_SECONDS = 60.0
"""A use is noted when the last one noted is so old: programs ask many times a second."""


class Scope(StrEnum):
    """What a token opens."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Presented:
    """A token that was shown and may act: its row, its owner, and whether its use is to be noted."""

    row: UserSession
    user: User
    stale: bool


async def make(session: AsyncSession, user_id: str, *, name: str, scope: Scope, days: int) -> tuple[UserSession, str]:
    """A fresh token and its secret, which is told once. Raises `tokens_too_many`."""
    await users.take_turns(session, user_id)  # so that two at once do not both find the last place
    open_ones = select(func.count()).select_from(UserSession).where(*_of(user_id))
    if (await session.scalar(open_ones) or 0) >= MOST:
        raise ScribeError("tokens_too_many", most=MOST)
    secret = PREFIX + secrets.token_urlsafe(32)
    row = await start(session, user_id, Kind.TOKEN, days)
    row.name, row.scope, row.secret_hash = name[:NAME_LIMIT], scope, _hash(secret)
    await session.flush()
    return row, secret


async def of_owner(session: AsyncSession, user_id: str) -> Sequence[UserSession]:
    """An account's tokens that may still act, the newest first."""
    query = select(UserSession).where(*_of(user_id)).order_by(UserSession.created_at.desc(), UserSession.id)
    return (await session.scalars(query)).all()


async def revoke(session: AsyncSession, user_id: str, token_id: str) -> UserSession:
    """End one token of an account at once. Raises `token_not_found` where it has no such one that is open."""
    which = (UserSession.id == token_id, *_of(user_id))
    ended = update(UserSession).where(*which).values(closed_at=now(), closed_because="revoked").returning(UserSession)
    row: UserSession | None = (await session.scalars(ended)).one_or_none()
    if row is None:
        raise ScribeError("token_not_found")
    return row


async def presented(session: AsyncSession, secret: str) -> Presented | None:
    """The token of that secret and its owner while both may act: not revoked, not ended, not disabled. One query."""
    found = (await session.execute(_PRESENTED, {"secret_hash": _hash(secret)})).one_or_none()
    return None if found is None else Presented(*found)


async def note_use(session: AsyncSession, token_id: str) -> None:
    """Remember that the token was used now."""
    used = update(UserSession).where(UserSession.id == token_id).values(used_at=now())
    await session.execute(used.execution_options(synchronize_session=False))


def _of(user_id: str) -> tuple[ColumnElement[bool], ...]:
    return UserSession.user_id == user_id, UserSession.kind == Kind.TOKEN, *opened()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


# Asked with every request: put together once.
_PRESENTED = (
    select(
        UserSession,
        User,
        or_(UserSession.used_at.is_(None), UserSession.used_at < now_plus(-USED_SECONDS)).label("stale"),
    )
    .join(User, User.id == UserSession.user_id)
    .where(
        UserSession.secret_hash == bindparam("secret_hash"),
        UserSession.kind == Kind.TOKEN,
        *opened(),
        User.disabled_at.is_(None),
    )
)
