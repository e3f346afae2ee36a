"""Minutes that a worker has a model write: what the transcript says gets into the draft that was seen, nothing else does, nothing is asked twice,
and nothing hangs.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from model_minutes import (
    ACTION,
    DECISION,
    GOOD,
    HELD_ON,
    INVENTED,
    LONG,
    ORDERED,
    SUMMARY,
    WRONG,
    answering,
    met,
    of_each_stretch,
    order,
    reads_little,
    said,
    stretches,
)
from servers.language_model import MODEL, LanguageModel, Reply
from servers.process import free_port
from sqlalchemy import func, select, update

from scribe_core.database import leases, meetings, minutes, model_answers, persons, runs
from scribe_core.database.base import new_id, now_plus
from scribe_core.database.engine import Database
from scribe_core.database.minutes import Kept, MinutesRow
from scribe_core.database.model_answers import ModelAnswerRow
from scribe_core.database.runs import Run
from scribe_core.database.users import User
from scribe_core.domain.minutes import Writer
from scribe_core.domain.minutes_form import Item, ItemKind, MinutesState
from scribe_core.domain.run import Lane, Preset, RunSettings, Status
from scribe_core.language_model.endpoint import Access, Endpoint
from scribe_core.minutes.model_writer import ModelWriter
from scribe_core.stores.objects import Objects
from scribe_workers import tasks
from scribe_workers.pipeline import Recipe
from scribe_workers.stages.conversion import ConversionLimits
from scribe_workers.stages.transcription import MANNERS, Recogniser
from scribe_workers.tasks import Worker, WorkerSettings

PATIENCE_SECONDS = 60.0
RECIPE = Recipe(
    RunSettings(),
    ConversionLimits(600.0, 0.5, 1536 * 1024**2, 0.25),
    Recogniser("none", "digest"),
    MANNERS[Preset.FAST],
)


class NoModels:
    """This work needs none."""

    def open(self, name: str) -> Path:
        raise AssertionError(f"{name} was opened")

    def digest(self, name: str) -> str:
        return name


class Council:
    """A meeting whose minutes a model is to write, and workers."""

    def __init__(self, database: Database, objects: Objects, folder: Path, model: LanguageModel) -> None:
        self.database, self.objects, self.folder, self.model = database, objects, folder, model
        self.endpoints: list[Endpoint] = []

    async def meet(self, *spoken: str) -> None:
        async with self.database.session() as session:
            user = User(id=new_id(), email="a@example.org", name="A", role="member", language="fr", password_hash=None)
            session.add(user)
            await session.flush()
            self.owner_id, self.meeting_id = user.id, (await met(session, user.id, *spoken)).id

    async def ask(self, **more: Any) -> None:
        """Somebody wants minutes."""
        async with self.database.session() as session:
            meeting = await session.get_one(meetings.Meeting, self.meeting_id)
            self.run_id = (await runs.enqueue_minutes(session, meeting, order(**more))).id

    def worker(self, holder: str = "here-1", *, off: bool = False, url: str = "", **more: Any) -> Worker:
        settings = WorkerSettings(
            holder=holder, lanes=frozenset({Lane.LLM}), lease_seconds=30.0, poll_seconds=0.02, attempts=3,
            threads=1, scratch=self.folder / "scratch", free_space_bytes=0, recipe_for=lambda _run: RECIPE,
        )  # fmt: skip
        self.endpoints.append(Endpoint(Access(url or self.model.url, first_pause=0.001, **more)))
        writer = None if off else ModelWriter(self.endpoints[-1])
        return Worker(settings, self.database, self.objects, NoModels(), writer=writer)

    async def run(self) -> Run:
        async with self.database.reading() as session:
            return await session.get_one(Run, self.run_id)

    async def until(self, status: Status) -> Run:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (run := await self.run()).status != status:  # noqa: ASYNC110 — a table rings no bell
                await asyncio.sleep(0.01)
        return run

    async def worked(self, **more: Any) -> Run:
        """The run, once a worker has tried it."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert await self.worker(**more).work_once()
        return await self.run()

    async def expire(self) -> None:
        """Let every lease and every pause end."""
        async with self.database.session() as session:
            await session.execute(update(Run).values(lease_expires_at=now_plus(-1), not_before=None))

    async def minutes(self) -> Kept | None:
        async with self.database.reading() as session:
            if await session.scalar(select(func.count()).select_from(MinutesRow)) == 0:
                return None
            return await minutes.of_meeting(session, self.owner_id, self.meeting_id)

    async def kept(self) -> Kept:
        found = await self.minutes()
        assert found is not None
        return found

    async def write(self, *, texts: dict[str, str], **values: Any) -> Kept:
        """Somebody writes something of their own into the draft, section by section."""
        async with self.database.session() as session:
            version = await session.scalar(select(MinutesRow.version))
            kept = await minutes.to_be_written(session, self.owner_id, self.meeting_id, version, lock=True)
            own = [
                Item(new_id(), key, ItemKind.of(one.kind), texts[key], edited=True)
                for one in order().sections
                if (key := one.key) in texts
            ]
            row = kept.row if kept else minutes.begun(self.meeting_id, "Conseil", HELD_ON)
            head = {
                "template": "general", "language": "fr", "writer": Writer.EXTRACT, "revision": 1,
                "sections": [one.written() for one in order().sections],
            }  # fmt: skip
            await minutes.write(session, self.owner_id, row, [*(kept.items if kept else ()), *own], head | values)
        return await self.kept()

    async def answers(self) -> int:
        async with self.database.reading() as session:
            return await session.scalar(select(func.count()).select_from(ModelAnswerRow)) or 0


