"""What a recording's file name tells: a name fit to be shown, a title, and when the meeting was held.

The name comes from strangers' machines. It is shown and never used as a path or a key.
"""

import re
import unicodedata
from datetime import UTC, datetime, tzinfo

from scribe_core.domain.normal_form import normal

NAME_LIMIT = 255
TITLE_LIMIT = 300

_JOINERS = "\u200c\u200d"
"""Invisible characters that hold an emoji or a Persian word together. All others of their kind go: some turn the reading
direction around, so that `gpj.exe` reads as `exe.jpg`."""

_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")

_TIME = r"(?P<hour>[01]\d|2[0-3])[.:hH_-]?(?P<minute>[0-5]\d)(?:[.:mM_-]?(?P<second>[0-5]\d))?(?!\d)"
_BETWEEN = r"(?:[ T_-]|\bat\b|\bà\b)*"
_DATES = (
    r"(?<!\d)(?P<year>20\d\d)(?P<cut>[-_.]?)(?P<month>\d\d)(?P=cut)(?P<day>\d\d)(?!\d)",
    r"(?<!\d)(?P<day>\d\d)(?P<cut>[-_.])(?P<month>\d\d)(?P=cut)(?P<year>20\d\d)(?!\d)",  # as Europeans write it
)
_WHEN = tuple(re.compile(rf"(?P<zone>GMT)?{date}(?:{_BETWEEN}{_TIME})?") for date in _DATES)


def shown_line(text: str, limit: int) -> str:
    """The text as one printable line no longer than that; empty where nothing of it can be seen."""
    line = normal("NFC", " ".join(text.split()))
    if not line.isprintable():  # asked first: looking at each character takes a hundred times as long
        seen = "".join(c for c in line if c in _JOINERS or unicodedata.category(c) not in _HIDDEN)
        line = " ".join(seen.split())
    if not line.strip(_JOINERS + " "):
        return ""
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def shown_name(file_name: str) -> str:
    """The file name without folders, fit to be shown; a long one loses its middle, not its ending."""
    last = re.split(r"[/\\]", file_name.replace("\0", ""))[-1]
    if len(last) > 4 * NAME_LIMIT:
        last = last[: 2 * NAME_LIMIT] + last[-2 * NAME_LIMIT :]
    name = shown_line(last, 10 * NAME_LIMIT).lstrip(". ")
    if len(name) > NAME_LIMIT:
        suffix = _SUFFIX.search(name)
        ending = suffix.group() if suffix else ""
        name = name[: NAME_LIMIT - 1 - len(ending)].rstrip() + "…" + ending
    return name or "recording"


def title_of(file_name: str) -> str:
    """A title for the meeting: the name without its ending and, where words remain, without its date."""
    stem = _SUFFIX.sub("", shown_name(file_name))
    found = _when(stem)
    rest = (stem[: found.start()] + " " + stem[found.end() :]) if found else stem
    for candidate in (rest, stem):
        title = shown_line(candidate.replace("_", " "), TITLE_LIMIT).strip(" -–—.,;")
        if any(c.isalpha() for c in title) or candidate is stem:
            return title or stem
    return stem


def held_at_of(file_name: str, zone: tzinfo | None = None) -> datetime | None:
    """When the meeting was held, if the name holds a date. Noon where it holds no time.

    Args:
        file_name: `2026-03-14 14.30 CSE.m4a`, `20260314_143000.wav`, Zoom's `GMT20260314-133000_Recording.mp4`…
        zone: what the times mean (`GMT` aside); this machine's own zone where None.
    """
    found = _when(file_name)
    if found is None:
        return None
    year, month, day = (int(found[part]) for part in ("year", "month", "day"))
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    local = datetime(year, month, day, hour if found["hour"] else 12, minute, second)  # noqa: DTZ001 — zoned below
    if found["zone"]:
        return local.replace(tzinfo=UTC)
    return (local.replace(tzinfo=zone) if zone else local.astimezone()).astimezone(UTC)


def _when(name: str) -> re.Match[str] | None:
    """The first date in the name that the calendar knows."""
    for pattern in _WHEN:
        for found in pattern.finditer(name):
            try:
                datetime(int(found["year"]), int(found["month"]), int(found["day"]))  # noqa: DTZ001 — only asked whether it exists
            except ValueError:
                continue
            return found
    return None
