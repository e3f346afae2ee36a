"""What somebody is to do: what people take on, are asked to and do not refuse, are said to do, and what nobody took yet.

Each way is weighed as decisions are; a day by which, thanks, and a request before it speak for it. What only answers (« je m'en
occupe ») stands for what was asked. A need that somebody then takes on is that person's.
"""

from collections.abc import Callable, Iterator

from scribe_core.domain.minutes import Action, Due, Owner
from scribe_core.minutes import doubts
from scribe_core.minutes.clauses import Clause
from scribe_core.minutes.content import about, content
from scribe_core.minutes.cues import Cues
from scribe_core.minutes.dates import days, due_day
from scribe_core.minutes.due import due_of
from scribe_core.minutes.phrases import Found, Phrasebook, listed
from scribe_core.minutes.talk import Talk, ids
from scribe_core.minutes.tasks import ANSWER, BACK, Task, put

ENOUGH = 2
"""Weight from which something is an action."""

STATIVE = listed(
    "be see know think say miss need want like love hate remember forget have etre avoir voir savoir devoir pouvoir vous te dire y bien"
)
"""Verbs after "I'll" and « je vais » that promise nothing."""

POINTING = listed("lui leur her him them it le les l en y ca cela that this")

WHEN = frozenset({"quand", "when"})

IS = listed("est sera c s is")

SHORT = 4
"""Words of a clause that only asks (« tu peux, Marc ? »), and stands for what was needed before."""

LONGEST_ANSWER = 12
"""Words of an answer whose day is the request's."""

NAME_BEFORE = 5
"""Words between somebody's name and what is said of them (« Sandrine, du syndic, nous transmettra »)."""


def actions(talk: Talk) -> list[Action]:
    """Every action of a meeting, in order."""
    kept: list[Task] = []
    refused: list[int] = []
    for at, clause in enumerate(talk.clauses):
        cues = talk.cues(clause)
        if cues is None:
            continue
        for task in _tasks(talk, cues, at, refused):
            put(kept, task)
    standing = [one for one in kept if not one.dropped and one.weight >= ENOUGH]
    return [
        Action(" ".join(talk.clauses[at].quoted() for at in one.clauses), one.owner, one.due, ids(talk, one.lines))
        for one in sorted(standing, key=lambda one: min(one.lines))
    ]


def _tasks(talk: Talk, cues: Cues, at: int, refused: list[int]) -> Iterator[Task]:
    clause = talk.clauses[at]
    if talk.joked_about(clause.line) or cues.procedure.among(clause.words):
        return
    for way in (_requested, _taken, _of_others, _needed):
        task = way(talk, cues, at, refused)
        if task is not None:
            task.points = bool(POINTING & set(clause.words))
            yield task
        if task is not None or at in refused:
            return


def _taken(talk: Talk, cues: Cues, at: int, _refused: list[int]) -> Task | None:
    """What whoever speaks takes on."""
    clause = talk.clauses[at]
    surely, barely = cues.taken.first(clause.words), cues.taken_barely.first(clause.words)
    found = surely or barely or cues.taken_perhaps.first(clause.words) or _promised(talk, cues, at)
    if found is None or _no_promise(talk, cues, at, found):
        return None
    decided = talk.first(at, lambda cues: cues.decided)
    if decided and decided.first <= found.first < decided.last:
        return None
    due = due_of(talk, at)
    if (not due and cues.meeting_itself.among(clause.words)) or (not surely and cues.available.among(clause.words)):
        return None
    asked = _wanted_before(talk, at)
    bare = barely is not None and _says_little(talk, clause, barely)
    weight = 2 * bool(surely or barely) or 1
    if not surely and not barely:
        if talk.says(clause.line, lambda cues: cues.evading):
            return None
        if cues.habitual.among(clause.words) or doubts.past(talk, at):
            return None
        weight += bool(due) + (asked is not None) + _thanked(talk, clause.line) + talk.agrees(clause.line)
    due = due or _told_day(talk, clause.line)
    owner = talk.names.speaker(clause.speaker_id)
    if bare and asked is None and not due and not surely:
        return None
    if bare and asked is not None:
        said = talk.clauses[asked]
        lines = [said.line, clause.line]
        owner = _called(talk, asked, owner)
        return Task([asked], lines, owner, due or due_of(talk, asked), content([said]), weight)
    return Task([at], [clause.line], owner, due, content([clause]), weight)


def _called(talk: Talk, asked: int, owner: Owner) -> Owner:
    """Who takes on what was asked of somebody: a voice that nobody named bears the name that it answers to."""
    if owner.speaker_id is None or talk.names.is_named(owner.speaker_id):
        return owner
    found = talk.first(asked, lambda cues: cues.asked) or talk.first(asked, lambda cues: cues.asked_by_name)
    named = _addressee(talk, asked, found) if found else None
    return Owner(named.name, owner.speaker_id) if named and named.speaker_id is None else owner


