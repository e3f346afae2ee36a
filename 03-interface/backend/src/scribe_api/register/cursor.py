"""Where the next page of the register starts, as an opaque text. It holds no secret: the owner is asked in the query itself."""

import base64
import json

from scribe_core.database.register import Cursor, RegisterSort
from scribe_core.errors import ScribeError

LONGEST = 400
_KINDS: dict[RegisterSort, tuple[type, ...]] = {
    RegisterSort.DUE: (str, str),
    RegisterSort.MEETING: (str, str, int, str),
}


def written(sort: RegisterSort, after: Cursor) -> str:
    """The cursor behind an entry, for a list in that order."""
    return base64.urlsafe_b64encode(json.dumps([sort, *after]).encode()).decode().rstrip("=")


def read(sort: RegisterSort, text: str) -> Cursor:
    """What `written` was given. Raises `request_invalid` for anything else, another order's cursor included."""
    try:
        if len(text) > LONGEST:
            raise ValueError
        kept, *after = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        if kept != sort or [type(value) for value in after] != [*_KINDS[sort]]:
            raise ValueError
        if any(isinstance(value, str) and not (value.isascii() and value.isprintable()) for value in after):
            raise ValueError
        if any(isinstance(value, int) and not 0 <= value < 2**31 for value in after):
            raise ValueError
    except (ValueError, TypeError, RecursionError) as error:
        raise ScribeError("request_invalid", reason="cursor") from error
    return tuple(after)
