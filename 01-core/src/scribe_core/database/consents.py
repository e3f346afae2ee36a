"""Consent to be known by voice: when and how people gave it, when and how they took it back, who recorded either.

A row for each time it was given. Taking it back is noted in the rows; none is ever overwritten or deleted while the person
is there. They go with their person only.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database import persons
from scribe_core.database.base import Base, Id, new_id, now
from scribe_core.database.persons import Person

LONGEST_HOW = 500
"""Characters."""


class Consent(Base):
    """A person agreed at `given_at`, as `how` says, and an account recorded it. It stands until `revoked_at`."""

    __tablename__ = "consents"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    given_at: Mapped[datetime]
    how: Mapped[str] = mapped_column(String(LONGEST_HOW))
    recorded_at: Mapped[datetime] = mapped_column(default=now())
    recorded_by: Mapped[str | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    revoked_at: Mapped[datetime | None]
    revoked_how: Mapped[str | None] = mapped_column(String(LONGEST_HOW))
    revoked_by: Mapped[str | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))


_OLDEST_FIRST = (Consent.recorded_at, Consent.given_at, Consent.id)


async def give(
    session: AsyncSession, person: Person, *, how: str, given_at: datetime, recorded_by: str | None
) -> Consent:
    """Record that the person agreed, beside what was recorded before. Raises `line_unfit`."""
    row = Consent(
        id=new_id(), person_id=person.id, given_at=given_at, how=persons.fit_line(how, LONGEST_HOW), recorded_by=recorded_by
    )  # fmt: skip
    session.add(row)
    await persons.changed(session, person)
    await session.refresh(row)
    return row


async def take_back(session: AsyncSession, person: Person, *, how: str | None, recorded_by: str | None) -> bool:
    """Note in every consent that stands that it was taken back now; tells whether any stood. Raises `line_unfit`.

    What is known of the voice goes with it: ask `withdrawals.revoke`.
    """
    how = persons.fit_line(how, LONGEST_HOW) if how else None
    stood = await session.execute(
        update(Consent)
        .where(Consent.person_id == person.id, Consent.revoked_at.is_(None))
        .values(revoked_at=now(), revoked_how=how, revoked_by=recorded_by)
        .execution_options(synchronize_session=False)
    )
    if not stood.rowcount:  # type: ignore[attr-defined]
        return False
    await persons.changed(session, person)
    return True


async def standing(session: AsyncSession, person_id: str) -> Consent | None:
    """The newest consent of the person that stands. It may be taken back the next moment, unless the person's row is locked."""
    query = select(Consent).where(Consent.person_id == person_id, Consent.revoked_at.is_(None))
    newest: Consent | None = await session.scalar(
        query.order_by(*(one.desc() for one in _OLDEST_FIRST)).limit(1).execution_options(populate_existing=True)
    )
    return newest


async def stands(session: AsyncSession, consent_id: str) -> bool:
    """Whether that consent is there and was not taken back."""
    query = select(Consent.id).where(Consent.id == consent_id, Consent.revoked_at.is_(None))
    return await session.scalar(query) is not None


async def consenting_among(session: AsyncSession, person_ids: Sequence[str]) -> set[str]:
    """Which of these people consent, their rows locked: nobody takes consent back until the transaction ends."""
    # Locked first and asked afterwards: PostgreSQL judges a condition on another table by how that was before the wait.
    await session.execute(
        select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update(read=True)
    )
    query = select(Consent.person_id).where(Consent.person_id.in_(person_ids), Consent.revoked_at.is_(None))
    return set((await session.scalars(query)).all())


async def of_person(session: AsyncSession, person_id: str) -> Sequence[Consent]:
    """All that was ever recorded of a person's consent, oldest first."""
    query = select(Consent).where(Consent.person_id == person_id).order_by(*_OLDEST_FIRST)
    return (await session.scalars(query.execution_options(populate_existing=True))).all()


async def current(session: AsyncSession, owner_id: str) -> dict[str, Consent]:
    """Of each of the account's people who ever agreed: the newest consent that stands, else the last that did."""
    query = select(Consent).join(Person).where(Person.owner_id == owner_id).order_by(*_OLDEST_FIRST)
    rows = (await session.scalars(query)).all()
    return {row.person_id: row for row in sorted(rows, key=lambda row: row.revoked_at is None)}


def newest(rows: Sequence[Consent]) -> Consent | None:
    """Of a person's consents, oldest first: the newest that stands, else the last that did."""
    return next(iter([row for row in rows if row.revoked_at is None][-1:] or rows[-1:]), None)
