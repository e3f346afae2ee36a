"""Making and undoing corrections. Each is a row over the newest revision; the machine's words are never touched."""

import hashlib
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, takewhile

import anyio.to_thread
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.corrections.reconciling import changed_meanwhile, reconciled
from scribe_api.corrections.schemas import NEW_SPEAKER
from scribe_api.dependencies import Records
from scribe_api.transcripts.service import Sheet, history, layered, read_sheet
from scribe_api.wire import TEXT_LIMIT
from scribe_core.database import corrections, meetings, runs, transcripts
from scribe_core.database.base import new_id, now
from scribe_core.database.meetings import Meeting
from scribe_core.domain.corrected import Corrected
from scribe_core.domain.corrections import Correction, CorrectionKind
from scribe_core.domain.transcript import Line, NamedBy, Speaker, Transcript
from scribe_core.errors import ScribeError

Make = Callable[[Sheet], list[Correction]]
Write = Callable[[AsyncSession], Awaitable[None]]

TRIES = 20
"""Each further try means that somebody else's correction of the same meeting came through meanwhile."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What is to be written, the corrections that count afterwards, and which of them it is about.

    New ones have to be `placed`, or none of them is made.
    """

    write: Write
    applied: list[Correction]
    about: Sequence[str]
    placed: bool = False


async def correct(
    records: Records, user_id: str, meeting_id: str, make: Make, beside: Write | None = None, *, step: str | None = None
) -> Sheet:
    """Add the corrections that `make` finds to be made on the newest revision, and read it again.

    Nothing to be made is no error: the same save sent twice is one save. What is to be written `beside` is, or nothing is.
    A `step` that was made before, by that name, is not made again, also where it was taken back since: whoever got no answer
    may send it again.

    Raises `meeting_not_found`, `transcript_not_found`, and what `make` and `beside` raise.
    """

    def planned(before: Sheet) -> _Change | None:
        if _made_in(before, step):
            return None  # nor what goes with it: a voice is not learnt twice
        made = make(before)
        if step is not None:
            made = [replace(one, id=id_) for one, id_ in zip(made, _ids_of(meeting_id, step), strict=False)]

        async def write(session: AsyncSession) -> None:
            if beside is not None:
                await beside(session)
            await corrections.add(session, meeting_id, user_id, made)

        if not made and beside is None:
            return None
        return _Change(write, [*before.applied, *made], [one.id for one in made], placed=True)

    sheet = await _changed(records, user_id, meeting_id, planned)
    return sheet if step is None else replace(sheet, changed=_made_in(sheet, step))


def _made_in(sheet: Sheet, step: str | None) -> list[str]:
    """The ids of the corrections that the step made; none where it made none yet."""
    there = {row.id for row in sheet.rows}
    return [] if step is None else list(takewhile(there.__contains__, _ids_of(sheet.head.meeting_id, step)))


def _ids_of(meeting_id: str, step: str) -> Iterator[str]:
    """The ids of the corrections of a step, from its name: whoever finds the first knows that it was made."""
    return (hashlib.sha256(f"{meeting_id}/{step}/{at}".encode()).hexdigest()[:32] for at in count())


async def undo(records: Records, user_id: str, meeting_id: str, ids: Sequence[str]) -> Sheet:
    """Take corrections back, all or none. Raises `meeting_not_found`, `correction_not_found`, `correction_built_on`."""

    async def write(session: AsyncSession) -> None:
        await corrections.take_back(session, meeting_id, ids)

    def planned(before: Sheet) -> _Change:
        gone = set(ids)
        return _Change(write, [one for one in before.applied if one.id not in gone], ids)

    return await _changed(records, user_id, meeting_id, planned)


async def redo(records: Records, user_id: str, meeting_id: str, ids: Sequence[str]) -> Sheet:
    """Make corrections again that were taken back, all or none, each in its old place among the others.

    Raises `meeting_not_found`, `correction_not_found`, `correction_built_on`.
    """

    async def write(session: AsyncSession) -> None:
        await corrections.make_again(session, meeting_id, ids)

    def planned(before: Sheet) -> _Change:
        return _Change(write, before.applied_with(set(ids)), ids)

    return await _changed(records, user_id, meeting_id, planned)


async def _changed(records: Records, user_id: str, meeting_id: str, plan: Callable[[Sheet], _Change | None]) -> Sheet:
    """The transcript after a change. It is worked out before anything is locked, and again where somebody was quicker:
    a long transcript takes a good part of a second, and every writer of the product would wait for it."""
    for _ in range(TRIES):
        async with records.database.reading() as session:
            before = await read_sheet(session, await meetings.owned(session, user_id, meeting_id))
        # In a thread, as what follows: two texts of some thousand words take a while to be made one.
        if (change := await anyio.to_thread.run_sync(plan, before)) is None:
            return before
        result = await layered(before.machine, change.applied)
        if change.placed and not set(change.about).isdisjoint(result.unplaced):
            raise ScribeError("correction_empty")
        if _texts_lost(before, change, result):
            raise ScribeError("correction_built_on")
        async with records.database.session() as session:
            if not await _still_stands(session, user_id, before):
                continue
            await change.write(session)
            await _note(session, meeting_id, result)
            runs.tell_corrected(session, user_id, meeting_id)
            rows, authors = await history(session, meeting_id)
            return Sheet(before.head, before.machine, rows, authors, result, change.about)
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


