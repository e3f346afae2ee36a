"""The one normalisation: what a person reads as the same is the same, what differs stays different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe.evaluation.normalisation import normalised, tokens

SAME = [
    # French numbers, in words, in digits, with every sort of blank
    ("fr", "Quarante-deux mille euros, sur les cinquante mille prévus.", "42 000 € sur les 50\u202f000 prévus"),
    ("fr", "le vingt et un mars deux mille vingt-cinq", "Le 21 mars 2025."),
    ("fr", "quatre-vingt-dix-neuf pour cent", "99 %"),
    ("fr", "trois virgule cinq", "3,5"),
    ("fr", "à dix-sept heures trente", "à 17h30"),
    ("fr", "à dix-sept heures trente", "À 17 h 30 !"),
    ("fr", "le premier point, la première fois, le deuxième", "le 1er point, la 1re fois, le 2e"),
    ("fr", "le vingt et unième siècle", "le 21e siècle"),
    ("fr", "deux personnes et un enfant", "2 personnes et 1 enfant"),
    ("fr", "un million deux cent mille", "1 200 000"),
    ("fr", "zéro zéro", "0:0"),
    ("fr", "zéro trois", "0 3"),
    # French spelling
    ("fr", "L’homme qu’on a vu aujourd’hui", "l'homme qu'on a vu aujourd'hui"),
    ("fr", "le cœur et l'œuvre", "LE COEUR ET L'OEUVRE"),
    ("fr", "est-ce que ça va", "Est ce que ça va ?"),
    ("fr", "Euh, hum, voilà", "voilà"),
    ("fr", "M. Durand et Mme Martin", "monsieur Durand et madame Martin"),
    # English
    ("en", "forty-two thousand dollars", "$42,000"),
    ("en", "in nineteen eighty-four", "In 1984"),
    ("en", "two thousand and twenty three", "2023"),
    ("en", "the twenty-first of May, the second try", "the 21st of May, the 2nd try"),
    ("en", "ninety-nine percent", "99%"),
    ("en", "Mister Hale, uh, didn't um know", "Mr. Hale didn't know"),
    ("en", "'Kay, o'clock ‘quoted’", "kay o'clock quoted"),
    ("en", "one or two of them", "1 or 2 of them"),
    # tags of references, and a language nothing is known of
    ("en", "so <laugh> then", "so then"),
    (None, "Größe — ÜBER 25!", "größe über 25"),
]

DIFFERENT = [
    ("fr", "il parle", "ils parlent"),
    ("fr", "la", "là"),
    ("fr", "cent", "cents euros"),
    ("fr", "quarante-deux", "quarante-trois"),
    ("en", "I don't", "I do"),
    ("en", "fifteen", "fifty"),
    ("en", "hundred and one reasons", "hundred reasons"),
]


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_the_same(language: str | None, one: str, other: str) -> None:
    assert normalised(one, language) == normalised(other, language)


@pytest.mark.parametrize(("language", "one", "other"), DIFFERENT)
def test_different(language: str, one: str, other: str) -> None:
    assert normalised(one, language) != normalised(other, language)


def test_an_elision_stands_apart_so_that_a_wrong_noun_costs_one_word() -> None:
    assert normalised("l'homme d'aujourd'hui", "fr") == "l' homme d' aujourd'hui"


@given(st.text(st.characters(exclude_categories=["N", "Cs"]), max_size=60), st.sampled_from(["fr", "en", None]))
def test_once_is_enough_for_words(text: str, language: str | None) -> None:
    once = normalised(text, language)
    assert normalised(once, language) == once


WORDS = st.text(st.characters(categories=["L", "P", "Z"], exclude_characters="hH"), max_size=20)
NUMBERS = st.tuples(st.integers(0, 59), st.sampled_from(":,./ "), st.integers(0, 59)).map(
    lambda pair: f"{pair[0]}{pair[1]}{pair[2]}"
)
"""Of up to two digits, and one in a text: three after others are thousands. An `h` after a number is an hour, whatever stood between."""


@given(st.tuples(WORDS, NUMBERS, WORDS).map(" ".join), st.sampled_from(["fr", "en", None]))
def test_once_is_enough_for_numbers(text: str, language: str | None) -> None:
    once = normalised(text, language)
    assert normalised(once, language) == once


def test_a_number_of_several_words_knows_where_it_came_from() -> None:
    found = tokens(["J'ai", "quarante-deux", "mille", "euros,", "euh,", "voilà"], "fr")
    assert [(token.text, token.first, token.last) for token in found] == [
        ("j'", 0, 0), ("ai", 0, 0), ("42000", 1, 2), ("euros", 3, 3), ("voilà", 5, 5),
    ]  # fmt: skip