def texts(kept: Kept) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in kept.items:
        found.setdefault(item.section, []).append(item.text)
    return found


@pytest.fixture
def model() -> Iterator[LanguageModel]:
    server = LanguageModel()
    reads_little(server, 8192)
    server.otherwise = answering(lambda _body: said(GOOD))
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def council(
    database: Database, objects_beside: Objects, tmp_path: Path, model: LanguageModel
) -> AsyncIterator[Council]:
    council = Council(database, objects_beside, tmp_path, model)
    await council.meet()
    yield council
    for one in council.endpoints:
        await one.close()


@asynccontextmanager
async def serving(worker: Worker) -> AsyncIterator[None]:
    task = asyncio.create_task(worker.serve())
    try:
        yield
    finally:
        worker.drain()
        await asyncio.wait_for(task, PATIENCE_SECONDS)


async def test_what_the_transcript_says_is_written_into_the_sections_of_the_template(council: Council) -> None:
    await council.ask()
    run = await council.worked()
    assert (run.status, run.attempt, run.progress, run.error_code) == (Status.COMPLETED, 1, 1.0, None)
    kept = await council.kept()
    row = kept.row
    assert (row.writer, row.model, row.version, row.revision, row.held_on) == ("model", MODEL, 1, 1, "2026-03-10")
    assert (row.unread, row.unsupported, row.updated_by, row.state) == ([], [], council.owner_id, "draft")
    found = texts(kept)
    assert (found["summary"], found["decisions"], found["actions"]) == ([SUMMARY], [DECISION], [ACTION])
    (action,) = [item for item in kept.items if item.kind is ItemKind.ACTION]
    assert action.owner is not None
    assert action.owner.speaker_id == f"{2:032x}", "whom the transcript gives it, not whom the model wrote"
    assert all(item.citations for item in kept.items)


async def test_what_the_model_invents_or_was_told_to_write_is_in_no_section(council: Council) -> None:
    council.model.otherwise = answering(lambda _body: said(WRONG))
    await council.ask()
    assert (await council.worked()).status == Status.COMPLETED
    kept = await council.kept()
    assert list(kept.items) == []
    there = {(one.kind, one.text): one.fault for one in kept.row.as_unsupported()}
    assert there[ItemKind.SUMMARY, INVENTED] == "words"
    assert there[ItemKind.DECISION, "Le devis de Montéo est retenu, à 13 500 €"] == "number"
    assert (ItemKind.ACTION, ORDERED) in there
    assert ItemKind.TOPIC not in {kind for kind, _ in there}
    assert all(one.citations for one in kept.row.as_unsupported()), "what cites nothing is nowhere"


async def test_what_people_wrote_stays_and_the_rest_is_written_anew(council: Council) -> None:
    await council.write(texts={"decisions": "Le bureau est reconduit."})
    await council.ask(version=1)
    assert (await council.worked()).status == Status.COMPLETED
    assert texts(await council.kept())["decisions"] == ["Le bureau est reconduit.", DECISION]
    await council.ask(version=2, keep_edited=False)
    assert (await council.worked()).status == Status.COMPLETED
    assert texts(await council.kept())["decisions"] == [DECISION]


