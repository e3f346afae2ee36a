"""What was said is found by what it means: in other words, in the other language, as the rows say and never another's."""

import asyncio
import math
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from indexed_office import Office

from scribe_core.database import deletions, search_marks, windows
from scribe_core.database.base import new_id
from scribe_core.database.meetings import Meeting
from scribe_core.database.passages import Filters
from scribe_core.database.windows import PLACED, PlacedMeeting, WindowRow
from scribe_core.errors import ScribeError
from scribe_core.search import embedding, meaning
from scribe_core.search.embedding import SPACE, Embedder
from scribe_core.search.indexing import Indexer
from scribe_core.search.meaning import MeaningIndexer, unpacked
from scribe_core.search.placing import Placer, point_id
from scribe_core.search.retrieval import search_by_meaning
from scribe_core.search.windows import LEAST_WORDS, MOST_WORDS, Part, windows_of
from scribe_core.stores.vectors import Passage

BUDGET = (
    (0, "Passons au budget de l’an prochain : je propose deux cent mille euros pour la rénovation des vestiaires."),
    (1, "C’est beaucoup, on avait dit cent cinquante mille au printemps."),
    (0, "Les devis ont augmenté, les artisans sont chers en ce moment."),
    (1, "D’accord, alors va pour deux cent mille, mais pas un euro de plus."),
)
CANTEEN = (
    (0, "La cantine servira un repas végétarien chaque jeudi à partir de la rentrée."),
    (1, "Les parents vont être contents, ils le demandent depuis longtemps."),
    (0, "Il faut encore trouver un fournisseur de légumes dans la région."),
)


def said_about(count: int, *, words: int) -> list[tuple[int, str]]:
    """So many utterances about nothing, of so many words each, no two the same."""
    talk = [
        "on",
        "en",
        "parle",
        "et",
        "puis",
        "on",
        "voit",
        "ce",
        "qui",
        "est",
        "bien",
        "pour",
        "le",
        "mois",
        "qui",
        "vient",
    ]
    return [(at % 2, " ".join(talk[(at + n * (at + 1)) % len(talk)] for n in range(words))) for at in range(count)]


async def found(office: Office, question: str, *, owner_id: str | None = None, **filters: Any) -> list[str]:
    """What was said in the passages that are found, best first."""
    vector = await office.embedder.question(question)
    async with office.database.reading() as session:
        passages = await search_by_meaning(
            session, office.vectors, owner_id or office.owner_id, vector, Filters(**filters), per_meeting=50, limit=50
        )
        assert passages.total == len(passages.passages)
        return [one.text for one in passages.passages]


async def vectors(office: Office) -> dict[int, bytes]:
    """The vectors of all windows, by their ids."""
    async with office.database.reading() as session:
        return {row.id: row.vectors for row in await session.scalars(sa.select(WindowRow))}


# -- vectors


async def test_the_same_meaning_is_near_in_both_languages(embedder: Embedder) -> None:
    asked = await embedder.question("How much money may the changing rooms cost?")
    vectors = await embedder.texts([BUDGET[0][1], CANTEEN[0][1]])
    assert vectors.shape == (2, SPACE.dimension)
    assert math.isclose(float((vectors[0] ** 2).sum()), 1.0, abs_tol=1e-3)
    near, far = (float(one) for one in vectors @ asked)
    assert near > far + 0.02


async def test_any_text_has_a_vector(embedder: Embedder) -> None:
    for text in ("", "\0", "a\0b", "\ud83d", "🎉", "\u202e"):
        (vector,) = await embedder.texts([text])
        assert all(map(math.isfinite, vector)), repr(text)
        assert len(await embedder.question(text)) == SPACE.dimension
    assert len(await embedder.question("x" * 100_000)) == SPACE.dimension
    assert (await embedder.texts([])).shape == (0, SPACE.dimension)


async def test_a_model_that_is_not_what_was_published_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("MODEL_SHA256", "0" * 64), ("PACKAGE", "no_such_package"), ("MODEL_FILE", "none.bin")):
        with monkeypatch.context() as patch:
            patch.setattr(embedding, name, value)
            broken = Embedder()
            with pytest.raises(ScribeError) as told:
                await broken.question("budget")
            assert told.value.code == "embedder_unavailable"
            broken.close()
    with monkeypatch.context() as patch:
        patch.setattr(embedding, "INSTRUCTIONS", frozenset({"avx9"}))
        patch.setattr("platform.machine", lambda: "x86_64")
        broken = Embedder()
        with pytest.raises(ScribeError) as told:
            await broken.check()
        assert "AVX9" in told.value.sentence("en")
        broken.close()


