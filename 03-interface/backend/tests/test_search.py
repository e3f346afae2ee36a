"""Searching over HTTP: mine and nobody else's, what was put right, and what was hit where."""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from scribe_core.database import transcripts
from scribe_core.database.base import new_id
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.database.passages import PassageRow
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.search import embedding, retrieval
from scribe_core.search.embedding import Embedder
from scribe_core.search.indexing import Indexer
from scribe_core.search.meaning import MeaningIndexer
from scribe_core.search.placing import Placer
from scribe_core.stores.vectors import Vectors

CLAIRE, MARC = "b" * 31 + "1", "b" * 31 + "2"


async def index(database: Database) -> None:
    """What the index lane does."""
    indexer = Indexer(database)
    while await indexer.look():
        pass


async def say(house: Any, meeting_id: str, *said: tuple[str, str]) -> None:
    """Give a meeting a transcript in which an utterance begins every thirty seconds."""

    def line(at: int, speaker: str, text: str) -> Line:
        words = tuple(
            Word(30.0 * at + n / 4, 30.0 * at + n / 4 + 0.2, word, 0.9) for n, word in enumerate(text.split())
        )
        return Line(f"{at:032x}", speaker, words[0].start, words[-1].end, words, overlap=False, doubt=0.0)

    made = Transcript(
        meeting_id=meeting_id, title="", revision=1, language="fr", seconds=600.0,
        speakers=(Speaker(CLAIRE, 1, None), Speaker(MARC, 2, None)),
        lines=tuple(line(at, *one) for at, one in enumerate(said)),
    )  # fmt: skip
    async with house.database.session() as session:
        await transcripts.add(session, made, transcript_id=new_id(), run_id=new_id(), document_key="k")
        noted = update(Meeting).where(Meeting.id == meeting_id)
        await session.execute(noted.values(revision=1, speaker_count=2, duration=600.0))


async def found(client: httpx.AsyncClient, q: str, **parameters: Any) -> dict[str, Any]:
    answer = await client.get("/search", params={"q": q, **parameters})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def texts(told: dict[str, Any]) -> list[str]:
    return [passage["text"] for passage in told["passages"]]


@pytest.fixture
async def here(house: Any, bob: httpx.AsyncClient, upload: Any) -> dict[str, Any]:
    """Bob's meeting, indexed."""
    meeting: dict[str, Any] = await upload(bob, title="Comité / budget", held_at="2026-03-14T10:00:00Z")
    await say(
        house,
        meeting["id"],
        (CLAIRE, "On vote le budgé d’abord."),
        (MARC, "D’accord pour le budget."),
        (CLAIRE, "Adopté."),
    )
    await index(house.database)
    return meeting


async def test_a_passage_tells_who_says_it_where_and_what_was_hit(bob: httpx.AsyncClient, here: dict[str, Any]) -> None:
    told = await found(bob, "le budgets")
    (passage,) = told["passages"]
    assert passage["text"] == "D’accord pour le budget."
    assert [passage["text"][one["start"] : one["end"]] for one in passage["hits"]] == ["budget"]
    assert (passage["meeting_id"], passage["start"]) == (here["id"], 30.0)
    assert passage["utterance_ids"] == [f"{1:032x}"]
    assert passage["speaker"] == {"id": MARC, "number": 2, "name": None}
    (meeting,) = told["meetings"]
    assert (meeting["title"], meeting["passages"], meeting["duration"]) == ("Comité / budget", 1, 600.0)
    assert (told["words"], told["passed_over"]) == (["budgets"], ["le"])
    assert (told["total"], told["total_meetings"], told["total_is_least"]) == (1, 1, False)
    assert (told["indexing"], told["next_cursor"]) == (0, None)


