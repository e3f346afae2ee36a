"""A recording of four gigabytes over a line that breaks twenty times: byte for byte, in flat memory, as fast as the store takes it.

    ./manage.sh prove upload [--gigabytes 4] [--breaks 20] [--rounds 3] [--objects s3://BUCKET]
    ./manage.sh prove upload --services together|apart
    ./manage.sh prove upload --short

The API runs as a process of its own over an empty SQLite database and an empty store; a bucket is reached as the
product reaches it, with what SCRIBE_OBJECTS_* says. `--services` starts PostgreSQL and an S3 server instead, beside everything else or with
the S3 server on the first processor and everything else on the others, as if it were another machine's (decision 0049).
Method and figures: README.md here.
"""

import argparse
import asyncio
import base64
import hashlib
import http.client
import json
import os
import random
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import obstore
import psutil
from obstore.store import LocalStore, S3Store

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from servers.postgresql import PostgreSQL
from servers.s3 import S3

from scribe.parts import objects_access, open_objects
from scribe.processes import PYTHON
from scribe_core.database import one_time_codes
from scribe_core.database.engine import Database
from scribe_core.settings import Settings
from scribe_core.stores.objects import PARTS_IN_FLIGHT, WRITE_CHUNK, Objects

RESULTS = Path(__file__).resolve().parent / "results" / "upload"

MOST_GROWTH = 32e6
"""Bytes by which the API's memory may grow."""

LEAST_SHARE = 0.85
"""Of a plain put's speed into the same store."""

BLOCK = 1024 * 1024
SEED = 20
PERSON = {"email": "proof@example.org", "password": "a phrase to prove with"}
TOKEN_SECONDS = 300.0
PLAIN = "proof/recording"
HEAD = b"RIFF" + b"\xff" * 4 + b"WAVE"


class Recording:
    """Bytes that are nowhere on a disk: random blocks, each with its number, behind the head of a WAV file."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._noise = random.Random(SEED).randbytes(BLOCK - 8)  # noqa: S311 — the same at every run

    def pieces(self, start: int) -> Iterator[bytes]:
        """The bytes from there on, a block at most at a time."""
        while start < self.size:
            number, inside = divmod(start, BLOCK)
            block = (HEAD[:8] if number == 0 else struct.pack("<Q", number)) + self._noise
            piece = (HEAD + block[len(HEAD) :] if number == 0 else block)[inside : inside + self.size - start]
            yield piece
            start += len(piece)

    def digest(self) -> str:
        """What they add up to."""
        digest = hashlib.sha256()
        for piece in self.pieces(0):
            digest.update(piece)
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Way:
    """How an upload went."""

    seconds: float
    breaks: int
    sent: int
    identical: bool


def main() -> int:
    """Measure, print, keep the figures; 1 where a target is missed. The short form does not judge by time."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--gigabytes", type=float, default=4.0)
    parser.add_argument("--breaks", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--objects", default="")
    where.add_argument("--services", choices=("together", "apart"))
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    if options.services == "apart" and len(os.sched_getaffinity(0)) < 2:
        parser.error("a store has a processor to itself only where there are two")
    size, breaks = (int(150e6), 5) if options.short else (int(options.gigabytes * 1e9), options.breaks)
    recording = Recording(size)
    with tempfile.TemporaryDirectory(prefix="scribe-proof-") as name, ExitStack() as started:
        places = {"objects_url": options.objects}
        if options.services:
            places = started.enter_context(_services(Path(name), apart=options.services == "apart"))
        settings = Settings(_env_file=None, volumes=Path(name) / "volumes", **places)
        objects, store = open_objects(settings), _plain_store(settings)
        puts, ways = [_put(objects, store, recording)], []
        with _api(settings) as api:
            api.upload(Recording(int(20e6)), 0)  # whatever is loaded at the first upload is there
            with _most_memory(api.process) as memory:
                for number in range(1 if options.short else options.rounds):
                    ways.append(api.upload(recording, breaks, SEED + number))
                    puts.append(_put(objects, store, recording))
    seconds, plain = median(way.seconds for way in ways), median(puts)
    share, growth = plain / seconds, memory.growth
    identical, broken = all(way.identical for way in ways), min(way.breaks for way in ways)
    figures = {
        "bytes": size, "uploads": [asdict(way) for way in ways], "plain_put_seconds": puts, "share_of_a_plain_put": share,
        "memory_growth": growth,
    }  # fmt: skip
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps(figures, indent=1) + "\n")
    again = max(way.sent for way in ways) / size - 1
    print(f"{size / 1e9:g} GB, {broken} breaks, {again:.1%} sent twice, identical: {identical}")
    print("uploads MB/s: " + ", ".join(f"{size / 1e6 / way.seconds:.0f}" for way in ways))
    print("plain puts MB/s: " + ", ".join(f"{size / 1e6 / put:.0f}" for put in puts))
    print(f"share of a plain put (medians): {share:.0%}; memory of the API: +{growth / 1e6:.1f} MB")
    faults = []
    if not identical:
        faults.append("what arrived is not what was sent")
    if broken < breaks:
        faults.append(f"only {broken} connections were broken")
    if growth > MOST_GROWTH:
        faults.append(f"memory grew by {growth / 1e6:.0f} MB")
    if share < LEAST_SHARE and not options.short:
        faults.append(f"{share:.0%} of a plain put's speed")
    targets = "identical, 32 MB" + ("" if options.short else ", 85 % of a plain put")
    print("\n".join(faults) or f"within the targets: {targets}")
    return 1 if faults else 0


