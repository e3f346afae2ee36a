"""The product on real services: the same command, four addresses. What fails among them loses nothing and doubles nothing."""

import re
from collections.abc import Iterator

import httpx
import pytest
from running_product import RECORDINGS, Product, Program
from servers.postgresql import PostgreSQL
from servers.redis import Redis
from servers.s3 import S3

from scribe_core.contract import keys
from scribe_core.contract.tasks import STREAM

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(900)]

SHORT = RECORDINGS / "beckett.wav"
LONGER = RECORDINGS / "two_cities.wav"
PREFIX = "distributed"


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """A Redis for this installation, to be ended and wiped."""
    server = Redis(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def product(
    postgresql: PostgreSQL, s3: S3, redis: Redis, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """An installation whose data are PostgreSQL's and S3's, and whose workers Redis wakes."""
    postgresql.sql("CREATE DATABASE distributed")
    services = {**s3.settings(PREFIX), "DATABASE_URL": postgresql.url("distributed"), "QUEUE_URL": redis.url()}
    product = Product(tmp_path_factory.mktemp("product") / "volumes", more=services)
    try:
        yield product
    finally:
        product.stop()


def said(program: Program, meeting_id: str) -> str:
    text = program.http.get(f"/meetings/{meeting_id}/export", params={"format": "txt"}).text
    return " ".join(re.findall(r"\w+", text.lower()))


def ready(product: Product) -> dict[str, object]:
    return dict(httpx.get(f"http://127.0.0.1:{product.api_port}/ready", timeout=30).json())


def test_a_recording_goes_in_and_who_said_what_comes_out(
    product: Product, program: Program, s3: S3, redis: Redis
) -> None:
    assert ready(product) == {
        "ready": True,
        "database": "ok",
        "storage": "ok",
        "queue": "ok",
        "vectors": "none",
        "reasons": [],
    }
    meeting = program.upload(SHORT, language="en")
    assert list(program.news(meeting["id"]))[-1]["status"] == "COMPLETED"
    assert "fail better" in said(program, meeting["id"])
    audio = program.http.get(f"/meetings/{meeting['id']}/audio", headers={"Range": "bytes=0-3"})
    assert (audio.status_code, audio.content) == (206, b"fLaC")
    assert program.http.get(f"/meetings/{meeting['id']}/recording").content == SHORT.read_bytes()
    assert any("/transcripts/0001-" in key for key in s3.objects(PREFIX).under(keys.meeting(meeting["id"])))
    assert not {"objects", "scribe.sqlite"}.intersection(path.name for path in product.volumes.iterdir())
    with redis.client() as client:
        assert client.xlen(STREAM), "the workers were rung for"
    assert program.http.delete(f"/meetings/{meeting['id']}").status_code == 204
    assert list(s3.objects(PREFIX).under(keys.meeting(meeting["id"]))) == []


def test_a_redis_wiped_and_killed_and_a_worker_killed_cost_nothing(
    product: Product, program: Program, redis: Redis
) -> None:
    first, second = (program.upload(LONGER, language="en") for _ in range(2))
    redis.wipe()
    killed = False
    for run in program.news(first["id"]):
        if not killed and run["stage"] == "transcription":
            redis.kill()
            product.kill("worker")
            killed = True
    assert killed, "the run was over before it could be disturbed"
    told = ready(product)
    assert (told["ready"], told["queue"]) == (True, "queue_unavailable")
    third = program.upload(SHORT, language="en")
    for meeting in (second, third):
        list(program.news(meeting["id"]))
    redis.start()
    fourth = program.upload(SHORT, language="en")
    list(program.news(fourth["id"]))
    for meeting in (first, second, third, fourth):
        runs = program.read(f"/meetings/{meeting['id']}/runs")
        assert [run["status"] for run in runs] == ["COMPLETED"]
        assert program.read(f"/meetings/{meeting['id']}")["revision"] == 1
    assert said(program, first["id"]) == said(program, second["id"])


def test_no_log_holds_a_secret(
    product: Product, program: Program, postgresql: PostgreSQL, s3: S3, redis: Redis
) -> None:
    written = "".join(path.read_text() for path in (product.volumes / "logs").iterdir())
    secrets = (postgresql.password, redis.password, s3.keys[1])
    assert [secret for secret in secrets if secret in written] == []
    shown = product.manage("doctor").stdout
    assert [secret for secret in (*secrets, *s3.keys) if secret in shown] == []
    assert f"s3://scribe/{PREFIX}" in shown
