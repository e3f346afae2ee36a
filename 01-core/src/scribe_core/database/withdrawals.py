"""Taking consent back, and erasing a person. Everything known of the voice goes in that one transaction."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import audit, consents, conversations, deletions, minutes, persons, runs
from scribe_core.database.base import leave_no_trace
from scribe_core.database.corrections import CorrectionRow
from scribe_core.database.identities import IdentityRow
from scribe_core.database.persons import Person
from scribe_core.database.runs import Run
from scribe_core.database.voiceprints import VoiceprintRow


async def revoke(
    session: AsyncSession, person: Person, *, how: str | None = None, recorded_by: str | None = None
) -> bool:
    """Take the person's consent back: voiceprints and all that was known by them go, runs that learn the voice stop.

    Tells whether any consent stood. Names that people gave or confirmed stay; names that only the machine gave go.
    Raises `line_unfit`.
    """
    leave_no_trace(session)
    person = await _locked(session, person)
    await runs.cancel_enrolments(session, person.id)
    for table in (VoiceprintRow, IdentityRow):
        await session.execute(delete(table).where(table.person_id == person.id))
    return await consents.take_back(session, person, how=how, recorded_by=recorded_by)


async def _locked(session: AsyncSession, person: Person) -> Person:
    """The person, their runs and then their row locked: the order in which workers lock them."""
    await session.execute(select(Run.id).where(Run.person_id == person.id).order_by(Run.id).with_for_update())
    return await persons.owned(session, person.owner_id, person.id, lock=True)


async def erase(session: AsyncSession, person: Person) -> int:
    """Delete the person, what is known of the voice and every name that stands for them; returns in how many meetings.

    What was said stays, and so do names that people typed without saying whose they are. Frozen minutes that name the person are sealed
    anew, which is noted with both seals. Sentences that a model wrote in answer to a question, and that name the person, go.
    """
    heard = set(await session.scalars(select(IdentityRow.meeting_id).where(IdentityRow.person_id == person.id)))
    await revoke(session, person)
    await deletions.bring_forward(session, [run.id for run in await runs.of_person(session, person.id)])
    named = select(CorrectionRow.meeting_id).where(CorrectionRow.person_id == person.id)
    heard |= set(await session.scalars(named))
    await session.execute(
        delete(CorrectionRow).where(CorrectionRow.person_id == person.id).execution_options(synchronize_session=False)
    )
    for meeting_id, before, after in await minutes.forget_person(session, person, heard):
        # Digests, which tell nobody's name: who kept the first sees why the minutes bear another.
        await audit.record(
            session, "minutes_resealed", actor_id=person.owner_id, subject_id=meeting_id, before=before, after=after
        )
    await conversations.forget_name(session, person.name, heard)
    await session.execute(delete(Person).where(Person.id == person.id))
    return len(heard)
