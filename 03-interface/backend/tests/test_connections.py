"""Nobody holds the server up by sending little: heads, bodies and connections have their limits, slow uploads go on."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx
import pytest

from scribe_api import connections, edge

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]

ASKED = b"GET /health HTTP/1.1\r\nHost: x\r\n"


async def dial(served: Any) -> Stream:
    return await asyncio.open_connection("127.0.0.1", int(served.url.rsplit(":", 1)[1]))


async def told(reader: asyncio.StreamReader) -> tuple[int, str]:
    """The status and the code of the last answer before the connection was closed."""
    async with asyncio.timeout(20):
        head, _, body = (await reader.read()).rpartition(b"\r\n\r\n")
    return int(head.rpartition(b"HTTP/1.1 ")[2][:3]), json.loads(body)["code"]


async def test_a_head_that_does_not_end_is_not_waited_for(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    reader, writer = await dial(served)
    writer.write(ASKED)
    assert await told(reader) == (400, "request_stalled")
    writer.close()
    silent, writer = await dial(served)
    assert await asyncio.wait_for(silent.read(), 20) == b"", "a browser that connects in advance is told nothing"
    writer.close()


async def test_blank_lines_do_not_keep_a_connection(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    reader, writer = await dial(served)
    writer.write(ASKED + b"\r\n")
    assert (await reader.readuntil(b'{"status":"ok"}')).startswith(b"HTTP/1.1 200")
    writer.write(b"\r\n")
    assert await told(reader) == (400, "request_stalled")
    writer.close()


@pytest.mark.parametrize("lines", [b"Cookie: ".ljust(connections.HEAD_BYTES - len(ASKED), b"x"), b"A: b\r\n" * 101])
async def test_a_head_has_its_limits(served: Any, lines: bytes) -> None:
    reader, writer = await dial(served)
    writer.write(ASKED + lines)
    assert await told(reader) == (431, "request_head_too_large")
    writer.close()
    allowed = {"Cookie": "x" * 60_000, "Origin": "http://localhost:3000"} | {f"X-{n}": "y" for n in range(80)}
    assert (await served.visitor().get(f"{served.url}/health", headers=allowed)).status_code == 200


@pytest.mark.parametrize("endless", [b"1;" + b"x" * 200_000, b"0\r\nX: " + b"x" * 200_000])
async def test_what_is_hidden_between_the_pieces_of_a_body_is_limited(served: Any, endless: bytes) -> None:
    reader, writer = await dial(served)
    head = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    writer.write(head + endless)
    with suppress(ConnectionResetError):
        assert await asyncio.wait_for(reader.read(), 20) == b""
    writer.close()


async def test_what_is_no_request_is_told_so(served: Any) -> None:
    reader, writer = await dial(served)
    writer.write(b"\x16\x03\x01\x02\x00")
    assert await told(reader) == (422, "request_invalid")
    writer.close()


async def test_a_body_that_trickles_is_not_waited_for(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "BODY_SECONDS", 0.5)
    reader, writer = await dial(served)
    writer.write(
        b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n"
    )

    async def trickle() -> None:
        while True:
            writer.write(b" ")
            await asyncio.sleep(0.2)

    trickling = asyncio.create_task(trickle())
    async with asyncio.timeout(20):
        head = await reader.readuntil(b"\r\n\r\n")
    trickling.cancel()
    assert b" 400 " in head
    assert b"request_stalled" in await reader.read()
    writer.close()


async def test_a_silent_upload_ends_and_leaves_nothing_a_slow_one_goes_on(
    served: Any, tone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edge, "SILENCE_SECONDS", 0.5)
    bob = await served.administrator()
    sound = tone(10)

    async def slowly(pieces: int) -> AsyncIterator[bytes]:
        for n in range(pieces):
            yield sound[n * 20_000 : (n + 1) * 20_000]
            await asyncio.sleep(0.1)

    slow = await bob.post("/meetings", params={"filename": "a.wav"}, content=slowly(9))
    assert slow.status_code == 201
    assert (await bob.delete(f"/meetings/{slow.json()['id']}")).status_code == 204

    async def falls_silent() -> AsyncIterator[bytes]:
        yield sound[:100_000]
        await asyncio.Event().wait()

    answer = await _while_sending(bob, falls_silent())
    assert (answer.status_code, answer.json()["code"]) == (400, "request_stalled")
    assert "nothing was kept" in answer.json()["message"]
    assert served.traces() == []
    assert (await bob.get("/meetings")).json()["total"] == 0
    assert served.rung[1:] == []


async def _while_sending(client: httpx.AsyncClient, body: AsyncIterator[bytes]) -> httpx.Response:
    """The answer to an upload that never ends. httpx reads none before it has sent all; a browser does."""
    port = int(str(client.base_url).split(":")[2].split("/")[0])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = client.build_request("POST", "/meetings", params={"filename": "a.wav"}, content=body)
    lines = [f"{name}: {value}" for name, value in request.headers.items()]
    writer.write("\r\n".join([f"POST {request.url.raw_path.decode()} HTTP/1.1", *lines, "", ""]).encode())
    piece = await anext(body)
    writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
    async with asyncio.timeout(20):
        head, _, content = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    return httpx.Response(int(head.split(b" ")[1]), content=content)


@pytest.mark.parametrize("overrides", [{"api_connections": 10}])
async def test_one_connection_too_many_is_turned_away(served: Any) -> None:
    lines = [await dial(served) for _ in range(10)]
    reader, writer = await dial(served)
    assert await told(reader) == (503, "too_many_connections")
    writer.close()
    lines[0][1].write(ASKED + b"Connection: close\r\n\r\n")
    assert b" 200 " in await asyncio.wait_for(lines[0][0].read(), 20), "those that are here are served"
    answer = await served.visitor().get(f"{served.url}/health")
    assert answer.status_code == 200, "there is room again"
    for _, one in lines:
        one.close()
