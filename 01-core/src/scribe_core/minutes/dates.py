"""Which day people mean: « mardi prochain », « avant le 15 mars », "by the end of next week", said on a known day.

A weekday is the next one after the meeting, never the meeting's own day; « vendredi prochain » too, but "next Friday" is next week's. A day of a month
without its year, or without its month, is the next one that is not past. The end of a week is its Friday, next week as a term is its
Friday too, the end of a month, quarter or year its last day, as of a month that is said alone.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import zip_longest
from typing import NamedTuple

from scribe_core.minutes.calendar_words import ALSO_WORDS, LONGEST_NUMBER, MONTHS, NUMBERS, WEEKDAYS
from scribe_core.minutes.phrases import listed

FRIDAY = 4
NEXT = frozenset({"prochain", "prochaine", "next"})
THIS = frozenset({"ce", "cet", "cette", "this", "the", "la", "le", "l", "of"})
LATEST = listed("avant ici pour jusqu jusque tard before by until till than deadline echeance due pour for")
"""Words that make a day the one by which something is to be done."""

MONTH_LEADS_ALONE = listed("en ici in by until courant during")
MONTH_LEADS = MONTH_LEADS_ALONE | listed("d avant pour before for de")
"""Words before a month that is meant as a whole; those that are other words too need one of the first."""

CORRECTED = 4
"""Words between two days of which the second one mends the first."""

NOT_DUE = listed("du de of from since depuis")
"""Words after which a day says when something is or was, not by when."""

_SIMPLE = {
    ("demain",): 1, ("tomorrow",): 1, ("apres", "demain"): 2, ("day", "after", "tomorrow"): 2,
    ("aujourd", "hui"): 0, ("today",): 0, ("tonight",): 0, ("ce", "soir"): 0, ("cet", "apres", "midi"): 0, ("this", "afternoon"): 0,
    ("this", "evening"): 0, ("end", "of", "day"): 0, ("end", "of", "the", "day"): 0, ("close", "of", "business"): 0, ("eod",): 0,
    ("fin", "de", "journee"): 0, ("fin", "de", "la", "journee"): 0, ("fin", "d", "apres", "midi"): 0,
    ("this", "morning"): 0, ("tout", "a", "l", "heure"): 0, ("ce", "matin"): 0, ("later", "today"): 0, ("after", "the", "meeting"): 0, ("after", "this"): 0,
    ("apres", "reunion"): 0, ("apres", "la", "reunion"): 0, ("this", "minute"): 0, ("en", "sortant"): 0,
    ("end", "of", "play"): 0,
}  # fmt: skip

_UNITS = {
    "jour": 1, "jours": 1, "day": 1, "days": 1, "semaine": 7, "semaines": 7, "week": 7, "weeks": 7, "weeks'": 7,
    "fortnight": 14, "quinzaine": 14, "huitaine": 7,
}  # fmt: skip
_MONTH_UNITS = listed("mois month months")
_IDIOMS = {("huit", "jours"): 7, ("quinze", "jours"): 14}
"""A week and two weeks, as French counts them."""

_DIGITS = re.compile(r"(\d{1,4})(?:er|st|nd|rd|th|e|eme)?")
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th|er)")


class Day(NamedTuple):
    """A day that was said: the words `first` to before `last`, and which day they mean.

    `latest` tells that it is said as a term (« avant », "by"), `about` that it tells when something else is (« la réunion du 12 »).
    """

    first: int
    last: int
    day: date
    latest: bool
    about: bool


def days(words: Sequence[str], held_on: date) -> Iterator[Day]:
    """The days that folded words speak of, in order, as people mean them who meet on that day."""
    at = 0
    while at < len(words):
        found = _day(words, at, held_on)
        if found is None:
            at += 1
            continue
        last, day = found
        yield _placed(words, at, last, day)
        at = last


def due_day(words: Sequence[str], held_on: date) -> Day | None:
    """The day by which: one that is said as a term, else the first that is not only about something. Of two that are said right after
    each other the second one counts (« jeudi, non, vendredi »). A day before the meeting is no term.
    """
    found = [one for one in days(words, held_on) if one.day >= held_on]
    for choice in ([one for one in found if one.latest], [one for one in found if not one.about]):
        for one, following in zip_longest(choice, choice[1:]):
            if following is None or following.first - one.last > CORRECTED:
                return one
    return None


def _placed(words: Sequence[str], first: int, last: int, day: date) -> Day:
    before = [
        word
        for word in words[max(0, first - 5) : first]
        if word not in {"le", "la", "the", "l", "au", "d", "a", "plus", "en"}
    ]
    latest = any(word in LATEST for word in before)
    about = words[first] in NOT_DUE or (bool(before) and before[-1] in NOT_DUE)
    if words[last : last + 3] == ("au", "plus", "tard") or words[last : last + 3] == ("at", "the", "latest"):
        latest = True
    return Day(first, last, day, latest, about and not latest)


def _day(words: Sequence[str], at: int, held_on: date) -> tuple[int, date] | None:
    for reading in (
        _iso,
        _slashed,
        _day_of_month,
        _simple,
        _end_of,
        _within,
        _weekday,
        _next_unit,
        _numbered_day,
        _month,
    ):
        found = reading(words, at, held_on)
        if found is not None:
            return found
    return None


def _simple(words: Sequence[str], at: int, held_on: date) -> tuple[int, date] | None:
    for length in (4, 3, 2, 1):
        later = _SIMPLE.get(tuple(words[at : at + length]))
        if later is not None and len(words) >= at + length:
            return at + length, held_on + timedelta(days=later)
    return None


def _iso(words: Sequence[str], at: int, _held_on: date) -> tuple[int, date] | None:
    if len(words) < at + 3 or not (len(words[at]) == 4 and all(word.isdecimal() for word in words[at : at + 3])):
        return None
    return _real(at + 3, int(words[at]), int(words[at + 1]), int(words[at + 2]))


def _slashed(words: Sequence[str], at: int, _held_on: date) -> tuple[int, date] | None:
    """15/03/2026; of American and British order the one that can be, the British where both can."""
    if len(words) < at + 3 or not all(word.isdecimal() for word in words[at : at + 3]) or len(words[at + 2]) != 4:
        return None
    one, two, year = (int(word) for word in words[at : at + 3])
    return _real(at + 3, year, two, one) if two <= 12 else _real(at + 3, year, one, two)


def _real(last: int, year: int, month: int, day: int) -> tuple[int, date] | None:
    if not (1 <= month <= 12 and 2000 <= year <= 2100 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return last, date(year, month, day)


def _day_of_month(words: Sequence[str], at: int, held_on: date) -> tuple[int, date] | None:
    """« [mardi] 15 mars [2026] », "[Tuesday] the 15th of March", "March [the] 15th"."""
    start = at + 1 if words[at] in WEEKDAYS else at
    start += _skipped(words, start, {"le", "the"}) if start > at else 0
    number, after = _number(words, start)
    if number:
        after += _skipped(words, after, {"of"})
        month = MONTHS.get(_word(words, after))
        if month:
            return _of_year(words, after + 1, month, number, held_on)
    month = MONTHS.get(_word(words, start))
    if month and _word(words, start) != "mars":
        number, after = _number(words, start + 1 + _skipped(words, start + 1, {"the"}))
        if number and number <= 31:
            return _of_year(words, after, month, number, held_on)
    return None


def _of_year(words: Sequence[str], after: int, month: int, day: int, held_on: date) -> tuple[int, date] | None:
    year = _word(words, after)
    if len(year) == 4 and year.isdecimal() and year.startswith("20"):
        return _real(after + 1, int(year), month, day)
    found = _real(after, held_on.year, month, day)
    if found and found[1] < held_on:
        # What is long past is meant for next year; what is just past is told, not planned.
        return found if (held_on - found[1]).days < 60 else _real(after, held_on.year + 1, month, day)
    return found


def _end_of(words: Sequence[str], at: int, held_on: date) -> tuple[int, date] | None:
    """« fin mars », « fin de la semaine prochaine », « mi-avril », "end of next month", "early May"."""
    part = {
        "fin": "end",
        "end": "end",
        "courant": "end",
        "mi": "middle",
        "mid": "middle",
        "debut": "start",
        "early": "start",
        "beginning": "start",
    }.get(words[at])
    if part is None:
        return None
    after = at + 1
    coming = False
    while (
        _word(words, after)
        in {"de", "du", "d", "of", "the", "la", "le", "l", "cette", "ce", "this", "month", "mois"} | NEXT
    ):
        if _word(words, after) in {"month", "mois"} and _word(words, after + 1) not in {"de", "d", "of"}:
            break
        coming = coming or _word(words, after) in NEXT
        after += 1
    unit = _word(words, after)
    if unit in MONTHS:
        year = held_on.year + (MONTHS[unit] < held_on.month)
        return after + 1, _part_of_month(year, MONTHS[unit], part)
    if unit in {"semaine", "week", "mois", "month", "annee", "year", "trimestre", "quarter"}:
        last = after + 1
        if _word(words, last) in NEXT:
            coming, last = True, last + 1
        if _word(words, last) == "end":
            return last + 1, _part_of("week", "end", coming, held_on) + timedelta(days=2)
        return last, _part_of(unit, part, coming, held_on)
    return None


def _part_of(unit: str, part: str, coming: bool, held_on: date) -> date:
    if unit in {"semaine", "week"}:
        monday = held_on - timedelta(days=held_on.weekday()) + timedelta(days=7 * coming)
        day = monday + timedelta(days={"end": FRIDAY, "middle": 2, "start": 0}[part])
        return day if day >= held_on else day + timedelta(days=7)
    if unit in {"mois", "month"}:
        month = held_on.month + coming
        return _part_of_month(held_on.year + (month > 12), (month - 1) % 12 + 1, part)
    if unit in {"trimestre", "quarter"}:
        month = ((held_on.month - 1) // 3 + 1 + coming) * 3
        return _part_of_month(held_on.year + (month > 12), (month - 1) % 12 + 1, "end")
    return date(
        held_on.year + coming, {"end": 12, "middle": 6, "start": 1}[part], {"end": 31, "middle": 30, "start": 1}[part]
    )


def _part_of_month(year: int, month: int, part: str) -> date:
    return date(year, month, {"end": calendar.monthrange(year, month)[1], "middle": 15, "start": 1}[part])


def _within(words: Sequence[str], at: int, held_on: date) -> tuple[int, date] | None:
    """« dans deux semaines », « sous dix jours », « d'ici un mois », "in two weeks", "within ten days", "two weeks from now"."""
    leads = words[at] in {"dans", "sous", "ici", "in", "within"}
    number, after = _number(words, at + leads)
    if not leads and number is None:
        return None
    if number is None:
        after = at + 1 + _skipped(words, at + 1, {"the", "la", "une", "a", "an"})
        if _word(words, after) not in {"quinzaine", "huitaine", "fortnight"}:
            return None
        number = 1
    idiom = _IDIOMS.get((_word(words, after - 1), _word(words, after)))
    after += _skipped(words, after, {"petits", "petites", "bons", "bonnes", "more", "couple", "of", "working"})
    unit = _word(words, after)
    if unit not in _UNITS and unit not in _MONTH_UNITS:
        return None
    if not leads and tuple(words[after + 1 : after + 3]) not in {("from", "now"), ("from", "today")}:
        return None
    if unit in _MONTH_UNITS:
        month = held_on.month - 1 + number
        year, month = held_on.year + month // 12, month % 12 + 1
        return after + 1, date(year, month, min(held_on.day, calendar.monthrange(year, month)[1]))
    return after + 1, held_on + timedelta(days=idiom or number * _UNITS[unit])


