"""Whether what somebody else wrote of a meeting is said where it is cited.

A model of language writes well and is sometimes wrong: it swaps people, rounds sums, makes a day up, turns a no into a yes, or does what a
sentence of the transcript tells it to. Nothing it writes is believed. Each item is held against the words of the utterances that it
cites, by rules that only take away.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from scribe_core.domain.minutes import Due, Owner
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Transcript
from scribe_core.minutes import cues_english, doubts
from scribe_core.minutes.actions import actions
from scribe_core.minutes.calendar_words import WEEKDAYS
from scribe_core.minutes.clauses import Clause, clauses_of
from scribe_core.minutes.content import about
from scribe_core.minutes.cues import Cues
from scribe_core.minutes.dates import days, due_day
from scribe_core.minutes.decisions import decisions
from scribe_core.minutes.evidence_words import ARTICLES, IGNORE, INSTRUCTIONS, MARKUP, SETTLING, opposites
from scribe_core.minutes.first_names import FIRST_NAMES
from scribe_core.minutes.french_verbs import CHOICE, WORK
from scribe_core.minutes.negation import same_sense, says_no
from scribe_core.minutes.numbers import OF_THE_CLOCK, numbers
from scribe_core.minutes.phrases import Phrasebook
from scribe_core.minutes.stems import Stems, stems_of
from scribe_core.minutes.talk import Talk
from scribe_core.search.terms import tokens

LEAST_SHARE = 0.6
"""Of an item's words, in what it cites. Measured (decision 0041): of what secretaries wrote of the meetings for development."""

LEAST_WORDS = 2
"""Words that an item has in common with what it cites, where it has as many."""

LEAST_THERE = 0.3
"""Of an item's words, in the very lines that it cites; the others may be said shortly before (« je les imprimerai »)."""

BEFORE = 8
"""Lines before what is cited in which what it speaks of may be named. Names, numbers and days must be said in what is cited."""

NEARLY_BEST = 0.6
"""Of the words that the clause in which most of an item's words are has: clauses with as many hold the item too."""

BEFOREHAND, ANSWERED = 2, 6
"""Lines before and after the one that holds an item in which it may be put to the meeting, and answered."""

LOOKED_AHEAD = 60
"""Characters after a word in which the next one begins."""

FIRST_PERSON = {"fr": frozenset({"je", "j", "moi", "on", "nous"}), "en": frozenset({"i", "me", "we", "ll", "us"})}

VERBS = WORK | CHOICE | frozenset(cues_english.SETS["do"]) | frozenset(cues_english.SETS["choose"])
"""Verbs in the form in which an item may begin with them, with a capital."""

_Book = Callable[[Cues], Phrasebook]

_SETTLING: tuple[_Book, ...] = (
    lambda cues: cues.decided, lambda cues: cues.chosen, lambda cues: cues.closed, lambda cues: cues.voted, lambda cues: cues.objections,
    lambda cues: cues.next_meeting,
)  # fmt: skip

_DECIDING: tuple[_Book, ...] = (lambda cues: cues.decided, lambda cues: cues.voted, lambda cues: cues.objections)

_PUTTING_OFF: tuple[_Book, ...] = (lambda cues: cues.undecided, lambda cues: cues.evading)

_TAKING: tuple[_Book, ...] = (lambda cues: cues.taken, lambda cues: cues.promised)

_COMMITTING: tuple[_Book, ...] = (
    lambda cues: cues.taken, lambda cues: cues.taken_perhaps, lambda cues: cues.promised, lambda cues: cues.taken_barely,
    lambda cues: cues.asked, lambda cues: cues.asked_by_name, lambda cues: cues.asked_barely, lambda cues: cues.others,
    lambda cues: cues.others_perhaps, lambda cues: cues.needed, lambda cues: cues.needed_perhaps, lambda cues: cues.together,
    lambda cues: cues.volunteers,
)  # fmt: skip


class Kind(StrEnum):
    """What an item is."""

    SUMMARY = "summary"
    TOPIC = "topic"
    DECISION = "decision"
    ACTION = "action"
    QUESTION = "question"


