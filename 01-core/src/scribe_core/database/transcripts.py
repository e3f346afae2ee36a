"""Transcripts as the machine made them: revisions, their speakers and utterances. Never changed once written.

A revision's speakers and utterances keep the ids of what they continue in the revision before it, so that links and
corrections hold. Words stand in their utterance's row: they are always read together (decision record 0002).
"""

import asyncio
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    cast,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, Id, now
from scribe_core.database.identities import IdentityRow
from scribe_core.database.persons import Person
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, NamedBy, Speaker, Transcript
from scribe_core.errors import ScribeError


class TranscriptRow(Base):
    """A revision: what one run made of a meeting's recording. `document_key` names its JSON document."""

    __tablename__ = "transcripts"
    __table_args__ = (UniqueConstraint("meeting_id", "revision"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"))
    run_id: Mapped[str] = mapped_column(Id, unique=True)
    revision: Mapped[int]
    language: Mapped[str] = mapped_column(String(8))
    seconds: Mapped[float]
    document_key: Mapped[str] = mapped_column(String(300))
    warnings: Mapped[list[str]]
    withheld: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now())


class SpeakerRow(Base):
    """A voice of a revision."""

    __tablename__ = "speakers"

    transcript_id: Mapped[str] = mapped_column(Id, ForeignKey("transcripts.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[int]


class UtteranceRow(Base):
    """What one speaker says in one go.

    `words` is a list of `[start, end, text, probability, language, sureness, marks, second_speaker_id]`, without what is usual
    at the end: the main language (null), full sureness (1), no marks and nobody else who speaks (null).
    """

    __tablename__ = "utterances"
    __table_args__ = (
        ForeignKeyConstraint(
            ["transcript_id", "speaker_id"], ["speakers.transcript_id", "speakers.id"], ondelete="CASCADE"
        ),
        Index("ix_utterances_transcript_id_position", "transcript_id", "position"),
    )

    transcript_id: Mapped[str] = mapped_column(Id, ForeignKey("transcripts.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    position: Mapped[int]
    speaker_id: Mapped[str] = mapped_column(Id)
    start: Mapped[float] = mapped_column(Float)
    end: Mapped[float] = mapped_column(Float)
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[list[Any]]
    overlap: Mapped[bool] = mapped_column(Boolean)
    doubt: Mapped[float] = mapped_column(Float)


async def add(
    session: AsyncSession, transcript: Transcript, *, transcript_id: str, run_id: str, document_key: str
) -> None:
    """Write a revision with its speakers and utterances."""
    session.add(
        TranscriptRow(
            id=transcript_id, meeting_id=transcript.meeting_id, run_id=run_id, revision=transcript.revision,
            language=transcript.language, seconds=transcript.seconds, document_key=document_key,
            warnings=list(transcript.warnings), withheld=transcript.withheld,
        )
    )  # fmt: skip
    await session.flush()
    speakers = [
        {"transcript_id": transcript_id, "id": speaker.id, "number": speaker.number} for speaker in transcript.speakers
    ]
    utterances = [
        {
            "transcript_id": transcript_id, "id": line.id, "position": position, "speaker_id": line.speaker_id,
            "start": line.start, "end": line.end, "text": line.text, "overlap": line.overlap, "doubt": line.doubt,
            "words": [_row_of(word) for word in line.words],
        }
        for position, line in enumerate(transcript.lines)
    ]  # fmt: skip
    if speakers:
        await session.execute(insert(SpeakerRow), speakers)
    if utterances:
        await session.execute(insert(UtteranceRow), utterances)


def _row_of(word: Word) -> list[Any]:
    fields = [
        word.start, word.end, word.text, word.probability, word.language, word.sureness, list(word.marks),
        word.second_speaker_id,
    ]  # fmt: skip
    usual: list[Any] = [None, 1.0, [], None]
    while usual and fields[-1] == usual[-1]:
        del fields[-1], usual[-1]
    return fields


def _word_of(fields: Sequence[Any]) -> Word:
    start, end, text, probability, *unusual = fields
    if len(unusual) > 2:
        unusual[2] = tuple(unusual[2])
    return Word(start, end, text, probability, *unusual)


async def revisions(session: AsyncSession, meeting_id: str) -> Sequence[TranscriptRow]:
    """A meeting's revisions, newest first."""
    query = select(TranscriptRow).where(TranscriptRow.meeting_id == meeting_id).order_by(TranscriptRow.revision.desc())
    return (await session.scalars(query)).all()


async def row(session: AsyncSession, meeting_id: str, revision: int | None = None) -> TranscriptRow:
    """A revision's row, the newest where none is named. Raises `transcript_not_found`."""
    query = select(TranscriptRow).where(TranscriptRow.meeting_id == meeting_id).order_by(TranscriptRow.revision.desc())
    if revision is not None:
        query = query.where(TranscriptRow.revision == revision)
    found: TranscriptRow | None = await session.scalar(query.limit(1))
    if found is None:
        raise ScribeError("transcript_not_found")
    return found


async def read(session: AsyncSession, head: TranscriptRow, title: str) -> Transcript:
    """A revision as the machine made it, in two queries whatever its length.

    Words are made in a thread: those of four hours take a good part of a second, in which whoever serves others could not.
    """
    speakers = await read_speakers(session, [head.id])
    utterance = UtteranceRow.__table__.c
    lines = await session.execute(
        select(
            utterance.id,
            utterance.speaker_id,
            utterance.start,
            utterance.end,
            cast(utterance.words, Text),  # to be read in the thread
            utterance.overlap,
            utterance.doubt,
        )
        .where(utterance.transcript_id == head.id)
        .order_by(utterance.position)
    )
    return Transcript(
        meeting_id=head.meeting_id,
        title=title,
        revision=head.revision,
        language=head.language,
        seconds=head.seconds,
        speakers=speakers.get(head.id, ()),
        lines=await asyncio.to_thread(_lines_of, lines.all()),
        warnings=tuple(head.warnings),
        withheld=head.withheld,
    )


def _lines_of(rows: Iterable[Any]) -> tuple[Line, ...]:
    return tuple(
        Line(id_, speaker_id, start, end, tuple(map(_word_of, json.loads(words))), overlap, doubt)
        for id_, speaker_id, start, end, words, overlap, doubt in rows
    )


async def read_speakers(session: AsyncSession, transcript_ids: Sequence[str]) -> dict[str, tuple[Speaker, ...]]:
    """The speakers of these revisions as the machine heard them, by revision.

    A speaker whose voice it knew for sure bears the name that the person has now.
    """
    rows = await session.execute(
        select(SpeakerRow.transcript_id, SpeakerRow.id, SpeakerRow.number, Person.name, Person.id)
        .join(TranscriptRow, TranscriptRow.id == SpeakerRow.transcript_id)
        .outerjoin(
            IdentityRow,
            and_(
                IdentityRow.meeting_id == TranscriptRow.meeting_id,
                IdentityRow.speaker_id == SpeakerRow.id,
                IdentityRow.sure,
            ),
        )
        .outerjoin(Person, Person.id == IdentityRow.person_id)
        .where(SpeakerRow.transcript_id.in_(transcript_ids))
        .order_by(SpeakerRow.number)
    )
    found: dict[str, list[Speaker]] = {}
    for transcript_id, id_, number, name, person_id in rows:
        speaker = Speaker(id_, number, name, NamedBy.VOICE if name else None, person_id)
        found.setdefault(transcript_id, []).append(speaker)
    return {transcript_id: tuple(speakers) for transcript_id, speakers in found.items()}