@contextmanager
def _services(folder: Path, *, apart: bool) -> Iterator[dict[str, Any]]:
    """Settings of an installation that uses a database whose commits reach the disk and a store with volumes as in the stacks."""
    folder.chmod(0o755)  # PostgreSQL runs as another user, who must be able to walk in
    homes = folder / "postgresql", folder / "s3"
    for home in homes:
        home.mkdir()
    postgresql, s3 = PostgreSQL(homes[0]), S3(homes[1])
    processors = os.sched_getaffinity(0)
    try:
        if apart:
            os.sched_setaffinity(0, {min(processors)})  # what is started takes it over
        s3.start("-master.volumeSizeLimitMB=1024")
        if apart:
            os.sched_setaffinity(0, processors - {min(processors)})
        postgresql.start(durable=True)
        postgresql.sql("CREATE DATABASE scribe")
        given = s3.settings("proof")
        os.environ.update(given)  # for the API, whose process inherits it
        yield {
            "database_url": postgresql.url("scribe"), "objects_url": given["OBJECTS_URL"],
            "objects_endpoint": s3.endpoint, "objects_access_key": s3.keys[0], "objects_secret_key": s3.keys[1],
        }  # fmt: skip
    finally:
        os.sched_setaffinity(0, processors)
        s3.kill()
        postgresql.stop()


def _plain_store(settings: Settings) -> LocalStore | S3Store:
    """Where the recordings are kept, without anything of the product around it: as the library opens it by itself."""
    url = settings.objects_url
    if url.startswith("file://"):
        return LocalStore(Path(url.removeprefix("file://")))
    access = objects_access(settings)
    return S3Store(
        urlsplit(url).netloc,
        endpoint=access.endpoint,
        access_key_id=access.access_key,
        secret_access_key=access.secret_key,
        virtual_hosted_style_request=False,
        client_options={"allow_http": True},
    )


def _put(objects: Objects, store: LocalStore | S3Store, recording: Recording) -> float:
    """Seconds that the library alone takes to put the recording into the store, flushed as the parts of an upload are."""
    began = time.monotonic()
    obstore.put(store, PLAIN, recording.pieces(0), chunk_size=WRITE_CHUNK, max_concurrency=PARTS_IN_FLIGHT)
    asyncio.run(objects.secure(PLAIN))
    seconds = time.monotonic() - began
    objects.delete_under("proof/")
    return seconds


@contextmanager
def _api(settings: Settings) -> Iterator["Api"]:
    """The API as the product starts it, with an account."""

    async def prepared() -> str:
        database = Database(settings.database_url)
        await database.migrate()
        async with database.session() as session:
            code = await one_time_codes.make_setup_code(session, hours=1)
        await database.close()
        return code.text

    code = asyncio.run(prepared())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    own = {
        "SCRIBE_VOLUMES": str(settings.volumes),
        "SCRIBE_API_PORT": str(port),
        "DATABASE_URL": settings.database_url,
        "OBJECTS_URL": settings.objects_url,
    }
    (settings.volumes / "logs").mkdir(parents=True, exist_ok=True)
    with (settings.volumes / "logs" / "proof.log").open("wb") as log:
        process = subprocess.Popen([*PYTHON, "run-api"], env={**os.environ, **own}, stdout=log, stderr=log)
    try:
        api = Api(port, process.pid)
        api.set_up(code)
        yield api
    except BaseException:
        print((settings.volumes / "logs" / "proof.log").read_text(errors="replace")[-4000:])
        raise
    finally:
        process.terminate()
        process.wait(60)


