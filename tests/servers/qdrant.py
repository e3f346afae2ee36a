"""A Qdrant server's stand-in. No package brings the server itself, so what is asked is held against Qdrant's own words.

Each body must be one that Qdrant's client for Python would send (its models are made from the server's published interface, and
refuse what it does not know), and is carried out by the small engine in that client, which Qdrant keeps true to the server.
What no client knows (the key, statuses, texts of refusals) is written here after the server's sources, 1.16.

`SCRIBE_TEST_QDRANT=http://…` (and `SCRIBE_TEST_QDRANT_KEY`) runs the tests that need no stand-in on a real server instead, one
that holds nothing of worth.
"""

import json
import secrets
import threading
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, ValidationError

from servers.process import LOOPBACK, free_port

DISK_FULL = {"status": {"error": "Service internal error: No space left on device: WAL buffer size exceeds"}, "time": 0}


class Qdrant:
    """The stand-in. `asked` are the requests it was sent; `refusal` is answered in place of everything while it is set."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of packages that it imports
            from qdrant_client import QdrantClient

        self.port, self.key = free_port(), secrets.token_hex(8)
        self.asked: list[str] = []
        self.refusal: tuple[int, object] | None = None
        self._engine = QdrantClient(":memory:")
        self._lock = threading.Lock()
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """Its address, as `VECTORS_URL` takes it."""
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Answer."""
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 60

            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def handle_one_request(self) -> None:
                if stand_in._server is None:  # stopped: connections that are still open are not answered any more
                    self.close_connection = True
                    return
                super().handle_one_request()

            def _answer(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length)
                if stand_in._server is None:
                    self.close_connection = True
                    return
                status, answer = stand_in.answer(self.command, self.path, self.headers.get("api-key", ""), body)
                said = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/plain" if isinstance(answer, str) else "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            do_GET = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815 — the library's names

        self._server = ThreadingHTTPServer((LOOPBACK, self.port), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """Answer no more; what it holds stays."""
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()

    def answer(self, method: str, path: str, key: str, body: bytes) -> tuple[int, object]:
        """Status and answer to a request."""
        with self._lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the small engine has no indexes, and says so each time
            if key != self.key:
                return 401, "Invalid API key or JWT"
            self.asked.append(f"{method} {path}")
            if self.refusal is not None:
                return self.refusal
            try:
                return self._carried_out(
                    method, urlsplit(path).path.split("/")[1:], parse_qs(urlsplit(path).query), body
                )
            except (ValidationError, json.JSONDecodeError) as error:
                return 400, _refused(f"Format error in JSON body: {error}")
            except ValueError as error:
                said = str(error)
                return (404 if "not found" in said else 400), _refused(said)

    def _carried_out(
        self, method: str, place: list[str], query: dict[str, list[str]], body: bytes
    ) -> tuple[int, object]:
        from qdrant_client.http import models

        engine, rest = self._engine, "/".join(place[2:])
        if place == ["collections"] and method == "GET":
            return _done(engine.get_collections())
        assert place[0] == "collections", place
        assert rest in ("", "points/query", "points/count") or query == {"wait": ["true"]}, "written, not only taken in"
        name = place[1]
        if rest == "":
            if method == "GET":
                return _done(engine.get_collection(name))
            if method == "DELETE":
                return _done(engine.delete_collection(name))
            if engine.collection_exists(name):
                return 409, _refused(f"Wrong input: Collection `{name}` already exists!")
            return _done(engine.create_collection(name, vectors_config=_read(models.CreateCollection, body).vectors))
        match method, rest:
            case "PUT", "index":
                index = _read(models.CreateFieldIndex, body)
                return _done(engine.create_payload_index(name, index.field_name, field_schema=index.field_schema))
            case "PUT", "points":
                return _done(engine.upsert(name, _read(models.PointsList, body).points))
            case "POST", "points/delete":
                by_id = "points" in json.loads(body)
                return _done(engine.delete(name, _read(models.PointIdsList if by_id else models.FilterSelector, body)))
            case "POST", "points/count":
                count = _read(models.CountRequest, body)
                return _done(engine.count(name, count.filter, exact=bool(count.exact)))
            case "POST", "points/query":
                asked = _read(models.QueryRequest, body)
                found = engine.query_points(
                    name,
                    asked.query,
                    query_filter=asked.filter,
                    limit=asked.limit or 10,
                    with_payload=bool(asked.with_payload),
                )
                return _done(found)
        raise AssertionError(f"{method} {place}")


def _read(model: Any, body: bytes) -> Any:
    return model.model_validate_json(body)


def _done(result: object) -> tuple[int, object]:
    told = result.model_dump(mode="json") if isinstance(result, BaseModel) else result
    return 200, {"result": told, "status": "ok", "time": 0.001}


def _refused(why: str) -> object:
    return {"status": {"error": why}, "time": 0.0}
