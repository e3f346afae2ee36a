"""Starting with a service down: it is waited for with its reason, or told in one sentence; `doctor` says which and where."""

import asyncio
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from pydantic import SecretStr
from running_product import Program
from servers.language_model import MODEL, LanguageModel
from servers.postgresql import PostgreSQL
from servers.process import LOOK_AGAIN_SECONDS, answers, free_port, started, stopped
from servers.qdrant import Qdrant
from servers.redis import Redis
from servers.s3 import S3
from sqlalchemy import text

from scribe import doctor, services
from scribe.doctor import Finding
from scribe.processes import PYTHON, WORKER_READY
from scribe_core.database import one_time_codes
from scribe_core.database.engine import Database
from scribe_core.errors import ScribeError
from scribe_core.search.embedding import MODEL as MODEL_OF_MEANING
from scribe_core.settings import Settings
from scribe_workers import sign_of_life


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Settings]:
    """Settings of an installation on an empty SQLite, with services as the test wants them."""

    def make(s3: S3 | None = None, **more: Any) -> Settings:
        if s3:
            more = {
                "objects_url": s3.url("house"), "objects_endpoint": s3.endpoint, "objects_access_key": s3.keys[0],
                "objects_secret_key": SecretStr(s3.keys[1]), **more,
            }  # fmt: skip
        return Settings(_env_file=None, volumes=tmp_path / "volumes", **more)

    return make


def findings(settings: Settings) -> list[Finding]:
    """What the doctor says about services."""
    return [*doctor._database(settings), *doctor._services(settings)]


def coming_up(server: S3 | PostgreSQL, told: list[str]) -> Callable[[float | None, str], None]:
    """Notes what a start tells, and starts the server at its first word."""

    def progress(_part: float | None, note: str) -> None:
        told.append(note)
        if len(told) == 1:
            server.start()

    return progress


def test_a_start_waits_for_a_store_that_comes_up(
    own_s3: S3, settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "PATIENCE_SECONDS", 120)
    told: list[str] = []
    progress = coming_up(own_s3, told)
    assert asyncio.run(services.prepare(settings(own_s3), progress)) is None
    assert told[0].startswith("The file store does not answer")


def test_a_start_waits_for_a_database_that_comes_up(
    own_postgresql: PostgreSQL, settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "PATIENCE_SECONDS", 120)
    told: list[str] = []
    progress = coming_up(own_postgresql, told)
    given = settings(database_url=own_postgresql.url("postgres"))
    assert asyncio.run(services.prepare(given, progress)) is None
    assert told == [ScribeError("database_unavailable").sentence("en")]


@pytest.mark.parametrize(("name", "password"), [("postgres", "guessed"), ("nowhere", "")])
def test_a_start_does_not_wait_for_a_database_that_refuses(
    postgresql: PostgreSQL, settings: Callable[..., Settings], name: str, password: str
) -> None:
    told: list[str] = []
    given = settings(database_url=postgresql.url(name, password))
    with pytest.raises(ScribeError) as ended:
        asyncio.run(services.prepare(given, lambda _part, note: told.append(note)))
    assert (ended.value.code, told) == ("database_refused", [])
    assert "DATABASE_URL" in str(ended.value)
    assert (password or postgresql.password) not in str(ended.value)


@dataclass(frozen=True)
class Installation:
    """The product's processes over a database, without a supervisor."""

    folder: Path
    database_url: str
    api_port: int = field(default_factory=free_port)

    @property
    def api(self) -> str:
        """Where a program finds the API."""
        return f"http://127.0.0.1:{self.api_port}/api/v1"

    @contextmanager
    def running(self, command: str, is_ready: Callable[[str], bool]) -> Iterator[Path]:
        """One of them, from when it is ready by what it has written, until the block ends; where it writes that."""
        folder = self.folder / command
        folder.mkdir(parents=True)
        environment = {
            "SCRIBE_VOLUMES": str(self.folder / "volumes"), "DATABASE_URL": self.database_url, "LC_ALL": "C",
            "SCRIBE_API_PORT": str(self.api_port),
        }  # fmt: skip
        log = folder / "log"
        process = started([*PYTHON, command], folder, lambda: is_ready(log.read_text()), environment)
        try:
            yield log
        finally:
            stopped(process, signal.SIGTERM)

    def prepare(self) -> None:
        """What comes before the processes start: every table."""
        given = Settings(_env_file=None, volumes=self.folder / "volumes", database_url=self.database_url)
        assert asyncio.run(services.prepare(given, lambda _part, _note: None)) is None

    def first_code(self) -> str:
        """The code that the first administrator sets the product up with."""

        async def made() -> str:
            database = Database(self.database_url)
            async with database.session() as session:
                code = await one_time_codes.make_setup_code(session, hours=1)
            await database.close()
            return code.text

        return asyncio.run(made())

    def lives(self) -> bool:
        """What the health check of a worker's container finds."""
        environment = {**os.environ, "SCRIBE_VOLUMES": str(self.folder / "volumes"), "LC_ALL": "C"}
        done = subprocess.run([*PYTHON, "run-probe"], env=environment, capture_output=True, text=True, check=False)
        assert ("sign of life" in done.stderr) == (done.returncode == 1), done.stderr
        return done.returncode == 0

    def ready(self) -> tuple[int, str]:
        """What the API says of its database."""
        answer = httpx.get(f"http://127.0.0.1:{self.api_port}/ready", timeout=30)
        return answer.status_code, answer.json()["database"]


