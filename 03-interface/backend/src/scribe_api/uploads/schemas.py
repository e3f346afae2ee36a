"""JSON of uploads."""

from datetime import datetime

from pydantic import Field

from scribe_api.uploads import protocol
from scribe_api.wire import Told
from scribe_core.database.uploads import Upload as Row
from scribe_core.domain.recording_name import shown_name, title_of


class Upload(Told):
    """A recording that is being sent, or waits to be resumed. When it is complete there is a meeting with its id."""

    id: str = Field(examples=["2f8e6d5c4b3a49f18e7d6c5b4a392817"])
    name: str = Field(description="The file's, for reading only.", examples=["2026-03-14 14.30 CSE.m4a"])
    title: str
    mark: str | None = Field(description="What its sender knows the file again by (`mark` of its metadata).")
    bytes: int
    received: int = Field(description="The offset to go on from.")
    created_at: datetime
    expires_at: datetime = Field(description="What came of it is deleted then, unless it went on.")


class Uploads(Told):
    """My uploads that are not complete."""

    items: list[Upload]


def told_upload(row: Row) -> Upload:
    """The upload as JSON."""
    said = protocol.metadata(row.announced)
    description = protocol.description(row.announced)
    return Upload(
        id=row.id,
        name=shown_name(description.filename),
        title=description.title or title_of(description.filename),
        mark=said.get("mark"),
        bytes=row.bytes,
        received=row.received,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
