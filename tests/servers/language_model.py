"""An endpoint of a model of language whose answers are written beforehand, good and bad ones, over real connections.

No model that travels in packages can be made to answer wrongly on purpose. What is here after real servers' interfaces (OpenAI's, vLLM's,
llama.cpp's, Ollama's) is how they list models, tell their context, stream, count tokens and refuse.
"""

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from servers.process import LOOPBACK, free_port

MODEL = "scripted-7b"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `text` is what the model says, in pieces; the rest how it is brought.

    `how`: `stream`, `json` (at once), `html`, `half` (the connection ends amid the stream), `reset` (cut off hard), `endless`, `endless_line`,
    `drip` (remarks that keep the connection open, without an end), `silent` (nothing at all), `raw` (the text as the body).
    """

    text: str = ""
    how: str = "stream"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish: str = "stop"
    read_tokens: int = 0


Script = Callable[[dict[str, Any]], Reply]


class LanguageModel:
    """The endpoint. `replies` are given in turn, then what `otherwise` makes of a request; `asked` are the bodies, `keys` what was shown."""

    def __init__(self) -> None:
        self.port = free_port()
        self.replies: list[Reply] = []
        self.otherwise: Script = lambda _body: Reply("{}")
        self.places: dict[str, object] = {"/v1/models": {"object": "list", "data": [{"id": MODEL}]}}
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.knows_schemas = True
        self.came = threading.Event()
        """Set once it was asked for an answer."""
        self.stopped = threading.Event()
        self.hung_up = threading.Event()
        """Set once somebody who was being answered had gone."""
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """Its address, as `LLM_URL` takes it."""
        return f"http://{LOOPBACK}:{self.port}/v1"

    def start(self) -> None:
        """Answer."""
        model = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 60

            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                there = model.places.get(self.path)
                self._whole(404 if there is None else 200, "application/json", json.dumps(there or {}).encode())

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
                with model._lock:
                    model.keys.append(self.headers.get("Authorization", ""))
                    model.asked.append(body)
                    model.came.set()
                    if not model.knows_schemas and "response_format" in body:
                        reply = Reply('{"error": "unknown field response_format"}', "raw", 400)
                    else:
                        reply = model.replies.pop(0) if model.replies else model.otherwise(body)
                self.close_connection = True
                try:
                    self._bring(reply)
                except OSError:
                    model.hung_up.set()

            def _bring(self, reply: Reply) -> None:
                if reply.how == "silent":
                    self._until_gone()
                elif reply.how in {"json", "html", "raw"}:
                    kind = "text/html; charset=utf-8" if reply.how == "html" else "application/json"
                    said = reply.text if reply.how != "json" else json.dumps(_whole_answer(reply))
                    self._whole(reply.status, kind, said.encode(), reply.headers)
                else:
                    self._stream(reply)

            def _whole(self, status: int, kind: str, said: bytes, headers: dict[str, str] | None = None) -> None:
                self.send_response(status)
                for name, value in {"Content-Type": kind, "Content-Length": str(len(said)), **(headers or {})}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said)

            def _stream(self, reply: Reply) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for event in _events(reply):
                    self._chunk(event)
                    if model.stopped.is_set():
                        return
                if reply.how == "reset":
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()
                elif reply.how == "drip":
                    while not model.stopped.wait(0.02):
                        self._chunk(b": still here\n\n")
                elif reply.how != "half":
                    self.wfile.write(b"0\r\n\r\n")

            def _chunk(self, some: bytes) -> None:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(some), some))
                self.wfile.flush()

            def _until_gone(self) -> None:
                """Nothing, until the other side hangs up or the test ends."""
                self.connection.settimeout(0.02)
                while not model.stopped.is_set():
                    try:
                        if not self.connection.recv(1):
                            model.hung_up.set()
                            return
                    except TimeoutError:
                        continue

        self._server = ThreadingHTTPServer((LOOPBACK, self.port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Answer no more, and let go of those who wait."""
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _whole_answer(reply: Reply) -> dict[str, Any]:
    message = {"role": "assistant", "content": reply.text}
    return {"choices": [{"index": 0, "message": message, "finish_reason": reply.finish}], "usage": _usage(reply)}


def _usage(reply: Reply) -> dict[str, int]:
    return {"prompt_tokens": reply.read_tokens, "completion_tokens": len(reply.text) // 4}


def _events(reply: Reply) -> Iterator[bytes]:
    text, how = reply.text, reply.how
    if how == "half":
        text = text[: len(text) // 2]
    yield b": hello\n\nevent: message\n"
    if how == "endless_line":
        while True:
            yield b"x" * 65_536
    while True:
        for first in range(0, len(text), 7):
            delta = {"choices": [{"index": 0, "delta": {"content": text[first : first + 7]}, "finish_reason": None}]}
            event = b"data: " + json.dumps(delta).encode() + b"\n\n"
            middle = len(event) // 2  # no piece of a stream ends where an event does
            yield event[:middle]
            yield event[middle:]
        if how != "endless":
            break
    if how in {"half", "reset", "drip"}:
        return
    last = {"choices": [{"index": 0, "delta": {}, "finish_reason": reply.finish}]}
    yield b"data: " + json.dumps(last).encode() + b"\n\n"
    yield b"data: " + json.dumps({"choices": [], "usage": _usage(reply)}).encode() + b"\n\ndata: [DONE]\n\n"
