"""What a writer writes, as an answer: whole or the one range asked for."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from typing import IO

import anyio.to_thread
from fastapi import Request, Response
from starlette.background import BackgroundTask

from scribe_api.exports.editions import COSTLY_AT_ONCE
from scribe_api.meetings.downloads import Content, ranged_response

PIECE = 64 * 1024
"""Bytes read at once of a file that was made."""


async def file_response(
    request: Request, write: Callable[[], Iterator[bytes]], media_type: str, name: str, *, costly: bool
) -> Response:
    """The file to be saved under that name. A costly one is made once; another is written as it is sent.

    Raises `range_not_satisfiable`, and what the writer raises.
    """
    if not costly:
        content = await anyio.to_thread.run_sync(_content, write)
        return ranged_response(request, content, media_type, download_as=name)
    made = tempfile.TemporaryFile()  # noqa: SIM115 — closed once the answer is sent
    try:
        content = await anyio.to_thread.run_sync(_made, write, made, limiter=COSTLY_AT_ONCE)
        response = ranged_response(request, content, media_type, download_as=name)
    except BaseException:
        made.close()
        raise
    response.background = BackgroundTask(made.close)
    return response


def _made(write: Callable[[], Iterator[bytes]], file: IO[bytes]) -> Content:
    """What a writer writes, written to a file once and handed out of it."""
    digest, size = hashlib.sha256(), 0
    for piece in write():
        file.write(piece)
        digest.update(piece)
        size += len(piece)

    def stream(start: int, end: int) -> Iterator[bytes]:
        file.seek(start)
        while start < end and (piece := file.read(min(PIECE, end - start))):
            start += len(piece)
            yield piece

    return Content(digest.digest(), size, stream)


def _content(write: Callable[[], Iterator[bytes]]) -> Content:
    """What a writer writes, gone through once to know its length and digest: it is never held whole."""
    digest, size = hashlib.sha256(), 0
    for piece in write():
        digest.update(piece)
        size += len(piece)

    def stream(start: int, end: int) -> Iterator[bytes]:
        at = 0
        for piece in write():
            if at >= end:
                return
            if wanted := piece[max(0, start - at) : end - at]:
                yield wanted
            at += len(piece)

    return Content(digest.digest(), size, stream)
