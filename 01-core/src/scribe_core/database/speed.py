"""How fast recent work went, measured from the rows of the runs that ended last. What nothing measured is not guessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run
from scribe_core.domain.run import Preset, RunKind, Status

K = TypeVar("K")

RECENT = 200
"""Runs that ended last, of all kinds, which are looked at: a machine's speed is that of its last days."""

WORK = (
    Run.kind,
    Run.settings["preset"].as_string().label("preset"),
    Meeting.duration,
    Meeting.media_type,
    Meeting.recording_bytes,
)
"""All that has to be read of a run, with its meeting if it has one, to tell how much work it is (`Work`)."""


class Work(NamedTuple):
    """How much a run has to do. What is of the meeting is None where there is none."""

    kind: str
    preset: str | None = None
    duration: float | None = None
    media_type: str | None = None
    recording_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Speed:
    """Medians of recent work.

    `factors` are seconds of work for a second of recording, by preset (the real-time factor, waits between stages included);
    `lengths` seconds of recording in a byte, by media type; `others` seconds that a run of another kind takes.
    """

    factors: Mapping[Preset, float]
    lengths: Mapping[str, float]
    others: Mapping[str, float]
    usual: Preset

    @property
    def anything(self) -> bool:
        """Whether anything was measured at all."""
        return bool(self.factors or self.others)

    def seconds(self, work: Work) -> float | None:
        """How long all of that work takes, None where nothing like it was measured."""
        if work.kind != RunKind.TRANSCRIPTION:
            return self.others.get(work.kind)
        factor = self.factors.get(Preset(work.preset) if work.preset else self.usual)
        if factor is None:
            return None
        if work.duration is not None:
            return factor * work.duration
        if work.media_type is None or work.recording_bytes is None:
            return None
        per_byte = self.lengths.get(work.media_type)  # it is not converted yet: nobody knows how long it is
        return None if per_byte is None else factor * per_byte * work.recording_bytes


async def measured(session: AsyncSession, usual: Preset) -> Speed:
    """The speed of recent work; `usual` is the installation's own preset.

    Of meetings transcribed more than once nothing is learnt: a later run takes what an earlier one computed.
    """
    query = (
        select(Run.started_at, Run.finished_at, Meeting.revision, *WORK)
        .outerjoin(Meeting, Meeting.id == Run.meeting_id)
        .where(Run.finished_at.is_not(None), Run.status == Status.COMPLETED)
        .order_by(Run.finished_at.desc())
        .limit(RECENT)
    )
    factors: list[tuple[Preset, float]] = []
    lengths: list[tuple[str, float]] = []
    others: list[tuple[str, float]] = []
    for started_at, finished_at, revision, *told in await session.execute(query):
        if started_at is None:
            continue
        took, work = (finished_at - started_at).total_seconds(), Work(*told)
        if work.kind != RunKind.TRANSCRIPTION:
            others.append((work.kind, took))
        elif revision == 1 and work.duration and work.media_type:
            factors.append((Preset(work.preset) if work.preset else usual, took / work.duration))
            lengths.append((work.media_type, work.duration / max(work.recording_bytes or 0, 1)))
    return Speed(_medians(factors), _medians(lengths), _medians(others), usual)


def _medians(pairs: Iterable[tuple[K, float]]) -> dict[K, float]:
    found: defaultdict[K, list[float]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: median(values) for key, values in found.items()}
