"""JSON of conversations."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from scribe_api.register.schemas import RegisterItem
from scribe_api.wire import Asked, Id, Title, Told
from scribe_core.domain.conversations import LONGEST_QUESTION, MOST_MEETINGS, AnswerStatus
from scribe_core.errors import Language


class NewConversation(Asked):
    """What a conversation is about. It stays so."""

    meeting_ids: Annotated[list[Id], Field(min_length=1, max_length=MOST_MEETINGS)] | None = Field(
        description="Some of my meetings; null for all that I have, those that come later too."
    )


class ConversationChange(Asked):
    """What is to be changed."""

    title: Title


class NewQuestion(Asked):
    """A question."""

    question: str = Field(max_length=100_000, description=f"At most {LONGEST_QUESTION} characters.")
    language: Language | None = Field(
        None, description="That the answer's own words are to be in; null for the question's."
    )


class ConversationMeeting(Told):
    """A meeting that a conversation is about."""

    id: str
    title: str


class AnswerCitation(Told):
    """Where something was said. The words, and who says them, are those of now: corrections and names reach old answers."""

    number: int
    meeting_id: str | None = Field(description="null where the meeting was deleted, or is in the trash.")
    meeting_title: str | None
    recorded_on: date | None = Field(description="The day of the meeting, in UTC.")
    imported: bool = Field(description="There is no sound to play it from.")
    utterance_ids: list[str]
    start_ms: int
    end_ms: int
    speaker: str | None = Field(description='A name, or like "Speaker 2" in the language of `Accept-Language`.')
    text: str | None = Field(description="null with `meeting_id`, and while the words are not in the index.")


class AnswerSentence(Told):
    """A sentence of an answer."""

    text: str
    citations: list[int] = Field(description="The numbers of what holds it.")


class ConversationMessage(Told):
    """A question and what came of it.

    `answered`: a model wrote the sentences, and what each cites was seen to hold it. `passages`: the citations are the best passages,
    and the answer. `listed`: the register's items are the answer, or the first of them. `no_evidence`: nothing that was found answers it, and a sentence says
    so. `failed`: it was not answered, `code` says why; it may be asked again.
    """

    id: str
    position: int
    question: str
    asked_at: datetime
    status: AnswerStatus
    sentences: list[AnswerSentence]
    citations: list[AnswerCitation]
    listed: list[RegisterItem] = Field(description="As they are now; what is gone is left out.")
    model: str | None = Field(description="The model that wrote it.")
    code: str | None = Field(
        description="What stood in the way: of a model that did not answer, the passages are told."
    )


class ConversationSummary(Told):
    """A conversation without its questions."""

    id: str
    title: str = Field(description="The first question, shortened, until somebody names it; empty before.")
    created_at: datetime
    updated_at: datetime
    meetings: list[ConversationMeeting] | None = Field(
        description="Those that are left, without those in the trash; null for all."
    )
    message_count: int


class Conversation(Told):
    """A conversation. A question that is being answered is not in it yet."""

    id: str
    title: str
    created_at: datetime
    updated_at: datetime
    meetings: list[ConversationMeeting] | None
    messages: list[ConversationMessage]


class ConversationPage(Told):
    """A page of conversations, the last asked first."""

    items: list[ConversationSummary]
    next_cursor: str | None = Field(description="Null on the last page.")


class AnswerOffer(Told):
    """What answers are made of here."""

    model: str | None = Field(description="The model that writes them; null where answers are the best passages.")
    meaning: bool = Field(description="Whether passages are found by meaning too, and not by words alone.")


class Searching(Told):
    """`event: searching`: the question as it is searched for, made whole by those before it."""

    question: str


class Found(Told):
    """`event: citations`: the passages found. The answer cites these and no others."""

    citations: list[AnswerCitation]


class Done(Told):
    """`event: done`: the message as it is kept."""

    message: ConversationMessage


class Fault(Told):
    """`event: fault`: why there is no answer."""

    code: str
    message: str
