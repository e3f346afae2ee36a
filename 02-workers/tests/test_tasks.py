"""A worker's life: it drains, stops when told, takes over from the dead, and gives up on what cannot be done."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from model_minutes import met, order, reads_little
from servers.language_model import LanguageModel, Reply
from servers.postgresql import PostgreSQL
from sqlalchemy import select, text, update

from scribe_core import log_context
from scribe_core.contract import keys
from scribe_core.database import (
    comments,
    consents,
    identities,
    leases,
    meetings,
    persons,
    runs,
    transcripts,
    uploads,
    voiceprints,
    withdrawals,
)
from scribe_core.database.base import new_id, now, now_plus
from scribe_core.database.engine import Database
from scribe_core.database.runs import Run
from scribe_core.database.users import User
from scribe_core.domain.audio import Audio
from scribe_core.domain.comments import CommentKind
from scribe_core.domain.people import Enrolment, Identity, Voiceprint
from scribe_core.domain.run import Lane, Preset, RunSettings, Status
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Utterance, Utterances
from scribe_core.errors import ScribeError
from scribe_core.language_model.endpoint import Access, Endpoint
from scribe_core.minutes.model_writer import ModelWriter
from scribe_core.stores.objects import Objects
from scribe_workers import tasks
from scribe_workers.jobs import enrolment, identification, transcription
from scribe_workers.measures import Measures
from scribe_workers.memory_watch import Peak
from scribe_workers.pipeline import Recipe
from scribe_workers.stages.conversion import ConversionLimits
from scribe_workers.stages.transcription import MANNERS, Recogniser
from scribe_workers.steps import Bench, Stage, Steps
from scribe_workers.tasks import Worker, WorkerSettings

PATIENCE_SECONDS = 20.0
AGREED = datetime(2026, 3, 1, tzinfo=UTC)
VOICE = Voiceprint(b"\1" * 768, "voice", 20.0, 0.8)
RECIPE = Recipe(
    RunSettings(),
    ConversionLimits(600.0, 0.5, 1536 * 1024**2, 0.25),
    Recogniser("none", "digest"),
    MANNERS[Preset.FAST],
)


class Work:
    """A pipeline of one stage in chunks. A test may hold it up inside a chunk, or make it long, or make it fail."""

    def __init__(self) -> None:
        self.chunks, self.chunk_seconds = 4, 0.0
        self.begun, self.go_on = asyncio.Event(), threading.Event()
        self.go_on.set()
        self.computed: list[int] = []
        self.tried = 0
        self.error: Exception | None = None
        self.warnings: tuple[str, ...] = ()
        self._loop = asyncio.get_running_loop()

    def transcript_of(
        self, _recording: str, _recipe: Recipe, steps: Steps, *, heard: Callable[[Audio], None], **_: Any
    ) -> Utterances:
        """Stands where the pipeline does."""
        self.tried += 1
        heard(Audio("sound.flac", 4.0, "peaks.json"))
        if self.error is not None:
            raise self.error
        stage = Stage(run=self._count, gives=list[int], name="transcription", version=1, lane=Lane.CPU)
        words = tuple(Word(float(n), n + 1.0, str(n), 0.9) for n in steps.run(stage))
        return Utterances("en", 1, (Utterance(0, 0.0, 4.0, words, False, 0.0),), self.warnings)

    def _count(self, bench: Bench) -> list[int]:
        counted = []
        for number in range(self.chunks):
            counted.append(bench.chunk(number, int, partial(self._compute, number)))
            bench.progress(number + 1, self.chunks)
        return counted

    def _compute(self, number: int) -> int:
        self._loop.call_soon_threadsafe(self.begun.set)
        assert self.go_on.wait(PATIENCE_SECONDS), "nobody let the chunk go on"
        time.sleep(self.chunk_seconds)
        self.computed.append(number)
        return number


class House:
    """A store, a database with one meeting whose run waits, and workers."""

    def __init__(self, database: Database, objects: Objects, folder: Path) -> None:
        self.database, self.objects, self.folder = database, objects, folder

    async def take(self) -> None:
        """A meeting whose run waits."""
        async with self.database.session() as session:
            user = User(id=new_id(), email="a@example.org", name="A", role="member", language="en", password_hash=None)
            session.add(user)
            await session.flush()
            meeting = meetings.Meeting(
                id=new_id(), owner_id=user.id, title="A meeting", held_at=now(), participants=[], language=None,
                speakers=None, recording_name="a.wav", recording_bytes=10, media_type="audio/wav", status=Status.PENDING,
            )  # fmt: skip
            session.add(meeting)
            await session.flush()
            self.owner_id, self.meeting_id = user.id, meeting.id
            self.run_id = (await runs.enqueue(session, meeting, RunSettings())).id

    async def again(self) -> None:
        """Another run is asked for."""
        async with self.database.session() as session:
            meeting = await meetings.owned(session, self.owner_id, self.meeting_id)
            self.run_id = (await runs.enqueue(session, meeting, RunSettings())).id

    def worker(
        self,
        holder: str = "here-1",
        *,
        attempts: int = 3,
        lease_seconds: float = 30.0,
        writer: ModelWriter | None = None,
    ) -> Worker:
        settings = WorkerSettings(
            holder=holder, lanes=frozenset(Lane), lease_seconds=lease_seconds, poll_seconds=0.02, attempts=attempts,
            threads=1, scratch=self.folder / "scratch", free_space_bytes=0, recipe_for=lambda _run: RECIPE,
        )  # fmt: skip
        return Worker(settings, self.database, self.objects, NoModels(), writer=writer)

    async def run(self) -> Run:
        async with self.database.reading() as session:
            return await session.get_one(Run, self.run_id)

    async def until(self, status: Status) -> Run:
        """The run, once it has that status."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (run := await self.run()).status != status:  # noqa: ASYNC110 — a table rings no bell
                await asyncio.sleep(0.01)
        return run

    async def expire(self) -> None:
        """Let the lease run out, and every pause end, without waiting for them."""
        async with self.database.session() as session:
            await session.execute(update(Run).values(lease_expires_at=now_plus(-1), not_before=None))

    async def due_after(self, seconds: float) -> None:
        """Let the run be begun then, and not before."""
        async with self.database.session() as session:
            pause = update(Run).where(Run.id == self.run_id).values(not_before=now_plus(seconds))
            await session.execute(pause)

    async def taken(self, holder: str, lease_seconds: float) -> None:
        """Another worker has the run from now on; whoever had it has lost it."""
        async with self.database.session() as session:
            await session.execute(update(Run).values(lease_expires_at=now_plus(-1)))
            assert await leases.claim(session, holder, frozenset(Lane), lease_seconds, attempts=3) is not None

    async def heartbeats(self, count: int) -> None:
        """Wait for so many heartbeats of the worker that has the run."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            for _ in range(count):
                before = (await self.run()).lease_expires_at
                while (await self.run()).lease_expires_at == before:  # noqa: ASYNC110 — as above
                    await asyncio.sleep(0.01)

    async def said(self) -> list[list[str]]:
        """The texts of each revision."""
        async with self.database.reading() as session:
            known = await transcripts.revisions(session, self.meeting_id)
            return [[line.text for line in (await transcripts.read(session, one, "t")).lines] for one in known]

    def documents(self) -> list[str]:
        """Keys of the transcript documents."""
        return [key for key in self.objects.under(keys.meeting(self.meeting_id)) if "/transcripts/" in key]

    def chunks(self) -> list[str]:
        """Keys of the finished chunks of an unfinished stage."""
        found = self.objects.under(keys.meeting(self.meeting_id))
        return [key for key in found if key.endswith(".json") and keys.is_chunk(key)]


class NoModels:
    """This work needs none."""

    def open(self, name: str) -> Path:
        raise AssertionError(f"{name} was opened")

    def digest(self, name: str) -> str:
        return name


@pytest.fixture
async def house(database: Database, objects_beside: Objects, tmp_path: Path) -> House:
    house = House(database, objects_beside, tmp_path)
    await house.take()
    return house


@pytest.fixture
async def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    work = Work()
    monkeypatch.setattr(transcription, "transcript_of", work.transcript_of)
    return work


@asynccontextmanager
async def serving(worker: Worker) -> AsyncIterator["asyncio.Task[None]"]:
    """A worker at work; it is drained at the end whatever happens."""
    task = asyncio.create_task(worker.serve())
    try:
        yield task
    finally:
        worker.drain()
        await asyncio.wait_for(task, PATIENCE_SECONDS)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heartbeats twenty times a second."""
    monkeypatch.setattr(tasks, "BEAT_SECONDS", 0.05)


