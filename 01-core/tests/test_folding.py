"""Names are found as people type them from memory."""

import unicodedata

import pytest

from scribe_core.domain.folding import called, folded, plain


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("helene", "Hélène"),
        ("HÉLÈNE", "Hélène"),
        (unicodedata.normalize("NFD", "hélène"), "Hélène"),
        ("Francois", "François"),
        ("jean luc", "Jean-Luc"),
        ("d'artagnan", "D’Artagnan"),
        ("coeur", "Cœur"),
        ("Strasse", "Straße"),
        ("Lukasz", "Łukasz"),
        ("soren", "Søren"),
        (" Anne  Marie ", "Anne\u00a0Marie"),
        ("Νικος", "Νίκος"),
    ],
)
def test_a_name_is_found_without_its_accents(typed: str, name: str) -> None:
    assert plain(typed) == plain(name)
    assert called(typed, [name, "Marc"], str) == [name]


@pytest.mark.parametrize(("one", "another"), [("Marc", "Mark"), ("Anne", "Ann"), ("Jean", "Jeanne"), ("김", "이")])
def test_other_names_are_others(one: str, another: str) -> None:
    assert plain(one) != plain(another)


def test_who_fits_in_the_accents_too_is_meant_alone() -> None:
    assert called("rene", ["René", "Rene", "RENE"], str) == ["Rene", "RENE"]
    assert called("rené", ["René", "Rene"], str) == ["René"]
    assert called("renè", ["René", "Rene"], str) == ["René", "Rene"]
    assert called("nobody", ["René"], str) == []


def test_titles_keep_their_accents_apart() -> None:
    assert folded("été") != folded("ete")
