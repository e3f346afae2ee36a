"""Asking the model: one answer at a time, tried again where that may help, given up where it lasts or grows too long.

Errors: `llm_unavailable`, `llm_slow`, `llm_busy`, `llm_refused`, `llm_model_unknown`, `llm_model_unset`, `llm_context` or `llm_failing`.
Its library takes a good part of a start: whoever only passes an endpoint on imports this file for its types alone.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from time import time
from typing import Any

import aiohttp

from scribe_core.errors import ScribeError
from scribe_core.language_model.messages import Message
from scribe_core.language_model.offer import Offer, fitting, offered
from scribe_core.language_model.streams import Answer, BrokenError, read_answer, read_limited

log = logging.getLogger(__name__)

CONNECT_SECONDS = 5.0
LOOK_SECONDS = 15.0
"""Longest time for an answer that needs no model: what there is, and how much it reads at once."""

TRIES = 4
TRIES_IN_TIME = 2
"""Of what took too long: each time costs as much again."""

LONGEST_PAUSE = 120.0
"""Seconds that an endpoint may ask to wait; who asks for more is given up at once, and said to be busy."""

_LATER = (
    HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT,
)  # fmt: skip
_WRONG = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY)

Heard = Callable[[int], None]
"""Told the characters that an answer has so far."""

Wrote = Callable[[str | None], None]
"""Told each piece of an answer as it comes, and None whenever the answer begins, also anew."""


@dataclass(frozen=True, slots=True)
class Access:
    """How an endpoint is reached. `context` 0 asks it; `first_pause` is what is waited before a second try, doubled each time."""

    url: str
    key: str = field(default="", repr=False)
    model: str = ""
    context: int = 0
    answer_seconds: float = 600.0
    silence_seconds: float = 180.0
    first_pause: float = 1.0


class _LaterError(Exception):
    """It may go better at another try, after so many seconds where the endpoint says how many."""

    def __init__(self, error: ScribeError, after: float | None = None, tries: int = TRIES) -> None:
        super().__init__(error.code)
        self.error, self.after, self.tries = error, after, tries


class Endpoint:
    """One model behind one address. What it offers is asked once; `close` gives the connections back."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._url = access.url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None
        self._offer: Offer | None = None
        self._plainly = False
        """Whether it refuses what not every server knows: a schema, counts of tokens in a stream, a temperature."""

    async def offer(self) -> Offer:
        """The model that answers, and how much it reads at once."""
        if self._offer is None:
            listed = await self._look(self._url + "/models")
            root = self._url.removesuffix("/v1")
            asked = {} if self._access.context else {"props": await self._look(root + "/props", least=True)}
            if not self._access.context and not asked["props"]:
                asked["running"] = await self._look(root + "/api/ps", least=True)
            self._offer = offered(listed, asked, model=self._access.model, context=self._access.context)
        return self._offer

    @property
    def known_model(self) -> str | None:
        """The model's name as far as it can be told without asking: what the setting names, or what the endpoint said before."""
        return self._offer.model if self._offer else self._access.model or None

    async def check(self) -> None:
        """Raises what is wrong with it; asks for no answer of the model."""
        await self.offer()

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        most_tokens: int,
        schema: Mapping[str, object] | None = None,
        heard: Heard | None = None,
        wrote: Wrote | None = None,
    ) -> Answer:
        """What the model answers, in at most so many tokens. `schema` asks for JSON of that form; a server that knows no schemas answers
        as it likes. Raises `llm_context` where the messages are more than the model reads at once.
        """
        offer = await self.offer()
        failures = 0
        while True:
            try:
                return await self._once(offer, messages, most_tokens, schema, heard, wrote)
            except _LaterError as later:
                failures += 1
                pause = self._access.first_pause * 2 ** (failures - 1) * (0.5 + secrets.randbelow(1000) / 1000)
                pause = pause if later.after is None else later.after
                if failures >= later.tries or pause > LONGEST_PAUSE:
                    raise later.error from later
                log.info("language model: %s, tried again in %.1f s", later.error.code, pause)
                await asyncio.sleep(pause)

    async def close(self) -> None:
        """Give every connection back."""
        if self._session is not None:
            await self._session.close()

    async def _once(
        self,
        offer: Offer,
        messages: Sequence[Message],
        most_tokens: int,
        schema: Mapping[str, object] | None,
        heard: Heard | None,
        wrote: Wrote | None,
    ) -> Answer:
        body: dict[str, object] = {
            "model": offer.model,
            "messages": [{"role": one.role, "content": one.content} for one in messages],
            "max_tokens": most_tokens,
            "stream": True,
        }
        fancy: dict[str, object] = {"temperature": 0, "stream_options": {"include_usage": True}}
        if schema is not None:
            told = {"name": "answer", "strict": True, "schema": schema}
            fancy["response_format"] = {"type": "json_schema", "json_schema": told}
        plainly = self._plainly
        try:
            answer = await self._sent(body if plainly else body | fancy, most_tokens, heard, wrote)
        except _RefusedError as refused:
            if refused.too_long:
                raise ScribeError("llm_context", tokens=offer.context) from refused
            if plainly:
                raise ScribeError("llm_failing", reason=refused.status) from refused
            self._plainly = True
            return await self._once(offer, messages, most_tokens, schema, heard, wrote)
        if not fitting(sum(len(one.content.encode()) for one in messages), answer.read_tokens):
            raise ScribeError("llm_context", tokens=answer.read_tokens)
        return answer

    async def _sent(
        self, body: Mapping[str, object], most_tokens: int, heard: Heard | None, wrote: Wrote | None
    ) -> Answer:
        access = self._access
        try:
            async with (
                asyncio.timeout(access.answer_seconds),
                self._opened().request(
                    "POST", self._url + "/chat/completions", json=body, headers=self._headers, allow_redirects=False
                ) as response,
            ):
                if response.status != HTTPStatus.OK:
                    raise self._fault(response, (await read_limited(response)).decode(errors="replace"))
                return await read_answer(response, most_tokens, heard, wrote)
        except BrokenError as broken:
            raise _LaterError(ScribeError("llm_failing", reason=broken.reason)) from broken
        except TimeoutError as slow:  # before OSError, which it is too
            seconds = round(min(access.answer_seconds, access.silence_seconds), 1)
            raise _LaterError(ScribeError("llm_slow", seconds=f"{seconds:g}"), tries=TRIES_IN_TIME) from slow
        except (aiohttp.ClientError, OSError) as error:
            raise _LaterError(ScribeError("llm_unavailable")) from error

    def _fault(self, response: aiohttp.ClientResponse, said: str) -> Exception:
        """What a refusal means. Its text is not shown: it may hold anything."""
        status = response.status
        if status in _LATER:
            after = _seconds(response.headers.get("Retry-After", ""))
            busy = status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
            if status == HTTPStatus.INTERNAL_SERVER_ERROR and _too_long(said):
                return _RefusedError(status, too_long=True)
            return _LaterError(ScribeError("llm_busy") if busy else ScribeError("llm_failing", reason=status), after)
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return ScribeError("llm_refused")
        if status == HTTPStatus.NOT_FOUND and "model" in said:
            return ScribeError("llm_model_unknown", model=self._offer.model if self._offer else self._access.model)
        if status in _WRONG:
            return _RefusedError(status, too_long=_too_long(said))
        return ScribeError("llm_failing", reason=status)

    async def _look(self, url: str, *, least: bool = False) -> Any:
        """The JSON behind an address, None where there is none. `least` takes any failure for none."""
        try:
            async with (
                asyncio.timeout(LOOK_SECONDS),
                self._opened().get(url, headers=self._headers, allow_redirects=False) as response,
            ):
                said = await read_limited(response)
        except (aiohttp.ClientError, OSError, BrokenError) as error:
            if least:
                return None
            raise ScribeError("llm_unavailable") from error
        if response.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN) and not least:
            raise ScribeError("llm_refused")
        if response.status != HTTPStatus.OK:
            return None
        try:
            return json.loads(said)
        except (ValueError, RecursionError):
            return None

    @property
    def _headers(self) -> dict[str, str]:
        key = self._access.key
        # Nothing packed: a few bytes may unpack to more than there is memory for.
        return {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {})

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:  # here, where there is an event loop
            silence = self._access.silence_seconds
            limits = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=silence)
            self._session = aiohttp.ClientSession(timeout=limits, auto_decompress=False)
        return self._session


class _RefusedError(Exception):
    """The endpoint does not take the request as it is."""

    def __init__(self, status: int, *, too_long: bool) -> None:
        super().__init__(status)
        self.status, self.too_long = status, too_long


def _too_long(said: str) -> bool:
    """Whether a refusal says that the messages are more than the model reads at once, as vLLM, llama.cpp and OpenAI put it."""
    said = said.casefold()
    return "context" in said and any(word in said for word in ("length", "size", "window", "exceed", "tokens"))


def _seconds(told: str) -> float | None:
    """What `Retry-After` says: seconds, or a time. None where it says neither."""
    told = told.strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time())
    except (ValueError, OverflowError):
        return None