@pytest.fixture
async def silent() -> AsyncIterator[tuple[LanguageModel, ModelWriter]]:
    """A model of language that says nothing, and who asks it."""
    model = LanguageModel()
    reads_little(model, 8192)
    model.otherwise = lambda _body: Reply(how="silent")
    model.start()
    endpoint = Endpoint(Access(model.url, first_pause=0.001))
    yield model, ModelWriter(endpoint)
    await endpoint.close()
    model.stop()


async def minutes_wanted(house: House) -> str:
    """A run in which a model is to write minutes of another meeting."""
    async with house.database.session() as session:
        return (await runs.enqueue_minutes(session, await met(session, house.owner_id), order())).id


@pytest.mark.parametrize("first", ["recording", "minutes"])
async def test_a_recording_and_a_model_of_language_wait_for_each_other_at_no_time(
    house: House, work: Work, silent: tuple[LanguageModel, ModelWriter], first: str
) -> None:
    model, writer = silent
    work.go_on.clear()
    await house.due_after(3600 if first == "minutes" else 0)
    async with serving(house.worker(writer=writer)):
        if first == "recording":
            await work.begun.wait()  # it is in the middle of it
        wanted = await minutes_wanted(house)
        assert await asyncio.to_thread(model.came.wait, PATIENCE_SECONDS)
        assert work.begun.is_set() == (first == "recording")
        await house.due_after(0)
        await work.begun.wait()
        folders = list((house.folder / "scratch" / "here-1").iterdir())
        assert {folder.name for folder in folders} == {house.run_id, wanted}, "neither clears the other's away"
        assert {(house.folder / "scratch" / "here-1").stat().st_mode & 0o777, folders[0].stat().st_mode & 0o777} == {
            0o700
        }
        work.go_on.set()
        await house.until(Status.COMPLETED)
        async with house.database.reading() as session:
            run = await session.get_one(Run, wanted)
            assert (run.status, run.lease_owner) == (Status.PROCESSING, "here-1")
    async with house.database.reading() as session:
        run = await session.get_one(Run, wanted)
    assert (run.status, run.attempt, run.lease_owner) == (Status.PENDING, 0, None), "drained, it is given back unspent"
    assert not any((house.folder / "scratch").iterdir())


