"""Searches over HTTP."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from scribe_api.dependencies import Asking, Reading, TheParts
from scribe_api.error_responses import answers
from scribe_api.meetings.schemas import Blank
from scribe_api.search import service
from scribe_api.search.schemas import SearchPage, SpeakerName, SpeakerNames
from scribe_api.wire import Moment
from scribe_core.database import passages
from scribe_core.database.passages import Filters
from scribe_core.search.question import LONGEST, asked
from scribe_core.search.retrieval import Order

router = APIRouter(prefix="/search", tags=["search"], responses=answers("session_invalid", "request_invalid"))

By = Literal["words", "meaning"]

MOST_NAMES = 50

MeetingId = Annotated[str | None, Blank, Query(pattern=r"^[0-9a-f]{32}$", description="Only in this meeting.")]
Since = Annotated[Moment | None, Blank, Query(description="In meetings held then or later.")]
Until = Annotated[Moment | None, Blank, Query(description="In meetings held before.")]


@router.get("", responses=answers("meaning_absent", "embedder_unavailable", "vectors_unavailable"))
async def search(
    asking: Asking,
    session: Reading,
    parts: TheParts,
    q: Annotated[
        str,
        Query(
            max_length=LONGEST,
            description='Words that must all be said, in any case and inflection, with accents or without; "words in quotation'
            ' marks" one after the other as they are. There is no other syntax. By meaning: a question or a subject, in any language'
            " that the model knows; its first 600 characters count.",
        ),
    ],
    by: Annotated[
        By,
        Query(
            description="`words`: passages that have them. `meaning`: the passages nearest to what is asked, in whatever words, the"
            " nearest first; there are always some."
        ),
    ] = "words",
    meeting: MeetingId = None,
    speaker: Annotated[str, Query(max_length=200, description="Part of the speaker's name, as it is typed.")] = "",
    tag: Annotated[str, Query(max_length=200, description="A tag of the meeting, in any case.")] = "",
    since: Since = None,
    until: Until = None,
    unfinished: Annotated[
        bool, Query(description="The last word may still be being typed: what begins so counts.")
    ] = False,
    sort: Annotated[
        Order, Query(description="The meeting of the best passage first, or the newest or oldest meeting.")
    ] = "best",
    per_meeting: Annotated[int, Query(ge=1, le=500, description="Passages of one meeting that are told.")] = 5,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
    cursor: Annotated[str, Query(max_length=2000, description="`next_cursor` of the page before.")] = "",
) -> SearchPage:
    """Passages of my meetings in which something was said, but for the trash: some of each meeting, the best first."""
    filters = Filters(meeting_id=meeting, speaker=speaker.strip(), tag=tag.strip(), since=since, until=until)
    question = asked(q, unfinished=unfinished)
    if by == "meaning":
        return await service.page_by_meaning(
            session,
            parts,
            asking.user.id,
            q,
            question,
            filters,
            order=sort,
            per_meeting=per_meeting,
            limit=limit,
            after=cursor,
        )
    return await service.page(
        session, asking.user.id, question, filters, order=sort, per_meeting=per_meeting, limit=limit, after=cursor
    )


@router.get("/speakers")
async def list_speaker_names(
    asking: Asking,
    session: Reading,
    q: Annotated[str, Query(max_length=200, description="Part of the name.")] = "",
) -> SpeakerNames:
    """Names that somebody speaks under in my meetings, fifty at most."""
    found = await passages.speaker_names(session, asking.user.id, q.strip(), MOST_NAMES)
    return SpeakerNames(items=[SpeakerName(name=name, meetings=count) for name, count in found])