class Fault(StrEnum):
    """Why an item is not believed."""

    UNCITED = "uncited"
    WORDS = "words"
    NUMBER = "number"
    DAY = "day"
    NAME = "name"
    NEGATION = "negation"
    OPPOSITE = "opposite"
    UNSETTLED = "unsettled"
    OWNER = "owner"
    DENIED = "denied"
    """The model itself, asked again, did not find it there."""
    TAKEN_BACK = "taken_back"
    """A later decision takes it back."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An item as it was written. `lines` count the transcript's; `owner` and `due` are what was written of an action."""

    kind: Kind
    text: str
    lines: tuple[int, ...]
    owner: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is left of a claim: with a fault nothing; without one it stands, with the owner and the day that the transcript gives it."""

    fault: Fault | None
    owner: Owner | None = None
    due: Due | None = None


class Meaning(Protocol):
    """Whether a sentence means what another one says in other words. It is asked only where words alone do not settle it."""

    def same(self, item: str, said: str) -> bool:
        """Whether what is said holds the item."""
        ...


@dataclass(frozen=True, slots=True)
class _Cited:
    """What a claim cites: its clauses, and how many of the claim's words each has."""

    lines: frozenset[int]
    clauses: tuple[int, ...]
    shared: tuple[int, ...]
    stems: Stems
    around: Stems

    @property
    def foremost(self) -> list[int]:
        """The clauses that have most of the claim's words."""
        most = max(self.shared, default=0)
        return [at for at, shared in zip(self.clauses, self.shared, strict=True) if shared and shared == most]

    @property
    def best(self) -> list[int]:
        """The clauses that hold the claim."""
        most = max(self.shared, default=0)
        pairs = zip(self.clauses, self.shared, strict=True)
        return [at for at, shared in pairs if shared and shared >= NEARLY_BEST * most]


