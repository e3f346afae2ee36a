"""Whether sentences say yes or no, so that a yes is not taken for a no."""

from collections.abc import Sequence

from scribe_core.minutes.clauses import Clause
from scribe_core.minutes.evidence_words import AGAINST, NEGATIVE, NO_NEGATION


def says_no(clauses: Sequence[Clause]) -> tuple[bool, bool]:
    """Whether clauses say no, by a word of grammar (« pas », "not") and by a word that means it (« refuser », "drop")."""
    grammar = meaning = False
    for clause in clauses:
        words = clause.words
        away = {
            place + offset
            for said in NO_NEGATION.get(clause.language, ())
            for place in range(len(words) - len(said) + 1)
            if words[place : place + len(said)] == said
            for offset in range(len(said))
        }
        for place, word in enumerate(words):
            more = clause.language == "fr" and word == "plus" and {"ne", "n"} & set(words[max(0, place - 4) : place])
            if place not in away and (more or word in NEGATIVE.get(clause.language, ())):
                grammar = True
            meaning = meaning or word in AGAINST
    return grammar, meaning


def same_sense(one: tuple[bool, bool], other: tuple[bool, bool]) -> bool:
    """« Ne pas renouveler » and « refuser de renouveler » are, « ne pas supprimer » and « supprimer » are not."""
    return one == other or (one[0] != other[0] and one[1] != other[1] and (one[0] ^ one[1]) == (other[0] ^ other[1]))
