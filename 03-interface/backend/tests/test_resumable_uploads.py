"""Uploads that are resumed: whatever breaks, the recording that arrives is the one that was sent, byte for byte."""

import asyncio
import base64
import hashlib
import itertools
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Self

import httpx
import jwt
import pytest
from sqlalchemy import event, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.meetings.upload import new_meeting
from scribe_api.security import tokens
from scribe_api.uploads import incoming, service
from scribe_core.database import deletions, meetings, uploads
from scribe_core.database.base import now_plus
from scribe_core.stores.recordings import StoredRecording

Tone = Callable[[float], bytes]

TUS = {"Tus-Resumable": "1.0.0"}
BYTES = {**TUS, "Content-Type": "application/offset+octet-stream"}


def told(**fields: str) -> str:
    """Metadata as a client writes it."""
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in fields.items())


async def begun(client: httpx.AsyncClient, size: int, **fields: str) -> str:
    """The path of a new upload."""
    metadata = told(**{"filename": "réunion.wav", **fields})
    answer = await client.post("/uploads", headers={**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata})
    assert answer.status_code == 201, answer.text
    assert answer.headers["tus-resumable"] == "1.0.0"
    location = answer.headers["location"]
    assert location.startswith("/api/v1/uploads/")
    return str(location.removeprefix("/api/v1"))


async def sent(client: httpx.AsyncClient, path: str, at: int, content: Any, **headers: str) -> httpx.Response:
    """The answer to a request that brings more."""
    return await client.patch(path, headers={**BYTES, "Upload-Offset": str(at), **headers}, content=content)


async def offset(client: httpx.AsyncClient, path: str) -> int:
    answer = await client.head(path, headers=TUS)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    return int(answer.headers["upload-offset"])


async def fetched(client: httpx.AsyncClient, path: str) -> bytes:
    """The recording of the meeting that an upload became."""
    return (await client.get(f"/meetings/{path.removeprefix('/uploads/')}/recording")).content


def kept(house: Any) -> list[str]:
    """Whatever lies in the store: in a folder, half-written files too."""
    root = house.objects.root
    if root is None:
        return list(house.objects.under("meetings/"))
    return [str(path) for path in root.rglob("*") if path.is_file()]


def parts_of(house: Any) -> list[str]:
    """Those of them that are parts of recordings."""
    return [name for name in kept(house) if ".parts/" in name]


async def test_what_can_be_done_is_told_to_anybody(house: Any) -> None:
    answer = await house.visitor().options("/uploads")
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert set(answer.headers["tus-extension"].split(",")) == {
        "creation", "creation-defer-length", "creation-with-upload", "expiration", "checksum", "termination",
    }  # fmt: skip
    assert answer.headers["tus-max-size"] == str(house.settings.upload_limit_bytes)
    assert answer.headers["tus-checksum-algorithm"] == "sha256,sha1"


async def test_a_page_of_ours_may_speak_it(house: Any) -> None:
    asked = {
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "tus-resumable,upload-offset,content-type,x-csrf-token",
    }
    answer = await house.visitor().options("/uploads/" + "0" * 32, headers=asked)
    assert answer.status_code == 200
    exposed = (await house.visitor().post("/uploads")).headers["access-control-expose-headers"]
    assert {"Location", "Upload-Offset", "Upload-Expires"} <= set(exposed.split(", "))


async def test_an_upload_in_pieces_becomes_a_meeting_of_its_id(house: Any, bob: httpx.AsyncClient, tone: Tone) -> None:
    sound = tone(0.5)
    path = await begun(
        bob,
        len(sound),
        filename="2026-03-14 14.30 CSE.wav",
        language="fr",
        speakers="3",
        participants="Claire Durand\n Marc Lemaire \n",
        glossary="Kerouédan\nCSSCT",
        filetype="audio/wav",
        mark="a mark",
    )
    cuts = [0, 1, 2, 3000, 3000, len(sound)]
    for start, end in itertools.pairwise(cuts):
        (listed,) = (await bob.get("/uploads")).json()["items"]
        assert (listed["name"], listed["title"], listed["mark"]) == ("2026-03-14 14.30 CSE.wav", "CSE", "a mark")
        assert (listed["received"], listed["bytes"]) == (start, len(sound))
        assert await offset(bob, path) == start
        assert house.rung == []
        answer = await sent(bob, path, start, sound[start:end])
        assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(end))
    assert (await bob.get("/uploads")).json() == {"items": []}
    meeting = (await bob.get(f"/meetings/{path.removeprefix('/uploads/')}")).json()
    assert (meeting["title"], meeting["language"], meeting["speakers"]) == ("CSE", "fr", 3)
    assert meeting["participants"] == ["Claire Durand", "Marc Lemaire"]
    assert meeting["run"]["settings"]["glossary"] == ["Kerouédan", "CSSCT"]
    assert meeting["recording"] == {"name": "2026-03-14 14.30 CSE.wav", "bytes": len(sound), "media_type": "audio/wav"}
    assert house.rung == [meeting["run"]["id"]]
    assert await fetched(bob, path) == sound
    assert await offset(bob, path) == len(sound), "told also after the end, for whoever missed the answer"
    assert (await sent(bob, path, len(sound), b"")).status_code == 204
    assert (await sent(bob, path, 3, b"x")).json()["code"] == "upload_offset_conflict"
    stop = await bob.delete(path, headers=TUS)
    assert (stop.status_code, stop.json()["code"]) == (409, "upload_complete")
    assert (await bob.delete(f"/meetings/{meeting['id']}")).status_code == 204
    assert kept(house) == []
    assert (await bob.head(path, headers=TUS)).status_code == 404


