"""How fast recent work went, measured from the rows of the runs that ended last. What nothing measured is not guessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run
from scribe_core.domain.run import Preset, RunKind, RunSettings, Status

K = TypeVar("K")

RECENT = 200
"""Runs that ended last, of all kinds, which are looked at: a machine's speed is that of its last days."""


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

    def seconds(self, run: Run, meeting: Meeting | None) -> float | None:
        """How long all the work on a run takes, None where nothing like it was measured."""
        if run.kind != RunKind.TRANSCRIPTION:
            return self.others.get(run.kind)
        factor = self.factors.get(RunSettings.of(run.settings).preset or self.usual)
        if factor is None or meeting is None:
            return None
        if meeting.duration is not None:
            return factor * meeting.duration
        per_byte = self.lengths.get(meeting.media_type)  # it is not converted yet: nobody knows how long it is
        return None if per_byte is None else factor * per_byte * meeting.recording_bytes


async def measured(session: AsyncSession, usual: Preset) -> Speed:
    """The speed of recent work; `usual` is the installation's own preset.

    Of meetings transcribed more than once nothing is learnt: a later run takes what an earlier one computed.
    """
    query = (
        select(Run.kind, Run.started_at, Run.finished_at, Run.settings, Meeting)
        .outerjoin(Meeting, Meeting.id == Run.meeting_id)
        .where(Run.finished_at.is_not(None), Run.status == Status.COMPLETED)
        .order_by(Run.finished_at.desc())
        .limit(RECENT)
    )
    factors: list[tuple[Preset, float]] = []
    lengths: list[tuple[str, float]] = []
    others: list[tuple[str, float]] = []
    for kind, started_at, finished_at, settings, meeting in await session.execute(query):
        if started_at is None:
            continue
        took = (finished_at - started_at).total_seconds()
        if kind != RunKind.TRANSCRIPTION:
            others.append((kind, took))
        elif meeting is not None and meeting.revision == 1 and meeting.duration:
            factors.append((RunSettings.of(settings).preset or usual, took / meeting.duration))
            lengths.append((meeting.media_type, meeting.duration / max(meeting.recording_bytes, 1)))
    return Speed(_medians(factors), _medians(lengths), _medians(others), usual)


def _medians(pairs: Iterable[tuple[K, float]]) -> dict[K, float]:
    found: defaultdict[K, list[float]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: median(values) for key, values in found.items()}
