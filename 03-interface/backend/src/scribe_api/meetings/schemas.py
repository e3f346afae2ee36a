"""JSON of meetings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

from scribe_api.meetings.upload import Described
from scribe_api.runs.schemas import (
    Glossary,
    Hints,
    LanguageCode,
    LanguageHint,
    Run,
    SpeakerCount,
    SpeakersHint,
    SpeakersMostHint,
    told_run,
)
from scribe_api.wire import Asked, Id, Moment, Name, Printable, Title, Told
from scribe_core.database import meetings, runs
from scribe_core.database.tags import LONGEST, MOST
from scribe_core.domain.run import Preset, Status
from scribe_core.domain.spoken_languages import require_known
from scribe_core.domain.transcript_kind import TRANSCRIPT_TYPES
from scribe_core.errors import Language, ScribeError

Participants = Annotated[list[Name], Field(max_length=200, examples=[["Claire Durand", "Marc Lemaire"]])]

TagName = Annotated[str, StringConstraints(max_length=LONGEST), AfterValidator(Printable(LONGEST))]
"""A free label of a meeting."""

Blank = BeforeValidator(lambda given: None if given == "" else given)
"""`?title=` says nothing, like a parameter left out."""


class RecordingDescription(BaseModel):
    """What a sender may say of a recording; what is left out is found out or taken from the installation."""

    filename: Annotated[str, Field(max_length=4096, examples=["2026-03-14 14.30 CSE.m4a"])] = ""
    title: Annotated[Title | None, Blank, Field(description="Else taken from the file name.")] = None
    held_at: Annotated[Moment | None, Blank, Field(description="Else from the file name, else now.")] = None
    language: Annotated[LanguageCode | None, Blank, Field(description="ISO 639-1; else found out.")] = None
    speakers: Annotated[SpeakerCount | None, Blank, Field(description="How many speak; else found out.")] = None
    speakers_most: Annotated[SpeakerCount | None, Blank, Field(description="With `speakers` as the least.")] = None
    preset: Annotated[Preset | None, Blank, Field(description="Else the installation's own.")] = None
    glossary: Glossary = []
    participants: Participants = []

    def require_possible(self, speech_model: str) -> None:
        """Refuse what cannot be meant. Raises `language_unknown`, `request_invalid`."""
        require_known(self.language, speech_model)
        if self.speakers_most is not None and (self.speakers is None or self.speakers_most < self.speakers):
            raise ScribeError("request_invalid", reason="speakers_most", fields=["speakers_most"])

    def described(self) -> Described:
        """The same for the pipeline."""
        return Described(
            file_name=self.filename,
            title=self.title,
            held_at=self.held_at,
            participants=self.participants,
            language=self.language,
            speakers=self.speakers,
            speakers_most=self.speakers_most,
            preset=self.preset,
            glossary=self.glossary,
        )


class Recording(Told):
    """The file as it was uploaded. `name` is for reading only; `media_type` was told from its content."""

    name: str = Field(examples=["2026-03-14 14.30 CSE.m4a"])
    bytes: int
    media_type: str = Field(examples=["audio/mp4"])


class Meeting(Told):
    """A meeting. `language`, `speakers` and `speakers_most` are what was said beforehand, not what was found."""

    id: str = Field(examples=["2f8e6d5c4b3a49f18e7d6c5b4a392817"])
    title: str = Field(examples=["CSE"])
    held_at: datetime
    participants: list[str]
    tags: list[str] = Field(description="Free labels, in order.", examples=[["CSE", "Budget 2026"]])
    language: LanguageCode | None = LanguageHint
    speakers: SpeakerCount | None = SpeakersHint
    speakers_most: SpeakerCount | None = SpeakersMostHint
    recording: Recording
    imported: bool = Field(
        description="Made of a transcript of another tool: `recording` is that file, and there is no sound."
    )
    duration: float | None = Field(description="Seconds; null until the recording is converted.")
    status: Status = Field(
        description="That of its newest run; `COMPLETED` where that failed or was cancelled and an earlier one left a transcript."
    )
    created_at: datetime
    updated_at: datetime
    speaker_count: int | None = Field(description="Voices in the newest transcript, corrections applied.")
    run: Run | None = Field(description="Its newest run.")
    revision: int | None = Field(description="The newest transcript's; null while there is none.")
    trashed_at: datetime | None = Field(description="When it was put into the trash; null where it does not lie there.")


class MeetingPage(Told):
    """A page of meetings."""

    items: list[Meeting]
    next_cursor: str | None = Field(description="Ask with it for the page after this one; null on the last.")
    total: int = Field(description="Over all pages.")


class MeetingChange(Hints):
    """What to change; what is left out stays. Null for `language` or `speakers` means: find out."""

    title: Title | None = None
    held_at: Moment | None = None
    participants: Participants | None = None
    tags: Annotated[list[TagName], Field(max_length=MOST)] | None = Field(None, description="All of its tags.")


class SeveralMeetings(Asked):
    """Meetings that are to be changed together."""

    meetings: Annotated[list[Id], Field(min_length=1, max_length=500, description="Their ids, each once.")]


class Chosen(Told):
    """The meetings, of those that were asked about, of which something was changed."""

    meetings: list[str] = Field(description="Their ids.")


class Peaks(Told):
    """The waveform as a picture: the loudest moment of each stretch of time."""

    per_second: int = Field(examples=[10])
    peaks: list[int] = Field(description="0 (silence) to 255.", examples=[[0, 12, 240]])


def told_meeting(
    row: meetings.Meeting,
    run: runs.Run | None,
    position: int | None,
    language: Language,
    tagged: Sequence[str] = (),
) -> Meeting:
    """The meeting as a reader of that language sees it."""
    return Meeting(
        id=row.id,
        title=row.title,
        held_at=row.held_at,
        participants=row.participants,
        tags=list(tagged),
        language=row.language,
        speakers=row.speakers,
        speakers_most=row.speakers_most,
        recording=Recording(name=row.recording_name, bytes=row.recording_bytes, media_type=row.media_type),
        imported=row.media_type in TRANSCRIPT_TYPES,
        duration=row.duration,
        status=Status(row.status),
        created_at=row.created_at,
        updated_at=row.updated_at,
        speaker_count=row.speaker_count,
        run=told_run(run, position, language) if run else None,
        revision=row.revision,
        trashed_at=row.trashed_at,
    )
