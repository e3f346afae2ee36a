"""An evaluation's figures as its JSON holds them, and what they come to over groups of recordings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from scribe.evaluation.measured_process import Cost
from scribe.evaluation.scores import Errors, Score

Floats = NDArray[np.float64]

FORMAT: Literal["smart-meeting-scribe/evaluation"] = "smart-meeting-scribe/evaluation"
VERSION: Literal[1] = 1

OVERALL = ""
"""The group of all recordings."""

MEASURES = ("diarization", "diarization_with_collar", "words", "attributed_words", "timed_words")
NAMES = {
    "diarization": "DER",
    "diarization_with_collar": "DER ±0.25",
    "words": "WER",
    "attributed_words": "cpWER",
    "timed_words": "tcpWER",
}

DRAWS = 2000
LEAST_BLOCKS = 6
"""Fewer blocks (three minutes, 300 words) cannot tell how far chance goes."""
CLOSE_SECONDS, NEAR_SECONDS = 0.08, 0.2
"""A word's start is right within the first (what a person hears as together); within the second a click still hits it."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a part of the work cost: CPU and wall-clock seconds, and the largest memory seen meanwhile in bytes."""

    name: str
    cpu: float
    wall: float
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Result:
    """What one system made of one recording. Either `failure` or all the rest."""

    score: Score | None = None
    cost: Cost | None = None
    stages: Sequence[Stage] = ()
    language: str | None = None
    warnings: Sequence[str] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One recording, and each system's result. `speakers` is how many there are, None where the reference is silent.

    `remarks` are sentences about a reference that may not be what was meant.
    """

    name: str
    group: str
    language: str | None
    seconds: float
    speakers: int | None
    results: Mapping[str, Result]
    remarks: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it was measured."""

    processor: str
    cores: int
    memory_bytes: int
    system: str
    python: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A whole evaluation. `product` is its version and, in a git checkout, its commit; `models` name → SHA-256.

    `without_sound` are the folder's references that belong to no recording, `without_reference` its files that no reference
    belongs to; `known_before` is how many runs were taken from an earlier evaluation.
    """

    made_at: str
    folder: str
    product: Mapping[str, str]
    machine: Machine
    settings: Mapping[str, str | int | None]
    models: Mapping[str, str]
    libraries: Mapping[str, Mapping[str, str]]
    normalisation: int
    systems: Sequence[str]
    recordings: Sequence[Evaluated]
    without_sound: Sequence[str] = ()
    without_reference: Sequence[str] = ()
    known_before: int = 0
    format: Literal["smart-meeting-scribe/evaluation"] = FORMAT
    version: Literal[1] = VERSION

    @property
    def working(self) -> set[str]:
        """Systems that came to an end with some recording: one that never did tells nothing, and hides nothing."""
        return {
            system
            for recording in self.recordings
            for system, result in recording.results.items()
            if result.failure is None
        }

    @property
    def counted(self) -> list[Evaluated]:
        """Recordings that every working system came to an end with: only over these may systems be compared."""
        working = self.working
        return [one for one in self.recordings if all(one.results[system].failure is None for system in working)]

    @property
    def groups(self) -> dict[str, list[Evaluated]]:
        """Recordings that count, by group, and all at the end under `OVERALL` where there are several groups."""
        found: dict[str, list[Evaluated]] = {}
        counted = self.counted
        for recording in counted:
            found.setdefault(recording.group, []).append(recording)
        return found | {OVERALL: counted} if len(found) > 1 else found

    @property
    def failures(self) -> list[tuple[str, str, str]]:
        """Recording, system and reason of each run that failed."""
        return [
            (recording.name, system, result.failure)
            for recording in self.recordings
            for system, result in recording.results.items()
            if result.failure is not None
        ]


EVALUATION = TypeAdapter(Evaluation)


@dataclass(frozen=True, slots=True)
class Rate:
    """Errors as shares of the reference's length, with the 95 % interval that chance alone gives on this material.

    `recordings` are those whose reference allows the measure.
    """

    value: float
    inserted: float
    missed: float
    confused: float
    length: float
    low: float | None
    high: float | None
    recordings: int


@dataclass(frozen=True, slots=True)
class Times:
    """Word starts: shares of 1 and seconds, over `count` right words of `known` whose time is known."""

    known: int
    count: int
    median: float
    p90: float
    close: float
    near: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """A system's figures over several recordings: sums first, then ratios. Costs are for a second of sound."""

    recordings: int
    seconds: float
    rates: Mapping[str, Rate]
    speakers_right: int
    speakers_known: int
    speakers_off: float | None
    times: Times | None
    drift: float | None
    cpu: float
    wall: float
    peak_bytes: int
    stages: Sequence[Stage] = field(default_factory=tuple)