class Evidence:
    """A meeting that claims are held against. In time by the claim and what it cites."""

    def __init__(self, talk: Talk, meaning: Meaning | None = None) -> None:
        self._talk = talk
        self._meaning = meaning
        self._read = actions(talk)
        self._decided = decisions(talk)
        self._telling: dict[int, bool] = {}
        self._at = {line.id: number for number, line in enumerate(talk.transcript.lines)}

    def line_of(self, utterance_id: str) -> int:
        """Where an utterance stands in the transcript."""
        return self._at[utterance_id]

    def judged(self, claim: Claim) -> Verdict:
        """What is left of a claim."""
        lines = tuple(line for line in claim.lines if not self._tells_the_model(line))
        if not lines or not claim.text.strip():
            return Verdict(Fault.UNCITED)
        claim = replace(claim, lines=lines)
        written = self._written(claim.text)
        cited = self._cited(claim, written)
        fault = self._fault(claim, written, cited)
        if fault is not None or claim.kind is not Kind.ACTION:
            return Verdict(fault)
        owner, due = self._owner(claim, cited), self._due(claim, cited)
        if self._names_another(written, owner):
            return Verdict(Fault.OWNER)
        return Verdict(None, owner, due)

    def _fault(self, claim: Claim, written: Sequence[Clause], cited: _Cited) -> Fault | None:
        stems = self._matter(claim, written)
        if not stems or not self._said(claim, stems, cited):
            return Fault.WORDS
        if any(opposites().get(one, frozenset()) & cited.stems.whole and one not in cited.stems for one in stems):
            return Fault.OPPOSITE
        for fault, wrong in (
            (Fault.DAY, self._other_day),
            (Fault.NUMBER, self._other_number),
            (Fault.NAME, self._other_name),
        ):
            if wrong(written, cited):
                return fault
        if claim.kind is Kind.TOPIC:
            return None
        if claim.kind is not Kind.QUESTION and self._turned_round(written, cited):
            return Fault.NEGATION
        if claim.kind is Kind.DECISION and not self._settled(claim.text, written, cited):
            return Fault.UNSETTLED
        if claim.kind is Kind.ACTION and not self._taken_on(cited):
            return Fault.UNSETTLED
        return None

    def _matter(self, claim: Claim, written: Sequence[Clause]) -> list[str]:
        """The stems that must be said: not those of days and numbers, which are looked at apart, nor of how a thing is settled."""
        apart = SETTLING if claim.kind in {Kind.DECISION, Kind.ACTION} else frozenset()
        found: list[str] = []
        for clause in written:
            dated = self._dated(clause)
            for place, word in enumerate(clause.words):
                stem = about(word, clause.language)
                if stem is not None and place not in dated and word not in apart and not word[:1].isdigit():
                    found.append(stem)
        return found or stems_of(written)

    def _written(self, text: str) -> list[Clause]:
        """A claim's text, read as if it was said."""
        words = tuple(Word(0.0, 0.0, word, 1.0) for word in text.split())
        of = self._talk.transcript
        line = Line("written", "", 0.0, 0.0, words, False, 0.0)
        return clauses_of(Transcript(of.meeting_id, "", of.revision, of.language, 0.0, (), (line,)))

    def _cited(self, claim: Claim, written: Sequence[Clause]) -> _Cited:
        wanted = Stems(stems_of(written))
        clauses = [at for line in sorted(set(claim.lines)) for at in self._talk.of_line(line)]
        found = [stems_of([self._talk.clauses[at]]) for at in clauses]
        near = {
            before
            for line in claim.lines
            for before in (line, *self._talk.before(line, BEFORE))
            if not self._tells_the_model(before)
        }
        return _Cited(
            frozenset(claim.lines),
            tuple(clauses),
            tuple(sum(one in wanted for one in set(stems)) for stems in found),
            Stems([one for stems in found for one in stems]),
            Stems(stems_of([self._talk.clauses[at] for line in sorted(near) for at in self._talk.of_line(line)])),
        )

    def _said(self, claim: Claim, stems: Sequence[str], cited: _Cited) -> bool:
        wanted = set(stems)
        shared = sum(one in cited.stems for one in wanted)
        around = sum(one in cited.around for one in wanted)
        if (
            around >= LEAST_SHARE * len(wanted)
            and around >= min(LEAST_WORDS, len(wanted))
            and shared >= LEAST_THERE * len(wanted)
        ):
            return True
        if self._meaning is None or not shared:
            return False
        said = " ".join(self._talk.transcript.lines[line].text for line in sorted(cited.lines))
        return self._meaning.same(claim.text, said)

    def _other_day(self, written: Sequence[Clause], cited: _Cited) -> bool:
        """Whether it speaks of a day that what it cites does not mean."""
        meant = self._days(cited)
        said = {word for at in cited.clauses for word in self._words(at)}
        return any(
            one.day not in meant and not {*clause.words[one.first : one.last]} <= said
            for clause in written
            for one in days(clause.words, self._talk.held_on)
        )

    def _days(self, cited: _Cited) -> set[object]:
        return {one.day for at in cited.clauses for one in days(self._talk.clauses[at].words, self._talk.held_on)}

    def _other_number(self, written: Sequence[Clause], cited: _Cited) -> bool:
        """Whether it speaks of a number that what it cites does not say. The numbers of a day that is meant need not be said."""
        told: set[int] = set()
        for clause in written:
            dated = self._dated(clause)
            told |= {one.value for one in numbers(clause.words) if one.first not in dated}
        if not told:
            return False
        said: set[int] = set()
        for at in cited.clauses:
            words = self._talk.clauses[at].words
            said |= {one.value for one in numbers(words)} | {OF_THE_CLOCK[one] for one in words if one in OF_THE_CLOCK}
        return not told <= said

    def _other_name(self, written: Sequence[Clause], cited: _Cited) -> bool:
        """Whether it names somebody, or something, that is neither said there nor speaks there of the matter."""
        said = {word for at in cited.clauses for word in self._words(at)}
        for at in cited.best:
            said |= self._name_of(self._talk.clauses[at].speaker_id)
        for clause in written:
            dated = self._dated(clause)
            for place, word in enumerate(clause.words):
                if word in said or place in dated or word in WEEKDAYS:
                    continue
                if _begins(clause, place) and word not in FIRST_NAMES:
                    stem = about(word, clause.language)
                    if (
                        stem is None
                        or stem in cited.stems
                        or word in SETTLING
                        or word in VERBS
                        or _goes_on(clause, place)
                    ):
                        continue
                if _capital(clause, place) or word in FIRST_NAMES:
                    return True
        return False

    def _dated(self, clause: Clause) -> set[int]:
        """The places of a clause's words that say a day."""
        return {place for one in days(clause.words, self._talk.held_on) for place in range(one.first, one.last)}

    def _words(self, at: int) -> set[str]:
        """The words of a clause's line, the light ones too."""
        clause = self._talk.clauses[at]
        return {token.folded for token in tokens(clause.text[clause.fluent[0][0] : clause.fluent[-1][1]])} | set(
            clause.words
        )

    def _name_of(self, speaker_id: str) -> set[str]:
        return {token.folded for token in tokens(self._talk.names.speaker(speaker_id).name)}

    def _turned_round(self, written: Sequence[Clause], cited: _Cited) -> bool:
        """Whether one of the two says no and the other does not: « ne pas renouveler » is « refuser de renouveler », and neither « renouveler »."""
        told = says_no(written)
        same = [same_sense(told, says_no([self._talk.clauses[at]])) for at in cited.foremost]
        return bool(same) and 2 * sum(same) + same[-1] <= len(same)  # of as many for as against, the last one counts

    def _settled(self, text: str, written: Sequence[Clause], cited: _Cited) -> bool:
        """Whether somebody settles what a decision cites, there or right after, and it is not put off later, wished, told or laughed at."""
        talk = self._talk
        for read in self._decided:  # as the extract reads it, which is stricter
            if any(self._at[one] in cited.lines for one in read.citations) and self._same(read.text, text):
                return True
        if all(self._conditional(at) or doubts.past(talk, at) or self._reported(at) for at in cited.best):
            return False
        if all(talk.joked_about(line) for line in self._lines(cited)):
            return False
        lines = self._near(cited)
        last = {True: -1, False: -1}
        for line in lines:
            if any(talk.says(line, book) for book in _SETTLING):
                last[True] = line
            if any(talk.says(line, book) for book in _PUTTING_OFF):
                last[False] = line
        if last[False] > last[True]:
            return False
        refuses, *_ = says_no(written)
        if refuses:  # that something is not done is a decision only where it is said to be one, or agreed to
            agreed = {one for line in lines for one in talk.agreed_by_others(line)}
            return bool(agreed & {*lines}) or any(talk.says(line, book) for line in lines for book in _DECIDING)
        return last[True] >= 0 or any(talk.agreed_by_others(line) for line in lines)

    def _taken_on(self, cited: _Cited) -> bool:
        """Whether somebody takes on, asks for or needs what an action cites, and nobody refuses it there."""
        talk = self._talk
        if all(self._conditional(at) for at in cited.best):
            return False
        if all(talk.joked_about(line) for line in self._lines(cited)):
            return False
        lines = self._near(cited)
        books = _TAKING if any(talk.refuses(line) for line in lines) else _COMMITTING
        return any(talk.first(at, book) for line in lines for at in talk.of_line(line) for book in books)

    def _lines(self, cited: _Cited) -> set[int]:
        """The lines that hold the claim."""
        return {self._talk.clauses[at].line for at in cited.best}

    def _near(self, cited: _Cited) -> list[int]:
        """Of the lines cited those that hold the claim, stand right before, or answer: what is settled elsewhere is something else."""
        held = self._lines(cited)
        return [line for line in sorted(cited.lines) if any(-BEFOREHAND <= line - one <= ANSWERED for one in held)]

    def _tells_the_model(self, line: int) -> bool:
        """Whether somebody there speaks to a model that may read it: such a line is evidence of nothing."""
        if line in self._telling:
            return self._telling[line]
        text = self._talk.transcript.lines[line].text
        words = {token.folded for token in tokens(text)}
        tells = bool(words & IGNORE and words & INSTRUCTIONS) or any(mark in text for mark in MARKUP)
        self._telling[line] = tells
        return tells

    def _conditional(self, at: int) -> bool:
        return doubts.conditional(self._talk, at)

    def _reported(self, at: int) -> bool:
        return self._talk.first(at, lambda cues: cues.reported) is not None

    def _owner(self, claim: Claim, cited: _Cited) -> Owner | None:
        """Whose action it is: as the extract's rules read it, else as it was written, if who was written is named there or speaks of it."""
        for read in self._read:
            lines = {self._at[one] for one in read.citations}
            if any(self._talk.clauses[one].line in lines for one in cited.best) and self._same(read.text, claim.text):
                return read.owner
        if not claim.owner:
            return None
        wanted = {token.folded for token in tokens(claim.owner)}
        for at in cited.best:
            clause = self._talk.clauses[at]
            first_person = FIRST_PERSON.get(clause.language, frozenset()) & set(clause.words)
            if first_person and wanted and wanted <= self._name_of(clause.speaker_id):
                return self._talk.names.speaker(clause.speaker_id)
        for at in cited.clauses:
            for someone in self._talk.names.among(self._talk.clauses[at]):
                name = {token.folded for token in tokens(someone.owner.name)}
                if wanted and (wanted <= name or name <= wanted):
                    return someone.owner
        return None

    def _same(self, one: str, other: str) -> bool:
        """Whether two sentences have half of the shorter one's words in common."""
        mine, theirs = set(stems_of(self._written(one))), Stems(stems_of(self._written(other)))
        return 2 * sum(word in theirs for word in mine) >= min(len(mine), len(theirs.whole))

    def _due(self, claim: Claim, cited: _Cited) -> Due | None:
        """By when, counted from the words that say it: what is written of it only tells that there is a day."""
        if not claim.due:
            return None
        found = []
        for at in cited.clauses:
            clause = self._talk.clauses[at]
            day = due_day(clause.words, self._talk.held_on)
            if day:
                found.append((at not in cited.best, Due(clause.quoted(day.first, day.last), day.day)))
        if found:
            told = {one.day for said in self._written(claim.due) for one in days(said.words, self._talk.held_on)}
            among = [one for one in found if one[1].day in told] or found
            return min(among, key=lambda one: one[0])[1]
        wanted = [token.folded for token in tokens(claim.due)]
        said = {word for at in cited.clauses for word in self._words(at)}
        if wanted and set(wanted) <= said and any(about(word, "") for word in wanted) and not any(numbers(wanted)):
            return Due(claim.due, None)  # « avant l'été »: words that mean no day
        return None

    def _names_another(self, written: Sequence[Clause], owner: Owner | None) -> bool:
        """Whether an action's sentence begins with somebody who is not its owner."""
        for clause in written[:1]:
            for named in self._talk.names.among(clause):
                if named.first:
                    break
                if owner is None or not _same_person(named.owner, owner):
                    return True
        return False


def _begins(clause: Clause, place: int) -> bool:
    """Whether a word stands where a sentence begins, or an item."""
    before = clause.text[: clause.spans[place][0]].rstrip(' «"“\u00a0\u202f')
    return not before or before[-1] in ".!?…:;"


def _capital(clause: Clause, place: int) -> bool:
    return clause.written(place)[:1].isupper()


def _goes_on(clause: Clause, place: int) -> bool:
    """Whether an article follows: « Envoyer le devis », "Send the offer". No name goes on like that."""
    following = next(tokens(clause.text[clause.spans[place][1] :][:LOOKED_AHEAD]), None)
    return following is not None and following.folded in ARTICLES


def _same_person(one: Owner, other: Owner) -> bool:
    if one.speaker_id and other.speaker_id:
        return one.speaker_id == other.speaker_id
    mine, theirs = ({token.folded for token in tokens(owner.name)} for owner in (one, other))
    return mine <= theirs or theirs <= mine
