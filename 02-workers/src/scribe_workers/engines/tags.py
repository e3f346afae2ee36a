"""When a recording was made, from the tags its container carries."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

_EARLIEST, _LATEST = 1990, 2100
"""Years outside are clocks that were never set (1904 and 1970 are the containers' zero)."""


def held_at_from(tags: Mapping[str, str]) -> datetime | None:
    """When the recording was made (UTC), None where the tags do not say it to the day.

    A time without a zone counts as UTC. A day without a time becomes its noon, so that it is the same day in every zone
    people meet in.
    """
    known = {name.lower(): value.strip() for name, value in tags.items()}
    day_and_time = f"{known.get('origination_date', '')} {known.get('origination_time', '')}"  # broadcast WAV
    for value in (
        known.get("com.apple.quicktime.creationdate", ""),  # the phone's own zone
        known.get("creation_time", ""),
        day_and_time.strip(),
        known.get("date_recorded", ""),
        known.get("date", ""),
    ):
        moment = _moment(value)
        if moment is not None:
            return moment
    return None


def _moment(text: str) -> datetime | None:
    text = re.sub(r"^(\d{4})[:./-](\d\d)[:./-](\d\d)", r"\1-\2-\3", text)  # 2026:03:04 and its relatives
    text = re.sub(r"^(\d{4}-\d\d-\d\d[T ]\d\d)[-:.](\d\d)[-:.](\d\d)", r"\1:\2:\3", text)
    if not re.match(r"\d{4}-\d\d-\d\d", text) and not re.match(r"\d{8}T\d{4}", text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not _EARLIEST <= moment.year < _LATEST:
        return None
    if len(text) == len("2026-03-04"):
        moment = moment.replace(hour=12)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
