"""A glossary is a short list of ordinary terms, whatever is sent."""

import pytest

from scribe_core.domain.glossary import LONGEST_TERM, MOST_TERMS, glossary_of
from scribe_core.errors import ScribeError


def test_terms_are_kept_once_with_their_blanks_put_right() -> None:
    lines = [
        "  Kerouédan ",
        "",
        "# products",
        "C++",
        "Jean-Luc\tde  l’Isle",
        "kerouédan",
        "R&D",
        "e\u0301te\u0301",
        "हिन्दी",
    ]
    assert glossary_of(lines) == ("Kerouédan", "C++", "Jean-Luc de l’Isle", "R&D", "été", "हिन्दी")
    assert glossary_of([]) == ()


@pytest.mark.parametrize(
    "lines",
    [
        ["x" * (LONGEST_TERM + 1)],
        [f"terme {n}" for n in range(MOST_TERMS + 1)],
        ["2026"],
        ["<|endoftext|>"],
        ["<script>alert(1)</script>"],
        ["Durand\u202e"],
        ["zero\u200bwidth"],
        ["a;b"],
        ["'; DROP TABLE runs; --"],
        ["{prompt}"],
        ["\x00nul"],
        ["🙂"],
    ],
)
def test_anything_else_is_refused_in_both_languages(lines: list[str]) -> None:
    with pytest.raises(ScribeError) as error:
        glossary_of(lines)
    assert error.value.code == "glossary_invalid"
    assert str(MOST_TERMS) in error.value.sentence("fr")
    assert str(MOST_TERMS) in error.value.sentence("en")
