"""Searching: a question and its filters, and a page of passages with what was hit in each."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import anyio.to_thread
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.dependencies import Parts
from scribe_api.search.schemas import FoundMeeting, Passage, PassageSpeaker, Range, SearchPage
from scribe_core.database import search_marks
from scribe_core.database.meetings import Meeting
from scribe_core.database.passages import Filters, Shown
from scribe_core.errors import ScribeError
from scribe_core.search import retrieval
from scribe_core.search.question import Question, groups
from scribe_core.search.retrieval import MOST_HITS, Found, Order

LONGEST_CURSOR = 200


async def page(
    session: AsyncSession,
    owner_id: str,
    question: Question,
    filters: Filters,
    *,
    order: Order,
    per_meeting: int,
    limit: int,
    after: str,
) -> SearchPage:
    """A page of somebody's passages. Raises `request_invalid` for a cursor that is not of this search."""
    asked = _fingerprint(question, filters, order, per_meeting)
    start = _read_cursor(asked, after) if after else 0
    found = await retrieval.search(
        session, owner_id, question, filters, order=order, per_meeting=per_meeting, limit=limit, start=start
    )
    return await _told_page(
        session, owner_id, question, found, asked, await search_marks.count_behind(session, owner_id)
    )


async def page_by_meaning(
    session: AsyncSession,
    parts: Parts,
    owner_id: str,
    text: str,
    question: Question,
    filters: Filters,
    *,
    order: Order,
    per_meeting: int,
    limit: int,
    after: str,
) -> SearchPage:
    """A page of somebody's passages nearest to what is asked; `question` are its words, which are marked where they stand.

    Raises `meaning_absent`, `embedder_unavailable`, what the index raises, and `request_invalid` for a cursor that is not of this search.
    """
    if parts.vectors is None or parts.embedder is None:
        raise ScribeError("meaning_absent")
    asked = _fingerprint(question, filters, order, per_meeting, text)
    start = _read_cursor(asked, after) if after else 0
    found = retrieval.NOTHING
    if text.strip():
        vector = await parts.embedder.question(text.strip())
        found = await retrieval.search_by_meaning(
            session,
            parts.vectors,
            owner_id,
            vector,
            filters,
            order=order,
            per_meeting=per_meeting,
            limit=limit,
            start=start,
        )
    behind = await search_marks.count_unembedded(session, owner_id)
    return await _told_page(session, owner_id, replace(question, passed_over=()), found, asked, behind)


async def _told_page(
    session: AsyncSession, owner_id: str, question: Question, found: Found, asked: str, behind: int
) -> SearchPage:
    named = select(Meeting).where(Meeting.id.in_(found.by_meeting), Meeting.owner_id == owner_id)
    meetings = {meeting.id: meeting for meeting in await session.scalars(named)}
    return SearchPage(
        # In a thread: people may have made long passages of theirs, and others wait for an answer.
        passages=await anyio.to_thread.run_sync(_all_told, found.passages, question),
        meetings=[
            FoundMeeting(
                id=one,
                title=row.title,
                held_at=row.held_at,
                duration=row.duration,
                imported=row.imported,
                passages=count,
            )
            for one, count in found.by_meeting.items()
            if (row := meetings.get(one)) is not None
        ],
        words=[one.shown for one in question.wanted],
        passed_over=list(question.passed_over),
        total=found.total,
        total_meetings=found.meetings,
        total_is_least=found.more_than_counted,
        indexing=behind,
        next_cursor=_written_cursor(asked, found.following) if found.following is not None else None,
    )


def _all_told(passages: Sequence[Shown], question: Question) -> list[Passage]:
    return [_told(passage, question) for passage in passages]


def _told(passage: Shown, question: Question) -> Passage:
    speaker = None
    if passage.speaker_number is not None:
        speaker = PassageSpeaker(id=passage.speaker_id, number=passage.speaker_number, name=passage.speaker_name)
    return Passage(
        id=passage.id,
        meeting_id=passage.meeting_id,
        utterance_ids=passage.utterance_ids,
        speaker=speaker,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        hits=[Range(start=start, end=end) for start, end in question.hits(passage.text)],
    )


def _fingerprint(question: Question, filters: Filters, order: Order, per_meeting: int, meant: str = "") -> str:
    """The same for the same search, in every process: another one may be asked for the next page."""
    asked: list[Any] = [repr(groups(question)), {name: str(value) for name, value in asdict(filters).items()}]
    if meant:
        asked.append(meant)
    return hashlib.sha256(json.dumps([*asked, order, per_meeting]).encode()).hexdigest()[:12]


def _written_cursor(asked: str, start: int) -> str:
    return base64.urlsafe_b64encode(f"{asked} {start}".encode()).decode().rstrip("=")


def _read_cursor(asked: str, text: str) -> int:
    try:
        if len(text) > LONGEST_CURSOR:
            raise ValueError
        kept, start = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode().split(" ")
        if kept != asked or not 0 < int(start) <= MOST_HITS:
            raise ValueError
        return int(start)
    except ValueError as error:
        raise ScribeError("request_invalid", reason="cursor") from error
