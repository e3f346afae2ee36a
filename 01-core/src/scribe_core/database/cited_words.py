"""What citations say today: the words that stand there now, and the name that who says them has now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database.conversations import MessageCitation
from scribe_core.database.meetings import Meeting
from scribe_core.database.passages import PassageRow, PassageSpeaker
from scribe_core.domain.transcript_kind import TRANSCRIPT_TYPES

PLACES_AT_ONCE = 100
"""Places that one query looks at."""


@dataclass(frozen=True, slots=True)
class CitedWords:
    """A citation as it is read now. `text` is None where its words are not, or not yet, in the index of passages.

    There is no sound of what was `imported`.
    """

    title: str
    held_at: datetime
    imported: bool
    speaker_name: str | None
    speaker_number: int | None
    text: str | None


@dataclass(frozen=True, slots=True)
class _Said:
    utterance_ids: frozenset[str]
    start: float
    end: float
    text: str
    name: str | None
    number: int | None


Key = tuple[str, int]
"""A message's id, and the number of one of its citations."""


async def read(session: AsyncSession, owner_id: str, cited: Sequence[MessageCitation]) -> Mapping[Key, CitedWords]:
    """What somebody's citations say; those of meetings that are gone or in the trash are left out."""
    ids = {one.meeting_id for one in cited if one.meeting_id}
    mine = Meeting.id.in_(ids), Meeting.owner_id == owner_id, Meeting.trashed_at.is_(None)
    meetings = {
        row.id: row
        for row in await session.execute(
            select(Meeting.id, Meeting.title, Meeting.held_at, Meeting.media_type).where(*mine)
        )
    }
    living = [one for one in cited if one.meeting_id in meetings]
    said = await _said(session, owner_id, living)
    found = {}
    for one in living:
        assert one.meeting_id is not None
        row = meetings[one.meeting_id]
        wanted = set(one.utterance_ids)
        there = [
            part for part in said.get(one.meeting_id, ())
            if not wanted.isdisjoint(part.utterance_ids) and part.start < one.end and part.end > one.start
        ]  # fmt: skip
        first = there[0] if there else None
        found[one.message_id, one.number] = CitedWords(
            title=row.title,
            held_at=row.held_at,
            imported=row.media_type in TRANSCRIPT_TYPES,
            speaker_name=first.name if first else None,
            speaker_number=first.number if first else None,
            text=" ".join(part.text for part in there) if there else None,
        )
    return found


async def _said(session: AsyncSession, owner_id: str, cited: Sequence[MessageCitation]) -> dict[str, list[_Said]]:
    """The passages that touch these places, by meeting, in the order they were said."""
    query = (
        select(
            PassageRow.id, PassageRow.meeting_id, PassageRow.utterance_ids, PassageRow.start, PassageRow.end,
            PassageRow.text, PassageSpeaker.name, PassageSpeaker.number,
        )
        .outerjoin(
            PassageSpeaker,
            and_(PassageSpeaker.meeting_id == PassageRow.meeting_id, PassageSpeaker.speaker_id == PassageRow.speaker_id),
        )
        .where(PassageRow.owner_id == owner_id)
    )  # fmt: skip
    places = sorted({(one.meeting_id, one.start, one.end) for one in cited if one.meeting_id})
    seen: dict[str, dict[int, _Said]] = {}
    for first in range(0, len(places), PLACES_AT_ONCE):
        touching = or_(
            *(
                and_(PassageRow.meeting_id == meeting_id, PassageRow.start < end, PassageRow.end > start)
                for meeting_id, start, end in places[first : first + PLACES_AT_ONCE]
            )
        )
        for row in await session.execute(query.where(touching)):
            part = _Said(frozenset(row.utterance_ids), row.start, row.end, row.text, row.name, row.number)
            seen.setdefault(row.meeting_id, {})[row.id] = part
    return {
        meeting_id: sorted(parts.values(), key=lambda part: (part.start, part.end))
        for meeting_id, parts in seen.items()
    }
