"""An answer as it comes: by server-sent events piece by piece, or at once. Never longer than what was asked for."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from scribe_core.errors import ScribeError

MOST_BYTES = 8 * 1024 * 1024
"""Of an answer with all that is around it. 4000 tokens in events of their own, with a model's name in each, are 1.2 MB."""

LONGEST_LINE = 1024 * 1024

MOST_OF_A_REFUSAL = 256 * 1024
"""Bytes of what is no answer; a list of 300 models is 120 kB."""

TOKEN_CHARACTERS = 16
"""Characters that a token may have at most: words of twelve letters are one, runs of blanks of sixteen too."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model wrote. `cut` tells that it wanted to write more than it might. Tokens are 0 where the server does not count them."""

    text: str
    cut: bool
    read_tokens: int = 0
    written_tokens: int = 0


class BrokenError(Exception):
    """The answer ended before its end."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def read_answer(
    response: aiohttp.ClientResponse,
    most_tokens: int,
    heard: Callable[[int], None] | None,
    wrote: Callable[[str | None], None] | None = None,
) -> Answer:
    """The answer that a response holds. Raises `BrokenError`, which another try may mend, or `llm_failing`."""
    if "html" in response.content_type:
        raise ScribeError("llm_failing", reason="a page, no answer")
    if wrote:
        wrote(None)
    most = TOKEN_CHARACTERS * most_tokens
    if response.content_type == "application/json":  # a server that does not stream
        answer = _at_once(await read_limited(response, MOST_BYTES), most)
        if wrote:
            wrote(answer.text)
        return answer
    pieces: list[str] = []
    characters, ended, why = 0, False, None
    counted: dict[str, Any] = {}
    async for line in _lines(response):
        if not line.startswith(b"data:"):
            continue  # remarks that keep the connection open, names of events
        data = line[5:].strip()
        if data == b"[DONE]":
            ended = True
            break
        event = _json(data)
        if event.get("error"):
            raise BrokenError("an error amid the answer")
        counted = _dict(event.get("usage")) or counted
        choice = _first(event.get("choices"))
        piece = _dict(choice.get("delta")).get("content")
        if isinstance(piece, str) and piece:
            pieces.append(piece)
            characters += len(piece)
            if characters > most:
                raise ScribeError("llm_failing", reason="an answer without an end")
            if heard:
                heard(characters)
            if wrote:
                wrote(piece)
        why = choice.get("finish_reason") or why
    if not ended and why is None:
        raise BrokenError("half an answer")
    return Answer(
        "".join(pieces), why == "length", _count(counted, "prompt_tokens"), _count(counted, "completion_tokens")
    )


async def read_limited(response: aiohttp.ClientResponse, most: int = MOST_OF_A_REFUSAL) -> bytes:
    """All of a body. Raises `BrokenError` where it is longer than it may be, or ends before its end."""
    body = bytearray()
    async for some in _pieces(response, most):
        body += some
    return bytes(body)


async def _pieces(response: aiohttp.ClientResponse, most: int) -> AsyncIterator[bytes]:
    read = 0
    try:
        async for some in response.content.iter_any():
            read += len(some)
            if read > most:
                raise ScribeError("llm_failing", reason="an answer without an end")
            yield some
    except (aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError, ConnectionResetError) as error:
        raise BrokenError("half an answer") from error


async def _lines(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    begun = bytearray()
    async for some in _pieces(response, MOST_BYTES):
        begun += some
        if len(begun) > LONGEST_LINE:
            raise ScribeError("llm_failing", reason="an answer without an end")
        if b"\n" in some:  # looked for in what is new only
            *lines, rest = begun.split(b"\n")
            for line in lines:
                yield bytes(line)
            begun = bytearray(rest)
    if begun:
        yield bytes(begun)


def _at_once(body: bytes, most: int) -> Answer:
    told = _json(body)
    choice = _first(told.get("choices"))
    text = _dict(choice.get("message")).get("content")
    if not isinstance(text, str):
        raise ScribeError("llm_failing", reason="no answer")
    if len(text) > most:
        raise ScribeError("llm_failing", reason="an answer without an end")
    counted = _dict(told.get("usage"))
    cut = choice.get("finish_reason") == "length"
    return Answer(text, cut, _count(counted, "prompt_tokens"), _count(counted, "completion_tokens"))


def _json(data: bytes) -> dict[str, Any]:
    try:
        return _dict(json.loads(data))
    except (ValueError, RecursionError) as error:
        raise BrokenError("no JSON") from error


def _dict(told: object) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


def _first(told: object) -> dict[str, Any]:
    return _dict(told[0]) if isinstance(told, list) and told else {}


def _count(counted: dict[str, Any], name: str) -> int:
    told = counted.get(name)
    return told if isinstance(told, int) and not isinstance(told, bool) and told > 0 else 0
