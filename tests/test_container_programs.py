"""What the containers run that is neither ours nor as its makers start it: the proxy's file and the object store's script.

The programs are the very releases that the compose files name, from the packages that carry them.
"""

import os
import queue
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import obstore
import pytest
import yaml
from obstore.store import S3Store
from running_product import HOME
from servers import redis
from servers.process import LOOPBACK, free_port
from test_https import certified

from scribe_core.errors import ScribeError
from scribe_core.stores.queue import open_doorbell
from scribe_core.stores.s3 import LONGEST_PAUSE_SECONDS, RETRIES, RETRY_SECONDS

SCRIPTS = Path(sysconfig.get_path("scripts"))
PATIENCE_SECONDS = 60


@contextmanager
def running(command: list[str | Path], ready: Callable[[], bool], **variables: str) -> Iterator[None]:
    """A program, from when it is ready to the end of the block."""
    given = {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}", **variables}
    with subprocess.Popen(
        command, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        said: list[bytes] = []
        reader = threading.Thread(target=lambda: said.extend(process.stdout or ()), daemon=True)
        reader.start()
        try:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not ready():
                assert process.poll() is None, b"".join(said).decode()
                assert time.monotonic() < deadline, b"".join(said).decode()
                time.sleep(0.05)
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
    reader.join()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


# -- the proxy


class Upstream(ThreadingHTTPServer):
    """Stands for the API or the web: tells what it was asked, streams, and notes what arrives when it arrives."""

    def __init__(self, name: str) -> None:
        self.name, self.arrived, self.may_go_on = name, queue.Queue[int](), threading.Event()
        super().__init__(("127.0.0.1", 0), _Answer)
        self.daemon_threads = True
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Answer(BaseHTTPRequestHandler):
    server: Upstream
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.endswith("/events"):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"data: 1\n\n")
            self.server.may_go_on.wait(PATIENCE_SECONDS)
            self.wfile.write(b"data: 2\n\n")
            self.close_connection = True
            return
        told = [
            self.server.name,
            self.path,
            *(self.headers.get(f"X-Forwarded-{name}", "") for name in ("For", "Proto", "Host")),
        ]
        body = "\n".join(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PATCH(self) -> None:
        seen = 0
        while size := int(self.rfile.readline(), 16):
            seen += len(self.rfile.read(size))
            self.rfile.readline()
            self.server.arrived.put(seen)
        self.rfile.readline()
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def upstreams() -> Iterator[tuple[Upstream, Upstream]]:
    api, web = Upstream("api"), Upstream("web")
    yield api, web
    for one in (api, web):
        one.shutdown()
        one.server_close()


def has_certificate(port: int, authority: Path) -> bool:
    """Whether the port shows a certificate: an authority of one's own issues it after it listens."""
    trusting = ssl.create_default_context(cafile=authority)
    try:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as line,
            trusting.wrap_socket(line, server_hostname="localhost"),
        ):
            return True
    except OSError:
        return False


@contextmanager
def proxied(folder: Path, upstreams: tuple[Upstream, Upstream], tls: str, authority: Path) -> Iterator[httpx.Client]:
    """A client of the one origin."""
    api, web = upstreams
    port, alive = free_port(), free_port()
    variables = {
        "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "SCRIBE_PROXY_TLS": tls,
        "SCRIBE_ORIGIN": f"https://localhost:{port}", "SCRIBE_ALIVE_PORT": str(alive),
        "SCRIBE_API_UPSTREAM": f"127.0.0.1:{api.server_port}", "SCRIBE_WEB_UPSTREAM": f"127.0.0.1:{web.server_port}",
    }  # fmt: skip
    caddy: list[str | Path] = [
        SCRIPTS / "caddy",
        "run",
        "--config",
        HOME / "03-interface/Caddyfile",
        "--adapter",
        "caddyfile",
    ]
    with running(
        caddy, lambda: authority.exists() and has_certificate(port, authority) and answers(alive), **variables
    ):
        assert httpx.get(f"http://127.0.0.1:{alive}/").status_code == 200
        trusting = ssl.create_default_context(cafile=authority)
        with httpx.Client(base_url=f"https://localhost:{port}", verify=trusting, timeout=PATIENCE_SECONDS) as client:
            yield client


