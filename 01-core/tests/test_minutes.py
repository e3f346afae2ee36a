"""What the extract takes from exchanges of meetings, and what it leaves.

`meetings_said/` holds short exchanges of meetings, with what minutes should take from them.

The meeting is held on Tuesday, 10 March 2026.

A line is a name, a colon and what that person says. Marks after `=>` tell what must cite the line: `decision`, or `action` with its
owner's name (`-` for nobody) and due day (`-` for none). Items that cite no marked line are wrong, and so are marks that nothing cites.
An item may be marked on one line only, of those that hold it. Exchanges are parted by empty lines.
"""

import re
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scribe_core.domain.minutes import Minutes, Owner
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.minutes.writing import ExtractWriter

HELD_ON = date(2026, 3, 10)


def exchanges(table: str) -> list[str]:
    return [exchange.strip() for exchange in re.split(r"\n\s*\n", table)]


def transcript(exchange: str, language: str) -> Transcript:
    """Each line an utterance `u1`, `u2` … of three seconds; speakers in the order they first speak."""
    told = [line.partition("=>")[0].partition(":") for line in exchange.splitlines()]
    names = list(dict.fromkeys([name.strip().title() for name, _, _ in told]))
    return Transcript(
        "m1", "A meeting", 1, language, 3.0 * len(told),
        tuple(Speaker(name, number, name) for number, name in enumerate(names, start=1)),
        tuple(
            Line(
                f"u{number}", name.strip().title(), 3.0 * number, 3.0 * number + 2.8,
                tuple(Word(3.0 * number, 3.0 * number + 1, word, 1.0) for word in text.split()), False, 0.0,
            )
            for number, (name, _, text) in enumerate(told, start=1)
        ),
    )  # fmt: skip


def minutes_of(exchange: str, language: str) -> Minutes:
    return ExtractWriter().write(transcript(exchange, language), HELD_ON)


def wanted(exchange: str) -> tuple[list[str], list[tuple[str, str, str]]]:
    decisions, actions = [], []
    for number, line in enumerate(exchange.splitlines(), start=1):
        for mark in line.partition("=>")[2].split(";"):
            kind, *rest = mark.split() or [""]
            if kind == "decision":
                decisions.append(f"u{number}")
            elif kind == "action":
                actions.append((f"u{number}", rest[0], rest[1]))
    return decisions, actions


