"""What a question may be answered on: one's own passages, within the meetings that are asked, and nothing where nothing answers it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from indexed_office import Office, in_turn

from scribe_core.database import deletions
from scribe_core.database.base import new_id
from scribe_core.database.meetings import Meeting
from scribe_core.errors import ScribeError
from scribe_core.search import embedding
from scribe_core.search.embedding import Embedder
from scribe_core.search.grounds import LEAST_LIKENESS, Grounds, grounds, may_answer
from scribe_core.search.indexing import Indexer
from scribe_core.stores.vectors import Vectors

BUDGET = (
    "Passons au budget de l’an prochain : je propose deux cent mille euros pour la rénovation des vestiaires.",
    "C’est beaucoup, on avait dit cent cinquante mille au printemps, et les artisans sont chers en ce moment.",
    "D’accord, alors va pour deux cent mille, mais pas un euro de plus, et on demande trois devis avant Noël.",
)
CANTEEN = (
    "La cantine servira un repas végétarien chaque jeudi à partir de la rentrée, les parents le demandent.",
    "Il faut encore trouver un fournisseur de légumes dans la région, Sylvie appelle les maraîchers de Carquefou.",
)
ROOF = (
    "Le toit de la piscine fuit au-dessus du petit bassin, il faut un couvreur avant l’hiver.",
    "La mairie nous prête une bâche en attendant, elle arrive mardi par le camion des services techniques.",
)

Asked = tuple[Vectors | None, Embedder | None]


async def ask(
    office: Office, question: str, *, by: str = "meaning", owner_id: str | None = None, of: Sequence[str] | None = None
) -> Grounds:
    """What is found, `by` meaning or by words alone."""
    engines: Asked = (office.vectors, office.embedder) if by == "meaning" else (None, None)
    async with office.database.reading() as session:
        return await grounds(session, *engines, owner_id or office.owner_id, question, meeting_ids=of)


def texts(found: Grounds) -> list[str]:
    return [one.text for one in found.passages]


async def test_a_ground_tells_who_says_it_when_and_what_is_said_around_it(office: Office) -> None:
    canteen = await office.meeting(in_turn(CANTEEN))
    await office.correct(canteen, 0, "Claire")
    await office.meeting(in_turn(BUDGET))
    await office.indexed()
    found = await ask(office, "Qui appelle les maraîchers pour les légumes ?")
    assert found.may_answer
    first = found.passages[0]
    assert (first.meeting_id, first.utterance_ids, first.text) == (canteen, (f"{1:032x}",), CANTEEN[1])
    assert (first.start_ms, first.end_ms) == (20_000, 20_000 + 16 * 250 + 200)
    assert (first.speaker, first.speaker_number) == (None, 2)
    assert [one.text for one in first.around] == list(CANTEEN)
    assert first.around[0].speaker_name == "Claire"


async def test_a_question_in_the_other_language_is_answered_too(office: Office) -> None:
    for said in (BUDGET, CANTEEN, ROOF):
        await office.meeting(in_turn(said))
    await office.indexed()
    assert texts(await ask(office, "Why do we need a roofer before winter?"))[0] == ROOF[0]


@pytest.mark.parametrize("by", ["meaning", "words"])
async def test_only_ones_own_meetings_answer_and_none_in_the_trash(office: Office, by: str) -> None:
    other = await office.other()
    mine = await office.meeting(in_turn(CANTEEN))
    theirs = await office.meeting(in_turn(BUDGET), owner_id=other)
    await office.indexed()
    asked = "Combien coûte la rénovation des vestiaires, et que sert la cantine le jeudi ?"
    assert set(texts(await ask(office, asked, by=by))) <= set(CANTEEN)
    assert (await ask(office, asked, by=by, of=[theirs])).passages == []
    assert set(texts(await ask(office, asked, by=by, owner_id=other))) <= set(BUDGET)
    assert (await ask(office, asked, by=by, owner_id=new_id())).passages == []
    async with office.database.session() as session:
        (await session.get_one(Meeting, mine)).trashed_at = datetime.now(UTC)
    trashed = await ask(office, asked, by=by)
    assert (trashed.passages, trashed.may_answer) == ([], False)


@pytest.mark.parametrize("by", ["meaning", "words"])
async def test_only_the_meetings_that_are_asked_answer(office: Office, by: str) -> None:
    canteen, budget, roof = [await office.meeting(in_turn(said)) for said in (CANTEEN, BUDGET, ROOF)]
    await office.indexed()
    asked = "Le budget des vestiaires, le repas végétarien de la cantine, le toit de la piscine"
    assert {one.meeting_id for one in (await ask(office, asked, by=by)).passages} == {canteen, budget, roof}
    two = await ask(office, asked, by=by, of=[canteen, roof, new_id()])
    assert {one.meeting_id for one in two.passages} == {canteen, roof}
    nothing = await ask(office, asked, by=by, of=[])
    assert (list(nothing.passages), nothing.may_answer) == ([], False)


@pytest.mark.parametrize("by", ["meaning", "words"])
async def test_a_deleted_meeting_answers_nothing_from_that_moment(office: Office, by: str) -> None:
    meeting = await office.meeting(in_turn(ROOF))
    await office.indexed()
    assert texts(await ask(office, "le toit de la piscine", by=by))[0] == ROOF[0]
    async with office.database.session() as session:
        await deletions.delete_meeting(session, await session.get_one(Meeting, meeting))
    assert (await ask(office, "le toit de la piscine", by=by)).passages == []


async def test_without_an_embedder_the_passages_with_the_rarest_words_answer(office: Office) -> None:
    for said in (BUDGET, CANTEEN, ROOF):
        await office.meeting(in_turn(said))
    await office.indexed()
    found = await ask(office, "Quel fournisseur pour les légumes de la région ?", by="words")
    assert texts(found)[0] == CANTEEN[1]
    assert found.may_answer
    assert not (await ask(office, "Quel pianiste joue au conservatoire ?", by="words")).may_answer


async def test_a_meeting_that_is_not_embedded_yet_is_asked_by_its_words(office: Office) -> None:
    await office.meeting(in_turn(ROOF))
    await office.indexed()
    new = await office.meeting(in_turn(CANTEEN))
    words = Indexer(office.database)
    while await words.look():
        pass
    question = "Quel fournisseur pour les légumes de la région ?"
    found = await ask(office, question, of=[new])
    assert (texts(found)[0], found.may_answer) == (CANTEEN[1], True)
    await office.indexed()
    assert (await ask(office, question, of=[new])).passages[0].meeting_id == new


async def test_an_embedder_or_an_index_that_fails_leaves_the_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.meeting(in_turn(ROOF))
    await office.indexed()
    with monkeypatch.context() as patch:
        patch.setattr(embedding, "MODEL_FILE", "none.bin")
        broken = Embedder()
        async with office.database.reading() as session:
            found = await grounds(session, office.vectors, broken, office.owner_id, "le toit", meeting_ids=None)
        broken.close()
    assert texts(found) == [ROOF[0]]
    await office.vectors.drop()
    assert texts(await ask(office, "le toit")) == [ROOF[0]]

    async def lost(*_: Any, **__: Any) -> Any:
        raise ScribeError("database_unavailable")

    monkeypatch.setattr(office.vectors, "nearest", lost)
    with pytest.raises(ScribeError, match="database"):
        await ask(office, "le toit")


@pytest.mark.parametrize("by", ["meaning", "words"])
async def test_whatever_is_asked_is_a_question(office: Office, by: str) -> None:
    await office.meeting(in_turn(ROOF))
    await office.indexed()
    for question in (
        "",
        "   ",
        "?",
        "\0",
        "'; DROP TABLE passages; --",
        '"',
        "le " * 2000,
        "toit AND NOT bassin*",
        "🎉",
    ):
        found = await ask(office, question, by=by)
        assert set(texts(found)) <= set(ROOF), question
    assert not (await ask(office, " ", by=by)).may_answer


def test_nothing_answers_nothing() -> None:
    assert not may_answer([])
    assert not may_answer([LEAST_LIKENESS - 0.01] * 3)


def test_the_first_three_count_and_fewer_where_there_are_no_more() -> None:
    assert may_answer([LEAST_LIKENESS + 0.01])
    assert may_answer([LEAST_LIKENESS + 0.02, LEAST_LIKENESS, LEAST_LIKENESS - 0.01, -1.0])
    assert not may_answer([LEAST_LIKENESS + 0.02, LEAST_LIKENESS - 0.02, LEAST_LIKENESS - 0.02, 1.0])
