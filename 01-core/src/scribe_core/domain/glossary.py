"""The words a meeting is likely to hold that a speech model does not know: names, products, acronyms."""

import unicodedata
from collections.abc import Iterable

from scribe_core.domain.normal_form import normal
from scribe_core.domain.recording_name import shown_line
from scribe_core.errors import ScribeError

MOST_TERMS = 100
"""Of a run and of an account each. A run may so know twice as many, which cost 0.34 s of CPU for 20 s of speech (decision 0016)."""

LONGEST_TERM = 60
"""Characters."""

MOST_WRITTEN = 4 * LONGEST_TERM
"""Characters of a term as it came, its accents perhaps apart."""

MARKS = " '’.&/+#°·-"
"""What a term may hold beside letters and digits: `C++`, `R&D`, `Aujourd’hui`, `.NET`. Nothing that a model or a page could take for
its own signs."""


def glossary_of(lines: Iterable[str]) -> tuple[str, ...]:
    """The terms of these lines, each once, blanks put right. Empty lines and those that begin with `#` hold none.

    Errors: `glossary_invalid` for more or longer terms than are taken, one without a letter or with other characters.
    """
    terms: dict[str, str] = {}
    for line in lines:
        term = term_of(line)
        if term is not None:
            terms.setdefault(term.casefold(), term)
    if len(terms) > MOST_TERMS:
        raise ScribeError("glossary_invalid", term=len(terms), terms=MOST_TERMS, characters=LONGEST_TERM)
    return tuple(terms.values())


def term_of(line: str) -> str | None:
    """The term of a line, blanks put right, None where it holds none. Raises `glossary_invalid`."""
    written = line.strip()
    if not written or written.startswith("#"):
        return None
    term = " ".join(normal("NFC", written).split())
    too_long = len(written) > MOST_WRITTEN or len(term) > LONGEST_TERM
    if too_long or not any(map(str.isalpha, term)) or not all(map(_ordinary, term)):
        told = shown_line(term[:LONGEST_TERM], LONGEST_TERM)
        raise ScribeError("glossary_invalid", term=told, terms=MOST_TERMS, characters=LONGEST_TERM)
    return term


def _ordinary(character: str) -> bool:
    """Whether a term may hold it. Vowel signs of other scripts are neither letters nor marks to Python: category M."""
    return character.isalnum() or character in MARKS or unicodedata.category(character).startswith("M")
