"""What makes a statement none: a condition, a report of the past, somebody else's words, a joke."""

from scribe_core.minutes.clauses import Clause
from scribe_core.minutes.phrases import Found, Phrasebook, listed
from scribe_core.minutes.talk import Talk

ASKED_IF = listed(
    "voir savoir verifier demander demande regarder sais verifie see check ask know find out confirm whether wonder comme as even meme"
)
"""« voir si », "check if": what follows is a question, no condition."""

POLITE = frozenset({("s", "il", "vous"), ("s", "il", "te"), ("si", "possible"), ("si", "vous"), ("si", "tu"), ("if", "possible"), ("if", "you"), ("if", "that"), ("if", "everyone"), ("unless", "anyone"), ("unless", "anybody"), ("unless", "there"), ("if", "it")})  # fmt: skip

TURNS = frozenset({"mais", "but", "cependant", "however", "sinon", "anyway"})

FAR = 600
"""Characters back to a quotation mark that still holds."""

MAYBE = listed("maybe perhaps might peut-etre eventuellement")


def conditional(talk: Talk, at: int) -> bool:
    """Whether a clause holds only if something else happens: it says so, or what comes before it in its sentence."""
    clause = talk.clauses[at]
    before = talk.clauses[at - 1] if at else None
    if before and before.sentence == clause.sentence and _condition(talk, before, leading=True):
        return True
    return _condition(talk, clause)


def _condition(talk: Talk, clause: Clause, *, leading: bool = False) -> bool:
    cues = talk.cues(clause)
    if cues is None:
        return False
    for found in cues.conditional.find(clause.words):
        if leading and found.first > 2:
            continue
        if found.first and clause.words[found.first - 1] in ASKED_IF:
            continue
        if any(tuple(clause.words[found.first : found.first + len(polite)]) == polite for polite in POLITE):
            continue
        return True
    return False


def told_of_others(talk: Talk, clause: Clause, found: Found) -> bool:
    """Whether the words before a phrase say that it is somebody else's, or quote it."""
    cues = talk.cues(clause)
    here = clause.spans[found.first][0]
    said = clause.text[max(0, here - FAR) : here]
    quoted = said.count("«") > said.count("»") or said.count("“") > said.count("”") or said.count('"') % 2 == 1
    return quoted or bool(cues and cues.reported.among(clause.words[: found.first]))


def past(talk: Talk, at: int) -> bool:
    """Whether a clause reports what was, or goes on with a sentence that does; a « mais » turns back to now."""
    if talk.first(at, lambda cues: cues.past):
        return True
    clause = talk.clauses[at]
    before = talk.clauses[at - 1] if at else None
    goes_on = before is not None and before.sentence == clause.sentence and clause.words[0] not in TURNS
    return bool(goes_on and talk.first(at - 1, lambda cues: cues.past))


def perhaps(clause: Clause, found: Found) -> bool:
    """Whether it is said with a « peut-être » before."""
    before = clause.words[max(0, found.first - 2) : found.first]
    return any(word in MAYBE for word in before) or ("peut", "etre") in zip(
        clause.words, clause.words[1:], strict=False
    )


def hedged(book: Phrasebook, clause: Clause, found: Found | None) -> bool:
    """Whether what stands before a phrase, or in it, weakens it; where there is no phrase, anything in the clause."""
    return book.among(clause.words if found is None else clause.words[: found.last])
