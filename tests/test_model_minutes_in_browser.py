"""Minutes that a model of language writes, in a real browser: begun, stopped, written, and what it left out settled by a person."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import council_meeting
import model_minutes
import pytest
from running_product import Product, Program, one_time_code
from servers.language_model import LanguageModel, Reply

from scribe.parts import open_objects

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(600)]

VOICES = ("Claire", "Marc", "Paul")
SAID = [
    (VOICES.index(name), words)
    for name, _, words in (line.partition(": ") for line in model_minutes.FRENCH.split("\n") if line)
]

WRITTEN = {
    **model_minutes.GOOD,
    "actions": [],
    "decisions": [
        *model_minutes.GOOD["decisions"],
        {"text": "Le devis de Montéo est retenu, à 13 500 €", "cites": [2, 3]},
    ],
}


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[LanguageModel]:
    """A model that says nothing when it is asked to write."""
    server = LanguageModel()
    server.otherwise = model_minutes.answering(lambda _body: Reply(how="silent"))
    server.start()
    monkeypatch.setenv("LLM_URL", server.url)
    yield server
    server.stop()


async def test_a_model_writes_and_a_person_settles_what_it_left_out(tmp_path: Path, model: LanguageModel) -> None:
    """While it is silent the work is stopped; asked again it writes."""
    product = Product(tmp_path / "volumes")
    try:
        program = Program(product).set_up(one_time_code(product.start()))
        with closing(program.http):
            owner = program.read("/auth/me")["account"]["id"]
        objects = open_objects(product.stores)
        meeting = await council_meeting.hold(product.stores, objects, owner, tmp_path, title="Toiture", said=SAID)
        product.walk("model-minutes", MEETING=meeting, MODEL="silent")
        model.otherwise = model_minutes.answering(lambda _body: model_minutes.said(WRITTEN))
        product.walk("model-minutes", MEETING=meeting, MODEL="writes")
    finally:
        product.stop()
