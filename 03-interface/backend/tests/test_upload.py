"""Uploads: what is media comes in whole, everything else leaves nothing behind."""

import asyncio
import hashlib
import resource
import shutil
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from scribe_core.database import deletions
from scribe_core.errors import ScribeError
from scribe_core.stores.objects import WRITE_CHUNK

Tone = Callable[[float], bytes]


async def in_pieces(content: bytes, size: int = 7919) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def test_a_recording_becomes_a_meeting_with_a_waiting_run(house: Any, bob: httpx.AsyncClient, tone: Tone) -> None:
    sound = tone(0.5)
    answer = await bob.post(
        "/meetings",
        params={
            "filename": "2026-03-14 14.30 CSE.wav",
            "held_at": "2026-03-14T14:30:00+01:00",
            "language": "fr",
            "speakers": 3,
            "participants": ["Claire Durand", " Marc\nLemaire "],
        },
        content=in_pieces(sound),
    )
    assert answer.status_code == 201
    meeting = answer.json()
    assert meeting["title"] == "CSE"
    assert meeting["held_at"] == "2026-03-14T13:30:00Z"
    assert meeting["participants"] == ["Claire Durand", "Marc Lemaire"]
    assert meeting["recording"] == {"name": "2026-03-14 14.30 CSE.wav", "bytes": len(sound), "media_type": "audio/wav"}
    assert (meeting["status"], meeting["revision"], meeting["duration"]) == ("PENDING", None, None)
    run = meeting["run"]
    assert (run["status"], run["queue_position"], run["attempt"], run["progress"]) == ("PENDING", 0, 0, 0)
    assert run["settings"] == {"language": "fr", "speakers": 3, "speakers_most": None, "preset": None, "glossary": []}
    assert house.rung == [run["id"]]
    assert (await bob.get(f"/meetings/{meeting['id']}")).json() == meeting
    back = await bob.get(f"/meetings/{meeting['id']}/recording")
    assert hashlib.sha256(back.content).digest() == hashlib.sha256(sound).digest()


async def test_blank_parameters_say_nothing(bob: httpx.AsyncClient, tone: Tone) -> None:
    blank = {"filename": "20260314_143000.wav", "title": "", "held_at": "", "language": "", "speakers": ""}
    meeting = (await bob.post("/meetings", params=blank, content=tone(0.1))).json()
    assert meeting["title"] == "20260314 143000"
    assert meeting["held_at"].startswith("2026-03-14T")
    assert (meeting["language"], meeting["speakers"], meeting["participants"]) == (None, None, [])


NAMES = (
    ("../../../etc/passwd.wav", "passwd.wav"),
    ("C:\\réunions\\é.wav", "é.wav"),
    ("🎉" * 20 + ".wav", "🎉" * 20 + ".wav"),
    ("x" * 300 + ".wav", "x" * 250 + "….wav"),
    ("a\r\nSet-Cookie: b=c.wav", "a Set-Cookie: b=c.wav"),
    ("gnp\u202evaw.exe", "gnpvaw.exe"),
    ("", "recording"),
)


async def test_whatever_its_name_a_recording_is_kept_under_our_own(
    house: Any, bob: httpx.AsyncClient, tone: Tone
) -> None:
    for filename, shown in NAMES:
        answer = await bob.post("/meetings", params={"filename": filename}, content=tone(0.1))
        assert answer.status_code == 201, filename
        meeting = answer.json()
        assert meeting["recording"]["name"] == shown
        assert list(house.objects.under("")) == [f"meetings/{meeting['id']}/recording"]
        saved = await bob.get(f"/meetings/{meeting['id']}/recording")
        assert saved.headers["content-disposition"].startswith("attachment; ")
        assert "\n" not in saved.headers["content-disposition"]
        assert "set-cookie" not in saved.headers
        await bob.delete(f"/meetings/{meeting['id']}")


NO_RECORDINGS = (
    (b"", "media_empty", 422),
    (b"hello, this is only text in a file called a.wav", "media_not_recognised", 415),
    (b"%PDF-1.7\n" + bytes(5000), "media_not_recognised", 415),
    (b"#EXTM3U\nhttp://example.org/a.ts\n", "media_reference_refused", 415),
    (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "media_reference_refused", 415),
    (b"<html><script>alert(1)</script></html>", "media_not_recognised", 415),
)


async def test_what_is_no_recording_is_refused_by_its_content(house: Any, bob: httpx.AsyncClient) -> None:
    for content, code, status in NO_RECORDINGS:
        for body in (content, in_pieces(content, 3)):
            answer = await bob.post("/meetings", params={"filename": "a.wav"}, content=body)
            assert (answer.status_code, answer.json()["code"]) == (status, code), content
    assert house.traces() == []
    assert (await bob.get("/meetings")).json()["total"] == 0
    assert house.rung == []


