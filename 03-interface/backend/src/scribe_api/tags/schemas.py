"""JSON of tags."""

from typing import Annotated

from pydantic import Field

from scribe_api.meetings.schemas import SeveralMeetings, TagName
from scribe_api.wire import Asked, Told
from scribe_core.database.tags import MOST

_Names = Annotated[list[TagName], Field(max_length=MOST)]


class Tag(Told):
    """A tag and how many meetings carry it, the trash not counted."""

    name: str = Field(examples=["CSE"])
    meetings: int


class Tags(Told):
    """All my tags, in order. A tag that no meeting carries any more is not among them."""

    items: list[Tag]


class TagChange(Asked):
    """A tag and how it is to be called. Where there is one of that name already, the two become one."""

    name: TagName
    new_name: TagName


class Tagging(SeveralMeetings):
    """Tags that meetings are given, and tags that are taken from them."""

    add: _Names = Field(default_factory=list)
    remove: _Names = Field(default_factory=list)
