"""The proof of glossaries: which names its rules find in a reference, and how it counts them."""

from importlib import import_module
from typing import Any

import pytest

from scribe import environment
from scribe.evaluation.references import Line
from scribe_core.domain.speech import Word

ENGLISH = """a about ask by came from hale him last letter of office on our out pillar person said saw the to today we whole
Blanch Friday Haley Pearson Pillory Wholley Zurich"""
FRENCH = "avec blancheur de la montagnes on par parle une éternel vénale"
LISTS = {"en": frozenset(ENGLISH.split()), "fr": frozenset(FRENCH.split())}


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(environment.HOME / "benchmarks"))
    return import_module("rare_names")


def lines(*texts: str) -> list[Line]:
    return [Line(10.0 * number, 10.0 * number + 5, "A", text) for number, text in enumerate(texts)]


def words(text: str, start: float = 0.0) -> list[Word]:
    return [Word(start + number, start + number + 0.5, word, 1.0) for number, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("language", "texts", "found"),
    [
        # With capitals: what has none is no name, what clings to one is no part of it.
        ("en", ["We saw Maarika Thornbury's letter, synching the office."], ["Maarika Thornbury"]),
        ("en", ["Helstone came on Friday.", "We saw Helstone."], ["Helstone", "Friday", "Helstone"]),
        ("fr", ["On parle d’Ampère, avec la Pomone."], ["Ampère", "Pomone"]),
        ("fr", ["Par une Montagnes Eternel, LA VENALE, LA RGPD"], ["RGPD"]),  # accents and capitals are no reason
        # Without any: whatever is no word. `al` alone is too short.
        ("en", ["we saw nuzhat al zaman of al", "the helstone office"], ["Nuzhat Al Zaman", "Helstone"]),
        ("en", ["we'll ask him"], []),
    ],
)
def test_rare_names_are_found_by_rule(rules: Any, language: str, texts: list[str], found: list[str]) -> None:
    mentions = rules.Names(LISTS, language).mentions(lines(*texts))
    assert [mention.name for mention in mentions] == found
    assert all(mention.end == mention.start + 5 for mention in mentions)


def test_decoys_are_names_like_what_is_said_that_nobody_says(rules: Any) -> None:
    english = rules.Names(LISTS, "en")
    said = lines("the whole pillar, said Pearson, a person of Zuric")
    # Pearson is said; Zurich is too near, Friday like nothing.
    assert english.decoys(said, 10) == ["Wholley", "Pillory"]
    assert english.decoys(said, 1) == ["Wholley"]
    assert rules.Names(LISTS, "fr").decoys(lines("la blancheur"), 10) == ["Blanch"]


def test_names_are_right_by_their_letters_where_they_are_said(rules: Any) -> None:
    proof = import_module("prove_glossary")
    names = rules.Names(LISTS, "en")
    mentions = names.mentions(lines("We saw Maarika Thornbury.", "We saw Helstone.", "We saw Helstone."))
    before = [*words("We saw Marika Thornbury."), *words("We saw hell stone.", 10), *words("We saw Hellstone", 20)]
    after = [
        *words("We saw Maarika Thorn-bury’s Helstone"),  # Helstone is not said here
        *words("We saw hell stone.", 10),
        *words("We saw Helstone’s, with Haley.", 20),
    ]
    found = proof.tally("one", names, mentions, ["Haley", "Wholley"], before, after)
    assert (found.said, found.without, found.found) == (3, 0, 2)
    assert found.mended == ["Maarika Thornbury", "Helstone"]
    assert (found.spoilt, found.put_in) == ([], ["Haley"])
    assert found.strays == ["Helstone"]
