"""What the tests of the whole share: the models, real recordings, the product on either configuration, and a house with a meeting
whose run waits."""

import os
import secrets
import struct
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import obstore
import pytest
from running_product import Product, Program, one_time_code, traces
from servers.postgresql import PostgreSQL
from servers.redis import Redis
from servers.s3 import S3
from sqlalchemy import update

from scribe.parts import open_objects
from scribe_core.contract import keys
from scribe_core.database import consents, meetings, persons, runs, transcripts, voiceprints
from scribe_core.database.base import new_id, now, now_plus
from scribe_core.database.engine import Database
from scribe_core.database.users import User
from scribe_core.domain.people import Enrolment, Voiceprint
from scribe_core.domain.run import RunSettings, Status
from scribe_core.settings import Settings
from scribe_workers.models.store import ModelStore

CACHE = Path(os.environ.get("SCRIBE_TEST_CACHE", Path(__file__).parents[1] / ".cache")) / "models"
WORKER = Path(__file__).with_name("killed_worker.py")


class House:
    """A data folder, a database and one meeting whose run waits."""

    def __init__(self, folder: Path, database_url: str, services: Mapping[str, str]) -> None:
        self.folder, self.database = folder, Database(database_url)
        self.environment = {
            **os.environ, "SCRIBE_VOLUMES": str(folder), "DATABASE_URL": database_url, "SCRIBE_LEASE_SECONDS": "2",
            "SCRIBE_RUN_ATTEMPTS": "20", **services,
        }  # fmt: skip
        given = {name.lower().removeprefix("scribe_"): value for name, value in services.items()}
        settings: dict[str, Any] = {"volumes": folder, **given}
        self.objects = open_objects(Settings(_env_file=None, **settings))

    async def open(self) -> None:
        """Every table, and the models."""
        await self.database.migrate()
        (self.folder / "huggingface_cache").symlink_to(CACHE)

    async def take(self, recording: Path, settings: RunSettings) -> None:
        """Take a recording in, as an upload does; its run waits."""
        await self.open()
        async with self.database.session() as session:
            user = User(id=new_id(), email="a@example.org", name="A", role="member", language="en", password_hash=None)
            session.add(user)
            await session.flush()
            self.owner_id, self.meeting_id = user.id, new_id()
            self.objects.create(keys.recording(self.meeting_id), recording)
            meeting = meetings.Meeting(
                id=self.meeting_id, owner_id=user.id, title="A meeting", held_at=now(), participants=[], language=None,
                speakers=None, recording_name=recording.name, recording_bytes=recording.stat().st_size,
                media_type="audio/wav", status=Status.PENDING,
            )  # fmt: skip
            session.add(meeting)
            await session.flush()
            await session.refresh(meeting)
            self.run_id = (await runs.enqueue(session, meeting, settings)).id

    async def again(self, settings: RunSettings) -> None:
        """Ask for another run."""
        async with self.database.session() as session:
            meeting = await meetings.owned(session, self.owner_id, self.meeting_id)
            self.run_id = (await runs.enqueue(session, meeting, settings)).id

    async def know_a_voice(self) -> None:
        """The voice of a person who agreed to be known by it; nobody in a recording sounds like it."""
        vector = struct.pack("<192f", 1.0, *[0.0] * 191)
        voice = Voiceprint(vector, ModelStore(CACHE).digest("voice"), seconds=20.0, quality=0.8)
        async with self.database.session() as session:
            person = await persons.add(session, self.owner_id, "Claire")
            agreed = datetime(2026, 3, 1, tzinfo=UTC)
            await consents.give(session, person, how="form", given_at=agreed, recorded_by=None)
            await voiceprints.add(session, Enrolment(person.id, file_name="a.wav"), None, voice)

    def work(self, *death: str) -> int:
        """Let a worker process work until nothing waits or it dies as told; returns how it ended."""
        return subprocess.run([sys.executable, str(WORKER), *death], env=self.environment, timeout=300).returncode

    async def run(self) -> runs.Run:
        """The last run asked for."""
        async with self.database.reading() as session:
            return await session.get_one(runs.Run, self.run_id)

    async def expire(self, **values: object) -> None:
        """Let every lease run out, and every pause end, without waiting for them."""
        past = {"lease_expires_at": now_plus(-1), "not_before": None, **values}
        async with self.database.session() as session:
            await session.execute(update(runs.Run).values(**past))

    def artefacts(self) -> Mapping[str, datetime]:
        """Finished artefacts by key, with the time they were written."""
        pages = obstore.list(self.objects._store, prefix=f"{keys.meeting(self.meeting_id)}artefacts/")
        return {entry["path"]: entry["last_modified"] for page in pages for entry in page}

    def traces(self, prefix: str) -> list[str]:
        """Every file that lies in its store under a folder prefix."""
        return traces(self.objects, prefix)

    async def said(self) -> list[tuple[int, str]]:
        """Who (by number) said what, in the only revision there is."""
        async with self.database.reading() as session:
            (only,) = await transcripts.revisions(session, self.meeting_id)
            transcript = await transcripts.read(session, only, "t")
        numbers = {speaker.id: speaker.number for speaker in transcript.speakers}
        return [(numbers[line.speaker_id], line.text) for line in transcript.lines]

    async def document(self) -> bytes:
        """The transcript document of the only revision there is."""
        async with self.database.reading() as session:
            (only,) = await transcripts.revisions(session, self.meeting_id)
        document = self.objects.read(only.document_key)
        assert document is not None
        return document


