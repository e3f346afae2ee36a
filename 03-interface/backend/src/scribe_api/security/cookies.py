"""The two cookies of a browser's session, and the question whether a page of ours sent them."""

from collections.abc import Collection
from datetime import UTC, datetime

from starlette.requests import HTTPConnection
from starlette.responses import Response

from scribe_core.errors import ScribeError

ACCESS = "scribe_access"
REFRESH = "scribe_refresh"
ACCESS_PATH = "/api"
REFRESH_PATH = "/api/v1/auth"
CSRF_HEADER = "X-CSRF-Token"

SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))


def give(response: Response, *, access: str, refresh: str, expires_at: datetime, secure: bool) -> None:
    """Hand both tokens to the browser, where no script can read them."""
    seconds = max(0, int((expires_at - datetime.now(UTC)).total_seconds()))
    for name, value, path in ((ACCESS, access, ACCESS_PATH), (REFRESH, refresh, REFRESH_PATH)):
        # The access cookie lives as long as the session, the token inside for minutes: the browser then sends an
        # expired token, whose session can still be named when signing out.
        response.set_cookie(name, value, max_age=seconds, path=path, httponly=True, samesite="strict", secure=secure)


def take_back(response: Response, *, secure: bool) -> None:
    """Make the browser forget both tokens."""
    for name, path in ((ACCESS, ACCESS_PATH), (REFRESH, REFRESH_PATH)):
        response.delete_cookie(name, path=path, httponly=True, samesite="strict", secure=secure)


def require_own_page(connection: HTTPConnection, allowed_origins: Collection[str], *, always: bool) -> None:
    """Raise `csrf_invalid` unless one of our pages sent this. Without `always`, programs that name no origin may pass.

    A browser names the origin of every request that is not a plain read, and no page can forge it.
    """
    origin = connection.headers.get("origin")
    if origin is None and not always:
        return
    if origin not in allowed_origins:
        raise ScribeError("csrf_invalid")
