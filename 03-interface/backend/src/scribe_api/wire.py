"""What the JSON of every request and answer has in common."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from starlette.convertors import Convertor, register_url_convertor

from scribe_core.domain.recording_name import TITLE_LIMIT, shown_line
from scribe_core.errors import Language, noted_sentence


class Asked(BaseModel):
    """A request's body. Nothing unknown is taken, so that a misspelt field is not silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(BaseModel):
    """An answer's body."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Printable:
    """Validates a line of text that a person wrote: printable, no longer than the limit, blank only where `empty`."""

    def __init__(self, limit: int, *, empty: bool = False) -> None:
        self._limit, self._empty = limit, empty

    def __call__(self, text: str) -> str:
        """The line fit to be shown."""
        line = shown_line(text, self._limit)
        if not line and not self._empty:
            raise ValueError("must not be blank")
        return line


NAME_LIMIT = 200

Name = Annotated[str, StringConstraints(max_length=NAME_LIMIT), AfterValidator(Printable(NAME_LIMIT))]
"""A person's name."""

Title = Annotated[str, StringConstraints(max_length=TITLE_LIMIT), AfterValidator(Printable(TITLE_LIMIT))]
"""A meeting's title."""


def _in_our_times(moment: datetime) -> datetime:
    """The moment in UTC. Years that only a typing error or an attack would name are refused."""
    if not 1900 <= moment.year <= 2200:
        raise ValueError("must lie between 1900 and 2200")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_our_times)]
"""A time of day with its zone."""

TEXT_LIMIT = 20_000

Text = Annotated[str, StringConstraints(max_length=TEXT_LIMIT), AfterValidator(Printable(TEXT_LIMIT, empty=True))]
"""What somebody says in one go."""

Id = Annotated[str, StringConstraints(max_length=32, pattern=r"^[0-9A-Za-z-]+$")]
"""An identifier of ours that a request's body names."""


class _PathId(Convertor[str]):
    """An identifier in an address. There is nothing at an address with any other text, and the database is not asked."""

    regex = "[0-9a-f]{32}"

    def convert(self, value: str) -> str:
        """As it stands."""
        return value

    def to_string(self, value: str) -> str:
        """As it stands."""
        return value


class _PathKey(_PathId):
    """A key in an address: a word of ours, or an identifier. As with those, nothing is at an address with any other text."""

    regex = "[a-z][0-9a-z_]{3,63}|[0-9a-f]{32}"


register_url_convertor("id", _PathId())
register_url_convertor("key", _PathKey())


class Message(Told):
    """Something a reader should know, with its code for programs."""

    code: str = Field(examples=["diarization_failed"])
    message: str


def message(code: str, language: Language, details: dict[str, Any] | None = None) -> Message:
    """The message of a code that a row holds, in the reader's language."""
    return Message(code=code, message=noted_sentence(code, language, details))