def pooled(recordings: Sequence[Evaluated], system: str) -> Pooled | None:
    """A system's figures over recordings; None where there is none to count."""
    counted = [
        (one, one.results[system], score, cost)
        for one in recordings
        if (score := one.results[system].score) is not None and (cost := one.results[system].cost) is not None
    ]
    if not counted:
        return None
    seconds = sum(one.seconds for one, *_ in counted)
    length = seconds or 1.0  # where nothing tells it, costs are those of the whole
    scores = [score for *_, score, _ in counted]
    off = [
        abs(score.speakers - one.speakers)
        for one, _, score, _ in counted
        if one.speakers is not None and score.speakers is not None
    ]
    stages: dict[str, Stage] = {}
    for _, result, *_ in counted:
        for stage in result.stages:
            sofar = stages.get(stage.name, Stage(stage.name, 0.0, 0.0, 0))
            stages[stage.name] = Stage(
                stage.name,
                sofar.cpu + stage.cpu / length,
                sofar.wall + stage.wall / length,
                max(sofar.peak_bytes, stage.peak_bytes),
            )
    drifts = [abs(score.lag.last - score.lag.first) for score in scores if score.lag is not None]
    return Pooled(
        recordings=len(counted),
        seconds=seconds,
        rates={
            measure: rate
            for measure in MEASURES
            if (rate := rate_of([found for score in scores if (found := getattr(score, measure)) is not None]))
        },
        speakers_right=off.count(0),
        speakers_known=len(off),
        speakers_off=sum(off) / len(off) if off else None,
        times=_times(scores),
        drift=max(drifts, default=None),
        cpu=sum(cost.cpu for *_, cost in counted) / length,
        wall=sum(cost.wall for *_, cost in counted) / length,
        peak_bytes=max(cost.peak_tree for *_, cost in counted),
        stages=list(stages.values()),
    )


def rate_of(errors: Sequence[Errors]) -> Rate | None:
    """Errors added up, over the reference's length added up; None where there is nothing to get wrong."""
    length = sum(one.length for one in errors)
    if not length:
        return None
    blocks = np.array([block for one in errors for block in one.blocks]).reshape(-1, 2)
    low = high = None
    if len(blocks) >= LEAST_BLOCKS and all(one.blocks for one in errors):
        low, high = drawn_ratios(blocks[:, 0], blocks[:, 1])
    return Rate(
        sum(one.errors for one in errors) / length,
        sum(one.inserted for one in errors) / length,
        sum(one.missed for one in errors) / length,
        sum(one.confused for one in errors) / length,
        length,
        low,
        high,
        len(errors),
    )


def drawn_ratios(errors: Floats, lengths: Floats) -> tuple[float, float]:
    """The middle 95 % of Σ errors / Σ lengths over draws of the blocks with replacement.

    Source: Bisani and Ney, "Bootstrap estimates for confidence intervals in ASR performance evaluation", 2004.
    """
    random = np.random.default_rng(0)  # the same figures give the same interval
    ratios = []
    for _ in range(DRAWS // 100):
        drawn = random.integers(0, len(errors), (100, len(errors)))  # (draws, blocks)
        ratios.append(errors[drawn].sum(1) / np.maximum(lengths[drawn].sum(1), 1e-9))
    low, high = np.percentile(np.concatenate(ratios), [2.5, 97.5])
    return float(low), float(high)


def _times(scores: Sequence[Score]) -> Times | None:
    told = [score.word_times for score in scores if score.word_times is not None]
    errors = sorted(abs(error) for one in told for _, error in one.starts)
    if not errors:
        return None
    return Times(
        known=sum(one.known for one in told),
        count=len(errors),
        median=median(errors),
        p90=errors[min(len(errors) - 1, int(0.9 * len(errors)))],
        close=sum(error <= CLOSE_SECONDS for error in errors) / len(errors),
        near=sum(error <= NEAR_SECONDS for error in errors) / len(errors),
    )