def rewriting(
    utterance_id: str,
    text: str | None,
    speaker_id: str | None,
    *,
    onwards: bool = False,
    confirmed: bool = False,
    seen: str | None = None,
) -> Make:
    """Edit an utterance, give it to another speaker (`onwards`: with all that its speaker says after it), say that it is right.

    Where `seen` says which text it was made on and that changed meanwhile, both changes are made one (`reconciling.py`).

    Raises `utterance_not_found`, `speaker_not_found`, `correction_empty`, `utterance_changed`.
    """

    if text is None and speaker_id is None and not confirmed:
        raise ScribeError("correction_empty")

    def make(sheet: Sheet) -> list[Correction]:
        lines = sheet.transcript.lines
        at = _position(sheet, utterance_id)
        made = []
        if at is not None and speaker_id is not None and speaker_id != lines[at].speaker_id:
            same = lines[at].speaker_id
            given = [one for one in lines[at:] if one.speaker_id == same] if onwards else [lines[at]]
            made += _giving(sheet, given, speaker_id)
        if text is not None:
            made += _editing(sheet, utterance_id, text, seen)
        elif at is None:
            raise ScribeError("utterance_not_found")
        if confirmed and at is not None and text != "" and not lines[at].confirmed:
            made += _confirming(sheet, lines[at], text, seen)
        return made

    return make


def _editing(sheet: Sheet, utterance_id: str, text: str, seen: str | None) -> list[Correction]:
    at = _position(sheet, utterance_id)
    if at is None and text == "" and utterance_id in sheet.result.anchors:
        return []  # it was taken out before
    if seen is None or (at is not None and seen.split() == sheet.transcript.lines[at].text.split()):
        line = _line(sheet, utterance_id)
        texts = {line.id: " ".join(text.split())}
    else:
        texts = reconciled(sheet, utterance_id, seen, text)
        if any(len(wanted) > TEXT_LIMIT for wanted in texts.values()):
            raise ScribeError("request_invalid", reason="text", fields=["text"])
    shown = {line.id: line for line in sheet.transcript.lines}
    return [
        _of_line(sheet, CorrectionKind.EDIT_UTTERANCE, shown.get(id_) or sheet.result.anchors[id_], wanted)
        for id_, wanted in texts.items()
        if wanted != (shown[id_].text if id_ in shown else "")
    ]


def _confirming(sheet: Sheet, line: Line, text: str | None, seen: str | None) -> list[Correction]:
    """Somebody finds right what they saw, or wrote: not what it became meanwhile."""
    if seen is not None and seen.split() != line.text.split() and (text or seen).split() != line.text.split():
        if text is None:
            raise changed_meanwhile(line.text)
        return []
    return [_of_line(sheet, CorrectionKind.CONFIRM_UTTERANCE, line, "")]


def splitting(utterance_id: str, word: int, speaker_id: str | None, seen: str | None = None) -> Make:
    """Make a word and all after it an utterance of its own, by another speaker where one is named.

    Raises `utterance_not_found`, `speaker_not_found`, `correction_empty` where there is no such word, or it is the first, and
    `utterance_changed` where the text is not the one `seen`: that word may be another now.
    """

    def make(sheet: Sheet) -> list[Correction]:
        line = _seen_line(sheet, utterance_id, seen)
        if not 0 < word < len(line.words):
            raise ScribeError("correction_empty")
        after = line.words[word:]
        part = replace(line, id=new_id(), words=after, start=after[0].start)
        cut = Correction(
            new_id(),
            CorrectionKind.SPLIT_UTTERANCE,
            sheet.head.revision,
            line.id,
            part.start,
            part.end,
            part.text,
            part.id,
        )
        if speaker_id is None or speaker_id == line.speaker_id:
            return [cut]
        # The part is not on the sheet yet, so that it is what its words are anchored to.
        return [cut, *_giving(sheet, [part], speaker_id, anchors={part.id: part})]

    return make


def joining(utterance_id: str, into: str) -> Make:
    """Make an utterance part of the one before or after it, whose speaker it takes.

    Raises `utterance_not_found`, `correction_empty` where the two do not follow each other.
    """

    def make(sheet: Sheet) -> list[Correction]:
        line, _ = _line(sheet, utterance_id), _line(sheet, into)
        return [_of_line(sheet, CorrectionKind.MERGE_UTTERANCES, line, into)]

    return make