def _weekday(words: Sequence[str], at: int, held_on: date) -> tuple[int, date] | None:
    """« mardi », « mardi prochain », « mardi 15 », « mardi en huit », « mardi de la semaine prochaine », "Friday week"."""
    after = at + (words[at] in NEXT | {"this", "ce"})
    wanted = WEEKDAYS.get(_word(words, after))
    if wanted is None:
        return None
    after += 1
    number, beyond = _number(words, after + _skipped(words, after, {"le", "the"}))
    if number and 1 <= number <= 31 and _word(words, beyond) not in {"h", "heures", "heure", "o", "pm", "am", "hours"}:
        for later in range(1, 400):
            day = held_on + timedelta(days=later)
            if day.day == number and day.weekday() == wanted:
                return beyond, day
    day = held_on + timedelta(days=(wanted - held_on.weekday() - 1) % 7 + 1)
    if tuple(words[after : after + 2]) == ("en", "huit") or _word(words, after) == "week":
        return after + 2 - (_word(words, after) == "week"), day + timedelta(days=7)
    if tuple(words[after : after + 2]) == ("en", "quinze"):
        return after + 2, day + timedelta(days=14)
    rest = list(words[after : after + 4])
    skip = 0
    while skip < len(rest) and rest[skip] in {"de", "la", "of", "the"}:
        skip += 1
    if rest[skip : skip + 2] in (["semaine", "prochaine"], ["next", "week"]):
        monday = held_on - timedelta(days=held_on.weekday())
        return after + skip + 2, monday + timedelta(days=7 + wanted)
    if words[at] == "next" and day.weekday() > held_on.weekday():
        day += timedelta(days=7)  # "next Friday" is next week's; « vendredi prochain » is the one to come
    return after + (_word(words, after) in NEXT | {"matin", "soir", "morning", "midi", "noon"}), day


