"""Sign-ins. A session's refresh token is rotated at each use; the row knows which generation is the current one.

A token used again within the grace time is a second tab; later it is a copy in other hands, and the session closes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, Id, new_id, now, now_plus
from scribe_core.database.users import User
from scribe_core.errors import ScribeError


class Kind(StrEnum):
    """How a session's tokens travel: in a browser's cookies, or in a program's headers. Or it is a token (`api_tokens.py`)."""

    BROWSER = "browser"
    PROGRAM = "program"
    TOKEN = "token"  # noqa: S105 — a word, not a secret


AGENT_LIMIT = 200


class UserSession(Base):
    """A sign-in of one browser or program. `expires_at` moves on with each refresh; `agent` is what it calls itself.

    Or a token that its owner made for a program (`api_tokens.py`): only these have a name, a scope, a secret and a last use.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        Index("ix_sessions_user_id", "user_id"),
        Index("uq_sessions_secret_hash", "secret_hash", unique=True),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    agent: Mapped[str] = mapped_column(String(AGENT_LIMIT), server_default="")
    generation: Mapped[int] = mapped_column(default=0)
    rotated_at: Mapped[datetime] = mapped_column(default=now())
    created_at: Mapped[datetime] = mapped_column(default=now())
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_because: Mapped[str | None] = mapped_column(String(32))
    name: Mapped[str | None] = mapped_column(String(100))
    scope: Mapped[str | None] = mapped_column(String(8))
    secret_hash: Mapped[str | None] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


REUSED = "reused"
"""`closed_because` of a session whose refresh token was used by two parties."""


class Outcome(Enum):
    """What became of a presented refresh token."""

    ROTATED = "rotated"
    GRACE = "grace"
    REUSED = "reused"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Rotation:
    """The outcome, and the session with its owner where a new token may be given."""

    outcome: Outcome
    session: UserSession | None = None
    user: User | None = None


async def start(session: AsyncSession, user_id: str, kind: Kind, days: int, agent: str = "") -> UserSession:
    """A new session for that account."""
    row = UserSession(
        id=new_id(), user_id=user_id, kind=kind, agent=agent[:AGENT_LIMIT], generation=0, rotated_at=now(),
        expires_at=now_plus(days * 86_400),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def living(session: AsyncSession, session_id: str) -> tuple[UserSession, User] | None:
    """The session and its owner while both may act: not closed, not expired, not disabled. One query."""
    row = (await session.execute(_LIVING, {"session_id": session_id})).one_or_none()
    return None if row is None else (row[0], row[1])


async def living_among(session: AsyncSession, session_ids: set[str]) -> set[str]:
    """Those of these sessions that may still act."""
    query = (
        select(UserSession.id)
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.id.in_(session_ids), *opened(), User.disabled_at.is_(None))
    )
    return set((await session.scalars(query)).all())


async def rotate(
    session: AsyncSession, session_id: str, generation: int, kind: Kind, *, grace_seconds: int, days: int
) -> Rotation:
    """Use a refresh token once. On reuse the session is closed: commit before telling its bearer.

    The one UPDATE decides between two tabs; the second one finds the next generation young and is given it too.
    """
    rotated = (
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.kind == kind, UserSession.generation == generation, *opened())
        .values(generation=UserSession.generation + 1, rotated_at=now(), expires_at=now_plus(days * 86_400))
        .execution_options(synchronize_session=False)
    )
    won = _touched(await session.execute(rotated))
    young = (UserSession.rotated_at > now_plus(-grace_seconds)).label("young")
    query = (
        select(UserSession, User, young)
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.id == session_id, UserSession.kind == kind, UserSession.expires_at > now())
    )
    found = (await session.execute(query.execution_options(populate_existing=True))).one_or_none()
    if found is None or found[1].disabled:
        return Rotation(Outcome.INVALID)
    row, user, is_young = found
    if row.closed_at is not None:
        return Rotation(Outcome.REUSED if row.closed_because == REUSED else Outcome.INVALID)
    if won:
        return Rotation(Outcome.ROTATED, row, user)
    if generation == row.generation - 1 and is_young:
        return Rotation(Outcome.GRACE, row, user)
    if generation >= row.generation:  # from a database that was put back: not this session's doing
        return Rotation(Outcome.INVALID)
    await close(session, session_id, REUSED)
    return Rotation(Outcome.REUSED)


async def open_of(session: AsyncSession, user_id: str) -> Sequence[UserSession]:
    """An account's sign-ins that may still act, the last used first."""
    query = select(UserSession).where(UserSession.user_id == user_id, UserSession.kind != Kind.TOKEN, *opened())
    return (await session.scalars(query.order_by(UserSession.rotated_at.desc(), UserSession.id))).all()


async def close_one(session: AsyncSession, user_id: str, session_id: str, because: str) -> None:
    """End one sign-in of an account. Raises `session_not_found` where it has no such one that is open."""
    which = UserSession.id == session_id, UserSession.user_id == user_id, UserSession.kind != Kind.TOKEN, *opened()
    if not await _close(session, because, *which):
        raise ScribeError("session_not_found")


async def close(session: AsyncSession, session_id: str, because: str) -> None:
    """End a session at once: its tokens are refused from now on."""
    await _close(session, because, UserSession.id == session_id)


async def close_all(session: AsyncSession, user_id: str, because: str, *, but: str | None = None) -> None:
    """End every session of an account, tokens too, except `but`."""
    which = [UserSession.user_id == user_id]
    if but is not None:
        which.append(UserSession.id != but)
    await _close(session, because, *which)


async def forget_ended(session: AsyncSession, days: float) -> None:
    """Delete sessions that ended longer ago than that."""
    long_ago = now_plus(-days * 86_400)
    ended = or_(UserSession.expires_at < long_ago, UserSession.closed_at < long_ago)
    await session.execute(delete(UserSession).where(ended).execution_options(synchronize_session=False))


def opened() -> tuple[Any, ...]:
    """What holds for a session that was not closed and has not ended."""
    return UserSession.closed_at.is_(None), UserSession.expires_at > now()


# Asked with every request: put together once.
_LIVING = (
    select(UserSession, User)
    .join(User, User.id == UserSession.user_id)
    .where(UserSession.id == bindparam("session_id"), *opened(), User.disabled_at.is_(None))
)


async def _close(session: AsyncSession, because: str, *which: Any) -> bool:
    closed = (
        update(UserSession)
        .where(*which, UserSession.closed_at.is_(None))
        .values(closed_at=now(), closed_because=because)
        .execution_options(synchronize_session=False)
    )
    return _touched(await session.execute(closed))


def _touched(result: Any) -> bool:
    return int(result.rowcount) > 0
