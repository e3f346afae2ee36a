"""Passages that were found, with what was said right before and after, as a model is to read them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.answers.excerpts import Excerpt, Said
from scribe_core.database import passages
from scribe_core.database.meetings import Meeting
from scribe_core.database.passages import PassageRow, Shown
from scribe_core.database.transcripts import TranscriptRow
from scribe_core.domain.transcript import Speaker
from scribe_core.search.grounds import Ground

BEFORE_AND_AFTER = 2
"""Passages before and after one that was found: who it answers, and what is answered."""


async def excerpts(session: AsyncSession, owner_id: str, grounds: Sequence[Ground]) -> list[Excerpt]:
    """Somebody's passages, numbered from 1 in this order; what is gone meanwhile is left out."""
    near = {one.passage_id: await _near(session, owner_id, one) for one in grounds}
    ids = {*near, *(other for some in near.values() for other in some)}
    shown = await passages.shown(session, owner_id, ids)
    meetings = {one.meeting_id for one in grounds}
    mine = Meeting.id.in_(meetings), Meeting.owner_id == owner_id, Meeting.trashed_at.is_(None)
    about = {row.id: row for row in await session.scalars(select(Meeting).where(*mine))}
    spoken = await _languages(session, meetings)
    return [
        Excerpt(
            number,
            one.meeting_id,
            about[one.meeting_id].title,
            about[one.meeting_id].held_at.date(),
            spoken.get(one.meeting_id, ""),
            _said(shown[one.passage_id]),
            tuple(_said(shown[other]) for other in near[one.passage_id] if other in shown),
        )
        for number, one in enumerate(grounds, 1)
        if one.passage_id in shown and one.meeting_id in about
    ]


async def _near(session: AsyncSession, owner_id: str, ground: Ground) -> list[int]:
    row = PassageRow
    start = ground.start_ms / 1000
    query = select(row.id).where(
        row.meeting_id == ground.meeting_id, row.owner_id == owner_id, row.id != ground.passage_id
    )
    # Milliseconds were rounded: what begins with it is none of them.
    before = query.where(row.start < start - 0.001).order_by(row.start.desc(), row.id.desc()).limit(BEFORE_AND_AFTER)
    after = query.where(row.start > start + 0.001).order_by(row.start, row.id).limit(BEFORE_AND_AFTER)
    return [*reversed((await session.scalars(before)).all()), *(await session.scalars(after)).all()]


async def _languages(session: AsyncSession, meeting_ids: set[str]) -> dict[str, str]:
    """The language of each meeting's newest transcript."""
    rows = await session.execute(
        select(TranscriptRow.meeting_id, TranscriptRow.language)
        .where(TranscriptRow.meeting_id.in_(meeting_ids))
        .order_by(TranscriptRow.revision)
    )
    return {meeting_id: language for meeting_id, language in rows}  # noqa: C416 — the last counts


def _said(shown: Shown) -> Said:
    number = shown.speaker_number
    speaker = Speaker(shown.speaker_id, number, shown.speaker_name) if number is not None else None
    return Said(shown.id, shown.speaker_id, speaker, shown.start, shown.end, shown.text)