async def test_a_store_may_take_its_time_with_the_list_of_parts(
    house: Any, bob: httpx.AsyncClient, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    if house.database.is_sqlite:
        pytest.skip("nobody takes a transaction back there")
    sound, borne = tone(0.2), []

    async def looked(session: AsyncSession, *args: Any) -> Any:
        borne.append(await session.scalar(text("SHOW idle_in_transaction_session_timeout")))
        return await new_meeting(session, *args)

    monkeypatch.setattr(service, "new_meeting", looked)
    assert (await sent(bob, await begun(bob, len(sound)), 0, sound)).status_code == 204
    assert borne == ["0"]


async def test_the_first_bytes_may_come_along(house: Any, bob: httpx.AsyncClient, tone: Tone) -> None:
    sound = tone(0.2)
    for first in (sound, sound[:700]):
        answer = await bob.post("/uploads", headers={**BYTES, "Upload-Length": str(len(sound))}, content=first)
        assert (answer.status_code, answer.headers["upload-offset"]) == (201, str(len(first)))
    path = answer.headers["location"].removeprefix("/api/v1")
    assert (await sent(bob, path, 700, sound[700:])).status_code == 204
    assert (await bob.get("/meetings")).json()["total"] == 2
    assert await fetched(bob, path) == sound


async def test_networks_that_only_post(bob: httpx.AsyncClient, tone: Tone) -> None:
    sound = tone(0.2)
    path = await begun(bob, len(sound))
    patch = {**BYTES, "X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0"}
    assert (await bob.post(path, headers=patch, content=sound[:9])).headers["upload-offset"] == "9"
    assert (await bob.post(path, headers={**TUS, "X-HTTP-Method-Override": "DELETE"})).status_code == 204
    assert (await bob.post(path, headers={**TUS, "X-HTTP-Method-Override": "PURGE"})).status_code == 405


HOSTILE: tuple[tuple[str, dict[str, str], int, str], ...] = (
    ("POST", {"Tus-Resumable": ""}, 412, "upload_version"),
    ("POST", {"Tus-Resumable": "0.2.2"}, 412, "upload_version"),
    ("PATCH", {"Tus-Resumable": "2.0.0"}, 412, "upload_version"),
    ("HEAD", {"Tus-Resumable": ""}, 412, ""),
    ("DELETE", {"Tus-Resumable": ""}, 412, "upload_version"),
    ("POST", {}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Length": "-1"}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Length": "1e9"}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Length": "+5"}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Length": "0x10"}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Length": "9" * 400}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Defer-Length": "0"}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Defer-Length": "1", "Upload-Length": "9"}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Length": "9" * 15}, 413, "upload_too_large"),
    ("POST", {"Upload-Length": "0"}, 422, "media_empty"),
    ("POST", {"Upload-Length": "9", "Upload-Metadata": "filename ###"}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Length": "9", "Upload-Metadata": "filename /w=="}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Length": "9", "Upload-Metadata": told(filename="a\0b")}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Length": "9", "Upload-Metadata": told(title="x\0")}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Length": "9", "Upload-Metadata": "title YQ==,title Yg=="}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Length": "9", "Upload-Metadata": told(title="x" * 40_000)}, 400, "upload_header_invalid"),
    ("POST", {"Upload-Length": "9", "Upload-Metadata": told(title="x" * 301)}, 422, "request_invalid"),
    ("POST", {"Upload-Length": "9", "Upload-Metadata": told(speakers="many")}, 422, "request_invalid"),
    ("POST", {"Upload-Length": "9", "Upload-Metadata": told(held_at="<b>")}, 422, "request_invalid"),
    ("POST", {"Upload-Length": "9", "Upload-Metadata": told(speakers_most="3")}, 422, "request_invalid"),
    ("POST", {"Upload-Length": "9", "Upload-Metadata": told(language="tlh")}, 422, "language_unknown"),
    ("PATCH", {"Content-Type": "application/octet-stream", "Upload-Offset": "0"}, 415, "upload_content_type"),
    ("PATCH", {**BYTES}, 400, "upload_header_invalid"),
    ("PATCH", {**BYTES, "Upload-Offset": "-1"}, 400, "upload_header_invalid"),
    ("PATCH", {**BYTES, "Upload-Offset": "zero"}, 400, "upload_header_invalid"),
    ("PATCH", {**BYTES, "Upload-Offset": "²"}, 400, "upload_header_invalid"),
    ("PATCH", {**BYTES, "Upload-Offset": "9" * 19}, 400, "upload_header_invalid"),
    ("PATCH", {**BYTES, "Upload-Offset": "7"}, 409, "upload_offset_conflict"),
    ("PATCH", {**BYTES, "Upload-Offset": "0", "Upload-Checksum": "md4 eA=="}, 400, "upload_header_invalid"),
    ("PATCH", {**BYTES, "Upload-Offset": "0", "Upload-Checksum": "sha1 eA=="}, 400, "upload_header_invalid"),
    ("PATCH", {**BYTES, "Upload-Offset": "0", "Upload-Checksum": "sha1"}, 400, "upload_header_invalid"),
)


async def test_headers_that_cannot_be_meant_are_refused(house: Any, bob: httpx.AsyncClient) -> None:
    path = await begun(bob, 1000)
    for method, headers, status, code in HOSTILE:
        place = "/uploads" if method == "POST" else path
        given = [(name.encode(), value.encode("latin-1")) for name, value in {**TUS, **headers}.items() if value]
        answer = await bob.request(method, place, headers=given, content=b"x" if method == "PATCH" else None)
        assert answer.status_code == status, (method, headers, answer.text)
        assert not code or answer.json()["code"] == code, (method, headers, answer.text)
        assert answer.headers["tus-resumable"] == "1.0.0"
        if status == 412:
            assert answer.headers["tus-version"] == "1.0.0"
    assert kept(house) == []
    assert len((await bob.get("/uploads")).json()["items"]) == 1
    assert await offset(bob, path) == 0


async def test_text_is_kept_as_plain_text(bob: httpx.AsyncClient, tone: Tone) -> None:
    sound = tone(0.1)
    path = await begun(bob, len(sound), filename="../../a\r\nSet-Cookie: b=<script>.wav", title="<b>x\u202e</b>\n\ty")
    head = await bob.head(path, headers=TUS)
    assert "set-cookie" not in head.headers
    assert dict(pair.split(" ") for pair in head.headers["upload-metadata"].split(","))["filename"]
    (listed,) = (await bob.get("/uploads")).json()["items"]
    assert (listed["name"], listed["title"]) == ("a Set-Cookie: b=<script>.wav", "<b>x</b> y")
    await sent(bob, path, 0, sound)
    meeting = (await bob.get(f"/meetings/{path.removeprefix('/uploads/')}")).json()
    assert (meeting["recording"]["name"], meeting["title"]) == ("a Set-Cookie: b=<script>.wav", "<b>x</b> y")


