"""One-time codes: the first administrator's, and those an administrator hands to a person. Only their hash is kept.

A code has 80 random bits, so a plain SHA-256 cannot be searched for; guesses at the door are limited besides.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, Id, new_id, now, now_plus

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that reads as a digit."""

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


class Purpose(StrEnum):
    """What a code is good for."""

    SETUP = "setup"
    PASSWORD = "password"  # noqa: S105 — a word, not a secret


@dataclass(frozen=True, slots=True)
class Code:
    """A fresh code, told once, and when it ends."""

    text: str
    expires_at: datetime


class OneTimeCode(Base):
    """A code that was handed out and not used yet. `user_id` is None for the first administrator's."""

    __tablename__ = "one_time_codes"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    user_id: Mapped[str | None] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now())
    expires_at: Mapped[datetime]


async def make_setup_code(session: AsyncSession, hours: int) -> Code:
    """A code that makes the first administrator. Earlier ones stop working."""
    return await _make(session, Purpose.SETUP, None, hours)


async def make_password_code(session: AsyncSession, user_id: str, hours: int) -> Code:
    """A code with which that person sets a new password. Earlier ones stop working; the old password goes on until then."""
    return await _make(session, Purpose.PASSWORD, user_id, hours)


async def redeem(session: AsyncSession, purpose: Purpose, user_id: str | None, text: str) -> bool:
    """Use a code up; tells whether it was good. Of two who use it at once, one wins."""
    used = (
        delete(OneTimeCode)
        .where(
            OneTimeCode.purpose == purpose,
            OneTimeCode.user_id == user_id,
            OneTimeCode.code_hash == _hash(text),
            OneTimeCode.expires_at > now(),
        )
        .returning(OneTimeCode.id)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(used)).first() is not None


async def _make(session: AsyncSession, purpose: Purpose, user_id: str | None, hours: int) -> Code:
    earlier = delete(OneTimeCode).where(OneTimeCode.purpose == purpose, OneTimeCode.user_id == user_id)
    await session.execute(earlier.execution_options(synchronize_session=False))
    letters = "".join(secrets.choice(ALPHABET) for _ in range(16))
    text = "-".join(letters[at : at + 4] for at in range(0, 16, 4))
    row = OneTimeCode(
        id=new_id(), purpose=purpose, user_id=user_id, code_hash=_hash(text), expires_at=now_plus(hours * 3600)
    )
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return Code(text, row.expires_at)


def _hash(text: str) -> str:
    """Of the code as it was meant: case, blanks, hyphens and letters that read as digits do not matter."""
    plain = "".join(letter for letter in text.upper().translate(_READ_AS) if letter in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()
