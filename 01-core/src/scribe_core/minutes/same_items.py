"""Items that say the same: what two stretches tell twice stands in the minutes once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from scribe_core.domain.folding import plain
from scribe_core.minutes.content import about
from scribe_core.minutes.evidence import Claim, Verdict
from scribe_core.minutes.numbers import numbers
from scribe_core.search.terms import tokens

SAME = 0.8
"""Part of the words of the shorter of two items that the other one has, from which they say the same."""

OF_THE_SAME = 0.3
"""Part from which they speak of the same thing."""

MOST_CITED = 24

MOST_COMPARED = 20
"""Items with a word in common that one is compared with, the latest first."""


def once(items: Sequence[tuple[Claim, Verdict]]) -> list[tuple[Claim, Verdict]]:
    """The items without those that say again what one of the same kind says, whose citations are then theirs too.

    In time by the items: each is compared with those only that have a word in common with it.
    """
    found: list[tuple[Claim, Verdict]] = []
    words: list[frozenset[str]] = []
    with_word: dict[tuple[str, str], list[int]] = defaultdict(list)
    for claim, verdict in items:
        mine = _words(claim.text)
        near = {at for word in mine for at in with_word[claim.kind, word][-MOST_COMPARED:]}
        same = next((at for at in sorted(near) if _same(found[at], (claim, verdict), words[at], mine)), None)
        if same is None:
            for word in mine:
                with_word[claim.kind, word].append(len(found))
            words.append(mine)
            found.append((claim, verdict))
            continue
        before, known = found[same]
        cited = tuple(sorted({*before.lines, *claim.lines}))[:MOST_CITED]
        found[same] = (
            replace(before, lines=cited),
            replace(known, owner=known.owner or verdict.owner, due=known.due or verdict.due),
        )
    return found


def speak_of_the_same(one: Claim, other: Claim) -> bool:
    """Whether two items have words in common that matter."""
    return _alike(_words(one.text), _words(other.text)) >= OF_THE_SAME


def _same(
    one: tuple[Claim, Verdict], other: tuple[Claim, Verdict], words: frozenset[str], others: frozenset[str]
) -> bool:
    owners = one[1].owner, other[1].owner
    if owners[0] and owners[1] and owners[0] != owners[1]:
        return False
    if _alike(words, others) < SAME or (min(len(words), len(others)) < 2 and words != others):
        return False
    return _numbers(one[0].text) == _numbers(other[0].text) and _no(one[0].text) == _no(other[0].text)


def _words(text: str) -> frozenset[str]:
    folded = [token.folded for token in tokens(text)]
    return frozenset(stem for word in folded if (stem := about(word, "")) is not None) or frozenset({plain(text)})


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def _numbers(text: str) -> set[int]:
    return {one.value for one in numbers([token.folded for token in tokens(text)])}


def _no(text: str) -> bool:
    return bool({"pas", "not", "ne", "n", "no", "never", "jamais"} & {token.folded for token in tokens(text)})
