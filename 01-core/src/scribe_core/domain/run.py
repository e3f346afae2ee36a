"""A run: one pass of the pipeline over a meeting's recording."""

from dataclasses import dataclass
from enum import StrEnum


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


STAGES = ("conversion", "speech", "transcription", "diarization", "fusion")
"""The stages of a run in the order people see them."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What a person may fix before a run. `language` is ISO 639-1 or None to detect; `speakers` None to find out."""

    language: str | None = None
    speakers: int | None = None
