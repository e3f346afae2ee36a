"""Making and undoing corrections. Each is a row over the newest revision; the machine's words are never touched."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.corrections.schemas import NEW_SPEAKER
from scribe_api.dependencies import Records
from scribe_api.transcripts.service import Sheet, history, layered, read_sheet
from scribe_core.database import corrections, meetings, transcripts
from scribe_core.database.base import new_id, now
from scribe_core.database.meetings import Meeting
from scribe_core.domain.corrections import Corrected, Correction, CorrectionKind
from scribe_core.domain.transcript import Line, NamedBy, Speaker, Transcript
from scribe_core.errors import ScribeError

Make = Callable[[Sheet], list[Correction]]
Write = Callable[[AsyncSession], Awaitable[None]]

TRIES = 20
"""Each further try means that somebody else's correction of the same meeting came through meanwhile."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What is to be written, and the corrections that count afterwards."""

    write: Write
    applied: list[Correction]
    made: frozenset[str] = frozenset()


async def correct(records: Records, user_id: str, meeting_id: str, make: Make, beside: Write | None = None) -> Sheet:
    """Add the corrections that `make` finds to be made on the newest revision, and read it again.

    Nothing to be made is no error: the same save sent twice is one save. What is to be written `beside` is, or nothing is.

    Raises `meeting_not_found`, `transcript_not_found`, and what `make` and `beside` raise.
    """

    def planned(before: Sheet) -> _Change | None:
        made = make(before)

        async def write(session: AsyncSession) -> None:
            if beside is not None:
                await beside(session)
            for correction in made:
                await corrections.add(session, meeting_id, user_id, correction)

        if not made and beside is None:
            return None
        return _Change(write, [*before.applied, *made], frozenset(one.id for one in made))

    return await _changed(records, user_id, meeting_id, planned)


async def undo(records: Records, user_id: str, meeting_id: str, correction_id: str) -> Sheet:
    """Take a correction back. Raises `meeting_not_found`, `correction_not_found`."""

    async def write(session: AsyncSession) -> None:
        await corrections.undo(session, meeting_id, correction_id)

    def planned(before: Sheet) -> _Change:
        return _Change(write, [one for one in before.applied if one.id != correction_id])

    return await _changed(records, user_id, meeting_id, planned)


async def _changed(records: Records, user_id: str, meeting_id: str, plan: Callable[[Sheet], _Change | None]) -> Sheet:
    """The transcript after a change. It is worked out before anything is locked, and again where somebody was quicker:
    a long transcript takes a good part of a second, and every writer of the product would wait for it."""
    for _ in range(TRIES):
        async with records.database.reading() as session:
            before = await read_sheet(session, await meetings.owned(session, user_id, meeting_id))
        if (change := plan(before)) is None:
            return before
        result = await layered(before.machine, change.applied)
        if change.made.intersection(result.unplaced):
            raise ScribeError("correction_empty")
        async with records.database.session() as session:
            if not await _still_stands(session, user_id, before):
                continue
            await change.write(session)
            await _note(session, meeting_id, result)
            rows, authors = await history(session, meeting_id)
            return Sheet(before.head, before.machine, rows, authors, result)
    raise ScribeError("database_busy")


def renaming(speaker_id: str, name: str | None, person_id: str | None = None) -> Make:
    """Name a speaker, and say which person it is where that is known. Raises `speaker_not_found`."""

    def make(sheet: Sheet) -> list[Correction]:
        speaker = _speaker(sheet.transcript, speaker_id)
        by_people = speaker.named_by is not NamedBy.VOICE
        if by_people and speaker.name == name and speaker.person_id == person_id:
            return []
        made = _of_speaker(sheet, CorrectionKind.RENAME_SPEAKER, speaker_id, name or "")
        return [replace(made, person_id=person_id)]

    return make


