"""Which of a meeting's speakers is which known person: an open set, so mostly nobody.

A likeness is the cosine of two voice vectors. Each speaker is compared with every voiceprint; a person with several counts by
the nearest. A person is at most one speaker: the assignment with the largest sum of likenesses (Hungarian method).

Whoever people ruled out for a speaker is never chosen for them, but still counts among the others that the chosen person must be
clearly nearer than: a voice that is as near to somebody it is known not to be is a voice that the likenesses cannot tell.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scribe_workers.stages.voices.arrays import Floats


@dataclass(frozen=True, slots=True)
class Rule:
    """When a speaker bears a person's name, and when the person is only suggested."""

    same_person: float = 0.70
    """Cosine from which they are taken for one. From 10 s of speech 0.58 to 0.75 meet the targets on English, on French and on an hour
    of ten voices, whichever is left out; a speaker in whom diarization mixed two voices is like one of them up to 0.69
    (docs/decisions/0011, as the others)."""
    clearly_nearer: float = 0.10
    """Cosine by which that person must be nearer than any other: for relatives, whom no recording here has. 0 to 0.20 change nothing on
the English and French voices and the hour of ten readers."""
    enough_seconds: float = 10.0
    """Speech below which a name is only suggested: 4 s of one voice reached 0.68 with another's, 10 s 0.57."""
    worth_a_guess: float = 0.45
    """Cosine from which a person is suggested: one in a hundred pairs of voices is more alike."""


RULE = Rule()

EVEN_ODDS = 0.55
STEEPNESS = 25.0
"""Of the logistic curve from cosine to probability,  1 / (1 + exp(−STEEPNESS · (cosine − EVEN_ODDS))),  one person and two taken to
be equally frequent (`prove voices`)."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Speaker number `speaker` is person number `person`, with that probability.

    `margin` is the cosine's lead over all others, whoever was ruled out included.
    """

    speaker: int
    person: int
    score: float
    margin: float
    sure: bool


def likeness(voices: Floats, prints: Floats, people: Sequence[int]) -> Floats:
    """How like each person each voice is, `(voices, people)`, from unit vectors `(voices, 192)` and `(prints, 192)`.

    `people` `(prints,)` tells whose each print is, numbered from 0.
    """
    cosines = voices @ prints.T  # (voices, prints)
    like = np.full((len(voices), max(people) + 1), -1.0, np.float32)
    for place, person in enumerate(people):
        like[:, person] = np.maximum(like[:, person], cosines[:, place])
    return like


def named(
    like: Floats,
    seconds: Sequence[float],
    settled: Mapping[int, int | None],
    refused: Collection[tuple[int, int]],
    rule: Rule = RULE,
) -> list[Naming]:
    """Who is who, and the best guess for the others, from likenesses `(speakers, people)`.

    Args:
        like: As `likeness` gives them.
        seconds: How much clean speech each speaker was judged by.
        settled: Speakers whom people named: they are not asked about, and the person they are, if known, is nobody else.
        refused: Pairs of speaker and person of which people said that they are not the same.
        rule: When a name is given.
    """
    open_like = like.copy()
    for speaker, person in refused:
        open_like[speaker, person] = -1.0
    open_like[list(settled), :] = -1.0
    taken = [person for person in settled.values() if person is not None]
    assignable = open_like.copy()
    assignable[:, taken] = -1.0
    from scipy.optimize import linear_sum_assignment  # takes a third of a second to load, and few runs come here

    assigned = dict(zip(*(side.tolist() for side in linear_sum_assignment(-np.maximum(assignable, 0.0))), strict=True))
    found = []
    for speaker in range(len(like)):
        if speaker in settled:
            continue
        person = int(open_like[speaker].argmax())
        cosine = float(open_like[speaker, person])
        if cosine < rule.worth_a_guess:
            continue
        others = np.delete(like[speaker], person)  # whoever was ruled out too: see above
        margin = cosine - float(others.max(initial=0.0))
        sure = (
            assigned.get(speaker) == person
            and person not in taken
            and cosine >= rule.same_person
            and margin >= rule.clearly_nearer
            and seconds[speaker] >= rule.enough_seconds
        )
        found.append(Naming(speaker, person, probability(cosine), round(margin, 3), sure))
    return found


def probability(cosine: float) -> float:
    """How likely two voices this alike are one person's, 0..1."""
    return round(float(1.0 / (1.0 + np.exp(-STEEPNESS * (cosine - EVEN_ODDS)))), 3)
