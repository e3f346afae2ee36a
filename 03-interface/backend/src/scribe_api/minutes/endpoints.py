"""Minutes over HTTP. Every change answers with the minutes as they then read."""

from typing import Annotated

from fastapi import APIRouter, Query, status

from scribe_api.dependencies import Asking, Reader, Reading, TheParts, Writing
from scribe_api.error_responses import answers
from scribe_api.exports.editions import time_zone
from scribe_api.minutes import service
from scribe_api.minutes.answer import told
from scribe_api.minutes.schemas import (
    ItemChange,
    Minutes,
    MinutesChange,
    MinutesStateChange,
    NewItem,
    NewMinutes,
    SectionRewriting,
)
from scribe_core.database import minutes

router = APIRouter(prefix="/meetings/{meeting_id:id}/minutes", tags=["minutes"], responses=answers("session_invalid"))

_CHANGED = (
    "meeting_not_found", "meeting_in_trash", "minutes_not_found", "minutes_changed", "minutes_approved", "minutes_frozen",
    "csrf_invalid",
)  # fmt: skip
_ITEM = answers(
    *_CHANGED, "minutes_item_not_found", "minutes_section_not_found", "minutes_full", "utterance_not_found", "speaker_not_found"
)  # fmt: skip

Seen = Annotated[int, Query(ge=0, le=2**31 - 1, description="`version` of the minutes as they were seen.")]


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=answers(
        "meeting_not_found",
        "meeting_in_trash",
        "transcript_not_found",
        "minutes_template_not_found",
        "minutes_changed",
        "minutes_approved",
        "minutes_frozen",
        "minutes_full",
        "timezone_unknown",
        "csrf_invalid",
    ),
)
async def write_minutes(
    meeting_id: str, asked: NewMinutes, asking: Asking, parts: TheParts, language: Reader
) -> Minutes:
    """Write the minutes from the newest transcript, or write a draft again: what people wrote in it stays."""
    zone = await time_zone(asked.timezone)
    return told(await service.write(parts, asking.user.id, meeting_id, asked, zone, language))


@router.get("", responses=answers("meeting_not_found", "minutes_not_found"))
async def read_minutes(meeting_id: str, asking: Asking, session: Reading) -> Minutes:
    """The minutes, each item with the utterances that hold it."""
    return told(await service.read(session, asking.user.id, meeting_id))


@router.patch("", responses=answers(*_CHANGED))
async def change_minutes(meeting_id: str, change: MinutesChange, asking: Asking, parts: TheParts) -> Minutes:
    """Give the minutes another title, or another day."""
    return told(await service.change_head(parts, asking.user.id, meeting_id, change))


@router.delete("", status_code=status.HTTP_204_NO_CONTENT, responses=answers(*_CHANGED))
async def delete_minutes(meeting_id: str, version: Seen, asking: Asking, session: Writing) -> None:
    """Delete a draft for good."""
    await minutes.remove(session, asking.user.id, meeting_id, version)


@router.put(
    "/state",
    responses=answers(
        "meeting_not_found",
        "meeting_in_trash",
        "minutes_not_found",
        "minutes_changed",
        "minutes_frozen",
        "minutes_not_approved",
        "csrf_invalid",
    ),
)
async def turn_minutes(meeting_id: str, change: MinutesStateChange, asking: Asking, parts: TheParts) -> Minutes:
    """Approve a draft, freeze approved minutes for good, or make approved minutes a draft again."""
    return told(await service.turn(parts, asking.user.id, meeting_id, change.version, change.state))


@router.post(
    "/sections/{key:key}/rewrite",
    responses=answers(*_CHANGED, "minutes_section_not_found", "minutes_full"),
)
async def rewrite_minutes_section(
    meeting_id: str,
    key: str,
    asked: SectionRewriting,
    asking: Asking,
    parts: TheParts,
) -> Minutes:
    """Write one section again from the newest transcript: what people wrote in it stays."""
    return told(await service.rewrite_section(parts, asking.user.id, meeting_id, key, asked.version))


@router.post("/items", status_code=status.HTTP_201_CREATED, responses=_ITEM)
async def add_minutes_item(meeting_id: str, new: NewItem, asking: Asking, parts: TheParts) -> Minutes:
    """Add something to a section, with the utterances that hold it."""
    return told(await service.add_item(parts, asking.user.id, meeting_id, new))


@router.patch("/items/{item_id:id}", responses=_ITEM)
async def change_minutes_item(
    meeting_id: str, item_id: str, change: ItemChange, asking: Asking, parts: TheParts
) -> Minutes:
    """Change an item, move it, or say that an action is done."""
    return told(await service.change_item(parts, asking.user.id, meeting_id, item_id, change))


@router.delete("/items/{item_id:id}", responses=answers(*_CHANGED, "minutes_item_not_found"))
async def delete_minutes_item(meeting_id: str, item_id: str, version: Seen, asking: Asking, parts: TheParts) -> Minutes:
    """Delete an item."""
    return told(await service.remove_item(parts, asking.user.id, meeting_id, item_id, version))
