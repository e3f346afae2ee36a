"""What was said is found: by words in any inflection, by phrases, within limits, as the rows say and never another's."""

import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ClauseElement, Executable

from scribe_core.database import (
    corrections,
    deletions,
    identities,
    passages,
    persons,
    search_marks,
    transcripts,
    users,
    withdrawals,
)
from scribe_core.database.base import new_id, now
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.database.passages import Filters, Look, PassageRow, PassageSpeaker
from scribe_core.domain.corrections import Correction, CorrectionKind
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.search import question
from scribe_core.search.indexing import Indexer
from scribe_core.search.passages import LONG_CHARACTERS, passages_of
from scribe_core.search.question import asked, groups
from scribe_core.search.retrieval import Found, search
from scribe_core.search.terms import pair_terms, terms_of, word_term

SPEAKERS = ("1" * 32, "2" * 32)


def transcript(
    meeting_id: str, said: Sequence[tuple[int, str]], *, number: int = 1, language: str = "fr"
) -> Transcript:
    """A transcript in which each utterance takes ten seconds, and is twenty after the one before."""

    def line(at: int, speaker: int, text: str) -> Line:
        spoken = text.split()
        step = 10.0 / len(spoken)
        words = tuple(
            Word(30.0 * at + i * step, 30.0 * at + (i + 1) * step, word, 0.9) for i, word in enumerate(spoken)
        )
        return Line(f"{at:032x}", SPEAKERS[speaker], words[0].start, words[-1].end, words, overlap=False, doubt=0.0)

    return Transcript(
        meeting_id=meeting_id, title="", revision=number, language=language, seconds=600.0,
        speakers=tuple(Speaker(id_, n, None) for n, id_ in enumerate(SPEAKERS, 1)),
        lines=tuple(line(at, speaker, text) for at, (speaker, text) in enumerate(said)),
    )  # fmt: skip


@dataclass
class Office:
    """Somebody's meetings, and the index over them."""

    database: Database
    house: Any
    owner_id: str
    indexer: Indexer

    async def meeting(self, *said: tuple[int, str], language: str = "fr", **values: Any) -> str:
        """A meeting in which that was said, not indexed yet."""
        async with self.database.session() as session:
            meeting = await self.house.meeting(session, values.pop("owner_id", self.owner_id), **values)
            made = transcript(meeting.id, said, language=language)
            await transcripts.add(session, made, transcript_id=new_id(), run_id=new_id(), document_key="k")
            return str(meeting.id)

    async def correct(self, meeting_id: str, kind: CorrectionKind, target: str, value: str, **more: Any) -> str:
        """A correction of the first revision."""
        fields = {"start": 0.0, "end": 10.0, "original": "", **more}
        made = Correction(new_id(), kind, 1, target, value=value, **fields)
        async with self.database.session() as session:
            await corrections.add(session, meeting_id, self.owner_id, [made])
        return made.id

    async def indexed(self) -> int:
        """How many meetings it took to bring the index up to date."""
        done = 0
        while found := await self.indexer.look():
            done += found
        return done

    async def search(
        self, text: str, *, owner_id: str | None = None, unfinished: bool = False, **filters: Any
    ) -> Found:
        async with self.database.reading() as session:
            return await search(
                session, owner_id or self.owner_id, asked(text, unfinished=unfinished), Filters(**filters),
                per_meeting=100, limit=100,
            )  # fmt: skip

    async def texts(self, text: str, **filters: Any) -> list[str]:
        """What was said in the passages that are found."""
        return [one.text for one in (await self.search(text, **filters)).passages]


@pytest.fixture
async def office(database: Database, house: Any) -> Office:
    async with database.session() as session:
        owner_id = await house.user(session)
    return Office(database, house, owner_id, Indexer(database))


async def test_words_are_found_whatever_their_case_accents_and_inflection(office: Office) -> None:
    await office.meeting(
        (0, "Les élus ont décidé de voter le règlement."), (1, "L’œuvre est à l’école."), (0, "On recrute à Nantes.")
    )
    await office.meeting((0, "We decided on two deadlines."), language="en")
    assert await office.indexed() == 2
    first = "Les élus ont décidé de voter le règlement."
    for text in (
        "décision décidée",
        "decidee",
        "DÉCIDER",
        "reglements",
        "e\u0301lu",
        "vote élus",
        "les élus du règlement",
    ):
        expected = [first] if text != "décision décidée" else []
        assert [one for one in await office.texts(text) if one == first] == expected, text
    assert await office.texts("oeuvres école") == ["L’œuvre est à l’école."]
    assert await office.texts("l'ecole") == ["L’œuvre est à l’école."]
    assert await office.texts("deadline") == ["We decided on two deadlines."]
    assert await office.texts("nantes école") == [], "all words must be said in one passage"
    assert await office.texts("règlem") == []
    assert await office.texts("règlem", unfinished=True) == [first]


