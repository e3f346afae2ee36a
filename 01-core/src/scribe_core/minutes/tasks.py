"""Actions while they are put together: which of them are one, said twice, asked and answered, or needed and taken on."""

from dataclasses import dataclass, field

from scribe_core.domain.minutes import Due, Owner
from scribe_core.minutes.content import alike

ANSWER = 4
"""Lines after a request in which whom it is for may answer."""

BACK = 4
"""Lines back to what a bare « je m'en occupe » stands for."""

SAME = 0.65
"""Share of content from which two actions are one, said again."""

MOST_CLAUSES = 3
"""Clauses that an action quotes at most."""

SAID_AGAIN = 0.8
"""The same of actions that stand far apart, as at the end where somebody goes through all of them."""

MOST_COMPARED = 200
"""Actions back to which one is compared: a meeting has some dozens, and what somebody makes up may have thousands."""

MOST_STEMS = 30
"""Stems that an action is about at most: one that were about everything would swallow all others."""

LITTLE = 3
"""Stems up to which what the same person says right after is a part of it."""


@dataclass(slots=True)
class Task:
    """An action while it is put together: the clauses that say what, the lines that it cites, whose it is and by when.

    `points` tells that a pronoun in it means something said before (« je lui écris », "drop her a line").
    """

    clauses: list[int]
    lines: list[int]
    owner: Owner | None
    due: Due | None
    about: frozenset[str]
    weight: int
    points: bool = field(default=False)
    dropped: bool = field(default=False)


def put(kept: list[Task], one: Task) -> None:
    """Adds an action: to the one that it says again, or to the need that it answers."""
    for earlier in reversed(kept[-MOST_COMPARED:]):
        if earlier.dropped:
            continue
        near = min(abs(a - b) for a in (earlier.lines[0], earlier.lines[-1]) for b in one.lines)
        likeness = alike(earlier.about, one.about)
        shared = len(earlier.about & one.about)
        same_owner = earlier.owner == one.owner
        if same_owner and (
            near == 0 or (near <= ANSWER and likeness >= SAME) or (likeness >= SAID_AGAIN and shared >= 3)
        ):
            _join(earlier, one)
            return
        if earlier.owner is None and one.owner and near <= 2 and one.points:
            one.clauses = earlier.clauses
            earlier.owner = one.owner
            _join(earlier, one)
            return
        if same_owner and near <= 1 and len(one.about) < LITTLE:
            _join(earlier, one)
            return
        if earlier.owner is None and near <= BACK and (near == 0 or (shared >= 1 and likeness >= 0.34)):
            earlier.owner = one.owner
            _join(earlier, one)
            return
        if one.owner is None and near <= BACK and likeness >= SAME and shared >= 2:
            _join(earlier, one)
            return
        answered = one.clauses == earlier.clauses and earlier.owner is not None and earlier.owner.speaker_id is None
        again = answered or (likeness >= SAME and shared >= 3 and near > 0)
        if not same_owner and one.owner and again:
            earlier.dropped = True  # somebody else does it now
    kept.append(one)


def _join(earlier: Task, one: Task) -> None:
    later = one.clauses[0] > earlier.clauses[-1] and len(earlier.clauses) < MOST_CLAUSES
    if later and one.weight >= earlier.weight and len(one.about) >= 2:
        together = min(one.lines) in earlier.lines
        earlier.clauses = [*earlier.clauses, *one.clauses] if together else one.clauses
    earlier.lines = sorted({*earlier.lines, *one.lines})
    earlier.due = one.due if one.due and one.due.day else earlier.due or one.due
    if len(earlier.about) < MOST_STEMS:
        earlier.about |= one.about
    earlier.weight = max(earlier.weight, one.weight)