def _next_unit(words: Sequence[str], at: int, held_on: date) -> tuple[int, date] | None:
    """« la semaine prochaine », « le mois prochain », "next week", "this week": its last working day; of a weekend the Sunday."""
    if words[at] in {"weekend", "week"} and (words[at] == "weekend" or _word(words, at + 1) == "end"):
        last = at + 1 + (words[at] == "week")
        coming = _word(words, last) in NEXT or (at > 0 and words[at - 1] == "next")
        return last + (_word(words, last) in NEXT), _part_of("week", "end", coming, held_on) + timedelta(days=2)
    pair = tuple(words[at : at + 2])
    unit = next((word for word in pair if word in {"semaine", "week", "mois", "month"}), None)
    if unit is None or len(pair) < 2 or pair[0] == pair[1] or not set(pair) - {unit} <= NEXT | {"this", "cette", "ce"}:
        return None
    if (pair[0] == unit and pair[1] not in NEXT) or _word(words, at + 2) == "end":
        return None
    return at + 2, _part_of(unit, "end", bool(set(pair) & NEXT), held_on)


def _numbered_day(words: Sequence[str], at: int, held_on: date) -> tuple[int, date] | None:
    """« le 15 », "the 15th", where nothing counted follows."""
    if words[at] not in {"le", "the", "du", "au"}:
        return None
    number, after = _number(words, at + 1)
    if number is None or not 1 <= number <= 31 or _word(words, after) in MONTHS or _word(words, after).isdecimal():
        return None
    if words[at] == "the" and not (
        _ORDINAL.fullmatch(words[at + 1]) or words[after - 1].endswith(("th", "st", "rd", "second"))
    ):
        return None
    ends = _word(words, after) == "" and at > 0 and words[at - 1] in {"on", "by", "before"}
    if words[at + 1] == "first" and ends:
        number = 1
    elif _spoken_only(words[at + 1]) or (
        words[at + 1] in {"un", "premier", "first"} and _word(words, after) not in {""}
    ):
        return None
    if words[at] in {"du", "au", "le"} and _word(words, after) in {"h", "heures", "personnes", "euros", "pour", "cent"}:
        return None
    if words[at] == "the" and _word(words, after) not in {
        "",
        "at",
        "and",
        "or",
        "for",
        "then",
        "if",
        "in",
        "so",
        "to",
        "please",
        "is",
    }:
        return None
    year, month = held_on.year, held_on.month
    for _ in range(13):
        found = _real(after, year, month, number)
        if found and found[1] >= held_on:
            return found
        year, month = year + month // 12, month % 12 + 1
    return None


