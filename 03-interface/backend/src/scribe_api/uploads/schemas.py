"""JSON of uploads."""

from datetime import datetime

from pydantic import Field

from scribe_api.uploads import protocol
from scribe_api.wire import Told
from scribe_core.database.uploads import Upload as Row
from scribe_core.domain.recording_name import TITLE_LIMIT, shown_line, shown_name, title_of


class Upload(Told):
    """A recording that is being sent, or waits to be resumed. When it is complete there is a meeting with its id."""

    id: str = Field(examples=["2f8e6d5c4b3a49f18e7d6c5b4a392817"])
    name: str = Field(description="The file's, for reading only.", examples=["2026-03-14 14.30 CSE.m4a"])
    title: str
    mark: str | None = Field(description="What its sender knows the file again by (`mark` of its metadata).")
    bytes: int | None = Field(description="Null while nobody has said how long it gets: it is still being recorded.")
    received: int = Field(description="The offset to go on from.")
    created_at: datetime
    expires_at: datetime = Field(description="What came of it is deleted then, unless it went on.")


class Uploads(Told):
    """My uploads that are not complete."""

    items: list[Upload]


def told_upload(row: Row) -> Upload:
    """The upload as JSON."""
    said = protocol.metadata(row.announced)
    file_name = said.get("filename", "")
    return Upload(
        id=row.id,
        name=shown_name(file_name),
        title=shown_line(said.get("title", ""), TITLE_LIMIT) or title_of(file_name),
        mark=said.get("mark"),
        bytes=None if row.growing else row.bytes,
        received=row.received,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
