"""Questions that count or list decisions, actions and open questions: read by rule, for likeness answers no « combien » and no « toutes »."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scribe_core.domain.minutes import ActionStatus
from scribe_core.domain.minutes_form import ItemKind
from scribe_core.minutes.calendar_words import ALSO_WORDS, MONTHS, WEEKDAYS
from scribe_core.minutes.phrases import listed
from scribe_core.search.stop_words import STOP_WORDS
from scribe_core.search.terms import tokens

_MANY: dict[str, ItemKind] = {
    "decisions": ItemKind.DECISION, "actions": ItemKind.ACTION, "taches": ItemKind.ACTION, "tasks": ItemKind.ACTION,
}  # fmt: skip
"""In the plural: « quelle décision » asks for one, which is a question about what was said."""

_QUESTIONS = "questions"
_LEFT_OPEN = listed("""
    ouverte ouvertes suspens attente reste restent restee restees open pending outstanding unanswered unresolved unsettled undecided
    """)
_SETTLED = listed(
    "resolue resolues tranchee tranchees reglee reglees reponse reponses answered resolved settled decided"
)
_NOT = listed("non pas sans not")
_MATTER = listed("sur concernant concernent propos about on regarding concerning")
_OF_QUESTIONS = frozenset({_QUESTIONS}).union(_LEFT_OPEN, _SETTLED, _NOT)
"""« les questions sans réponse », "which questions are still open": the register has those that are, and no others that were asked."""

_LISTING = listed(
    "toutes tous combien liste lister listez enumere enumerez enumerer quelles quels all many list which what every"
)
"""Words that ask for all of something, or how many there are."""

_STATUS = {
    ActionStatus.OPEN: listed("""
        ouverte ouvertes ouvert encore restante restantes reste restent attente open pending outstanding left undone
        """),
    ActionStatus.DONE: listed("faites fait faite terminees terminee finies done completed finished closed"),
}

_SINCE = listed("depuis since")
_UNTIL = listed("jusqu jusque until before avant")
_IN = listed("en in de du of au mois during")
_LAST = listed("dernier derniere last passe passee")
_THIS = listed("cette ce this")
_YEAR, _MONTH, _WEEK = listed("annee year"), listed("mois month"), listed("semaine week")

_MINE = listed("mes moi mien miennes my mine me i je ai")

_OTHERWISE = frozenset(_MANY).union(
    _LISTING, _SINCE, _UNTIL, _IN, _LAST, _THIS, _YEAR, _MONTH, _WEEK, _MINE,
    listed("""
        how y a t il elle ete ont prises prise pris sont est sur concernant concernent propos sujet quant relatives relative liees lie
        donne donnez montre montrez moi nous give show tell about on regarding concerning related taken made been are was were has have had
        does do did still items item points confiees assignees assigned attribuees doit faire should must les des
        meetings meeting reunions reunion minutes comptes rendus compte rendu date jour today aujourd hui s c
        """),
)  # fmt: skip
"""What says how something is asked, and not about what."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What is to be listed. `about` are the other words of the question, which name the matter or somebody; days are the meetings'."""

    kinds: tuple[ItemKind, ...]
    status: ActionStatus | None
    about: tuple[str, ...]
    mine: bool
    since: date | None = None
    until: date | None = None


def listing(question: str, today: date) -> Listing | None:
    """What a question wants listed; None where it is none of these."""
    found = list(tokens(question))
    words = [token.folded for token in found]
    for at, word in enumerate(words[:-1]):
        if word == "action" and words[at + 1] in {"item", "items"}:
            words[at] = "actions"
    many = _MANY | {_QUESTIONS: ItemKind.QUESTION} if _left_open(words) else _MANY
    kinds = tuple(dict.fromkeys(many[word] for word in words if word in many))
    apart = _OF_QUESTIONS if ItemKind.QUESTION in kinds else frozenset()
    first = next((at for at, word in enumerate(words) if word in many), 0)
    asks = any(word in _LISTING for word in words[:first]) or all(
        word in STOP_WORDS or word in apart for word in words[:first]
    )
    if not kinds or not asks:
        return None
    since, until, dated = _period(words, today)
    status = None
    if ItemKind.ACTION in kinds:
        told = {word for word, after in zip(words, [*words[1:], ""], strict=True) if not apart or after != _QUESTIONS}
        status = next((one for one, said in _STATUS.items() if said & told), None)
    if status:
        apart |= _STATUS[status]
    about = [
        question[token.start : token.end]
        for at, token in enumerate(found)
        if at not in dated and words[at] not in _OTHERWISE | apart | STOP_WORDS and len(words[at]) > 1
    ]
    mine = ItemKind.ACTION in kinds and bool(_MINE.intersection(words)) and not about
    return Listing(kinds, status, tuple(dict.fromkeys(about)), mine, since, until)


