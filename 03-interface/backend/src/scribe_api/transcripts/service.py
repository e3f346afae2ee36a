"""Reading a transcript: a revision, the corrections that belong on it, and the JSON of both."""

from collections.abc import Sequence
from dataclasses import dataclass

import anyio.to_thread
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.corrections.schemas import Correction, CorrectionDetail
from scribe_api.transcripts.schemas import Speaker, Transcript, Utterance
from scribe_api.wire import message
from scribe_core.database import corrections, transcripts
from scribe_core.database.corrections import CorrectionRow
from scribe_core.database.meetings import Meeting
from scribe_core.database.transcripts import TranscriptRow
from scribe_core.database.users import User
from scribe_core.domain import transcript as domain
from scribe_core.domain.corrections import Corrected, corrected
from scribe_core.errors import Language


@dataclass(frozen=True, slots=True)
class Sheet:
    """A revision as read: the machine's transcript, every correction of the meeting, and the two together."""

    head: TranscriptRow
    machine: domain.Transcript
    rows: Sequence[CorrectionRow]
    authors: dict[str, str]
    result: Corrected

    @property
    def transcript(self) -> domain.Transcript:
        """What a reader sees."""
        return self.result.transcript

    @property
    def corrections(self) -> list[Correction]:
        """Every correction, and whether it found its place here."""
        return [self._told(row) for row in self.rows]

    @property
    def unplaced(self) -> list[Correction]:
        """Those that should be here and found no place."""
        lost = set(self.result.unplaced)
        return [self._told(row) for row in self.rows if row.id in lost]

    def _told(self, row: CorrectionRow) -> Correction:
        return Correction(
            id=row.id,
            kind=row.as_correction().kind,
            by=self.authors.get(row.user_id or ""),
            at=row.created_at,
            detail=CorrectionDetail.model_validate(row),
            revision=row.revision,
            placed=_belongs(row, self.head) and row.id not in self.result.unplaced,
            undone=row.undone_at is not None,
        )


async def read_sheet(session: AsyncSession, meeting: Meeting, revision: int | None = None) -> Sheet:
    """A meeting's revision with its corrections, the newest where none is named. Raises `transcript_not_found`."""
    head = await transcripts.row(session, meeting.id, revision)
    machine = await transcripts.read(session, head, meeting.title)
    return await put_together(session, head, machine)


async def put_together(session: AsyncSession, head: TranscriptRow, machine: domain.Transcript) -> Sheet:
    """A revision with its corrections as they stand now, in this transaction too."""
    rows = await corrections.of_meeting(session, head.meeting_id)
    ids = {row.user_id for row in rows if row.user_id}
    named = await session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    authors = {row.id: row.name for row in named}
    to_apply = [row.as_correction() for row in rows if _belongs(row, head)]
    result = await anyio.to_thread.run_sync(corrected, machine, to_apply)
    return Sheet(head, machine, rows, authors, result)


async def told_json(sheet: Sheet, language: Language) -> bytes:
    """The JSON of `Transcript`. Written in a thread: four hours of words take a good part of a second."""
    return await anyio.to_thread.run_sync(lambda: _told(sheet, language).model_dump_json().encode())


def _told(sheet: Sheet, language: Language) -> Transcript:
    transcript = sheet.transcript
    return Transcript(
        meeting_id=transcript.meeting_id,
        title=transcript.title,
        revision=transcript.revision,
        language=transcript.language,
        seconds=transcript.seconds,
        created_at=sheet.head.created_at,
        speakers=[Speaker.model_validate(speaker) for speaker in transcript.speakers],
        utterances=[
            Utterance(
                id=line.id,
                speaker_id=line.speaker_id,
                start=line.start,
                end=line.end,
                text=line.text,
                words=[(word.start, word.end, word.text, word.probability) for word in line.words],
                overlap=line.overlap,
                doubt=line.doubt,
                edited=line.edited,
            )
            for line in transcript.lines
        ],
        warnings=[message(code, language) for code in transcript.warnings],
        unplaced=sheet.unplaced,
    )


def _belongs(row: CorrectionRow, head: TranscriptRow) -> bool:
    """Whether the correction counts here: an older revision stays as it was read before later ones were corrected."""
    return row.undone_at is None and row.revision <= head.revision
