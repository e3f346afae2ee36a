"""What a meeting leaves open: what nobody knew, and what it put off."""

from scribe_core.domain.minutes import Question
from scribe_core.minutes.content import content
from scribe_core.minutes.talk import Talk, ids

BACK = 2
"""Lines from a « je ne sais pas » back to what was asked."""


def questions(talk: Talk) -> list[Question]:
    """Every question that somebody says is open, in order: the question itself where it was asked just before."""
    found: list[Question] = []
    cited: set[int] = set()
    for at, clause in enumerate(talk.clauses):
        cues = talk.cues(clause)
        if cues is None or not cues.open_question.among(clause.words):
            continue
        asked = _asked_before(talk, at)
        said = talk.clauses[asked if asked is not None else at]
        if said.line in cited or (asked is None and len(content([clause])) < 2):
            continue
        cited |= {said.line, clause.line}
        found.append(Question(said.quoted(), said.speaker_id, ids(talk, [said.line, clause.line])))
    return found


def _asked_before(talk: Talk, at: int) -> int | None:
    clause = talk.clauses[at]
    for line in talk.before(clause.line, BACK):
        for one in reversed(talk.of_line(line)):
            said = talk.clauses[one]
            cues = talk.cues(said)
            if (said.asked or (cues and cues.asking.among(said.words))) and len(content([said])) >= 1:
                return one
    return None
