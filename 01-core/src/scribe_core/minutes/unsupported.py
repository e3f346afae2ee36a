"""What a model wrote and the transcript does not say, as far as a person may want to hear what it cites and take it over."""

from collections.abc import Iterable, Sequence
from uuid import uuid4

from scribe_core.domain.minutes_form import ItemKind, SectionKind, Unsupported
from scribe_core.minutes.evidence import Fault, Kind
from scribe_core.minutes.model_writer import Rejected

MOST = 200
"""A model that invents more than that has nothing to tell about the meeting."""


def unsupported(rejected: Iterable[Rejected], section: SectionKind | None = None) -> list[Unsupported]:
    """What was rejected and cites something, each once; of one section where that is given. A topic's title is no statement."""
    found: dict[tuple[Kind, str], Unsupported] = {}
    for one in rejected:
        if one.kind is Kind.TOPIC or one.fault is Fault.UNCITED or not one.citations:
            continue
        kind = ItemKind(one.kind.value)
        if section is None or kind is ItemKind.of(section):
            new = Unsupported(uuid4().hex, kind, one.text, one.citations, str(one.fault))
            found.setdefault((one.kind, one.text), new)
    return [*found.values()][:MOST]


def rejoined(before: Sequence[Unsupported], found: Sequence[Unsupported], section: SectionKind) -> list[Unsupported]:
    """What is unsupported once one section was written anew: of its kind what was found now, of the others what was there."""
    kind = ItemKind.of(section)
    return [*(one for one in before if one.kind is not kind), *found][:MOST]
