"""By when something is to be done: the day that its clause says, or what is said right after."""

from scribe_core.domain.minutes import Due
from scribe_core.minutes.dates import Day, due_day
from scribe_core.minutes.talk import Talk

SHORT = 6
"""Words of a clause that may be no more than a day for the one before it (« avant vendredi », "by Monday then")."""


def due_of(talk: Talk, at: int) -> Due | None:
    """When a clause says that something is due; its own day, or the day of a short clause that follows it in its line."""
    clause = talk.clauses[at]
    day = due_day(clause.words, talk.held_on)
    if day:
        return _due(talk, at, day)
    following = at + 1
    if following < len(talk.clauses) and talk.clauses[following].line == clause.line:
        after = talk.clauses[following]
        day = (
            due_day(after.words, talk.held_on)
            if len(after.words) <= SHORT or after.sentence == clause.sentence
            else None
        )
        if day:
            return _due(talk, following, day)
    return None


def _due(talk: Talk, at: int, day: Day) -> Due:
    return Due(talk.clauses[at].quoted(day.first, day.last), day.day)