async def test_a_phrase_is_found_as_it_was_said(office: Office) -> None:
    await office.meeting(
        (0, "Le vote du budget est reporté."), (1, "Le budget du vote électronique."), (0, "Votes du budget.")
    )
    await office.indexed()
    assert await office.texts('"VOTE DU BUDGET"') == ["Le vote du budget est reporté."]
    assert await office.texts("« vote du budget » reporte") == ["Le vote du budget est reporté."]
    assert len(await office.texts("vote budget")) == 3
    assert await office.texts('"budget reporté"') == []
    assert await office.texts('"votes"') == ["Votes du budget."]


async def test_a_phrase_of_very_common_words_is_found_as_it_was_said(office: Office) -> None:
    said = ["De la salle.", "La de la salle", "La salle de la", "Là, de l’eau", "Il est là de là"]
    await office.meeting(*((at % 2, text) for at, text in enumerate(said)))
    await office.indexed()
    for text, expected in (
        ('"de la"', {0, 1, 2, 4}),
        ('"la de"', {1, 3, 4}),
        ('"la de la"', {1, 4}),
        ('"de la de"', set()),
        ('"de la" salle', {0, 1, 2}),
        ('"de"', {0, 1, 2, 3, 4}),
        ('"salle de" "de la"', {2}),
    ):
        assert {said.index(one) for one in await office.texts(text)} == expected, text


async def test_the_same_is_found_as_by_reading_everything(office: Office) -> None:
    """Words, beginnings and phrases of some very common words and some others, against every passage read word by word."""
    chance = random.Random(7)
    words = ["de", "la", "le", "les", "a", "budget", "vote", "élu", "parc", "x1"]

    def some(count: int) -> str:
        return " ".join(chance.choices(words, k=count))

    said = list(dict.fromkeys(some(chance.randint(1, 9)) for _ in range(90)))
    await office.meeting(*((at % 2, text) for at, text in enumerate(said)))
    await office.indexed()
    for _ in range(150):
        phrase, word = some(chance.randint(1, 4)), chance.choice(words[5:])
        for text, also in ((f'"{phrase}"', ""), (f'{word} "{phrase}"', word)):
            having = {one for one in said if f" {phrase} " in f" {one} "}
            expected = {one for one in having if not also or also in one.split()}
            assert set(await office.texts(text)) == expected, text


def test_a_pair_of_words_is_no_other_pair() -> None:
    def pairs(text: str) -> list[str]:
        return pair_terms([word_term(word) for word in text.split()])

    assert pairs("de la salle") == pairs("de la") + pairs("la salle")
    assert pairs("salle jaune") == [], "no very common word: few passages have both"
    for one, other in (("a la", "al a"), ("de x1", "dex 1"), ("la 2xa", "la2x a")):
        assert pairs(f"{one} de")[0] != pairs(f"{other} de")[0], one
    assert pair_terms(terms_of([("De", "fr"), ("la", "fr")], owner_id="o" * 32, meeting_id="w" * 32)) == pairs("de la")


@pytest.mark.parametrize(
    "text",
    [
        '"', '""', "'", "budget AND", "NOT budget", "NEAR(budget, 2)", "budget*", "*", "^budget", "terms:budget", "-budget", "(", "budget)",
        "budget\0", "\0", "a & b | !c <-> d", "budget:*", "\u202eteg\u0302dub", "🎉", "🎉 budget", "x" * 10_000, "budget " * 2000, "\ud83d",
        "'; DROP TABLE passages; --", "%", "_", "\\", "ﷺ", "1e5", "e\u0301" * 5000, "'" * 500, '"budget', "budget OR vote", "{budget}",
    ],
)  # fmt: skip
async def test_whatever_is_typed_is_plain_text(office: Office, text: str) -> None:
    await office.meeting((0, "Le budget est voté."))
    await office.indexed()
    found = await office.texts(text)
    assert found in ([], ["Le budget est voté."])
    if set(text.split()) in ({"budget"}, {"🎉", "budget"}, {"budget", "AND"}):
        assert found


