"""JSON of searches."""

from datetime import datetime

from pydantic import Field

from scribe_api.wire import Told


class PassageSpeaker(Told):
    """Who says a passage."""

    id: str
    number: int
    name: str | None


class Range(Told):
    """Part of a passage's text: its characters (Unicode code points, not bytes or UTF-16 units) from `start` to before `end`."""

    start: int
    end: int


class Passage(Told):
    """Some of what one speaker says: an utterance, a few short ones in a row, or a part of a long one. Times are in seconds."""

    id: int
    meeting_id: str
    utterance_ids: list[str] = Field(min_length=1)
    speaker: PassageSpeaker | None = Field(description="null for the moment in which their name is being taken away.")
    start: float
    end: float
    text: str
    hits: list[Range] = Field(description="What of the text was looked for, in order.")


class FoundMeeting(Told):
    """A meeting in which passages were found, and how many in all."""

    id: str
    title: str
    held_at: datetime
    duration: float | None
    imported: bool = Field(description="There is no sound to play its passages from.")
    passages: int


class SearchPage(Told):
    """A page of what was found: passages of one meeting stand together, and their meeting in `meetings`.

    Words in `passed_over` are too common to be asked for beside others; in quotation marks they count.
    """

    passages: list[Passage]
    meetings: list[FoundMeeting] = Field(description="Those of this page's passages, in the same order.")
    words: list[str] = Field(description="The words and phrases that were looked for, as they were typed.")
    passed_over: list[str]
    total: int = Field(description="Passages found on all pages, those beyond `per_meeting` included.")
    total_meetings: int
    total_is_least: bool = Field(description="Whether there are more than were counted.")
    indexing: int = Field(description="My meetings whose newest words are not found yet.")
    next_cursor: str | None


class SpeakerName(Told):
    """A name that somebody speaks under, and in how many meetings."""

    name: str
    meetings: int


class SpeakerNames(Told):
    """Names that searches may be narrowed to, those heard in most meetings first."""

    items: list[SpeakerName]
