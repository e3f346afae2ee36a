"""In which meetings a person was named, by people or by voice."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database.corrections import CorrectionRow
from scribe_core.database.identities import IdentityRow
from scribe_core.database.meetings import Meeting
from scribe_core.database.persons import Person


async def meetings_of(session: AsyncSession, person: Person) -> Sequence[Meeting]:
    """The meetings with a transcript in which a speaker is, or may be, that person, oldest first."""
    heard = select(IdentityRow.meeting_id).where(IdentityRow.person_id == person.id)
    named = select(CorrectionRow.meeting_id).where(
        CorrectionRow.person_id == person.id, CorrectionRow.undone_at.is_(None)
    )
    query = select(Meeting).where(
        Meeting.owner_id == person.owner_id,
        Meeting.revision.is_not(None),
        or_(Meeting.id.in_(heard), Meeting.id.in_(named)),
    )
    return (await session.scalars(query.order_by(Meeting.held_at, Meeting.id))).all()