SAID = Path(__file__).parent / "meetings_said"
CASES = [
    (language, one)
    for language, name in (("fr", "french"), ("en", "english"))
    for kind in ("", "_meetings")
    for one in exchanges((SAID / f"{name}{kind}.txt").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("language", "exchange"), CASES, ids=[f"{one[:2]}-{text[:60]}" for one, text in CASES])
def test_minutes_take_what_was_settled_and_taken_on_and_nothing_else(language: str, exchange: str) -> None:
    minutes = minutes_of(exchange, language)
    decisions, actions = wanted(exchange)
    told = [next((line for line in decisions if line in one.citations), one.text) for one in minutes.decisions]
    assert told == decisions
    done = [
        (
            next((line for line, _, _ in actions if line in one.citations), one.text),
            one.owner.name.split()[-1] if one.owner else "-",
            str(one.due.day) if one.due else "-",
        )
        for one in minutes.actions
    ]
    assert done == actions


def test_an_item_is_quoted_from_what_it_cites() -> None:
    minutes = minutes_of("Claire: Euh, alors je je vais, euh, appeler l'assureur demain.", "fr")
    assert [one.text for one in minutes.actions] == ["alors je vais, appeler l'assureur demain"]
    assert [one.due.said for one in minutes.actions if one.due] == ["demain"]


def test_what_was_asked_and_nobody_knew_stays_open() -> None:
    minutes = minutes_of("Tom: Who has the keys to the cellar?\nSofia: No idea.\nTom: I'll ask the caretaker.", "en")
    assert [(one.text, one.citations) for one in minutes.questions] == [
        ("Who has the keys to the cellar", ("u1", "u2"))
    ]


def test_a_topic_begins_where_the_words_change() -> None:
    garden = "The gardener wants new roses for the garden beds. The garden needs water and the roses need soil."
    money = "The bank raised the interest on our loan. Interest on the loan eats the budget and the bank knows it."
    said = [f"Tom: {text}" for text in [garden] * 12 + [money] * 12]
    minutes = minutes_of("\n".join(said), "en")
    assert [topic.citations[0] for topic in minutes.topics] == ["u1", "u13"]
    assert "garden" in minutes.topics[0].title
    assert "loan" in minutes.topics[1].title
    assert sum((topic.citations for topic in minutes.topics), ()) == tuple(f"u{n}" for n in range(1, 25))


@pytest.mark.parametrize(
    ("said", "language", "title"),
    [
        ("Sur le règlement, pas de remarque.\nSur le règlement, quatre mille euros, mille euros lundi.", "fr", "règlement, remarque"),
        ("Lundi, d'abord deux mille euros.", "fr", "Lundi, abord, euros"),
        ("The roof costs twenty thousand pounds again.\nThe roof again on Monday, half past seven.", "en", "roof, costs, past"),
    ],
)  # fmt: skip
def test_a_topic_is_named_by_what_it_is_about(said: str, language: str, title: str) -> None:
    lines = "\n".join(f"Tom: {line}" for line in said.split("\n"))
    assert [topic.title for topic in minutes_of(lines, language).topics] == [title]


def test_a_summary_says_nothing_twice_and_cites_all_of_it() -> None:
    said = "Tom: The new library opens in the old station next to the river.\n" * 6
    said += "Sofia: The river flooded the old station two years before the library was planned."
    minutes = minutes_of(said, "en")
    assert 1 <= len(minutes.summary) <= 2
    assert all(statement.citations for statement in minutes.summary)


def test_a_meeting_in_another_language_has_topics_and_no_items() -> None:
    minutes = minutes_of(
        "Anna: Wir beschließen den Haushalt für das nächste Jahr.\nJan: Ich schicke morgen alles.", "de"
    )
    assert minutes.topics
    assert (minutes.decisions, minutes.actions, minutes.questions) == ((), (), ())


def test_a_meeting_without_a_word() -> None:
    silent = transcript("Tom: ", "en")
    minutes = ExtractWriter().write(silent, HELD_ON)
    assert (minutes.topics, minutes.summary, minutes.decisions, minutes.actions) == ((), (), (), ())


def test_speakers_nobody_named_own_what_they_take_on() -> None:
    said = transcript("Tom: I'll send the draft tomorrow.", "en")
    nameless = replace(said, speakers=(Speaker("Tom", 1, None),))
    assert ExtractWriter().write(nameless, HELD_ON).actions[0].owner == Owner("1", "Tom")


def test_a_voice_nobody_named_that_answers_a_request_has_the_name_that_was_asked() -> None:
    said = transcript(
        "Claire: Nicolas, est-ce que tu peux préparer l'affiche pour le hall avant le 20 mars ?\nB: Oui, je m'en charge.",
        "fr",
    )
    anonymous = replace(said, speakers=(said.speakers[0], replace(said.speakers[1], name=None)))
    (action,) = ExtractWriter().write(anonymous, HELD_ON).actions
    assert (action.owner, action.citations) == (Owner("Nicolas", "B"), ("u1", "u2"))
    assert action.due is not None
    assert action.due.day == date(2026, 3, 20)


def test_what_one_is_asked_and_another_takes_on_is_the_others_alone() -> None:
    said = "Claire: Marc, est-ce que tu peux préparer l'affiche pour le hall ?\nJulie: Je m'en occupe."
    (action,) = minutes_of(said, "fr").actions
    assert action.owner == Owner("Julie", "Julie")


def test_two_people_of_one_first_name_are_not_taken_for_each_other() -> None:
    said = transcript("Claire: Marc, tu peux relancer le syndic ?\nMarc: Oui.\nTom: Bien.", "fr")
    names = {"Claire": "Claire Petit", "Marc": "Marc Olivier", "Tom": "Marc Vidal"}
    two = replace(said, speakers=tuple(replace(one, name=names[one.id]) for one in said.speakers))
    assert [one.owner for one in ExtractWriter().write(two, HELD_ON).actions] == [Owner("Marc Olivier", "Marc")]


HOSTILE = [
    "si ", "on décide de ", "je vais ", "Marc, tu peux ", "et je ", "la la ", "a b ", "le 15 mars ", "« ", '" ', "? ", "qui ", "in ", "... ",
    "adopté ", "1 pour 2 contre ", "euh ",
]  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_hours_of_anything_take_seconds(language: str) -> None:
    began = time.process_time()
    for piece in HOSTILE:
        one = (piece * 20).strip()
        ExtractWriter().write(transcript("\n".join(f"Tom: {one}\nSofia: {one}" for _ in range(20)), language), HELD_ON)
    assert time.process_time() - began < 20


def test_a_single_line_of_an_hour_takes_seconds() -> None:
    began = time.process_time()
    for said in ("si on décide de partir je vais vous envoyer ", "adopté. ", "« Marc, tu peux ? »"):
        ExtractWriter().write(transcript("Tom: " + said * 1200 + "\nMarc: oui", "fr"), HELD_ON)
    assert time.process_time() - began < 20


def test_thousands_of_things_to_do_take_seconds() -> None:
    began = time.process_time()
    said = "\n".join(
        f"Tom: je vais envoyer la carte x{n} au client z{n}. On décide de garder y{n} et w{n}." for n in range(600)
    )
    minutes = ExtractWriter().write(transcript(said, "fr"), HELD_ON)
    assert len(minutes.actions) > 500
    assert time.process_time() - began < 20
