"""What a question may be answered on: one's own passages, within the meetings that are asked, and nothing where nothing answers it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from scribe_core.database import corrections, deletions, transcripts
from scribe_core.database.base import new_id
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.domain.corrections import Correction, CorrectionKind
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.errors import ScribeError
from scribe_core.search import embedding
from scribe_core.search.embedding import Embedder
from scribe_core.search.grounds import LEAST_LIKENESS, Grounds, grounds, may_answer
from scribe_core.search.indexing import Indexer
from scribe_core.search.meaning import MeaningIndexer
from scribe_core.search.placing import Placer
from scribe_core.stores.vectors import Vectors

CLAIRE, MARC = "1" * 32, "2" * 32

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


@pytest.fixture(scope="module")
def embedder() -> Iterator[Embedder]:
    made = Embedder()
    yield made
    made.close()


@dataclass
class Office:
    """Somebody's meetings, and the index over them."""

    database: Database
    house: Any
    owner_id: str
    vectors: Vectors
    embedder: Embedder

    async def meeting(self, said: Sequence[str], **values: Any) -> str:
        """A meeting in which Claire and Marc say that in turn, an utterance each twenty seconds; not indexed yet."""

        def line(at: int, text: str) -> Line:
            words = tuple(
                Word(20.0 * at + n / 4, 20.0 * at + n / 4 + 0.2, one, 0.9) for n, one in enumerate(text.split())
            )
            return Line(f"{at:032x}", (CLAIRE, MARC)[at % 2], words[0].start, words[-1].end, words, False, 0.0)

        async with self.database.session() as session:
            meeting = await self.house.meeting(session, values.pop("owner_id", self.owner_id), **values)
            made = Transcript(
                meeting_id=meeting.id, title="", revision=1, language="fr", seconds=20.0 * len(said),
                speakers=(Speaker(CLAIRE, 1, None), Speaker(MARC, 2, None)),
                lines=tuple(line(at, one) for at, one in enumerate(said)),
            )  # fmt: skip
            await transcripts.add(session, made, transcript_id=new_id(), run_id=new_id(), document_key="k")
            return str(meeting.id)

    async def name(self, meeting_id: str, speaker_id: str, name: str) -> None:
        made = Correction(
            new_id(), CorrectionKind.RENAME_SPEAKER, 1, speaker_id, start=0.0, end=10.0, original="", value=name
        )
        async with self.database.session() as session:
            await corrections.add(session, meeting_id, self.owner_id, [made])

    async def indexed(self) -> None:
        lanes = (
            Indexer(self.database),
            MeaningIndexer(self.database, self.embedder),
            Placer(self.database, self.vectors),
        )
        for lane in lanes:
            while await lane.look():
                pass

    async def ask(
        self, question: str, *, by: str = "meaning", owner_id: str | None = None, of: Sequence[str] | None = None
    ) -> Grounds:
        """What is found, `by` meaning or by words alone."""
        engines: Asked = (self.vectors, self.embedder) if by == "meaning" else (None, None)
        async with self.database.reading() as session:
            return await grounds(session, *engines, owner_id or self.owner_id, question, meeting_ids=of)

    async def other(self) -> str:
        async with self.database.session() as session:
            return str(await self.house.user(session, email="other@example.org"))


@pytest.fixture
async def office(database: Database, house: Any, vectors_beside: Vectors, embedder: Embedder) -> Office:
    async with database.session() as session:
        owner_id = await house.user(session)
    return Office(database, house, owner_id, vectors_beside, embedder)


def texts(found: Grounds) -> list[str]:
    return [one.text for one in found.passages]


async def test_a_ground_tells_who_says_it_when_and_what_is_said_around_it(office: Office) -> None:
    canteen = await office.meeting(CANTEEN)
    await office.name(canteen, CLAIRE, "Claire")
    await office.meeting(BUDGET)
    await office.indexed()
    found = await office.ask("Qui appelle les maraîchers pour les légumes ?")
    assert found.may_answer
    first = found.passages[0]
    assert (first.meeting_id, first.utterance_ids, first.text) == (canteen, (f"{1:032x}",), CANTEEN[1])
    assert (first.start_ms, first.end_ms) == (20_000, 20_000 + 16 * 250 + 200)
    assert (first.speaker, first.speaker_number) == (None, 2)
    assert [one.text for one in first.around] == list(CANTEEN)
    assert first.around[0].speaker_name == "Claire"


async def test_a_question_in_the_other_language_is_answered_too(office: Office) -> None:
    for said in (BUDGET, CANTEEN, ROOF):
        await office.meeting(said)
    await office.indexed()
    assert texts(await office.ask("Why do we need a roofer before winter?"))[0] == ROOF[0]


