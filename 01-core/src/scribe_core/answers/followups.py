"""A question made whole by those before it: « et qui s'en occupe ? » is about what was asked last."""

from collections.abc import Sequence

from scribe_core.minutes.phrases import listed
from scribe_core.search.stop_words import STOP_WORDS
from scribe_core.search.terms import tokens

LINKS = listed("et and alors so mais but sinon ok donc")
"""Words by which a question goes on from the one before."""

POINTING = listed("""
    il elle ils elles lui leur eux en y ca cela ceci celui celle ceux celles dessus dedans
    it he she they them him her his their this that these those one there
    """)
"""Words that stand for something that was named before."""

ASKING = listed("""
    qui que quoi quel quelle quels quelles quand ou comment pourquoi combien est ce donc alors et mais sinon faut fait faire dit dire
    occupe charge propos sujet date prix cout
    who what which when where how why much many and so but about says said does doing takes care happens happened next date price cost
    """)
"""Words that any question may have, and that say nothing of what it is about."""

MOST_SUBJECTS = 2
"""Words of its own with which a question that points at something may still be about the one before."""

CARRIED = 12
"""Words that are carried from a question into the next one."""


def goes_on(question: str, before: Sequence[str]) -> bool:
    """Whether a question cannot be understood without the one before."""
    if not before:
        return False
    words = [token.folded for token in tokens(question)]
    subjects = _subjects(question)
    if not subjects:
        return bool(words)
    linked = bool(words) and words[0] in LINKS
    points = any(word in POINTING for word in words)
    return (linked or points) and len(subjects) <= MOST_SUBJECTS


def whole(question: str, before: Sequence[str]) -> str:
    """The question as it is searched for: with what the one before was about, where it goes on from that."""
    if not goes_on(question, before):
        return question
    own = {word.casefold() for word in _subjects(question)}
    carried = [word for word in _subjects(before[-1]) if word.casefold() not in own][:CARRIED]
    return " ".join([question, *carried]) if carried else question


def _subjects(question: str) -> list[str]:
    """The words that say what a question is about, as they were written, each once."""
    found: dict[str, str] = {}
    for token in tokens(question):
        if token.folded not in STOP_WORDS and token.folded not in ASKING and token.folded not in POINTING:
            found.setdefault(token.folded, question[token.start : token.end])
    return list(found.values())
