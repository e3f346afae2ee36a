"""JSON of transcripts."""

from datetime import datetime

from pydantic import Field

from scribe_api.corrections.schemas import Correction
from scribe_api.wire import Message, Told

Word = tuple[float, float, str, float]


class Speaker(Told):
    """A voice of the meeting."""

    id: str
    number: int = Field(ge=1, description="In order of first appearance.")
    name: str | None = Field(description="As people named it; null while nobody has.", examples=["Claire Durand"])


class Utterance(Told):
    """What one speaker says in one go. Its id stays across corrections and, where it continues, across runs."""

    id: str
    speaker_id: str
    start: float = Field(description="Seconds from the start of the recording.")
    end: float
    text: str
    words: list[Word] = Field(
        description="`[start, end, text, probability]` each; 1 where a person wrote it.",
        examples=[[[12.4, 12.9, "Bonjour.", 0.97]]],
    )
    overlap: bool = Field(description="Somebody else speaks at the same time.")
    doubt: float = Field(ge=0, le=1, description="0: sure; 1: a guess.")
    edited: bool = Field(description="A person changed its words.")


class Transcript(Told):
    """One revision of a meeting's transcript, corrections applied. `unplaced` lists those that found no place in it."""

    meeting_id: str
    title: str
    revision: int = Field(ge=1)
    language: str = Field(description="ISO 639-1 code of the language spoken.", examples=["fr"])
    seconds: float = Field(description="Length of the recording.")
    created_at: datetime
    speakers: list[Speaker]
    utterances: list[Utterance]
    warnings: list[Message]
    unplaced: list[Correction]


class TranscriptRevision(Told):
    """A revision: what one run made of the recording."""

    revision: int
    run_id: str
    created_at: datetime
    language: str
