"""Two changes of one text."""

import pytest

from scribe_core.domain.merging import pieces

BASE = "on retient la deuxième option pour lundi"


def merged(mine: str, theirs: str, base: str = BASE) -> str | None:
    """Both changes of the text, None where they touch the same words."""
    found = pieces(base.split(), mine.split(), theirs.split())
    if found is None:
        return None
    words = theirs.split()
    for piece in reversed(found):
        words[piece.first : piece.last] = piece.words
    return " ".join(words)


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        (BASE, "rien", "rien"),
        ("rien", BASE, "rien"),
        ("On retient la deuxième option pour lundi", "on retient la deuxième option pour mardi",
         "On retient la deuxième option pour mardi"),
        ("on retient donc la deuxième option pour lundi", "on retient la troisième option pour lundi",
         "on retient donc la troisième option pour lundi"),
        ("on garde la deuxième option pour lundi", "eh bien on retient la deuxième option pour lundi prochain",
         "eh bien on garde la deuxième option pour lundi prochain"),
        ("on retient la deuxième option", "on retient cette deuxième option pour lundi", "on retient cette deuxième option"),
        ("on retient la seconde option pour lundi", "on retient la seconde option pour mardi",
         "on retient la seconde option pour mardi"),
        ("Ah on retient la deuxième option pour lundi", "Oui retient la deuxième option pour lundi",
         "Ah Oui retient la deuxième option pour lundi"),
    ],
)  # fmt: skip
def test_changes_of_different_words_are_made_one(mine: str, theirs: str, both: str) -> None:
    assert merged(mine, theirs) == both
    assert sorted(str(merged(theirs, mine)).split()) == sorted(both.split())


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("on retient la seconde option pour lundi", "on retient la troisième option pour lundi"),
        ("on retient la deuxième option pour lundi matin", "on retient la deuxième option pour lundi soir"),
        ("on retient la deuxième option pour mardi", ""),
        ("tout autre chose", "on retient la troisième option pour lundi"),
        ("on retient la deuxième option pour lundi matin", "on retient la deuxième option pour"),
    ],
)
def test_changes_of_the_same_words_are_not(mine: str, theirs: str) -> None:
    assert merged(mine, theirs) is None
    assert merged(theirs, mine) is None


def test_what_both_changed_alike_counts_once() -> None:
    assert merged("on retient la seconde option", "on retient la seconde option") == "on retient la seconde option"
    assert merged("", "") == ""


def test_a_long_text_is_merged_all_the_same() -> None:
    words = [f"mot{number}" for number in range(3000)]
    mine, theirs = list(words), list(words)
    mine[10], theirs[2990] = "ici", "là"
    both = merged(" ".join(mine), " ".join(theirs), " ".join(words))
    assert both is not None
    assert (both.split()[10], both.split()[2990]) == ("ici", "là")