async def test_one_that_is_closed_ends_after_the_text_at_hand() -> None:
    """A worker that is told to stop does not go through all that it was asked at once."""
    embedder, begun, goes_on, said = Embedder(), threading.Event(), threading.Event(), []

    class Slow:
        def embedded(self, text: str, *, question: bool) -> Any:
            said.append((text, question))
            begun.set()
            goes_on.wait()
            return np.ones(SPACE.dimension, np.float32)

    slow: Any = Slow()
    embedder._engine, embedder._common = slow, embedding._common()
    asked = asyncio.create_task(embedder.texts(["one", "two", "three"]))
    await asyncio.to_thread(begun.wait)
    closed = asyncio.create_task(asyncio.to_thread(embedder.close))
    while not embedder._thread._shutdown:  # noqa: ASYNC110 — an executor offers nothing to wait for
        await asyncio.sleep(0)
    goes_on.set()
    await closed
    assert said == [("one", False)]
    with pytest.raises(ScribeError):
        await asked


# -- windows


def parts(*sizes: int) -> list[Part]:
    return [Part(at, " ".join(f"w{at}" for _ in range(size))) for at, size in enumerate(sizes, 1)]


def test_every_passage_is_in_a_window_and_short_ones_overlap() -> None:
    made = list(windows_of(parts(20, 30, 15, 40, 5, 5, 120, 3, 80, 10)))
    assert [one.passage_ids for one in made] == [[1, 2, 3], [3, 4, 5], [5, 6], [7], [8, 9], [10]]
    assert {id_ for one in made for id_ in one.passage_ids} == set(range(1, 11))
    for one in made:
        assert len(one.text.split()) <= MOST_WORDS or len(one.parts) == 1
    assert list(windows_of([])) == []
    (only,) = windows_of(parts(LEAST_WORDS - 1))
    assert only.passage_ids == [1]


def test_a_change_ends_some_windows_later() -> None:
    sizes = [7 + 5 * at % 31 for at in range(400)]
    before = {one.texts for one in windows_of(parts(*sizes))}
    said = parts(*sizes)
    said[200] = Part(201, "something else altogether")
    after = {one.texts for one in windows_of(said)}
    assert len(after - before) <= 8


# -- found


async def test_what_means_the_same_is_found_in_other_words_and_the_other_language(office: Office) -> None:
    await office.meeting(BUDGET)
    await office.meeting(CANTEEN)
    await office.indexed()
    assert (await found(office, "What will be on the menu for those who eat no meat?"))[0] == CANTEEN[0][1]
    assert (await found(office, "montant des travaux"))[0] in (BUDGET[0][1], BUDGET[3][1])
    assert (await found(office, "local vegetables supplier"))[0] == CANTEEN[2][1]


async def test_nobody_elses_is_found_nor_what_lies_in_the_trash(office: Office) -> None:
    other = await office.other()
    mine = await office.meeting(CANTEEN)
    await office.meeting(BUDGET, owner_id=other)
    await office.indexed()
    assert not {one for _, one in BUDGET} & set(await found(office, "budget for the changing rooms"))
    assert await found(office, "budget", owner_id=new_id()) == []
    assert await found(office, "vegetarian meal", owner_id=other, meeting_id=mine) == []
    async with office.database.session() as session:
        (await session.get_one(Meeting, mine)).trashed_at = datetime.now(UTC)
    assert await found(office, "vegetarian meal") == []


async def test_the_rows_decide_whose_it_is_whatever_the_index_holds(office: Office) -> None:
    """An index that was tampered with, or is another's, tells nobody a word."""
    other = await office.other()
    await office.meeting(BUDGET, owner_id=other)
    await office.indexed()
    async with office.database.reading() as session:
        rows = list(await session.scalars(sa.select(WindowRow)))

    stolen = [
        Passage(point_id(one.id), office.owner_id, one.meeting_id, "", [float(n) for n in unpacked(one.vectors)[0]])
        for one in rows
    ]
    await office.vectors.put(SPACE, stolen)
    assert await found(office, "budget for the changing rooms") == []


async def test_the_filters_hold_for_meanings_too(office: Office) -> None:
    budget = await office.meeting(BUDGET)
    await office.meeting(CANTEEN)
    await office.correct(budget, 0, "Claire Élie")
    await office.indexed()
    said = {one for _, one in BUDGET}
    assert set(await found(office, "a vegetarian meal", meeting_id=budget)) <= said
    by_claire = await found(office, "budget", speaker="clairé")
    assert by_claire
    assert set(by_claire) <= {text for at, text in BUDGET if at == 0}
    assert await found(office, "budget", tag="none") == []
    assert await found(office, "budget", speaker="Zoé") == []


