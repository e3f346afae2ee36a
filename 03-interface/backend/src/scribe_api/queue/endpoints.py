"""The queue over HTTP. To put one's own runs in order is to change the run (`runs/endpoints.py`)."""

from typing import Annotated

from fastapi import APIRouter, Query, Response, status

from scribe_api.dependencies import Administrating, Asking, Reader, Reading, TheMeasures, TheParts, Writing
from scribe_api.error_responses import answers
from scribe_api.queue.schemas import Queue, QueueChange, told_queue
from scribe_core.database import line
from scribe_core.domain.account import Role
from scribe_core.domain.run import Status
from scribe_core.errors import ScribeError

router = APIRouter(prefix="/queue", tags=["runs"], responses=answers("session_invalid"))

_ANYBODYS = answers("run_not_found", "run_finished", "forbidden", "csrf_invalid")


@router.get("", responses=answers("forbidden"))
async def read_queue(
    asking: Asking,
    parts: TheParts,
    session: Reading,
    language: Reader,
    everybody: Annotated[
        bool, Query(description="Everybody's runs, for administrators; of others' meetings nothing is told.")
    ] = False,
) -> Queue:
    """My runs that work or wait, with their places in line, when they may begin and end, and why those that were tried wait again;
    how many there are in all.

    Of those that wait, 200 at most are listed, and times are told of the first 500 in line.
    """
    if everybody and asking.user.role != Role.ADMINISTRATOR:
        raise ScribeError("forbidden")
    pace = await parts.pace.known(session)
    found = await line.look(session, None if everybody else asking.user.id, pace)
    reasons = await line.reasons(session, asking.user.id, found)
    return told_queue(found, reasons, asking.user.id, language, everybody=everybody)


@router.patch(
    "/{run_id:id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=_ANYBODYS | answers("run_begun", "run_finished", "priority_invalid"),
)
async def change_queue(run_id: str, change: QueueChange, administrating: Administrating, session: Writing) -> Response:
    """Have anybody's run that waits come before all of a higher priority, or after all of a lower one: for administrators."""
    await line.prioritise(session, administrating.user, run_id, change.priority)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post(
    "/{run_id:id}/advance",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=_ANYBODYS | answers("run_begun", "run_finished"),
)
async def advance_run(run_id: str, administrating: Administrating, session: Writing) -> Response:
    """Have anybody's run that waits be the next of all: for administrators."""
    await line.advance(session, administrating.user, run_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post("/{run_id:id}/cancel", status_code=status.HTTP_204_NO_CONTENT, responses=_ANYBODYS)
async def cancel_anybodys_run(
    run_id: str, administrating: Administrating, session: Writing, measures: TheMeasures
) -> Response:
    """Ask anybody's run to stop: for administrators. Its owner keeps what it computed and may start it again."""
    run = await line.cancel(session, administrating.user, run_id)
    if run.status == Status.CANCELLED:  # else its worker will see it end
        measures.ends.note(run.kind, run.status, None)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
