"""JSON of suggestions."""

from pydantic import Field

from scribe_api.wire import Asked, Id, Told


class VoiceSample(Told):
    """A stretch of one of my meetings in which a person is heard alone, seconds of its sound."""

    meeting_id: str
    title: str
    start: float
    end: float


class Suggestion(Told):
    """Whom a speaker sounds like."""

    speaker_id: str
    person_id: str
    name: str
    score: float = Field(ge=0, le=1, description="How likely such a likeness is one person's.")
    margin: float = Field(description="By how much (cosine) the next person is less alike.")
    named: bool = Field(description="The likeness sufficed: the speaker bears the name until somebody says otherwise.")
    meetings: int = Field(description="In how many other meetings of mine this person is named.")
    sample: VoiceSample | None = Field(
        description="Where I can hear this person in another meeting: where the voice was learnt, else where people said "
        "that it is this person. Null where nowhere: a file that a voice was learnt from is not kept."
    )


class Accepted(Asked):
    """Yes, it is that person. Nobody's voice is learnt from it unless `teach` says so."""

    teach: bool = False


class Refused(Asked):
    """No, it is not that person: the one guessed, or the one named here, whoever is guessed by now."""

    person_id: Id | None = Field(
        None, description="One of my people: whom the reader saw. Left out, the one guessed now."
    )
