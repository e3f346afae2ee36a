"""Normal forms: as Unicode has them, and no row of marks that takes its square in time."""

import unicodedata

import pytest

from scribe_core.domain.glossary import LONGEST_TERM, glossary_of
from scribe_core.domain.normal_form import MOST_MARKS, normal
from scribe_core.domain.recording_name import NAME_LIMIT, shown_line, shown_name
from scribe_core.errors import ScribeError

ROW = "a" + "\u0301" * 500_000 + "\u0316" * 500_000
"""In order only after half a million steps for each of half a million marks: minutes, for whoever takes it as it is."""


@pytest.mark.parametrize(
    "text", ["plain", "e\u0301te\u0301", "Å", "한국", "q\u0307\u0323", "ﬁn", "नि", "a" + "\u0301" * MOST_MARKS]
)
def test_it_is_unicodes(text: str) -> None:
    assert normal("NFC", text) == unicodedata.normalize("NFC", text)
    assert normal("NFKD", text) == unicodedata.normalize("NFKD", text)


def test_a_long_row_of_marks_is_cut() -> None:
    assert len(normal("NFC", ROW)) <= 1 + MOST_MARKS
    assert len(shown_line(ROW, 300)) <= 1 + MOST_MARKS
    assert len(shown_name(f"{ROW}.wav")) <= NAME_LIMIT


@pytest.mark.parametrize("line", [ROW, "x" * 1_000_000, "\ud800abc", "a\u202eb"])
def test_a_line_that_is_no_term_is_told_as_it_may_be_shown(line: str) -> None:
    with pytest.raises(ScribeError) as refused:
        glossary_of([line])
    assert refused.value.code == "glossary_invalid"
    told = str(refused.value.details["term"])
    assert len(told) <= LONGEST_TERM
    told.encode()
    assert told.isprintable()
