"""Conversations over HTTP."""

from collections.abc import AsyncIterable, AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response, status
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import StreamingResponse

from scribe_api.conversations import cursor as cursors
from scribe_api.conversations import reading, service
from scribe_api.conversations.exports import MEDIA_TYPES, ConversationFormat, exported
from scribe_api.conversations.schemas import (
    AnswerOffer,
    AnswerSentence,
    Conversation,
    ConversationChange,
    ConversationPage,
    Done,
    Fault,
    Found,
    NewConversation,
    NewQuestion,
    Searching,
)
from scribe_api.conversations.service import Step
from scribe_api.dependencies import Asking, Reader, Reading, TheParts, Writing
from scribe_api.error_responses import answers
from scribe_api.exports.of_minutes import ADDRESS
from scribe_api.meetings.downloads import attachment
from scribe_api.meetings.schemas import Blank
from scribe_core.database import conversations
from scribe_core.domain.recording_name import shown_line
from scribe_core.errors import Language

router = APIRouter(prefix="/conversations", tags=["conversations"], responses=answers("session_invalid"))

_ONE = answers("conversation_not_found")

_NAMES = {Searching: "searching", Found: "citations", AnswerSentence: "sentence", Done: "done", Fault: "fault"}


@router.get("")
async def list_conversations(
    asking: Asking,
    session: Reading,
    meeting_id: Annotated[
        str | None, Blank, Query(pattern=r"^[0-9a-f]{32}$", description="Those about that meeting and no other.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=1000, description="`next_cursor` of the page before.")] = "",
) -> ConversationPage:
    """My conversations, the last asked first, page by page."""
    after = cursors.read(cursor) if cursor else None
    page = await conversations.page(session, asking.user.id, meeting_id=meeting_id, limit=limit, after=after)
    scopes = await conversations.scopes(session, asking.user.id, [row for row, _ in page.entries])
    return ConversationPage(
        items=[reading.summary(row, scopes[row.id], count) for row, count in page.entries],
        next_cursor=cursors.written(page.next_cursor) if page.next_cursor else None,
    )


@router.post("", status_code=status.HTTP_201_CREATED, responses=answers("meeting_not_found", "csrf_invalid"))
async def create_conversation(new: NewConversation, asking: Asking, session: Writing, language: Reader) -> Conversation:
    """Begin a conversation about some meetings of mine, or all."""
    row = await conversations.begin(session, asking.user.id, new.meeting_ids)
    return await reading.told(session, asking.user.id, row, language)


@router.get("/offer")
async def read_answer_offer(asking: Asking, parts: TheParts) -> AnswerOffer:  # noqa: ARG001 — only who is signed in
    """What answers are made of here."""
    return await service.offer(parts)


@router.get("/{conversation_id:id}", responses=_ONE)
async def read_conversation(conversation_id: str, asking: Asking, session: Reading, language: Reader) -> Conversation:
    """A conversation, whole."""
    row = await conversations.owned(session, asking.user.id, conversation_id)
    return await reading.told(session, asking.user.id, row, language)


@router.patch("/{conversation_id:id}", responses=_ONE | answers("csrf_invalid"))
async def change_conversation(
    conversation_id: str, change: ConversationChange, asking: Asking, session: Writing, language: Reader
) -> Conversation:
    """Name it."""
    row = await conversations.rename(session, asking.user.id, conversation_id, change.title)
    return await reading.told(session, asking.user.id, row, language)


@router.delete(
    "/{conversation_id:id}", status_code=status.HTTP_204_NO_CONTENT, responses=_ONE | answers("csrf_invalid")
)
async def remove_conversation(conversation_id: str, asking: Asking, session: Writing) -> Response:
    """Delete it with all its questions and answers."""
    await conversations.remove(session, asking.user.id, conversation_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.get(
    "/{conversation_id:id}/export",
    response_class=Response,
    responses={200: {"description": "The file.", "content": {one.split(";")[0]: {} for one in MEDIA_TYPES.values()}}, **_ONE},
)  # fmt: skip
async def export_conversation(
    conversation_id: str,
    asking: Asking,
    session: Reading,
    reader: Reader,
    format: Annotated[ConversationFormat, Query()] = ConversationFormat.MD,  # noqa: A002 — the parameter's name in the address
    language: Annotated[Language | None, Query(description="Of the words around; else the reader's.")] = None,
    address: Annotated[
        str | None,
        Query(max_length=200, pattern=ADDRESS, description="Where the web interface is, so that citations lead there."),
    ] = None,
) -> Response:
    """The conversation as a file, each citation with a link to the meeting at that second."""
    row = await conversations.owned(session, asking.user.id, conversation_id)
    shown = language or reader
    told = await reading.told(session, asking.user.id, row, shown)
    name = shown_line(told.title, 120) or "conversation"
    headers = {"Content-Disposition": attachment(f"{name}.{format}"), "Cache-Control": "no-store"}
    return StreamingResponse(exported(told, format, shown, address), headers=headers, media_type=MEDIA_TYPES[format])


async def _answering(
    conversation_id: str, new: NewQuestion, asking: Asking, parts: TheParts, language: Reader
) -> AsyncIterator[AsyncIterator[Step]]:
    async with service.answering(parts, asking.user.id, conversation_id, new, language) as steps:
        yield steps


@router.post(
    "/{conversation_id:id}/messages",
    response_class=EventSourceResponse,
    responses=answers(
        "conversation_not_found", "conversation_busy", "conversation_full", "questions_at_once", "question_empty",
        "question_too_long", "csrf_invalid",
    ),
)  # fmt: skip
async def ask(
    conversation_id: str,  # noqa: ARG001 — named here for OpenAPI; the dependency reads it
    steps: Annotated[AsyncIterator[Step], Depends(_answering)],
) -> AsyncIterable[ServerSentEvent]:
    """Ask something. The answer comes as server-sent events; whoever goes away before its end stops it.

    `event: searching` carries a `Searching`, `event: citations` a `Found`, `event: sentence` an `AnswerSentence` each time a model has
    written one that holds, `event: done` a `Done` with the message as it is kept, `event: fault` a `Fault` instead, and the message is
    kept as failed. A comment comes every 15 seconds.
    """
    async for step in steps:
        yield ServerSentEvent(event=_NAMES[type(step)], data=step)