def refusing(speaker_id: str, person_id: str) -> Make:
    """Say that a speaker is not that person. Raises `speaker_not_found`."""

    def make(sheet: Sheet) -> list[Correction]:
        _speaker(sheet.transcript, speaker_id)
        if (speaker_id, person_id) in sheet.result.refused:
            return []
        return [replace(_of_speaker(sheet, CorrectionKind.REFUSE_PERSON, speaker_id, ""), person_id=person_id)]

    return make


def merging(speaker_id: str, into: str) -> Make:
    """Make two speakers one. Raises `speaker_not_found`, `correction_empty`."""

    def make(sheet: Sheet) -> list[Correction]:
        _speaker(sheet.transcript, speaker_id)
        _speaker(sheet.transcript, into)
        if speaker_id == into:
            raise ScribeError("correction_empty")
        return [_of_speaker(sheet, CorrectionKind.MERGE_SPEAKERS, speaker_id, into)]

    return make


def rewriting(utterance_id: str, text: str | None, speaker_id: str | None) -> Make:
    """Edit an utterance, give it to another speaker, or both. Raises `utterance_not_found`, `speaker_not_found`,
    `correction_empty`."""

    if text is None and speaker_id is None:
        raise ScribeError("correction_empty")

    def make(sheet: Sheet) -> list[Correction]:
        line = next((line for line in sheet.transcript.lines if line.id == utterance_id), None)
        if line is None:
            if text == "" and any(heard.id == utterance_id for heard in sheet.machine.lines):
                return []  # it was taken out before
            raise ScribeError("utterance_not_found")
        made = []
        if speaker_id == NEW_SPEAKER:
            added = _of_speaker(sheet, CorrectionKind.ADD_SPEAKER, new_id(), "")
            made += [added, _of_line(sheet, CorrectionKind.ASSIGN_UTTERANCE, line, added.target_id)]
        elif speaker_id is not None and speaker_id != line.speaker_id:
            _speaker(sheet.transcript, speaker_id)
            made.append(_of_line(sheet, CorrectionKind.ASSIGN_UTTERANCE, line, speaker_id))
        if text is not None and text.split() != line.text.split():
            made.append(_of_line(sheet, CorrectionKind.EDIT_UTTERANCE, line, " ".join(text.split())))
        return made

    return make


async def _still_stands(session: AsyncSession, user_id: str, sheet: Sheet) -> bool:
    """Whether a sheet is what would be read now. The meeting's row is locked: corrections come one after the other."""
    meeting_id = sheet.head.meeting_id
    await session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())
    await meetings.owned(session, user_id, meeting_id)
    newest = await transcripts.row(session, meeting_id)
    seen = len(sheet.rows), sum(row.undone_at is not None for row in sheet.rows)
    return newest.id == sheet.head.id and await corrections.made_and_undone(session, meeting_id) == seen


async def _note(session: AsyncSession, meeting_id: str, result: Corrected) -> None:
    await session.execute(
        update(Meeting)
        .where(Meeting.id == meeting_id)
        .values(speaker_count=len(result.transcript.speakers), updated_at=now())
        .execution_options(synchronize_session=False)
    )


def _speaker(transcript: Transcript, speaker_id: str) -> Speaker:
    for speaker in transcript.speakers:
        if speaker.id == speaker_id:
            return speaker
    raise ScribeError("speaker_not_found")


def _of_speaker(sheet: Sheet, kind: CorrectionKind, speaker_id: str, value: str) -> Correction:
    """It does not note the name before: a name stands in one place only, so that it can go when its person does."""
    return Correction(new_id(), kind, sheet.head.revision, speaker_id, 0.0, 0.0, "", value)


def _of_line(sheet: Sheet, kind: CorrectionKind, line: Line, value: str) -> Correction:
    """Anchored to what the machine heard there, so that a later run can find the place again."""
    machine = next(heard for heard in sheet.machine.lines if heard.id == line.id)
    return Correction(new_id(), kind, sheet.head.revision, line.id, machine.start, machine.end, machine.text, value)
