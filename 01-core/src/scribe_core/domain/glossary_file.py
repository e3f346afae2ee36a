"""A list of terms as people have it in a file: one on a line, or the first column of a table saved as CSV."""

import csv
from dataclasses import dataclass

from scribe_core.domain.glossary import LONGEST_TERM, MOST_TERMS, term_of
from scribe_core.domain.recording_name import shown_line
from scribe_core.errors import ScribeError

HEADINGS = frozenset({"term", "terms", "terme", "termes", "mot", "mots", "word", "words"})
"""What a first line may say of its column; it is no term then."""

MOST_LINES = 5000
"""A glossary holds a hundred terms: a longer file is another one. Half a million lines, each with its fault, would cost gigabytes."""

_SEPARATORS = ";\t,"


@dataclass(frozen=True, slots=True)
class Fault:
    """A line (counted from 1) that holds no term that is taken, as it may be shown, and why not."""

    line: int
    text: str
    error: ScribeError


def terms_in(content: bytes) -> tuple[list[tuple[int, str]], list[Fault]]:
    """The terms of a file with their lines, and the lines that hold none. UTF-8, else Latin-1 as Windows writes it.

    Raises `glossary_file_too_long`.
    """
    terms: list[tuple[int, str]] = []
    faults: list[Fault] = []
    lines = _text(content).splitlines()
    if len(lines) > MOST_LINES:
        raise ScribeError("glossary_file_too_long", most=MOST_LINES, terms=MOST_TERMS)
    separator = next((mark for mark in _SEPARATORS if any(mark in line for line in lines)), None)
    for number, line in enumerate(lines, start=1):
        written = _first(line, separator)
        if number == 1 and written.strip().casefold() in HEADINGS:
            continue
        try:
            term = term_of(written)
        except ScribeError:
            shown = shown_line(written[:LONGEST_TERM], LONGEST_TERM)
            faults.append(Fault(number, shown, ScribeError("glossary_line_invalid", characters=LONGEST_TERM)))
        else:
            if term is not None:
                terms.append((number, term))
    return terms, faults


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _first(line: str, separator: str | None) -> str:
    """The first column of a line, without the quotes that a table's programs put round it."""
    if separator is None and not line.startswith('"'):
        return line
    try:
        columns = next(csv.reader([line], delimiter=separator or ","), [])
    except csv.Error:
        return line
    return columns[0] if columns else ""
