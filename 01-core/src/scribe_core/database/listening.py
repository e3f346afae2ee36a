"""Where a voice can be listened to: a stretch of a meeting in which one speaks alone."""

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import appearances
from scribe_core.database.corrections import CorrectionRow
from scribe_core.database.meetings import Meeting
from scribe_core.database.transcripts import TranscriptRow, UtteranceRow
from scribe_core.database.voiceprints import VoiceprintRow
from scribe_core.domain.corrections import CorrectionKind
from scribe_core.domain.transcript import NamedBy

LONGEST = 8.0
"""Seconds of a stretch: enough to know somebody by ear."""

MOST_LOOKED_AT = 5
"""Places. Each asks for a list of utterances; whoever is heard alone in none of these will hardly be in the next."""

_WHO_SAYS_IT = (
    CorrectionKind.ASSIGN_UTTERANCE,
    CorrectionKind.SPLIT_UTTERANCE,
    CorrectionKind.MERGE_UTTERANCES,
    CorrectionKind.MOVE_WORDS,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a meeting's sound, in seconds."""

    meeting_id: str
    title: str
    start: float
    end: float


async def of_person(session: AsyncSession, owner_id: str, person_id: str, but: str) -> Stretch | None:
    """Where the account can hear that person in another meeting than `but`; None where it cannot.

    First where the voice was learnt, newest first, then where people said that it is this person. Only in meetings of the
    account itself, and only where there is sound.
    """
    learnt = (
        select(VoiceprintRow.meeting_id, VoiceprintRow.speaker_id)
        .where(VoiceprintRow.person_id == person_id, VoiceprintRow.meeting_id.is_not(None))
        .order_by(VoiceprintRow.created_at.desc(), VoiceprintRow.id)
    )
    places = [(meeting, speaker) for meeting, speaker in await session.execute(learnt) if meeting and speaker]
    places += [
        (one.meeting_id, one.speaker_id)
        for one in await appearances.of_people(session, owner_id, [person_id])
        if one.named_by is NamedBy.PEOPLE
    ]
    for meeting_id, speaker_id in places[:MOST_LOOKED_AT]:
        if meeting_id != but and (found := await alone(session, owner_id, meeting_id, speaker_id)):
            return found
    return None


async def alone(session: AsyncSession, owner_id: str, meeting_id: str, speaker_id: str) -> Stretch | None:
    """The longest that one speaker of a meeting says while nobody else speaks, cut to a few seconds."""
    head = (
        await session.execute(
            select(Meeting.title, TranscriptRow.id)
            .join(
                TranscriptRow,
                and_(TranscriptRow.meeting_id == Meeting.id, TranscriptRow.revision == Meeting.revision),
            )
            .where(Meeting.id == meeting_id, Meeting.owner_id == owner_id, Meeting.audio_key.is_not(None))
        )
    ).first()
    if head is None:
        return None
    changed = await session.execute(
        select(CorrectionRow.kind, CorrectionRow.target_id, CorrectionRow.value)
        .where(
            CorrectionRow.meeting_id == meeting_id,
            CorrectionRow.kind.in_(_WHO_SAYS_IT),
            CorrectionRow.undone_at.is_(None),
        )
        .order_by(CorrectionRow.sequence)
    )
    says: dict[str, str | None] = {}
    for kind, target_id, value in changed:
        # What was cut or joined, or gave words away, may hold somebody else's words now: it is not listened to.
        says[target_id] = (
            value if kind == CorrectionKind.ASSIGN_UTTERANCE and says.get(target_id, "") is not None else None
        )
    lines = await session.execute(
        select(UtteranceRow.id, UtteranceRow.speaker_id, UtteranceRow.start, UtteranceRow.end).where(
            UtteranceRow.transcript_id == head[1], UtteranceRow.overlap.is_(False)
        )
    )
    mine = [(start, end) for id_, speaker, start, end in lines if says.get(id_, speaker) == speaker_id]
    if not mine:
        return None
    start, end = max(mine, key=lambda span: span[1] - span[0])
    return Stretch(meeting_id, head[0], start, min(end, start + LONGEST))
