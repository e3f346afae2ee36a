"""JSON of transcripts."""

from datetime import datetime

from pydantic import Field

from scribe_api.corrections.schemas import Correction
from scribe_api.wire import Message, Told
from scribe_core.contract.transcript_document import TranscriptDocument


class Transcript(TranscriptDocument):
    """One revision of a meeting's transcript, corrections applied: the transcript document that exports give, and more."""

    created_at: datetime
    state: str = Field(description="Of its words and speakers: changes whenever somebody puts something right.")
    notices: list[Message] = Field(description="The warnings, in the reader's language.")
    unplaced: list[Correction] = Field(description="Corrections that found no place in this revision.")
    changed: list[str] = Field(
        description="Ids of the corrections that the request made, took back or made again: all that undoing it has to name."
    )


class TranscriptRevision(Told):
    """A revision: what one run made of the recording."""

    revision: int
    run_id: str
    created_at: datetime
    language: str
