"""Where the next page of conversations starts, as an opaque text. It holds no secret: the owner is asked in the query itself."""

import base64
import json
import re
from datetime import UTC, datetime

from scribe_core.database.conversations import Cursor
from scribe_core.errors import ScribeError

LONGEST = 200
_ID = re.compile(r"[0-9a-f]{32}")


def written(after: Cursor) -> str:
    """The cursor behind a conversation."""
    asked_at, last = after
    return base64.urlsafe_b64encode(json.dumps([asked_at.isoformat(), last]).encode()).decode().rstrip("=")


def read(text: str) -> Cursor:
    """What `written` was given. Raises `request_invalid` for anything else."""
    try:
        if len(text) > LONGEST:
            raise ValueError
        moment, last = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        asked_at = datetime.fromisoformat(moment)
        if asked_at.tzinfo is None or not _ID.fullmatch(last):
            raise ValueError
        return asked_at.astimezone(UTC), last
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise ScribeError("request_invalid", reason="cursor") from error
