"""What was done to accounts and meetings, by whom and when. Rows outlive what they speak of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, Id, now


class AuditEntry(Base):
    """One act. `actor_id` is None for the machine itself; no key binds it, for accounts may go and their acts stay."""

    __tablename__ = "audit_log"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    at: Mapped[datetime] = mapped_column(default=now(), index=True)
    actor_id: Mapped[str | None] = mapped_column(Id)
    action: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[str | None] = mapped_column(Id, index=True)
    details: Mapped[dict[str, Any]]


async def record(
    session: AsyncSession,
    action: str,
    *,
    actor_id: str | None,
    subject_id: str | None = None,
    **details: str | int | None,
) -> None:
    """Note an act, in the transaction that does it. `action` is a noun and a verb: `meeting_deleted`. Never a secret."""
    session.add(AuditEntry(action=action, actor_id=actor_id, subject_id=subject_id, details=dict(details)))
    await session.flush()


async def of_subject(session: AsyncSession, subject_id: str) -> Sequence[AuditEntry]:
    """What was done to one account or meeting, oldest first."""
    query = select(AuditEntry).where(AuditEntry.subject_id == subject_id).order_by(AuditEntry.id)
    return (await session.scalars(query)).all()
