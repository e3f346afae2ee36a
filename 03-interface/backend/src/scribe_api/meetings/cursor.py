"""Where the next page of a list starts, as an opaque text. It holds no secret: the owner is asked in the query itself."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

from scribe_core.database.listing import Order
from scribe_core.errors import ScribeError

LONGEST = 2000
"""Characters of the longest cursor we write: a title of 300 characters, escaped, in base64."""

LARGEST = 1e9
"""Seconds: no recording is as long."""


def written(sort: Order, after: tuple[Any, str]) -> str:
    """The cursor behind a meeting, for a list in that order."""
    value, meeting_id = after
    plain = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([sort, plain, meeting_id]).encode()).decode().rstrip("=")


def read(sort: Order, text: str) -> tuple[Any, str]:
    """What `written` was given. Raises `request_invalid` for anything else, another order's cursor included."""
    try:
        if len(text) > LONGEST:
            raise ValueError
        kept, value, meeting_id = json.loads(
            base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        )
        if kept != sort or not isinstance(meeting_id, str) or "\0" in f"{value}{meeting_id}":
            raise ValueError
        f"{value}{meeting_id}".encode()  # a lone surrogate is no text
        name = sort.removeprefix("-")
        if name.endswith("_at"):
            value = datetime.fromisoformat(value)
            if value.tzinfo is None:
                raise ValueError
            value = value.astimezone(UTC)
        elif name == "title":
            if not isinstance(value, str):
                raise ValueError
        elif isinstance(value, bool) or not isinstance(value, float | int) or not abs(value) < LARGEST:
            raise ValueError
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise ScribeError("request_invalid", reason="cursor") from error
    return value, meeting_id
