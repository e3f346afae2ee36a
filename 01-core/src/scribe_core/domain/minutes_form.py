"""Minutes as they are kept: sections with items, and how far their people are with them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from scribe_core.domain.minutes import ActionStatus, Due, Owner
from scribe_core.domain.recording_name import TITLE_LIMIT

TEXT_LIMIT = 20_000
"""Characters of an item: as long as an utterance may be, which it may quote."""

SECTION_TITLE_LIMIT = 200
TEMPLATE_NAME_LIMIT = 200
MOST_SECTIONS = 40
MOST_ITEMS = 2_000
"""Items of a meeting's minutes. Six hours of talk give some hundred."""

MOST_CITATIONS = 100
MOST_TEMPLATES = 100
"""An account's own templates."""

__all__ = [
    "MOST_CITATIONS", "MOST_ITEMS", "MOST_SECTIONS", "MOST_TEMPLATES", "SECTION_TITLE_LIMIT", "TEMPLATE_NAME_LIMIT",
    "TEXT_LIMIT", "TITLE_LIMIT", "Item", "ItemKind", "MinutesOrder", "MinutesState", "Section", "SectionKind", "Template", "Unsupported",
]  # fmt: skip


class MinutesState(StrEnum):
    """Drafts are worked on; approved minutes stand as they are until they are drafts again; frozen ones for good."""

    DRAFT = "draft"
    APPROVED = "approved"
    FROZEN = "frozen"


class SectionKind(StrEnum):
    """What a section holds. A `text` section is filled by people (who was there, votes), the others by who writes minutes."""

    SUMMARY = "summary"
    TOPICS = "topics"
    DECISIONS = "decisions"
    ACTIONS = "actions"
    QUESTIONS = "questions"
    TEXT = "text"


class ItemKind(StrEnum):
    """What an item is: told by the section it stands in."""

    SUMMARY = "summary"
    TOPIC = "topic"
    DECISION = "decision"
    ACTION = "action"
    QUESTION = "question"
    FIELD = "field"

    @classmethod
    def of(cls, section: SectionKind) -> "ItemKind":
        """What stands in such a section."""
        return _STANDS_IN[section]


_STANDS_IN = dict(zip(SectionKind, ItemKind, strict=True))

LISTED = frozenset({ItemKind.DECISION, ItemKind.ACTION, ItemKind.QUESTION})
"""What the register lists."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of minutes under a title of its own. `key` tells it from the others, whatever its title becomes."""

    key: str
    title: str
    kind: SectionKind

    def written(self) -> dict[str, Any]:
        """As a row holds it."""
        return {"key": self.key, "title": self.title, "kind": str(self.kind)}

    @classmethod
    def read(cls, held: dict[str, Any]) -> "Section":
        """From what a row holds."""
        return cls(held["key"], held["title"], SectionKind(held["kind"]))


@dataclass(frozen=True, slots=True)
class Template:
    """Which sections minutes have. `language` is that of its titles, None where nobody said."""

    key: str
    name: str
    language: str | None
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence of minutes, or what people wrote under a heading.

    `citations` are utterance ids; `start` and `end`, in seconds of the recording, are a topic's; `edited` tells that somebody wrote or
    changed it; `unsupported` that what it cites does not hold it.
    """

    id: str
    section: str
    kind: ItemKind
    text: str
    citations: tuple[str, ...] = ()
    owner: Owner | None = None
    due: Due | None = None
    status: ActionStatus | None = None
    start: float | None = None
    end: float | None = None
    edited: bool = False
    unsupported: bool = False

    @property
    def due_day(self) -> date | None:
        """By which day, where a day was meant."""
        return self.due.day if self.due else None

    @property
    def kept(self) -> bool:
        """Whether people have put work into it, so that it stays when minutes are written again."""
        return self.edited or self.status is ActionStatus.DONE


@dataclass(frozen=True, slots=True)
class Unsupported:
    """What a model wrote and the transcript does not say: in no section. `fault` tells why (`minutes/evidence.py`, `Fault`)."""

    id: str
    kind: ItemKind
    text: str
    citations: tuple[str, ...]
    fault: str

    def written(self) -> dict[str, Any]:
        """As a row holds it."""
        return {
            "id": self.id, "kind": str(self.kind), "text": self.text, "citations": [*self.citations], "fault": self.fault,
        }  # fmt: skip

    @classmethod
    def read(cls, held: dict[str, Any]) -> Self:
        """From what a row holds."""
        return cls(held["id"], ItemKind(held["kind"]), held["text"], tuple(held["citations"]), held["fault"])


@dataclass(frozen=True, slots=True)
class MinutesOrder:
    """Minutes that somebody wants written: by which template, in which language its titles are, counted from which day.

    `version` is the draft that was seen, None where there was none. With `section`, a key, that one alone is written again.
    """

    template: str
    language: str
    sections: tuple[Section, ...]
    held_on: date
    version: int | None = None
    keep_edited: bool = True
    section: str | None = None

    def written(self) -> dict[str, Any]:
        """As a run's row keeps it."""
        return {
            "template": self.template, "language": self.language, "sections": [one.written() for one in self.sections],
            "held_on": self.held_on.isoformat(), "version": self.version, "keep_edited": self.keep_edited, "section": self.section,
        }  # fmt: skip

    @classmethod
    def read(cls, held: dict[str, Any]) -> Self:
        """From what a run's row keeps."""
        return cls(
            template=held["template"],
            language=held["language"],
            sections=tuple(Section.read(one) for one in held["sections"]),
            held_on=date.fromisoformat(held["held_on"]),
            version=held["version"],
            keep_edited=held["keep_edited"],
            section=held["section"],
        )
