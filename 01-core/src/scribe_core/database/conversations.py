"""Conversations with meetings: questions, their answers, and what these cite. Every query here asks for the owner first.

What was said stands in none of these rows: a citation names utterances, and their words are read where they are shown (`cited_words.py`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Float,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database.base import Base, Id, leave_no_trace, new_id, now, now_plus
from scribe_core.database.meetings import Meeting
from scribe_core.database.users import User
from scribe_core.domain.conversations import (
    LONGEST_MODEL,
    LONGEST_TITLE,
    MOST_MEETINGS,
    MOST_MESSAGES,
    Answer,
    AnswerStatus,
    Sentence,
)
from scribe_core.domain.recording_name import shown_line
from scribe_core.errors import ScribeError
from scribe_core.search.terms import tokens

LEASE_SECONDS = 30.0
"""For how long a question holds its conversation unless it says that it still does: a process that was killed lets go of it so soon."""

MOST_AT_ONCE = 6
"""Questions of an account that are answered at the same time. Each holds a connection for as long as a model writes, which others ask too."""

INTERRUPTED = "answer_interrupted"
"""What a question is told that nobody answered to the end."""

Cursor = tuple[datetime, str]
"""Where a page ended: when the conversation was last asked something, and its id."""


class Conversation(Base):
    """A conversation about some meetings (`conversation_meetings`) or, `everything`, all of its owner's.

    `asking_id` is the message that is being answered, as long as `asking_until` lies ahead.
    """

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_owner_id_asked_at", "owner_id", "asked_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    owner_id: Mapped[str] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE), default="")
    everything: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(default=now())
    updated_at: Mapped[datetime] = mapped_column(default=now())
    asked_at: Mapped[datetime] = mapped_column(default=now())
    asking_id: Mapped[str | None] = mapped_column(Id)
    asking_until: Mapped[datetime | None]


class ConversationMeeting(Base):
    """A meeting that a conversation is about."""

    __tablename__ = "conversation_meetings"

    conversation_id: Mapped[str] = mapped_column(
        Id, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    meeting_id: Mapped[str] = mapped_column(
        Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class MessageRow(Base):
    """A question and what came of it. `searched` is what was looked for: the question, made whole by those before it.

    `sentences` is a list of `{"text", "citations"}`, `listed` are ids of items of minutes.
    """

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("conversation_id", "position"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(Id, ForeignKey("conversations.id", ondelete="CASCADE"))
    position: Mapped[int]
    question: Mapped[str] = mapped_column(Text)
    searched: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(default=now())
    status: Mapped[str] = mapped_column(String(16))
    sentences: Mapped[list[Any]]
    listed: Mapped[list[str]]
    model: Mapped[str | None] = mapped_column(String(LONGEST_MODEL))
    code: Mapped[str | None] = mapped_column(String(64))

    def as_sentences(self) -> list[Sentence]:
        """The answer's sentences."""
        return [Sentence(one["text"], tuple(one["citations"])) for one in self.sentences]


