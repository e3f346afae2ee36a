"""JSON of the queue."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field

from scribe_api.wire import Asked, Message, Told, message
from scribe_core.database import line
from scribe_core.database.line import Line, Queued, Shown
from scribe_core.domain.run import Lane, RunKind, Status
from scribe_core.errors import Language, sentence_of_several


class Owner(Told):
    """Whose run it is."""

    id: str
    name: str


class QueuedRun(Told):
    """A run that works or waits. Seconds are from now; null says that nothing like it was measured yet."""

    id: str = Field(examples=["6c1d2b3a4f5e4d7c8b9a0f1e2d3c4b5a"])
    kind: RunKind
    status: Status
    meeting_id: str | None = Field(description="Null where it is another person's, or a voice is learnt from a file.")
    title: str | None = Field(description="The meeting's; null where `meeting_id` is.")
    owner: Owner | None = Field(description="For administrators who look at everybody's runs.")
    lane: Lane = Field(description="What its next stage needs.")
    priority: int
    position: int | None = Field(description="How many runs wait before it (0: it is next); null once begun.")
    worker: str | None = Field(
        description="Who works on it, with the machine's name: for administrators who look at everybody's runs. "
        "Null while it waits.",
        examples=["gpu-1-4711"],
    )
    stage: str | None
    progress: float = Field(ge=0, le=1)
    starts_in: float | None = Field(
        description="Seconds until it begins, were nobody to ask for more; null once begun too."
    )
    ends_in: float | None = Field(description="Seconds until it ends, by how fast recent runs went.", examples=[340.0])
    created_at: datetime
    started_at: datetime | None
    attempt: int = Field(
        description="Tries that counted, the one under way included; what waits for a service costs none."
    )
    error: Message | None = Field(
        description="Why it was put back when it was last worked on; null once it is begun again. "
        "Of others' runs it leaves out what differs from one to the next."
    )
    again_in: float | None = Field(
        description="Seconds until it may be tried again; null where it may be at any time.", examples=[25.0]
    )


class QueueChange(Asked):
    """How urgent a run is among everybody's."""

    priority: int = Field(
        description=f"From {line.URGENT}, which comes first, to {line.PATIENT}; 0 is the usual one.", examples=[-5]
    )


class Queue(Told):
    """How long the line is, and what of it the reader may see: runs at work, then those that wait, in their order."""

    waiting: int = Field(description="Everybody's runs that wait.")
    working: int = Field(description="Everybody's runs that are worked on.")
    items: list[QueuedRun]


def told_queue(
    found: Line, reasons: Mapping[str, dict[str, Any]], reader_id: str, language: Language, *, everybody: bool
) -> Queue:
    """The line as that reader may see it; `reasons` fill the sentences of why their own runs were put back."""
    items = [
        _told(entry, reader_id, everybody, _reason(entry.run, reasons.get(entry.run.id), language))
        for entry in found.seen
    ]
    return Queue(waiting=found.waiting, working=found.working, items=items)


def _told(entry: Queued, reader_id: str, named: bool, reason: Message | None) -> QueuedRun:
    run, mine = entry.run, entry.run.owner_id == reader_id
    return QueuedRun(
        id=run.id,
        kind=RunKind(run.kind),
        status=Status(run.status),
        meeting_id=run.meeting_id if mine else None,
        title=run.title if mine else None,
        owner=Owner(id=run.owner_id, name=run.owner_name) if named else None,
        lane=Lane(run.lane),
        priority=run.priority,
        position=entry.position,
        worker=run.lease_owner if named else None,
        stage=run.stage,
        progress=run.progress,
        starts_in=_seconds(entry.expected.begins),
        ends_in=_seconds(entry.expected.ends),
        created_at=run.created_at,
        started_at=run.started_at,
        attempt=run.attempt,
        error=reason,
        again_in=_seconds(run.put_off) if run.put_off else None,
    )


def _reason(run: Shown, details: dict[str, Any] | None, language: Language) -> Message | None:
    if run.error_code is None:
        return None
    if details is None:  # another's
        return Message(code=run.error_code, message=sentence_of_several(run.error_code, language))
    return message(run.error_code, language, details)


def _seconds(found: float | None) -> float | None:
    return None if found is None else round(max(0.0, found), 1)
