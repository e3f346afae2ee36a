"""Whom the machine took a meeting's speakers for. People's own word is a correction and outweighs every row here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database import consents, persons, voiceprints
from scribe_core.database.base import Base, Id, now
from scribe_core.database.meetings import Meeting
from scribe_core.domain.people import Identity, KnownVoice


class IdentityRow(Base):
    """Who a speaker sounds like (`domain/people.py`), by the newest identification of its meeting."""

    __tablename__ = "identities"

    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    speaker_id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    score: Mapped[float]
    margin: Mapped[float]
    sure: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(default=now())


async def replace(
    session: AsyncSession, meeting_id: str, found: Sequence[Identity], known: Sequence[KnownVoice]
) -> None:
    """Keep what an identification found in the place of what the one before did.

    Whoever took consent back meanwhile is left out, their rows locked while we look, and so is whoever lost one of the
    voiceprints that were looked for (`known`): consent given again does not bring them back.
    """
    # The meeting: two runs may end at once. Then the people, as whoever takes consent back does, then what is known of them.
    await session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())
    allowed = await consents.consenting_among(session, [identity.person_id for identity in found])
    allowed -= await voiceprints.withdrawn(session, known)
    await session.execute(delete(IdentityRow).where(IdentityRow.meeting_id == meeting_id))
    session.add_all(
        IdentityRow(
            meeting_id=meeting_id, speaker_id=identity.speaker_id, person_id=identity.person_id, score=identity.score,
            margin=identity.margin, sure=identity.sure,
        )
        for identity in found
        if identity.person_id in allowed
    )  # fmt: skip
    await session.flush()


async def of_meeting(session: AsyncSession, meeting_id: str) -> Sequence[tuple[IdentityRow, persons.Person]]:
    """Whom each of a meeting's speakers was taken for, surest first."""
    query = (
        select(IdentityRow, persons.Person)
        .join(persons.Person, persons.Person.id == IdentityRow.person_id)
        .where(IdentityRow.meeting_id == meeting_id)
        .order_by(IdentityRow.score.desc(), IdentityRow.speaker_id)
    )
    return [(row, person) for row, person in await session.execute(query)]