async def test_another_persons_upload_is_not_there(ada: httpx.AsyncClient, bob: httpx.AsyncClient, house: Any) -> None:
    path = await begun(bob, 1000)
    for path_ in (path, "/uploads/" + "0" * 32):
        for answer in (
            await ada.head(path_, headers=TUS),
            await sent(ada, path_, 0, b"x"),
            await ada.delete(path_, headers=TUS),
        ):
            assert answer.status_code == 404
    assert (await ada.get("/uploads")).json() == {"items": []}
    assert (await house.visitor().head(path, headers=TUS)).status_code == 401
    assert (await sent(bob, path, 0, b"x", **{"X-CSRF-Token": "no"})).status_code == 403
    assert (await bob.head("/uploads/..%2F..%2Fx", headers=TUS)).status_code == 404


async def test_what_is_no_recording_is_given_up(house: Any, bob: httpx.AsyncClient) -> None:
    page = b"<html><script>alert(1)</script></html>"
    for content, code in ((page, "media_not_recognised"), (b"#EXTM3U\nhttp://x/a\n", "media_reference_refused")):
        for cuts in ((len(content),), (3, len(content))):
            path, at = await begun(bob, len(content)), 0
            for end in cuts:
                answer = await sent(bob, path, at, content[at:end])
                at = end
            assert (answer.status_code, answer.json()["code"]) == (415, code)
            assert (await bob.head(path, headers=TUS)).status_code == 404
    early = await begun(bob, 10_000_000)
    answer = await sent(bob, early, 0, page * 2000)
    assert answer.json()["code"] == "media_not_recognised", "before it is whole"
    assert kept(house) == []
    assert house.rung == []


async def test_more_than_was_announced_is_not_taken(house: Any, bob: httpx.AsyncClient, tone: Tone) -> None:
    sound = tone(0.2)
    path = await begun(bob, len(sound))
    answer = await sent(bob, path, 0, sound + b"x")
    assert (answer.status_code, answer.json()["code"]) == (413, "request_too_large")
    assert await offset(bob, path) == 0
    assert (await sent(bob, path, 0, sound)).status_code == 204
    assert await fetched(bob, path) == sound


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
async def test_what_does_not_add_up_is_thrown_away(
    house: Any, bob: httpx.AsyncClient, tone: Tone, algorithm: str
) -> None:
    def of(content: bytes) -> dict[str, str]:
        digest = base64.b64encode(hashlib.new(algorithm, content).digest()).decode()
        return {"Upload-Checksum": f"{algorithm} {digest}"}

    sound = tone(0.5)
    path = await begun(bob, len(sound))
    assert (await sent(bob, path, 0, sound[:900], **of(sound[:900]))).headers["upload-offset"] == "900"
    answer = await sent(bob, path, 900, sound[900:], **of(sound[901:]))
    assert (answer.status_code, answer.json()["code"]) == (460, "upload_checksum_mismatch")
    assert await offset(bob, path) == 900
    assert (await sent(bob, path, 900, sound[900:], **of(sound[900:]))).status_code == 204
    assert await fetched(bob, path) == sound


async def test_a_body_with_a_checksum_counts_as_a_whole_or_not_at_all(served: Any, tone: Tone) -> None:
    bob = await served.administrator()
    sound = tone(20)
    path = await begun(bob, len(sound))
    digest = base64.b64encode(hashlib.sha256(sound).digest()).decode()
    await broken_off(served, bob, path, 0, sound, 200_000, f"Upload-Checksum: sha256 {digest}\r\n")
    await free(served, path)
    assert await offset(bob, path) == 0
    assert (await sent(bob, path, 0, sound, **{"Upload-Checksum": f"sha256 {digest}"})).status_code == 204
    assert await fetched(bob, path) == sound


async def test_a_connection_that_breaks_loses_nothing(served: Any, tone: Tone) -> None:
    """Cut off at many places, in the first bytes too; what came counts each time."""
    bob = await served.administrator()
    sound = tone(60)
    path, at = await begun(bob, len(sound)), 0
    for cut in (1, 100, 70_000, 70_001, 300_000, 500_000):
        await broken_off(served, bob, path, at, sound, cut - at)
        await free(served, path)
        at = await offset(bob, path)
        assert at <= cut
    assert at > 0
    assert (await sent(bob, path, at, sound[at:])).status_code == 204
    assert await fetched(bob, path) == sound
    meeting_id = path.removeprefix("/uploads/")
    found = StoredRecording.open(served.objects, f"meetings/{meeting_id}/recording")
    assert found.read(0, found.size) == sound, "as the pipeline reads it"


