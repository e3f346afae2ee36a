"""Which day people mean by what they say. The meeting is held on Tuesday, 10 March 2026, where nothing else is told."""

from datetime import date

import pytest

from scribe_core.minutes.dates import days, due_day
from scribe_core.search.terms import tokens

TUESDAY = date(2026, 3, 10)


def words(text: str) -> list[str]:
    return [token.folded for token in tokens(text)]


def due(text: str, held_on: date = TUESDAY) -> str:
    found = due_day(words(text), held_on)
    return str(found.day) if found else "-"


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("je l'envoie demain", "2026-03-11"),
        ("après-demain au plus tard", "2026-03-12"),
        ("aujourd'hui même", "2026-03-10"),
        ("je l'appelle ce soir", "2026-03-10"),
        ("tout à l'heure", "2026-03-10"),
        ("vendredi", "2026-03-13"),
        ("mardi", "2026-03-17"),  # never the meeting's own day
        ("mardi prochain", "2026-03-17"),
        ("mardi en huit", "2026-03-24"),
        ("jeudi de la semaine prochaine", "2026-03-19"),
        ("d'ici lundi", "2026-03-16"),
        ("avant le 15 mars", "2026-03-15"),
        ("avant le quinze mars", "2026-03-15"),
        ("pour le premier avril", "2026-04-01"),
        ("le 1er avril", "2026-04-01"),
        ("le vingt et un", "2026-03-21"),
        ("le 5", "2026-04-05"),
        ("mardi 31", "2026-03-31"),
        ("le mercredi vingt-deux avril", "2026-04-22"),
        ("le 3 janvier", "2027-01-03"),
        ("le 30 juin 2027", "2027-06-30"),
        ("pour le 15/04/2026", "2026-04-15"),
        ("fin mars", "2026-03-31"),
        ("à la fin du mois", "2026-03-31"),
        ("fin du mois prochain", "2026-04-30"),
        ("d'ici la fin de la semaine", "2026-03-13"),
        ("fin de semaine prochaine", "2026-03-20"),
        ("à la fin du mois d'avril", "2026-04-30"),
        ("mi-avril", "2026-04-15"),
        ("début mai", "2026-05-01"),
        ("la semaine prochaine", "2026-03-20"),
        ("cette semaine", "2026-03-13"),
        ("le mois prochain", "2026-04-30"),
        ("ce week-end", "2026-03-15"),
        ("dans deux semaines", "2026-03-24"),
        ("sous dix jours", "2026-03-20"),
        ("dans quinze jours", "2026-03-24"),
        ("d'ici trois semaines", "2026-03-31"),
        ("dans un mois", "2026-04-10"),
        ("d'ici la fin de l'année", "2026-12-31"),
        ("avant la fin du trimestre", "2026-03-31"),
        ("jeudi, non, vendredi", "2026-03-13"),
        ("avant la réunion du 12", "2026-03-12"),
        ("pour le conseil du 26 mars", "2026-03-26"),
        ("la réunion du 12 mars était longue", "-"),
        ("le second devis", "-"),
        ("le 12 personnes", "-"),
        ("depuis vendredi", "-"),
        ("le marché du samedi", "-"),
        ("un jour peut-être", "-"),
    ],
)
def test_french(said: str, day: str) -> None:
    assert due(said) == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("I'll do it tomorrow", "2026-03-11"),
        ("the day after tomorrow", "2026-03-12"),
        ("by the end of the day", "2026-03-10"),
        ("this afternoon", "2026-03-10"),
        ("by Friday", "2026-03-13"),
        ("on Tuesday", "2026-03-17"),
        ("next Tuesday", "2026-03-17"),
        ("next Friday", "2026-03-20"),
        ("this Friday", "2026-03-13"),
        ("Friday week", "2026-03-20"),
        ("Monday of next week", "2026-03-16"),
        ("before the 15th of March", "2026-03-15"),
        ("by March 15", "2026-03-15"),
        ("by the fifteenth", "2026-03-15"),
        ("by the twenty first of april", "2026-04-21"),
        ("on Thursday the 26th", "2026-03-26"),
        ("on the 2nd", "2026-04-02"),
        ("on June 3rd 2027", "2027-06-03"),
        ("by 2026-04-09", "2026-04-09"),
        ("by the end of March", "2026-03-31"),
        ("by the end of the month", "2026-03-31"),
        ("by the end of next week", "2026-03-20"),
        ("end of the week", "2026-03-13"),
        ("by the end of the quarter", "2026-03-31"),
        ("mid April", "2026-04-15"),
        ("next week", "2026-03-20"),
        ("this week", "2026-03-13"),
        ("next month", "2026-04-30"),
        ("over the weekend", "2026-03-15"),
        ("in two weeks", "2026-03-24"),
        ("within ten days", "2026-03-20"),
        ("two weeks from now", "2026-03-24"),
        ("in a fortnight", "2026-03-24"),
        ("in a month", "2026-04-10"),
        ("before the meeting on the 12th", "2026-03-12"),
        ("by Thursday, no, Friday", "2026-03-13"),
        ("the minutes of the 12th of March", "-"),
        ("since Friday", "-"),
        ("may I ask", "-"),
        ("the first item", "-"),
        ("march on", "-"),
        ("he was here on the second floor", "-"),
    ],
)
def test_english(said: str, day: str) -> None:
    assert due(said) == day


def test_a_month_that_is_shorter() -> None:
    assert due("dans un mois", date(2026, 1, 31)) == "2026-02-28"
    assert due("le 31", date(2026, 4, 10)) == "2026-05-31"
    assert due("le 29 février", date(2026, 2, 1)) == "-"


def test_the_turn_of_the_year() -> None:
    assert due("fin janvier", date(2026, 12, 10)) == "2027-01-31"
    assert due("le mois prochain", date(2026, 12, 10)) == "2027-01-31"
    assert due("by the end of next week", date(2026, 12, 29)) == "2027-01-08"
    assert due("le 5", date(2026, 12, 10)) == "2027-01-05"


def test_every_day_that_is_said() -> None:
    said = words("on se voit mardi, le compte rendu part avant jeudi 19")
    assert [str(one.day) for one in days(said, TUESDAY)] == ["2026-03-17", "2026-03-19"]
    assert due_day(said, TUESDAY) == next(one for one in days(said, TUESDAY) if one.latest)


@pytest.mark.parametrize("word", ["fin", "le", "the", "next", "mardi", "15", "end", "of", "dans", "twenty", "semaine"])
def test_words_said_over_and_over_take_time_by_their_number(word: str) -> None:
    list(days([word] * 20_000, TUESDAY))