async def test_a_correction_is_found_and_costs_only_what_changed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = await office.meeting([*said_about(12, words=25), *BUDGET])
    await office.indexed()
    before = await vectors(office)
    asked: list[str] = []
    texts = office.embedder.texts

    async def counted(said: Sequence[str]) -> Any:
        asked.extend(said)
        return await texts(said)

    monkeypatch.setattr(office.embedder, "texts", counted)
    await office.correct(meeting, 14, "Le toit de la piscine fuit, il faut un couvreur avant l’hiver.", BUDGET[2][1])
    await office.indexed()
    assert 0 < len(asked) <= 6, "one passage, and the windows that hold it"
    assert (await found(office, "leaking swimming pool"))[0].startswith("Le toit")
    assert BUDGET[2][1] not in await found(office, "prices of craftsmen")
    after = await vectors(office)
    assert len(set(before) & set(after)) >= len(before) - 4
    assert {id_: after[id_] for id_ in before if id_ in after} == {id_: before[id_] for id_ in before if id_ in after}
    assert await office.vectors.count(SPACE) == len(after)


async def test_a_deleted_meeting_is_gone_at_once_and_then_from_the_index(office: Office) -> None:
    meeting = await office.meeting(BUDGET)
    await office.meeting(CANTEEN)
    await office.indexed()
    both = await office.vectors.count(SPACE)
    async with office.database.session() as session:
        await deletions.delete_meeting(session, await session.get_one(Meeting, meeting))
    assert not {one for _, one in BUDGET} & set(await found(office, "changing rooms"))
    await office.placed()
    assert await office.vectors.count(SPACE) < both
    async with office.database.reading() as session:
        assert meeting not in set(await session.scalars(sa.select(PlacedMeeting.meeting_id)))


async def test_an_index_that_was_lost_is_filled_again_without_the_model(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.meeting(BUDGET)
    await office.indexed()
    count = await office.vectors.count(SPACE)
    await office.vectors.drop()
    again = Placer(office.database, office.vectors)
    while await again.look():
        pass
    assert await office.vectors.count(SPACE) == count
    assert await found(office, "renovation of the changing rooms")
    # Half of it, while the process goes on.
    (some, *_) = sorted(await vectors(office))

    await office.vectors.forget(SPACE, [point_id(some)])
    again._compare_at = 0.0
    while await again.look():
        pass
    assert await office.vectors.count(SPACE) == count


async def test_an_index_of_another_database_is_emptied_first(office: Office) -> None:

    await office.vectors.ensure(SPACE)
    await office.vectors.put(SPACE, [Passage(point_id(n), office.owner_id, new_id(), "", [1.0] * 384) for n in (7, 8)])
    await office.placed()
    assert await office.vectors.count(SPACE) == 0


async def test_what_was_cut_off_is_gone_on_with(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "SLICE", 2)
    await office.meeting(said_about(5, words=70))
    words = Indexer(office.database)
    while await words.look():
        pass
    first = MeaningIndexer(office.database, office.embedder)
    assert await first.look() == 1
    assert len(await vectors(office)) == 2
    async with office.database.reading() as session:
        assert await search_marks.count_unembedded(session) == 1
    second = MeaningIndexer(office.database, office.embedder)  # another process
    kept = await vectors(office)
    while await second.look():
        pass
    rows = await vectors(office)
    assert len(rows) == 5
    assert kept.items() <= rows.items()
    async with office.database.reading() as session:
        assert await search_marks.count_unembedded(session) == 0


async def test_a_change_is_not_kept_waiting_by_a_long_new_meeting(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = await office.meeting(CANTEEN)
    await office.indexed()
    monkeypatch.setattr(meaning, "SLICE", 1)
    for _ in range(3):
        await office.meeting(said_about(2, words=70))
    await office.correct(changed, 1, "Le gymnase sera repeint en bleu.", CANTEEN[1][1])
    words = Indexer(office.database)
    while await words.look():
        pass
    await MeaningIndexer(office.database, office.embedder).look()
    async with office.database.reading() as session:
        mark = await session.get_one(search_marks.SearchMark, changed)
        assert mark.embedded == mark.wanted


async def test_reindexing_words_keeps_vectors_and_names_the_new_passages(office: Office) -> None:
    await office.meeting(BUDGET)
    await office.indexed()
    before = await vectors(office)
    async with office.database.session() as session:
        await search_marks.renew(session)
    await office.indexed()
    assert await vectors(office) == before
    assert (await found(office, "devis des artisans"))[0] == BUDGET[2][1]
    async with office.database.reading() as session:
        assert set(await session.scalars(sa.select(WindowRow.state))) == {PLACED}


async def test_another_version_embeds_anew(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await office.meeting(BUDGET)
    await office.indexed()
    before = await vectors(office)
    async with office.database.session() as session:
        assert await search_marks.embed_again(session, "another") == 1
    monkeypatch.setattr(meaning, "VERSION", "another")
    meanings = MeaningIndexer(office.database, office.embedder)
    while await meanings.look():
        pass
    async with office.database.reading() as session:
        states = await session.execute(sa.select(WindowRow.id, WindowRow.version, WindowRow.state))
        assert {(id_ in before, version, state) for id_, version, state in states} == {
            (True, SPACE.collection, windows.GONE),
            (False, "another", windows.FRESH),
        }
