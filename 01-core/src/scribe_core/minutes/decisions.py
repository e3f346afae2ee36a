"""What a meeting settles, with the lines that settle it.

A clause is weighed: words that decide count most, words that choose count when somebody says yes, and words that only close
(« c'est calé ») stand for what was said before. Refusals to decide, reports, conditions and jokes are none, whatever they say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from scribe_core.domain.minutes import Decision
from scribe_core.minutes import doubts
from scribe_core.minutes.agreement import POINTED, fragment, given, substance, taken_up, voices
from scribe_core.minutes.calendar_words import NUMBERS
from scribe_core.minutes.clauses import OPENERS, Clause
from scribe_core.minutes.content import alike, content
from scribe_core.minutes.cues import Cues
from scribe_core.minutes.dates import due_day
from scribe_core.minutes.phrases import Found, listed
from scribe_core.minutes.talk import Talk, ids

ENOUGH = 2
"""Weight from which a clause that chooses is a decision; one that only closes a subject needs one more."""

BACK = 6
"""Lines back to what a bare « adopté » stands for."""

VOTE_BACK = 12
"""Lines back from a count of votes to what was voted on."""

SAME = 0.6
"""Share of content from which two decisions are one, said again."""

SAID_AGAIN = 0.75
"""The same of decisions that stand far apart, as at the end where somebody goes through all of them."""

MOST_CLAUSES = 3
"""Clauses that a decision quotes at most."""

MOST_STEMS = 30
"""Stems that a decision is about at most: one that were about everything would swallow all others."""

MOST_COMPARED = 200
"""Decisions back to which one is compared: a meeting has some dozens."""

REVERSED = 0.34
"""The same where the later one says that it takes something back."""

CLOSERS = listed("donc alors ok okay bon parfait voila so right then alright good tres accord allez")
MANY = 2
"""Who say yes so that a plain statement is a decision."""

CONCLUDING = listed("donc alors then")
"""Words with which somebody draws the sum of what was said: « la deuxième semaine, alors »."""

LEAST_PROPOSED = 2
"""Words that say something, of a proposal."""

SUPPOSED = {"what if", "^ [et] si on", "we had better"}
"""After these the past is no past: "what if we had it here"."""

ENDS = ".!…"

OR = listed("ou or")
"""Between two things nothing is settled; and « où » is asked."""

FORMAL = listed(
    "motion resolution proposition proposal deliberation point item texte vote ok okay tout monde everyone take that it"
)
"""What a decision is called: it says nothing of what it is about."""

BEING = listed("re m s are is was be been get got have ve not nearly almost where what how who")

FIRST_PERSON = listed("i je j")


@dataclass(slots=True)
class Settled:
    """A decision while it is put together: the clauses that say what, the lines that it cites, what it is about."""

    clauses: list[int]
    lines: list[int]
    about: frozenset[str]
    weight: int
    reversing: bool = False
    closing: bool = False
    taken_back: bool = field(default=False)


def decisions(talk: Talk) -> list[Decision]:
    """Every decision of a meeting, in order."""
    kept: list[Settled] = []
    for one in _settled(talk):
        _put(talk, kept, one)
    standing = [one for one in kept if not one.taken_back]
    return [Decision(_text(talk, one), ids(talk, one.lines)) for one in standing]


def _settled(talk: Talk) -> Iterator[Settled]:
    for at, clause in enumerate(talk.clauses):
        cues = talk.cues(clause)
        if cues is None:
            continue
        settled = _asked(talk, cues, at) if clause.asked else _told(talk, cues, at)
        settled = settled or _unopposed(talk, cues, at) or _put_to_all(talk, cues, at) or _proposed(talk, cues, at)
        if settled:
            yield settled


def _told(talk: Talk, cues: Cues, at: int) -> Settled | None:
    """A decision that a clause states."""
    clause = talk.clauses[at]
    decided = _standing(cues, clause, cues.decided.first(clause.words))
    if decided is None and due_day(clause.words, talk.held_on):
        decided = cues.next_meeting.first(clause.words)
        if decided and _bare(clause, decided):
            return None  # « on se revoit lundi » says goodbye
    if decided is None and (_opened(talk, at) or talk.agreed_by_others(clause.line)):
        decided = _standing(cues, clause, cues.had_decided.first(clause.words))
    chosen = _standing(cues, clause, cues.chosen.first(clause.words))
    closed = cues.closed.first(clause.words)
    if closed and closed.first and clause.words[closed.first - 1] in BEING:
        closed = None  # "we're done" ends a meeting
    voted = cues.voted.first(clause.words)
    found = decided or chosen or closed or voted
    if _doubted(talk, cues, at, found, explicit=decided is not None):
        return None
    if found is None:
        return _closing(talk, at)
    bound = decided is not None or closed is not None or voted is not None
    itself = cues.meeting_itself.first(clause.words)
    if not bound and ((itself and itself.first <= found.first) or set(clause.words) & OR):
        return None
    before, after = _backed(talk, clause.line), voices(talk, at)
    sums = _sums(talk, at)
    weight = 3 * bool(decided) + bool(chosen) + 2 * bool(closed) + bool(voted) + sums
    weight += bool(before) + bool(after)
    answer = cues.assent.first(clause.words)
    weight -= bool(
        answer and not (closed and closed.first == answer.first)
    )  # who says yes answers; « va pour mardi » ends it
    called = _called(talk, clause)
    if weight < ENOUGH or not (decided or closed or after or called or (before and sums)):
        return None
    bare = len(content([clause])) < 2 if found is chosen else _bare(clause, found)
    if bare:
        meant = _standing_for(talk, at, votes=voted is not None, weight=weight)
        if meant or not (decided or len(after) >= MANY) or not content([clause]):
            return meant
    settled = _one(talk, at, weight)
    settled.closing = bool(decided or closed)
    return settled


def _standing(cues: Cues, clause: Clause, found: Found | None) -> Found | None:
    """The phrase, unless a « pas » is in it, before it or right after it."""
    if found is None:
        return None
    after = 0 if found.phrase.startswith("^") else 1  # « adopté, plus de caisse »
    near = clause.words[max(0, found.first - 1) : found.last + after]
    return None if any(word in cues.negations for word in near) else found


def _doubted(talk: Talk, cues: Cues, at: int, found: Found | None, *, explicit: bool) -> bool:
    clause = talk.clauses[at]
    words = clause.words
    if cues.undecided.among(words) or doubts.past(talk, at) or doubts.conditional(talk, at):
        return True
    if cues.procedure.among(words) and not explicit:
        return True
    if found and doubts.told_of_others(talk, clause, found):
        return True
    if doubts.hedged(cues.hedged, clause, found if explicit else None) or talk.joked_about(clause.line):
        return True
    if not explicit and any(book.among(words) for book in (cues.asking, cues.habitual, cues.opinion)):
        return True
    following = talk.clauses[at + 1] if at + 1 < len(talk.clauses) else None
    return bool(following and following.line == clause.line and not explicit and cues.undecided.among(following.words))


def _closing(talk: Talk, at: int) -> Settled | None:
    """What is said without any word that decides, as the end of an agreement: « bon, donc mardi à midi » between two yeses.

    Two who go along with it are enough too; so many it takes for a « pas ». What has no verb, and sums up what was just talked
    about, takes one.
    """
    clause = talk.clauses[at]
    cues = talk.cues(clause)
    if not cues or set(clause.words) & FIRST_PERSON:
        return None
    short = fragment(cues, clause)
    sums = _sums(talk, at)
    if not (sums or _asks_all(talk, at)):
        return None
    books = (
        cues.new_topic, cues.needed, cues.asked, cues.others, cues.meeting_itself, cues.narrated, cues.open_question,
    )  # fmt: skip
    if any(book.among(clause.words) for book in books) or set(clause.words) & OR:
        return None
    called = _called(talk, clause)
    if not called and not given(talk, at):
        return None
    agreeing = voices(talk, at) if short else {talk.speaker_of(line) for line in talk.agreed_by_others(clause.line)}
    both = _backed(talk, clause.line) and agreeing
    alone = sums and taken_up(talk, at) and (short or (_ends(talk, at) and not set(clause.words) & cues.pronouns))
    if not (called or both or alone or len(agreeing) >= MANY):
        return None
    if _negates(cues, clause) and len(agreeing) < MANY:
        return None
    least = (
        1
        if alone or (sums and short and len(agreeing) >= MANY) or (both and clause.words[:2] in POINTED)
        else 2
        if called or both
        else 3
    )
    if len(substance(clause)) < least:
        return None
    settled = _one(talk, at, ENOUGH)
    before = talk.clauses[at - 1] if at else None
    if alone and before and before.sentence == clause.sentence and fragment(cues, before):
        settled.clauses.insert(0, at - 1)  # « dix-huit heures, donc, à partir de lundi »
    settled.closing = True
    return settled


def _sums(talk: Talk, at: int) -> bool:
    """Whether what somebody says is told as what follows from all before: « donc la deuxième », « la deuxième, alors »."""
    clause = talk.clauses[at]
    said = [clause.text[start:end].casefold() for start, end in clause.fluent]
    return _opened(talk, at) or "donc" in said or clause.words[:2] == ("du", "coup") or _ends(talk, at)


def _ends(talk: Talk, at: int) -> bool:
    """Whether a clause ends as what somebody makes of all that was said: with an « alors », a "then"."""
    clause = talk.clauses[at]
    first, last = clause.fluent[-1]
    if clause.text[first:last].casefold() in CONCLUDING:
        return True
    word, _, more = clause.text[last:].lstrip(" ,").partition(" ")
    return word.rstrip(ENDS).casefold() in CONCLUDING and (not more or word[-1:] in ENDS)


def _asks_all(talk: Talk, at: int) -> bool:
    """Whether whoever states something asks at once whether all agree."""
    following = talk.clauses[at + 1] if at + 1 < len(talk.clauses) else None
    if following is None or following.line != talk.clauses[at].line:
        return False
    return following.asked and talk.first(at + 1, lambda cues: cues.objections) is not None


def _negates(cues: Cues, clause: Clause) -> bool:
    """Whether a clause says that something is not; « deux, pas cinq » says what is."""
    following = zip(clause.words, (*clause.words[1:], ""), strict=True)
    return any(word in cues.negations and not (after.isdecimal() or (after,) in NUMBERS) for word, after in following)


def _opened(talk: Talk, at: int) -> bool:
    """Whether a clause begins as what closes a subject does (« bon, donc »), or comes right after a « Très bien. »."""
    clause = talk.clauses[at]
    if clause.opening & CLOSERS:
        return True
    before = talk.clauses[at - 1] if at else None
    short = before is not None and before.line == clause.line and not before.asked and len(before.words) <= 2
    return bool(short and before and set(before.words) <= OPENERS)


def _called(talk: Talk, clause: Clause) -> bool:
    """Whether whoever speaks called for a vote or for objections, here or just before."""
    return any(
        talk.says(line, lambda one: one.objections) and talk.speaker_of(line) == clause.speaker_id
        for line in (clause.line, *talk.before(clause.line))
    )


def _asked(talk: Talk, cues: Cues, at: int) -> Settled | None:
    """A decision that a clause asks for and that others agree to: « on part sur mardi ? » with its yeses."""
    clause = talk.clauses[at]
    found = cues.chosen.first(clause.words) or cues.decided.first(clause.words)
    if found is None or doubts.past(talk, at) or cues.undecided.among(clause.words) or doubts.conditional(talk, at):
        return None
    if cues.asking.among(clause.words) or cues.meeting_itself.among(clause.words) or talk.joked_about(clause.line):
        return None
    agreed = talk.agreed_by_others(clause.line)
    voices = {talk.speaker_of(line) for line in agreed}
    if len(voices) < 2 or _bare(clause, found):
        return None
    return _one(talk, at, ENOUGH, agreed[:2])


def _unopposed(talk: Talk, cues: Cues, at: int) -> Settled | None:
    """What nobody speaks against when somebody asks who does: « des objections à ce que l'on ferme ? » — « Je n'en vois pas. »"""
    clause = talk.clauses[at]
    found = cues.opposed.first(clause.words)
    if found is None or len(substance(clause)) < LEAST_PROPOSED + 1 or cues.undecided.among(clause.words):
        return None
    silent = any(talk.says(line, lambda one: one.unopposed) for line in talk.after(clause.line, 2))
    if not silent or doubts.past(talk, at):
        return None
    settled = _one(talk, at, ENOUGH - 1)  # what is said of it afterwards tells it better
    settled.closing = True
    return settled


def _put_to_all(talk: Talk, cues: Cues, at: int) -> Settled | None:
    """What several say yes to when they are asked whether all agree: here, or just before where nothing else is said here."""
    clause = talk.clauses[at]
    found = cues.consent.first(clause.words)
    if found is None or len(_yeses(talk, at)) < MANY or _off(talk, cues, at, found):
        return None
    if doubts.past(talk, at) or doubts.conditional(talk, at):
        return None
    meant = _standing_for(talk, at, votes=False, weight=ENOUGH) if _bare(clause, found) else _one(talk, at, ENOUGH)
    if meant:
        meant.lines = sorted({*meant.lines, *talk.agreed_by_others(clause.line)[:MANY]})
        meant.closing = True
    return meant


def _proposed(talk: Talk, cues: Cues, at: int) -> Settled | None:
    """What somebody proposes, the next one takes up and another one agrees to, and nobody speaks against."""
    clause = talk.clauses[at]
    found = cues.floated.first(clause.words)
    if (
        found is None
        or cues.refusal.among(clause.words)
        or len(substance(clause)) < LEAST_PROPOSED
        or _off(talk, cues, at, found)
    ):
        return None
    if doubts.past(talk, at) and found.phrase not in SUPPOSED:
        return None
    if len(_yeses(talk, at)) < MANY or not taken_up(talk, at) or _unsettled(talk, clause.line):
        return None
    settled = _one(talk, at, ENOUGH, talk.agreed_by_others(clause.line)[:MANY])
    settled.closing = True
    return settled


def _yeses(talk: Talk, at: int) -> set[str]:
    return {talk.speaker_of(line) for line in talk.agreed_by_others(talk.clauses[at].line)}


def _off(talk: Talk, cues: Cues, at: int, found: Found) -> bool:
    """Whether a clause speaks of the meeting itself, of others or in jest, or puts off."""
    clause = talk.clauses[at]
    books = [cues.undecided, cues.reported, cues.habitual, cues.new_topic]
    if not found.phrase.startswith("je "):  # « je vous propose de garder » is no announcement
        books += [cues.meeting_itself, cues.narrated]
    return any(book.among(clause.words) for book in books) or talk.joked_about(clause.line)


def _unsettled(talk: Talk, line: int) -> bool:
    """Whether it is put off, refused, doubted or laughed at soon after."""
    return any(
        talk.refuses(later)
        or talk.says(later, lambda cues: cues.undecided)
        or talk.says(later, lambda cues: cues.evading)
        or talk.says(later, lambda cues: cues.joking)
        for later in talk.after(line, BACK)
    )


def _backed(talk: Talk, line: int) -> bool:
    """Whether others said yes just before, or whoever speaks called for objections."""
    for before in talk.before(line):
        if talk.says(before, lambda cues: cues.objections):
            return True
        if talk.speaker_of(before) != talk.speaker_of(line) and talk.agrees(before):
            return True
    return talk.says(line, lambda cues: cues.objections)


def _bare(clause: Clause, found: Found) -> bool:
    """Whether the clause says only that something is decided, and not what."""
    rest = [word for word in (*clause.words[: found.first], *clause.words[found.last :]) if word not in FORMAL]
    return not content([_only(clause, rest)])


def _only(clause: Clause, words: list[str]) -> Clause:
    return Clause(
        clause.line, clause.line_id, clause.sentence, clause.speaker_id, clause.language, clause.text,
        tuple(words), (), (), frozenset(), asked=False,
    )  # fmt: skip


def _one(talk: Talk, at: int, weight: int, more: list[int] | None = None) -> Settled:
    clause = talk.clauses[at]
    return Settled([at], [clause.line, *(more or [])], content([clause]), weight, _takes_back(talk, clause.line))


def _takes_back(talk: Talk, line: int) -> bool:
    return any(talk.says(near, lambda cues: cues.reversing) for near in (line, *talk.before(line, 2)))


def _standing_for(talk: Talk, at: int, *, votes: bool, weight: int) -> Settled | None:
    """What « adopté » or a count of votes means: the nearest proposal before it, else the nearest statement."""
    clause = talk.clauses[at]
    nearest: int | None = None
    for one in talk.back(at, VOTE_BACK if votes else BACK):
        said = talk.clauses[one]
        cues = talk.cues(said)
        if cues is None or len(content([said])) < 2:
            continue
        if said.line == clause.line and not said.asked and len(said.words) >= 3:
            nearest = one
            break
        if (
            cues.new_topic.among(said.words)
            or cues.proposed.among(said.words)
            or cues.chosen.among(said.words)
            or (cues.objections.among(said.words) and not cues.assent.among(said.words))
        ):
            nearest = one
            break
        if nearest is None and len(said.words) >= 5 and not said.asked:
            nearest = one
    if nearest is None or talk.joked_about(talk.clauses[nearest].line):
        return None
    said = talk.clauses[nearest]
    return Settled([nearest], [said.line, clause.line], content([said]), weight, _takes_back(talk, clause.line))


def _put(talk: Talk, kept: list[Settled], one: Settled) -> None:
    """Adds a decision: to the one that it says again, or in place of one that it takes back."""
    for earlier in reversed(kept[-MOST_COMPARED:]):
        if earlier.taken_back:
            continue
        near = min(abs(a - b) for a in (earlier.lines[0], earlier.lines[-1]) for b in one.lines)
        likeness = alike(earlier.about, one.about)
        shared = len(earlier.about & one.about)
        if one.reversing and near > 0 and likeness >= REVERSED:
            earlier.taken_back = True
            continue
        if one.closing and 0 < near <= BACK and _only_yes(talk, max(earlier.lines), min(one.lines)):
            _join(earlier, one)
            return
        if one.closing and earlier.closing and near <= BACK and shared:
            _join(earlier, one)
            return
        again = shared >= 2 and likeness >= (SAME if near <= BACK else SAID_AGAIN)
        if again or near == 0 or not {*earlier.lines}.isdisjoint(one.lines) or (near <= 2 and likeness >= REVERSED):
            _join(earlier, one)
            return
    kept.append(one)


def _only_yes(talk: Talk, first: int, last: int) -> bool:
    """Whether between two lines there is nothing but people who agree."""
    return first < last and all(talk.agrees(line) for line in range(first + 1, last))


def _join(earlier: Settled, one: Settled) -> None:
    """One decision of two: in both their words where one breath says them, else in those that say more."""
    if (
        one.clauses[0] > earlier.clauses[-1]
        and max(one.lines) == max(earlier.lines)
        and len(earlier.clauses) < MOST_CLAUSES
    ):
        earlier.clauses = [*earlier.clauses, *one.clauses]
    elif (one.weight > earlier.weight and len(one.about) >= 3) or len(one.about) > 2 * len(earlier.about):
        earlier.clauses = one.clauses
    earlier.lines = sorted({*earlier.lines, *one.lines})
    if len(earlier.about) < MOST_STEMS:
        earlier.about |= one.about
    earlier.weight = max(earlier.weight, one.weight)


def _text(talk: Talk, one: Settled) -> str:
    """The words that say what: the whole sentence, of a long one the clause."""
    return " ".join(talk.clauses[at].quoted() for at in one.clauses)
