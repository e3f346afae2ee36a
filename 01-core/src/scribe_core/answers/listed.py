"""Questions that list decisions, actions and open questions, answered from the register: the rows, and how many they are in a sentence."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.answers.listing import Listing
from scribe_core.database import register
from scribe_core.database.register import RegisterSort, Wanted
from scribe_core.domain.conversations import Answer, AnswerStatus, Sentence
from scribe_core.domain.minutes import ActionStatus
from scribe_core.domain.minutes_form import ItemKind
from scribe_core.errors import Language
from scribe_core.exports.labels import labels_in
from scribe_core.search.terms import stem

MOST_LISTED = 50
"""Rows of an answer; the register has them all."""

MOST_WORDS = 12
"""Words of a question that tell the matter or somebody: each is a look through the register. A question with more is none that lists."""

LEAST_STEM = LEAST_NAME = 3
"""Letters of what is sought in texts and names: fewer are in most."""


async def answer(
    session: AsyncSession,
    owner_id: str,
    asked: Listing,
    language: Language,
    *,
    name: str,
    meeting_ids: Collection[str] | None,
) -> Answer | None:
    """The answer, the newest meeting's first; None where the minutes in scope hold nothing of the kind, or nothing of the matter, and for
    a question of many words: what was said may still tell. `name` is what the asker is called, whose « mes » are.
    """
    if len(asked.about) > MOST_WORDS:
        return None
    scope = Wanted(kinds=asked.kinds, meeting_ids=None if meeting_ids is None else tuple(meeting_ids))
    if not await register.count(session, owner_id, scope):
        return None
    wanted = replace(scope, status=asked.status, held_from=asked.since, held_to=asked.until)
    if asked.mine:
        wanted = replace(wanted, owner=name.split()[0] if name.split() else "")
    matter = []
    for word in asked.about:
        if (
            not wanted.owner
            and len(word) >= LEAST_NAME
            and await register.count(session, owner_id, replace(scope, owner=word))
        ):
            wanted = replace(wanted, owner=word)
        else:
            matter.append(word)
    stems = tuple(found for word in matter if len(found := stem(word, language)) >= LEAST_STEM)
    wanted = replace(wanted, beginnings=stems)
    many = await register.count(session, owner_id, wanted)
    if not many and matter:
        return None
    page = await register.page(session, owner_id, wanted, sort=RegisterSort.MEETING, limit=MOST_LISTED)
    ids = [entry.item.id for entry in page.entries]
    told = _told(many, wanted, matter, language)
    return Answer(AnswerStatus.LISTED, [Sentence(told)], listed=ids)


_KINDS: dict[Language, dict[ItemKind, tuple[str, str]]] = {
    "fr": {
        ItemKind.DECISION: ("décision", "décisions"),
        ItemKind.ACTION: ("action", "actions"),
        ItemKind.QUESTION: ("question ouverte", "questions ouvertes"),
    },
    "en": {
        ItemKind.DECISION: ("decision", "decisions"),
        ItemKind.ACTION: ("action", "actions"),
        ItemKind.QUESTION: ("open question", "open questions"),
    },
}
_QUESTIONS: dict[Language, tuple[str, str]] = {"fr": ("question", "questions"), "en": ("question", "questions")}
"""Where it is said behind them, with the actions, that they are open."""

_COUNTED: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (("Aucune", "ni"), ("1", "ou"), ("{count}", "et")),
    "en": (("No", "or"), ("1", "or"), ("{count}", "and")),
}
"""Before none, one and more of several kinds, and before the last of the kinds."""


def _told(many: int, wanted: Wanted, matter: Collection[str], language: Language) -> str:
    """Like « 3 décisions sur « budget » depuis le 1er mars 2026, d’après les comptes rendus. »"""
    french = language == "fr"
    parts = [_counted(many, wanted, language)]
    if wanted.status is ActionStatus.OPEN:
        parts.append(("ouverte" if many < 2 else "ouvertes") if french else "still open")
    elif wanted.status is ActionStatus.DONE:
        parts.append(("faite" if many < 2 else "faites") if french else "done")
    if wanted.owner:
        parts.append(f"de {wanted.owner}" if french else f"of {wanted.owner}")
    if matter:
        words = " ".join(matter)
        parts.append(f"sur «\u202f{words}\u202f»" if french else f"about “{words}”")
    parts += _period(wanted.held_from, wanted.held_to, language)
    return " ".join(parts) + (", d’après les comptes rendus." if french else ", by the minutes.")


def _counted(many: int, wanted: Wanted, language: Language) -> str:
    """Like « 3 décisions et questions ouvertes »."""
    nouns = dict(_KINDS[language])
    if wanted.status is ActionStatus.OPEN:
        nouns[ItemKind.QUESTION] = _QUESTIONS[language]
    *others, last = [nouns[kind][many > 1] for kind in wanted.kinds]
    before, conjunction = _COUNTED[language][min(many, 2)]
    what = f"{', '.join(others)} {conjunction} {last}" if others else last
    return f"{before.format(count=many)} {what}"


def _period(since: date | None, until: date | None, language: Language) -> list[str]:
    day = labels_in(language).day
    french = language == "fr"
    if since and until:
        return [f"du {day(since)} au {day(until)}" if french else f"from {day(since)} to {day(until)}"]
    if since:
        return [f"depuis le {day(since)}" if french else f"since {day(since)}"]
    if until:
        return [f"jusqu’au {day(until)}" if french else f"until {day(until)}"]
    return []