class Api:
    """A program that uploads."""

    def __init__(self, port: int, pid: int) -> None:
        self._port, self.process = port, psutil.Process(pid)
        self._token, self._renewed = "", 0.0

    def set_up(self, code: str) -> None:
        """Make the account, once the API answers."""
        person = json.dumps({**PERSON, "code": code, "name": "Proof", "language": "en"}).encode()
        deadline = time.monotonic() + 60
        while True:
            try:
                status, _, answer = self._ask(
                    "POST", "/setup", {"Content-Type": "application/json"}, person, open_=True
                )
                break
            except ConnectionError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        assert status == 201, answer

    def upload(self, recording: Recording, breaks: int, seed: int = SEED) -> Way:
        """Send a recording, breaking the connection so often, at random places, without a word."""
        cuts = sorted(random.Random(seed).sample(range(BLOCK, recording.size - BLOCK), breaks))  # noqa: S311
        metadata = "filename " + base64.b64encode(b"proof.wav").decode()
        began = time.monotonic()
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(recording.size), "Upload-Metadata": metadata}
        status, told, answer = self._ask("POST", "/uploads", headers)
        assert status == 201, answer
        path = told["location"].removeprefix("/api/v1")
        offset = sent = broken = 0
        while offset < recording.size:
            until = next((cut for cut in cuts if cut > offset), recording.size)
            cuts = [cut for cut in cuts if cut > until]
            sent += self._send(path, recording, offset, until)
            broken += until < recording.size
            offset = self._offset(path)
        seconds = time.monotonic() - began
        identical = self._digest(path.replace("uploads", "meetings") + "/recording") == recording.digest()
        self._ask("DELETE", path.replace("uploads", "meetings"), {})
        return Way(seconds, broken, sent, identical)

    def _send(self, path: str, recording: Recording, offset: int, until: int) -> int:
        """Bytes that were sent before the connection was broken, or all."""
        connection = self._connection()
        connection.putrequest("PATCH", f"/api/v1{path}")
        for name, value in {
            "Authorization": f"Bearer {self._fresh_token()}", "Tus-Resumable": "1.0.0", "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream", "Content-Length": str(recording.size - offset),
        }.items():  # fmt: skip
            connection.putheader(name, value)
        connection.endheaders()
        at = offset
        try:
            for piece in recording.pieces(offset):
                connection.send(piece[: until - at])
                at += len(piece[: until - at])
                if at == until:
                    break
            if until < recording.size:
                assert connection.sock is not None
                connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            else:
                connection.getresponse()
        except ConnectionError:
            pass  # refused: the request before it was still being listed when we asked how far it was
        finally:
            connection.close()
        return at - offset

    def _offset(self, path: str) -> int:
        """Where to go on, once the API has noticed the break."""
        while True:
            status, told, _ = self._ask("HEAD", path, {"Tus-Resumable": "1.0.0"})
            if status == 200:
                return int(told["upload-offset"])
            assert status == 423, status
            time.sleep(0.05)

    def _digest(self, path: str) -> str:
        connection = self._connection()
        connection.request("GET", f"/api/v1{path}", headers={"Authorization": f"Bearer {self._fresh_token()}"})
        answer = connection.getresponse()
        digest = hashlib.sha256()
        while piece := answer.read(BLOCK):
            digest.update(piece)
        connection.close()
        return digest.hexdigest()

    def _fresh_token(self) -> str:
        if time.monotonic() - self._renewed > TOKEN_SECONDS or not self._token:
            form = f"username={PERSON['email']}&password={PERSON['password'].replace(' ', '+')}".encode()
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            _, _, answer = self._ask("POST", "/auth/token", kind, form, open_=True)
            self._token, self._renewed = json.loads(answer)["access_token"], time.monotonic()
        return self._token

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None, *, open_: bool = False
    ) -> tuple[int, dict[str, str], bytes]:
        if not open_:
            headers = {**headers, "Authorization": f"Bearer {self._fresh_token()}"}
        connection = self._connection()
        connection.request(method, f"/api/v1{path}", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=300)


class _Memory:
    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        self._before = self._most = process.memory_info().rss
        self.ended = threading.Event()

    @property
    def growth(self) -> int:
        return max(0, self._most - self._before)

    def watch(self) -> None:
        while not self.ended.wait(0.02):
            self._most = max(self._most, self._process.memory_info().rss)


@contextmanager
def _most_memory(process: psutil.Process) -> Iterator[_Memory]:
    """How much a process' resident memory grows while the block runs, looked at fifty times a second."""
    memory = _Memory(process)
    watching = threading.Thread(target=memory.watch, daemon=True)
    watching.start()
    try:
        yield memory
    finally:
        memory.ended.set()
        watching.join()


if __name__ == "__main__":
    sys.exit(main())