def _promised(talk: Talk, cues: Cues, at: int) -> Found | None:
    """A promise with any verb at all, where a day is said: « je vais repiquer les salades lundi »."""
    clause = talk.clauses[at]
    if not due_of(talk, at):
        return None
    found = cues.promised.first(clause.words)
    if found is None:
        for place, word in enumerate(clause.words[1:], start=1):
            if word.endswith("rai") and len(word) > 4 and {"je", "j"} & set(clause.words[max(0, place - 3) : place]):
                return Found(place - 1, place + 1, "")
        return None
    following = clause.words[found.last] if found.last < len(clause.words) else ""
    return None if following in STATIVE else found


def _says_little(talk: Talk, clause: Clause, found: Found) -> bool:
    """Whether a clause says no more than that somebody does it, and by when."""
    rest = set(range(found.last, len(clause.words)))
    for day in days(clause.words, talk.held_on):
        rest -= set(range(day.first, day.last))
    return sum(about(clause.words[at], clause.language) is not None for at in rest) < 2


def _no_promise(talk: Talk, cues: Cues, at: int, found: Found) -> bool:
    clause = talk.clauses[at]
    near = clause.words[max(0, found.first - 1) : found.last + 1]
    if any(word in cues.negations for word in near):
        return True
    if clause.asked and not talk.agreed_by_others(clause.line):
        return True
    return doubts.conditional(talk, at) or doubts.told_of_others(talk, clause, found) or doubts.perhaps(clause, found)


def _wanted_before(talk: Talk, at: int) -> int | None:
    """The nearest clause before that says what is to be done, or asks who does it."""
    books: tuple[Callable[[Cues], Phrasebook], ...] = (
        lambda cues: cues.needed,
        lambda cues: cues.needed_perhaps,
        lambda cues: cues.asked,
        lambda cues: cues.volunteers,
    )
    for one in talk.back(at, BACK):
        enough = 1 if talk.first(one, lambda cues: cues.asked) else 2
        if len(content([talk.clauses[one]])) >= enough and any(talk.first(one, book) for book in books):
            return one
    return None


def _needed_before(talk: Talk, at: int) -> bool:
    """Whether somebody said just before that something is needed: « tu peux t'en charger » means that."""
    near = talk.back(at, 2)
    return any(
        talk.first(one, lambda cues: cues.needed) or talk.first(one, lambda cues: cues.needed_perhaps) for one in near
    )


def _told_day(talk: Talk, line: int) -> Due | None:
    """The term that whoever agrees sets at once: « oui, mais avant le 20 »."""
    for later in talk.agreed_by_others(line, 1):
        for at in talk.of_line(later)[:3]:
            day = due_day(talk.clauses[at].words, talk.held_on)
            if day and day.latest:
                return due_of(talk, at)
    return None


def _thanked(talk: Talk, line: int) -> bool:
    """Whether somebody says yes or thanks right after."""
    return bool(talk.agreed_by_others(line, 1)) or any(
        talk.says(one, lambda cues: cues.thanks) for one in talk.after(line, 1)
    )


def _requested(talk: Talk, cues: Cues, at: int, refused: list[int]) -> Task | None:
    """What whoever speaks asks somebody to do, unless that one refuses."""
    clause = talk.clauses[at]
    found = cues.asked.first(clause.words)
    if found is None:
        by_name = cues.asked_by_name.first(clause.words)
        found = by_name if by_name and _addressee(talk, at, by_name) else None
    short = len(clause.words) <= SHORT
    barely = cues.asked_barely.first(clause.words) if found is None and short else None
    asking = found or barely
    if asking is None:
        return None
    due = due_of(talk, at)
    if not due and cues.meeting_itself.among(clause.words):
        return None
    if doubts.conditional(talk, at) or doubts.told_of_others(talk, clause, asking):
        return None
    named = _addressee(talk, at, asking)
    answer, agreed, owner = _answer(talk, clause, named)
    if answer == "no":
        refused.append(at)
        return None
    if owner is None or (named is None and not agreed):
        return None
    what = at
    pointing = talk.first(at, lambda cues: cues.asked_barely) is not None and _needed_before(talk, at)
    if len(content([clause])) < 2 or found is None or pointing:
        asked = _wanted_before(talk, at) if len(content([clause])) < 2 or pointing else at
        if asked is None:
            return None
        what = asked
    said = talk.clauses[what]
    lines = [said.line, clause.line, *agreed]
    due = due or next(
        (one for line in agreed for piece in talk.of_line(line)[:3] if (one := _answered_day(talk, piece))), None
    )
    due = due or _asked_when(talk, max(lines))
    return Task([what], lines, owner, due, content([said]), ENOUGH)


def _answered_day(talk: Talk, at: int) -> Due | None:
    """The day that an answer names, where it is short: who goes on talking names days of other things too."""
    return due_of(talk, at) if len(talk.clauses[at].words) <= LONGEST_ANSWER else None


def _asked_when(talk: Talk, line: int) -> Due | None:
    """The day that answers a « pour quand ? » in a line or the next one."""
    for asking in (line, line + 1):
        asked = any(
            len(talk.clauses[at].words) < SHORT and WHEN & set(talk.clauses[at].words)
            for at in talk.of_line(asking)[-2:]
        )
        if asked:
            answers = (piece for later in talk.after(asking, 1) for piece in talk.of_line(later)[:2])
            return next((due for piece in answers if (due := due_of(talk, piece))), None)
    return None


