"""`Claire D.: …`: whether what stands before a colon is who speaks."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

LONGEST = 80
MOST_WORDS = 8

_PREFIX = re.compile(r"^(?:(?:-|>>)\s{0,10})?(?P<name>[^:\n]{1,80}?)\s?:(?:\s+|$)(?P<said>.*)$", re.DOTALL)

_INTRODUCING = frozenset(
    [
        "attention", "bref", "conclusion", "décision", "décisions", "exemple", "note", "nota bene", "objet", "par exemple", "question",
        "rappel", "remarque", "résultat", "résumé", "réponse", "action", "actions", "agenda", "answer", "decision", "decisions", "example",
        "for example", "remember", "reminder", "result", "summary", "warning", "date", "durée", "duration", "participants", "lieu", "place",
        "sujet", "subject", "titre", "title", "http", "https",
    ]
)  # fmt: skip
"""What leads to what follows rather than saying who says it."""


def split(text: str) -> tuple[str, str] | None:
    """The name that a text begins with and what follows it; None where it begins with none."""
    found = _PREFIX.match(text)
    if found is None or not is_name(name := found["name"].strip()):
        return None
    return name, found["said"]


def is_name(text: str) -> bool:
    """Whether a text may be somebody's name: short, begun like one, no sentence."""
    words = text.split()
    if not words or len(text) > LONGEST or len(words) > MOST_WORDS or text.casefold() in _INTRODUCING:
        return False
    first = text[0]
    if not first.isalpha() or (first.lower() != first.upper() and first.islower()):
        return False
    return not re.search(r"[?!…;]|[.,]$|,.*,", re.sub(r"\b\w{1,4}\.$", "", text))


def are_told(texts: Sequence[str], *, alone: bool) -> bool:
    """Whether a file names its speakers so: the first that speaks is named, and names come again, stand before most of what is said or
    are all of several words that each begin with a capital.

    `alone`: a single name will do, of somebody who goes on to the end.
    """
    names = [found[0] for text in texts if (found := split(text))]
    if not names or not _begins_named(texts):
        return False
    named = [name.casefold() for name in names]
    again = sum(count for count in Counter(named).values() if count > 1)
    if len(named) == 1:
        return alone
    whole = all(len(words := name.split()) > 1 and all(word[0].isupper() for word in words) for name in names)
    return whole or 2 * again >= len(named) or 2 * len(named) >= len(texts)


def _begins_named(texts: Iterable[str]) -> bool:
    return next((split(text) is not None for text in texts if text.strip()), False)