@pytest.mark.parametrize(
    "text",
    [
        f'"{"budget a " * 1200}"',
        "予算会議" * 1500,
        " ".join(f'"mot{n} suivant{n}"' for n in range(400)),
        "ﷺ" * 60,
        " ".join(f"mot{n}" for n in range(1500)),
    ],
    ids=["a phrase", "no blanks", "phrases", "letters that are phrases", "words"],
)
async def test_whatever_is_pasted_is_answered(office: Office, text: str) -> None:
    await office.meeting((0, "Le budget est voté."))
    await office.indexed()
    assert await office.texts(text, unfinished=True) == []
    assert await office.texts(f"{text} budget") == []


async def test_whatever_is_said_is_indexed(office: Office) -> None:
    said = "ﷺ" * 60
    await office.meeting((0, f"{said} budget"), (1, ",".join(f"{n:x}" for n in range(3500))))
    await office.indexed()
    assert await office.texts(said) == await office.texts("budget") == [f"{said} budget"]
    assert len(await office.texts('"a b c"')) == 1


def test_of_a_pasted_text_no_more_words_are_looked_at_than_count(monkeypatch: pytest.MonkeyPatch) -> None:
    stemmed: list[str] = []

    def stems(word: str) -> frozenset[str]:
        stemmed.append(word)
        return frozenset({word})

    monkeypatch.setattr(question, "stems", stems)
    words = [f"mot{n}" for n in range(2000)]
    assert [one.shown for one in asked(" ".join(words), unfinished=True).wanted] == words[: question.MOST_WORDS]
    assert len(stemmed) <= question.MOST_WORDS + 1
    last = asked(" ".join(["voter"] * 3000 + ["budget"]), unfinished=True).wanted[-1]
    assert (last.shown, getattr(last, "unfinished", None)) == ("budget", True)


async def test_words_of_any_script_are_found(office: Office) -> None:
    said = ["اجتماع المِيزانية غدا", "予算会議を開く", "Бюджет города", "प्रस्ताव पारित हुआ", "naïve 🎉 café"]
    await office.meeting(*((at % 2, text) for at, text in enumerate(said)))
    await office.indexed()
    for text, at in (("الميزانية", 0), ("会議", 1), ("БЮДЖЕТ", 2), ("प्रस्ताव", 3), ("cafe naive", 4)):
        assert await office.texts(text) == [said[at]], text
    assert await office.texts("議会") == [], "the characters in another order are another word"


async def test_limits_are_kept(office: Office) -> None:
    spring, autumn = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)
    old = await office.meeting((0, "Le budget de mars."), (1, "Un budget de marc."), held_at=spring)
    new = await office.meeting((0, "Le budget d’octobre."), held_at=autumn)
    await office.correct(old, CorrectionKind.RENAME_SPEAKER, SPEAKERS[1], "Élodie D_mas")
    async with office.database.session() as session:
        await session.execute(
            sa.insert(sa.table("meeting_tags", *map(sa.column, ("meeting_id", "folded", "owner_id", "name")))),
            [{"meeting_id": new, "folded": "cse", "owner_id": office.owner_id, "name": "CSE"}],
        )
    await office.indexed()
    assert await office.texts("budget", meeting_id=new) == ["Le budget d’octobre."]
    assert await office.texts("budget", speaker="elodie") == ["Un budget de marc."]
    assert await office.texts("budget", speaker="d_m") == ["Un budget de marc."]
    assert await office.texts("budget", speaker="%") == []
    assert await office.texts("budget", tag="CSE") == ["Le budget d’octobre."]
    assert await office.texts("budget", since=autumn) == ["Le budget d’octobre."]
    assert sorted(await office.texts("budget", until=autumn)) == ["Le budget de mars.", "Un budget de marc."]
    assert await office.texts("budget", meeting_id=new, speaker="Élodie") == []
    async with office.database.reading() as session:
        assert await passages.speaker_names(session, office.owner_id, "ELO", 10) == [("Élodie D_mas", 1)]


