"""Questions to meetings and their answers, as they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_MEETINGS = 50
"""Meetings that a conversation may be about, where it is not about all."""

MOST_MESSAGES = 200
"""Questions of one conversation: it is read whole."""

LONGEST_QUESTION = 2000
"""Characters of a question."""

LONGEST_TITLE = 300
LONGEST_MODEL = 200
"""Characters of a model's name, which its server gives it."""


class AnswerStatus(StrEnum):
    """What came of a question."""

    ANSWERED = "answered"
    """A model wrote sentences, each of which what it cites holds."""
    PASSAGES = "passages"
    """The best passages are the answer."""
    LISTED = "listed"
    """Decisions or actions of the register are the answer."""
    NO_EVIDENCE = "no_evidence"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer, and the numbers of the citations that hold it."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """Where something was said. Its words and who says them are read from the meeting each time. Times are seconds."""

    number: int
    meeting_id: str
    utterance_ids: tuple[str, ...]
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question. `listed` are ids of the register's items; `code` says what stood in the way, if anything did."""

    status: AnswerStatus
    sentences: Sequence[Sentence] = ()
    citations: Sequence[Cited] = ()
    listed: Sequence[str] = ()
    model: str | None = None
    code: str | None = None
