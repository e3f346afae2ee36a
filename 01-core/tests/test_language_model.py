"""An endpoint of a model is asked over real connections: what it answers well is read, what goes wrong is one clear error, and nothing hangs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from servers.language_model import MODEL, LanguageModel, Reply
from servers.process import free_port

from scribe_core.errors import ScribeError
from scribe_core.language_model.endpoint import Access, Endpoint
from scribe_core.language_model.messages import Message
from scribe_core.language_model.objects import object_in
from scribe_core.language_model.offer import Offer

ASKED = [Message("system", "Answer."), Message("user", "What was decided?")]
SCHEMA = {"type": "object", "properties": {"said": {"type": "string"}}, "required": ["said"]}

Opened = Callable[..., Endpoint]


@pytest.fixture
def model() -> Iterator[LanguageModel]:
    server = LanguageModel()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def opened(model: LanguageModel) -> AsyncIterator[Opened]:
    """Opens endpoints that are closed when the test ends; they pause for milliseconds between two tries."""
    every: list[Endpoint] = []

    def open_one(url: str = "", **more: Any) -> Endpoint:
        every.append(Endpoint(Access(url or model.url, first_pause=0.001, **more)))
        return every[-1]

    yield open_one
    for one in every:
        await one.close()


async def failure(endpoint: Endpoint, most_tokens: int = 200) -> ScribeError:
    with pytest.raises(ScribeError) as raised:
        await endpoint.ask(ASKED, most_tokens=most_tokens, schema=SCHEMA)
    return raised.value


@pytest.mark.parametrize("how", ["stream", "json"])
async def test_an_answer_is_read_whole_however_it_is_brought(model: LanguageModel, opened: Opened, how: str) -> None:
    said = '{"said": "Le budget est voté à 12 000 €, « sans réserve » 🙂"}'
    model.replies = [Reply(said, how, read_tokens=40)]
    heard: list[int] = []
    answer = await opened(key="secret").ask(ASKED, most_tokens=200, schema=SCHEMA, heard=heard.append)
    assert (answer.text, answer.cut, answer.read_tokens) == (said, False, 40)
    assert heard == sorted(heard)
    assert how == "json" or heard[-1] == len(said)
    (body,) = model.asked
    assert body["model"] == MODEL
    assert body["max_tokens"] == 200
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert model.keys == ["Bearer secret"]


async def test_an_answer_that_was_cut_says_so(model: LanguageModel, opened: Opened) -> None:
    model.replies = [Reply('{"said": "and then', finish="length")]
    assert (await opened().ask(ASKED, most_tokens=5)).cut


async def test_a_server_that_knows_no_schema_is_asked_without_one_and_not_again_with(
    model: LanguageModel, opened: Opened
) -> None:
    model.knows_schemas = False
    model.otherwise = lambda _body: Reply('{"said": "yes"}')
    endpoint = opened()
    for _ in range(2):
        assert (await endpoint.ask(ASKED, most_tokens=50, schema=SCHEMA)).text == '{"said": "yes"}'
    assert ["response_format" in body for body in model.asked] == [True, False, False]


@pytest.mark.parametrize(
    "first",
    [
        Reply("{}", "raw", 429, {"Retry-After": "0"}),
        Reply("{}", "raw", 503),
        Reply("{}", "raw", 502),
        Reply("a whole sentence", "half"),
        Reply("a whole sentence", "reset"),
        Reply("data", "raw"),
    ],
    ids=["429", "503", "502", "half", "reset", "no-json"],
)
async def test_what_may_pass_is_tried_again(model: LanguageModel, opened: Opened, first: Reply) -> None:
    model.replies = [first, Reply("well")]
    assert (await opened().ask(ASKED, most_tokens=50)).text == "well"
    assert len(model.asked) == 2


@pytest.mark.parametrize(
    ("reply", "code", "tries"),
    [
        (Reply("{}", "raw", 429), "llm_busy", 4),
        (Reply("{}", "raw", 429, {"Retry-After": "86400"}), "llm_busy", 1),
        (Reply("{}", "raw", 429, {"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"}), "llm_busy", 1),
        (Reply("{}", "raw", 429, {"Retry-After": f"Fri, 31 Dec {'9' * 20} 23:59:59 GMT"}), "llm_busy", 4),
        (Reply("again and again " * 10_000, "json"), "llm_failing", 1),
        (Reply("{}", "raw", 500), "llm_failing", 4),
        (Reply("{}", "raw", 401), "llm_refused", 1),
        (Reply('{"error": "model not found"}', "raw", 404), "llm_model_unknown", 1),
        (Reply("{}", "raw", 404), "llm_failing", 1),
        (Reply("", "raw", 302, {"Location": "/v1/chat/completions"}), "llm_failing", 1),
        (Reply("<html><script>alert(1)</script>", "html"), "llm_failing", 1),
        (Reply('{"choices": []}', "raw"), "llm_failing", 1),
        (Reply("[" * 100_000, "raw"), "llm_failing", 4),
        (Reply("a whole sentence", "half"), "llm_failing", 4),
        (Reply("again and again ", "endless"), "llm_failing", 1),
        (Reply(how="endless_line"), "llm_failing", 1),
        (Reply('{"error": "This model\'s maximum context length is 4096 tokens"}', "raw", 400), "llm_context", 1),
    ],
    ids=[
        "busy", "wait-a-day", "wait-until-2100", "wait-for-no-year", "endless-at-once", "broken", "key", "model", "not-there", "elsewhere", "page", "empty", "nested", "half",
        "endless", "endless-line", "too-long",
    ],
)  # fmt: skip
async def test_what_stays_wrong_is_one_clear_error(
    model: LanguageModel, opened: Opened, reply: Reply, code: str, tries: int
) -> None:
    model.otherwise = lambda _body: reply
    error = await failure(opened(key="secret"))
    assert error.code == code
    assert len(model.asked) == tries
    assert "{" not in error.sentence("fr")
    assert "<script" not in error.sentence("en")


@pytest.mark.parametrize("how", ["silent", "drip"])
async def test_what_never_ends_is_given_up_in_time(model: LanguageModel, opened: Opened, how: str) -> None:
    model.otherwise = lambda _body: Reply("a", how)
    async with asyncio.timeout(30):
        error = await failure(opened(answer_seconds=0.3, silence_seconds=0.2))
    assert error.code == "llm_slow"
    assert len(model.asked) == 2


async def test_whoever_stops_waiting_hangs_up(model: LanguageModel, opened: Opened) -> None:
    model.otherwise = lambda _body: Reply(how="silent")
    asking = asyncio.create_task(opened().ask(ASKED, most_tokens=50))
    assert await asyncio.to_thread(model.came.wait, 30)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await asyncio.to_thread(model.hung_up.wait, 30)


async def test_nobody_there_is_said_to_be_away(opened: Opened) -> None:
    assert (await failure(opened(f"http://127.0.0.1:{free_port()}/v1"))).code == "llm_unavailable"


async def test_the_key_stands_in_no_error_no_log_and_no_description(
    model: LanguageModel, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    model.otherwise = lambda _body: Reply("{}", "raw", 500)
    access = Access(model.url, key="sk-very-secret", first_pause=0.001)
    error = await failure(opened(key=access.key))
    assert all("sk-very-secret" not in text for text in (repr(access), repr(error), str(error), caplog.text))
    assert "tried again" in caplog.text


@pytest.mark.parametrize(
    ("places", "offer"),
    [
        ({"/v1/models": {"data": [{"id": "a", "max_model_len": 8192}]}}, Offer("a", 8192, True)),
        ({"/v1/models": {"data": [{"id": "a"}]}, "/props": {"default_generation_settings": {"n_ctx": 2048}}}, Offer("a", 2048, True)),
        ({"/v1/models": {"data": [{"id": "a", "meta": {"n_ctx_train": 131072}}]}}, Offer("a", 4096, False)),
        (
            {"/v1/models": {"data": [{"id": "a"}]}, "/api/ps": {"models": [{"name": "a", "context_length": 16384}]}},
            Offer("a", 16384, True),
        ),
        ({"/v1/models": {"data": [{"id": "a", "context_length": -1}]}}, Offer("a", 4096, False)),
        ({"/v1/models": {"data": [{"id": "a", "context_length": "much"}]}, "/props": ["?"]}, Offer("a", 4096, False)),
    ],
    ids=["vllm", "llama.cpp", "trained-is-not-served", "ollama", "nonsense", "words"],
)  # fmt: skip
async def test_how_much_it_reads_at_once_is_asked(
    model: LanguageModel, opened: Opened, places: dict[str, object], offer: Offer
) -> None:
    model.places = places
    assert await opened().offer() == offer
    assert await opened(context=6000).offer() == Offer("a", 6000, True)


async def test_which_model_is_asked_and_a_wrong_one_is_told(model: LanguageModel, opened: Opened) -> None:
    model.places["/v1/models"] = {"data": [{"id": "small:latest"}, {"id": "large"}]}
    assert (await opened(model="small").offer()).model == "small:latest"
    for settings, code in (({"model": "huge"}, "llm_model_unknown"), ({}, "llm_model_unset")):
        with pytest.raises(ScribeError) as raised:
            await opened(**settings).check()
        assert raised.value.code == code
    model.places = {}  # an endpoint that lists none
    assert (await opened(model="huge").offer()).model == "huge"


async def test_a_server_that_cut_the_question_without_a_word_is_found_out(model: LanguageModel, opened: Opened) -> None:
    model.replies = [Reply("well", read_tokens=100)]
    with pytest.raises(ScribeError) as raised:
        await opened().ask([Message("user", "word " * 2000)], most_tokens=50)
    assert raised.value.code == "llm_context"


@pytest.mark.parametrize(
    "text",
    [
        '{"said": "yes"}',
        '```json\n{"said": "yes"}\n```',
        'Here you are {sic}:\n{"said": "yes"} I hope it helps',
        '<think>{"said": "no"}?</think>\n{"said": "yes"}',
    ],
)
def test_the_object_is_found_amid_words(text: str) -> None:
    assert object_in(text) == {"said": "yes"}


@pytest.mark.parametrize(
    "text", ["", "no", "[1]", '{"said": ', "<think>{}", '{"a":' * 100_000, "{" * 100_000, "9" * 10_000]
)
def test_what_holds_no_object_is_told(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — any will do
        object_in(text)
