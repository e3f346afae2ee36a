"""What every reader reads: cues, as they stand in the file, and the times they are written with."""

import re
from dataclasses import dataclass

from scribe_core.domain.speech import Word

LARGEST = 32_000_000
"""Bytes of a file. A meeting of ten hours has about 25 MB as our own JSON, with every word's times, and half a megabyte as subtitles."""

MOST_CUES = 50_000
MOST_WORDS = 300_000
"""A day without a pause at 200 words a minute."""

MOST_LINES = 20 * MOST_CUES
"""Of a file of text, blank ones too."""

MOST_CHARACTERS = 20 * MOST_WORDS
"""Of all that is said: French words have six on average, with the blank."""

LONGEST_TEXT = 20_000
"""Characters of an utterance, as people may write one."""

MOST_SPEAKERS = 200
LONGEST_HOURS = 24
LONGEST_MS = LONGEST_HOURS * 3_600_000

TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
"""A time of a transcript with four groups. Hours may be missing."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What a file says in one place. Times are milliseconds, None where the file does not tell them; so is the speaker.

    `line` counts from 1, and is 0 where the file has no lines. `words` are there where the file has a time for each.
    """

    start: int | None
    end: int | None
    speaker: str | None
    text: str
    line: int = 0
    words: tuple[Word, ...] = ()


def milliseconds(hours: str | None, minutes: str, seconds: str, part: str | None) -> int | None:
    """The time that the groups of `TIME` tell, None where no clock shows it (75 seconds)."""
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((part or "0").ljust(3, "0"))


def one_blank(line: str) -> str:
    """A line with one blank where it has several, and none around it: what looks for names and times tries each of a long row of them."""
    return " ".join(line.split())


_TIME = re.compile(TIME)


def time_in(text: str) -> int | None:
    """The time that the text is, in milliseconds; None where it is something else."""
    found = _TIME.fullmatch(text.strip().strip("[]()").strip())
    return milliseconds(*found.groups()) if found else None
