"""Accounts. The last administrator who can sign in stays one, whoever asks at the same time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, String, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, Id, leave_no_trace, new_id, now
from scribe_core.domain.account import EMAIL_LIMIT, Role, normal_email
from scribe_core.domain.folding import folded
from scribe_core.errors import Language, ScribeError


class User(Base):
    """An account. `password_hash` is None until its owner redeems the first one-time code.

    `quota_bytes` is what an administrator set for this account (`quotas.py`): None the installation's setting, 0 no limit.
    """

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2))
    password_hash: Mapped[str | None] = mapped_column(String(100))
    disabled_at: Mapped[datetime | None]
    quota_bytes: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(default=now())
    updated_at: Mapped[datetime] = mapped_column(default=now())

    @property
    def disabled(self) -> bool:
        """Whether the account may not sign in any more."""
        return self.disabled_at is not None


async def any_exist(session: AsyncSession) -> bool:
    """Whether there is any account: if not, the first administrator is still to be made."""
    return await session.scalar(select(User.id).limit(1)) is not None


async def by_email(session: AsyncSession, email: str) -> User | None:
    """The account with this address, however it is typed."""
    found: User | None = await session.scalar(select(User).where(User.email == normal_email(email)))
    return found


async def first_administrator(session: AsyncSession) -> User | None:
    """The administrator whose account is the oldest."""
    query = select(User).where(User.role == Role.ADMINISTRATOR).order_by(User.created_at, User.id).limit(1)
    found: User | None = await session.scalar(query)
    return found


async def by_id(session: AsyncSession, user_id: str) -> User:
    """The account. Raises `user_not_found`."""
    found = await session.get(User, user_id)
    if found is None:
        raise ScribeError("user_not_found")
    return found


async def everyone(session: AsyncSession) -> Sequence[User]:
    """All accounts, by name."""
    return sorted(await session.scalars(select(User)), key=lambda user: (folded(user.name), user.id))


async def add(
    session: AsyncSession,
    *,
    email: str,
    name: str,
    role: Role,
    language: Language,
    password_hash: str | None = None,
) -> User:
    """A new account. Raises `email_taken`."""
    address = normal_email(email)
    if await by_email(session, address) is not None:
        raise ScribeError("email_taken")
    user = User(id=new_id(), email=address, name=name, role=role, language=language, password_hash=password_hash)
    session.add(user)
    try:
        await session.flush()
    except IntegrityError as error:  # somebody else took it since we looked
        raise ScribeError("email_taken") from error
    await session.refresh(user)
    return user


async def change(
    session: AsyncSession,
    user_id: str,
    *,
    name: str | None = None,
    role: Role | None = None,
    language: Language | None = None,
    disabled: bool | None = None,
) -> User:
    """Change an account; what is None stays. Raises `user_not_found`, `last_administrator`."""
    if role is Role.MEMBER or disabled:
        await _spare_last_administrator(session, user_id)
    user = await by_id(session, user_id)
    if name is not None:
        user.name = name
    if role is not None:
        user.role = role
    if language is not None:
        user.language = language
    if disabled is not None and disabled != user.disabled:
        user.disabled_at = now() if disabled else None
    return await _written(session, user)


async def set_quota(session: AsyncSession, user_id: str, quota_bytes: int | None) -> User:
    """Give the account a quota of its own, or by None the installation's again. Raises `user_not_found`."""
    user = await by_id(session, user_id)
    user.quota_bytes = quota_bytes
    return await _written(session, user)


async def set_password(session: AsyncSession, user: User, password_hash: str) -> User:
    """Give the account a new password."""
    user.password_hash = password_hash
    return await _written(session, user)


async def keep(session: AsyncSession, user_id: str) -> None:
    """Let nobody remove the account, if it is still there, before the transaction ends."""
    await session.execute(select(User.id).where(User.id == user_id).with_for_update(read=True, key_share=True))


async def take_turns(session: AsyncSession, user_id: str) -> None:
    """Have whoever asks the same of that account wait until the transaction ends."""
    await session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))


async def give_up(session: AsyncSession, user_id: str) -> None:
    """Let nobody add anything to the account before the transaction ends, which will remove it.

    Raises `user_not_found`, `last_administrator`.
    """
    await _spare_last_administrator(session, user_id)
    if await session.scalar(select(User.id).where(User.id == user_id).with_for_update()) is None:
        raise ScribeError("user_not_found")


async def remove(session: AsyncSession, user_id: str) -> None:
    """Delete an account; its sessions and codes go with it. Raises `user_not_found`, `last_administrator`.

    Its meetings must have been deleted before (after `give_up`, by `deletions.delete_meeting`), or their objects would
    be forgotten.
    """
    leave_no_trace(session)
    await give_up(session, user_id)
    await session.execute(delete(User).where(User.id == user_id).execution_options(synchronize_session=False))


async def _spare_last_administrator(session: AsyncSession, user_id: str) -> None:
    """Raise `last_administrator` if no other administrator could sign in without this one.

    The rows stay locked until the transaction ends (PostgreSQL; on SQLite every writing transaction is alone), so two
    administrators who demote each other at once cannot both succeed.
    """
    able = (
        select(User.id)
        .where(User.role == Role.ADMINISTRATOR, User.disabled_at.is_(None), User.password_hash.is_not(None))
        .order_by(User.id)
        .with_for_update()
    )
    if (await session.scalars(able)).all() == [user_id]:
        raise ScribeError("last_administrator")


async def _written(session: AsyncSession, user: User) -> User:
    user.updated_at = now()
    await session.flush()
    await session.refresh(user)
    return user
