"""JSON of voiceprints."""

from datetime import datetime

from pydantic import Field

from scribe_api.wire import Asked, Id, Told
from scribe_core.database.voiceprints import VoiceprintRow


class Voiceprint(Told):
    """What a person's voice is known by. Its numbers are not shown; `export` of the person holds them."""

    id: str
    consent_id: str = Field(description="The consent that it was made under.")
    seconds: float = Field(description="Clean speech that it was made from.")
    quality: float = Field(description="How alike the voice is to itself there, 0..1.")
    meeting_id: str | None = Field(description="The meeting it was heard in; it goes when that is deleted.")
    speaker_id: str | None
    file_name: str | None = Field(description="The file it was heard in, which is not kept.")
    created_at: datetime


class VoiceOfSpeaker(Asked):
    """A speaker of one of my meetings, whose voice is the person's."""

    meeting_id: Id
    speaker_id: Id


def told_voiceprint(row: VoiceprintRow) -> Voiceprint:
    """The voiceprint as JSON."""
    return Voiceprint.model_validate(row)
