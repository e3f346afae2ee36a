"""The words by which people show what they mean, as each language's tables tell them, made ready to be looked for.

A table is phrases, one a line, in the form that `phrases.py` reads: folded, without hesitations and light words.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache

from scribe_core.minutes import cues_english, cues_french
from scribe_core.minutes.phrases import Phrasebook, lines


@dataclass(frozen=True)
class Cues:
    """A language's phrasebooks. Each field is told in the tables under its name in capitals."""

    # What is settled
    decided: Phrasebook
    had_decided: Phrasebook
    next_meeting: Phrasebook
    chosen: Phrasebook
    closed: Phrasebook
    voted: Phrasebook
    objections: Phrasebook
    consent: Phrasebook
    opposed: Phrasebook
    unopposed: Phrasebook
    proposed: Phrasebook
    floated: Phrasebook
    # What is to be done
    taken: Phrasebook
    taken_perhaps: Phrasebook
    promised: Phrasebook
    taken_barely: Phrasebook
    available: Phrasebook
    asked: Phrasebook
    asked_by_name: Phrasebook
    asked_barely: Phrasebook
    others: Phrasebook
    others_perhaps: Phrasebook
    needed: Phrasebook
    needed_perhaps: Phrasebook
    together: Phrasebook
    volunteers: Phrasebook
    # What speaks against it
    undecided: Phrasebook
    past: Phrasebook
    conditional: Phrasebook
    hedged: Phrasebook
    opinion: Phrasebook
    reported: Phrasebook
    habitual: Phrasebook
    meeting_itself: Phrasebook
    procedure: Phrasebook
    narrated: Phrasebook
    joking: Phrasebook
    reversing: Phrasebook
    # How others answer
    assent: Phrasebook
    thanks: Phrasebook
    refusal: Phrasebook
    evading: Phrasebook
    open_question: Phrasebook
    asking: Phrasebook
    new_topic: Phrasebook
    pronouns: frozenset[str] = field(default_factory=frozenset)
    negations: frozenset[str] = field(default_factory=frozenset)


TABLES = {"fr": cues_french, "en": cues_english}


@lru_cache(maxsize=8)
def cues_of(language: str) -> Cues | None:
    """The cues of a language; None where nobody wrote tables for it."""
    tables = TABLES.get(language)
    if tables is None:
        return None
    sets: Mapping[str, Collection[str]] = tables.SETS
    books = {
        one.name: Phrasebook(lines(getattr(tables, one.name.upper())), sets)
        for one in fields(Cues)
        if one.name not in {"pronouns", "negations"}
    }
    return Cues(**books, pronouns=tables.PRONOUNS, negations=tables.NEGATIONS)