@pytest.mark.parametrize("by", ["meaning", "words"])
async def test_only_ones_own_meetings_answer_and_none_in_the_trash(office: Office, by: str) -> None:
    other = await office.other()
    mine = await office.meeting(CANTEEN)
    theirs = await office.meeting(BUDGET, owner_id=other)
    await office.indexed()
    asked = "Combien coûte la rénovation des vestiaires, et que sert la cantine le jeudi ?"
    assert set(texts(await office.ask(asked, by=by))) <= set(CANTEEN)
    assert (await office.ask(asked, by=by, of=[theirs])).passages == []
    assert set(texts(await office.ask(asked, by=by, owner_id=other))) <= set(BUDGET)
    assert (await office.ask(asked, by=by, owner_id=new_id())).passages == []
    async with office.database.session() as session:
        (await session.get_one(Meeting, mine)).trashed_at = datetime.now(UTC)
    trashed = await office.ask(asked, by=by)
    assert (trashed.passages, trashed.may_answer) == ([], False)


@pytest.mark.parametrize("by", ["meaning", "words"])
async def test_only_the_meetings_that_are_asked_answer(office: Office, by: str) -> None:
    canteen, budget, roof = [await office.meeting(said) for said in (CANTEEN, BUDGET, ROOF)]
    await office.indexed()
    asked = "Le budget des vestiaires, le repas végétarien de la cantine, le toit de la piscine"
    assert {one.meeting_id for one in (await office.ask(asked, by=by)).passages} == {canteen, budget, roof}
    two = await office.ask(asked, by=by, of=[canteen, roof, new_id()])
    assert {one.meeting_id for one in two.passages} == {canteen, roof}
    nothing = await office.ask(asked, by=by, of=[])
    assert (list(nothing.passages), nothing.may_answer) == ([], False)


@pytest.mark.parametrize("by", ["meaning", "words"])
async def test_a_deleted_meeting_answers_nothing_from_that_moment(office: Office, by: str) -> None:
    meeting = await office.meeting(ROOF)
    await office.indexed()
    assert texts(await office.ask("le toit de la piscine", by=by))[0] == ROOF[0]
    async with office.database.session() as session:
        await deletions.delete_meeting(session, await session.get_one(Meeting, meeting))
    assert (await office.ask("le toit de la piscine", by=by)).passages == []


async def test_without_an_embedder_the_passages_with_the_rarest_words_answer(office: Office) -> None:
    for said in (BUDGET, CANTEEN, ROOF):
        await office.meeting(said)
    await office.indexed()
    found = await office.ask("Quel fournisseur pour les légumes de la région ?", by="words")
    assert texts(found)[0] == CANTEEN[1]
    assert found.may_answer
    assert not (await office.ask("Quel pianiste joue au conservatoire ?", by="words")).may_answer


async def test_a_meeting_that_is_not_embedded_yet_is_asked_by_its_words(office: Office) -> None:
    await office.meeting(ROOF)
    await office.indexed()
    new = await office.meeting(CANTEEN)
    words = Indexer(office.database)
    while await words.look():
        pass
    question = "Quel fournisseur pour les légumes de la région ?"
    found = await office.ask(question, of=[new])
    assert (texts(found)[0], found.may_answer) == (CANTEEN[1], True)
    await office.indexed()
    assert (await office.ask(question, of=[new])).passages[0].meeting_id == new


async def test_an_embedder_or_an_index_that_fails_leaves_the_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.meeting(ROOF)
    await office.indexed()
    with monkeypatch.context() as patch:
        patch.setattr(embedding, "MODEL_FILE", "none.bin")
        broken = Embedder()
        async with office.database.reading() as session:
            found = await grounds(session, office.vectors, broken, office.owner_id, "le toit", meeting_ids=None)
        broken.close()
    assert texts(found) == [ROOF[0]]
    await office.vectors.drop()
    assert texts(await office.ask("le toit")) == [ROOF[0]]

    async def lost(*_: Any, **__: Any) -> Any:
        raise ScribeError("database_unavailable")

    monkeypatch.setattr(office.vectors, "nearest", lost)
    with pytest.raises(ScribeError, match="database"):
        await office.ask("le toit")


@pytest.mark.parametrize("by", ["meaning", "words"])
async def test_whatever_is_asked_is_a_question(office: Office, by: str) -> None:
    await office.meeting(ROOF)
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
        found = await office.ask(question, by=by)
        assert set(texts(found)) <= set(ROOF), question
    assert not (await office.ask(" ", by=by)).may_answer


def test_nothing_answers_nothing() -> None:
    assert not may_answer([])
    assert not may_answer([LEAST_LIKENESS - 0.01] * 3)


def test_the_first_three_count_and_fewer_where_there_are_no_more() -> None:
    assert may_answer([LEAST_LIKENESS + 0.01])
    assert may_answer([LEAST_LIKENESS + 0.02, LEAST_LIKENESS, LEAST_LIKENESS - 0.01, -1.0])
    assert not may_answer([LEAST_LIKENESS + 0.02, LEAST_LIKENESS - 0.02, LEAST_LIKENESS - 0.02, 1.0])
