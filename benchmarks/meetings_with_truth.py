"""Invented meetings with what a strict secretary would have written of them, and questions about them with their answers.

What counts as a decision, an action or an open question, how dates are meant and what the sets are for: `meetings/README.md`.
"""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

HELD_OUT = Path(__file__).parent / "meetings"
DEVELOPMENT = HELD_OUT / "development"
ASKED = DEVELOPMENT / "asked"
"""Meetings that questions alone are asked about: what they settle is not written down."""

SETTLED = DEVELOPMENT / "settled"
"""Meetings that settle in many ways, and no questions about them."""

Language = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one speaker says at a stretch; `start` and `end` are seconds from the meeting's beginning, and may overlap another's."""

    id: str
    speaker: str
    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Something the meeting settles, the utterances that settle it, and how they do."""

    id: str
    what: str
    how: Literal["vote", "agreement", "silence", "stated"]
    utterances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something to be done afterwards: `owner` is a speaker or somebody named, None where nobody is; `due` None without a day."""

    id: str
    what: str
    owner: str | None
    due: datetime.date | None
    how: Literal["first-person", "asked", "unanswered", "third-person", "passive"]
    utterances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something asked that stays without an answer until the meeting's end."""

    id: str
    what: str
    utterances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What is talked about from the utterance `first` until the next topic's."""

    what: str
    first: str


@dataclass(frozen=True, slots=True)
class NotTaken:
    """What sounds like a decision or an action and is none, with the reason."""

    id: str
    of: Literal["decision", "action"]
    kind: Literal[
        "negation", "postponed", "refused", "conditional", "past", "reversed", "hypothetical", "joke", "quote"
    ]
    utterances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """All that minutes of a meeting should hold, in the order of the meeting."""

    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...]
    questions: tuple[OpenQuestion, ...]
    topics: tuple[Topic, ...]
    not_taken: tuple[NotTaken, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with its transcript and its truth; `style` tells how the transcript looks."""

    id: str
    language: Language
    title: str
    subject: str
    date: datetime.date
    style: Literal["tidy", "informal"]
    speakers: tuple[str, ...]
    utterances: tuple[Utterance, ...]
    truth: Truth


@dataclass(frozen=True, slots=True)
class Answerable:
    """A question over all meetings, and the utterances of the one meeting that answer it."""

    id: str
    language: Language
    question: str
    meeting: str
    utterances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """A question whose subject the meeting `near` talks about, and whose answer no meeting tells."""

    id: str
    language: Language
    question: str
    near: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of a meeting's truth by its id there, or with `item` None the meeting itself."""

    meeting: str
    item: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A question whose answer is all of `items` and nothing else; where it asks how many, their number."""

    id: str
    language: Language
    question: str
    items: tuple[Listed, ...]


def meetings(folder: Path) -> list[Meeting]:
    """The meetings of a folder, not of those below it, by their ids."""
    return [meeting(path) for path in sorted(folder.glob("*.json"))]


def meeting(path: Path) -> Meeting:
    """The meeting of a file. TypeError or ValueError where it has not the form that the README tells."""
    told = json.loads(path.read_text(encoding="utf-8"))
    truth = told.pop("truth")
    return Meeting(
        **told
        | {
            "date": datetime.date.fromisoformat(told["date"]),
            "speakers": tuple(told["speakers"]),
            "utterances": tuple(Utterance(**row) for row in told["utterances"]),
            "truth": Truth(
                decisions=tuple(Decision(**_cited(row)) for row in truth.pop("decisions")),
                actions=tuple(Action(**_cited(row) | {"due": _day(row["due"])}) for row in truth.pop("actions")),
                questions=tuple(OpenQuestion(**_cited(row)) for row in truth.pop("questions")),
                topics=tuple(Topic(**row) for row in truth.pop("topics")),
                not_taken=tuple(NotTaken(**_cited(row)) for row in truth.pop("not_taken")),
                **truth,
            ),
        }
    )


def answerable(folder: Path = HELD_OUT) -> list[Answerable]:
    """The questions over the meetings of a folder that one of them answers."""
    return [Answerable(**_cited(row)) for row in _questions("answerable", folder)]


def unanswerable(folder: Path = HELD_OUT) -> list[Unanswerable]:
    """The questions that the meetings of a folder do not answer."""
    return [Unanswerable(**row) for row in _questions("unanswerable", folder)]


def listings() -> list[Listing]:
    """The questions over the held-out meetings that ask for a list or a number."""
    return [Listing(**row | {"items": tuple(Listed(**item) for item in row["items"])}) for row in _questions("listing")]


def _questions(name: str, folder: Path = HELD_OUT) -> Any:
    return json.loads((folder / "questions" / f"{name}.json").read_text(encoding="utf-8"))


def _cited(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"utterances": tuple(row["utterances"])}


def _day(told: str | None) -> datetime.date | None:
    return None if told is None else datetime.date.fromisoformat(told)
