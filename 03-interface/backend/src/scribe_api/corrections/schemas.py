"""JSON of corrections."""

from datetime import datetime

from pydantic import Field

from scribe_api.wire import Asked, Id, Name, Text, Told
from scribe_core.domain.corrections import CorrectionKind

NEW_SPEAKER = "new"
"""In place of a speaker's id: a voice that the machine did not tell apart."""


class SpeakerChange(Asked):
    """A speaker's name; null takes it away."""

    name: Name | None = Field(examples=["Claire Durand"])


class Merge(Asked):
    """The speaker that the other one really is."""

    into: Id


class UtteranceChange(Asked):
    """What to put right in an utterance; what is left out stays."""

    text: Text | None = Field(None, description="The words as they were said; empty where nothing was said at all.")
    speaker_id: Id | None = Field(None, description=f"Who said it; `{NEW_SPEAKER}` for a voice not listed yet.")


class CorrectionDetail(Told):
    """What it changes, where. `value` is the name, the speaker's id or the text, as the kind asks."""

    target_id: str = Field(description="The speaker's or the utterance's id.")
    start: float
    end: float
    original: str = Field(description="What the machine had.")
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