class MessageCitation(Base):
    """What an answer cites under a number. Of a meeting that was deleted nothing is left but that."""

    __tablename__ = "message_citations"

    message_id: Mapped[str] = mapped_column(Id, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[str | None] = mapped_column(Id, ForeignKey("meetings.id", ondelete="SET NULL"), index=True)
    utterance_ids: Mapped[list[str]]
    start: Mapped[float] = mapped_column(Float)
    end: Mapped[float] = mapped_column(Float)


@dataclass(frozen=True, slots=True)
class Scope:
    """The meetings that a conversation is about, by id with their titles; None are all of its owner's."""

    titles: Mapping[str, str] | None

    @property
    def meeting_ids(self) -> list[str] | None:
        """Their ids."""
        return None if self.titles is None else [*self.titles]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was taken: its message, what the conversation is about, and the questions before it as they were searched for."""

    message_id: str
    conversation_id: str
    scope: Scope
    before: Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """Conversations in order, each with how many messages it has. `next_cursor` asks for those behind them; None on the last page."""

    entries: Sequence[tuple[Conversation, int]]
    next_cursor: Cursor | None


# -- conversations


async def begin(session: AsyncSession, owner_id: str, meeting_ids: Collection[str] | None) -> Conversation:
    """A new conversation about these meetings, or (None) all. Raises `meeting_not_found` for one that is another's or in the trash."""
    row = Conversation(id=new_id(), owner_id=owner_id, everything=meeting_ids is None)
    session.add(row)
    await session.flush()
    if meeting_ids is not None:
        wanted = sorted(set(meeting_ids))
        mine = select(Meeting.id).where(
            Meeting.id.in_(wanted[: MOST_MEETINGS + 1]), Meeting.owner_id == owner_id, Meeting.trashed_at.is_(None)
        )
        if len((await session.scalars(mine)).all()) != len(wanted):
            raise ScribeError("meeting_not_found")
        await session.execute(
            insert(ConversationMeeting), [{"conversation_id": row.id, "meeting_id": one} for one in wanted]
        )
    await session.refresh(row)
    return row


async def owned(session: AsyncSession, owner_id: str, conversation_id: str) -> Conversation:
    """The conversation, if it is that person's. Raises `conversation_not_found` for another's as for none."""
    found: Conversation | None = await session.scalar(
        select(Conversation).where(Conversation.id == conversation_id, Conversation.owner_id == owner_id)
    )
    if found is None:
        raise ScribeError("conversation_not_found")
    return found


async def page(
    session: AsyncSession, owner_id: str, *, meeting_id: str | None = None, limit: int, after: Cursor | None = None
) -> Page:
    """A page of somebody's conversations, the last asked first: all, or those about that one meeting and no other."""
    counted = select(func.count()).where(MessageRow.conversation_id == Conversation.id, _answered()).scalar_subquery()
    query = select(Conversation, counted).where(Conversation.owner_id == owner_id)
    if meeting_id is not None:
        about = select(ConversationMeeting.meeting_id).where(ConversationMeeting.conversation_id == Conversation.id)
        query = query.where(
            Conversation.id.in_(
                select(ConversationMeeting.conversation_id).where(ConversationMeeting.meeting_id == meeting_id)
            ),
            ~about.where(ConversationMeeting.meeting_id != meeting_id).exists(),
        )
    if after is not None:
        asked_at, last = after
        before = or_(Conversation.asked_at < asked_at, Conversation.id < last)
        query = query.where(Conversation.asked_at <= asked_at, before)
    query = query.order_by(Conversation.asked_at.desc(), Conversation.id.desc()).limit(limit + 1)
    rows = [(row[0], row[1]) for row in await session.execute(query)]
    last_row = rows[limit - 1][0] if len(rows) > limit else None
    return Page(rows[:limit], (last_row.asked_at, last_row.id) if last_row else None)


async def ids(session: AsyncSession, owner_id: str) -> Sequence[str]:
    """The ids of all of somebody's conversations, the oldest first."""
    mine = select(Conversation.id).where(Conversation.owner_id == owner_id)
    return (await session.scalars(mine.order_by(Conversation.created_at, Conversation.id))).all()


def _answered() -> Any:
    """Whether a message is not the one that is being answered."""
    return or_(
        Conversation.asking_id.is_(None), Conversation.asking_until <= now(), MessageRow.id != Conversation.asking_id
    )


async def scopes(session: AsyncSession, owner_id: str, rows: Sequence[Conversation]) -> dict[str, Scope]:
    """What these conversations are about, by id; what is in the trash is left out. The newest meeting comes first."""
    some = [row.id for row in rows if not row.everything]
    query = (
        select(ConversationMeeting.conversation_id, Meeting.id, Meeting.title)
        .join(Meeting, Meeting.id == ConversationMeeting.meeting_id)
        .where(
            ConversationMeeting.conversation_id.in_(some), Meeting.owner_id == owner_id, Meeting.trashed_at.is_(None)
        )
        .order_by(Meeting.held_at.desc(), Meeting.id)
    )
    titles: dict[str, dict[str, str]] = {one: {} for one in some}
    for conversation_id, meeting_id, title in await session.execute(query):
        titles[conversation_id][meeting_id] = title
    return {row.id: Scope(None if row.everything else titles[row.id]) for row in rows}


async def messages(session: AsyncSession, row: Conversation) -> Sequence[MessageRow]:
    """The questions of a conversation in order, but for one that is being answered."""
    query = (
        select(MessageRow)
        .join(Conversation, Conversation.id == MessageRow.conversation_id)
        .where(MessageRow.conversation_id == row.id, _answered())
    )
    return (await session.scalars(query.order_by(MessageRow.position))).all()


async def citations(session: AsyncSession, message_ids: Collection[str]) -> dict[str, list[MessageCitation]]:
    """What these answers cite, by message, in order."""
    query = select(MessageCitation).where(MessageCitation.message_id.in_(message_ids)).order_by(MessageCitation.number)
    found: dict[str, list[MessageCitation]] = {one: [] for one in message_ids}
    for row in await session.scalars(query):
        found[row.message_id].append(row)
    return found


async def rename(session: AsyncSession, owner_id: str, conversation_id: str, title: str) -> Conversation:
    """Call it so. Raises `conversation_not_found`."""
    row = await owned(session, owner_id, conversation_id)
    row.title, row.updated_at = title, now()
    await session.flush()
    await session.refresh(row)
    return row


async def remove(session: AsyncSession, owner_id: str, conversation_id: str) -> None:
    """Delete it with its questions and answers; one that is being written is given up. Raises `conversation_not_found`."""
    row = await owned(session, owner_id, conversation_id)
    leave_no_trace(session)
    await session.execute(
        delete(Conversation).where(Conversation.id == row.id).execution_options(synchronize_session=False)
    )


# -- asking


async def ask(session: AsyncSession, owner_id: str, conversation_id: str, question: str) -> Asked:
    """Take a question: the conversation is held until `answer` or `let_go`. Its message says that nobody answered it until somebody does.

    The same question that failed right before goes. Raises `conversation_not_found`, `conversation_busy`, `conversation_full`,
    `questions_at_once`.
    """
    message_id = new_id()
    # Locked, so that several at once do not all find the last place.
    await session.execute(select(User.id).where(User.id == owner_id).with_for_update(key_share=True))
    mine = Conversation.id == conversation_id, Conversation.owner_id == owner_id
    free = or_(Conversation.asking_until.is_(None), Conversation.asking_until <= now())
    held = update(Conversation).where(*mine, free).values(
        asking_id=message_id, asking_until=now_plus(LEASE_SECONDS), asked_at=now(), updated_at=now()
    )  # fmt: skip
    taken = await session.execute(held.execution_options(synchronize_session=False))
    row = await owned(session, owner_id, conversation_id)
    if not taken.rowcount:  # type: ignore[attr-defined]
        raise ScribeError("conversation_busy")
    under_way = Conversation.owner_id == owner_id, Conversation.asking_until > now()
    if (await session.scalar(select(func.count(Conversation.id)).where(*under_way)) or 0) > MOST_AT_ONCE:
        raise ScribeError("questions_at_once", most=MOST_AT_ONCE)
    last = await session.scalar(
        select(MessageRow).where(MessageRow.conversation_id == row.id).order_by(MessageRow.position.desc()).limit(1)
    )
    if last is not None and last.status == AnswerStatus.FAILED and last.question == question:
        await session.delete(last)
        await session.flush()
    there = (
        await session.execute(
            select(MessageRow.position, MessageRow.searched)
            .where(MessageRow.conversation_id == row.id)
            .order_by(MessageRow.position)
        )
    ).all()
    if len(there) >= MOST_MESSAGES:
        raise ScribeError("conversation_full", most=MOST_MESSAGES)
    if not row.title:
        row.title = shown_line(question, TITLE_CHARACTERS)
    session.add(
        MessageRow(
            id=message_id, conversation_id=row.id, position=there[-1].position + 1 if there else 1, question=question,
            searched=question, status=AnswerStatus.FAILED, sentences=[], listed=[], code=INTERRUPTED,
        )
    )  # fmt: skip
    await session.flush()
    scope = (await scopes(session, owner_id, [row]))[row.id]
    return Asked(message_id, row.id, scope, [one.searched for one in there])


TITLE_CHARACTERS = 80
"""Of the first question, which a conversation is called by until somebody names it."""


async def hold_on(session: AsyncSession, asked: Asked) -> bool:
    """Say that the question is still being answered; False where the conversation is gone."""
    held = update(Conversation).where(*_held(asked)).values(asking_until=now_plus(LEASE_SECONDS))
    done = await session.execute(held.execution_options(synchronize_session=False))
    return bool(done.rowcount)  # type: ignore[attr-defined]


async def answer(session: AsyncSession, owner_id: str, asked: Asked, searched: str, given: Answer) -> MessageRow:
    """Keep an answer, and let the conversation go. What cites a meeting that was deleted meanwhile is left out.

    Raises `conversation_not_found` where it was deleted, or another question took its place.
    """
    freed = update(Conversation).where(*_held(asked)).values(asking_id=None, asking_until=None, updated_at=now())
    done = await session.execute(freed.execution_options(synchronize_session=False))
    row = await session.get(MessageRow, asked.message_id)
    if not done.rowcount or row is None:  # type: ignore[attr-defined]
        raise ScribeError("conversation_not_found")
    cited = {one.meeting_id for one in given.citations}
    there = select(Meeting.id).where(Meeting.id.in_(cited), Meeting.owner_id == owner_id)
    left = set(await session.scalars(there.with_for_update(read=True, key_share=True)))
    numbers = {one.number for one in given.citations if one.meeting_id in left}
    row.searched, row.status, row.model, row.code = searched, given.status, given.model, given.code
    row.sentences = [
        {"text": one.text, "citations": [*one.citations]} for one in given.sentences if _stands(one.citations, numbers)
    ]
    row.listed = [*given.listed]
    rows = [
        {
            "message_id": row.id, "number": one.number, "meeting_id": one.meeting_id if one.meeting_id in left else None,
            "utterance_ids": [*one.utterance_ids], "start": one.start, "end": one.end,
        }
        for one in given.citations
    ]  # fmt: skip
    if rows:
        await session.execute(insert(MessageCitation), rows)
    await session.flush()
    return row


async def let_go(session: AsyncSession, asked: Asked, searched: str, code: str) -> MessageRow | None:
    """Note that a question was not answered, and why; None where its conversation is gone."""
    freed = update(Conversation).where(*_held(asked)).values(asking_id=None, asking_until=None)
    done = await session.execute(freed.execution_options(synchronize_session=False))
    row: MessageRow | None = await session.get(MessageRow, asked.message_id)
    if not done.rowcount or row is None:  # type: ignore[attr-defined]
        return None
    row.searched, row.code = searched, code
    await session.flush()
    return row


def _held(asked: Asked) -> tuple[Any, ...]:
    return Conversation.id == asked.conversation_id, Conversation.asking_id == asked.message_id


# -- what is deleted elsewhere


async def forget_meetings(session: AsyncSession, meeting_ids: Collection[str]) -> None:
    """Take out of every answer the sentences that only these meetings hold: they are about to be deleted."""
    for row, lost in await _citing(session, MessageCitation.meeting_id.in_(meeting_ids)):
        left = {one.number for one in lost if one.meeting_id and one.meeting_id not in meeting_ids}
        row.sentences = [one for one in row.sentences if _stands(one["citations"], left)]
    await session.flush()


async def forget_name(session: AsyncSession, name: str, meeting_ids: Collection[str]) -> None:
    """Take out of answers that cite these meetings the sentences that name somebody who is being erased, by all of the name or the first."""
    words = [token.folded for token in tokens(name)]
    if not words:
        return
    for row, _cited in await _citing(session, MessageCitation.meeting_id.in_(meeting_ids)):
        row.sentences = [
            one for one in row.sentences
            if not one["citations"] or words[0] not in {token.folded for token in tokens(one["text"])}
        ]  # fmt: skip
    await session.flush()


async def _citing(session: AsyncSession, condition: Any) -> list[tuple[MessageRow, list[MessageCitation]]]:
    """Answers that cite what is asked for, each with all it cites."""
    ids: Select[Any] = select(MessageCitation.message_id).where(condition).distinct()
    rows = (await session.scalars(select(MessageRow).where(MessageRow.id.in_(ids)))).all()
    cited = await citations(session, [row.id for row in rows])
    return [(row, cited[row.id]) for row in rows]


def _stands(citations: Collection[int], left: Collection[int]) -> bool:
    """Whether a sentence is still held by something: those that cite nothing never needed to."""
    return not citations or any(number in left for number in citations)
