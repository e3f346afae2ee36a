"""The queue over HTTP. To put one's own runs in order is to change the run (`runs/endpoints.py`)."""

from typing import Annotated

from fastapi import APIRouter, Query, Response, status

from scribe_api.dependencies import Administrating, Asking, Reading, TheParts, Writing
from scribe_api.error_responses import answers
from scribe_api.queue.schemas import Queue, QueueChange, told_queue
from scribe_core.database import line
from scribe_core.domain.account import Role
from scribe_core.errors import ScribeError

router = APIRouter(prefix="/queue", tags=["runs"], responses=answers("session_invalid"))


@router.get("", responses=answers("forbidden"))
async def read_queue(
    asking: Asking,
    parts: TheParts,
    session: Reading,
    everybody: Annotated[
        bool, Query(description="Everybody's runs, for administrators; of others' meetings nothing is told.")
    ] = False,
) -> Queue:
    """My runs that work or wait, with their places in line and when they may begin and end; how many there are in all.

    Of those that wait, 200 at most are listed, and times are told of the first 500 in line.
    """
    if everybody and asking.user.role != Role.ADMINISTRATOR:
        raise ScribeError("forbidden")
    pace = await parts.pace.known(session)
    found = await line.look(session, None if everybody else asking.user.id, pace)
    return told_queue(found, asking.user.id, everybody=everybody)


@router.patch(
    "/{run_id:id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=answers("run_not_found", "run_begun", "run_finished", "priority_invalid", "forbidden", "csrf_invalid"),
)
async def change_queue(run_id: str, change: QueueChange, administrating: Administrating, session: Writing) -> Response:
    """Have anybody's run that waits come before all of a higher priority, or after all of a lower one: for administrators."""
    await line.prioritise(session, administrating.user, run_id, change.priority)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
