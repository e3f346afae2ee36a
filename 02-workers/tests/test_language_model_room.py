"""A local model of language, with a stand-in for its engine: it is there when it is asked, for who has the key, and leaves when it is not."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from scribe_core.errors import ScribeError
from scribe_core.language_model.endpoint import Access, Endpoint
from scribe_core.language_model.messages import Message
from scribe_workers.language_model import room as rooms
from scribe_workers.language_model.front import offered
from scribe_workers.language_model.room import WORKER_BYTES, LanguageModelRoom, Local

ENGINE = Path(__file__).resolve().parents[2] / "tests" / "servers" / "engine"
KEY = "the key"
NAME = "small-1b"
PLENTY = 64_000_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """What the stand-in takes for a model."""
    made = tmp_path / "model.gguf"
    made.write_bytes(b"GGUF, as they begin")
    return made


def room_for(file: Path, *, engine: Path = ENGINE, intact: bool = True, **more: Any) -> LanguageModelRoom:
    local = Local(NAME, file, engine, context=4096, threads=1, bytes=1_000_000)
    return LanguageModelRoom(local, lambda: intact, **{"free": lambda: PLENTY} | more)


@asynccontextmanager
async def endpoint(room: LanguageModelRoom, key: str = KEY) -> AsyncIterator[Endpoint]:
    """The model as the product sees it."""
    listening = socket.create_server(("127.0.0.1", 0))
    async with offered(room, listening, KEY):
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        model = Endpoint(Access(url, key, answer_seconds=120, silence_seconds=120, first_pause=0.01))
        try:
            yield model
        finally:
            await model.close()


async def said(model: Endpoint, words: str = "good morning", heard: Callable[[int], None] | None = None) -> str:
    answer = await model.ask([Message("user", words)], most_tokens=100, heard=heard)
    return answer.text


def here(room: LanguageModelRoom) -> bool:
    """Whether its process runs."""
    return room.pid is not None


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 — another program has no event
            await asyncio.sleep(0.02)


async def test_it_is_offered_without_being_loaded_and_loaded_once(file: Path) -> None:
    room = room_for(file)
    async with endpoint(room) as model:
        offer = await model.offer()
        assert (offer.model, offer.context, offer.told) == (NAME, 4096, True)
        assert not here(room)
        assert await said(model) == "good morning "
        first = room.pid
        assert first
        assert await asyncio.gather(*(said(model, str(number)) for number in range(3))) == ["0 ", "1 ", "2 "]
        assert room.pid == first
    assert not psutil.pid_exists(first)


async def test_who_has_not_the_key_learns_nothing(file: Path) -> None:
    room = room_for(file)
    async with endpoint(room, key="another") as model:
        with pytest.raises(ScribeError) as refused:
            await said(model)
        assert refused.value.code == "llm_refused"
        url = model._url
        async with httpx.AsyncClient() as client:
            for path in ("/models", "/chat/completions", "/../health"):
                assert (await client.get(url + path)).status_code == 401
    assert not here(room)


async def test_its_own_process_listens_on_this_machine_alone_and_tells_its_key_to_nobody(file: Path) -> None:
    room = room_for(file)
    async with endpoint(room) as model:
        await said(model)
        process = psutil.Process(room.pid)
        places = [one.laddr for one in process.net_connections() if one.status == psutil.CONN_LISTEN]
        assert [place.ip for place in places] == ["127.0.0.1"]
        async with httpx.AsyncClient() as client:
            url = f"http://127.0.0.1:{places[0].port}/v1/chat/completions"
            assert (await client.post(url, json={}, headers={"Authorization": f"Bearer {KEY}"})).status_code == 401
        assert room._place.key not in " ".join(process.cmdline())
        assert room._place.key not in process.environ().values()


async def test_it_leaves_when_nobody_has_asked_for_a_while_and_comes_back(file: Path) -> None:
    room = room_for(file, idle_seconds=0.2)
    async with endpoint(room) as model:
        await said(model)
        first = room.pid
        watching = asyncio.create_task(room.watch())
        await until(lambda: not here(room))
        watching.cancel()
        assert not psutil.pid_exists(first or 0)
        assert await said(model) == "good morning "


async def test_it_stays_while_it_is_asked_and_leaves_at_once_where_memory_is_short(file: Path) -> None:
    free = [PLENTY]
    room = room_for(file, free=lambda: free[0])
    async with endpoint(room) as model:
        heard = asyncio.Event()
        asking = asyncio.create_task(said(model, "please wait", heard=lambda _many: heard.set()))
        await heard.wait()
        free[0] = 0
        assert not await room.leave_if_idle()
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await until(lambda: not room._asking)  # the front has seen that nobody listens any more
        assert await room.leave_if_idle()


async def test_who_asks_while_it_leaves_is_answered_by_the_next(file: Path) -> None:
    room = room_for(file, idle_seconds=0.0)
    async with room.occupied() as before:
        pass
    leaving = asyncio.create_task(room.leave_if_idle())
    await asyncio.sleep(0)
    async with room.occupied() as place:
        assert place != before
        assert here(room)
    assert await leaving
    await room.leave()


async def test_without_room_for_a_worker_beside_it_it_is_not_loaded(file: Path) -> None:
    free = [WORKER_BYTES]
    room = room_for(file, free=lambda: free[0])
    async with endpoint(room) as model:
        with pytest.raises(ScribeError) as busy:
            await said(model)
        assert busy.value.code == "llm_busy"
        assert not here(room)
        free[0] += 1_000_000
        assert await said(model) == "good morning "


async def test_killed_amid_an_answer_it_is_started_again_and_the_answer_is_whole(file: Path) -> None:
    room = room_for(file)
    async with endpoint(room) as model:
        lives: list[int] = []

        def listen(_many: int) -> None:
            assert room.pid
            if not lives:
                os.kill(room.pid, signal.SIGKILL)
            lives.append(room.pid)

        assert await said(model, "once more", listen) == "once more "
        assert len(set(lives)) == 2


@pytest.mark.parametrize("wrong", ["other bytes", "no model", "no engine", "no file"])
async def test_what_cannot_be_served_is_said_and_not_tried_again_and_again(
    file: Path, tmp_path: Path, wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    room = room_for(file, intact=wrong != "other bytes", engine=tmp_path if wrong == "no engine" else ENGINE)
    if wrong == "no model":
        file.write_bytes(b"something else")
    elif wrong == "no file":
        file.unlink()
    async with endpoint(room) as model:
        with pytest.raises(ScribeError) as failed:
            await said(model)
    assert failed.value.code == "llm_failing"
    assert not here(room)
    told = [one.getMessage() for one in caplog.records if one.name == rooms.__name__ and one.levelname == "ERROR"]
    assert len(told) == 1, "it was started once, though it was asked several times"
    reason = {"other bytes": "not the one", "no model": "Failed to init", "no engine": "xllamacpp", "no file": "ended"}
    assert reason[wrong] in told[0]


PARENT = """
import asyncio, sys
from pathlib import Path
import psutil
from scribe_workers.language_model.room import LanguageModelRoom, Local

async def main():
    local = Local("small", Path(sys.argv[1]), Path(sys.argv[2]), 4096, 1, 0)
    async with LanguageModelRoom(local, lambda: True, free=lambda: 1 << 40).occupied():
        (child,) = psutil.Process().children()
        print(child.pid, flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


def test_it_dies_with_whoever_started_it(file: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-I", "-c", PARENT, file, ENGINE], stdout=subprocess.PIPE)
    try:
        assert parent.stdout
        child = psutil.Process(json.loads(parent.stdout.readline()))
        parent.kill()
        child.wait(30)
    finally:
        parent.kill()
        parent.wait()
        if parent.stdout:
            parent.stdout.close()
