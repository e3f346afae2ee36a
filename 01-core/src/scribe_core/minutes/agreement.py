"""Who goes along with what somebody says: by a yes, or by saying it again.

People at a table settle more by « le treize » — « le treize, ouais » than by any word that decides.
"""

from scribe_core.minutes.calendar_words import NUMBERS
from scribe_core.minutes.clauses import OPENERS, Clause
from scribe_core.minutes.content import about
from scribe_core.minutes.cues import Cues
from scribe_core.minutes.phrases import listed
from scribe_core.minutes.talk import NEAR, Talk

ECHO = 2
"""Lines after which what is said again is said for another reason."""

ECHO_WORDS = 8
"""Words of a line that does nothing but say something again."""

FRAGMENT = 9
"""Words at most of what is said without a verb."""

VERBS = {
    "fr": listed("est sont a ont avait etait ai as avons avez suis y va vont faut peut"),
    "en": listed("is are was were has have had does do did s re ve m am can will ll"),
}
"""With these something is told; « donc le treize » tells nothing, it settles."""

POINTED = {("it", "s"), ("that", "s"), ("c", "est"), ("ce", "sera")}
"""What they point at is what is settled."""

POINTING = listed("this that")
AT = listed("à À")
"""Folded like the verb."""

TURNS = listed("mais but")

GIVEN = 8
"""Lines back in which what is summed up was talked about; what nobody spoke of begins a subject (« alors, les serres »)."""

YES = listed("oui ouais ok tope adjuge vendu parfait yes yep yeah fine great good works perfect nice allez")
"""Words that agree, wherever they stand in what is said again."""

ARTICLES = listed("a un une one")
"""Numbers that are mostly articles: they say nothing of what is settled."""


def substance(clause: Clause) -> list[str]:
    """The words of a clause that say something: numbers do, where a time or a price is settled."""
    return [said for word in clause.words if (said := _said(word, clause.language)) is not None]


def _said(word: str, language: str) -> str | None:
    if word in YES:
        return None
    if word.isdecimal() or ((word,) in NUMBERS and word not in ARTICLES):
        return word
    return about(word, language)


def echoed(talk: Talk, at: int) -> list[int]:
    """The lines right after a clause's in which others say again what it says, and nothing else."""
    clause = talk.clauses[at]
    mine = set(substance(clause))
    found: list[int] = []
    for line in talk.after(clause.line, ECHO):
        if talk.speaker_of(line) == clause.speaker_id:
            continue
        if talk.refuses(line):
            break
        if _says_again(talk, line, mine):
            found.append(line)
    return found


def given(talk: Talk, at: int) -> bool:
    """Whether something of what a clause says was talked about before it; its sentence counts with it."""
    clause = talk.clauses[at]
    mine = set(substance(clause))
    before = talk.clauses[at - 1] if at else None
    if before and before.sentence == clause.sentence:
        mine |= set(substance(before))
    return any(mine & _of_line(talk, line) for line in talk.before(clause.line, GIVEN))


def fragment(cues: Cues, clause: Clause) -> bool:
    """Whether a clause has no verb, or only points: « donc le treize », "so it's the second"."""
    first = next((at for at, word in enumerate(clause.words) if word not in OPENERS), len(clause.words))
    first += 2 * (clause.words[first : first + 2] in POINTED)
    said = clause.words[first:]
    if len(said) > FRAGMENT or set(said) & cues.pronouns - POINTING:
        return False
    verbs = VERBS[clause.language]
    return not any(word in verbs and clause.written(at) not in AT for at, word in enumerate(said, start=first))


def taken_up(talk: Talk, at: int) -> bool:
    """Whether the next one who speaks goes along with a clause, or says thanks for it."""
    clause = talk.clauses[at]
    again = echoed(talk, at)
    for line in talk.after(clause.line):
        if talk.speaker_of(line) != clause.speaker_id:
            said = talk.agrees(line) or line in again
            return said or (talk.says(line, lambda cues: cues.thanks) and not talk.refuses(line))
    return False


def voices(talk: Talk, at: int, lines: int = NEAR) -> set[str]:
    """Those who go along with a clause after it."""
    clause = talk.clauses[at]
    agreed = {*talk.agreed_by_others(clause.line, lines), *echoed(talk, at)}
    return {talk.speaker_of(line) for line in agreed}


def _says_again(talk: Talk, line: int, mine: set[str]) -> bool:
    of_line = talk.of_line(line)
    clause = talk.clauses[of_line[0]] if of_line else None
    cues = talk.cues(clause) if clause else None
    if clause is None or cues is None or clause.asked or len(clause.words) > ECHO_WORDS:
        return False
    if cues.asking.among(clause.words) or cues.evading.among(clause.words) or not fragment(cues, clause):
        return False
    if len(of_line) > 1 and talk.clauses[of_line[1]].words[0] in TURNS:
        return False
    theirs = set(substance(clause))
    return bool(theirs) and theirs <= mine


def _of_line(talk: Talk, line: int) -> set[str]:
    return {word for one in talk.of_line(line)[:NEAR] for word in substance(talk.clauses[one])}
