"""Two persons who turn out to be one: all that is known of the first becomes the second's, and the first goes."""

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import consents, minutes, persons, runs
from scribe_core.database.base import leave_no_trace
from scribe_core.database.consents import Consent
from scribe_core.database.corrections import CorrectionRow
from scribe_core.database.identities import IdentityRow
from scribe_core.database.persons import Person
from scribe_core.database.runs import Run
from scribe_core.database.voiceprints import VoiceprintRow
from scribe_core.errors import ScribeError


async def merge(session: AsyncSession, person: Person, into: Person) -> Person:
    """The second person with the consents, voiceprints, guesses and names of the first, who is no more.

    Who takes consent back means all of it: where the last word of either was a withdrawal, consent that was recorded before
    it falls too, and what was known under it goes. Raises `persons_same`.
    """
    if person.id == into.id:
        raise ScribeError("persons_same")
    leave_no_trace(session)
    both = [person.id, into.id]
    # Runs, then people: the order in which workers lock them.
    await session.execute(select(Run.id).where(Run.person_id.in_(both)).order_by(Run.id).with_for_update())
    await session.execute(select(Person.id).where(Person.id.in_(both)).order_by(Person.id).with_for_update())
    # Who learns the voice knows the person by an id that goes.
    await runs.cancel_enrolments(session, person.id)
    for table in (Consent, VoiceprintRow, IdentityRow, CorrectionRow, Run):
        await session.execute(
            update(table)
            .where(table.person_id == person.id)
            .values(person_id=into.id)
            .execution_options(synchronize_session=False)
        )
    await minutes.give_person(session, person, into)
    await _keep_the_newest(session, into)
    await _heed_the_last_word(session, into)
    if not into.note:
        into.note = person.note
    await session.execute(delete(Person).where(Person.id == person.id).execution_options(synchronize_session=False))
    return await persons.changed(session, into)


async def _keep_the_newest(session: AsyncSession, person: Person) -> None:
    """Of voiceprints that were learnt from one speaker of one meeting the newest stays, as when it is learnt again."""
    query = select(VoiceprintRow.id, VoiceprintRow.meeting_id, VoiceprintRow.speaker_id).where(
        VoiceprintRow.person_id == person.id, VoiceprintRow.meeting_id.is_not(None)
    )
    rows = (await session.execute(query.order_by(VoiceprintRow.created_at, VoiceprintRow.id))).all()
    newest = {(meeting_id, speaker_id): id_ for id_, meeting_id, speaker_id in rows}
    older = [row[0] for row in rows if row[0] not in newest.values()]
    await session.execute(
        delete(VoiceprintRow).where(VoiceprintRow.id.in_(older)).execution_options(synchronize_session=False)
    )


async def _heed_the_last_word(session: AsyncSession, person: Person) -> None:
    rows = await consents.of_person(session, person.id)
    withdrawn = [(row.revoked_at, row) for row in rows if row.revoked_at is not None]
    if not withdrawn:
        return
    moment, last = max(withdrawn, key=lambda pair: pair[0])
    fallen = [row.id for row in rows if row.revoked_at is None and row.recorded_at <= moment]
    if not fallen:
        return
    for gone in (
        delete(VoiceprintRow).where(VoiceprintRow.consent_id.in_(fallen)),
        # Whose voice a guess was made by is not noted: they are looked for again.
        delete(IdentityRow).where(IdentityRow.person_id == person.id),
        update(Consent)
        .where(Consent.id.in_(fallen))
        .values(revoked_at=moment, revoked_how=last.revoked_how, revoked_by=last.revoked_by),
    ):
        await session.execute(gone.execution_options(synchronize_session=False))
    if await consents.standing(session, person.id) is None:
        await runs.cancel_enrolments(session, person.id)
