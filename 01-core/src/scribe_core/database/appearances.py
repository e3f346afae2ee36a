"""In which meetings a person was heard: named by people, named by voice, or taken for somebody whom nobody has confirmed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import transcripts
from scribe_core.database.corrections import CorrectionRow
from scribe_core.database.identities import IdentityRow
from scribe_core.database.meetings import Meeting
from scribe_core.database.persons import Person
from scribe_core.database.transcripts import TranscriptRow
from scribe_core.domain.corrected import OF_SPEAKERS, speakers_corrected
from scribe_core.domain.corrections import Correction
from scribe_core.domain.transcript import NamedBy


@dataclass(frozen=True, slots=True)
class Appearance:
    """A speaker of a meeting who is a person or, where `named_by` is None, is only taken for one.

    `score` is the machine's, None where it was not asked.
    """

    person_id: str
    meeting_id: str
    title: str
    held_at: datetime
    speaker_id: str
    named_by: NamedBy | None
    score: float | None


async def meetings_of(session: AsyncSession, person: Person) -> Sequence[Meeting]:
    """The meetings with a transcript in which a speaker is, or may be, that person, oldest first."""
    query = select(Meeting).where(_concerned(person.owner_id, [person.id]))
    return (await session.scalars(query.order_by(Meeting.held_at, Meeting.id))).all()


async def of_people(session: AsyncSession, owner_id: str, person_ids: Collection[str]) -> list[Appearance]:
    """Where these people of an account were heard, newest meeting first.

    Read from the rows that say who somebody is: no word of a transcript is, however many meetings there are.
    """
    wanted = set(person_ids)
    if not wanted:
        return []
    heads = (
        await session.execute(
            select(TranscriptRow.id, Meeting.id, Meeting.title, Meeting.held_at)
            .join(Meeting, and_(TranscriptRow.meeting_id == Meeting.id, TranscriptRow.revision == Meeting.revision))
            .where(_concerned(owner_id, wanted))
            .order_by(Meeting.held_at.desc(), Meeting.id)
        )
    ).all()
    newest = [head[0] for head in heads]
    heard = await transcripts.read_speakers(session, newest)
    said = await _corrections(session, [head[1] for head in heads])
    guesses = await _guesses(session, [head[1] for head in heads])
    found = []
    for transcript_id, meeting_id, title, held_at in heads:
        speakers, refused = speakers_corrected(heard.get(transcript_id, ()), said.get(meeting_id, ()))
        for speaker in sorted(speakers, key=lambda speaker: speaker.number):
            guess = guesses.get((meeting_id, speaker.id))
            person_id, named_by = speaker.person_id, speaker.named_by
            if speaker.name is None and guess is not None and (speaker.id, guess.person_id) not in refused:
                person_id, named_by = guess.person_id, None
            if person_id is None or person_id not in wanted:
                continue
            score = guess.score if guess is not None and guess.person_id == person_id else None
            found.append(Appearance(person_id, meeting_id, title, held_at, speaker.id, named_by, score))
    return found


async def _corrections(session: AsyncSession, meeting_ids: Sequence[str]) -> dict[str, list[Correction]]:
    query = select(CorrectionRow).where(
        CorrectionRow.meeting_id.in_(meeting_ids),
        CorrectionRow.kind.in_(OF_SPEAKERS),
        CorrectionRow.undone_at.is_(None),
    )
    said: dict[str, list[Correction]] = {}
    for row in await session.scalars(query.order_by(CorrectionRow.meeting_id, CorrectionRow.sequence)):
        said.setdefault(row.meeting_id, []).append(row.as_correction())
    return said


async def _guesses(session: AsyncSession, meeting_ids: Sequence[str]) -> dict[tuple[str, str], IdentityRow]:
    rows = await session.scalars(select(IdentityRow).where(IdentityRow.meeting_id.in_(meeting_ids)))
    return {(row.meeting_id, row.speaker_id): row for row in rows}


def _concerned(owner_id: str, person_ids: Collection[str]) -> ColumnElement[bool]:
    """Of the account's meetings with a transcript, those of which some row speaks of one of these people."""
    heard = select(IdentityRow.meeting_id).where(IdentityRow.person_id.in_(person_ids))
    named = select(CorrectionRow.meeting_id).where(
        CorrectionRow.person_id.in_(person_ids), CorrectionRow.undone_at.is_(None)
    )
    return and_(
        Meeting.owner_id == owner_id,
        Meeting.revision.is_not(None),
        or_(Meeting.id.in_(heard), Meeting.id.in_(named)),
    )
