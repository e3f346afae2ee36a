"""The words that two texts share: as difflib finds them, and in bounded time for texts that were made to be slow."""

import difflib
import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from scribe_core.domain import same_words as alignment
from scribe_core.domain.corrected import retimed
from scribe_core.domain.merging import changes, pieces
from scribe_core.domain.same_words import EFFORT, likeness, same_words, steps
from scribe_core.domain.speech import Word


@pytest.mark.parametrize("seed", range(50))
def test_ordinary_texts_are_compared_as_difflib_does(seed: int) -> None:
    chance = random.Random(seed)
    words = ["oui", "le", "budget", "de", "la", "ville"][: chance.randint(2, 6)]
    before, after = (chance.choices(words, k=chance.randint(0, 40)) for _ in range(2))
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    assert [tuple(one) for one in same_words(before, after)] == [tuple(b) for b in matcher.get_matching_blocks()[:-1]]
    expected = [(kind == "equal", *places) for kind, *places in matcher.get_opcodes()]
    assert [tuple(step) for step in steps(before, after)] == expected
    assert likeness(before, after) == matcher.ratio()


class Counting(difflib.SequenceMatcher[str]):
    """Counts what each search of a longest match goes through."""

    compared = 0

    def __init__(self, *, a: Sequence[str], b: Sequence[str], autojunk: bool) -> None:
        self.words, self.times = a, Counter(b)
        super().__init__(None, a, b, autojunk)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Any:
        Counting.compared += sum(1 + self.times[word] for word in self.words[alo:ahi])
        return super().find_longest_match(alo, ahi, blo, bhi)


def slow(count: int, other: str) -> list[str]:
    """Words of which every second is the same: their longest match is one word long, again and again."""
    return [word for number in range(count) for word in ("a", f"{other}{number}")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["a"] * 3000, ["a"] * 3000),
        (["a"] * 3000, ["b", *["a"] * 2000]),
        (slow(300, "x"), slow(300, "y")),
        (["a", "b"] * 600, ["b", "a", "a"] * 500),
    ],
    ids=["the same", "one word", "every second", "in turns"],
)
def test_texts_that_were_made_to_be_slow_cost_by_their_length(
    before: list[str], after: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(difflib, "SequenceMatcher", Counting)
    Counting.compared = 0
    changes(before, after)
    assert Counting.compared <= EFFORT * (len(before) + len(after))
    kept = same_words(before, after)
    assert all(before[one.first : one.first + one.size] == after[one.begin : one.begin + one.size] for one in kept)
    made = [word for step in steps(before, after) for word in after[step.begin : step.end]]
    assert made == after, "nothing is lost"


def test_what_is_the_same_at_both_ends_is_found_whatever_it_costs() -> None:
    before, after = ["a"] * 9000, [*["a"] * 4000, "b", *["a"] * 4999]
    assert [tuple(one) for one in same_words(before, after)] == [(0, 0, 4000), (4001, 4001, 4999)]
    assert pieces(before, [*before, "c"], after) is not None
    words = tuple(Word(float(at), at + 0.5, "a", 0.5) for at in range(9000))
    assert [word.start for word in retimed(words, " ".join(after))] == [float(at) for at in range(9000)]


def test_the_words_of_an_hour_said_in_one_go_are_compared_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(0)
    usual = [f"mot{number}" for number in range(2000)]
    weights = [1 / (number + 10) for number in range(2000)]  # as often as words of a language are
    before = chance.choices(usual, weights, k=6000)
    after = [*before]
    for _ in range(40):
        after[chance.randrange(len(after))] = "corrigé"
    exact = [tuple(one) for one in same_words(before, after)]
    monkeypatch.setattr(alignment, "EFFORT", 10**9)
    assert exact == [tuple(one) for one in same_words(before, after)]
