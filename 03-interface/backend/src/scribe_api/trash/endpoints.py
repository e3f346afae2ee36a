"""The trash over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response, status

from scribe_api.dependencies import Asking, Reader, Reading, TheMeasures, TheParts, Writing
from scribe_api.error_responses import answers
from scribe_api.meetings import service as meetings
from scribe_api.meetings.schemas import Chosen, SeveralMeetings
from scribe_api.trash import service
from scribe_api.trash.schemas import TrashPage
from scribe_core.database import trash
from scribe_core.domain.run import Status

router = APIRouter(tags=["trash"], responses=answers("session_invalid"))

_CHANGES = answers("csrf_invalid")


@router.get("/trash", responses=answers("request_invalid"))
async def list_trash(
    asking: Asking,
    session: Reading,
    parts: TheParts,
    language: Reader,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=2000, description="`next_cursor` of the page before.")] = "",
) -> TrashPage:
    """My meetings that lie in the trash, page by page."""
    page = await meetings.page(
        session, asking.user.id, language, in_trash=True, sort="-trashed_at", limit=limit, after=cursor
    )
    return TrashPage(
        items=page.items,
        next_cursor=page.next_cursor,
        total=page.total,
        recordings_bytes=await trash.recordings_bytes(session, asking.user.id),
        days=parts.settings.trash_days,
    )


@router.delete("/trash", status_code=status.HTTP_204_NO_CONTENT, responses=_CHANGES)
async def empty_trash(asking: Asking, parts: TheParts) -> Response:
    """Delete for good whatever lies in my trash."""
    await service.empty(parts, asking.user.id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post("/meetings/trash", responses=_CHANGES)
async def trash_meetings(several: SeveralMeetings, asking: Asking, session: Writing, measures: TheMeasures) -> Chosen:
    """Put meetings into the trash: they leave lists and searches, and what works on them stops.

    They can be restored until they are deleted for good, by hand or after some days. The answer names those that went there;
    what is there already, or is no meeting of mine, is passed over.
    """
    moved, stopped = await trash.put(session, asking.user.id, several.meetings)
    for run in stopped:
        if run.status == Status.CANCELLED:  # else its worker will see it end
            measures.ends.note(run.kind, run.status, None)
    return Chosen(meetings=list(moved))


@router.post("/meetings/restore", responses=_CHANGES)
async def restore_meetings(several: SeveralMeetings, asking: Asking, parts: TheParts) -> Chosen:
    """Take meetings out of the trash. A transcription that the trash had stopped goes on.

    The answer names those that came back; what is not there, or is no meeting of mine, is passed over.
    """
    async with parts.database.session() as session:
        back, waiting = await trash.take_back(session, asking.user.id, several.meetings)
    for run in waiting:
        await parts.ring(run.id)
    return Chosen(meetings=list(back))
