"""Conversations as they are told: rows, with the words that citations name as they stand now."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.conversations.schemas import (
    AnswerCitation,
    AnswerSentence,
    Conversation,
    ConversationMeeting,
    ConversationMessage,
    ConversationSummary,
)
from scribe_api.register.schemas import RegisterItem
from scribe_api.register.schemas import told as told_item
from scribe_core.database import cited_words, conversations, register
from scribe_core.database.cited_words import CitedWords
from scribe_core.database.conversations import Conversation as Row
from scribe_core.database.conversations import MessageCitation, MessageRow, Scope
from scribe_core.domain.conversations import AnswerStatus
from scribe_core.errors import Language
from scribe_core.exports.speaker_names import UNNAMED, one_line


async def told(session: AsyncSession, owner_id: str, row: Row, language: Language) -> Conversation:
    """A conversation, whole."""
    scope = (await conversations.scopes(session, owner_id, [row]))[row.id]
    rows = await conversations.messages(session, row)
    return Conversation(
        id=row.id,
        title=row.title,
        created_at=row.created_at,
        updated_at=row.updated_at,
        meetings=_meetings(scope),
        messages=await told_messages(session, owner_id, rows, language),
    )


def summary(row: Row, scope: Scope, count: int) -> ConversationSummary:
    """A conversation without its questions."""
    return ConversationSummary(
        id=row.id,
        title=row.title,
        created_at=row.created_at,
        updated_at=row.updated_at,
        meetings=_meetings(scope),
        message_count=count,
    )


def _meetings(scope: Scope) -> list[ConversationMeeting] | None:
    if scope.titles is None:
        return None
    return [ConversationMeeting(id=one, title=title) for one, title in scope.titles.items()]


async def told_messages(
    session: AsyncSession, owner_id: str, rows: Sequence[MessageRow], language: Language
) -> list[ConversationMessage]:
    """Questions with what came of them. What cites only meetings that are gone, or in the trash, is withheld."""
    cited = await conversations.citations(session, [row.id for row in rows])
    said = await cited_words.read(session, owner_id, [one for some in cited.values() for one in some])
    items = await _items(session, owner_id, rows)
    return [
        ConversationMessage(
            id=row.id,
            position=row.position,
            question=row.question,
            asked_at=row.asked_at,
            status=AnswerStatus(row.status),
            sentences=[
                AnswerSentence(text=one.text, citations=[*one.citations])
                for one in row.as_sentences()
                if not one.citations or any((row.id, number) in said for number in one.citations)
            ],
            citations=[told_citation(one, said.get((row.id, one.number)), language) for one in cited[row.id]],
            listed=[items[one] for one in row.listed if one in items],
            model=row.model,
            code=row.code,
        )
        for row in rows
    ]


async def _items(session: AsyncSession, owner_id: str, rows: Sequence[MessageRow]) -> Mapping[str, RegisterItem]:
    ids = {one for row in rows for one in row.listed}
    return {one.item.id: told_item(one) for one in await register.entries(session, owner_id, ids)}


def told_citation(row: MessageCitation, said: CitedWords | None, language: Language) -> AnswerCitation:
    """A citation with the words that stand there; without any where its meeting is gone."""
    times = {"start_ms": round(row.start * 1000), "end_ms": round(row.end * 1000)}
    if said is None:
        return AnswerCitation(
            number=row.number, meeting_id=None, meeting_title=None, recorded_on=None, imported=False, utterance_ids=[],
            speaker=None, text=None, **times,
        )  # fmt: skip
    return AnswerCitation(
        number=row.number,
        meeting_id=row.meeting_id,
        meeting_title=said.title,
        recorded_on=said.held_at.date(),
        imported=said.imported,
        utterance_ids=row.utterance_ids,
        speaker=speaker_label(said.speaker_name, said.speaker_number, language),
        text=said.text,
        **times,
    )


def speaker_label(name: str | None, number: int | None, language: Language) -> str | None:
    """What a speaker is called; None where nobody knows which one it is."""
    if name:
        return one_line(name)
    return UNNAMED[language].format(number=number) if number is not None else None