async def test_nobody_finds_what_is_anothers(office: Office) -> None:
    async with office.database.session() as session:
        other = await office.house.user(session, "marc@example.org")
    mine, theirs = await office.meeting((0, "Mon budget.")), await office.meeting((0, "Leur budget."), owner_id=other)
    await office.indexed()
    assert await office.texts("budget") == ["Mon budget."]
    assert await office.texts("budget", owner_id=other) == ["Leur budget."]
    assert await office.texts("budget", meeting_id=theirs) == []
    assert await office.texts(f"o{other}") == await office.texts(f"m{theirs}") == await office.texts(mine) == []
    async with office.database.reading() as session:
        ids = (await session.scalars(sa.select(PassageRow.id))).all()
        assert [one.text for one in (await passages.shown(session, office.owner_id, ids)).values()] == ["Mon budget."]


async def test_corrections_reach_the_index_and_so_does_taking_them_back(office: Office) -> None:
    meeting = await office.meeting((0, "Le budgé est voté."), (1, "Merci bien."), (0, "Passons au vote."))
    await office.indexed()
    before = await ids_of(office)
    edit = await office.correct(
        meeting, CorrectionKind.EDIT_UTTERANCE, f"{0:032x}", "Le budget est voté.", original="Le budgé est voté."
    )
    assert await office.texts("budget") == []
    assert await office.indexed() == 1
    assert await office.texts("budget") == ["Le budget est voté."]
    assert await office.texts("budgé") == []
    assert len(before & await ids_of(office)) == 2, "what did not change is what it was"
    async with office.database.session() as session:
        await corrections.take_back(session, meeting, [edit])
    assert await office.indexed() == 1
    assert await office.texts("budget") == []
    async with office.database.session() as session:
        await corrections.make_again(session, meeting, [edit])
    assert await office.indexed() == 1
    assert await office.texts("budget") == ["Le budget est voté."]
    assert await office.indexed() == 0


async def test_words_that_move_to_another_speaker_are_found_with_that_one(office: Office) -> None:
    meeting = await office.meeting((0, "Le budget est voté. Passons au personnel"), (1, "et au recrutement."))
    await office.correct(meeting, CorrectionKind.RENAME_SPEAKER, SPEAKERS[1], "Claire")
    await office.indexed()
    move = await office.correct(
        meeting, CorrectionKind.MOVE_WORDS, f"{0:032x}", f"{1:032x}", start=40 / 7, original="Passons au personnel"
    )
    assert await office.indexed() == 1
    assert await office.texts("personnel") == ["Passons au personnel et au recrutement."]
    assert await office.texts('"personnel et au recrutement"', speaker="Claire") != []
    async with office.database.session() as session:
        await corrections.take_back(session, meeting, [move])
    assert await office.indexed() == 1
    assert await office.texts("personnel", speaker="Claire") == []


async def ids_of(office: Office) -> set[int]:
    async with office.database.reading() as session:
        return set((await session.scalars(sa.select(PassageRow.id))).all())


async def test_a_name_reaches_the_speakers_and_touches_no_passage(office: Office) -> None:
    meeting = await office.meeting((0, "Le budget."), (1, "Le vote."))
    await office.indexed()
    before = await ids_of(office)
    await office.correct(meeting, CorrectionKind.RENAME_SPEAKER, SPEAKERS[0], "Claire")
    await office.indexed()
    assert await office.texts("budget", speaker="claire") == ["Le budget."]
    (found,) = (await office.search("budget")).passages
    assert (found.speaker_name, found.speaker_number) == ("Claire", 1)
    await office.correct(meeting, CorrectionKind.RENAME_SPEAKER, SPEAKERS[0], "")
    await office.indexed()
    assert await office.texts("budget", speaker="claire") == []
    assert await ids_of(office) == before


async def test_a_known_persons_new_name_and_erasure_reach_it(office: Office) -> None:
    meeting = await office.meeting((0, "Le budget."))
    async with office.database.session() as session:
        person = await persons.add(session, office.owner_id, "Claire")
        session.add(
            identities.IdentityRow(
                meeting_id=meeting, speaker_id=SPEAKERS[0], person_id=person.id, score=0.9, margin=0.5, sure=True
            )
        )
    await office.indexed()
    assert await office.texts("budget", speaker="claire") == ["Le budget."]
    async with office.database.session() as session:
        await persons.change(session, await persons.owned(session, office.owner_id, person.id), name="Clara")
    assert await office.indexed() == 1
    assert await office.texts("budget", speaker="clara") == ["Le budget."]
    async with office.database.session() as session:
        await withdrawals.erase(session, await persons.owned(session, office.owner_id, person.id))
    async with office.database.reading() as session:
        names = (await session.scalars(sa.select(PassageSpeaker.name))).all()
        assert "Clara" not in names, "gone with the person, before anybody indexes"
    assert await office.indexed() == 1
    (found,) = (await office.search("budget")).passages
    assert (found.speaker_name, found.speaker_number) == (None, 1)


