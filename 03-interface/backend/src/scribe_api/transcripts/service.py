"""Reading a transcript: a revision, the corrections that belong on it, and the JSON of both."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import anyio.to_thread
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.corrections.schemas import Correction, CorrectionDetail
from scribe_api.transcripts.schemas import Transcript
from scribe_api.wire import message
from scribe_core.contract.transcript_document import utterances_json, without_utterances
from scribe_core.database import corrections, transcripts
from scribe_core.database.corrections import CorrectionRow
from scribe_core.database.meetings import Meeting
from scribe_core.database.transcripts import TranscriptRow
from scribe_core.database.users import User
from scribe_core.domain import corrections as domain_corrections
from scribe_core.domain import transcript as domain
from scribe_core.domain.corrected import Corrected, corrected
from scribe_core.errors import Language


@dataclass(frozen=True, slots=True)
class Sheet:
    """A revision as read: the machine's transcript, every correction of the meeting, and the two together.

    `changed` holds the ids of the corrections that were just made, taken back or made again, in their order.
    """

    head: TranscriptRow
    machine: domain.Transcript
    rows: Sequence[CorrectionRow]
    authors: dict[str, str]
    result: Corrected
    changed: Sequence[str] = ()

    @property
    def transcript(self) -> domain.Transcript:
        """What a reader sees."""
        return self.result.transcript

    @property
    def applied(self) -> list[domain_corrections.Correction]:
        """The corrections that count on this revision."""
        return [row.as_correction() for row in self.rows if _belongs(row, self.head)]

    def applied_with(self, ids: Collection[str]) -> list[domain_corrections.Correction]:
        """The same if these that were taken back were made again."""
        return [row.as_correction() for row in self.rows if _belongs(row, self.head, also=ids)]

    @property
    def corrections(self) -> list[Correction]:
        """Every correction, and whether it found its place here."""
        return [self._told(row) for row in self.rows]

    @property
    def unplaced(self) -> list[Correction]:
        """Those that should be here and found no place."""
        lost = set(self.result.unplaced)
        return [self._told(row) for row in self.rows if row.id in lost]

    @property
    def state(self) -> str:
        """Another one whenever a correction was made, taken back or made again."""
        return _state(self.head, corrections.state_of(self.rows))

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
    rows, authors = await history(session, meeting.id)
    result = await layered(machine, [row.as_correction() for row in rows if _belongs(row, head)])
    return Sheet(head, machine, rows, authors, result)


async def stands_as(session: AsyncSession, meeting: Meeting, state: str) -> bool:
    """Whether the newest revision still stands so, without reading it. Raises `transcript_not_found`."""
    head = await transcripts.row(session, meeting.id)
    return state == _state(head, await corrections.state(session, meeting.id))


async def history(session: AsyncSession, meeting_id: str) -> tuple[Sequence[CorrectionRow], dict[str, str]]:
    """Every correction of a meeting, and the names of those who made them."""
    rows = await corrections.of_meeting(session, meeting_id)
    ids = {row.user_id for row in rows if row.user_id}
    named = await session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return rows, {row.id: row.name for row in named}


async def layered(machine: domain.Transcript, applied: list[domain_corrections.Correction]) -> Corrected:
    """The machine's transcript with these corrections. In a thread: four hours of words take a good part of a second."""
    return await anyio.to_thread.run_sync(corrected, machine, applied)


async def told_json(sheet: Sheet, language: Language) -> bytes:
    """The JSON of `Transcript`. Written in a thread: four hours of words take their time."""
    return await anyio.to_thread.run_sync(_written, sheet, language)


def _written(sheet: Sheet, language: Language) -> bytes:
    rest = _told(sheet, language).model_dump_json(exclude={"utterances"}).encode()
    return rest[:-1] + b',"utterances":' + utterances_json(sheet.transcript) + b"}"


def _told(sheet: Sheet, language: Language) -> Transcript:
    return Transcript(
        **dict(without_utterances(sheet.transcript)),
        created_at=sheet.head.created_at,
        state=sheet.state,
        notices=[message(code, language) for code in sheet.transcript.warnings],
        unplaced=sheet.unplaced,
        changed=list(sheet.changed),
    )


def _state(head: TranscriptRow, state: corrections.State) -> str:
    undone = int(state.undone_last.timestamp() * 1e6) if state.undone_last else 0
    return f"{head.revision}-{state.made}-{state.undone}-{undone:x}"


def _belongs(row: CorrectionRow, head: TranscriptRow, also: Collection[str] = ()) -> bool:
    """Whether the correction counts here: an older revision stays as it was read before later ones were corrected."""
    return (row.undone_at is None or row.id in also) and row.revision <= head.revision
