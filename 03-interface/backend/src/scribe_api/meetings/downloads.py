"""Handing out bytes by ranges, as players and browsers that go on with a download ask for it (RFC 9110, sections 13, 14)."""

import hashlib
import re
from collections.abc import AsyncIterable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from scribe_core.errors import ScribeError
from scribe_core.stores.objects import Objects
from scribe_core.stores.recordings import StoredRecording

_RANGE = re.compile(r"bytes=(?P<first>\d{0,18})-(?P<last>\d{0,18})")


@dataclass(frozen=True, slots=True)
class Content:
    """What can be handed out: how many bytes, any stretch of them, and a name that changes when they do."""

    name: bytes
    size: int
    stream: Callable[[int, int], AsyncIterable[bytes] | Iterable[bytes]]


async def object_response(request: Request, objects: Objects, key: str, media_type: str) -> Response:
    """An object, whole or the one range asked for. Raises `range_not_satisfiable`, `object_missing`."""
    size = await objects.size_async(key)
    if size is None:
        raise ScribeError("object_missing", key=key)
    # What lies under a key never changes.
    return ranged_response(request, Content(f"{key} {size}".encode(), size, partial(objects.stream, key)), media_type)


async def recording_response(
    request: Request, objects: Objects, key: str, media_type: str, download_as: str
) -> Response:
    """A recording to be saved, whole or the one range asked for. Raises `range_not_satisfiable`, `object_missing`."""
    found = await StoredRecording.find(objects, key)
    content = Content(f"{key} {found.size}".encode(), found.size, found.stream)
    return ranged_response(request, content, media_type, download_as=download_as)


def ranged_response(request: Request, content: Content, media_type: str, *, download_as: str | None = None) -> Response:
    """The content, whole or the one range asked for. Raises `range_not_satisfiable`."""
    size = content.size
    tag = f'"{hashlib.sha256(content.name).hexdigest()[:32]}"'
    headers = {"Accept-Ranges": "bytes", "ETag": tag, "Cache-Control": "private, no-cache"}
    if download_as is not None:
        headers["Content-Disposition"] = attachment(download_as)
    if _matches(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    asked = _range(request, size, tag)
    start, end = asked or (0, size)
    headers["Content-Length"] = str(end - start)
    if asked:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    status = 206 if asked else 200
    if request.method == "HEAD" or start == end:
        return Response(status_code=status, headers=headers, media_type=media_type)
    return StreamingResponse(content.stream(start, end), status, headers, media_type)


def attachment(name: str) -> str:
    """A Content-Disposition that saves under that name, whatever letters it has (RFC 6266)."""
    safe = re.sub(r'[\\/:*?"<>|;]', "_", name)
    plain = safe.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"


def _range(request: Request, size: int, tag: str) -> tuple[int, int] | None:
    """The range asked for as (first, one past last); None for the whole: no range, several, an unknown unit, a stale one."""
    if request.headers.get("if-range", tag) != tag:
        return None
    found = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if found is None or not (found["first"] or found["last"]):
        return None
    if not found["first"]:  # the last so many bytes
        start, end = max(0, size - int(found["last"])), size
    else:
        start = int(found["first"])
        if found["last"] and int(found["last"]) < start:
            return None
        end = min(int(found["last"]) + 1, size) if found["last"] else size
    if start >= size or start == end:
        raise ScribeError("range_not_satisfiable", size=size)
    return start, end


def _matches(wanted: str | None, tag: str) -> bool:
    return wanted is not None and any(part.strip().removeprefix("W/") in (tag, "*") for part in wanted.split(","))
