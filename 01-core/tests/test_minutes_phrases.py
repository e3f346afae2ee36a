"""How phrases are written and found."""

import pytest

from scribe_core.minutes.cues import TABLES, cues_of
from scribe_core.minutes.phrases import Found, Phrasebook, lines


def found(phrase: str, said: str) -> tuple[int, int] | None:
    first = Phrasebook([phrase], {"deed": {"envoie", "range"}}).first(said.split())
    return (first.first, first.last) if first else None


@pytest.mark.parametrize(
    ("phrase", "said", "at"),
    [
        ("on retient", "bon on retient ca", (1, 3)),
        ("on retient", "on ne retient pas", None),
        ("on|nous retient|retenons", "nous retenons", (0, 2)),
        ("on [le|la] retient", "on la retient", (0, 3)),
        ("on [le|la] retient", "on retient", (0, 2)),
        ("je <deed>", "je range", (0, 2)),
        ("je <deed>", "je mange", None),
        ("a ~2 faire", "a x y faire", (0, 4)),
        ("a ~2 faire", "a x y z faire", None),
        ("^ oui", "oui oui", (0, 1)),
        ("^ oui", "ah oui", None),
        ("adopte $", "c est adopte", (2, 3)),
        ("adopte $", "adopte hier", None),
    ],
)
def test_a_phrase_stands_where_its_words_do(phrase: str, said: str, at: tuple[int, int] | None) -> None:
    assert found(phrase, said) == at


def test_the_longest_of_those_that_begin_first_is_the_one() -> None:
    book = Phrasebook(["on va", "on va voir", "va voir ca"])
    assert book.first(["on", "va", "voir", "ca"]) == Found(0, 3, "on va voir")


def test_a_table_has_remarks_and_empty_lines() -> None:
    assert lines("\non part sur  # choosing\n\n# nothing\n") == ["on part sur"]


def test_what_would_match_anything_is_no_phrase() -> None:
    with pytest.raises(ValueError, match="words of its own"):
        Phrasebook(["~2 faire"])
    with pytest.raises(ValueError, match="~9"):
        Phrasebook(["a ~9 faire"])


@pytest.mark.parametrize("language", sorted(TABLES))
def test_tables_are_folded_and_mean_what_they_write(language: str) -> None:
    assert cues_of(language)
    for name, table in vars(TABLES[language]).items():
        if name.isupper() and isinstance(table, str):
            for phrase in lines(table):
                assert phrase == phrase.lower(), f"{name}: {phrase}"
                assert phrase.isascii(), f"{name}: {phrase}"
                assert "'" not in phrase, f"{name}: {phrase}"
                assert "|$" not in phrase, f"{name}: {phrase}"
    assert cues_of("de") is None
