"""What single exports and those of several meetings share: whose day it is, what a file is called, and what may be made at once."""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

import anyio
from fastapi import Query

from scribe_api.transcripts.service import Sheet
from scribe_core.database.meetings import Meeting
from scribe_core.domain.export_format import Presentation
from scribe_core.domain.recording_name import shown_line
from scribe_core.errors import ScribeError
from scribe_core.exports import Format
from scribe_core.exports.edition import Edition

COSTLY_AT_ONCE = anyio.CapacityLimiter(2)
"""Costly files that are made at the same time in this process. Who asks for another waits, without a thread."""


async def presentation(
    times: Annotated[bool, Query(description="When each utterance begins (formats for readers).")] = True,
    speakers: Annotated[bool, Query(description="Who speaks (the same, and `srt`, `vtt`).")] = True,
    doubts: Annotated[bool, Query(description="Mark what was hardly heard (formats for readers).")] = False,
    anonymous: Annotated[
        bool, Query(description="Numbers in place of the speakers' names. Names that somebody says aloud stay.")
    ] = False,
) -> Presentation:
    """What of a transcript is to be shown."""
    return Presentation(times, speakers, doubts, anonymous)


async def time_zone(
    timezone: Annotated[str, Query(max_length=64, description="In which the day of the meeting is told.")] = "UTC",
) -> ZoneInfo:
    """The time zone of who reads. Raises `timezone_unknown`."""
    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError) as error:
        raise ScribeError("timezone_unknown", name=timezone) from error


def edition_of(sheet: Sheet, meeting: Meeting, shown: Presentation, zone: ZoneInfo) -> Edition:
    """The transcript as it is to be written."""
    return Edition.of(sheet.transcript, shown, _held_on(meeting, zone))


def file_name(meeting: Meeting, kind: Format[Edition]) -> str:
    """What the file is called: the meeting's title, as far as it tells anything."""
    return f"{in_file_name(meeting.title) or 'transcript'}.{kind.suffix}"


def in_file_name(title: str) -> str:
    """A title as part of a file's name, on one line; empty where nothing is left of it. Dots around it would hide the file."""
    return shown_line(title, 120).strip(". ")


def _held_on(meeting: Meeting, zone: ZoneInfo) -> date | None:
    """The day of the meeting there. None where it is only known when the recording came."""
    return None if meeting.held_at_guessed else meeting.held_at.astimezone(zone).date()
