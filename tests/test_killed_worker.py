"""A worker killed in any stage loses nothing and doubles nothing: the run goes on where it stopped and ends once."""

import asyncio
import json
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from model_minutes import LONG, answering, met, of_each_stretch, order, reads_little, stretches
from servers.language_model import LanguageModel
from sqlalchemy import select

from scribe.processes import PYTHON
from scribe_core.contract import keys
from scribe_core.database import leases, minutes, runs
from scribe_core.database.base import new_id
from scribe_core.database.users import User
from scribe_core.domain.run import STAGES, RunKind, RunSettings, Status

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]


ENGLISH = RunSettings(language="en")


@pytest.fixture
async def reading(house: Any, database_url: str, recordings: Path) -> Any:
    """A house, on either database, with a real reading: the opening of A Tale of Two Cities."""
    await house.take(recordings / "two_cities.wav", ENGLISH)
    return house


async def test_killed_in_every_stage_and_while_writing_a_run_ends_once_with_the_same_words(reading: Any) -> None:
    # Nobody here has agreed to be known by voice: there is nothing to identify.
    deaths = [(stage, "0") for stage in STAGES if stage != "identification"] + [("transcription", "0.5"), ("write", "")]
    attempt = 0
    for number, death in enumerate(deaths):
        before = reading.artefacts()
        assert reading.work(*death) == -signal.SIGKILL, f"the worker should have died in {death}"
        attempt += 1
        run = await reading.run()
        assert (run.status, run.attempt) == (Status.PROCESSING, attempt)
        finished = {key: written for key, written in before.items() if not keys.is_chunk(key)}
        assert finished.items() <= reading.artefacts().items(), f"something was computed twice after death {number}"
        await reading.expire()
    assert reading.work() == 0
    run = await reading.run()
    assert (run.status, run.attempt, run.progress) == (Status.COMPLETED, attempt + 1, 1.0)
    said = await reading.said()
    assert "best of times" in " ".join(text for _, text in said).lower()
    assert not [key for key in reading.artefacts() if keys.is_chunk(key)], "chunks, voice vectors among them, are gone"
    document = await reading.document()
    assert [u["text"] for u in json.loads(document)["utterances"]] == [text for _, text in said]
    assert reading.work() == 0
    assert await reading.said() == said


async def test_a_run_that_kills_every_worker_ends_with_its_reason_and_can_be_retried(reading: Any) -> None:
    reading.environment["SCRIBE_RUN_ATTEMPTS"] = "2"
    for _ in range(2):
        assert reading.work("speech", "0") == -signal.SIGKILL
        await reading.expire()
    assert reading.work() == 0, "nobody claims it a third time"
    async with reading.database.session() as session:
        await leases.sweep(session, attempts=2)
    run = await reading.run()
    assert (run.status, run.error_code) == (Status.FAILED, "worker_lost")
    await reading.again(ENGLISH)
    assert reading.work() == 0
    assert "best of times" in " ".join(text for _, text in await reading.said()).lower()


async def test_when_diarization_kills_its_workers_the_words_are_kept_under_one_speaker(reading: Any) -> None:
    reading.environment["SCRIBE_RUN_ATTEMPTS"] = "2"
    assert reading.work("diarization", "0") == -signal.SIGKILL
    await reading.expire(stage="diarization")
    assert reading.work() == 0
    run = await reading.run()
    assert (run.status, run.warnings) == (Status.COMPLETED, ["diarization_failed"])
    assert {number for number, _ in await reading.said()} == {1}


@pytest.fixture
async def known(house: Any, database_url: str, recordings: Path) -> Any:
    """A house with a short reading, the voice of somebody who agreed to be known, and two attempts a run."""
    await house.take(recordings / "beckett.wav", ENGLISH)
    await house.know_a_voice()
    house.environment["SCRIBE_RUN_ATTEMPTS"] = "2"
    return house