async def test_corrections_and_names_reach_it(house: Any, bob: httpx.AsyncClient, here: dict[str, Any]) -> None:
    meeting = f"/meetings/{here['id']}"
    edited = await bob.patch(f"{meeting}/utterances/{0:032x}", json={"text": "On vote le budget d’abord."})
    assert edited.status_code == 200, edited.text
    assert (await found(bob, "budget"))["indexing"] == 1, "what was just said is not found yet, and the answer says so"
    await index(house.database)
    assert len(texts(await found(bob, "budget"))) == 2
    assert (await bob.patch(f"{meeting}/speakers/{MARC}", json={"name": "Marc Élie"})).status_code == 200
    await index(house.database)
    told = await found(bob, "budget", speaker="marc elie")
    assert [passage["speaker"]["name"] for passage in told["passages"]] == ["Marc Élie"]
    assert (await bob.get("/search/speakers", params={"q": "eli"})).json() == {
        "items": [{"name": "Marc Élie", "meetings": 1}]
    }
    undone = await bob.post(f"{meeting}/corrections/undo", json={"ids": edited.json()["changed"]})
    assert undone.status_code == 200, undone.text
    await index(house.database)
    assert texts(await found(bob, "budget")) == ["D’accord pour le budget."]


async def test_nobody_finds_anothers(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, here: dict[str, Any]
) -> None:
    for parameters in ({}, {"meeting": here["id"]}, {"unfinished": True}):
        told = await found(ada, "budget", **parameters)
        assert (told["passages"], told["total"], told["indexing"]) == ([], 0, 0)
    await bob.patch(f"/meetings/{here['id']}/speakers/{MARC}", json={"name": "Marc"})
    assert (await found(ada, "budget"))["indexing"] == 0
    await index(house.database)
    assert (await ada.get("/search/speakers")).json() == {"items": []}
    assert (await house.visitor().get("/search", params={"q": "budget"})).json()["code"] == "session_invalid"


async def test_the_trash_and_what_is_deleted_are_not_found(bob: httpx.AsyncClient, here: dict[str, Any]) -> None:
    await bob.post("/meetings/trash", json={"meetings": [here["id"]]})
    assert texts(await found(bob, "budget")) == []
    await bob.post("/meetings/restore", json={"meetings": [here["id"]]})
    assert len(texts(await found(bob, "budget"))) == 1
    await bob.delete(f"/meetings/{here['id']}")
    assert texts(await found(bob, "budget")) == []


async def test_filters_and_orders(house: Any, bob: httpx.AsyncClient, here: dict[str, Any], upload: Any) -> None:
    later = await upload(bob, title="Suite", held_at="2026-05-02T10:00:00+02:00")
    await say(house, later["id"], (CLAIRE, "Le budget, le budget, toujours le budget."), (MARC, "Encore ce budget ?"))
    await bob.patch(f"/meetings/{later['id']}", json={"tags": ["CSE"]})
    await index(house.database)

    async def titles(**parameters: Any) -> list[str]:
        told = await found(bob, "budget", **parameters)
        order = dict.fromkeys(passage["meeting_id"] for passage in told["passages"])
        assert list(order) == [one["id"] for one in told["meetings"]]
        return [one["title"] for one in told["meetings"]]

    assert await titles(sort="-held_at") == ["Suite", "Comité / budget"]
    assert await titles(sort="held_at") == ["Comité / budget", "Suite"]
    assert set(await titles()) == {"Suite", "Comité / budget"}
    assert await titles(tag="cse") == await titles(since="2026-05-01T00:00:00Z") == ["Suite"]
    assert (
        await titles(until="2026-05-01T00:00:00Z", since="") == await titles(meeting=here["id"]) == ["Comité / budget"]
    )
    assert texts(await found(bob, "budget", meeting=later["id"], sort="held_at"))[0].startswith("Le budget, le budget")