async def test_one_section_alone_is_written_again(council: Council) -> None:
    council.model.otherwise = answering(
        lambda _body: said(GOOD | {"decisions": WRONG["decisions"], "summary": WRONG["summary"]})
    )
    await council.write(texts={"decisions": "Le bureau est reconduit.", "actions": "Balayer la cour."})
    await council.ask(version=1, section="decisions")
    assert (await council.worked()).status == Status.COMPLETED
    kept = await council.kept()
    assert texts(kept) == {"decisions": ["Le bureau est reconduit."], "actions": ["Balayer la cour."]}
    assert {one.kind for one in kept.row.as_unsupported()} == {ItemKind.DECISION}
    assert (kept.row.writer, kept.row.version) == ("model", 2)


async def test_a_draft_that_was_changed_meanwhile_stays_and_the_answers_do_too(council: Council) -> None:
    await council.ask()

    def meanwhile(body: dict[str, Any]) -> Reply:
        asyncio.run_coroutine_threadsafe(council.write(texts={"decisions": "Rien."}), loop).result(PATIENCE_SECONDS)
        return said(GOOD)

    loop = asyncio.get_running_loop()
    council.model.otherwise = answering(meanwhile)
    run = await council.worked()
    assert (run.status, run.error_code, run.attempt) == (Status.FAILED, "minutes_changed", 1)
    assert texts(await council.kept()) == {"decisions": ["Rien."]}
    asked = len(council.model.asked)
    await council.ask(version=1)
    assert (await council.worked()).status == Status.COMPLETED
    assert texts(await council.kept())["decisions"] == ["Rien.", DECISION]
    assert len(council.model.asked) == asked, "nothing is asked twice"


@pytest.mark.parametrize(("state", "code"), [("approved", "minutes_approved"), ("frozen", "minutes_frozen")])
async def test_minutes_that_were_approved_while_the_run_waited_cost_the_model_nothing(
    council: Council, state: str, code: str
) -> None:
    await council.write(texts={"decisions": "Rien."})
    await council.ask(version=1)
    async with council.database.session() as session:
        await session.execute(update(MinutesRow).values(state=MinutesState(state)))
    run = await council.worked()
    assert (run.status, run.error_code, council.model.asked) == (Status.FAILED, code, [])


async def test_a_worker_that_is_drained_leaves_its_stretches_to_the_next(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BEAT_SECONDS", 0.05)
    async with council.database.session() as session:
        council.meeting_id = (await met(session, council.owner_id, LONG)).id
    reads_little(council.model)
    await council.ask()
    third = asyncio.Event()
    loop = asyncio.get_running_loop()

    def first_two(body: dict[str, Any]) -> Reply:
        if len(stretches(council.model)) < 3:
            return of_each_stretch(body)
        loop.call_soon_threadsafe(third.set)
        return Reply(how="silent")

    council.model.otherwise = answering(first_two)
    async with serving(council.worker()):
        await asyncio.wait_for(third.wait(), PATIENCE_SECONDS)
    run = await council.run()
    assert (run.status, run.attempt) == (Status.PENDING, 0)
    assert await council.answers() == 2
    council.model.otherwise = answering(of_each_stretch)
    assert (await council.worked()).status == Status.COMPLETED
    shown = stretches(council.model)
    assert len(shown) > 4
    assert {text: shown.count(text) for text in shown if shown.count(text) > 1} == {shown[2]: 2}, (
        "but the one left silent"
    )
    assert texts(await council.kept())["summary"]


async def test_a_run_is_cancelled_within_two_seconds_while_the_model_is_silent(council: Council) -> None:
    council.model.otherwise = lambda _body: Reply(how="silent")
    await council.ask()
    async with serving(council.worker()):
        assert await asyncio.to_thread(council.model.came.wait, PATIENCE_SECONDS)
        async with council.database.session() as session:
            await runs.cancel(session, council.owner_id, council.run_id)
        run = await council.until(Status.CANCELLED)
        assert await asyncio.to_thread(council.model.hung_up.wait, PATIENCE_SECONDS), "the model is left in peace"
    assert run.finished_at is not None
    assert run.cancel_requested_at is not None
    assert (run.finished_at - run.cancel_requested_at).total_seconds() < 2.0
    assert await council.minutes() is None


async def test_a_worker_that_lost_its_run_writes_nothing(council: Council) -> None:
    await council.ask()
    loop = asyncio.get_running_loop()

    async def taken() -> None:
        await council.expire()
        async with council.database.session() as session:
            assert await leases.claim(session, "there-1", {Lane.LLM}, 30.0, attempts=3) is not None

    def meanwhile(body: dict[str, Any]) -> Reply:
        asyncio.run_coroutine_threadsafe(taken(), loop).result(PATIENCE_SECONDS)
        return said(GOOD)

    council.model.otherwise = answering(meanwhile)
    run = await council.worked()
    assert (run.status, run.lease_owner, await council.minutes()) == (Status.PROCESSING, "there-1", None)


async def test_what_may_pass_is_tried_again_with_a_growing_pause_and_given_up_with_its_reason(council: Council) -> None:
    council.model.otherwise = lambda _body: Reply("{}", "raw", 429)
    await council.ask()
    for attempt, status in ((1, Status.PENDING), (2, Status.PENDING), (3, Status.FAILED)):
        run = await council.worked()
        assert (run.status, run.attempt, run.error_code) == (status, attempt, "llm_busy")
        assert not await council.worker().work_once(), "it waits, or has ended"
        await council.expire()
    assert await council.minutes() is None


async def test_an_endpoint_that_is_down_at_first_is_waited_for(council: Council) -> None:
    await council.ask()
    run = await council.worked(url=f"http://127.0.0.1:{free_port()}/v1")
    assert (run.status, run.error_code) == (Status.PENDING, "llm_unavailable")
    await council.expire()
    run = await council.worked()
    assert (run.status, run.attempt) == (Status.COMPLETED, 2)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply("Désolé, je ne peux pas."), "llm_unreadable"), (Reply("{}", "raw", 401), "llm_refused"),
        (Reply('{"error": "model not found"}', "raw", 404), "llm_model_unknown"),
        (Reply('{"error": "maximum context length"}', "raw", 400), "llm_context"),
    ],
    ids=["malformed", "key", "model", "context"],
)  # fmt: skip
async def test_what_stays_wrong_ends_the_run_at_once(council: Council, reply: Reply, code: str) -> None:
    council.model.otherwise = lambda _body: reply
    await council.ask()
    run = await council.worked()
    assert (run.status, run.attempt, run.error_code) == (Status.FAILED, 1, code)
    assert await council.minutes() is None
    assert await council.answers() == 0, "what cannot be read is asked anew"