async def test_who_begins_under_the_name_of_who_was_killed_goes_on_with_the_run_and_clears_away_what_was_left(
    house: House, work: Work
) -> None:
    left = house.folder / "scratch" / "here-1"
    for run_id in (house.run_id, new_id()):  # the second was ended by somebody else
        (left / run_id).mkdir(parents=True)
        (left / run_id / "sound.wav").write_bytes(b"half of it")
    async with serving(house.worker("here-1")):
        assert (await house.until(Status.COMPLETED)).attempt == 1
    assert not any((house.folder / "scratch").iterdir())
    # Also where the folder of a try that could not be cleared away is still there.
    await house.again()
    (left / house.run_id).mkdir(parents=True)
    assert await house.worker("here-1").work_once()
    assert (await house.run()).status == Status.COMPLETED


async def test_each_time_that_something_keeps_a_worker_it_says_so_once(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    worker = house.worker()
    away = True

    async def wiped(**_: Any) -> None:
        if away:
            raise ScribeError("database_unavailable")

    monkeypatch.setattr(house.database, "wipe", wiped)
    for away in (True, True, False, True, True):  # noqa: B007 — `wiped` asks it
        await worker.tidy()
    told = [one for one in caplog.records if one.getMessage().startswith("waiting: ")]
    assert len(told) == 2
    assert len(worker._waits_for) == 1


@pytest.mark.usefixtures("quick")
async def test_a_drained_worker_finishes_its_chunk_and_gives_the_run_back_unspent(house: House, work: Work) -> None:
    work.go_on.clear()
    worker = house.worker()
    async with serving(worker):
        await work.begun.wait()
        worker.drain()
        await house.heartbeats(2)  # one of them has heard of it; the chunk goes on, and the lease holds
        work.go_on.set()
    run = await house.run()
    assert (run.status, run.attempt, run.lease_owner, run.lease_expires_at) == (Status.PENDING, 0, None, None)
    assert work.computed == [0]
    assert len(house.chunks()) == 1

    async with serving(house.worker("here-2")):
        run = await house.until(Status.COMPLETED)
    assert run.attempt == 1
    assert work.computed == [0, 1, 2, 3], "the chunk that was finished is not computed again"
    assert await house.said() == [["0 1 2 3"]]


async def test_an_idle_worker_that_is_drained_ends_at_once(
    database: Database, objects_beside: Objects, tmp_path: Path, work: Work
) -> None:
    async with serving(House(database, objects_beside, tmp_path).worker()):
        await asyncio.sleep(0)


async def test_a_running_run_that_is_cancelled_ends_within_two_seconds(house: House, work: Work) -> None:
    work.chunks, work.chunk_seconds = 10_000, 0.01
    async with serving(house.worker()):
        await work.begun.wait()
        async with house.database.session() as session:
            await runs.cancel(session, house.owner_id, house.run_id)
        run = await house.until(Status.CANCELLED)
    assert run.finished_at is not None
    assert run.cancel_requested_at is not None
    assert (run.finished_at - run.cancel_requested_at).total_seconds() < 2.0
    assert (run.lease_owner, run.error_code) == (None, None)
    assert await house.said() == []


@asynccontextmanager
async def another_release(database: Database, revision: str) -> AsyncIterator[None]:
    """The tables are that revision's meanwhile, as far as anybody can tell."""

    async def stands_at(other: str) -> str:
        async with database.session() as session:
            before = await session.scalar(text("SELECT version_num FROM alembic_version"))
            await session.execute(text("UPDATE alembic_version SET version_num = :other"), {"other": other})
        return str(before)

    before = await stands_at(revision)
    try:
        yield
    finally:
        await stands_at(before)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("revision", "reason"), [("9999", "newer release"), ("0001", "not prepared")])