def _month(words: Sequence[str], at: int, held_on: date) -> tuple[int, date] | None:
    """« en avril », "by June": its last day."""
    month = MONTHS.get(words[at])
    lead = words[at - 1] if at else ""
    if month is None or lead not in (MONTH_LEADS_ALONE if words[at] in ALSO_WORDS else MONTH_LEADS):
        return None
    return at + 1, _part_of_month(held_on.year + (month < held_on.month), month, "end")


def _spoken_only(word: str) -> bool:
    """Numbers that mean other things where no month follows: « le second », "the first"."""
    return word in {"second", "first", "third", "a", "une", "zero"}


def _number(words: Sequence[str], at: int) -> tuple[int | None, int]:
    """A number said in figures or in words, and the word after it."""
    digits = _DIGITS.fullmatch(_word(words, at))
    if digits:
        return int(digits[1]), at + 1
    for length in range(LONGEST_NUMBER, 0, -1):
        number = NUMBERS.get(tuple(words[at : at + length]))
        if number is not None and len(words) >= at + length:
            return number, at + length
    return None, at


def _skipped(words: Sequence[str], at: int, among: set[str]) -> int:
    skipped = 0
    while _word(words, at + skipped) in among:
        skipped += 1
    return skipped


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if 0 <= at < len(words) else ""