@pytest.mark.parametrize(
    ("how", "limits", "code"),
    [
        ("half", {}, "llm_failing"), ("endless", {}, "llm_failing"), ("endless_line", {}, "llm_failing"),
        ("silent", {"silence_seconds": 0.2}, "llm_slow"), ("drip", {"answer_seconds": 0.4}, "llm_slow"),
    ],
)  # fmt: skip
async def test_an_answer_without_an_end_is_given_up(
    council: Council, how: str, limits: dict[str, float], code: str
) -> None:
    council.model.otherwise = lambda _body: Reply('{"summary": [', how)
    await council.ask()
    run = await council.worked(**limits)
    assert (run.status, run.error_code) == (Status.PENDING, code)
    assert await council.minutes() is None


async def test_what_a_model_did_not_write_readably_is_told_by_its_seconds(council: Council) -> None:
    async with council.database.session() as session:
        council.meeting_id = (await met(session, council.owner_id, LONG)).id
    reads_little(council.model)
    first: list[str] = []

    def but_the_first(body: dict[str, Any]) -> Reply:
        text = body["messages"][1]["content"]
        first.append(text)
        return Reply("no") if text == first[0] else of_each_stretch(body)

    council.model.otherwise = answering(but_the_first)
    await council.ask()
    assert (await council.worked()).status == Status.COMPLETED
    kept = await council.kept()
    ((start, end),) = kept.row.unread
    assert (start, end > start) == (3.0, True)
    assert texts(kept)["summary"]


async def test_where_no_model_is_set_up_the_run_says_so(council: Council) -> None:
    await council.ask()
    run = await council.worked(off=True)
    assert (run.status, run.error_code, run.attempt) == (Status.FAILED, "llm_off", 1)


async def test_who_was_erased_meanwhile_is_not_named_and_answers_about_the_meeting_go(council: Council) -> None:
    await council.ask()
    assert (await council.worked()).status == Status.COMPLETED
    assert await council.answers() > 0
    async with council.database.session() as session:
        person = await persons.add(session, council.owner_id, "Claire Petit")
        await minutes.forget_person(session, person, [council.meeting_id])
    assert await council.answers() == 0


async def test_answers_to_what_is_not_asked_any_more_go(council: Council) -> None:
    async with council.database.session() as session:
        await model_answers.keep(session, council.meeting_id, "f" * 64, "old", cut=False)
        await model_answers.keep(session, council.meeting_id, "f" * 64, "older", cut=False)
        await model_answers.keep(session, new_id(), "f" * 64, "of no meeting", cut=False)
    assert await council.answers() == 1
    await council.ask()
    assert (await council.worked()).status == Status.COMPLETED
    async with council.database.reading() as session:
        assert await model_answers.of(session, council.meeting_id, "f" * 64) is None
    assert await council.answers() > 0
