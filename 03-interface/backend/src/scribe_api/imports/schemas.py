"""JSON of imports."""

from typing import Annotated

from pydantic import BaseModel, Field

from scribe_api.meetings.schemas import Blank, Meeting, Participants
from scribe_api.runs.schemas import LanguageCode
from scribe_api.wire import Moment, Title, Told
from scribe_core.domain.transcript_kind import Kind
from scribe_core.imports.reading import Imported


class FileDescription(BaseModel):
    """What a sender may say of a transcript file."""

    filename: Annotated[str, Field(max_length=4096, examples=["2026-03-14 14.30 CSE.vtt"])] = ""
    language: Annotated[LanguageCode | None, Blank, Field(description="ISO 639-1; else found out.")] = None


class TranscriptDescription(FileDescription):
    """What a sender may say of a meeting that is imported; what is left out is found out."""

    title: Annotated[Title | None, Blank, Field(description="Else from the file, else from its name.")] = None
    held_at: Annotated[Moment | None, Blank, Field(description="Else from the file name, else now.")] = None
    participants: Participants = []


class TranscriptImport(Told):
    """What was understood of a transcript file, and the meeting that it is in now."""

    meeting: Meeting
    format: Kind = Field(description="What the file is, told from its content.")
    language: str = Field(description="The one that was told or found, else the reader's.", examples=["fr"])
    seconds: float = Field(description="How long it is.")
    utterances: int
    speakers: list[str] = Field(description="Those who are named.", examples=[["Claire Durand", "Marc Lemaire"]])
    unnamed: int = Field(description="Voices that the file does not name.")
    estimated: bool = Field(description="The file tells no times: they are estimates.")


def told_import(meeting: Meeting, found: Imported, language: str) -> TranscriptImport:
    """The answer to who imported a file."""
    named = [name for name in found.names if name]
    return TranscriptImport(
        meeting=meeting,
        format=found.kind,
        language=language,
        seconds=found.seconds,
        utterances=len(found.utterances),
        speakers=named,
        unnamed=len(found.names) - len(named),
        estimated=found.estimated,
    )
