"""Runs over HTTP, and their live news."""

from collections.abc import AsyncIterable, AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, status
from fastapi.sse import EventSourceResponse, ServerSentEvent

from scribe_api.dependencies import Asking, Reader, Reading, TheMeasures, TheParts, Writing
from scribe_api.error_responses import answers
from scribe_api.meetings import service
from scribe_api.meetings.schemas import Chosen, SeveralMeetings
from scribe_api.runs.feed import Listener, News
from scribe_api.runs.schemas import Deleted, NewRun, Run, RunChange, told_run
from scribe_core.database import line, meetings, runs
from scribe_core.domain.run import RunKind, Status
from scribe_core.errors import Language

router = APIRouter(tags=["runs"], responses=answers("session_invalid"))

_MEETING = answers("meeting_not_found")
_RUN = answers("run_not_found", "csrf_invalid")

RETRY_MILLISECONDS = 3000

LastEventId = Annotated[
    str,
    Header(alias="Last-Event-ID", description="Tell what happened since that event. Browsers send it by themselves."),
]


@router.get("/meetings/{meeting_id:id}/runs", responses=_MEETING)
async def list_runs(meeting_id: str, asking: Asking, session: Reading, language: Reader) -> list[Run]:
    """A meeting's transcriptions, newest first."""
    meeting = await meetings.owned(session, asking.user.id, meeting_id)
    rows = await runs.of_meeting(session, meeting.id)
    positions = await runs.queue_positions(session, rows)
    return [told_run(run, positions.get(run.id), language) for run in rows]


@router.post(
    "/meetings/{meeting_id:id}/runs",
    status_code=status.HTTP_201_CREATED,
    responses=answers(
        "meeting_not_found",
        "meeting_in_trash",
        "language_unknown",
        "run_in_progress",
        "meeting_without_sound",
        "csrf_invalid",
    ),
)
async def create_run(meeting_id: str, new: NewRun, asking: Asking, parts: TheParts, language: Reader) -> Run:
    """Work on the recording again: after a failure, or with another language or number of speakers.

    What was computed before with the same settings is used again. The revisions there are stay readable.
    """
    async with parts.database.session() as session:
        run = await service.run_again(session, asking.user.id, meeting_id, new.given(), parts.settings.speech_model)
        position = (await runs.queue_positions(session, [run])).get(run.id)
    await parts.ring(run.id)
    return told_run(run, position, language)


@router.post("/meetings/runs", responses=answers("language_unknown", "run_in_progress", "csrf_invalid"))
async def create_runs(several: SeveralMeetings, asking: Asking, parts: TheParts) -> Chosen:
    """Work on several recordings again, each with the settings it had. The answer names those that now wait.

    What is at work or waits already, lies in the trash, or is no meeting of mine is passed over.
    """
    async with parts.database.session() as session:
        started = await service.run_all_again(session, asking.user.id, several.meetings, parts.settings.speech_model)
    for run in started:
        await parts.ring(run.id)
    return Chosen(meetings=[str(run.meeting_id) for run in started])


@router.get("/runs/{run_id:id}", responses=answers("run_not_found"))
async def read_run(run_id: str, asking: Asking, session: Reading, language: Reader) -> Run:
    """A run."""
    run = await runs.owned(session, asking.user.id, run_id)
    return told_run(run, (await runs.queue_positions(session, [run])).get(run.id), language)


@router.patch(
    "/runs/{run_id:id}",
    responses=answers("run_not_found", "run_begun", "run_finished", "place_invalid", "csrf_invalid"),
)
async def change_run(run_id: str, change: RunChange, asking: Asking, session: Writing, language: Reader) -> Run:
    """Put a run that waits elsewhere among my own. Nobody else's moves."""
    run = await line.move(session, asking.user.id, run_id, change.place)
    return told_run(run, (await runs.queue_positions(session, [run])).get(run.id), language)


@router.post("/runs/{run_id:id}/cancel", responses=_RUN | answers("run_finished"))
async def cancel_run(run_id: str, asking: Asking, session: Writing, language: Reader, measures: TheMeasures) -> Run:
    """Ask a run to stop. One that waits is cancelled at once, one at work within seconds; what it computed is kept."""
    run = await runs.cancel(session, asking.user.id, run_id)
    if run.status == Status.CANCELLED:  # else its worker will see it end
        measures.ends.note(run.kind, run.status, None)
    return told_run(run, None, language)


async def _listening(asking: Asking, parts: TheParts, last_event_id: LastEventId = "") -> AsyncIterator[Listener]:
    async with parts.feed.listen(asking.user.id, asking.session_id, after=_number(last_event_id)) as listener:
        yield listener


async def _listening_to_meeting(
    meeting_id: str, asking: Asking, parts: TheParts, last_event_id: LastEventId = ""
) -> AsyncIterator[Listener]:
    after = _number(last_event_id)
    async with parts.database.reading() as session:
        await meetings.owned(session, asking.user.id, meeting_id)
    feed = parts.feed
    async with feed.listen(asking.user.id, asking.session_id, meeting_id=meeting_id, after=after) as listener:
        yield listener


@router.get("/events", response_class=EventSourceResponse, responses=answers("too_many_connections"))
async def listen(
    listener: Annotated[Listener, Depends(_listening)], language: Reader
) -> AsyncIterable[ServerSentEvent]:
    """News of all my meetings as server-sent events, until the session ends.

    `event: run` carries a transcription's `Run` as it is now, `event: identification`, `event: enrolment` and `event: minutes` those of
    other kinds, `event: meeting_deleted` a `Deleted`, and so do `event: meeting_moved` (the meeting went into the trash or came out
    of it), `event: transcript_changed` (somebody put something right) and `event: comments_changed`. The stream begins with
    every run that is active or changed within the last minute, or, with `Last-Event-ID`, since that event. A comment comes
    every 15 seconds.
    """
    async for event in _events(listener, language):
        yield event


@router.get("/meetings/{meeting_id:id}/events", response_class=EventSourceResponse, responses=_MEETING)
async def listen_to_meeting(
    meeting_id: str,  # noqa: ARG001 — named here for OpenAPI; the dependency reads it
    listener: Annotated[Listener, Depends(_listening_to_meeting)],
    language: Reader,
) -> AsyncIterable[ServerSentEvent]:
    """News of one meeting, as `/events` tells them of all. Ends when the meeting is deleted."""
    async for event in _events(listener, language):
        yield event


async def _events(listener: Listener, language: Language) -> AsyncIterator[ServerSentEvent]:
    yield ServerSentEvent(comment="listening", retry=RETRY_MILLISECONDS)
    async for news in listener.news():
        yield _told(news, language)


def _told(news: News, language: Language) -> ServerSentEvent:
    if news.run is None:
        return ServerSentEvent(event=news.kind, id=str(news.id), data=Deleted(id=str(news.meeting_id)))
    name = "run" if news.run.kind == RunKind.TRANSCRIPTION else news.run.kind
    return ServerSentEvent(event=name, id=str(news.id), data=told_run(news.run, news.position, language))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None
