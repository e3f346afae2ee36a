"""What a meeting leaves behind: its topics, what was decided, who does what by when, what stays open.

Every item cites the utterances that hold it: whoever doubts it hears them. What cites nothing is no minute.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Writer(StrEnum):
    """Who wrote the minutes. An `extract` quotes what was said, by rules; a `model` of language words what rules then found said. No
    person has read either yet.
    """

    EXTRACT = "extract"
    MODEL = "model"


class ActionStatus(StrEnum):
    """How far an action is. Who writes minutes knows open ones only; people say that one is done."""

    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is to do something: a speaker of the meeting (with the speaker's id), or somebody who was only named."""

    name: str
    speaker_id: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """By when: the words that say so, and the day they mean. `day` is None where they mean none (« avant l'été »)."""

    said: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that tells much of what the meeting was about. `citations` are utterance ids, in the order they were said."""

    text: str
    speaker_id: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A stretch of the meeting about one thing, in seconds from the start of the recording, with a title of its own words."""

    title: str
    start: float
    end: float
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the meeting decided, in the words it was said in. What it refused to decide, or decided before, is none."""

    text: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody is to do. `owner` is None where nobody took it, `due` where no day was said."""

    text: str
    owner: Owner | None
    due: Due | None
    citations: tuple[str, ...]
    status: ActionStatus = ActionStatus.OPEN


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked and not answered, or put off."""

    text: str
    speaker_id: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who spoke. `name` is None where nobody named the voice yet."""

    speaker_id: str
    number: int
    name: str | None


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of one revision of a meeting's transcript."""

    meeting_id: str
    revision: int
    title: str
    held_on: date
    language: str
    writer: Writer
    participants: tuple[Participant, ...]
    summary: tuple[Statement, ...]
    topics: tuple[Topic, ...]
    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...]
    questions: tuple[Question, ...]
