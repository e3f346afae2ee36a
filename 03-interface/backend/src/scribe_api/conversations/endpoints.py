"""Conversations over HTTP."""

from collections.abc import AsyncIterable, AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response, status
from fastapi.sse import EventSourceResponse, ServerSentEvent

from scribe_api.conversations import cursor as cursors
from scribe_api.conversations import reading, service
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
from scribe_api.meetings.schemas import Blank
from scribe_core.database import conversations

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


async def _answering(
    conversation_id: str, new: NewQuestion, asking: Asking, parts: TheParts, language: Reader
) -> AsyncIterator[AsyncIterator[Step]]:
    async with service.answering(parts, asking.user.id, conversation_id, new, language) as steps:
        yield steps


@router.post(
    "/{conversation_id:id}/messages",
    response_class=EventSourceResponse,
    responses=answers(
        "conversation_not_found", "conversation_busy", "conversation_full", "question_empty", "question_too_long", "csrf_invalid"
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