async def test_a_new_revision_takes_the_place_of_the_one_before(office: Office) -> None:
    meeting = await office.meeting((0, "Le budget ancien."))
    await office.indexed()
    async with office.database.session() as session:
        made = transcript(meeting, [(0, "Le budget nouveau.")], number=2)
        await transcripts.add(session, made, transcript_id=new_id(), run_id=new_id(), document_key="k")
    await office.indexed()
    assert await office.texts("budget") == ["Le budget nouveau."]


async def test_what_changes_while_it_is_indexed_is_indexed_again(office: Office) -> None:
    meeting = await office.meeting((0, "Le budget."))
    async with office.database.reading() as session:
        (mark,) = await search_marks.behind(session, 10)
    await office.correct(meeting, CorrectionKind.RENAME_SPEAKER, SPEAKERS[0], "Claire")
    async with office.database.session() as session:
        assert not await search_marks.settle(session, meeting, mark.wanted, "1"), "somebody who began before"
    assert await office.indexed() == 1
    assert await office.texts("budget", speaker="claire") == ["Le budget."]


async def test_two_who_index_at_once_do_it_once(office: Office) -> None:
    await office.meeting((0, "Le budget."))
    async with office.database.reading() as session:
        (mark,) = await search_marks.behind(session, 10)
    other = Indexer(office.database)
    assert await office.indexer._index(mark)
    assert not await other._index(mark)
    assert await office.texts("budget") == ["Le budget."]


def test_what_is_no_words_makes_no_endless_passage() -> None:
    endless = "x" * 3000
    made = transcript("m" * 32, [(0, " ".join([endless] * 5)), (1, "y" * (2 * LONG_CHARACTERS)), (0, "fin. " * 130)])
    lengths = [len(one.text) for one in passages_of(made, "o" * 32)]
    assert lengths == [3000] * 5 + [2 * LONG_CHARACTERS] + [120 * 5 - 1, 10 * 5 - 1]


async def test_the_trash_is_not_searched_and_gives_back_what_it_held(office: Office) -> None:
    meeting = await office.meeting((0, "Le budget."))
    await office.indexed()
    for moment, expected in ((now(), []), (None, ["Le budget."])):
        async with office.database.session() as session:
            await session.execute(sa.update(Meeting).where(Meeting.id == meeting).values(trashed_at=moment))
        assert await office.texts("budget") == expected


async def test_deleting_leaves_no_word(office: Office) -> None:
    kept = await office.meeting((0, "Le budget reste."))
    gone = await office.meeting((0, "Xylophone et quetsche."), (1, "Encore un xylophone."))
    await office.indexed()
    async with office.database.session() as session:
        await deletions.delete_meeting(session, await session.get_one(Meeting, gone))
    assert await office.texts("xylophone") == []
    await office.indexer.forget_terms()
    await office.database.wipe()
    async with office.database.reading() as session:
        for table in (PassageRow, PassageSpeaker, search_marks.SearchMark):
            assert set(await session.scalars(sa.select(table.meeting_id))) == {kept}
        if office.database.is_sqlite:
            path = await session.scalar(sa.text("SELECT file FROM pragma_database_list WHERE name = 'main'"))
            assert b"ylophon" not in Path(path).read_bytes()
    assert await office.texts("budget") == ["Le budget reste."]


async def test_an_accounts_end_leaves_nothing(office: Office) -> None:
    await office.meeting((0, "Le budget."))
    await office.indexed()
    async with office.database.session() as session:
        await session.execute(sa.delete(users.User).where(users.User.id == office.owner_id))
    assert await ids_of(office) == set()
    if office.database.is_sqlite:
        async with office.database.session() as session:
            await session.execute(
                sa.text("INSERT INTO passage_terms (passage_terms, rank) VALUES ('integrity-check', 1)")
            )