async def test_two_that_send_at_once_do_not_mix(served: Any, tone: Tone) -> None:
    bob = await served.administrator()
    sound = tone(30)
    path = await begun(bob, len(sound))
    holding, arrived = asyncio.Event(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield sound[:100_000]
        arrived.set()
        await holding.wait()
        yield sound[100_000:]

    first = asyncio.create_task(sent(bob, path, 0, slowly()))
    await arrived.wait()
    await until_held(served, path)
    assert (await bob.head(path, headers=TUS)).status_code == 423
    second = await sent(bob, path, 0, b"\xff" * len(sound))
    assert (second.status_code, second.json()["code"]) == (423, "upload_busy")
    holding.set()
    assert (await first).status_code == 204
    assert await fetched(bob, path) == sound


async def test_whoever_asks_waits_a_moment_for_what_is_still_being_received(
    served: Any, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client whose line broke is back before what came over it is safe."""
    monkeypatch.setattr(service, "WAIT_SECONDS", 600.0)
    ada = await served.administrator()
    bob = await served.member(ada)
    sound = tone(30)
    path = await begun(bob, len(sound))
    holding, arrived = asyncio.Event(), asyncio.Event()

    async def half() -> AsyncIterator[bytes]:
        yield sound[:100_000]
        arrived.set()
        await holding.wait()
        yield sound[100_000:200_000]

    first = asyncio.create_task(sent(bob, path, 0, half()))
    await arrived.wait()
    await until_held(served, path)
    asked = asyncio.create_task(bob.head(path, headers=TUS))
    assert (await ada.head(path, headers=TUS)).status_code == 404, "nobody waits for what is not theirs"
    holding.set()
    assert (await first).status_code == 204
    answer = await asked
    assert (answer.status_code, answer.headers.get("upload-offset")) == (200, "200000")
    assert (await sent(bob, path, 200_000, sound[200_000:])).status_code == 204
    assert await fetched(bob, path) == sound


async def halting(
    served: Any, client: httpx.AsyncClient, path: str, sound: bytes
) -> tuple["asyncio.Task[httpx.Response]", Callable[[], None]]:
    """A request that is received and says nothing after 100,000 bytes; called, it brings as many more as are wanted, all wrong."""
    holding, arrived = asyncio.Event(), asyncio.Event()

    async def late() -> AsyncIterator[bytes]:
        yield sound[:100_000]
        arrived.set()
        await holding.wait()
        yield b"\xff" * (len(sound) - 100_000)

    request = asyncio.create_task(sent(client, path, 0, late()))
    await arrived.wait()
    await until_held(served, path)
    return request, holding.set


async def test_who_fell_silent_is_overtaken_and_cannot_spoil_anything(
    served: Any, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease of a connection that nobody closed runs out; what it brings afterwards is refused."""
    monkeypatch.setattr(uploads, "LEASE_SECONDS", -1.0)
    bob = await served.administrator()
    sound = tone(30)
    path = await begun(bob, len(sound))
    first, go_on = await halting(served, bob, path, sound)
    half = await sent(bob, path, 0, sound[:200_000])
    assert (half.status_code, half.headers["upload-offset"]) == (204, "200000")
    go_on()
    assert (await first).status_code in (409, 423)
    assert await offset(bob, path) == 200_000
    assert (await sent(bob, path, 200_000, sound[200_000:])).status_code == 204
    assert await fetched(bob, path) == sound
    assert len([file for file in kept(served) if ".parts" in str(file)]) == 3, "two parts and their list"


async def test_a_hold_that_a_power_cut_took_back_costs_a_question(served: Any, tone: Tone) -> None:
    """It is noted without waiting for the disk: the row may know nothing of the request that is still receiving."""
    bob = await served.administrator()
    sound = tone(30)
    path = await begun(bob, len(sound))
    first, go_on = await halting(served, bob, path, sound)
    async with served.database.session() as session:
        await session.execute(update(uploads.Upload).values(holder=None, held_until=None))
    assert (await sent(bob, path, 0, sound[:200_000])).headers["upload-offset"] == "200000", "anybody may go on"
    go_on()
    assert (await first).status_code == 409
    assert (await sent(bob, path, 200_000, sound[200_000:])).status_code == 204
    assert await fetched(bob, path) == sound


async def test_only_what_is_listed_waits_for_the_disk(
    house: Any, bob: httpx.AsyncClient, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = tone(20)
    path = await begun(bob, len(sound))
    await sent(bob, path, 0, sound[:100_000])
    told: list[str] = []
    statement = event.listens_for(house.database._engine.sync_engine, "before_cursor_execute")

    @statement
    def _heard(_line: Any, _cursor: Any, words: str, _values: Any, _context: Any, _many: bool) -> None:
        told.append(words)

    assert (await sent(bob, path, 100_000, sound[100_000:200_000])).status_code == 204
    lazily = [
        one for one in told if one.startswith(("PRAGMA synchronous=NORMAL", "SET LOCAL synchronous_commit = off"))
    ]
    listed = next(at for at, one in enumerate(told) if one.startswith("INSERT INTO upload_parts"))
    held = next(at for at, one in enumerate(told) if one.startswith("UPDATE uploads SET holder"))
    assert len(lazily) == 1, "the hold"
    assert told.index(lazily[0]) < held < listed
    event.remove(house.database._engine.sync_engine, "before_cursor_execute", _heard)


async def test_many_at_once_one_wins(served: Any, tone: Tone) -> None:
    bob = await served.administrator()
    sound = tone(2)
    path = await begun(bob, len(sound))
    answers = await asyncio.gather(*(sent(bob, path, 0, sound) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers)[0] == 204
    assert {answer.status_code for answer in answers} <= {204, 409, 423}
    assert (await bob.get("/meetings")).json()["total"] == 1
    assert await fetched(bob, path) == sound
    assert len(served.rung) == 1


async def test_long_requests_are_listed_part_by_part(
    house: Any, bob: httpx.AsyncClient, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "PART_BYTES", 50_000)
    monkeypatch.setattr(incoming, "GATHERED", 10_000)
    sound = tone(20)
    path = await begun(bob, len(sound))
    seen: list[int] = []

    async def watched() -> AsyncIterator[bytes]:
        for start in range(0, len(sound), 40_000):
            yield sound[start : start + 40_000]
            async with house.database.reading() as session:
                upload = await session.get(uploads.Upload, path.removeprefix("/uploads/"))
                seen.append(upload.received)

    assert (await sent(bob, path, 0, watched())).status_code == 204
    assert seen == sorted(seen)
    assert seen[-1] > 0, "safe before the request has ended"
    assert await fetched(bob, path) == sound


async def test_bytes_do_not_wait_for_the_database_to_note_that_they_come(
    house: Any, bob: httpx.AsyncClient, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LEASE_SECONDS", 0.0)
    monkeypatch.setattr(service, "LEASE_SECONDS", 0.0)
    sound = tone(20)
    path = await begun(bob, len(sound))
    taken = 0

    async def while_somebody_else_writes() -> AsyncIterator[bytes]:
        nonlocal taken
        yield sound[:100_000]
        async with house.database.session() as other:
            row = uploads.Upload.id == path.removeprefix("/uploads/")
            await other.execute(update(uploads.Upload).where(row).values(announced=uploads.Upload.announced))
            for start in range(100_000, len(sound) - 100_000, 20_000):
                yield sound[start : start + 20_000]
                taken = start + 20_000
                await asyncio.sleep(0.01)
        yield sound[taken:]

    async with asyncio.timeout(20):
        assert (await sent(bob, path, 0, while_somebody_else_writes())).status_code == 204
    assert taken >= len(sound) - 120_000
    assert await fetched(bob, path) == sound


async def test_who_signs_out_meanwhile_goes_on_with_a_new_session(
    house: Any, bob: httpx.AsyncClient, tone: Tone
) -> None:
    sound = tone(2)
    path = await begun(bob, len(sound))
    await sent(bob, path, 0, sound[:1000])

    async def interrupted() -> AsyncIterator[bytes]:
        yield sound[1000:2000]
        elsewhere = house.visitor(**{"X-CSRF-Token": bob.headers["X-CSRF-Token"]})
        elsewhere.cookies.update(bob.cookies)
        assert (await elsewhere.post("/auth/logout")).status_code == 204
        yield sound[2000:]

    answer = await sent(bob, path, 1000, interrupted())
    assert (answer.status_code, answer.json()["code"]) == (401, "session_invalid")
    again = house.visitor()
    signed_in = await again.post("/auth/login", json={"email": "bob@example.org", "password": "une phrase de passe"})
    again.headers["X-CSRF-Token"] = signed_in.json()["csrf_token"]
    assert await offset(again, path) == 1000
    assert (await sent(again, path, 1000, sound[1000:])).status_code == 204
    assert await fetched(again, path) == sound


async def program(house: Any) -> httpx.AsyncClient:
    """A program of Bob's with a token of its own, as fresh as can be."""
    form = {"username": "bob@example.org", "password": "une phrase de passe"}
    token = (await house.visitor().post("/auth/token", data=form)).json()["access_token"]
    client: httpx.AsyncClient = house.visitor(Authorization=f"Bearer {token}")
    del client.headers["Origin"]
    return client


async def test_a_program_goes_on_with_a_fresh_token(house: Any, bob: httpx.AsyncClient, tone: Tone) -> None:
    sound = tone(1)
    first, second = await program(house), await program(house)
    path = await begun(first, len(sound))
    await sent(first, path, 0, sound[:999])
    assert (await sent(second, path, 999, sound[999:])).status_code == 204
    assert await fetched(bob, path) == sound


class Clock(datetime):
    """The clock that tokens are written and read by, which can be put forward: no wait, and no race with a real end."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + cls.ahead


async def test_a_token_that_ends_on_the_way_ends_no_request(
    house: Any, bob: httpx.AsyncClient, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An hour's upload outlives a token of ten minutes: who may send is asked when a request begins."""
    monkeypatch.setattr(tokens, "datetime", Clock)
    monkeypatch.setattr(jwt.api_jwt, "datetime", Clock)
    monkeypatch.setattr(Clock, "ahead", timedelta())
    sound = tone(1)

    async def outlived(client: httpx.AsyncClient, content: bytes) -> AsyncIterator[bytes]:
        """Half of it comes while the client's token is good, half when it no longer is."""
        yield content[: len(content) // 2]
        assert (await client.get("/auth/me")).status_code == 200
        Clock.ahead += timedelta(minutes=house.settings.access_token_minutes)
        assert (await client.get("/auth/me")).json()["code"] == "session_invalid"
        yield content[len(content) // 2 :]

    first = await program(house)
    path = await begun(first, len(sound))
    answer = await sent(first, path, 0, outlived(first, sound[:9000]))
    assert (answer.status_code, answer.headers.get("upload-offset")) == (204, "9000"), answer.text
    answer = await sent(first, path, 9000, sound[9000:])
    assert (answer.status_code, answer.json()["code"]) == (401, "session_invalid")
    second = await program(house)
    assert await offset(second, path) == 9000
    assert (await sent(second, path, 9000, outlived(second, sound[9000:]))).status_code == 204, "the last one, too"
    assert await fetched(await program(house), path) == sound


@pytest.mark.parametrize("overrides", [{"upload_expiry_hours": 2.0}])
async def test_an_abandoned_upload_goes_when_its_time_is_over(house: Any, bob: httpx.AsyncClient, tone: Tone) -> None:
    sound = tone(1)
    path = await begun(bob, len(sound))
    answer = await sent(bob, path, 0, sound[:999])
    expires = parsedate_to_datetime(answer.headers["upload-expires"])
    (listed,) = (await bob.get("/uploads")).json()["items"]
    assert listed["expires_at"].startswith(expires.strftime("%Y-%m-%dT%H:%M"))
    async with house.database.session() as session:
        assert await uploads.sweep(session) == 0
        await session.execute(update(uploads.Upload).values(expires_at=now_plus(-1)))
    assert (await bob.head(path, headers=TUS)).status_code == 404
    assert (await sent(bob, path, 999, sound[999:])).status_code == 404
    assert (await bob.get("/uploads")).json() == {"items": []}
    async with house.database.session() as session:
        assert await uploads.sweep(session) == 1
        assert list(await deletions.due(session, 600)) == [(path.removeprefix("/uploads/"), False)]


async def test_one_that_is_stopped_leaves_nothing(house: Any, bob: httpx.AsyncClient, tone: Tone) -> None:
    path = await begun(bob, 100_000)
    await sent(bob, path, 0, tone(1)[:5000])
    assert kept(house)
    assert (await bob.delete(path, headers=TUS)).status_code == 204
    assert kept(house) == []
    assert (await bob.head(path, headers=TUS)).status_code == 404
    async with house.database.reading() as session:
        assert len(await deletions.due(session, 600)) == 1, "looked at again, for late writers"


async def test_one_that_is_stopped_while_it_comes_leaves_nothing(served: Any, tone: Tone) -> None:
    bob = await served.administrator()
    sound = tone(30)
    path = await begun(bob, len(sound))

    async def stopped() -> AsyncIterator[bytes]:
        yield sound[:100_000]
        assert (await bob.delete(path, headers=TUS)).status_code == 204
        yield sound[100_000:]

    assert (await sent(bob, path, 0, stopped())).status_code == 404
    assert (await bob.get("/meetings")).json()["total"] == 0
    async with served.database.reading() as session:
        assert len(await deletions.due(session, 600)) == 1, "its late part goes with the sweep"


async def test_an_account_takes_its_uploads_along(house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient) -> None:
    bob_id = (await bob.get("/auth/me")).json()["account"]["id"]
    path = await begun(bob, 100_000)
    await sent(bob, path, 0, b"RIFF" + bytes(50))
    assert kept(house)
    assert (await ada.delete(f"/users/{bob_id}")).status_code == 204
    assert kept(house) == []


@pytest.mark.parametrize("overrides", [{"user_quota_bytes": 100_000}])
async def test_nobody_gets_more_than_their_share(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, tone: Tone
) -> None:
    sound = tone(2)  # 32,044 bytes
    assert (await bob.post("/meetings", params={"filename": "a.wav"}, content=sound)).status_code == 201
    path = await begun(bob, 60_000)

    async def unannounced() -> AsyncIterator[bytes]:
        yield sound

    metadata = {**TUS, "Upload-Length": "9000"}
    for answer in (
        await bob.post("/uploads", headers=metadata),
        await bob.post("/meetings", params={"filename": "a.wav"}, content=sound),
        await bob.post("/meetings", params={"filename": "a.wav"}, content=unannounced()),
    ):
        assert (answer.status_code, answer.json()["code"]) == (413, "quota_exceeded")
        assert answer.json()["details"]["quota"] == "0.1 MB"
    assert await begun(ada, 60_000), "a share of one's own"
    assert (await bob.delete(path, headers=TUS)).status_code == 204
    answers = await asyncio.gather(*(bob.post("/uploads", headers={**TUS, "Upload-Length": "40000"}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 413, 413, 413]


@pytest.mark.parametrize(("overrides", "own"), [({"user_quota_bytes": 1_000_000}, 50_000), ({}, 50_000)])
async def test_a_share_of_ones_own_goes_before_the_general_one(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, tone: Tone, own: int
) -> None:
    sound = tone(2)  # 32,044 bytes
    here = f"/users/{(await bob.get('/auth/me')).json()['account']['id']}"
    assert (await ada.patch(here, json={"quota_bytes": own})).status_code == 200
    assert (await bob.post("/meetings", params={"filename": "a.wav"}, content=sound)).status_code == 201

    async def unannounced() -> AsyncIterator[bytes]:
        yield sound

    async def asked() -> list[httpx.Response]:
        """By every way there is."""
        return [
            await bob.post("/uploads", headers={**TUS, "Upload-Length": str(len(sound))}),
            await bob.post("/meetings", params={"filename": "a.wav"}, content=sound),
            await bob.post("/meetings", params={"filename": "a.wav"}, content=unannounced()),
        ]

    announced = {"Content-Length": "900000"}
    early = await bob.post("/meetings", params={"filename": "a.wav"}, content=unannounced(), headers=announced)
    assert early.json()["details"]["coming"] == "0.9 MB", "by what it announces alone"
    for answer in (early, *await asked()):
        assert (answer.status_code, answer.json()["code"]) == (413, "quota_exceeded")
        assert answer.json()["details"]["quota"] == "0.05 MB"
    assert await begun(ada, 60_000), "a share of one's own"
    await ada.patch(here, json={"quota_bytes": 4 * len(sound)})
    assert [answer.status_code for answer in await asked()] == [201, 201, 201]
    assert (await bob.post("/uploads", headers={**TUS, "Upload-Length": "1"})).status_code == 413


@pytest.mark.parametrize("overrides", [{"user_quota_bytes": 50_000}])
@pytest.mark.parametrize("own", [0, 200_000])
async def test_who_was_given_more_may_send_more(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, tone: Tone, own: int
) -> None:
    here = f"/users/{(await bob.get('/auth/me')).json()['account']['id']}"
    await ada.patch(here, json={"quota_bytes": own})
    assert await begun(bob, 80_000)
    assert (await bob.post("/meetings", params={"filename": "a.wav"}, content=tone(4))).status_code == 201
    await ada.patch(here, json={"quota_bytes": None})
    for answer in (
        await bob.post("/uploads", headers={**TUS, "Upload-Length": "1"}),
        await bob.post("/meetings", params={"filename": "a.wav"}, content=tone(1)),
    ):
        assert (answer.status_code, answer.json()["code"]) == (413, "quota_exceeded")


async def test_single_bytes_are_not_taken_for_ever(
    bob: httpx.AsyncClient, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_PARTS", 2)
    monkeypatch.setattr(uploads, "MOST_UPLOADS", 1)
    path = await begun(bob, 1000)
    for at in range(2):
        assert (await sent(bob, path, at, b"R")).status_code == 204
    answer = await sent(bob, path, 2, b"F")
    assert (answer.status_code, answer.json()["code"]) == (413, "upload_in_pieces")
    answer = await bob.post("/uploads", headers={**TUS, "Upload-Length": "9"})
    assert (answer.status_code, answer.json()["code"]) == (409, "uploads_too_many")


async def test_a_commit_that_fails_loses_no_safe_byte(
    house: Any, bob: httpx.AsyncClient, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scribe_core.errors import ScribeError

    async def away(*_: Any) -> None:
        raise ScribeError("database_unavailable")

    sound = tone(1)
    path = await begun(bob, len(sound))
    await sent(bob, path, 0, sound[:1000])
    for name in ("new_meeting", "require_signed_in"):
        with monkeypatch.context() as patch:
            patch.setattr(service, name, away)
            answer = await sent(bob, path, 1000, sound[1000:])
        assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
        assert await offset(bob, path) == 1000
    assert (await sent(bob, path, 1000, sound[1000:])).status_code == 204
    assert await fetched(bob, path) == sound
    async with house.database.reading() as session:
        assert await session.get(meetings.Meeting, path.removeprefix("/uploads/")) is not None
    assert len(kept(house)) == 3, "what the failed attempts wrote is tidied away"


async def test_memory_stays_flat_while_a_long_recording_comes_in(served: Any, tone: Tone) -> None:
    import psutil

    bob = await served.administrator()
    head, block, blocks = tone(0.1), bytes(1_000_000), 400
    path = await begun(bob, len(head) + blocks * len(block))
    process, most = psutil.Process(), 0

    async def long() -> AsyncIterator[bytes]:
        nonlocal most
        yield head
        for _ in range(blocks):
            yield block
            most = max(most, process.memory_info().rss)

    before = process.memory_info().rss
    assert (await sent(bob, path, 0, long())).status_code == 204
    assert most - before < 64_000_000


# -- a server of its own, to be killed

SERVER = """
import asyncio, sys
from pathlib import Path
from scribe_api.app import create_app
from scribe_api.server import Server, event_loop
from scribe_core.database.engine import Database
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects
from scribe_core.stores.queue import NoDoorbell
from scribe_core.stores.s3 import S3Access

async def main():
    settings = Settings(_env_file=None, volumes=Path(sys.argv[1]), database_url=sys.argv[2], free_space_bytes=0)
    database = Database(settings.database_url)
    secret = settings.objects_secret_key.get_secret_value() if settings.objects_secret_key else ""
    access = S3Access(settings.objects_endpoint, access_key=settings.objects_access_key, secret_key=secret)
    objects = Objects.open(settings.objects_url, access)
    server = Server(create_app(settings, database, objects, NoDoorbell()), host="127.0.0.1", port=0)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
    await serving
    await database.close()

with asyncio.Runner(loop_factory=event_loop) as runner:  # as the product does
    runner.run(main())
"""


@dataclass
class Replica:
    """An API process over the same rows and the same objects as the house."""

    process: "subprocess.Popen[str]"
    url: str

    def end(self, how: int) -> None:
        """End the process."""
        self.process.send_signal(how)
        self.process.wait(30)


@contextmanager
def replica(house: Any, objects_settings: dict[str, str]) -> Iterator[Replica]:
    command = [sys.executable, "-c", SERVER, str(house.settings.volumes), house.settings.database_url]
    environment = {**os.environ, **objects_settings}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            yield Replica(process, f"http://127.0.0.1:{int(process.stdout.readline())}")
        finally:
            process.kill()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_an_upload_outlives_the_api_and_goes_on_at_another(
    house: Any, objects_settings: dict[str, str], bob: httpx.AsyncClient, tone: Tone, how: int
) -> None:
    """Two replicas, one of which ends in the middle of a request."""
    sound = tone(120)
    with replica(house, objects_settings) as first, replica(house, objects_settings) as second:
        at_first, at_second = elsewhere(house, bob, first.url), elsewhere(house, bob, second.url)
        path = await begun(at_first, len(sound))
        assert (await sent(at_second, path, 0, sound[:300_000])).status_code == 204

        async def half() -> AsyncIterator[bytes]:
            yield sound[300_000:800_000]
            await asyncio.to_thread(first.end, how)
            yield sound[800_000:]

        with pytest.raises(httpx.TransportError):
            await sent(at_first, path, 300_000, half())
        async with house.database.session() as session:  # as if the lease's seconds had gone by
            await session.execute(update(uploads.Upload).values(held_until=now_plus(-1)))
        at = await offset(at_second, path)
        assert at >= 300_000
        assert (await sent(at_second, path, at, sound[at:])).status_code == 204
        assert await fetched(at_second, path) == sound
    assert await fetched(bob, path) == sound, "at a third one, too"
    sizes = [Path(part).stat().st_size if house.objects.root else house.objects.size(part) for part in parts_of(house)]
    assert sum(sizes) == len(sound), "what was half written is gone"


def elsewhere(house: Any, client: httpx.AsyncClient, url: str) -> httpx.AsyncClient:
    """The same browser, at another replica."""
    before, house.url, house.transport = (house.url, house.transport), url, httpx.AsyncHTTPTransport()
    other: httpx.AsyncClient = house.visitor(**{"X-CSRF-Token": client.headers["X-CSRF-Token"]})
    house.url, house.transport = before
    other.cookies.update(client.cookies)
    return other


async def broken_off(
    served: Any, client: httpx.AsyncClient, path: str, at: int, content: bytes, count: int, headers: str = ""
) -> None:
    """Begin to send the rest from an offset, and break off after so many bytes."""
    _, writer = await asyncio.open_connection("127.0.0.1", int(served.url.rsplit(":", 1)[1]))
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)
    head = (
        f"PATCH /api/v1{path} HTTP/1.1\r\nHost: x\r\nOrigin: {client.headers['Origin']}\r\nTus-Resumable: 1.0.0\r\n"
        f"Cookie: {cookies}\r\nX-CSRF-Token: {client.headers['X-CSRF-Token']}\r\nUpload-Offset: {at}\r\n{headers}"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {len(content) - at}\r\n\r\n"
    )
    writer.write(head.encode() + content[at : at + count])
    await writer.drain()
    await until_held(served, path)
    writer.transport.abort()


async def until_held(served: Any, path: str) -> None:
    await _until(served, path, lambda upload: upload.holder is not None)


async def free(served: Any, path: str) -> None:
    await _until(served, path, lambda upload: upload.holder is None)


async def _until(served: Any, path: str, holds: Callable[[uploads.Upload], bool]) -> None:
    async with asyncio.timeout(20):
        while True:
            async with served.database.reading() as session:
                upload = await session.get(uploads.Upload, path.removeprefix("/uploads/"))
            if upload is not None and holds(upload):
                return
            await asyncio.sleep(0.02)


async def test_a_list_is_told_of_names_that_are_made_to_be_slow(ada: httpx.AsyncClient) -> None:
    """A row of marks in the wrong order takes its square in time, for whoever puts it in order as it is."""
    row = "a" + "\u0301\u0316" * 2000
    await begun(ada, 10, filename=f"{row}.wav")
    await begun(ada, 10, filename="2026-03-14 CSE.m4a", title="  Comité  social ")
    items = (await ada.get("/uploads")).json()["items"]
    assert {item["title"] for item in items} >= {"Comité social"}
    assert max(len(item["name"]) for item in items) < 100


async def test_a_body_of_unsaid_length_ends_where_the_share_does(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, tone: Tone
) -> None:
    here = f"/users/{(await bob.get('/auth/me')).json()['account']['id']}"
    assert (await ada.patch(here, json={"quota_bytes": 1_000_000})).status_code == 200
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        yield tone(2)
        while given < 500:
            given += 1
            yield bytes(1_000_000)

    answer = await bob.post("/meetings", params={"filename": "a.wav"}, content=endless())
    assert (answer.status_code, answer.json()["code"]) == (413, "quota_exceeded")
    assert given < 100, "it was not taken in to its end"
    assert (await bob.get("/auth/me")).json()["recordings_bytes"] == 0


async def test_a_sample_of_a_voice_fits_into_the_share_too(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, tone: Tone
) -> None:
    here = f"/users/{(await bob.get('/auth/me')).json()['account']['id']}"
    assert (await ada.patch(here, json={"quota_bytes": 1000})).status_code == 200
    person = (await bob.post("/persons", json={"name": "Marc", "consent": {"how": "by word"}})).json()
    answer = await bob.post(f"/persons/{person['id']}/enrolments", content=tone(2))
    assert (answer.status_code, answer.json()["code"]) == (413, "quota_exceeded")


LATER = {**TUS, "Upload-Defer-Length": "1"}
"""Begins an upload of which nobody knows yet how long it gets: of a meeting that is being recorded."""


async def growing(client: httpx.AsyncClient, **fields: str) -> str:
    """The path of a new one."""
    answer = await client.post("/uploads", headers={**LATER, "Upload-Metadata": told(filename="direct.webm", **fields)})
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"].removeprefix("/api/v1"))


@pytest.mark.parametrize("with_the_last_bytes", [True, False])
async def test_a_recording_that_still_grows_becomes_a_meeting_when_its_length_is_told(
    house: Any, bob: httpx.AsyncClient, tone: Tone, with_the_last_bytes: bool
) -> None:
    sound = tone(3)
    path = await growing(bob, title="Comité", language="fr")
    for start, end in itertools.pairwise([0, 20, 5000, 40_000]):
        (listed,) = (await bob.get("/uploads")).json()["items"]
        assert (listed["title"], listed["received"], listed["bytes"]) == ("Comité", start, None)
        assert (await bob.get("/auth/me")).json()["recordings_bytes"] == start, "counted as far as it came"
        standing = await bob.head(path, headers=TUS)
        assert standing.headers["upload-defer-length"] == "1"
        assert "upload-length" not in standing.headers
        assert (await sent(bob, path, start, sound[start:end])).headers["upload-offset"] == str(end)
    assert house.rung == []
    whole = {"Upload-Length": str(len(sound))}
    if with_the_last_bytes:
        answer = await sent(bob, path, 40_000, sound[40_000:], **whole)
    else:
        await sent(bob, path, 40_000, sound[40_000:])
        answer = await sent(bob, path, len(sound), b"", **whole)
    assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(len(sound)))
    assert (await bob.get("/uploads")).json() == {"items": []}
    meeting = (await bob.get(f"/meetings/{path.removeprefix('/uploads/')}")).json()
    assert (meeting["title"], meeting["language"]) == ("Comité", "fr")
    assert meeting["recording"] == {"name": "direct.webm", "bytes": len(sound), "media_type": "audio/wav"}
    assert house.rung == [meeting["run"]["id"]]
    assert await fetched(bob, path) == sound
    assert await offset(bob, path) == len(sound)
    assert (await sent(bob, path, len(sound), b"", **whole)).status_code == 204, (
        "told again by whoever missed the answer"
    )


async def test_a_length_is_told_once(bob: httpx.AsyncClient, tone: Tone) -> None:
    sound = tone(1)
    path = await growing(bob)
    await sent(bob, path, 0, sound[:3000])
    for unmeant in ("2999", "x", "-3"):
        answer = await sent(bob, path, 3000, b"", **{"Upload-Length": unmeant})
        assert (answer.status_code, answer.json()["code"]) == (400, "upload_header_invalid")
    answer = await sent(bob, path, 3000, sound[3000:9000], **{"Upload-Length": str(len(sound))})
    assert answer.headers["upload-offset"] == "9000"
    told_now = await bob.head(path, headers=TUS)
    assert told_now.headers["upload-length"] == str(len(sound))
    assert (await bob.get("/uploads")).json()["items"][0]["bytes"] == len(sound)
    answer = await sent(bob, path, 9000, b"", **{"Upload-Length": str(len(sound) + 1)})
    assert answer.json()["code"] == "upload_header_invalid"
    assert (await sent(bob, path, 9000, sound[9000:])).status_code == 204
    assert (await bob.get("/meetings")).json()["total"] == 1


async def test_one_that_was_begun_with_a_length_is_not_told_another(bob: httpx.AsyncClient, tone: Tone) -> None:
    sound = tone(0.2)
    path = await begun(bob, len(sound))
    answer = await sent(bob, path, 0, b"", **{"Upload-Length": "9"})
    assert answer.json()["code"] == "upload_header_invalid"
    assert (await sent(bob, path, 0, sound, **{"Upload-Length": str(len(sound))})).status_code == 204


async def test_one_that_ends_before_it_began_leaves_nothing(house: Any, bob: httpx.AsyncClient) -> None:
    path = await growing(bob)
    answer = await sent(bob, path, 0, b"", **{"Upload-Length": "0"})
    assert (answer.status_code, answer.json()["code"]) == (422, "media_empty")
    assert (await bob.head(path, headers=TUS)).status_code == 404
    assert kept(house) == []


async def test_what_grew_and_is_no_recording_is_given_up(house: Any, bob: httpx.AsyncClient) -> None:
    path = await growing(bob)
    assert (await sent(bob, path, 0, b"no sound")).status_code == 204
    answer = await sent(bob, path, 8, b"", **{"Upload-Length": "8"})
    assert (answer.status_code, answer.json()["code"]) == (415, "media_not_recognised")
    assert (await bob.head(path, headers=TUS)).status_code == 404
    assert kept(house) == []


@pytest.mark.parametrize("overrides", [{"user_quota_bytes": 1_050_000}])
async def test_what_grows_stays_within_the_share(bob: httpx.AsyncClient, tone: Tone) -> None:
    sound = tone(60)  # 960,044 bytes
    path, other = await growing(bob), await growing(bob)
    assert (await sent(bob, path, 0, sound[:600_000])).status_code == 204
    assert (await sent(bob, other, 0, sound[:300_000])).status_code == 204
    answer = await sent(bob, path, 600_000, sound[600_000:800_000])
    assert (answer.status_code, answer.json()["code"]) == (413, "quota_exceeded")
    assert await offset(bob, path) == 600_000, "what came is kept"
    answer = await sent(bob, path, 600_000, b"", **{"Upload-Length": "900000"})
    assert answer.json()["code"] == "quota_exceeded", "nor may that be told"
    assert (await bob.post("/uploads", headers=LATER)).json()["code"] == "quota_exceeded"
    assert (await bob.delete(other, headers=TUS)).status_code == 204
    assert (await sent(bob, path, 600_000, sound[600_000:800_000])).status_code == 204
    assert (await sent(bob, path, 800_000, b"", **{"Upload-Length": "800000"})).status_code == 204
    assert (await bob.get("/meetings")).json()["total"] == 1


@pytest.mark.parametrize("overrides", [{"upload_limit_bytes": 50_000}])
async def test_what_grows_stays_within_the_limit(bob: httpx.AsyncClient, tone: Tone) -> None:
    path = await growing(bob)
    assert (await sent(bob, path, 0, tone(2))).status_code == 204
    answer = await sent(bob, path, 32_044, b"", **{"Upload-Length": "60000"})
    assert (answer.status_code, answer.json()["code"]) == (413, "upload_too_large")
    assert (await sent(bob, path, 32_044, tone(2))).json()["code"] == "request_too_large"


async def test_an_end_that_was_told_and_not_reached_is_reached_by_asking_again(
    house: Any, bob: httpx.AsyncClient, tone: Tone
) -> None:
    """The process died between noting the length and making the meeting."""
    sound = tone(0.5)
    path = await growing(bob)
    await sent(bob, path, 0, sound)
    async with house.database.session() as session:
        await session.execute(update(uploads.Upload).values(growing=False))
    answer = await sent(bob, path, len(sound), b"", **{"Upload-Length": str(len(sound))})
    assert answer.status_code == 204
    assert await fetched(bob, path) == sound