def moving(utterance_id: str, word: int, into: str, seen: str | None = None) -> Make:
    """Make a word and all after it part of the utterance that follows, or the words before it part of the one before: said by that
    one's speaker then. Where no word is left, the two are joined.

    Raises `utterance_not_found`, `correction_empty` where the two do not follow each other or no word would go, and
    `utterance_changed` where the text is not the one `seen`: that word may be another now.
    """

    def make(sheet: Sheet) -> list[Correction]:
        line, other = _seen_line(sheet, utterance_id, seen), _line(sheet, into)
        onwards = sheet.transcript.lines.index(line) < sheet.transcript.lines.index(other)
        gone = line.words[word:] if onwards else line.words[:word]
        if not gone or word > len(line.words):
            raise ScribeError("correction_empty")
        if len(gone) == len(line.words):
            return [_of_line(sheet, CorrectionKind.MERGE_UTTERANCES, line, into)]
        part = replace(line, words=gone)
        span = gone[0].start, gone[-1].end
        return [Correction(new_id(), CorrectionKind.MOVE_WORDS, sheet.head.revision, line.id, *span, part.text, into)]

    return make


def replacing(find: str, replacement: str, *, match_case: bool, whole_words: bool) -> Make:
    """Put a text in the place of another wherever that is said. Raises `request_invalid` where an utterance would be too long."""

    wanted = " ".join(find.split())
    left, right = (r"(?<!\w)", r"(?!\w)") if whole_words else ("", "")
    pattern = re.compile(left + re.escape(wanted) + right, re.NOFLAG if match_case else re.IGNORECASE)

    def make(sheet: Sheet) -> list[Correction]:
        made = []
        for line in sheet.transcript.lines:
            text = " ".join(pattern.sub(lambda _: replacement, line.text).split())
            if text != line.text:
                if len(text) > TEXT_LIMIT:
                    raise ScribeError("request_invalid", reason="replacement", fields=["replacement"])
                made.append(_of_line(sheet, CorrectionKind.EDIT_UTTERANCE, line, text))
        return made

    return make


def _texts_lost(before: Sheet, change: _Change, result: Corrected) -> bool:
    """Whether a text that somebody wrote would have no place any more, as where the cut, join or move that it was written on is taken
    back: its words would be gone unasked. Who speaks is told anew by whatever stands there then."""
    lost = {*result.unplaced} - {*before.result.unplaced, *change.about}
    return any(one.id in lost and one.kind is CorrectionKind.EDIT_UTTERANCE for one in change.applied)


async def _still_stands(session: AsyncSession, user_id: str, sheet: Sheet) -> bool:
    """Whether a sheet is what would be read now. The meeting's row is locked: corrections come one after the other."""
    meeting_id = sheet.head.meeting_id
    await session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())
    await meetings.changeable(session, user_id, meeting_id)
    newest = await transcripts.row(session, meeting_id)
    seen = corrections.state_of(sheet.rows)
    return newest.id == sheet.head.id and await corrections.state(session, meeting_id) == seen


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


def _position(sheet: Sheet, utterance_id: str) -> int | None:
    return next((at for at, line in enumerate(sheet.transcript.lines) if line.id == utterance_id), None)


def _line(sheet: Sheet, utterance_id: str) -> Line:
    at = _position(sheet, utterance_id)
    if at is None:
        raise ScribeError("utterance_not_found")
    return sheet.transcript.lines[at]


def _seen_line(sheet: Sheet, utterance_id: str, seen: str | None) -> Line:
    """The line as it was before whoever counts its words. Raises `utterance_not_found`, `utterance_changed`."""
    line = _line(sheet, utterance_id)
    if seen is not None and seen.split() != line.text.split():
        raise changed_meanwhile(line.text)
    return line


def _giving(
    sheet: Sheet, lines: Sequence[Line], speaker_id: str, anchors: Mapping[str, Line] | None = None
) -> list[Correction]:
    """Give lines to a speaker, a new one if so asked. Raises `speaker_not_found`."""
    made = []
    if speaker_id == NEW_SPEAKER:
        made.append(_of_speaker(sheet, CorrectionKind.ADD_SPEAKER, new_id(), ""))
        speaker_id = made[0].target_id
    else:
        _speaker(sheet.transcript, speaker_id)
    return made + [_of_line(sheet, CorrectionKind.ASSIGN_UTTERANCE, line, speaker_id, anchors) for line in lines]


def _of_speaker(sheet: Sheet, kind: CorrectionKind, speaker_id: str, value: str) -> Correction:
    """It does not note the name before: a name stands in one place only, so that it can go when its person does."""
    return Correction(new_id(), kind, sheet.head.revision, speaker_id, 0.0, 0.0, "", value)


def _of_line(
    sheet: Sheet, kind: CorrectionKind, line: Line, value: str, anchors: Mapping[str, Line] | None = None
) -> Correction:
    """Anchored to what the machine heard there, so that a later run can find the place again."""
    heard = (anchors or sheet.result.anchors)[line.id]
    return Correction(new_id(), kind, sheet.head.revision, line.id, heard.start, heard.end, heard.text, value)
