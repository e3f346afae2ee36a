"""A worker killed in any stage loses nothing and doubles nothing: the run goes on where it stopped and ends once."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from scribe_core.contract import keys
from scribe_core.database import meetings, runs, transcripts
from scribe_core.database.base import new_id, now
from scribe_core.database.engine import Database
from scribe_core.database.users import User
from scribe_core.domain.run import STAGES, RunSettings, Status
from scribe_core.stores.objects import Objects
from scribe_workers.models.store import ModelStore

WORKER = Path(__file__).with_name("killed_worker.py")
CACHE = Path(os.environ.get("SCRIBE_TEST_CACHE", Path(__file__).parents[1] / ".cache")) / "models"

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]


class Bench:
    """A data folder, a database and one meeting with a waiting run."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder, self.database = folder, Database(database_url)
        self.objects = Objects.open(f"file://{folder / 'objects'}")
        self.environment = {**os.environ, "SCRIBE_VOLUMES": str(folder), "DATABASE_URL": database_url,
                            "SCRIBE_LEASE_SECONDS": "2", "SCRIBE_RUN_ATTEMPTS": "20"}  # fmt: skip

    async def prepare(self, recording: Path) -> None:
        await self.database.migrate()
        (self.folder / "huggingface_cache").symlink_to(CACHE)
        async with self.database.session() as session:
            user = User(id=new_id(), email="a@example.org", name="A", role="member", language="en", password_hash=None)
            session.add(user)
            await session.flush()
            self.owner_id, self.meeting_id = user.id, new_id()
            self.objects.create(keys.recording(self.meeting_id), recording)
            meeting = meetings.Meeting(
                id=self.meeting_id, owner_id=user.id, title="Two cities", held_at=now(), participants=[], language="en",
                speakers=None, recording_name="two_cities.wav", recording_bytes=recording.stat().st_size,
                media_type="audio/wav", status=Status.PENDING,
            )  # fmt: skip
            session.add(meeting)
            await session.flush()
            await session.refresh(meeting)
            self.run_id = (await runs.enqueue(session, meeting, RunSettings(language="en"))).id

    def work(self, *death: str) -> int:
        """Run a worker process to its end; returns how it ended."""
        return subprocess.run([sys.executable, str(WORKER), *death], env=self.environment, timeout=300).returncode

    async def run(self) -> runs.Run:
        async with self.database.reading() as session:
            return await session.get_one(runs.Run, self.run_id)

    async def expire(self) -> None:
        """Let the dead worker's lease run out without waiting for it."""
        async with self.database.session() as session:
            await session.execute(runs.update(runs.Run).values(lease_expires_at=runs.now_plus(-1)))

    def artefacts(self) -> dict[str, int]:
        """Finished artefacts by key, with the time they were written."""
        root = self.folder / "objects"
        found = (root / keys.meeting(self.meeting_id) / "artefacts").rglob("*")
        return {str(path.relative_to(root)): path.stat().st_mtime_ns for path in found if path.is_file()}

    async def said(self) -> list[tuple[int, str]]:
        """Who (by number) said what, in the newest revision."""
        async with self.database.reading() as session:
            known = await transcripts.revisions(session, self.meeting_id)
            assert [row.revision for row in known] == [1], "one run leaves one revision"
            transcript = await transcripts.read(session, known[0], "t")
        numbers = {speaker.id: speaker.number for speaker in transcript.speakers}
        return [(numbers[line.speaker_id], line.text) for line in transcript.lines]


@pytest.fixture(scope="session")
def recording() -> Path:
    """A real reading: the opening of A Tale of Two Cities."""
    for name in ("whisper-base", "segmentation", "voice"):
        ModelStore(CACHE).open(name)
    return ModelStore(CACHE).open("test-recordings") / "two_cities.wav"


@pytest.fixture
async def bench(tmp_path: Path, database_url: str, recording: Path) -> AsyncIterator[Bench]:
    bench = Bench(tmp_path, database_url)
    await bench.prepare(recording)
    yield bench
    await bench.database.close()


async def test_killed_in_every_stage_and_while_writing_a_run_ends_once_with_the_same_words(bench: Bench) -> None:
    deaths = [(stage, "0") for stage in STAGES] + [("transcription", "0.5"), ("write", "")]
    attempt = 0
    for number, death in enumerate(deaths):
        before = bench.artefacts()
        assert bench.work(*death) == -signal.SIGKILL, f"the worker should have died in {death}"
        attempt += 1
        run = await bench.run()
        assert (run.status, run.attempt) == (Status.PROCESSING, attempt)
        finished = {key: written for key, written in before.items() if not keys.is_chunk(key)}
        assert finished.items() <= bench.artefacts().items(), f"something was computed twice after death {number}"
        await bench.expire()
    assert bench.work() == 0
    run = await bench.run()
    assert (run.status, run.attempt, run.progress) == (Status.COMPLETED, attempt + 1, 1.0)
    said = await bench.said()
    assert "best of times" in " ".join(text for _, text in said).lower()
    assert not [key for key in bench.artefacts() if keys.is_chunk(key)], "chunks, voice vectors among them, are gone"
    document = bench.objects.read(keys.transcript(bench.meeting_id, 1))
    assert document is not None
    assert [u["text"] for u in json.loads(document)["utterances"]] == [text for _, text in said]
    assert bench.work() == 0
    assert await bench.said() == said


async def test_a_run_that_kills_every_worker_ends_with_its_reason_and_can_be_retried(bench: Bench) -> None:
    bench.environment["SCRIBE_RUN_ATTEMPTS"] = "2"
    for _ in range(2):
        assert bench.work("speech", "0") == -signal.SIGKILL
        await bench.expire()
    assert bench.work() == 0, "nobody claims it a third time"
    async with bench.database.session() as session:
        await runs.sweep(session, attempts=2)
    run = await bench.run()
    assert (run.status, run.error_code) == (Status.FAILED, "worker_lost")
    async with bench.database.session() as session:
        meeting = await meetings.owned(session, bench.owner_id, bench.meeting_id)
        await runs.enqueue(session, meeting, RunSettings(language="en"))
    assert bench.work() == 0
    assert "best of times" in " ".join(text for _, text in await bench.said()).lower()


async def test_when_diarization_kills_its_workers_the_words_are_kept_under_one_speaker(bench: Bench) -> None:
    bench.environment["SCRIBE_RUN_ATTEMPTS"] = "2"
    assert bench.work("diarization", "0") == -signal.SIGKILL
    async with bench.database.session() as session:
        await session.execute(runs.update(runs.Run).values(lease_expires_at=runs.now_plus(-1), stage="diarization"))
    assert bench.work() == 0
    run = await bench.run()
    assert (run.status, run.warnings) == (Status.COMPLETED, ["diarization_failed"])
    assert {number for number, _ in await bench.said()} == {1}
