"""What an S3 service may do to the product, on a real one: refuse, be away, be full, and come back."""

import asyncio
import hashlib
import resource
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from servers.s3 import BUCKET, S3

from scribe_core.errors import ScribeError
from scribe_core.stores import s3 as store
from scribe_core.stores.objects import Objects
from scribe_core.stores.s3 import S3Access, is_guarded, store_error


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a service that is away."""
    monkeypatch.setattr(store, "RETRIES", 0)


async def sound(megabytes: int) -> AsyncIterator[bytes]:
    for number in range(megabytes):
        yield bytes([number % 251]) * 1_000_000


async def code_of(objects: Objects) -> tuple[str, str]:
    """What is told of a store that is looked at, and of one that is written to."""
    with pytest.raises(ScribeError) as looked:
        await objects.check()
    with pytest.raises(ScribeError) as written:
        objects.create("meetings/m/recording", b"x")
    return looked.value.code, written.value.code


async def test_two_installations_share_a_bucket_by_their_prefixes(s3: S3) -> None:
    here, there = s3.objects("house/one"), s3.objects("house/two")
    here.create("meetings/m/recording", b"x")
    assert (list(here.under("")), list(there.under(""))) == (["meetings/m/recording"], [])
    assert there.delete_under("meetings/m/") == 0
    assert here.read("meetings/m/recording") == b"x"
    await here.check(writing=True)
    assert list(here.under("")) == ["meetings/m/recording"], "a look leaves nothing"


def test_of_many_writers_at_once_one_creates(s3: S3) -> None:
    objects = s3.objects("create-once")
    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(lambda number: objects.create("a/x.json", b"%d" % number), range(32)))
    assert written.count(True) == 1
    assert objects.read("a/x.json") == b"%d" % written.index(True)


async def test_a_long_recording_is_never_held_in_memory(s3: S3, tmp_path: Path) -> None:
    objects = s3.objects("long")
    await objects.write_stream("meetings/m/warm", sound(20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    await objects.write_stream("meetings/m/recording", sound(150))
    with objects.local_file("meetings/m/recording", tmp_path) as copy:
        assert copy.stat().st_size == 150_000_000
    assert list(tmp_path.iterdir()) == []
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 48 * 1024, f"{grown} kB"


async def test_a_folder_of_more_objects_than_one_page_is_emptied(s3: S3) -> None:
    objects = s3.objects("pages")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: objects.create(f"meetings/m/{number}", b"x"), range(1100)))
    assert objects.delete_under("meetings/m/") == 1100
    assert list(objects.under("meetings/")) == []


@pytest.mark.usefixtures("in_a_hurry")
async def test_a_wrong_key_or_secret_is_told(s3: S3) -> None:
    for wrong in (replace(s3.access, access_key="nobody"), replace(s3.access, secret_key="guessed")):
        objects = Objects.open(s3.url(), wrong)
        assert await code_of(objects) == ("storage_refused", "storage_refused")
        with pytest.raises(ScribeError, match="SCRIBE_OBJECTS_SECRET_KEY") as refused:
            objects.size("meetings/m/recording")
        assert "guessed" not in f"{refused.value} {wrong!r}"


@pytest.mark.usefixtures("in_a_hurry")
async def test_a_bucket_that_is_not_there_is_no_empty_store(s3: S3) -> None:
    objects = Objects.open("s3://nowhere", s3.administrator)
    with pytest.raises(ScribeError, match="bucket"):
        await objects.check()
    with pytest.raises(ScribeError, match="bucket"):
        objects.read("meetings/m/recording")
    with pytest.raises(ScribeError, match="bucket"):
        list(objects.under("meetings/"))


async def test_a_service_that_is_away_is_told_and_comes_back_with_all_it_had(own_s3: S3, in_a_hurry: None) -> None:
    objects = own_s3.objects("house")
    assert await code_of(objects) == ("storage_unavailable", "storage_unavailable")
    own_s3.start()
    await objects.write_stream("meetings/m/recording", sound(12))
    own_s3.kill()
    assert await code_of(objects) == ("storage_unavailable", "storage_unavailable")
    with pytest.raises(ScribeError, match="does not answer"):
        await objects.write_stream("meetings/n/recording", sound(12))
    own_s3.start()
    assert objects.size("meetings/m/recording") == 12_000_000
    assert list(objects.under("meetings/n/")) == []


async def test_a_call_outlasts_a_short_absence(own_s3: S3, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "RETRY_SECONDS", 120)
    objects = own_s3.objects("house")
    own_s3.start()  # its bucket is made; before, the product's key may do nothing
    own_s3.kill()
    with ThreadPoolExecutor(1) as pool:
        stored = pool.submit(objects.create, "meetings/m/recording", b"x")
        own_s3.start()
        assert stored.result()


async def test_a_service_that_can_write_no_more_says_so(own_s3: S3, in_a_hurry: None) -> None:
    own_s3.start("-volume.max=8")
    objects = own_s3.objects("house")
    objects.create("meetings/m/recording", b"x" * 1000)
    own_s3.fill()
    with pytest.raises(ScribeError) as full:
        await objects.write_stream("meetings/n/recording", sound(30))
    assert full.value.code == "storage_failing"
    assert full.value.retryable
    assert "may be full" in str(full.value)
    assert objects.read("meetings/m/recording") == b"x" * 1000


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("507 Insufficient Storage: <Error><Code>XMinioStorageFull</Code></Error>", "storage_full"),
        ("400 Bad Request: <Error><Code>XMinioAdminBucketQuotaExceeded</Code></Error>", "storage_full"),
        ("503 Service Unavailable: <Error><Code>SlowDown</Code></Error>", "storage_failing"),
        ("401 Unauthorized: ", "storage_refused"),
        ("403 Forbidden: <Error><Code>RequestTimeTooSkewed</Code></Error>", "storage_clock_wrong"),
    ],
)
def test_answers_that_other_services_are_known_to_give(answer: str, code: str) -> None:
    assert store_error(OSError(f"Server returned non-2xx status code: {answer}")).code == code


def test_an_address_is_opened_without_asking_anybody() -> None:
    Objects.open(f"s3://{BUCKET}", S3Access("http://127.0.0.1:1", access_key="a", secret_key="b"))


@pytest.mark.parametrize(
    ("endpoint", "guarded"),
    [
        ("", True),
        ("https://s3.example.org", True),
        ("http://127.0.0.1:8333", True),
        ("http://[::1]:8333", True),
        ("http://localhost:8333", True),
        ("http://seaweedfs:8333", False),
        ("http://192.0.2.7", False),
        ("http://127.0.0.1.example.org", False),
        ("http://", False),
    ],
)
def test_where_somebody_between_could_change_a_body(endpoint: str, guarded: bool) -> None:
    assert is_guarded(endpoint) is guarded


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
async def test_a_body_is_signed_where_somebody_between_could_change_it(host: str) -> None:
    heads: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\netag: x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        endpoint = f"http://{host}:{server.sockets[0].getsockname()[1]}"
        objects = Objects.open(f"s3://{BUCKET}", S3Access(endpoint, access_key="a", secret_key="b"))
        await asyncio.to_thread(objects.replace, "meetings/m/recording", b"sound")
    signed = {
        "127.0.0.1": b"unsigned-payload",
        "0.0.0.0": hashlib.sha256(b"sound").hexdigest().encode(),
    }[host]
    assert b"x-amz-content-sha256: " + signed in heads[0].lower()
