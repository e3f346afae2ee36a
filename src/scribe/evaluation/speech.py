"""Who speaks when in a recording, by the reference and by each system, ready to be drawn one below the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scribe.evaluation.outcome import Outcome
from scribe.evaluation.plots import Strip
from scribe.evaluation.references import Reference

Spans = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Speech:
    """A recording's strips: the reference's first."""

    name: str
    seconds: float
    strips: Sequence[Strip]


def speech_of(name: str, seconds: float, reference: Reference, outcomes: Mapping[str, Outcome], title: str) -> Speech:
    """The strips of a recording; `title` names the reference's."""
    truth: dict[str, list[tuple[float, float]]] = {}
    for turn in reference.turns or ():
        truth.setdefault(turn.speaker, []).append((turn.start, turn.end))
    strips = [Strip(title, list(truth.values()))] if truth else []
    for system, outcome in outcomes.items():
        found: dict[str, list[tuple[float, float]]] = {}
        for said in outcome.turns:
            found.setdefault(str(said.speaker), []).append((said.start, said.end))
        strips.append(Strip(system, _ordered(list(found.values()), list(truth.values()))))
    return Speech(name, seconds, strips)


def _ordered(found: Sequence[Spans], truth: Sequence[Spans]) -> list[Spans]:
    """Speakers in the order of the people they are most likely to be, so that the same colour is the same voice.

    Pairs that share most time first; people that nobody was found for keep an empty place; who is nobody comes last.
    """
    shared = sorted(
        (
            (_together(one, other), number, place)
            for number, one in enumerate(found)
            for place, other in enumerate(truth)
        ),
        reverse=True,
    )
    places: dict[int, int] = {}
    for seconds, number, place in shared:
        if seconds > 0 and number not in places and place not in places.values():
            places[number] = place
    ordered: list[Spans] = [()] * len(truth)
    for number, place in places.items():
        ordered[place] = found[number]
    return [*ordered, *(spans for number, spans in enumerate(found) if number not in places)]


def _together(one: Spans, other: Spans) -> float:
    """Seconds that both cover; both are in order of start."""
    total, behind = 0.0, 0
    for start, end in one:
        while behind < len(other) and other[behind][1] <= start:
            behind += 1
        for first, last in other[behind:]:
            if first >= end:
                break
            total += max(0.0, min(end, last) - max(start, first))
    return total