async def test_pages_follow_each_other_and_some_of_each_meeting_are_told(
    house: Any, bob: httpx.AsyncClient, upload: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("un", "deux", "trois"):
        meeting = await upload(bob, title=title)
        await say(house, meeting["id"], *((CLAIRE, f"Le budget {title} {n}.") for n in range(4)))
    await index(house.database)
    first = await found(bob, "budget", per_meeting=2, limit=4)
    assert (len(first["passages"]), first["total"], first["total_meetings"]) == (4, 12, 3)
    assert [one["passages"] for one in first["meetings"]] == [4, 4]
    second = await found(bob, "budget", per_meeting=2, limit=4, cursor=first["next_cursor"])
    assert (len(second["passages"]), second["next_cursor"]) == (2, None)
    assert len(set(texts(first) + texts(second))) == 6
    assert first == await found(bob, "budget", per_meeting=2, limit=4), "the same question has the same answer"
    for cursor in (first["next_cursor"][:-1], "é", "x" * 300, first["next_cursor"]):
        answer = await bob.get("/search", params={"q": "autre", "cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")
    monkeypatch.setattr(retrieval, "MOST_HITS", 5)
    told = await found(bob, "budget", per_meeting=50)
    assert (told["total"], told["total_is_least"], len(told["passages"])) == (5, True, 5)


ASKING = """
from scribe_api.search.service import _fingerprint
from scribe_core.database.passages import Filters
from scribe_core.search.question import asked
print(_fingerprint(asked("nationalisations décidées 'conseils municipaux'"), Filters(tag="CSE"), "best", 5))
"""


def test_the_next_page_may_be_asked_of_another_process() -> None:
    def told(seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", ASKING],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    assert len({told(seed) for seed in "123"}) == 1


@pytest.mark.parametrize(
    "q",
    [
        "",
        " ",
        '"',
        "NOT",
        "NEAR(budget)",
        "budget*",
        "\u202e budget",
        "🎉",
        "é" * 10_000,
        "'; --",
        "( | & !",
        "a:*",
    ],
)
async def test_whatever_is_typed_is_answered(bob: httpx.AsyncClient, here: dict[str, Any], q: str) -> None:
    told = await found(bob, q, unfinished=True)
    assert texts(told) in ([], ["D’accord pour le budget."])


async def test_ranges_are_right_beside_emoji_and_combining_marks(
    house: Any, bob: httpx.AsyncClient, here: dict[str, Any], upload: Any
) -> None:
    meeting = await upload(bob)
    await say(house, meeting["id"], (CLAIRE, "👩🏽‍🚀🎉 l’e\u0301te\u0301 du <b>cafe\u0301</b> नमस्ते 🇫🇷 fin."))
    await index(house.database)
    for q, hits in (('"été"', ["e\u0301te\u0301"]), ("café fin", ["cafe\u0301", "fin"]), ("नमस्ते", ["नमस्ते"])):
        (passage,) = (await found(bob, q))["passages"]
        assert [passage["text"][one["start"] : one["end"]] for one in passage["hits"]] == hits


@pytest.mark.parametrize(
    "parameters",
    [
        {}, {"q": "x" * 20_001}, {"q": "a", "sort": "title"}, {"q": "a", "limit": 0}, {"q": "a", "meeting": "é"},
        {"q": "a", "since": "2026-03-14"}, {"q": "a", "until": "then"}, {"q": "a", "per_meeting": 501},
    ],
)  # fmt: skip
async def test_what_cannot_be_meant_is_refused(bob: httpx.AsyncClient, parameters: dict[str, Any]) -> None:
    assert (await bob.get("/search", params=parameters)).status_code == 422


async def test_an_accounts_end_takes_its_passages(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, here: dict[str, Any]
) -> None:
    me = (await bob.get("/auth/me")).json()["account"]["id"]
    assert (await ada.delete(f"/users/{me}")).status_code == 204
    async with house.database.reading() as session:
        assert not (await session.scalars(select(PassageRow.id))).all()


# -- by meaning

MENU = "La cantine servira un repas végétarien chaque jeudi."
ROOF = "Le toit du gymnase fuit et il faut un couvreur."


@pytest.fixture(scope="module")
def embedder() -> Iterator[Embedder]:
    made = Embedder()
    yield made
    made.close()


@pytest.fixture
async def meaningful(house: Any, vectors_beside: Vectors, embedder: Embedder) -> Any:
    """The house with an index for meanings, as whoever fills it makes it when it starts."""
    await Placer(house.database, vectors_beside).look()
    state = house.app.state
    state.parts = dataclasses.replace(state.parts, vectors=vectors_beside, embedder=embedder)
    return house


async def index_meanings(house: Any) -> None:
    """What the index lane does."""
    parts = house.app.state.parts
    for indexer in (Indexer(house.database), MeaningIndexer(house.database, parts.embedder)):
        while await indexer.look():
            pass
    placer = Placer(house.database, parts.vectors)
    while await placer.look():
        pass


async def test_a_question_finds_what_answers_it_in_the_same_form(
    meaningful: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    meeting = await upload(bob, title="Conseil", held_at="2026-03-14T10:00:00Z")
    await say(meaningful, meeting["id"], (CLAIRE, ROOF), (MARC, MENU))
    told = await found(bob, "meatless lunch at school", by="meaning")
    assert (told["passages"], told["indexing"]) == ([], 1)
    await index_meanings(meaningful)
    told = await found(bob, "meatless lunch at school", by="meaning")
    first = told["passages"][0]
    assert (first["text"], first["start"], first["utterance_ids"]) == (MENU, 30.0, [f"{1:032x}"])
    assert first["speaker"] == {"id": MARC, "number": 2, "name": None}
    assert (told["indexing"], told["meetings"][0]["title"]) == (0, "Conseil")
    assert texts(await found(bob, "meatless lunch at school")) == [], "by words nobody said it"
    marked = (await found(bob, "repas de midi", by="meaning"))["passages"][0]
    assert [marked["text"][one["start"] : one["end"]] for one in marked["hits"]] == ["repas"]
    for parameters in ({}, {"meeting": meeting["id"]}):
        assert (await found(ada, "meatless lunch", by="meaning", **parameters))["passages"] == []
    assert (await found(bob, "  ", by="meaning"))["passages"] == []


async def test_pages_follow_each_other_and_a_cursor_is_of_one_question(
    meaningful: Any, bob: httpx.AsyncClient, upload: Any
) -> None:
    for said in (ROOF, MENU):
        meeting = await upload(bob)
        await say(meaningful, meeting["id"], (CLAIRE, said))
    await index_meanings(meaningful)
    first = await found(bob, "roof", by="meaning", limit=1)
    assert texts(first) == [ROOF]
    second = await found(bob, "roof", by="meaning", limit=1, cursor=first["next_cursor"])
    assert (texts(second), second["next_cursor"]) == ([MENU], None)
    other = {"q": "roofs", "by": "meaning", "limit": 1, "cursor": first["next_cursor"]}
    assert (await bob.get("/search", params=other)).json()["code"] == "request_invalid"
    assert (await bob.get("/search", params={"q": "roof", "by": "magic"})).status_code == 422


async def test_without_an_index_or_a_model_it_says_so_and_words_are_found(
    house: Any, vectors_beside: Vectors, bob: httpx.AsyncClient, upload: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = await upload(bob)
    await say(house, meeting["id"], (CLAIRE, MENU))
    await Indexer(house.database).look()
    answer = await bob.get("/search", params={"q": "cantine", "by": "meaning"})
    assert (answer.status_code, answer.json()["code"]) == (503, "meaning_absent")
    monkeypatch.setattr(embedding, "MODEL_SHA256", "0" * 64)
    broken = Embedder()
    state = house.app.state
    state.parts = dataclasses.replace(state.parts, vectors=vectors_beside, embedder=broken)
    answer = await bob.get("/search", params={"q": "cantine", "by": "meaning"})
    assert (answer.status_code, answer.json()["code"]) == (503, "embedder_unavailable")
    assert texts(await found(bob, "cantine")) == [MENU]
    broken.close()