def _left_open(words: Sequence[str]) -> bool:
    """Whether questions are asked for, not what is said about some, and it is said of something that it is open, or not settled."""
    asked = (at for at, word in enumerate(words) if word == _QUESTIONS)
    return any(not _MATTER.intersection(words[max(0, at - 3) : at]) for at in asked) and any(
        word in _LEFT_OPEN or (word in _SETTLED and at > 0 and words[at - 1] in _NOT) for at, word in enumerate(words)
    )


def _period(words: Sequence[str], today: date) -> tuple[date | None, date | None, set[int]]:
    """From when to when the question looks, the last day included, and the places of the words that say so."""
    for at, word in enumerate(words):
        span = _span(words, at, today)
        if span is None:
            continue
        first, last, end = span
        start = at
        while start > 0 and (words[start - 1] in _IN | _THIS | {"le", "la", "l", "the", "a", "au"}):
            start -= 1
        before = words[start - 1] if start else ""
        places = set(range(max(0, start - 1), end))
        if before in _SINCE or word in _SINCE:
            return first, None, places
        if before in _UNTIL:
            return None, first - timedelta(days=1) if before in {"avant", "before"} else last, places
        return first, last, set(range(start, end))
    return None, None, set()


def _span(words: Sequence[str], at: int, today: date) -> tuple[date, date, int] | None:
    """The days that the words from here on mean, looking back from today, and the place behind them."""
    word, after = words[at], words[at + 1] if at + 1 < len(words) else ""
    if word.isdecimal() and after in MONTHS and 1 <= int(word[:3]) <= 31:
        return _day(int(word[:3]), MONTHS[after], words[at + 2 : at + 3], at + 2, today)
    if word in MONTHS and after.isdecimal() and len(after) <= 2:
        return _day(int(after), MONTHS[word], words[at + 2 : at + 3], at + 2, today)
    if word in MONTHS and (word not in ALSO_WORDS or (at > 0 and words[at - 1] in _SINCE | _UNTIL | _IN)):
        year = int(after) if _is_year(after) else today.year - (MONTHS[word] > today.month)
        first = date(year, MONTHS[word], 1)
        return first, _month_end(first), at + (2 if _is_year(after) else 1)
    if _is_year(word):
        return date(int(word), 1, 1), date(int(word), 12, 31), at + 1
    if word in {"hier", "yesterday"}:
        return today - timedelta(days=1), today - timedelta(days=1), at + 1
    if word in WEEKDAYS:
        back = (today.weekday() - WEEKDAYS[word]) % 7 or 7
        return today - timedelta(days=back), today - timedelta(days=back), at + (2 if after in _LAST else 1)
    this = at > 0 and words[at - 1] in _THIS
    last = after in _LAST or (at > 0 and words[at - 1] in _LAST)
    if word in _YEAR | _MONTH | _WEEK and (this or last):
        first, end = _around(word, today, last=last)
        return first, end, at + (2 if after in _LAST else 1)
    return None


def _around(word: str, today: date, *, last: bool) -> tuple[date, date]:
    """This year, month or week, or the last."""
    if word in _YEAR:
        year = today.year - last
        return date(year, 1, 1), date(year, 12, 31)
    if word in _MONTH:
        first = today.replace(day=1)
        first = (first - timedelta(days=1)).replace(day=1) if last else first
        return first, _month_end(first)
    monday = today - timedelta(days=today.weekday() + 7 * last)
    return monday, monday + timedelta(days=6)


def _day(day: int, month: int, rest: Sequence[str], end: int, today: date) -> tuple[date, date, int] | None:
    dated = bool(rest) and _is_year(rest[0])
    year = int(rest[0]) if dated else today.year
    try:
        found = date(year, month, day)
        if not dated and found > today:
            found = found.replace(year=year - 1)
    except ValueError:
        return None
    return found, found, end + dated


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit() and 1900 <= int(word) <= 2199
