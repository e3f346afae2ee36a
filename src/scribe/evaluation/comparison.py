"""What is different between two systems, or between two evaluations of one, and how much of it chance alone could do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scribe.evaluation.figures import (
    LEAST_BLOCKS,
    MEASURES,
    Evaluated,
    Evaluation,
    Floats,
    Result,
    drawn_ratios,
    pooled,
)
from scribe.evaluation.scores import Errors

WORD_MEASURES = frozenset({"words", "attributed_words", "timed_words"})

Pair = tuple[Evaluated, Result, Result]
"""A recording, and what was made of it before and after (or by one system and by another)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A rate before and after, shares of 1. `low` and `high` hold 95 % of what chance makes of the difference."""

    before: float
    after: float
    low: float | None
    high: float | None

    @property
    def points(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def sure(self) -> bool:
        """Whether chance alone would hardly make such a difference."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class Row:
    """The differences over a group's recordings, or over one recording; costs as ratios, after over before."""

    name: str
    system: str
    rates: Mapping[str, Difference]
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two evaluations side by side, over the recordings that both have.

    `notes` are keys of the wording; `settings` name those that differ, with what they were before and are now.
    """

    earlier: Evaluation
    groups: Sequence[Row]
    recordings: Sequence[Row]
    only_earlier: Sequence[str]
    only_later: Sequence[str]
    notes: Sequence[str]
    settings: Sequence[tuple[str, str, str]]


def compared(earlier: Evaluation, later: Evaluation) -> Comparison:
    """What changed for the systems that both evaluations measured. Groups are the later one's."""
    before = {recording.name: recording for recording in earlier.recordings}
    now = {recording.name for recording in later.recordings}
    measures = [
        measure for measure in MEASURES if earlier.normalisation == later.normalisation or measure not in WORD_MEASURES
    ]
    groups: list[Row] = []
    recordings: list[Row] = []
    for system in (name for name in later.systems if name in earlier.systems):
        pairs = [
            (recording, known.results[system], recording.results[system])
            for recording in later.recordings
            if (known := before.get(recording.name)) is not None
            and known.results[system].failure is None
            and recording.results[system].failure is None
        ]
        for group, members in later.groups.items():
            names = {recording.name for recording in members}
            groups += _rows(group, system, [pair for pair in pairs if pair[0].name in names], measures)
        for pair in pairs:
            recordings += _rows(pair[0].name, system, [pair], measures)
    notes = []
    if earlier.normalisation != later.normalisation:
        notes.append("other_normalisation")
    if (earlier.machine.processor, earlier.machine.cores) != (later.machine.processor, later.machine.cores):
        notes.append("other_machine")
    settings = [
        (name, *told)
        for name in sorted({*earlier.settings, *later.settings})
        if len(set(told := (_told(earlier, name), _told(later, name)))) > 1
    ]
    return Comparison(
        earlier, groups, recordings, sorted(set(before) - now), sorted(now - set(before)), notes, settings
    )


def _told(evaluation: Evaluation, name: str) -> str:
    """A setting's value; `?` where evaluations did not record it yet."""
    value = evaluation.settings.get(name, "?")
    return "–" if value is None else str(value)


def side_by_side(evaluation: Evaluation) -> list[Row]:
    """The first system against each other one, by group: after is the first's."""
    first = evaluation.systems[0]
    return [
        row
        for group, members in evaluation.groups.items()
        for other in evaluation.systems[1:]
        for row in _rows(
            group,
            other,
            [
                (one, one.results[other], one.results[first])
                for one in members
                if one.results[first].failure is None and one.results[other].failure is None
            ],
            MEASURES,
        )
    ]


def _rows(name: str, system: str, pairs: Sequence[Pair], measures: Sequence[str]) -> list[Row]:
    """One row, or none where nothing can be compared."""
    if not pairs:
        return []
    before = pooled([_alone(recording, result) for recording, result, _ in pairs], "")
    after = pooled([_alone(recording, result) for recording, _, result in pairs], "")
    if before is None or after is None:
        return []
    rates = {
        measure: difference
        for measure in measures
        if (difference := _difference([(_errors(one, measure), _errors(other, measure)) for _, one, other in pairs]))
    }
    return [Row(name, system, rates, after.cpu / before.cpu, after.peak_bytes / before.peak_bytes)]


def _alone(recording: Evaluated, result: Result) -> Evaluated:
    return Evaluated(
        recording.name, recording.group, recording.language, recording.seconds, recording.speakers, {"": result}
    )


def _errors(result: Result, measure: str) -> Errors | None:
    found: Errors | None = getattr(result.score, measure) if result.score is not None else None
    return found


def _difference(pairs: Sequence[tuple[Errors | None, Errors | None]]) -> Difference | None:
    known = [(one, other) for one, other in pairs if one is not None and other is not None]
    length_before, length_after = sum(one.length for one, _ in known), sum(other.length for _, other in known)
    if not length_before or not length_after:
        return None
    low = high = None
    blocks = _paired_blocks(known)
    if blocks is not None and len(blocks) >= LEAST_BLOCKS:
        low, high = drawn_ratios(blocks[:, 1] - blocks[:, 0], blocks[:, 2])
    return Difference(
        sum(one.errors for one, _ in known) / length_before,
        sum(other.errors for _, other in known) / length_after,
        low,
        high,
    )


def _paired_blocks(known: Sequence[tuple[Errors, Errors]]) -> Floats | None:
    """(blocks, 3): errors before, errors after, length. None where the two were not cut alike: another reference."""
    rows: list[tuple[float, float, float]] = []
    for one, other in known:
        if [round(length, 1) for _, length in one.blocks] != [round(length, 1) for _, length in other.blocks]:
            return None
        rows += [(before, after, length) for (before, length), (after, _) in zip(one.blocks, other.blocks, strict=True)]
    return np.array(rows).reshape(-1, 3)
