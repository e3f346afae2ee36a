"""What may be done about people. Each act that touches consent or a voice is in the audit log, by id and never by name."""

import struct
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.persons.schemas import (
    Act,
    HeardIn,
    Person,
    PersonExport,
    SaidIn,
    VoiceprintExport,
    told_consent,
    told_person,
)
from scribe_api.transcripts.service import read_sheet
from scribe_api.voiceprints.schemas import told_voiceprint
from scribe_core.database import (
    appearances,
    audit,
    consents,
    identities,
    person_merges,
    persons,
    voiceprints,
    withdrawals,
)
from scribe_core.database.engine import Database
from scribe_core.errors import ScribeError


async def listed(session: AsyncSession, owner_id: str, text: str) -> list[Person]:
    """The account's people by name."""
    agreed, counts = await consents.current(session, owner_id), await voiceprints.counts(session, owner_id)
    found = await persons.everyone(session, owner_id, text)
    heard = await _meetings(session, owner_id, [row.id for row in found])
    return [told_person(row, agreed.get(row.id), counts.get(row.id, 0), len(heard.get(row.id, ()))) for row in found]


async def told(session: AsyncSession, row: persons.Person) -> Person:
    """The person as JSON."""
    agreed = await consents.of_person(session, row.id)
    heard = await _meetings(session, row.owner_id, [row.id])
    prints = len(await voiceprints.of_person(session, row.id))
    return told_person(row, consents.newest(agreed), prints, len(heard.get(row.id, ())))


async def _meetings(session: AsyncSession, owner_id: str, person_ids: Sequence[str]) -> dict[str, set[str]]:
    """The meetings in which each of these people is named."""
    found: dict[str, set[str]] = {}
    for one in await appearances.of_people(session, owner_id, person_ids):
        if one.named_by is not None:
            found.setdefault(one.person_id, set()).add(one.meeting_id)
    return found


async def heard_in(session: AsyncSession, owner_id: str, person_id: str) -> list[HeardIn]:
    """Where the person was heard, newest meeting first. Raises `person_not_found`."""
    row = await persons.owned(session, owner_id, person_id)
    return [HeardIn.model_validate(one) for one in await appearances.of_people(session, owner_id, [row.id])]


async def consent(
    session: AsyncSession, row: persons.Person, *, how: str, given_at: datetime | None, recorded_by: str
) -> None:
    """Record consent, beside what was recorded before. Raises `request_invalid` for a date to come, `line_unfit`."""
    moment = given_at or datetime.now(UTC)
    if moment > datetime.now(UTC):
        raise ScribeError("request_invalid", reason="given_at: in the future", fields=["given_at"])
    given = await consents.give(session, row, how=how, given_at=moment, recorded_by=recorded_by)
    await audit.record(session, "consent_given", actor_id=recorded_by, subject_id=row.id, consent=given.id)


async def revoke(session: AsyncSession, row: persons.Person, actor_id: str, how: str | None = None) -> bool:
    """Take consent back; the voiceprints go with it. Where none stands there is nothing to take back, nor to note.

    Tells whether one stood. Raises `line_unfit`.
    """
    stood = await withdrawals.revoke(session, row, how=how, recorded_by=actor_id)
    if stood:
        await audit.record(session, "consent_revoked", actor_id=actor_id, subject_id=row.id)
    return stood


async def erase(session: AsyncSession, row: persons.Person, actor_id: str) -> None:
    """Erase the person across all meetings."""
    person_id = row.id
    count = await withdrawals.erase(session, row)
    await audit.record(session, "person_erased", actor_id=actor_id, subject_id=person_id, meetings=count)


async def merge(session: AsyncSession, owner_id: str, person_id: str, into_id: str) -> persons.Person:
    """The two as one, under the second's name; noted for both ids. Raises `person_not_found`, `persons_same`."""
    person = await persons.owned(session, owner_id, person_id)
    into = await persons.owned(session, owner_id, into_id)
    kept = await person_merges.merge(session, person, into)
    await audit.record(session, "person_merged", actor_id=owner_id, subject_id=person_id, into=into_id)
    await audit.record(session, "person_merged", actor_id=owner_id, subject_id=into_id, merged=person_id)
    return kept


async def _acts(session: AsyncSession, person_id: str) -> list[audit.AuditEntry]:
    """What was done about a person, and about those who were found to be the same, oldest first."""
    found: list[audit.AuditEntry] = []
    ids = [person_id]
    while ids:
        entries = await audit.of_subject(session, ids.pop())
        found += entries
        ids += [entry.details["merged"] for entry in entries if "merged" in entry.details]
    return sorted(found, key=lambda entry: entry.id)


async def exported(database: Database, account_id: str, person_id: str) -> PersonExport:
    """All that is known of the person; that it was asked for is noted. Raises `person_not_found`.

    Every transcript of the person is read, which may take seconds: no writer waits for it.
    """
    async with database.session() as session:
        row = await persons.owned(session, account_id, person_id)
        await audit.record(session, "person_exported", actor_id=account_id, subject_id=row.id)
    async with database.reading() as session:
        return await _known(session, await persons.owned(session, account_id, person_id))


async def _known(session: AsyncSession, row: persons.Person) -> PersonExport:
    agreed, prints = await consents.of_person(session, row.id), await voiceprints.of_person(session, row.id)
    said = []
    for meeting in await appearances.meetings_of(session, row):
        sheet = await read_sheet(session, meeting)
        guesses = {
            found.speaker_id: found
            for found, who in await identities.of_meeting(session, meeting.id)
            if who.id == row.id
        }
        for speaker in sheet.transcript.speakers:
            guess = guesses.get(speaker.id)
            refused = (speaker.id, row.id) in sheet.result.refused
            if speaker.person_id != row.id and (guess is None or refused or speaker.name is not None):
                continue
            said.append(
                SaidIn(
                    meeting_id=meeting.id,
                    title=meeting.title,
                    held_at=meeting.held_at,
                    speaker_id=speaker.id,
                    named_by=speaker.named_by or "suggestion",
                    score=guess.score if guess else None,
                    utterances=[
                        (line.start, line.end, line.text)
                        for line in sheet.transcript.lines
                        if line.speaker_id == speaker.id
                    ],
                )
            )
    heard = await _meetings(session, row.owner_id, [row.id])
    return PersonExport(
        person=told_person(row, consents.newest(agreed), len(prints), len(heard.get(row.id, ()))),
        consents=[told_consent(one) for one in agreed],
        voiceprints=[
            VoiceprintExport(
                **dict(told_voiceprint(one)), vector=list(struct.unpack(f"<{len(one.vector) // 4}f", one.vector))
            )
            for one in prints
        ],
        meetings=said,
        acts=[Act.model_validate(entry) for entry in await _acts(session, row.id)],
    )
