"""Where the next page of a list starts, as an opaque text. It holds no secret: the owner is asked in the query itself."""

import base64
import json
from datetime import datetime
from typing import Any

from scribe_core.database.meetings import Sort
from scribe_core.errors import ScribeError


def written(sort: Sort, after: tuple[Any, str]) -> str:
    """The cursor behind a meeting, for a list in that order."""
    value, meeting_id = after
    plain = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([sort, plain, meeting_id]).encode()).decode().rstrip("=")


def read(sort: Sort, text: str) -> tuple[Any, str]:
    """What `written` was given. Raises `request_invalid` for anything else, another order's cursor included."""
    try:
        kept, value, meeting_id = json.loads(
            base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        )
        if kept != sort or not isinstance(meeting_id, str) or "\0" in f"{value}{meeting_id}":
            raise ValueError
        name = sort.removeprefix("-")
        if name.endswith("_at"):
            value = datetime.fromisoformat(value)
            if value.tzinfo is None:
                raise ValueError
        elif not isinstance(value, str if name == "title" else float | int):
            raise ValueError
    except (ValueError, TypeError) as error:
        raise ScribeError("request_invalid", reason="cursor") from error
    return value, meeting_id
