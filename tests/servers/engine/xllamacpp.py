"""A stand-in for the engine that runs a local model of language: what of its interface the product uses, without a model.

It says what it was asked back, word by word. « wait » has it wait amid its answer until it is ended, « once » in its first life with a
file alone. Its file begins as GGUF files do.
"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace


class CommonParams:
    """What the server is told."""

    def __init__(self) -> None:
        self.model = SimpleNamespace(path="")
        self.cpuparams, self.cpuparams_batch = SimpleNamespace(), SimpleNamespace()
        self.model_alias = ""
        self.hostnames: list[str] = []
        self.port, self.n_ctx, self.n_parallel = 8080, 0, 0
        self.api_keys: list[str] = []


class Server:
    """Answers from when it is made. RuntimeError where its file is no model."""

    def __init__(self, params: CommonParams) -> None:
        if Path(params.model.path).read_bytes()[:4] != b"GGUF":
            raise RuntimeError("Failed to init server, please check the input params.")
        waited = Path(params.model.path).with_suffix(".waited")
        print("loading", params.model.path)  # the engine talks

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"  # as the engine: half an answer is known by the chunks that are missing

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.headers["Authorization"] != f"Bearer {params.api_keys[0]}":
                    self.send_error(401)
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for word in str(asked["messages"][-1]["content"]).split():
                    waits = word == "wait" or (word == "once" and not waited.exists())
                    if waits:
                        waited.touch()  # before the word is told: whoever hears it may end this life at once
                    self._tell(json.dumps({"choices": [{"delta": {"content": f"{word} "}}]}))
                    if waits:
                        time.sleep(600)
                self._tell(json.dumps({"choices": [{"delta": {}, "finish_reason": "stop"}]}))
                self._tell("[DONE]")
                self.wfile.write(b"0\r\n\r\n")

            def _tell(self, data: str) -> None:
                told = f"data: {data}\n\n".encode()
                self.wfile.write(b"%x\r\n%b\r\n" % (len(told), told))

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the name is the library's
                pass

        self._server = ThreadingHTTPServer((params.hostnames[0], params.port), Answering)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def listening_address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"
