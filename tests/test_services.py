"""Starting with a service down: it is waited for with its reason, or told in one sentence; `doctor` says which and where."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from servers.postgresql import PostgreSQL
from servers.process import free_port
from servers.qdrant import Qdrant
from servers.redis import Redis
from servers.s3 import S3
from sqlalchemy import text

from scribe import doctor, services
from scribe.doctor import Finding
from scribe.processes import PYTHON
from scribe_core.database.engine import Database
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings


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


def test_a_start_waits_for_a_store_that_comes_up(
    own_s3: S3, settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "PATIENCE_SECONDS", 120)
    told: list[str] = []

    def progress(_part: float | None, note: str) -> None:
        told.append(note)
        if len(told) == 1:
            own_s3.start()

    assert asyncio.run(services.prepare(settings(own_s3), progress)) is None
    assert told[0].startswith("The file store does not answer")


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
    assert [finding.mark for finding in well] == ["–", "✓", "✓", "✓"]
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
    assert [finding.mark for finding in wrong] == ["✗", "✗", "✗", "✗"]
    named = ("DATABASE_URL", "SCRIBE_OBJECTS_SECRET_KEY", "QUEUE_URL", "SCRIBE_VECTORS_API_KEY")
    for setting, finding in zip(named, wrong, strict=True):
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
        (_, finding) = findings(settings(vectors_url=folder.as_uri()))
        assert (finding.mark, str(folder) in finding.what) == (mark, True)
    assert not (tmp_path / "index").exists()


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
