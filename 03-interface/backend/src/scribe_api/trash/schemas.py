"""JSON of the trash."""

from pydantic import Field

from scribe_api.meetings.schemas import Meeting
from scribe_api.wire import Told


class TrashPage(Told):
    """A page of what lies in the trash, the newest in it first."""

    items: list[Meeting]
    next_cursor: str | None = Field(description="Ask with it for the page after this one; null on the last.")
    total: int = Field(description="Over all pages.")
    recordings_bytes: int = Field(description="What all of its recordings take. It counts in the quota.")
    days: int = Field(description="How many days after `trashed_at` a meeting is deleted for good.", examples=[30])
