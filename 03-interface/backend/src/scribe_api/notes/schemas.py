"""JSON of notes."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from scribe_api.wire import Asked, Printable, Told
from scribe_core.domain import notes
from scribe_core.domain.notes import MOST_MARKERS, TEXT_LIMIT, WORD_LIMIT, shown_text

LONGEST_SECONDS = 7 * 24 * 3600.0
"""A week: no recording is longer, and a typing error would be."""

NotesText = Annotated[str, StringConstraints(max_length=TEXT_LIMIT), AfterValidator(shown_text)]
Word = Annotated[str, StringConstraints(max_length=WORD_LIMIT), AfterValidator(Printable(WORD_LIMIT, empty=True))]


class MarkerGiven(Asked):
    """A moment to be marked."""

    at: float = Field(ge=0, le=LONGEST_SECONDS, allow_inf_nan=False, description="Seconds into the recording.")
    word: Word = Field("", description="What for; may be empty.", examples=["Budget"])


class Marker(Told):
    """A marked moment."""

    at: float = Field(description="Seconds into the recording.")
    word: str = Field(examples=["Budget"])


class Notes(Told):
    """What somebody wrote down in a meeting. Text in several lines; markers in the order of the recording."""

    text: str
    markers: list[Marker]


class NotesChange(Asked):
    """What to write; what is left out stays. Markers are given as all there are."""

    text: NotesText | None = None
    markers: Annotated[list[MarkerGiven] | None, Field(max_length=MOST_MARKERS)] = None

    def marked(self) -> list[notes.Marker] | None:
        """The markers, None where they stay."""
        return None if self.markers is None else [notes.Marker(given.at, given.word) for given in self.markers]
