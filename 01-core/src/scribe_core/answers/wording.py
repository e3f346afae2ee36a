"""The sentences that answers are given in where no model writes them, in the language of the question."""

from scribe_core.errors import Language
from scribe_core.minutes.phrases import listed
from scribe_core.search.terms import tokens

NO_EVIDENCE: dict[Language, str] = {
    "fr": "Rien de ce qui a été dit dans ces réunions ne répond à cette question.",
    "en": "Nothing that was said in these meetings answers this question.",
}

UNSUPPORTED: dict[Language, str] = {
    "fr": "Les passages les plus proches sont cités, mais rien de ce qui y est dit ne permet d’affirmer une réponse.",
    "en": "The nearest passages are cited, but nothing said there supports an answer.",
}

_FRENCH = listed("""
    le la les un une des du de et est sont qui que quoi quel quelle quels quelles quand comment pourquoi combien dans sur pour avec
    nous vous ils elles ont fait dit ete ce cette ces au aux en ne pas l d qu s n c j
    """)
_ENGLISH = listed("""
    the a an of and is are was were who what which when where how why much many in on for with we you they has have did does do done
    said this that these those to not it its about be been will any
    """)


def language_of(question: str, otherwise: Language) -> Language:
    """The language that a question is asked in, by its small words; `otherwise` where they do not tell."""
    words = [token.folded for token in tokens(question)]
    french, english = sum(word in _FRENCH for word in words), sum(word in _ENGLISH for word in words)
    if french == english:
        return otherwise
    return "fr" if french > english else "en"
