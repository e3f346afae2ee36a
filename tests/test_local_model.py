"""`LLM_URL=local:…`: what a start says without the model, and what its part offers under the supervisor. The model itself is not needed."""

import asyncio
import os
import signal
from argparse import Namespace
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from running_product import Product

from scribe import doctor, local_model, models, processes
from scribe.local_model import Offered
from scribe.parts import open_language_model
from scribe.supervisor import Supervisor
from scribe_core.errors import ScribeError
from scribe_core.language_model.endpoint import Access, Endpoint
from scribe_core.language_model.messages import Message
from scribe_core.settings import Settings

NAME = "qwen2.5-coder-1.5b"


def settings(volumes: Path, **more: Any) -> Settings:
    return Settings(_env_file=None, volumes=volumes, **{"llm_url": f"local:{NAME}"} | more)


@pytest.mark.journey
def test_a_start_without_the_model_tells_the_command_and_the_size(tmp_path: Path) -> None:
    product = Product(tmp_path / "volumes", more={"LLM_URL": f"local:{NAME}"})
    begun = product.manage("start", "--detach")
    assert begun.returncode == 1
    assert f"`./manage.sh models fetch {NAME}` fetches it (1117 MB)" in begun.stderr
    assert not (product.volumes / "run" / "state.json").exists()


def test_it_is_never_fetched_unasked(tmp_path: Path) -> None:
    with pytest.raises(ScribeError) as missing:
        local_model.check(settings(tmp_path, models_folder=tmp_path / "shelf"))
    assert missing.value.code == "llm_local_missing"
    assert f"`./manage.sh models fetch {NAME}` le récupère" in missing.value.sentence("fr")
    assert NAME in models.used(settings(tmp_path))
    assert NAME not in models.needed(settings(tmp_path)), "what is needed is fetched by a start"


@pytest.mark.parametrize("name", ["", "whisper-base", "mistral-7b"])
def test_a_name_that_is_none_is_told_with_those_there_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(ScribeError) as refused:
        local_model.model_of(settings(tmp_path, llm_url=f"local:{name}"))
    assert refused.value.code == "setting_invalid"
    assert f"local:{NAME}" in refused.value.sentence("fr")


@pytest.mark.parametrize("part", [processes.run_api, local_model.run_language_model])
def test_a_part_alone_says_that_nobody_serves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: Callable[[Namespace], int]
) -> None:
    monkeypatch.setenv("SCRIBE_VOLUMES", str(tmp_path))
    monkeypatch.setenv("LLM_URL", f"local:{NAME}")
    with pytest.raises(ScribeError) as refused:
        part(Namespace())
    assert refused.value.code == "llm_local_alone"


def test_nothing_that_needs_no_model_minds(tmp_path: Path) -> None:
    assert open_language_model(settings(tmp_path)) is None


def test_the_doctor_says_what_is_missing_and_how_to_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (finding,) = doctor._language_model(settings(tmp_path))
    assert (finding.mark, finding.code) == ("✗", "llm_local_missing")
    assert f"models fetch {NAME}" in finding.remedy
    assert not list(tmp_path.iterdir()), "it only looks"


def test_others_are_told_an_endpoint_like_any_other(tmp_path: Path) -> None:
    first, second = Offered.of(settings(tmp_path)), Offered.of(settings(tmp_path))
    try:
        assert first.listening.getsockname()[0] == "127.0.0.1"
        assert first.key != second.key
        assert first.key not in repr(first)
        told = first.for_others(settings(tmp_path, llm_answer_seconds=12))
        assert (told["LLM_URL"], told["SCRIBE_LLM_KEY"]) == (first.url, first.key)
        assert "SCRIBE_LLM_SILENCE_SECONDS" in told
        assert "SCRIBE_LLM_ANSWER_SECONDS" not in told, "what an administrator set stays"
    finally:
        first.listening.close()
        second.listening.close()


@asynccontextmanager
async def supervised(volumes: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Supervisor, Endpoint]]:
    """The part that offers the model, kept by the supervisor as it does, and the endpoint that the others are told."""
    monkeypatch.setenv("SCRIBE_VOLUMES", str(volumes))
    monkeypatch.setenv("LLM_URL", f"local:{NAME}")
    (volumes / "run").mkdir(parents=True)
    told, parts = processes._local_model(settings(volumes))
    ready = asyncio.Event()
    supervisor = Supervisor(parts, volumes, lambda _remark: None)
    running = asyncio.create_task(supervisor.run(ready.set))
    model = Endpoint(Access(told["LLM_URL"], told["SCRIBE_LLM_KEY"], first_pause=0.01))
    try:
        async with asyncio.timeout(60):
            await ready.wait()
        yield supervisor, model
    finally:
        await model.close()
        supervisor.stop()
        await running
        for part in parts:
            for listening in part.sockets:
                listening.close()


async def test_its_part_offers_it_comes_back_when_killed_and_serves_no_file_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with supervised(tmp_path / "volumes", monkeypatch) as (supervisor, model):
        offer = await model.offer()
        assert (offer.model, offer.context) == (NAME, local_model.CONTEXT)
        (life,) = supervisor._lives
        assert life.process
        os.kill(life.process.pid, signal.SIGKILL)
        # The address is the supervisor's: nobody else can have it meanwhile, and who asks now waits for the next life.
        with pytest.raises(ScribeError) as failed:
            await model.ask([Message("user", "hello")], most_tokens=10)
        assert failed.value.code in ("llm_failing", "llm_unavailable")
        async with asyncio.timeout(60):
            while life.starts < 2 or not life.ready.is_set():  # noqa: ASYNC110 — another program has no event
                await asyncio.sleep(0.02)
        url = model._url
        async with aiohttp.ClientSession() as anybody, anybody.get(f"{url}/models") as answer:
            assert answer.status == 401
        with pytest.raises(ScribeError) as absent:
            await model.ask([Message("user", "hello")], most_tokens=10)
        assert absent.value.code == "llm_failing"
    log = (tmp_path / "volumes" / "logs" / "language-model.log").read_text()
    assert "its file is missing or is not the one it should be" in log