@pytest.fixture(scope="session")
def recordings() -> Path:
    """The folder of real recordings; the models to read them with are there too."""
    for name in ("whisper-base", "segmentation", "voice"):
        ModelStore(CACHE).open(name)
    return ModelStore(CACHE).open("test-recordings")


@pytest.fixture(scope="module", params=["embedded", "services"])
def new_configuration(request: pytest.FixtureRequest) -> Callable[[], dict[str, str]]:
    """Makes what an installation has in its environment: nothing, or addresses of its own in PostgreSQL and S3, and Redis'."""
    if request.param == "embedded":
        return dict
    postgresql: PostgreSQL = request.getfixturevalue("postgresql")
    s3: S3 = request.getfixturevalue("s3")
    redis: Redis = request.getfixturevalue("redis_server")

    def make() -> dict[str, str]:
        name = f"product_{secrets.token_hex(8)}"
        postgresql.sql(f"CREATE DATABASE {name}")
        return {**s3.settings(name), "DATABASE_URL": postgresql.url(name), "QUEUE_URL": redis.url()}

    return make


@pytest.fixture(scope="module")
def configuration(new_configuration: Callable[[], dict[str, str]]) -> dict[str, str]:
    """What an installation has in its environment, on each configuration in turn."""
    return new_configuration()


@pytest.fixture(scope="module")
def product(configuration: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """An installation that a module's tests share, on each configuration in turn; not started yet."""
    product = Product(tmp_path_factory.mktemp("product") / "volumes", more=configuration)
    try:
        yield product
    finally:
        product.stop()


@pytest.fixture(scope="module")
def program(product: Product) -> Iterator[Program]:
    """A program of the product's first administrator, set up with the code that the start printed."""
    program = Program(product)
    with program.http:
        yield program.set_up(one_time_code(product.start()))


@pytest.fixture
async def house(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[House]:
    """An empty house: on the database the test asks for, else on SQLite. S3 and Redis stand beside PostgreSQL."""
    asked = "database_url" in request.fixturenames
    url = request.getfixturevalue("database_url") if asked else f"sqlite+aiosqlite:///{tmp_path / 'scribe.sqlite'}"
    services = {}
    if not url.startswith("sqlite"):
        s3: S3 = request.getfixturevalue("s3")
        redis: Redis = request.getfixturevalue("redis_server")
        services = {**s3.settings(tmp_path.name), "QUEUE_URL": redis.url()}
    house = House(tmp_path, url, services)
    yield house
    await house.database.close()


@pytest.fixture
async def house_on_s3(tmp_path: Path, own_s3: S3) -> AsyncIterator[House]:
    """An empty house whose objects are in an S3 service of its own, which is started."""
    own_s3.start("-volume.max=8")
    house = House(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'scribe.sqlite'}", own_s3.settings("house"))
    yield house
    await house.database.close()


@pytest.fixture
def spoken(tmp_path: Path) -> Callable[[str, str], Path]:
    """Says a text with a synthetic voice into a file."""

    def say(text: str, voice: str) -> Path:
        path = tmp_path / f"{voice}.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", str(path), text], check=True)
        return path

    return say