async def test_another_version_and_reindex_make_every_passage_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.meeting((0, "Le budget."))
    await office.indexed()
    assert (await office.indexer.renew(), await office.indexed()) == (0, 0)
    before = await ids_of(office)
    monkeypatch.setattr("scribe_core.search.indexing.VERSION", "another")
    assert (await office.indexer.renew(), await office.indexed()) == (1, 1)
    again = await ids_of(office)
    assert again.isdisjoint(before)
    async with office.database.session() as session:
        assert await search_marks.renew(session) == 1
        assert await search_marks.renew(session) == 0, "it is to be done already"
        assert await search_marks.count_behind(session) == 1
    assert await office.indexed() == 1
    assert (await ids_of(office)).isdisjoint(again)
    assert await office.texts("budget") == ["Le budget."]


async def test_a_meeting_that_cannot_be_indexed_keeps_no_other_waiting(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scribe_core.search import indexing

    bad, good = await office.meeting((0, "Un.")), await office.meeting((0, "Le budget."))
    cut = indexing._cut

    def fail(machine: Transcript, *rest: Any) -> Any:
        if machine.meeting_id == bad:
            raise ValueError
        return cut(machine, *rest)

    monkeypatch.setattr(indexing, "_cut", fail)
    for _ in range(2):
        with suppress(ValueError):
            await office.indexer.look()
    assert await office.texts("budget") == ["Le budget."]
    assert await office.indexer.look() == 0, "it is not tried at every look"
    monkeypatch.setattr(indexing, "_cut", cut)
    await office.correct(bad, CorrectionKind.RENAME_SPEAKER, SPEAKERS[0], "Claire")
    assert good


class Explain(Executable, ClauseElement):
    """How the database goes about a query."""

    inherit_cache = False

    def __init__(self, query: Any) -> None:
        self.query = query


@compiles(Explain)
def _explain(element: Explain, compiler: Any, **options: Any) -> str:
    word = "EXPLAIN QUERY PLAN" if compiler.dialect.name == "sqlite" else "EXPLAIN"
    return f"{word} {compiler.process(element.query, **options)}"


async def test_a_question_is_answered_off_the_index(office: Office) -> None:
    for _ in range(10):
        await office.meeting(*((n % 2, " ".join(f"mot{n}x{i}" for i in range(45))) for n in range(200)))
    await office.indexed()
    filters = Filters(tag="cse", speaker="claire", since=datetime(2026, 1, 1, tzinfo=UTC))
    async with office.database.session() as session:
        await session.execute(sa.text("ANALYZE"))
        query, values = passages.asking(session, office.owner_id, groups(asked("mot3x4")), filters, most=10)
        plan = "\n".join(str(row[-1]) for row in await session.execute(Explain(query), values))
    if office.database.is_sqlite:
        assert "SCAN passage_terms VIRTUAL TABLE" in plan
        assert plan.count("SCAN") == 1, plan
    else:
        assert "ix_passages_terms" in plan
        assert "Seq Scan on passages" not in plan, plan


def test_as_many_eras_are_looked_through_as_may_hold_what_is_missing() -> None:
    first = Look(end=100, eras=2, seen=0, rest=False)
    assert first.next(found=500, most=500) is None, "there are enough"
    few = first.next(found=50, most=500)
    assert few == Look(end=98, eras=24, seen=2, rest=False), "twenty-five a time, and some to spare"
    assert few.next(found=490, most=500) == Look(end=74, eras=1, seen=26, rest=False)
    assert first.next(found=0, most=500) == Look(end=98, eras=1300, seen=2, rest=True), "the rest at once"
    assert Look(end=98, eras=1300, seen=2, rest=True).next(found=3, most=500) is None


async def test_of_very_many_the_newest_are_found(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "ERA", 8)
    monkeypatch.setattr(passages, "FIRST_ERAS", 1)
    for number in range(6):
        await office.meeting(
            *((n % 2, f"Le budget {'rare ' if number == 0 else ''}{number} {n} " + "x " * 40) for n in range(5))
        )
        await office.indexed()
    newest = sorted(await ids_of(office), reverse=True)
    async with office.database.reading() as session:
        for most in (3, 12, 100):
            hits = await passages.hits(session, office.owner_id, groups(asked("budget")), Filters(), most=most)
            assert sorted((hit.passage_id for hit in hits), reverse=True) == newest[:most]
        rare = await passages.hits(session, office.owner_id, groups(asked("rare")), Filters(), most=100)
        assert len(rare) == 5, "the oldest of all"
