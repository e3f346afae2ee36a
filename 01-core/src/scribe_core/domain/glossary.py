"""The words a meeting is likely to hold that a speech model does not know: names, products, acronyms."""

import unicodedata
from collections.abc import Iterable

from scribe_core.errors import ScribeError

MOST_TERMS = 100
LONGEST_TERM = 60
"""Characters."""

MARKS = " '’.&/+#°·-"
"""What a term may hold beside letters and digits: `C++`, `R&D`, `Aujourd’hui`, `.NET`. Nothing that a model or a page could take for
its own signs."""


def glossary_of(lines: Iterable[str]) -> tuple[str, ...]:
    """The terms of these lines, each once, blanks put right. Empty lines and those that begin with `#` hold none.

    Errors: `glossary_invalid` for more or longer terms than are taken, one without a letter or with other characters.
    """
    terms: dict[str, str] = {}
    for line in lines:
        term = " ".join(unicodedata.normalize("NFC", line).split())
        if not term or term.startswith("#"):
            continue
        if len(term) > LONGEST_TERM or not any(map(str.isalpha, term)) or not all(map(_ordinary, term)):
            raise ScribeError("glossary_invalid", term=term[:LONGEST_TERM], terms=MOST_TERMS, characters=LONGEST_TERM)
        terms.setdefault(term.casefold(), term)
    if len(terms) > MOST_TERMS:
        raise ScribeError("glossary_invalid", term=len(terms), terms=MOST_TERMS, characters=LONGEST_TERM)
    return tuple(terms.values())


def _ordinary(character: str) -> bool:
    """Whether a term may hold it. Vowel signs of other scripts are neither letters nor marks to Python: category M."""
    return character.isalnum() or character in MARKS or unicodedata.category(character).startswith("M")
