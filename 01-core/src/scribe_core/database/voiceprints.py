"""Voiceprints: what the voices of people who agreed to it are known by. They go with their person, consent or meeting."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database import consents, meetings
from scribe_core.database.base import Base, Id, leave_no_trace, new_id, now
from scribe_core.database.consents import Consent
from scribe_core.database.persons import Person
from scribe_core.domain.people import Enrolment, KnownVoice, Voiceprint
from scribe_core.errors import ScribeError


class VoiceprintRow(Base):
    """One voiceprint (`domain/people.py`), the consent it was made under, and where it was heard: a meeting's speaker, or a
    file of that name."""

    __tablename__ = "voiceprints"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    consent_id: Mapped[str] = mapped_column(Id, ForeignKey("consents.id", ondelete="CASCADE"), index=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    model: Mapped[str] = mapped_column(String(64))
    seconds: Mapped[float]
    quality: Mapped[float]
    meeting_id: Mapped[str | None] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    speaker_id: Mapped[str | None] = mapped_column(Id)
    file_name: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(default=now())


async def add(
    session: AsyncSession, enrolment: Enrolment, meeting_id: str | None, voiceprint: Voiceprint
) -> VoiceprintRow:
    """Keep a voiceprint. One made before from the same speaker of the same meeting gives way to it.

    Consent is asked for here, the person's row locked: raises `consent_missing`.
    """
    if meeting_id is not None:
        await meetings.hold(session, meeting_id)
    await session.execute(select(Person.id).where(Person.id == enrolment.person_id).with_for_update())
    consent = await consents.standing(session, enrolment.person_id)
    if consent is None:
        raise ScribeError("consent_missing")
    if meeting_id is not None:
        await session.execute(
            delete(VoiceprintRow).where(
                VoiceprintRow.person_id == enrolment.person_id,
                VoiceprintRow.meeting_id == meeting_id,
                VoiceprintRow.speaker_id == enrolment.speaker_id,
            )
        )
    row = VoiceprintRow(
        id=new_id(), person_id=enrolment.person_id, consent_id=consent.id, vector=voiceprint.vector,
        model=voiceprint.model, seconds=voiceprint.seconds, quality=voiceprint.quality, meeting_id=meeting_id,
        speaker_id=enrolment.speaker_id, file_name=enrolment.file_name,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def of_person(session: AsyncSession, person_id: str) -> Sequence[VoiceprintRow]:
    """A person's voiceprints, oldest first."""
    query = select(VoiceprintRow).where(VoiceprintRow.person_id == person_id)
    return (await session.scalars(query.order_by(VoiceprintRow.created_at, VoiceprintRow.id))).all()


async def counts(session: AsyncSession, owner_id: str) -> dict[str, int]:
    """How many voiceprints there are of each of the account's people."""
    query = select(VoiceprintRow.person_id, func.count()).join(Person).where(Person.owner_id == owner_id)
    rows = await session.execute(query.group_by(VoiceprintRow.person_id))
    return dict(rows.all())


async def remove(session: AsyncSession, person: Person, voiceprint_id: str) -> None:
    """Delete one of a person's voiceprints. Raises `voiceprint_not_found`."""
    leave_no_trace(session)
    gone = await session.execute(
        delete(VoiceprintRow).where(VoiceprintRow.id == voiceprint_id, VoiceprintRow.person_id == person.id)
    )
    if not gone.rowcount:  # type: ignore[attr-defined]
        raise ScribeError("voiceprint_not_found")


async def known(session: AsyncSession, owner_id: str, model: str) -> tuple[KnownVoice, ...]:
    """The voices that an account's meetings may be searched for: under consent that stands, made by that network."""
    query = (
        select(VoiceprintRow.id, VoiceprintRow.person_id, VoiceprintRow.vector)
        .join(Person)
        .join(Consent, Consent.id == VoiceprintRow.consent_id)
        .where(Person.owner_id == owner_id, Consent.revoked_at.is_(None), VoiceprintRow.model == model)
        .order_by(VoiceprintRow.person_id, VoiceprintRow.id)
    )
    return tuple(KnownVoice(*row) for row in await session.execute(query))


async def withdrawn(session: AsyncSession, known: Sequence[KnownVoice]) -> set[str]:
    """Whom a voiceprint among these, all there once, is no longer known of."""
    query = select(VoiceprintRow.id).where(VoiceprintRow.person_id.in_({voice.person_id for voice in known}))
    left = set(await session.scalars(query))
    return {voice.person_id for voice in known if voice.id not in left}
