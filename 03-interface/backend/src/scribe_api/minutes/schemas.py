"""JSON of minutes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from scribe_api.wire import Asked, Id, Name, Title, Told
from scribe_core.domain.minutes import ActionStatus, Due, Writer
from scribe_core.domain.minutes_form import MOST_CITATIONS, TEXT_LIMIT, ItemKind, MinutesState, SectionKind
from scribe_core.domain.notes import shown_text
from scribe_core.errors import Language
from scribe_core.minutes.evidence import Fault


def _not_blank(text: str) -> str:
    if not text:
        raise ValueError("must not be blank")
    return text


def _in_our_times(day: date) -> date:
    """Days of years that only a typing error or an attack would name are refused."""
    if not 1900 <= day.year <= 2200:
        raise ValueError("must lie between 1900 and 2200")
    return day


Day = Annotated[date, AfterValidator(_in_our_times)]
ItemText = Annotated[
    str, StringConstraints(max_length=TEXT_LIMIT), AfterValidator(shown_text), AfterValidator(_not_blank)
]
Version = Annotated[int, Field(ge=0, le=2**31 - 1, description="`version` of the minutes as they were seen.")]
SectionKey = Annotated[str, StringConstraints(pattern=r"^([a-z][0-9a-z_]{3,63}|[0-9a-f]{32})$")]
Citations = Annotated[list[Id], Field(max_length=MOST_CITATIONS, description="Utterance ids of the transcript.")]


class NewMinutes(Asked):
    """How minutes are to be written. Over a draft that is there, `version` says which one was seen."""

    template: SectionKey | None = Field(
        None, description="Key of a template; without it that of the minutes that are there, else `general`."
    )
    language: Language | None = Field(None, description="Of the headings; without it the transcript's or the reader's.")
    writer: Literal[Writer.EXTRACT] = Writer.EXTRACT
    version: Version | None = None
    keep_edited: bool = Field(True, description="Whether what people wrote, changed or ticked stays.")
    timezone: str = Field("UTC", max_length=64, description="In which the day of the meeting is told.")


class NewMinutesRun(Asked):
    """How a model of language is to write minutes. Over a draft that is there, `version` says which one was seen: the run fails where it
    has been changed by then.
    """

    template: SectionKey | None = Field(
        None, description="Key of a template; without it that of the minutes that are there, else `general`."
    )
    language: Language | None = Field(None, description="Of the headings; without it the transcript's or the reader's.")
    version: Version | None = None
    keep_edited: bool = Field(True, description="Whether what people wrote, changed or ticked stays.")
    timezone: str = Field("UTC", max_length=64, description="In which the day of the meeting is told.")
    section: SectionKey | None = Field(
        None, description="Key of the one section of the draft that is to be written again; the template stays then."
    )


class UnsupportedTaken(Asked):
    """Where to put what a person takes over that the transcript does not hold."""

    version: Version
    section: SectionKey | None = Field(None, description="Without it the section of its kind.")


class MinutesWriter(Told):
    """Somebody who writes minutes here."""

    writer: Writer
    model: str | None = Field(
        description="Name of the model of language; null of the extract, and while the endpoint was not asked yet."
    )


class MinutesChange(Asked):
    """What to change; what is left out stays."""

    version: Version
    title: Title | None = None
    held_on: Day | None = None


class MinutesStateChange(Asked):
    """Draft minutes can be approved, approved ones frozen, or made a draft again. Frozen ones stay."""

    version: Version
    state: MinutesState


class SectionRewriting(Asked):
    """A section that is to be written anew."""

    version: Version


class OwnerGiven(Asked):
    """Who is to do something: a speaker of the meeting, or somebody else by name."""

    name: Name | None = None
    speaker_id: Id | None = None


class DueGiven(Asked):
    """By when, in words, as a day, or both."""

    said: Name | None = None
    day: Day | None = None

    def as_due(self) -> Due | None:
        """As minutes hold it; None where nothing is said."""
        return Due(self.said or "", self.day) if self.said or self.day else None


class NewItem(Asked):
    """Something that people add to minutes."""

    version: Version
    section: SectionKey
    after: Id | None = Field(None, description="The item of the section that it follows; the first place without it.")
    text: ItemText
    citations: Citations = Field([])
    owner: OwnerGiven | None = None
    due: DueGiven | None = None


class ItemChange(Asked):
    """What to change; what is left out stays. With `section`, `after` or both it is moved: `after` null is the first place."""

    version: Version
    text: ItemText | None = None
    citations: Citations | None = None
    owner: OwnerGiven | None = None
    due: DueGiven | None = None
    status: ActionStatus | None = None
    section: SectionKey | None = None
    after: Id | None = None

    def given(self) -> dict[str, Any]:
        """What was named, null too where that means nothing."""
        return {
            name: getattr(self, name)
            for name in self.model_fields_set
            if getattr(self, name) is not None or name in ("owner", "due", "after")
        }


class Citation(Told):
    """An utterance that holds an item, as the transcript reads now."""

    utterance_id: str
    start: float | None
    end: float | None
    speaker_id: str | None
    speaker_name: str | None
    text: str | None = Field(
        description="Null where it is not in the transcript any more: joined with another, or taken out."
    )


class Owner(Told):
    """Who is to do something."""

    name: str | None = Field(description="Null for a speaker whom nobody named yet.")
    speaker_id: str | None = Field(description="Null for somebody who does not speak in the meeting.")


class DueTold(Told):
    """By when."""

    said: str | None = Field(description="The words that say so.")
    day: date | None = Field(description="The day that they mean; null where they mean none.")


class Item(Told):
    """A sentence of minutes, or what people wrote under a heading."""

    id: str
    kind: ItemKind
    text: str
    citations: list[Citation]
    owner: Owner | None
    due: DueTold | None
    status: ActionStatus | None = Field(description="Of actions.")
    start: float | None = Field(description="Seconds of the recording: where a topic begins.")
    end: float | None
    edited: bool = Field(description="Somebody wrote or changed it.")
    unsupported: bool = Field(description="What it cites does not hold it.")


class Unread(Told):
    """A part of the recording, in seconds."""

    start: float
    end: float


class UnsupportedItem(Told):
    """What a model wrote and the transcript does not say: it is in no section, no export and no register until a person takes it over."""

    id: str
    kind: ItemKind
    text: str
    citations: list[Citation]
    fault: Fault = Field(
        description="Why it is not believed: the words cited do not say it (`words`), nor its `number`, `day` or `name`; they say the contrary "
        "(`negation`, `opposite`) or nothing settled (`unsettled`); it is somebody else's (`owner`); the model asked again denied it "
        "(`denied`); a later decision takes it back (`taken_back`).",
    )


class MinutesSection(Told):
    """A part of minutes. People fill those of the kind `text`; the others are written from the transcript."""

    key: str
    title: str
    kind: SectionKind
    items: list[Item]


class Participant(Told):
    """Somebody who spoke."""

    speaker_id: str
    number: int
    name: str | None


class Minutes(Told):
    """A meeting's minutes."""

    id: str
    meeting_id: str
    template: str = Field(description="Key of the template that they were written by; it may be gone.")
    language: str = Field(description="Of the headings. What is quoted is in the language that was spoken.")
    writer: Writer = Field(
        description="`extract`: quoted by rules from what was said. `model`: worded by a model of language, as far as rules found it said."
    )
    model: str | None = Field(description="Name of the model of language that wrote of them last; null where none did.")
    run_id: str | None = Field(description="The run in which a model writes them anew, while one is under way.")
    unread: list[Unread] = Field(
        description="Parts of which the model wrote nothing that could be read: nothing of them is in the minutes."
    )
    unsupported: list[UnsupportedItem]
    revision: int = Field(description="Of the transcript that they were written from.")
    transcript_revision: int = Field(
        description="The newest: where it is another, the transcript was made again since."
    )
    title: str
    held_on: date
    state: MinutesState
    version: int = Field(description="Whoever changes them says which one was seen.")
    sha256: str | None = Field(description="Of frozen minutes: what decision record 0040 tells how to compute.")
    updated_at: datetime
    updated_by: str | None = Field(description="Name of the account; null once that is gone.")
    approved_at: datetime | None
    approved_by: str | None
    frozen_at: datetime | None
    frozen_by: str | None
    participants: list[Participant] = Field(description="As they are called now; of frozen minutes, as they were then.")
    sections: list[MinutesSection]
