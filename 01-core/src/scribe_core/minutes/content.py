"""What words are about: their stems without words that every sentence has."""

from collections.abc import Iterable
from functools import lru_cache

from scribe_core.minutes.clauses import Clause
from scribe_core.minutes.phrases import listed
from scribe_core.search.stop_words import STOP_WORDS
from scribe_core.search.terms import stem

_PLAIN = listed("""
    va vais vas faire fait faut peut peux oui non ok bon bien tres tout tous toute toutes plus moins deux trois point chose truc fois
    aller veut veux dit dire voir moment peu beaucoup meme comme quand parce juste vraiment donc alors enfin puis encore deja quoi
    ouais voila accord hein genre super merci d'accord autre autres chez entre sans sous vers apres avant pendant depuis
    voix pour contre abstention abstentions quatre cinq six sept huit neuf dix favour favor against four five seven eight nine ten
    yes yeah no okay right well just going get got go will can could would should one two three think know thing things make really
    now here about up out also more some any very much need want let s ll re ve t m d don like all what when how other only
    been being said say see come take good great sure fine thanks thank lot bit way back over after before too
    est etre avoir sera serait pourrait faudrait etait ete cela celui celle leurs nos vos etait jour jours week day
    """)


@lru_cache(maxsize=16_384)
def about(word: str, language: str) -> str | None:
    """The stem of a folded word; None where nearly every sentence has it."""
    if word in STOP_WORDS or word in _PLAIN or (len(word) < 3 and not word.isdigit()):
        return None
    return stem(word, language)


def content(clauses: Iterable[Clause]) -> frozenset[str]:
    """The stems that clauses are about."""
    return frozenset(
        found for clause in clauses for word in clause.words if (found := about(word, clause.language)) is not None
    )


def content_of(clause: Clause) -> list[str]:
    """The stems of one clause in order, each as often as it is said."""
    return [found for word in clause.words if (found := about(word, clause.language)) is not None]


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter of two is in the other, from 0 to 1."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0
