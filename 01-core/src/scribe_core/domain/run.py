"""A run: work that a worker does for a person, step by step, on a recording."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Status(StrEnum):
    """The one vocabulary for runs and meetings."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class Lane(StrEnum):
    """What a stage needs; a worker serves some lanes."""

    CPU = "cpu"
    GPU = "gpu"
    LLM = "llm"
    INDEX = "index"


class RunKind(StrEnum):
    """What a run is for."""

    TRANSCRIPTION = "transcription"
    IDENTIFICATION = "identification"
    ENROLMENT = "enrolment"
    MINUTES = "minutes"


STAGES = ("conversion", "speech", "transcription", "diarization", "fusion", "identification")
"""The stages of a transcription in the order people see them."""

STAGES_OF = {
    RunKind.TRANSCRIPTION: STAGES,
    RunKind.IDENTIFICATION: ("conversion", "speech", "identification"),
    RunKind.ENROLMENT: ("conversion", "speech", "enrolment"),
    RunKind.MINUTES: ("reading", "checking", "closing"),
}
"""The stages of each kind of run, in order."""


class Preset(StrEnum):
    """How much work is put into words and speakers."""

    FAST = "fast"
    BALANCED = "balanced"
    ACCURATE = "accurate"


@dataclass(frozen=True, slots=True)
class SpeakerRange:
    """How many people speak: at least and at most so many."""

    least: int
    most: int

    def nearest(self, count: int) -> int:
        """The number within it that is nearest to a count."""
        return min(max(count, self.least), self.most)


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What a person may fix before a run. `language` is ISO 639-1 or None to detect.

    `speakers` is how many people speak, or where `speakers_most` is given the least there may be; None to find out. `preset`
    is None for the installation's own, `glossary` holds terms that may be said, `usual_terms` those that its owner has for every run.
    """

    language: str | None = None
    speakers: int | None = None
    speakers_most: int | None = None
    preset: Preset | None = None
    glossary: tuple[str, ...] = ()
    usual_terms: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """The settings as a run's row keeps them. What was not known when the row was written is left open."""
        preset = kept.get("preset")
        return cls(
            language=kept.get("language"),
            speakers=kept.get("speakers"),
            speakers_most=kept.get("speakers_most"),
            preset=Preset(preset) if preset else None,
            glossary=tuple(kept.get("glossary") or ()),
            usual_terms=tuple(kept.get("usual_terms") or ()),
        )

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms that may be said, each once."""
        named = {term.casefold() for term in self.glossary}
        return (*self.glossary, *(term for term in self.usual_terms if term.casefold() not in named))

    @property
    def speaker_range(self) -> SpeakerRange | None:
        """How many people may speak, where somebody said so."""
        if self.speakers is None:
            return None
        return SpeakerRange(self.speakers, max(self.speakers, self.speakers_most or 0))
