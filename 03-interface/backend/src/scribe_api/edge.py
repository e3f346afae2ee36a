"""The outermost ring: request ids, the access log, security headers, body limits, and what happens to the unforeseen."""

import asyncio
import json
import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scribe_api.error_responses import problem_response
from scribe_api.languages import reader_language
from scribe_api.security.addresses import Network, client_address
from scribe_core import log_context
from scribe_core.errors import ScribeError

log = logging.getLogger(__name__)
access_log = logging.getLogger("scribe.access")

BODY_LIMIT = 1024 * 1024
"""Bytes of a request's body, uploads aside: the longest edited utterance is some kilobytes."""

BODY_SECONDS = 60.0
"""Time for such a body to come in whole."""

SILENCE_SECONDS = 60.0
"""Longest silence between two pieces of an upload, which may take days as long as it goes on."""

LINGER_BYTES = 64 * 1024 * 1024
LINGER_SECONDS = 5.0
"""How much and how long we still read of a body that was refused: a client that finds its connection reset before it has
read our answer shows "network error" instead of the reason."""

LOGGED_PATH = 200
"""Characters of a path that the log keeps: ours are shorter."""

_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-site",
    "Cache-Control": "no-store",
}


Measure = Callable[[str, str | None, int, float], None]


class Edge:
    """Wraps the application. `streamed` matches a method and its path where bodies of any length are read as they come.

    `measure` is told of each request: method, route, status (0: nobody waited for one), and seconds until the answer began.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        streamed: re.Pattern[str] | None = None,
        trusted: Iterable[Network] = (),
        secure: bool = False,
        measure: Measure | None = None,
    ) -> None:
        self._app, self._streamed, self._trusted, self._measure = app, streamed, tuple(trusted), measure
        self._headers = dict(_HEADERS)
        if secure:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        streamed = self._streamed and self._streamed.fullmatch(f"{scope['method']} {scope['path']}")
        limit = None if streamed else BODY_LIMIT
        body = _Body(scope, receive, limit)
        exchange = _Exchange(scope, send, body, self._headers)
        request = Request(scope, body.receive)
        request.state.request_id = exchange.request_id
        request.state.address = client_address(request, self._trusted)
        with log_context.about(request_id=exchange.request_id):
            await self._serve(scope, request, body, exchange)

    async def _serve(self, scope: Scope, request: Request, body: "_Body", exchange: "_Exchange") -> None:
        try:
            if b"%00" in scope["query_string"]:
                # PostgreSQL keeps no NUL in text, and nothing of ours has one in its name.
                nul = ScribeError("request_invalid", reason="NUL")
                response = problem_response(nul, exchange.request_id, reader_language(request))
                await response(scope, body.receive, exchange.send)
                return
            await self._app(scope, body.receive, exchange.send)
        except Exception as error:
            # The last resort below which nothing may fall: logged in full, told in one sentence.
            log.exception("request %s failed", exchange.request_id)
            if exchange.status:
                raise  # the answer is half out: the server cuts the connection, so that nobody takes it for whole
            unexpected = ScribeError("unexpected", reference=exchange.request_id)
            unexpected.__cause__ = error
            response = problem_response(unexpected, exchange.request_id, reader_language(request))
            await response(scope, body.receive, exchange.send)
        finally:
            exchange.write_log(request)
            if self._measure is not None:
                route = getattr(scope.get("route"), "path_format", None)
                self._measure(scope["method"], route, exchange.status, exchange.seconds)


class _Body:
    """The request's body on its way in: limited, and known to be read to its end or not."""

    def __init__(self, scope: Scope, receive: Receive, limit: int | None) -> None:
        headers = Headers(scope=scope)
        length = headers.get("content-length", "")
        self._receive, self._limit = receive, limit
        self._announced = int(length) if length.isdecimal() else 0
        self._waits_for_leave = headers.get("expect", "").lower() == "100-continue"
        self._received = 0
        self._stalled = False
        self._due = asyncio.get_running_loop().time() + BODY_SECONDS
        self.ended = self._announced == 0 and "transfer-encoding" not in headers

    async def receive(self) -> Message:
        """The next piece. Raises a 413 once there is more than the limit, a 408 where none comes in time."""
        if self._limit is not None and self._announced > self._limit:
            raise HTTPException(413)
        message = await self._next()
        if self._limit is not None and self._received > self._limit:
            raise HTTPException(413)
        return message

    @property
    def is_being_sent(self) -> bool:
        """Whether the client may be busy sending what nobody has read. One that asked for leave or fell silent is not."""
        return not self.ended and not self._waits_for_leave and not self._stalled

    @property
    def is_small(self) -> bool:
        """Whether the rest of the body is quickly read."""
        return self.is_being_sent and 0 < self._announced <= BODY_LIMIT

    async def drain(self) -> None:
        """Read and drop what still comes, within limits."""
        start = self._received
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                while not self.ended and self._received - start < LINGER_BYTES:
                    await self._next()
        except (TimeoutError, HTTPException):
            return

    async def _next(self) -> Message:
        self._waits_for_leave = False
        try:
            async with asyncio.timeout_at(self._deadline()):
                message = await self._receive()
        except TimeoutError:
            self._stalled = True
            raise HTTPException(408) from None
        self._received += len(message.get("body", b""))
        if not message.get("more_body", False):
            self.ended = True
        return message

    def _deadline(self) -> float | None:
        """Until when to wait for the next piece; for ever once all is here, for then only the client's going is news."""
        if self.ended:
            return None
        return self._due if self._limit is not None else asyncio.get_running_loop().time() + SILENCE_SECONDS


class _Exchange:
    """The answer on its way out: marked, counted, and not cut off while the client still sends."""

    def __init__(self, scope: Scope, send: Send, body: _Body, headers: dict[str, str]) -> None:
        given = Headers(scope=scope).get("x-request-id", "")
        self.request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        self.status = 0
        self._scope, self._send, self._body, self._headers = scope, send, body, headers
        self._sent = 0
        self._started = time.monotonic()
        self._began: float | None = None

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._began = time.monotonic()
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
            headers["X-Request-ID"] = self.request_id
            if self._body.is_small:
                await self._body.drain()  # no reason to close the connection over it
            if not self._body.ended:
                headers["Connection"] = "close"
        elif message["type"] == "http.response.body":
            self._sent += len(message.get("body", b""))
            if not message.get("more_body", False) and self._body.is_being_sent:
                await self._send({**message, "more_body": True})
                await self._body.drain()
                message = {"type": "http.response.body", "body": b"", "more_body": False}
        await self._send(message)

    @property
    def seconds(self) -> float:
        """From the request's arrival until its answer began, or until now where none did."""
        return (self._began or time.monotonic()) - self._started

    def write_log(self, request: Request) -> None:
        """One line of JSON about this exchange: never a query, a body or a token."""
        fields = {
            "request_id": self.request_id,
            "method": self._scope["method"],
            "path": self._scope["path"][:LOGGED_PATH],
            "status": self.status,
            "bytes": self._sent,
            "ms": round((time.monotonic() - self._started) * 1000, 1),
            "address": request.state.address,
            "user": getattr(request.state, "user_id", None),
        }
        access_log.info(json.dumps(fields), extra={"fields": fields})