@pytest.fixture(scope="module")
def origin(upstreams: tuple[Upstream, Upstream], tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("caddy")
    root = folder / "caddy/pki/authorities/local/root.crt"
    with proxied(folder, upstreams, "internal", root) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "whose"),
    [
        ("/api/v1/meetings", "api"),
        ("/ready", "api"),
        ("/health", "api"),
        ("/", "web"),
        ("/meetings/1", "web"),
        ("/metrics", "web"),
    ],
)
def test_pages_and_api_are_one_origin(origin: httpx.Client, path: str, whose: str) -> None:
    assert origin.get(path).text.split("\n")[:2] == [whose, path]


def test_the_client_is_who_connected_whatever_it_says_itself(origin: httpx.Client) -> None:
    lies = {"X-Forwarded-For": "192.0.2.66", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example.org"}
    told = origin.get("/api/v1/meetings", headers=lies).text.split("\n")
    assert told[2:] == ["127.0.0.1", "https", origin.base_url.netloc.decode()]


def test_news_pass_as_they_come(origin: httpx.Client, upstreams: tuple[Upstream, Upstream]) -> None:
    with origin.stream("GET", "/api/v1/meetings/1/events") as stream:
        lines = (line for line in stream.iter_lines() if line)
        assert next(lines) == "data: 1", "before the second was even written"
        upstreams[0].may_go_on.set()
        assert next(lines) == "data: 2"


def test_a_recording_passes_as_it_comes(origin: httpx.Client, upstreams: tuple[Upstream, Upstream]) -> None:
    piece, pieces = secrets.token_bytes(1 << 20), 64

    def recording() -> Iterator[bytes]:
        for number in range(1, pieces + 1):
            yield piece
            while upstreams[0].arrived.get(timeout=PATIENCE_SECONDS) < number * len(piece):
                pass  # each piece is there before the next one leaves

    assert origin.patch("/api/v1/uploads/1", content=recording()).status_code == 204


def test_a_certificate_of_ones_own(tmp_path: Path, upstreams: tuple[Upstream, Upstream]) -> None:
    pair = certified(tmp_path)
    certificate = pair["SCRIBE_TLS_CERTIFICATE"]
    with proxied(tmp_path, upstreams, f"{certificate} {pair['SCRIBE_TLS_KEY']}", Path(certificate)) as client:
        assert client.get("/").text.startswith("web\n")


def test_the_file_is_laid_out_as_its_own_tool_does() -> None:
    done = subprocess.run(
        [SCRIPTS / "caddy", "fmt", "--diff", HOME / "03-interface/Caddyfile"], capture_output=True, text=True
    )
    assert (done.returncode, [line for line in done.stdout.splitlines() if line.startswith(("+", "-"))]) == (0, [])


# -- the object store


class Store:
    """An object store in a folder of its own, started by the container's script."""

    def __init__(self, folder: Path) -> None:
        names = (
            "master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc", "s3.port.grpc",
        )  # fmt: skip
        ports = {name: free_port() for name in names}
        self.port, self.key, self.ready = free_port(), secrets.token_hex(24), folder / "ready"
        self.variables = {
            "HOME": str(folder), "TMPDIR": str(folder), "S3_ACCESS_KEY": "ours", "S3_SECRET_KEY": self.key, "S3_PORT": str(self.port),
            "S3_BIND": "127.0.0.1", "S3_FOLDER": str(folder), "S3_READY": str(self.ready),
            "S3_MASTER": f"127.0.0.1:{ports['master.port']}.{ports['master.port.grpc']}",
            "S3_FILER": f"127.0.0.1:{ports['filer.port']}.{ports['filer.port.grpc']}",
        }  # fmt: skip
        options = [f"-{name}={number}" for name, number in ports.items()]
        sockets = [f"-{part}.localSocket={folder / part}.sock" for part in ("s3", "filer")]
        self.script: list[str | Path] = ["sh", HOME / "01-core/seaweedfs.sh", *options, *sockets]

    @contextmanager
    def started(self) -> Iterator[None]:
        """Running, with its bucket."""
        self.ready.unlink(missing_ok=True)
        with running(self.script, self.ready.exists, **self.variables):
            yield

    def bucket(self, name: str = "scribe", secret: str = "") -> S3Store:
        """A bucket, opened with our key and its secret or another."""
        return S3Store(
            name,
            endpoint=f"http://127.0.0.1:{self.port}",
            access_key_id="ours",
            secret_access_key=secret or self.key,
            region="us-east-1",
            client_options={"allow_http": True},
            # As the product does: for a moment after its start it knows the objects' places not yet. Time decides, not a number
            # of tries: their pauses are drawn by lot, and ten of them were over in two seconds.
            retry_config={
                "max_retries": RETRIES,
                "retry_timeout": timedelta(seconds=RETRY_SECONDS),
                "backoff": {"max_backoff": timedelta(seconds=LONGEST_PAUSE_SECONDS)},
            },
        )


def test_the_object_store_has_the_one_bucket_for_the_one_key_and_keeps_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.started():
        obstore.put(store.bucket(), "meetings/1/recording", b"said")
        with pytest.raises(obstore.exceptions.BaseError):
            obstore.put(store.bucket("another"), "meetings/1/recording", b"")
        with pytest.raises(obstore.exceptions.BaseError):
            obstore.put(store.bucket(secret="guessed"), "meetings/1/recording", b"")
    with store.started():
        assert obstore.get(store.bucket(), "meetings/1/recording").bytes().to_bytes() == b"said"


def test_the_object_stores_key_is_changed_by_a_restart_and_the_old_one_opens_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    before = store.key
    with store.started():
        obstore.put(store.bucket(), "meetings/1/recording", b"said")
    store.key = store.variables["S3_SECRET_KEY"] = secrets.token_hex(24)
    with store.started():
        assert obstore.get(store.bucket(), "meetings/1/recording").bytes().to_bytes() == b"said"
        with pytest.raises(obstore.exceptions.BaseError):
            obstore.get(store.bucket(secret=before), "meetings/1/recording")


# -- the queue


def queue_command() -> list[str | Path]:
    """The queue's command, as compose hands it over."""
    shell, option, script = yaml.safe_load((HOME / "01-core/compose.yaml").read_text())["services"]["redis"]["command"]
    return [shell, option, script.replace("$$", "$")]


def test_the_queues_password_stands_in_no_list_of_processes(tmp_path: Path) -> None:
    stub = tmp_path / "redis-server"
    stub.write_text('#!/bin/sh\necho "arguments: $*"\ncat\n')
    stub.chmod(0o755)
    variables = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "REDIS_PASSWORD": "made-of-chance"}
    said = subprocess.run(
        queue_command(), env=variables, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert said[0] == "arguments: -"
    assert {"requirepass made-of-chance", 'save ""', "appendonly no", "maxmemory-policy noeviction"} <= set(said)


class QueueServer:
    """A real Redis, started by the container's command; here it is told its port besides."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder, real = free_port(), folder, folder / "real" / "redis-server"
        real.parent.mkdir()
        real.symlink_to(str(shutil.which(redis.PROGRAM)))
        program = folder / "redis-server"
        program.write_text(f'#!/bin/sh\nexec {real} "$@" --bind {LOOPBACK} --port {self.port} --dir {folder}\n')
        program.chmod(0o755)

    @contextmanager
    def started(self, password: str) -> Iterator[None]:
        """Running, with the password that stands in `.env`."""
        variables = {"PATH": f"{self.folder}{os.pathsep}{os.environ['PATH']}", "REDIS_PASSWORD": password}
        with running(queue_command(), lambda: answers(self.port), **variables):
            yield

    async def fault(self, password: str) -> str:
        """What the product finds wrong with it, when it comes with that password."""
        bell = open_doorbell(f"redis://:{password}@{LOOPBACK}:{self.port}/0", ["cpu"])
        try:
            await bell.check()
        except ScribeError as error:
            return error.code
        finally:
            await bell.close()
        return ""


async def test_the_queues_password_is_changed_by_a_restart_and_the_old_one_opens_nothing(tmp_path: Path) -> None:
    server = QueueServer(tmp_path)
    before, after = secrets.token_hex(24), secrets.token_hex(24)
    with server.started(before):
        assert [await server.fault(before), await server.fault(after)] == ["", "queue_refused"]
    with server.started(after):
        assert [await server.fault(before), await server.fault(after)] == ["queue_refused", ""]
