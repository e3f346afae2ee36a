"""JSON of people."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from scribe_api.voiceprints.schemas import Voiceprint
from scribe_api.wire import Asked, Id, Moment, Name, Printable, Told
from scribe_core.database import consents, persons
from scribe_core.domain.transcript import NamedBy

Note = Annotated[str, StringConstraints(max_length=2000), AfterValidator(Printable(2000, empty=True))]
How = Annotated[str, StringConstraints(max_length=500), AfterValidator(Printable(500))]


class Consent(Told):
    """That a person agreed to be recognised by voice, until they take it back."""

    id: str
    given_at: datetime
    how: str = Field(examples=["signed form, personnel file"])
    recorded_at: datetime
    recorded_by: str | None = Field(description="Id of the account that recorded it; null once that is gone.")
    revoked_at: datetime | None = Field(description="Null while it stands.")
    revoked_how: str | None = Field(description="How it was taken back; null where nobody said.")
    revoked_by: str | None = Field(description="Id of the account that took it back for the person.")


class Person(Told):
    """A person. Nobody's voice is known without consent that stands."""

    id: str
    name: str = Field(examples=["Claire Durand"])
    note: str
    consent: Consent | None = Field(
        description="The newest that stands, else the last that did; null where it was never given."
    )
    voiceprints: int = Field(description="How many there are.")
    meetings: int = Field(description="In how many they are named, by people or by voice.")
    created_at: datetime
    updated_at: datetime


class ConsentGiven(Asked):
    """How a person agreed, and when (now, where that is left out)."""

    how: How = Field(examples=["signed form, personnel file"])
    given_at: Moment | None = None


_ANOTHER = "This is somebody else than whoever bears that name already; say in the note what tells them apart."


class NewPerson(Asked):
    """A person to be added."""

    name: Name
    note: Note = ""
    another: bool = Field(False, description=_ANOTHER)
    consent: ConsentGiven | None = None


class PersonChange(Asked):
    """What to change; what is left out stays."""

    name: Name | None = None
    note: Note | None = None
    another: bool = Field(False, description=_ANOTHER)


class PersonMerge(Asked):
    """The person that this one really is."""

    into: Id


class SaidIn(Told):
    """What a person said in a meeting, as its newest transcript has it."""

    meeting_id: str
    title: str
    held_at: datetime
    speaker_id: str
    named_by: str = Field(description="`people`, `voice`, or `suggestion`: the machine's guess that nobody confirmed.")
    score: float | None = Field(description="How sure the machine was, 0..1; null where it was not asked.")
    utterances: list[tuple[float, float, str]] = Field(description="`[start, end, text]` each.")


class HeardIn(Told):
    """A speaker of one of my meetings who is, or may be, the person."""

    meeting_id: str
    title: str
    held_at: datetime
    speaker_id: str
    named_by: NamedBy | None = Field(description="Null where it is the machine's guess that nobody has confirmed.")
    score: float | None = Field(description="How sure the machine was, 0..1; null where it was not asked.")


class Act(Told):
    """Something done about the person, from the audit log."""

    at: datetime
    action: str
    actor_id: str | None


class PersonExport(Told):
    """Everything that is known of a person, to be handed to them."""

    person: Person
    consents: list[Consent] = Field(description="Every one that was ever recorded, oldest first.")
    voiceprints: list["VoiceprintExport"]
    meetings: list[SaidIn]
    acts: list[Act]


class VoiceprintExport(Voiceprint):
    """A voiceprint with its numbers."""

    vector: list[float]


def told_consent(row: consents.Consent) -> Consent:
    """The consent as JSON."""
    return Consent.model_validate(row)


def told_person(row: persons.Person, consent: consents.Consent | None, voiceprints: int, meetings: int) -> Person:
    """The person as JSON."""
    return Person(
        id=row.id,
        name=row.name,
        note=row.note,
        consent=consent and told_consent(consent),
        voiceprints=voiceprints,
        meetings=meetings,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
