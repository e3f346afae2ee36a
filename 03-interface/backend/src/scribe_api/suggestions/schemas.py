"""JSON of suggestions."""

from pydantic import Field

from scribe_api.wire import Asked, Told


class Suggestion(Told):
    """Whom a speaker sounds like."""

    speaker_id: str
    person_id: str
    name: str
    score: float = Field(ge=0, le=1, description="How likely such a likeness is one person's.")
    margin: float = Field(description="By how much (cosine) the next person is less alike.")
    named: bool = Field(description="The likeness sufficed: the speaker bears the name until somebody says otherwise.")


class Accepted(Asked):
    """Yes, it is that person. Nobody's voice is learnt from it unless `teach` says so."""

    teach: bool = False