def _addressee(talk: Talk, at: int, found: Found) -> Owner | None:
    """Whom a request names: before it, or at its end. Who is named in between is spoken of (« tu peux appeler Marc demain »)."""
    clause = talk.clauses[at]
    named = [one for one in talk.names.among(clause) if one.owner.speaker_id != clause.speaker_id]
    before = [one for one in named if one.last <= found.first]
    if before:
        return before[-1].owner
    following = next(
        (talk.speaker_of(line) for line in talk.after(clause.line, 2) if talk.speaker_of(line) != clause.speaker_id),
        None,
    )
    for one in named:
        if one.last == len(clause.words) and (_pause_before(clause, one.first) or one.owner.speaker_id == following):
            return one.owner
    near = [at - 1, at - 2, *([at + 1] if at + 1 < len(talk.clauses) and len(talk.clauses[at + 1].words) <= 2 else [])]
    for piece in [one for one in near if one >= 0 and talk.clauses[one].line == clause.line]:
        for one in talk.names.among(talk.clauses[piece]):
            if one.owner.speaker_id and one.owner.speaker_id != clause.speaker_id:
                return one.owner
    return None


def _pause_before(clause: Clause, at: int) -> bool:
    return at > 0 and "," in clause.text[clause.spans[at - 1][1] : clause.spans[at][0]]


def _answer(talk: Talk, clause: Clause, named: Owner | None) -> tuple[str, list[int], Owner | None]:
    """How a request is answered (`yes`, `no`, or nothing), in which lines, and by whom."""
    for line in talk.after(clause.line, ANSWER):
        speaker = talk.speaker_of(line)
        if speaker == clause.speaker_id or (named and not talk.names.may_be(named, speaker)):
            continue
        if talk.refuses(line) or talk.says(line, lambda cues: cues.evading):
            return "no", [], None
        promised = talk.says(line, lambda cues: cues.taken) or talk.says(line, lambda cues: cues.taken_perhaps)
        if talk.agrees(line) or (promised and len(talk.of_line(line)) <= SHORT):
            return "yes", [line], named if named and named.speaker_id else talk.names.speaker(speaker)
        if named is None:
            return "", [], None
    return "", [], named


def _of_others(talk: Talk, cues: Cues, at: int, _refused: list[int]) -> Task | None:
    """What is said that somebody who is named does."""
    clause = talk.clauses[at]
    surely = cues.others.first(clause.words)
    found = surely or cues.others_perhaps.first(clause.words)
    if found is None or _no_promise(talk, cues, at, found):
        return None
    if (
        surely
        and surely.phrase.startswith("to ")
        and not any(one.last == found.first for one in talk.names.among(clause))
    ):
        return None
    before = [
        one for one in talk.names.among(clause) if one.last <= found.first and found.first - one.last <= NAME_BEFORE
    ]
    if not before:
        return None
    name = before[-1]
    between = clause.words[name.last : found.first]
    if any(word in cues.pronouns for word in between) or (not surely and between):
        return None
    if (
        surely
        and surely.phrase.startswith("qui [")
        and (between or name.first == 0 or clause.words[name.first - 1] not in IS)
    ):
        return None
    due = due_of(talk, at)
    weight = 2 if surely else bool(due) + _thanked(talk, clause.line)
    if not surely and (cues.habitual.among(clause.words) or doubts.past(talk, at)):
        return None
    if not due and cues.meeting_itself.among(clause.words):
        return None
    refusal = _answer(talk, clause, name.owner)[0] if name.owner.speaker_id else ""
    if refusal == "no":
        return None
    return Task([at], [clause.line], name.owner, due, content([clause]), weight)


def _needed(talk: Talk, cues: Cues, at: int, _refused: list[int]) -> Task | None:
    """What is to be done, by nobody in particular."""
    clause = talk.clauses[at]
    surely = cues.needed.first(clause.words)
    perhaps = cues.needed_perhaps.first(clause.words)
    found = surely or perhaps or cues.together.first(clause.words)
    if found is None or clause.asked or _no_promise(talk, cues, at, found):
        return None
    if cues.undecided.among(clause.words):
        return None
    if cues.meeting_itself.among(clause.words) or cues.habitual.among(clause.words) or doubts.past(talk, at):
        return None
    due = due_of(talk, at)
    weight = 1 + bool(surely) + bool(due and due.day) + bool(talk.agreed_by_others(clause.line, 1))
    if len(content([clause])) < 2 or (not surely and not perhaps and not (due and due.day)):
        return None
    owner = _assigned(talk, clause, found)
    return Task([at], [clause.line], owner, due, content([clause]), weight)


def _assigned(talk: Talk, clause: Clause, found: Found) -> Owner | None:
    """Whom « action pour Marc », "action on Tom" names."""
    if not found.phrase.startswith("action"):
        return None
    return next((one.owner for one in talk.names.among(clause) if found.last <= one.first <= found.last + 1), None)