def test_a_worker_and_the_api_are_there_before_their_database(own_postgresql: PostgreSQL, tmp_path: Path) -> None:
    house = Installation(tmp_path, own_postgresql.url("postgres"))
    away = ScribeError("database_unavailable").sentence("en")
    with (
        house.running("run-worker", lambda log: away in log) as log,
        house.running("run-api", lambda _log: answers(house.api_port)),
    ):
        assert house.ready() == (503, "database_unavailable")
        own_postgresql.start()
        house.prepare()
        until(lambda: WORKER_READY in log.read_text())
        assert house.ready() == (200, "ok")
        recording = tmp_path / "no sound.wav"
        recording.write_bytes(b"RIFF" + (1000).to_bytes(4, "little") + b"WAVE" + b"x" * 1000)
        program = Program(house)
        with program.http:
            meeting = program.set_up(house.first_code()).upload(recording)
            run = list(program.news(meeting["id"]))[-1]
        assert (run["status"], run["error"]["code"]) == ("FAILED", "media_damaged"), "looked at, by the worker"
    assert log.read_text().count(away) == 1, "told once, however long it takes"


def test_a_database_that_ends_under_the_api_is_told_and_found_again(own_postgresql: PostgreSQL, tmp_path: Path) -> None:
    own_postgresql.start()
    house = Installation(tmp_path, own_postgresql.url("postgres"))
    house.prepare()
    with house.running("run-api", lambda _log: answers(house.api_port)), ThreadPoolExecutor(8) as pool:
        program = Program(house)

        def asked() -> set[tuple[int, str]]:
            """What eight at once are answered: so that several connections are in use."""
            told = pool.map(lambda _number: program.http.get("/meetings"), range(8))
            return {(answer.status_code, answer.json().get("code", "")) for answer in told}

        with program.http:
            program.set_up(house.first_code())
            assert asked() == {(200, "")}
            for end in (own_postgresql.stop, own_postgresql.kill):
                end()
                assert asked() == {(503, "database_unavailable")}
                assert house.ready() == (503, "database_unavailable")
                own_postgresql.start()
                assert asked() == {(200, "")}
                assert house.ready() == (200, "ok")


def test_a_worker_that_waits_for_its_database_lives_and_one_that_stands_still_does_not(
    own_postgresql: PostgreSQL, tmp_path: Path
) -> None:
    house = Installation(tmp_path, own_postgresql.url("postgres"))
    away = ScribeError("database_unavailable").sentence("en")
    assert not house.lives(), "there is none yet"
    with house.running("run-worker", lambda log: away in log):
        assert house.lives()
        (worker,) = (child for child in psutil.Process().children() if "run-worker" in child.cmdline())
        worker.suspend()
        until(lambda: worker.status() == psutil.STATUS_STOPPED)
        os.utime(sign_of_life.sign(tmp_path / "volumes" / "scratch"), (0, 0))  # as it will be in a while
        assert not house.lives()
        worker.resume()
        until(house.lives)


