"""JSON of corrections."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import Header
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from scribe_api.wire import Asked, Id, Name, Printable, Text, Told
from scribe_core.domain.corrections import CorrectionKind

NEW_SPEAKER = "new"
"""In place of a speaker's id: a voice that the machine did not tell apart."""


Step = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=64,
        description="A name of your own for this change, another for each. Sent again under the same name it is not made again, "
        "whatever became of it: for whoever got no answer.",
    ),
]


Find = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(Printable(200))]
ReplacedBy = Annotated[str, StringConstraints(max_length=200), AfterValidator(Printable(200, empty=True))]


_SEEN = Field(
    None,
    description="The text that was before the reader. Where it reads otherwise by now, changes of different words are made one;"
    " changes of the same words are refused with `utterance_changed`, whose `text` is what stands there. Null writes over it.",
)


class SpeakerChange(Asked):
    """A speaker's name; null takes it away. Or who the speaker is: a person, whose name is then taken where none is given.

    Nobody's voice is learnt from it unless `teach` says so.
    """

    name: Name | None = Field(None, examples=["Claire Durand"])
    person_id: Id | None = Field(None, description="One of my people.")
    teach: bool = Field(False, description="Learn the person's voice from this speaker too; needs their consent.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not {"name", "person_id"} & self.model_fields_set or (self.teach and self.person_id is None):
            raise ValueError("needs a name or a person_id; teach needs a person_id")
        return self


class Merge(Asked):
    """The speaker that the other one really is."""

    into: Id


class UtteranceChange(Asked):
    """What to put right in an utterance; what is left out stays."""

    text: Text | None = Field(None, description="The words as they were said; empty where nothing was said at all.")
    speaker_id: Id | None = Field(None, description=f"Who said it; `{NEW_SPEAKER}` for a voice not listed yet.")
    onwards: bool = Field(False, description="The speaker for all that is said by the same one from here on, too.")
    confirmed: bool = Field(
        False, description="It is right as it stands with these changes: nothing of it is in doubt any more."
    )
    seen: Text | None = _SEEN


class Split(Asked):
    """Where an utterance ends and another begins."""

    word: int = Field(ge=1, le=100_000, description="The word that the new utterance begins with, counted from 0.")
    speaker_id: Id | None = Field(
        None, description=f"Who says the new one, `{NEW_SPEAKER}` for a voice not listed yet; else the same."
    )
    seen: Text | None = Field(None, description="The text that was before the reader; any other is not cut.")


class Join(Asked):
    """The utterance before or after it that it is part of."""

    into: Id


class Move(Asked):
    """Which words of an utterance are part of the one before or after it."""

    word: int = Field(
        ge=0,
        le=100_000,
        description="Counted from 0. Into the one after go this word and all that follow it, into the one before go those before it;"
        " all of them where none is left then.",
    )
    into: Id
    seen: Text | None = Field(None, description="The text that was before the reader; of any other nothing is moved.")


class Replacement(Asked):
    """What to put in the place of what, in the whole transcript."""

    find: Find = Field(examples=["Kubernetis"])
    replacement: ReplacedBy = Field(examples=["Kubernetes"])
    match_case: bool = False
    whole_words: bool = True


class Corrections(Asked):
    """Corrections by their ids."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=20_000)]


class CorrectionDetail(Told):
    """What it changes, where. `value` is the name, the speaker's id or the text, as the kind asks."""

    target_id: str = Field(description="The speaker's or the utterance's id.")
    start: float
    end: float
    original: str = Field(description="The machine's words; empty for speakers.")
    value: str


class Correction(Told):
    """A correction. One whose words a later run no longer has is not `placed`; it is kept."""

    id: str
    kind: CorrectionKind
    by: str | None = Field(description="Name of the account; null once that is gone.")
    at: datetime
    detail: CorrectionDetail
    revision: int = Field(description="The revision it was made on.")
    placed: bool
    undone: bool