@pytest.mark.parametrize("stage", ["speech", "diarization", "identification"])
async def test_where_what_names_need_kills_its_workers_the_words_are_kept(known: Any, stage: str) -> None:
    assert known.work(stage, "0") == -signal.SIGKILL
    await known.expire(stage=stage)
    assert known.work("identification", "0") == 0, "nobody is looked for where that may be the end of the words"
    run = await known.run()
    assert run.status == Status.COMPLETED
    assert {"diarization_failed", "identification_failed"}.intersection(run.warnings)
    assert "fail better" in " ".join(text for _, text in await known.said()).lower()


async def test_on_the_last_try_names_are_left_to_a_run_that_can_take_no_words_along(known: Any) -> None:
    assert known.work("fusion", "0") == -signal.SIGKILL
    await known.expire(stage="fusion")
    assert known.work("identification", "0") == -signal.SIGKILL
    run = await known.run()
    assert (run.status, run.warnings) == (Status.COMPLETED, [])
    assert "fail better" in " ".join(text for _, text in await known.said()).lower()
    await known.expire()
    assert known.work() == 0
    async with known.database.reading() as session:
        naming = await session.scalar(select(runs.Run).where(runs.Run.kind == RunKind.IDENTIFICATION))
    assert (naming.status, naming.attempt) == (Status.COMPLETED, 2)


async def test_a_worker_told_to_stop_gives_its_run_back_and_the_next_one_goes_on_there(reading: Any) -> None:
    worker = subprocess.Popen([*PYTHON, "run-worker"], env=reading.environment)
    try:
        async with asyncio.timeout(120):
            while not any("/speech/" in key for key in reading.artefacts()):  # noqa: ASYNC110 — files ring no bell
                await asyncio.sleep(0.02)
        worker.terminate()
        assert worker.wait(60) == 0
    finally:
        worker.kill()
        worker.wait()
    run = await reading.run()
    assert (run.status, run.attempt, run.lease_owner, run.lease_expires_at) == (Status.PENDING, 0, None, None)
    finished = {key: written for key, written in reading.artefacts().items() if not keys.is_chunk(key)}
    assert finished
    assert reading.work() == 0
    run = await reading.run()
    assert (run.status, run.attempt) == (Status.COMPLETED, 1)
    assert finished.items() <= reading.artefacts().items()


async def test_minutes_by_a_model_go_on_at_the_next_stretch_and_ask_none_twice(house: Any, database_url: str) -> None:
    await house.open()
    async with house.database.session() as session:
        user = User(id=new_id(), email="a@example.org", name="A", role="member", language="fr", password_hash=None)
        session.add(user)
        await session.flush()
        meeting = await met(session, user.id, LONG)
        house.owner_id, house.meeting_id = user.id, meeting.id
        house.run_id = (await runs.enqueue_minutes(session, meeting, order())).id
    model = LanguageModel()
    reads_little(model)
    model.otherwise = answering(of_each_stretch)
    model.start()
    try:
        house.environment["LLM_URL"] = model.url
        deaths = [("reading", "0.3"), ("reading", "0.7"), ("checking", "0"), ("closing", "1")]
        for attempt, death in enumerate(deaths, start=1):
            assert house.work(*death) == -signal.SIGKILL, f"the worker should have died in {death}"
            run = await house.run()
            assert (run.status, run.attempt) == (Status.PROCESSING, attempt)
            await house.expire()
        assert house.work() == 0
    finally:
        model.stop()
    run = await house.run()
    assert (run.status, run.attempt) == (Status.COMPLETED, len(deaths) + 1)
    shown = [json.dumps(body["messages"]) for body in model.asked]
    assert len(stretches(model)) > 2
    assert len(shown) == len(set(shown)), "nothing is asked twice"
    async with house.database.reading() as session:
        kept = await minutes.of_meeting(session, house.owner_id, house.meeting_id)
    assert (kept.row.version, kept.row.writer) == (1, "model")
    assert kept.items