@pytest.mark.parametrize("overrides", [{"upload_limit_bytes": 200_000}])
async def test_a_file_over_the_limit_is_refused_with_or_without_its_length(
    house: Any, bob: httpx.AsyncClient, tone: Tone
) -> None:
    large = tone(20)
    for body in (large, in_pieces(large)):
        answer = await bob.post("/meetings", params={"filename": "a.wav"}, content=body)
        assert (answer.status_code, answer.json()["code"]) == (413, "upload_too_large")
        assert "0.2 MB" in answer.json()["message"]
    assert house.traces() == []
    exact = tone(10)[:160_044]
    assert (await bob.post("/meetings", params={"filename": "a.wav"}, content=exact)).status_code == 201


async def test_a_full_disk_is_told_before_and_while_it_fills(
    house: Any, bob: httpx.AsyncClient, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    if house.objects.root:  # how much is free in S3, nobody knows
        usage = shutil.disk_usage(house.objects.root)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
        early = await bob.post("/meetings", params={"filename": "a.wav"}, content=tone(1))
        assert (early.status_code, early.json()["code"]) == (507, "storage_full")

    async def fills_up(_key: str, parts: AsyncIterator[bytes]) -> None:
        await anext(parts)
        raise ScribeError("storage_full")

    monkeypatch.undo()
    monkeypatch.setattr(house.objects, "write_stream", fills_up)
    late = await bob.post("/meetings", params={"filename": "a.wav"}, content=tone(1))
    assert (late.status_code, late.json()["code"]) == (507, "storage_full")
    assert house.traces() == []
    assert (await bob.get("/meetings")).json()["total"] == 0


async def test_an_upload_needs_a_signed_in_person_on_our_page(house: Any, bob: httpx.AsyncClient, tone: Tone) -> None:
    assert (await house.visitor().post("/meetings", content=tone(0.1))).status_code == 401
    assert (await bob.post("/meetings", content=tone(0.1), headers={"X-CSRF-Token": "no"})).status_code == 403
    assert house.traces() == []


NOT_MEANT: tuple[dict[str, Any], ...] = (
    {"speakers": "0"},
    {"speakers": "many"},
    {"language": "french"},
    {"held_at": "yesterday"},
    {"held_at": "2026-03-14T14:30:00"},
    {"title": "x" * 301},
    {"participants": ["\u200b"]},
)


async def test_what_cannot_be_meant_is_refused_before_a_byte_is_kept(
    house: Any, bob: httpx.AsyncClient, tone: Tone
) -> None:
    for parameters in NOT_MEANT:
        answer = await bob.post("/meetings", params={"filename": "a.wav", **parameters}, content=tone(0.1))
        assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid"), parameters
        assert answer.json()["details"]["fields"][0].startswith(next(iter(parameters)))
    assert house.traces() == []


async def test_a_language_no_model_knows_is_refused_at_once(house: Any, bob: httpx.AsyncClient, upload: Any) -> None:
    meeting = await upload(bob, language="fr")
    here = f"/meetings/{meeting['id']}"
    await bob.post(f"/runs/{meeting['run']['id']}/cancel")
    house.rung.clear()
    for answer in (
        await bob.post("/meetings", params={"filename": "a.wav", "language": "tlh"}, content=b"RIFF"),
        await bob.patch(here, json={"language": "tlh"}),
        await bob.post(f"{here}/runs", json={"language": "tlh"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (422, "language_unknown")
        assert "tlh" in answer.json()["message"]
    assert (await bob.get(here)).json()["language"] == "fr"
    assert len(list(house.objects.under(""))) == 1
    assert house.rung == []
    object.__setattr__(house.settings, "speech_model", "whisper-tiny.en")
    again = await bob.post(f"{here}/runs", json={})
    assert again.json()["code"] == "language_unknown", "the meeting's own, which this model does not know"
    assert (await bob.post(f"{here}/runs", json={"language": "en"})).status_code == 201


async def test_what_a_killed_api_leaves_of_an_upload_is_swept(house: Any, bob: httpx.AsyncClient, tone: Tone) -> None:
    async def due(seconds_ago: float) -> list[tuple[str, bool]]:
        async with house.database.reading() as session:
            return list(await deletions.due(session, seconds_ago))

    seen: list[Any] = []

    async def looked_at() -> AsyncIterator[bytes]:
        yield tone(9)
        seen.append(await due(0))
        seen.append(await due(-deletions.UPLOAD_SECONDS - 60))
        yield tone(1)

    meeting = (await bob.post("/meetings", params={"filename": "a.wav"}, content=looked_at())).json()
    assert seen == [[], [(meeting["id"], True)]], "not while it goes on, but when it cannot be going on any more"
    await bob.post("/meetings", params={"filename": "a.wav"}, content=b"no recording")
    assert await due(-deletions.UPLOAD_SECONDS - 60) == []


async def test_if_the_rows_cannot_be_written_the_file_goes_too(
    house: Any, bob: httpx.AsyncClient, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any) -> None:
        raise ScribeError("database_unavailable")

    monkeypatch.setattr("scribe_api.meetings.upload.runs.enqueue", away)
    answer = await bob.post("/meetings", params={"filename": "a.wav"}, content=tone(0.1))
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
    assert answer.headers["retry-after"]
    async with house.database.reading() as session:
        looked_at_again = [last for _, last in await deletions.due(session, -60)]
    assert looked_at_again == [True], "for what a store might write late"
    assert house.traces() == []


@pytest.mark.parametrize("ended", ["deleted", "disabled", "signed out"])
async def test_who_is_gone_when_the_last_byte_comes_keeps_nothing(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, tone: Tone, ended: str
) -> None:
    bob_id = (await bob.get("/auth/me")).json()["account"]["id"]

    async def interrupted() -> AsyncIterator[bytes]:
        yield tone(9)
        if ended == "deleted":
            assert (await ada.delete(f"/users/{bob_id}")).status_code == 204
        elif ended == "disabled":
            assert (await ada.patch(f"/users/{bob_id}", json={"disabled": True})).status_code == 200
        else:
            elsewhere = house.visitor(**{"X-CSRF-Token": bob.headers["X-CSRF-Token"]})
            elsewhere.cookies.update(bob.cookies)
            assert (await elsewhere.post("/auth/logout")).status_code == 204
        yield tone(1)

    answer = await bob.post("/meetings", params={"filename": "a.wav"}, content=interrupted())
    assert (answer.status_code, answer.json()["code"]) == (401, "session_invalid")
    assert house.traces() == []
    assert house.rung == []


async def test_an_account_removed_while_its_upload_ends_forgets_no_file(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, tone: Tone
) -> None:
    bob_id = (await bob.get("/auth/me")).json()["account"]["id"]
    uploads = [bob.post("/meetings", params={"filename": "a.wav"}, content=tone(0.1)) for _ in range(4)]
    *answers, removed = await asyncio.gather(*uploads, ada.delete(f"/users/{bob_id}"))
    assert removed.status_code == 204
    assert {answer.status_code for answer in answers} <= {201, 401}
    assert house.traces() == []


async def test_an_upload_that_is_cut_off_leaves_nothing(served: Any, tone: Tone) -> None:
    """Cut off between its parts, some of which are on the disk by then, and before the first is whole."""
    bob = await served.administrator()
    for sent, seen in ((4 * WRITE_CHUNK, 2 * WRITE_CHUNK), (WRITE_CHUNK // 2, 0)):
        writer = await begin_upload(served, bob, announced=10 * WRITE_CHUNK)
        writer.write(tone(0.1) + bytes(sent))
        await writer.drain()

        def arrived(least: int = seen) -> bool:
            root = served.objects.root  # in S3 nothing is seen of an upload before its end
            return root is None or sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) >= least

        await until(arrived)
        await until(lambda: len(served.server.server_state.tasks) == 1)
        writer.transport.abort()
        await until(lambda: not served.server.server_state.tasks)
        assert served.traces() == []
    assert (await bob.get("/meetings")).json()["total"] == 0
    assert served.rung == []


async def begin_upload(served: Any, client: httpx.AsyncClient, announced: int) -> asyncio.StreamWriter:
    """A connection on which the head of an upload was sent."""
    _, writer = await asyncio.open_connection("127.0.0.1", int(served.url.rsplit(":", 1)[1]))
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)
    head = (
        f"POST /api/v1/meetings?filename=a.wav HTTP/1.1\r\nHost: x\r\nOrigin: {client.headers['Origin']}\r\n"
        f"Cookie: {cookies}\r\nX-CSRF-Token: {client.headers['X-CSRF-Token']}\r\nContent-Length: {announced}\r\n\r\n"
    )
    writer.write(head.encode())
    return writer


@pytest.mark.parametrize("overrides", [{"upload_limit_bytes": 1_000_000}])
async def test_a_refusal_is_readable_while_the_client_still_sends(served: Any) -> None:
    """A connection closed with unread data is reset, and browsers then show a network error instead of the reason."""
    bob = await served.administrator()
    answer = await bob.post("/meetings", params={"filename": "a.wav"}, content=bytes(30_000_000))
    assert (answer.status_code, answer.json()["code"]) == (413, "upload_too_large")
    assert answer.headers["connection"] == "close"
    stranger = served.visitor()
    answer = await stranger.post("/meetings", params={"filename": "a.wav"}, content=bytes(30_000_000))
    assert (answer.status_code, answer.json()["code"]) == (401, "session_invalid")
    wrong = await bob.post("/meetings", params={"filename": "a.wav"}, content=b"no sound" * 10_000)
    assert (wrong.status_code, wrong.json()["code"]) == (415, "media_not_recognised")
    assert "connection" not in wrong.headers, "a short rest is read, and the connection goes on"


async def test_memory_stays_flat_while_a_long_recording_comes_in(served: Any, tone: Tone) -> None:
    bob = await served.administrator()
    head, block, blocks = tone(0.1), bytes(1_000_000), 300

    async def long() -> AsyncIterator[bytes]:
        yield head
        for _ in range(blocks):
            yield block

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = await bob.post("/meetings", params={"filename": "a.wav"}, content=long())
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert answer.json()["recording"]["bytes"] == len(head) + blocks * len(block)
    assert grown < 100_000_000


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something that happens on the server's side of a connection."""
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 — there is no event to wait for
            await asyncio.sleep(0.02)
