"""What the API's tests share: the whole application over a real database and a real store, and people who use it."""

import asyncio
import io
import math
import struct
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute

from scribe_api.app import create_app
from scribe_api.security.passwords import Passwords
from scribe_api.server import Server, event_loop
from scribe_core.database import one_time_codes
from scribe_core.database.engine import Database
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects
from scribe_core.stores.queue import NoDoorbell

ORIGIN = "http://localhost:3000"
PASSWORD = "une phrase de passe"
FAST = Passwords(cost=4)
"""bcrypt at its least cost: what is tested is not how long it takes."""


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The tests of the API run on the loop that the product serves on."""
    return {"the product's": event_loop}


class Bell(NoDoorbell):
    """Remembers the runs that workers were told of."""

    def __init__(self) -> None:
        self.rung: list[str] = []

    async def ring(self, run_id: str) -> None:
        """One more."""
        self.rung.append(run_id)


@dataclass
class House:
    """A running application with what stands behind it. `rung` are the runs it told the workers of."""

    app: FastAPI
    settings: Settings
    database: Database
    objects: Objects
    rung: list[str] = field(default_factory=list)
    url: str = "http://127.0.0.1:5000"
    server: Server | None = None
    transport: httpx.AsyncBaseTransport | None = None
    _clients: list[httpx.AsyncClient] = field(default_factory=list)

    def visitor(self, **headers: str) -> httpx.AsyncClient:
        """A browser on a page of ours, with its own cookies, not signed in."""
        client = httpx.AsyncClient(
            transport=self.transport or httpx.ASGITransport(self.app, client=("192.0.2.1", 4711)),
            base_url=f"{self.url}/api/v1",
            headers={"Origin": ORIGIN, **headers},
            timeout=30,
        )
        self._clients.append(client)
        return client

    async def administrator(self, email: str = "ada@example.org") -> httpx.AsyncClient:
        """A browser in which the first administrator has just set the product up."""
        async with self.database.session() as session:
            code = await one_time_codes.make_setup_code(session, hours=1)
        return entered(
            client := self.visitor(),
            await client.post(
                "/setup",
                json={"code": code.text, "email": email, "name": "Ada", "password": PASSWORD, "language": "en"},
            ),
        )

    async def member(self, administrator: httpx.AsyncClient, email: str = "bob@example.org") -> httpx.AsyncClient:
        """A browser in which an invited member has just signed in."""
        invited = await administrator.post(
            "/users", json={"email": email, "name": email.split("@")[0], "language": "fr"}
        )
        assert invited.status_code == 201, invited.text
        code = invited.json()["one_time_code"]
        client = self.visitor()
        redeemed = await client.post("/auth/password/redeem", json={"email": email, "code": code, "password": PASSWORD})
        return entered(client, redeemed)

    def traces(self, prefix: str = "meetings/") -> list[str]:
        """Everything that lies in the store under a folder prefix: in a folder, half-written files and empty folders too."""
        if self.objects.root is None:
            return list(self.objects.under(prefix))
        root = self.objects.root
        return [str(path.relative_to(root)) for path in (root / prefix).rglob("*")]

    async def close(self) -> None:
        """Close every browser."""
        for client in self._clients:
            await client.aclose()


def entered(client: httpx.AsyncClient, answer: httpx.Response) -> httpx.AsyncClient:
    """The browser after a sign-in: it keeps the session's CSRF token, as our page does."""
    assert answer.status_code in (200, 201), answer.text
    client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return client


@pytest.fixture
def overrides() -> dict[str, Any]:
    """Settings a test wants otherwise; parametrise or override it."""
    return {}


@pytest.fixture(scope="session")
def built_routes() -> list[BaseRoute]:
    """The routes of the first application, which later ones take over: building them costs a quarter of a short test."""
    return []


@pytest.fixture
async def house(
    migrated_url: str,
    objects_beside: Objects,
    tmp_path: Path,
    overrides: dict[str, Any],
    built_routes: list[BaseRoute],
) -> AsyncIterator[House]:
    """The application over empty stores: embedded, SQLite and a folder; distributed, PostgreSQL and S3."""
    settings = Settings(
        _env_file=None, volumes=tmp_path / "volumes", database_url=migrated_url, free_space_bytes=0, **overrides
    )
    database = Database(settings.database_url)
    bell = Bell()
    app = create_app(settings, database, objects_beside, bell, passwords=FAST)
    if not built_routes:
        built_routes += app.router.routes
    app.router.routes[:] = built_routes
    house = House(app, settings, database, objects_beside, bell.rung)
    async with app.router.lifespan_context(app):
        yield house
        await house.close()
    await database.close()


@pytest.fixture
async def served(house: House) -> AsyncIterator[House]:
    """The same application, served by a real server on a free port: for streams, cut connections and shutdown."""
    server = Server(house.app, host="127.0.0.1", port=0)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 — uvicorn offers nothing to wait for
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    house.url, house.transport = f"http://127.0.0.1:{port}", httpx.AsyncHTTPTransport()
    house.server = server
    yield house
    await house.close()
    server.should_exit = True
    await serving


@pytest.fixture
async def ada(house: House) -> httpx.AsyncClient:
    """The administrator's browser."""
    return await house.administrator()


@pytest.fixture
async def bob(house: House, ada: httpx.AsyncClient) -> httpx.AsyncClient:
    """A member's browser."""
    return await house.member(ada)


@pytest.fixture
def tone() -> Callable[[float], bytes]:
    """Makes WAV files of so many seconds."""

    def make(seconds: float) -> bytes:
        rate = 8000
        samples = [int(12_000 * math.sin(2 * math.pi * 440 * n / rate)) for n in range(int(seconds * rate))]
        buffer = io.BytesIO()
        with wave.open(buffer, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
        return buffer.getvalue()

    return make


Upload = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def upload(tone: Callable[[float], bytes]) -> Upload:
    """Uploads a short recording with a browser; the answer's JSON."""

    async def send(client: httpx.AsyncClient, filename: str = "réunion.wav", **parameters: Any) -> dict[str, Any]:
        answer = await client.post("/meetings", params={"filename": filename, **parameters}, content=tone(0.2))
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        return told

    return send
