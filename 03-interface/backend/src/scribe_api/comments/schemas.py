"""JSON of comments."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from scribe_api.wire import Asked, Id, Printable, Told
from scribe_core.database import comments
from scribe_core.domain.comments import QUOTE_LIMIT, TEXT_LIMIT, Colour, CommentKind
from scribe_core.domain.notes import shown_text

LONGEST_SECONDS = 7 * 24 * 3600.0
"""A week: no recording is longer, and a typing error would be."""


def _not_blank(text: str) -> str:
    if not text:
        raise ValueError("must not be blank")
    return text


CommentText = Annotated[str, StringConstraints(max_length=TEXT_LIMIT), AfterValidator(shown_text)]
Said = Annotated[CommentText, AfterValidator(_not_blank)]
Quote = Annotated[str, StringConstraints(max_length=QUOTE_LIMIT), AfterValidator(Printable(QUOTE_LIMIT, empty=True))]
Seconds = Annotated[float, Field(ge=0, le=LONGEST_SECONDS, allow_inf_nan=False)]


class NewComment(Asked):
    """What to say about which words. A highlight has a colour and needs no text; what is to be checked needs none either."""

    kind: CommentKind
    text: CommentText = ""
    colour: Colour | None = None
    utterance_id: Id
    start: Seconds = Field(description="Seconds: where the first of the words begins.")
    end: Seconds
    quote: Quote = Field("", description="The words as they read now; empty for the whole utterance.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.end < self.start:
            raise ValueError("end must not come before start")
        if (self.kind is CommentKind.COMMENT and not self.text) or (self.kind is CommentKind.HIGHLIGHT) != bool(
            self.colour
        ):
            raise ValueError("a comment needs a text, a highlight a colour and nothing else one")
        return self

    def anchor(self) -> comments.Anchor:
        """Where it is."""
        return comments.Anchor(self.utterance_id, self.start, self.end, self.quote)


class Answer(Asked):
    """An answer to a comment."""

    text: Said


class CommentChange(Asked):
    """What to change; what is left out stays."""

    text: Said | None = None
    colour: Colour | None = None
    resolved: bool | None = None


class Comment(Told):
    """Something said about words of the transcript, or an answer to it (`answers_id`)."""

    id: str
    answers_id: str | None
    kind: CommentKind
    colour: Colour | None
    text: str
    by: str | None = Field(description="Name of the account; null once that is gone.")
    utterance_id: str = Field(description="As it was then: it may have been joined with another since.")
    start: float
    end: float
    quote: str = Field(description="The words as they read then; empty for the whole utterance.")
    created_at: datetime
    edited_at: datetime | None
    resolved_at: datetime | None


class Comments(Told):
    """All comments of a meeting, the oldest first."""

    items: list[Comment]
