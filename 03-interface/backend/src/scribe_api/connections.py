"""A connection that nobody can hold open, or fill memory with, by sending half a request.

uvicorn limits neither how long nor how large a request's head may be. Bodies are the edge's (`edge.py`), which knows who
wants them; here is what comes before there is a request, or hides between the pieces of one.
"""

import asyncio
from typing import Any, Self

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from scribe_api.error_responses import problem_response
from scribe_core.errors import ScribeError

HEAD_BYTES = 64 * 1024
"""Bytes that may come without completing a head or carrying body. The longest head of ours, an upload's with a long file
name and many participants, has some tens of kilobytes; a head of twice the limit is never taken."""

HEAD_LINES = 100
"""Headers of a request: browsers send about twenty."""

HEAD_SECONDS = 15.0
"""Time for a head to come in whole, from the opening of the connection or its first byte after an answer."""


class _Pieces:
    """Bytes that came, as they came: uvicorn adds them to a bytearray and copies that, and a recording has gigabytes."""

    __slots__ = ("_length", "_pieces")

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._length = 0

    def __iadd__(self, piece: bytes) -> Self:
        self._pieces.append(piece)
        self._length += len(piece)
        return self

    def __len__(self) -> int:
        return self._length

    def __bytes__(self) -> bytes:
        return self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)


class Connection(HttpToolsProtocol):
    """One client's connection. `most` is how many there may be at once."""

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._most = most
        self._in_body = False
        self._shapeless = 0
        self._fault = "request_invalid"
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Somebody connected."""
        super().connection_made(transport)
        if len(self.connections) > self._most:
            self._refuse("too_many_connections")
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes came in. A head is parsed in pieces, so that it is refused soon after it grew too large."""
        rest = memoryview(data)
        while rest and not self.transport.is_closing():
            size = len(rest) if self._in_body else HEAD_BYTES
            piece, rest = rest[:size], rest[size:]
            self._shapeless += len(piece)
            super().data_received(piece)  # type: ignore[arg-type]  # the parser takes any buffer
            if self._shapeless >= HEAD_BYTES:
                self._refuse("request_head_too_large")
        if not self._in_body and not self._answers and not self.transport.is_closing():
            self._await_head()  # also after blank lines, which begin no request and yet end uvicorn's wait

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header is whole."""
        if len(self.headers) >= HEAD_LINES:
            self._fault = "request_head_too_large"
            raise ValueError(self._fault)  # the parser stops, and `send_400_response` is asked
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """A head is whole: a request begins."""
        self._shapeless, self._in_body = 0, True
        self._stop_waiting()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of a body."""
        self._shapeless = 0
        if self.cycle is not None and not self.cycle.body:
            self.cycle.body = _Pieces()  # type: ignore[assignment]  # it is added to, measured, and made bytes once
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request is whole."""
        self._shapeless, self._in_body = 0, False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 — the signature is uvicorn's
        """What came is no request."""
        self._refuse(self._fault)

    @property
    def _answers(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _await_head(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        if self._shapeless:
            self._refuse("request_stalled")
        else:  # opened in advance, as browsers do, and not used
            self.transport.close()

    def _refuse(self, code: str) -> None:
        """Say why, unless an answer is half out, and close."""
        if self.transport.is_closing():
            return
        if not self._answers:
            answer = problem_response(
                ScribeError(code, reason="HTTP"), "", "en"
            )  # in which language, nobody has said yet
            lines = [name + b": " + value for name, value in answer.raw_headers]
            head = b"\r\n".join([STATUS_LINE[answer.status_code].rstrip(), *lines, b"connection: close", b"", b""])
            self.transport.write(head + bytes(answer.body))
        self.transport.close()