async def test_a_worker_of_another_release_gives_its_run_back_and_waits_with_its_reason(
    house: House, work: Work, revision: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    work.go_on.clear()
    worker = house.worker()
    async with serving(worker):
        await work.begun.wait()
        async with another_release(house.database, revision):
            await house.heartbeats(2)  # one of them has seen it; the chunk goes on, and the lease holds
            work.go_on.set()
            run = await house.until(Status.PENDING)
            assert (run.attempt, run.lease_owner) == (0, None)
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not worker._waits_for:  # noqa: ASYNC110 — it tells its log alone
                    await asyncio.sleep(0.01)
            for _ in range(2):
                await worker._undisturbed(worker.work_once)
            assert (await house.run()).status == Status.PENDING, "it does not claim it again"
            assert work.computed == [0]
        run = await house.until(Status.COMPLETED)
    assert run.attempt == 1
    assert work.computed == [0, 1, 2, 3]
    waits = [record.message for record in caplog.records if record.message.startswith("waiting: ")]
    assert [reason in line for line in waits] == [True], "told once, not at every look"


async def test_what_fails_for_tables_of_another_release_is_no_fault_of_the_run(house: House, work: Work) -> None:
    work.error = RuntimeError("no such column")
    async with house.database.session() as session:
        lease = await leases.claim(session, "here-1", frozenset(Lane), 30.0, attempts=3)
    assert lease is not None
    async with another_release(house.database, "9999"):
        await house.worker()._work(lease)
    run = await house.run()
    assert (run.status, run.attempt, run.error_code) == (Status.PENDING, 0, None)


async def test_a_run_whose_worker_died_is_taken_over(house: House, work: Work) -> None:
    await house.taken("dead-1", lease_seconds=0.0)
    async with serving(house.worker()):
        run = await house.until(Status.COMPLETED)
    assert run.attempt == 2
    assert await house.said() == [["0 1 2 3"]]


@pytest.mark.parametrize("beat_seconds", [0.05, 60.0], ids=["noticed at a heartbeat", "noticed at the final write"])
async def test_who_lost_the_lease_writes_nothing(
    house: House, work: Work, monkeypatch: pytest.MonkeyPatch, beat_seconds: float
) -> None:
    monkeypatch.setattr(tasks, "BEAT_SECONDS", beat_seconds)
    work.go_on.clear()
    async with serving(house.worker("late-1")):
        await work.begun.wait()
        await house.taken("heir-1", lease_seconds=600.0)
        work.go_on.set()
    run = await house.run()
    assert (run.status, run.lease_owner, run.attempt) == (Status.PROCESSING, "heir-1", 2)
    assert await house.said() == []
    assert house.documents() == []


async def test_a_store_that_takes_its_time_with_the_document_holds_up_no_heartbeat(
    house: House, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BEAT_SECONDS", 0.05)
    at_it, go_on, loop = asyncio.Event(), threading.Event(), asyncio.get_running_loop()
    replace = house.objects.replace

    def slowly(key: str, content: bytes) -> None:
        loop.call_soon_threadsafe(at_it.set)
        assert go_on.wait(PATIENCE_SECONDS), "nobody let the store go on"
        replace(key, content)

    monkeypatch.setattr(house.objects, "replace", slowly)
    async with serving(house.worker()):
        try:
            await asyncio.wait_for(at_it.wait(), PATIENCE_SECONDS)
            await house.heartbeats(2)
        finally:
            go_on.set()
        await house.until(Status.COMPLETED)
    assert await house.said() == [["0 1 2 3"]]
    assert len(house.documents()) == 1


async def test_a_store_that_does_not_take_the_document_costs_no_attempt(
    house: House, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise ScribeError("storage_unavailable")

    monkeypatch.setattr(house.objects, "replace", away)
    assert await house.worker(attempts=1).work_once()
    run = await house.run()
    assert (run.status, run.attempt, run.error_code) == (Status.PENDING, 0, "storage_unavailable")
    assert await house.said() == []


@pytest.mark.parametrize("committed", [False, True], ids=["before the commit", "as the answer to it was lost"])
async def test_a_write_that_fails_leaves_its_document_only_where_a_row_names_it(
    house: House, work: Work, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    write = transcription._write

    async def failing(*args: Any) -> bool:
        if committed:
            await write(*args)
        raise ScribeError("database_unavailable")

    monkeypatch.setattr(transcription, "_write", failing)
    assert await house.worker().work_once()
    assert len(await house.said()) == len(house.documents()) == int(committed)


async def test_a_run_that_killed_every_worker_is_ended_by_the_sweep_and_not_tried_again(
    house: House, work: Work
) -> None:
    for _ in range(2):
        await house.taken("dead-1", lease_seconds=0.0)
    async with serving(house.worker(attempts=2)):
        run = await house.until(Status.FAILED)
    assert (run.error_code, run.error_details, run.lease_owner) == ("worker_lost", {"attempts": 2}, None)
    assert work.tried == 0


@pytest.mark.parametrize("end", ["failed", "cancelled", "lost"])
async def test_voice_vectors_of_an_unfinished_diarization_stay_while_the_run_lives_and_go_when_it_ends(
    house: House, work: Work, end: str
) -> None:
    vectors = f"{keys.artefact(house.meeting_id, 'diarization', 'f')}/00000.json"
    house.objects.create(vectors, b"{}")
    worker = house.worker(attempts=2)
    if end == "failed":
        work.error = ScribeError("media_damaged")
        await worker.sweep(60)
        assert house.chunks() == [vectors]
        assert await worker.work_once()
    elif end == "cancelled":
        async with house.database.session() as session:
            await runs.cancel(session, house.owner_id, house.run_id)
    else:
        await house.taken("dead-1", lease_seconds=0.0)
        await worker.sweep(60)
        assert house.chunks() == [vectors], "another worker goes on from them"
        await house.taken("dead-2", lease_seconds=0.0)
    await worker.sweep(60)
    assert (await house.run()).status in {Status.FAILED, Status.CANCELLED}
    assert house.chunks() == []


async def test_an_upload_that_nobody_went_on_with_is_swept(house: House) -> None:
    ids = {"abandoned": -1.0, "waiting": 3600.0}
    async with house.database.session() as session:
        for upload_id, life in ids.items():
            await uploads.begin(session, upload_id, house.owner_id, 1000, "", life)
    for upload_id in ids:
        house.objects.create(keys.recording_parts(keys.recording(upload_id)) + "0", b"RIFF")
    await house.worker().sweep(60)
    assert [bool(house.objects.read(keys.recording_parts(keys.recording(id_)) + "0")) for id_ in ids] == [False, True]


async def test_a_deleted_comment_goes_for_good_once_it_cannot_be_taken_back(house: House) -> None:
    ages = {"fresh": 60.0, "old": comments.RESTORABLE_SECONDS + 60.0}
    async with house.database.session() as session:
        for text, seconds in ages.items():
            where = comments.Anchor("a" * 32, 0.0, 1.0, "")
            made = await comments.add(session, house.owner_id, house.meeting_id, CommentKind.COMMENT, text, None, where)
            made.deleted_at = now_plus(-seconds)
    await house.worker().sweep(60)
    async with house.database.reading() as session:
        assert list(await session.scalars(select(comments.CommentRow.text))) == ["fresh"]


@pytest.mark.parametrize(
    ("error", "tries"),
    [
        (ScribeError("out_of_memory"), 3),
        (ValueError("a fault of ours"), 2),
        (ScribeError("media_damaged"), 1),
    ],
    ids=["what may pass", "what is unknown", "what stays"],
)
async def test_a_poisoned_run_is_tried_so_often_and_ends_with_its_reason(
    house: House, work: Work, error: Exception, tries: int
) -> None:
    work.error = error
    worker = house.worker(attempts=3)
    code = error.code if isinstance(error, ScribeError) else "unexpected"
    for attempt in range(1, tries + 1):
        assert await worker.work_once()
        run = await house.run()
        assert (run.attempt, run.error_code) == (attempt, code)
        assert run.status == (Status.FAILED if attempt == tries else Status.PENDING)
        assert not await worker.work_once(), "it waits, or has ended"
        await house.expire()
    assert not await worker.work_once()
    assert work.tried == tries
    assert "{" not in ScribeError(code, **run.error_details).sentence("fr")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "No space left on device"), "storage_full"),
        (ScribeError("storage_unavailable"), "storage_unavailable"),
        (ScribeError("database_unavailable"), "database_unavailable"),
        (ScribeError("storage_refused", reason="InvalidAccessKeyId"), "storage_refused"),
    ],
)
async def test_a_full_disk_or_a_service_that_is_away_costs_no_attempt(
    house: House, work: Work, error: Exception, code: str
) -> None:
    work.error = error
    worker = house.worker(attempts=1)
    for _ in range(3):
        assert await worker.work_once()
        run = await house.run()
        assert (run.status, run.attempt, run.error_code) == (Status.PENDING, 0, code)
        await house.expire()
    work.error = None
    assert await worker.work_once()
    assert (await house.run()).status == Status.COMPLETED


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("lease_seconds", [1.0, 60.0], ids=["the lease runs out", "the lease outlasts it"])
async def test_a_database_that_is_away_while_a_run_is_worked_on_costs_no_attempt(
    own_postgresql: PostgreSQL, tmp_path: Path, work: Work, lease_seconds: float
) -> None:
    own_postgresql.start()
    database = Database(own_postgresql.url("postgres"))
    await database.migrate()
    house = House(database, Objects.open((tmp_path / "objects").as_uri()), tmp_path)
    await house.take()
    work.go_on.clear()
    async with serving(house.worker(attempts=1, lease_seconds=lease_seconds)):
        await asyncio.wait_for(work.begun.wait(), PATIENCE_SECONDS)
        own_postgresql.kill()
        await asyncio.sleep(1.5)  # no clock but the database's ends a lease
        work.go_on.set()
        own_postgresql.start()
        run = await house.until(Status.COMPLETED)
    assert (run.attempt, await house.said()) == (1, [["0 1 2 3"]])
    assert work.computed == [0, 1, 2, 3], "what was computed before is not computed again"
    await database.close()