def until(holds: Callable[[], bool]) -> None:
    """Wait for it."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(LOOK_AGAIN_SECONDS)


def test_a_start_ends_with_the_reason_where_waiting_is_in_vain(
    s3: S3, settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "PATIENCE_SECONDS", 0)
    for given, code in (
        (settings(s3, objects_endpoint=f"http://127.0.0.1:{free_port()}"), "storage_unavailable"),
        (settings(s3, objects_secret_key=SecretStr("guessed")), "storage_refused"),
        (settings(database_url=f"postgresql+asyncpg://a:b@127.0.0.1:{free_port()}/scribe"), "database_unavailable"),
    ):
        with pytest.raises(ScribeError) as ended:
            asyncio.run(services.prepare(given, lambda _part, _note: None))
        assert ended.value.code == code


def test_a_start_without_the_queue_says_so_and_goes_on(settings: Callable[..., Settings]) -> None:
    given = settings(queue_url=f"redis://:guessed@127.0.0.1:{free_port()}/0")
    fault = asyncio.run(services.prepare(given, lambda _part, _note: None))
    assert fault is not None
    assert fault.code == "queue_unavailable"


def test_the_doctor_names_each_service_without_its_secrets(
    postgresql: PostgreSQL, s3: S3, redis_server: Redis, qdrant: Qdrant, settings: Callable[..., Settings]
) -> None:
    well = findings(
        settings(
            s3,
            database_url=postgresql.url("postgres"),
            queue_url=redis_server.url(),
            vectors_url=qdrant.url,
            vectors_api_key=SecretStr(qdrant.key),
        )
    )
    assert [finding.mark for finding in well] == ["–", "✓", "✓", "✓", "✓"]
    wrong = findings(
        settings(
            s3,
            database_url=postgresql.url("postgres", password="guessed"),
            objects_secret_key=SecretStr("guessed"),
            queue_url=redis_server.url(password="guessed"),
            vectors_url=qdrant.url,
            vectors_api_key=SecretStr("guessed"),
        )
    )
    assert [finding.mark for finding in wrong] == ["✗", "✗", "✗", "✗", "✓"], "the embedder is no service"
    named = ("DATABASE_URL", "SCRIBE_OBJECTS_SECRET_KEY", "QUEUE_URL", "SCRIBE_VECTORS_API_KEY")
    for setting, finding in zip(named, wrong[:-1], strict=True):
        assert setting in finding.remedy
    said = f"{well} {wrong}"
    assert not [
        secret
        for secret in (postgresql.password, *s3.keys, redis_server.password, qdrant.key, "guessed")
        if secret in said
    ]
    for port in (postgresql.port, s3.port, redis_server.port, qdrant.port):
        assert f"127.0.0.1:{port}" in said


def test_the_doctor_looks_at_a_folder_of_the_index_and_makes_none(
    settings: Callable[..., Settings], tmp_path: Path
) -> None:
    for folder, mark in ((tmp_path / "index", "✓"), (Path("/dev/null/index"), "✗")):
        (_, finding, embedder) = findings(settings(vectors_url=folder.as_uri()))
        assert (finding.mark, str(folder) in finding.what) == (mark, True)
        assert (embedder.mark, MODEL_OF_MEANING in embedder.what) == ("✓", True)
    assert not (tmp_path / "index").exists()


def test_the_doctor_tells_which_model_of_language_there_is_and_how_much_it_reads(
    settings: Callable[..., Settings],
) -> None:
    model = LanguageModel()
    model.start()
    try:
        told = {"data": [{"id": MODEL, "max_model_len": 8192}]}
        for listed, mark, said in (
            (told, "✓", f"{MODEL}, 8192"),
            ({"data": [{"id": MODEL}]}, "✓", "SCRIBE_LLM_CONTEXT"),
            ({"data": []}, "✗", "SCRIBE_LLM_MODEL"),
        ):
            model.places["/v1/models"] = listed
            (*_, finding) = findings(settings(llm_url=model.url, llm_key=SecretStr("sk-guessed")))
            assert finding.mark == mark
            assert said in finding.what + finding.remedy
            assert model.url in finding.what
            assert "guessed" not in f"{finding}"
    finally:
        model.stop()
    (*_, away) = findings(settings(llm_url=model.url))
    assert away.mark == "✗"


@pytest.mark.parametrize(("seconds", "said"), [(-7200, 7200), (-45, 45), (0, None), (20, None), (45, 45), (7200, 7200)])
def test_the_doctor_tells_of_a_clock_that_is_far_from_the_databases(
    postgresql: PostgreSQL, settings: Callable[..., Settings], seconds: float, said: int | None
) -> None:
    given = settings(database_url=postgresql.url("postgres"))
    found = list(doctor._clock(given, lambda: time.time() + seconds))
    assert [finding.mark for finding in found] == (["✗"] if said else [])
    for finding in found:
        (told,) = map(int, re.findall(r"\d+", finding.what))
        assert abs(told - (said or 0)) <= 1
        assert "NTP" in finding.remedy


def test_the_doctor_allows_for_what_the_question_took(
    postgresql: PostgreSQL, settings: Callable[..., Settings]
) -> None:
    given = settings(database_url=postgresql.url("postgres"))
    began = time.time()
    slow = iter([began - 60, began + 60])  # asked a minute ago, answered in a minute: in between the clocks may agree
    assert list(doctor._clock(given, lambda: next(slow))) == []
    assert list(doctor._clock(settings(), lambda: 0.0)) == [], "SQLite's clock is this machine's"


async def test_a_worker_of_an_older_release_leaves_a_newer_database_alone(database_url: str, tmp_path: Path) -> None:
    database = Database(database_url)
    await database.migrate()
    async with database.session() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    environment = {
        **os.environ,
        "SCRIBE_VOLUMES": str(tmp_path / "volumes"),
        "DATABASE_URL": database_url,
        "LC_ALL": "C",
    }
    worker = await asyncio.create_subprocess_exec(
        *PYTHON, "run-worker", env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said = (await worker.communicate())[0].decode()
    assert worker.returncode == 1
    assert ScribeError("database_newer").sentence("en") in said
    async with database.reading() as session:
        assert await session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    await database.close()
