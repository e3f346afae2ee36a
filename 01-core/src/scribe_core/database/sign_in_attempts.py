"""Guesses at passwords and codes, counted in the database so that a restart or a second API does not forget them."""

import hashlib
from collections.abc import Collection
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from sqlalchemy import String, case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, now, now_plus
from scribe_core.errors import ScribeError

WINDOW_SECONDS = 900
"""A quarter of an hour: what the setting `login_attempts` speaks of."""


class SignInAttempts(Base):
    """How many attempts an account or an address has open in its quarter of an hour. `key` is a hash: nobody is named."""

    __tablename__ = "sign_in_attempts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(index=True)


def account_key(email: str) -> str:
    """The key under which attempts at an account are counted, whether or not it exists."""
    return _key("account", email)


def address_key(address: str) -> str:
    """The key under which attempts from a network address are counted.

    An IPv6 address counts with the others of its network of 64 bits: that is what one customer has.
    """
    try:
        known = ip_address(address)
    except ValueError:  # a test's, or a socket without one
        return _key("address", address)
    if isinstance(known, IPv6Address):
        mapped = known.ipv4_mapped
        return _key("address", str(mapped or ip_network((int(known), 64), strict=False)))
    return _key("address", address)


async def spend(session: AsyncSession, keys: Collection[str], limit: int) -> None:
    """Count an attempt before it is made, so that attempts side by side cannot slip through. Raises `too_many_attempts`.

    Commit before checking the password; give the attempt back once it was right.
    """
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    old = SignInAttempts.started_at < now_plus(-WINDOW_SECONDS)
    for key in sorted(keys):  # one order for all: two transactions never wait for each other
        counted = (
            insert(SignInAttempts)
            .values(key=key, count=1, started_at=now())
            .on_conflict_do_update(
                index_elements=[SignInAttempts.key],
                set_={
                    "count": case((old, 1), else_=SignInAttempts.count + 1),
                    "started_at": case((old, now()), else_=SignInAttempts.started_at),
                },
            )
            .returning(SignInAttempts.count, SignInAttempts.started_at)
        )
        count, started_at = (await session.execute(counted)).one()
        if count > limit:
            passed = (datetime.now(UTC) - started_at).total_seconds()
            raise ScribeError(
                "too_many_attempts", seconds=min(WINDOW_SECONDS, max(1, int(WINDOW_SECONDS - passed) + 1))
            )


async def give_back(session: AsyncSession, keys: Collection[str]) -> None:
    """Uncount an attempt that was right: an office behind one address signs in all morning."""
    for key in sorted(keys):
        await session.execute(
            update(SignInAttempts)
            .where(SignInAttempts.key == key, SignInAttempts.count > 0)
            .values(count=SignInAttempts.count - 1)
            .execution_options(synchronize_session=False)
        )
    stale = delete(SignInAttempts).where(SignInAttempts.started_at < now_plus(-2 * WINDOW_SECONDS))
    await session.execute(stale.execution_options(synchronize_session=False))


async def forgive(session: AsyncSession, key: str) -> None:
    """Forget all attempts under a key: somebody entitled has set a new password."""
    await session.execute(
        delete(SignInAttempts).where(SignInAttempts.key == key).execution_options(synchronize_session=False)
    )


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}\0{value}".encode()).hexdigest()