async def test_without_names_the_transcript_is_whole_and_says_so(
    house: House, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("no voice network")

    monkeypatch.setattr(identification, "identities_in", broken)
    assert await house.worker().work_once()
    run = await house.run()
    assert (run.status, run.warnings) == (Status.COMPLETED, ["identification_failed"])
    assert await house.said() == [["0 1 2 3"]]

    async with house.database.session() as session:
        meeting = await session.get_one(meetings.Meeting, house.meeting_id)
        again = await runs.enqueue_identification(session, meeting)
    assert await house.worker(attempts=1).work_once()
    async with house.database.reading() as session:
        assert (await session.get_one(Run, again.id)).error_code == "unexpected"
        assert (await session.get_one(meetings.Meeting, house.meeting_id)).status == Status.COMPLETED
    assert len(await house.said()) == 1


@pytest.mark.parametrize(("warnings", "name"), [((), "Claire"), (("diarization_failed",), None)])
async def test_a_run_again_that_cannot_look_for_names_keeps_those_known_where_voices_are_told_apart(
    house: House, work: Work, monkeypatch: pytest.MonkeyPatch, warnings: tuple[str, ...], name: str | None
) -> None:
    assert await house.worker().work_once()
    async with house.database.session() as session:
        (only,) = await transcripts.revisions(session, house.meeting_id)
        (speaker,) = (await transcripts.read(session, only, "t")).speakers
        person = await persons.add(session, house.owner_id, "Claire")
        given_at = datetime(2026, 3, 1, tzinfo=UTC)
        await consents.give(session, person, how="form", given_at=given_at, recorded_by=None)
        await identities.replace(session, house.meeting_id, [Identity(speaker.id, person.id, 0.97, 0.4, sure=True)], [])

    def broken(*_: Any) -> None:
        raise RuntimeError("no voice network")

    monkeypatch.setattr(identification, "identities_in", broken)
    work.warnings = warnings
    await house.again()
    assert await house.worker().work_once()
    async with house.database.reading() as session:
        newest = await transcripts.row(session, house.meeting_id)
        (again,) = (await transcripts.read(session, newest, "t")).speakers
    assert (newest.revision, again.name) == (2, name)


async def claire(house: House) -> persons.Person:
    """Somebody who agreed, and whose voice is known."""
    async with house.database.session() as session:
        person = await persons.add(session, house.owner_id, "Claire")
        await consents.give(session, person, how="form", given_at=AGREED, recorded_by=None)
        await voiceprints.add(session, Enrolment(person.id, file_name="a.wav"), None, VOICE)
        return person


async def reconsidered(house: House, person: persons.Person) -> None:
    """Consent is taken back, and given again."""
    async with house.database.session() as session:
        await withdrawals.revoke(session, await persons.owned(session, house.owner_id, person.id))
    async with house.database.session() as session:
        person = await persons.owned(session, house.owner_id, person.id)
        await consents.give(session, person, how="form", given_at=AGREED, recorded_by=None)


@pytest.mark.parametrize("took_back", [False, True])
async def test_a_voiceprint_taken_back_while_it_is_looked_for_names_nobody(
    house: House, work: Work, monkeypatch: pytest.MonkeyPatch, took_back: bool
) -> None:
    assert work.tried == 0
    person, loop = await claire(house), asyncio.get_running_loop()

    def taken_for(*asked: Any) -> tuple[Identity, ...]:
        speakers, known = asked[3], asked[4]
        assert [voice.person_id for voice in known] == [person.id]
        if took_back:
            asyncio.run_coroutine_threadsafe(reconsidered(house, person), loop).result()
        return (Identity(speakers[0].speaker_id, person.id, 0.97, 0.4, sure=True),)

    monkeypatch.setattr(identification, "identities_in", taken_for)
    for again in (False, True):  # with the transcription, and asked for afterwards
        if again:
            async with house.database.session() as session:
                await runs.enqueue_identification(session, await session.get_one(meetings.Meeting, house.meeting_id))
                if took_back:
                    await voiceprints.add(session, Enrolment(person.id, file_name="a.wav"), None, VOICE)
        assert await house.worker().work_once()
        async with house.database.reading() as session:
            found = await identities.of_meeting(session, house.meeting_id)
        assert [one.name for _, one in found] == ([] if took_back else ["Claire"])


async def test_a_voice_whose_learning_was_cancelled_is_not_learnt_when_consent_is_given_again(
    house: House, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However soon the run ends after it: no heartbeat comes between."""
    assert await house.worker().work_once()
    assert work.tried == 1
    person, loop = await claire(house), asyncio.get_running_loop()
    async with house.database.session() as session:
        run = await runs.enqueue_enrolment(session, person, source="a.wav")

    def heard(*_: Any) -> Voiceprint:
        asyncio.run_coroutine_threadsafe(reconsidered(house, person), loop).result()
        return VOICE

    monkeypatch.setattr(tasks, "BEAT_SECONDS", 60.0)
    monkeypatch.setattr(enrolment, "voiceprint_from", heard)
    assert await house.worker().work_once()
    async with house.database.reading() as session:
        assert await voiceprints.of_person(session, person.id) == []
        assert (await session.get_one(Run, run.id)).status == Status.CANCELLED


async def test_voice_vectors_go_however_long_a_worker_was_suspended(
    house: House, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They lie there when it wakes up, or are written then by a run that was ended meanwhile."""
    vectors = f"{keys.artefact(house.meeting_id, 'diarization', 'f')}/00000.json"
    worker, day = house.worker("late-1"), 86_400.0
    await worker.tidy()
    awake = time.time()

    async def ended_and_left() -> None:
        async with house.database.session() as session:
            await session.execute(
                update(Run).values(status=Status.CANCELLED, finished_at=now_plus(-day), lease_owner=None)
            )
        house.objects.replace(vectors, b"[]")

    await ended_and_left()
    monkeypatch.setattr(tasks, "wall_clock", lambda: awake + day + 60)
    await worker.tidy()
    assert vectors not in house.chunks()

    await house.again()
    monkeypatch.setattr(tasks, "BEAT_SECONDS", 0.05)
    work.chunks, work.chunk_seconds = 10_000, 0.01
    working = asyncio.create_task(worker.work_once())
    await work.begun.wait()
    await ended_and_left()
    await working
    await worker.tidy()
    assert vectors not in house.chunks()


class Lines(logging.Handler):
    """Keeps what is logged of our own, with what it is about."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.kept: list[tuple[str, dict[str, str]]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        if record.name.startswith("scribe"):
            self.kept.append((record.getMessage(), dict(log_context.current())))


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Lines]:
    """What is logged while the test runs."""
    caplog.set_level(logging.INFO)
    lines = Lines()
    logging.getLogger().addHandler(lines)
    yield lines
    logging.getLogger().removeHandler(lines)


@pytest.mark.usefixtures("quick")
async def test_every_line_of_a_run_names_it_with_its_meeting_and_the_request(
    database: Database, objects_beside: Objects, tmp_path: Path, work: Work, lines: Lines
) -> None:
    house = House(database, objects_beside, tmp_path)
    with log_context.about(request_id="0123456789abcdef"):
        await house.take()
    work.error = ScribeError("media_no_audio")
    await house.worker().work_once()
    assert (await house.run()).status == Status.FAILED
    assert lines.kept[0][0] == "attempt 1 begins"
    assert lines.kept[-1][0].startswith("failed: ")
    about = {"run_id": house.run_id, "meeting_id": house.meeting_id, "request_id": "0123456789abcdef"}
    assert all(about.items() <= ids.items() for _, ids in lines.kept), lines.kept


async def test_what_a_stage_logs_names_the_stage(
    house: House, work: Work, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute = work._compute

    def speaking(number: int) -> int:
        tasks.log.info("chunk %d", number)
        return compute(number)

    monkeypatch.setattr(work, "_compute", speaking)
    await house.worker().work_once()
    stages = {message: ids.get("stage") for message, ids in lines.kept}
    assert stages["chunk 0"] == "transcription"
    assert stages["attempt 1 begins"] is None
    assert next(ids for message, ids in lines.kept if message.startswith("it took"))["stage"] == "transcription"
    assert {ids["run_id"] for _, ids in lines.kept} == {house.run_id}


def told(worker: Worker, name: str, **labels: str) -> float | None:
    """What Prometheus would read."""
    return worker.measures.registry.get_sample_value(name, labels)


async def test_a_worker_measures_waits_stages_speed_and_ends(house: House, work: Work) -> None:
    async with house.database.session() as session:
        await session.execute(update(Run).values(created_at=now_plus(-90)))
    worker = house.worker()
    await worker.work_once()
    assert told(worker, "scribe_run_wait_seconds_count", kind="transcription") == 1
    assert 90 <= (told(worker, "scribe_run_wait_seconds_sum", kind="transcription") or 0) < 90 + PATIENCE_SECONDS
    assert told(worker, "scribe_stage_seconds_count", stage="transcription", preset="balanced") == 1
    assert (told(worker, "scribe_stage_memory_peak_bytes", stage="transcription", memory="process") or 0) > 1e6
    assert told(worker, "scribe_real_time_factor_count", preset="balanced") == 1
    assert told(worker, "scribe_runs_ended_total", kind="transcription", status="COMPLETED", code="") == 1
    await house.again()  # everything is remembered: that says nothing of speed
    await worker.work_once()
    assert told(worker, "scribe_real_time_factor_count", preset="balanced") == 1
    assert told(worker, "scribe_runs_ended_total", kind="transcription", status="COMPLETED", code="") == 2


def test_the_most_memory_of_a_stage_is_told_for_process_and_card(tmp_path: Path) -> None:
    measures = Measures(tmp_path, 0)

    def peak(memory: str) -> float | None:
        labels = {"stage": "transcription", "memory": memory}
        return measures.registry.get_sample_value("scribe_stage_memory_peak_bytes", labels)

    measures.note_stages(Preset.BALANCED, {}, {"transcription": Peak(resident=3)})
    assert (peak("process"), peak("card")) == (3, None), "without a card none is told"
    measures.note_stages(Preset.BALANCED, {}, {"transcription": Peak(resident=1, card=2)})
    assert (peak("process"), peak("card")) == (3, 2)
    measures.note_stages(Preset.BALANCED, {}, {"transcription": Peak(resident=1, card=1)})
    assert (peak("process"), peak("card")) == (3, 2), "the most since the start"


async def test_a_failure_is_counted_by_its_code_once_it_ends_the_run(house: House, work: Work) -> None:
    worker = house.worker(attempts=1)
    work.error = ScribeError("media_no_audio")
    await worker.work_once()
    ended = {"kind": "transcription", "status": "FAILED", "code": "media_no_audio"}
    assert told(worker, "scribe_runs_ended_total", **ended) == 1
    work.error = ScribeError("storage_unavailable")
    await house.again()
    await worker.work_once()  # it waits for the store: it has not ended
    assert told(worker, "scribe_runs_ended_total", **ended | {"code": "storage_unavailable"}) is None


async def test_who_sweeps_counts_the_runs_that_killed_their_workers(house: House) -> None:
    async with house.database.session() as session:
        assert await leases.claim(session, "dead", frozenset(Lane), 0.0, attempts=1) is not None
    worker = house.worker(attempts=1)
    assert await worker.sweep(60) == 1
    assert told(worker, "scribe_runs_ended_total", kind="transcription", status="FAILED", code="worker_lost") == 1


async def test_a_run_taken_over_did_not_wait_again(house: House, work: Work) -> None:
    async with house.database.session() as session:
        lease = await leases.claim(session, "dead", frozenset(Lane), 0.5, attempts=3)
        assert lease is not None
        assert lease.waited is not None
        earlier = {"started_at": now_plus(-60), "lease_expires_at": now_plus(-1)}
        await session.execute(update(Run).values(**earlier))
    worker = house.worker()
    await worker.work_once()
    assert told(worker, "scribe_run_wait_seconds_count", kind="transcription") is None
    assert told(worker, "scribe_runs_ended_total", kind="transcription", status="COMPLETED", code="") == 1
