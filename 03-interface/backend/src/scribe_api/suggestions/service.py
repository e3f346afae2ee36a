"""Saying who a speaker is: a name, a person, yes or no to the machine's guess. A voice is learnt only when that is said."""

from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.corrections.schemas import SpeakerChange
from scribe_api.corrections.service import correct, refusing, renaming
from scribe_api.dependencies import Records
from scribe_api.suggestions.schemas import Suggestion, VoiceSample
from scribe_api.transcripts.service import Sheet, read_sheet
from scribe_api.voiceprints.service import to_learn
from scribe_core.database import appearances, identities, listening, meetings, persons, runs, transcripts
from scribe_core.database.identities import IdentityRow
from scribe_core.database.persons import Person
from scribe_core.database.runs import Run
from scribe_core.domain.transcript import NamedBy
from scribe_core.errors import ScribeError


async def suggestions(records: Records, user_id: str, meeting_id: str) -> list[Suggestion]:
    """What the machine guesses about speakers whom nobody has named, surest first. Raises `meeting_not_found`."""
    async with records.database.reading() as session:
        guesses = await _guesses(session, user_id, meeting_id)
        people = {person.id for _, person in guesses}
        elsewhere: dict[str, set[str]] = {person_id: set() for person_id in people}
        for one in await appearances.of_people(session, user_id, people):
            if one.named_by is not None and one.meeting_id != meeting_id:
                elsewhere[one.person_id].add(one.meeting_id)
        samples = {one: await listening.of_person(session, user_id, one, meeting_id) for one in people}
    return [
        Suggestion(
            speaker_id=row.speaker_id,
            person_id=person.id,
            name=person.name,
            score=row.score,
            margin=row.margin,
            named=row.sure,
            meetings=len(elsewhere[person.id]),
            sample=sample and VoiceSample.model_validate(sample),
        )
        for row, person in guesses
        for sample in (samples[person.id],)
    ]


async def _guesses(session: AsyncSession, user_id: str, meeting_id: str) -> list[tuple[IdentityRow, Person]]:
    """The guesses about speakers whom nobody has named, surest first. Raises `meeting_not_found`."""
    meeting = await meetings.owned(session, user_id, meeting_id)
    if meeting.revision is None:
        return []
    sheet = await read_sheet(session, meeting)
    unnamed = {speaker.id for speaker in sheet.transcript.speakers if speaker.named_by is not NamedBy.PEOPLE}
    return [
        (row, person)
        for row, person in await identities.of_meeting(session, meeting.id)
        if row.speaker_id in unnamed and (row.speaker_id, person.id) not in sheet.result.refused
    ]


async def accept(records: Records, user_id: str, meeting_id: str, speaker_id: str, *, teach: bool) -> Sheet:
    """Say yes to the guess. Raises `suggestion_not_found`, `consent_missing`."""
    guess = await _guess(records, user_id, meeting_id, speaker_id)
    change = SpeakerChange(name=guess.name, person_id=guess.id, teach=teach)
    return await name(records, user_id, meeting_id, speaker_id, change)


async def refuse(
    records: Records,
    user_id: str,
    meeting_id: str,
    speaker_id: str,
    person_id: str | None = None,
    step: str | None = None,
) -> Sheet:
    """Say no to the guess, or that a speaker is not that person: it is not guessed again.

    Raises `suggestion_not_found` where nobody is named and nobody guessed, `speaker_not_found`, `person_not_found`.
    """
    refused = person_id or (await _guess(records, user_id, meeting_id, speaker_id)).id

    async def still_there(session: AsyncSession) -> None:
        await persons.owned(session, user_id, refused, lock=True)

    return await correct(records, user_id, meeting_id, refusing(speaker_id, refused), still_there, step=step)


async def name(
    records: Records, user_id: str, meeting_id: str, speaker_id: str, change: SpeakerChange, step: str | None = None
) -> Sheet:
    """Give a speaker a name or say who it is; learn the voice where that is asked for.

    Raises `person_not_found`, `consent_missing`, and what corrections raise. Nothing is changed then.
    """
    person_id = change.person_id
    if person_id is None:
        return await correct(records, user_id, meeting_id, renaming(speaker_id, change.name), step=step)
    text = change.name or (await _person(records, user_id, person_id)).name
    asked: list[Run] = []

    async def beside(session: AsyncSession) -> None:
        if change.teach:
            asked.append(await to_learn(session, user_id, person_id, meeting_id, speaker_id))
        else:
            await persons.owned(session, user_id, person_id, lock=True)

    sheet = await correct(records, user_id, meeting_id, renaming(speaker_id, text, person_id), beside, step=step)
    for run in asked:
        await records.ring(run.id)
    return sheet


async def _guess(records: Records, user_id: str, meeting_id: str, speaker_id: str) -> Person:
    """The person that the speaker is taken for. Raises `suggestion_not_found`."""
    async with records.database.reading() as session:
        for row, person in await _guesses(session, user_id, meeting_id):
            if row.speaker_id == speaker_id:
                return person
    raise ScribeError("suggestion_not_found")


async def _person(records: Records, user_id: str, person_id: str) -> Person:
    async with records.database.reading() as session:
        return await persons.owned(session, user_id, person_id)


async def identify_again(records: Records, user_id: str, meeting_id: str) -> Run:
    """A run that looks for known voices again. Raises `meeting_not_found`, `meeting_in_trash`, `transcript_not_found`, `run_in_progress`."""
    async with records.database.session() as session:
        meeting = await meetings.changeable(session, user_id, meeting_id, lock=True)
        await transcripts.row(session, meeting.id)
        run = await runs.enqueue_identification(session, meeting)
    await records.ring(run.id)
    return run
