"""Runs: the rows that say what is to be done for whom, the line they wait in, and the news of them.

Who works on one is decided in `leases.py`.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    and_,
    bindparam,
    case,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core import log_context
from scribe_core.database import consents
from scribe_core.database.base import Base, Id, new_id, now, now_plus
from scribe_core.database.meetings import Meeting
from scribe_core.database.persons import Person
from scribe_core.database.transcripts import TranscriptRow
from scribe_core.domain.minutes_form import MinutesOrder
from scribe_core.domain.run import Lane, RunKind, RunSettings, Status
from scribe_core.domain.transcript_kind import TRANSCRIPT_TYPES
from scribe_core.errors import ScribeError

ACTIVE = (Status.PENDING, Status.PROCESSING)
MOST_ENROLMENTS = 20
"""How many runs of an account may wait or work to learn voices: they take their turn with everybody's meetings."""

_ONE_ACTIVE = text("status IN ('PENDING', 'PROCESSING') AND kind <> 'enrolment'")
IN_LINE, AT_WORK = text("status = 'PENDING'"), text("status = 'PROCESSING'")
UNDER_WAY = text("status IN ('PENDING', 'PROCESSING')")
_ENDED = text("finished_at IS NOT NULL")
"""Written out in queries as in the indexes: a planner that sees a parameter cannot know that the index holds the rows."""


class Run(Base):
    """A worker's work for somebody. `stage_progress` runs 0..1 within `stage`, `progress` over all.

    `kind` tells what for: a meeting's transcription, naming its speakers again by their voices, learning a person's voice
    (`person_id`) from a meeting's speaker (`source`) or, where there is no meeting, from a file kept under the run's own id, or a
    meeting's minutes by a model of language, whose order is `minutes` in `settings`.

    Runs that wait are taken by `priority` (the lowest first, as in niceness), then by `turn`, then by age. Everybody's next run
    has nearly the same turn, so who asked for five hundred does not keep the others waiting.

    `attempt` counts how often work on it was begun; `tries` how often since it last got further, which is to where `got_to` says
    (of the whole, as `progress`; None before its first try ended): too many of those and it is given up.

    `request_id` names in the logs the request that asked for it.
    """

    __tablename__ = "runs"
    __table_args__ = (
        Index("ix_runs_meeting_id_created_at", "meeting_id", "created_at"),
        # The line: the first of it that a worker may take is read off this index, however long it is.
        Index(
            "ix_runs_in_line",
            "priority",
            "turn",
            "created_at",
            "id",
            "lane",
            sqlite_where=IN_LINE,
            postgresql_where=IN_LINE,
        ),
        Index("ix_runs_at_work", "lease_expires_at", sqlite_where=AT_WORK, postgresql_where=AT_WORK),
        Index("ix_runs_turns", "turn", sqlite_where=IN_LINE, postgresql_where=IN_LINE),
        Index("ix_runs_turns_of_owner", "owner_id", "turn", sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY),
        Index("ix_runs_ended", "finished_at", sqlite_where=_ENDED, postgresql_where=_ENDED),
        # At most one active run of a kind a meeting: decided by the database, whoever asks and how often.
        Index(
            "uq_runs_active_meeting_id",
            "meeting_id",
            "kind",
            unique=True,
            sqlite_where=_ONE_ACTIVE,
            postgresql_where=_ONE_ACTIVE,
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    owner_id: Mapped[str] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"))
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    source: Mapped[str | None] = mapped_column(String(300))
    status: Mapped[str] = mapped_column(String(16))
    lane: Mapped[str] = mapped_column(String(8))
    priority: Mapped[int] = mapped_column(default=0)
    turn: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    got_to: Mapped[float | None]
    lease_owner: Mapped[str | None] = mapped_column(String(100))
    lease_expires_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    cancel_requested_at: Mapped[datetime | None]
    stage: Mapped[str | None] = mapped_column(String(32))
    stage_progress: Mapped[float] = mapped_column(default=0.0)
    progress: Mapped[float] = mapped_column(default=0.0)
    error_code: Mapped[str | None] = mapped_column(String(64))
    error_details: Mapped[dict[str, Any]]
    warnings: Mapped[list[str]]
    settings: Mapped[dict[str, Any]]
    request_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now())
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


LINE = (Run.priority, Run.turn, Run.created_at, Run.id)
"""The order in which runs that wait are taken."""


class RunEvent(Base):
    """Something that browsers should hear of, in order: a run of that kind changed, or `kind` is "meeting_deleted",
    "meeting_moved" (into the trash or out of it) "transcript_changed" (somebody put something right) or "comments_changed"."""

    __tablename__ = "run_events"
    __table_args__ = (Index("ix_run_events_owner_id_id", "owner_id", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    kind: Mapped[str] = mapped_column(String(32))
    owner_id: Mapped[str] = mapped_column(Id)
    meeting_id: Mapped[str | None] = mapped_column(Id, index=True)
    run_id: Mapped[str | None] = mapped_column(Id)
    status: Mapped[str | None] = mapped_column(String(16))
    stage: Mapped[str | None] = mapped_column(String(32))
    progress: Mapped[float | None]
    at: Mapped[datetime] = mapped_column(default=now(), index=True)


# -- asked for by people


async def enqueue(session: AsyncSession, meeting: Meeting, settings: RunSettings, lane: Lane = Lane.CPU) -> Run:
    """A new transcription of the meeting, PENDING. Raises `run_in_progress` where one is under way, `meeting_without_sound`."""
    require_sound(meeting)
    run = _new(RunKind.TRANSCRIPTION, meeting.owner_id, meeting_id=meeting.id, settings=asdict(settings), lane=lane)
    meeting.status = Status.PENDING
    return await _queued(session, run)


async def enqueue_identification(session: AsyncSession, meeting: Meeting) -> Run:
    """A run that names the meeting's speakers again by their voices. Raises `run_in_progress` where one is under way, `meeting_without_sound`."""
    require_sound(meeting)
    return await _queued(session, _new(RunKind.IDENTIFICATION, meeting.owner_id, meeting_id=meeting.id))


async def enqueue_enrolment(
    session: AsyncSession, person: Person, *, meeting_id: str | None = None, source: str, run_id: str | None = None
) -> Run:
    """A run that learns the person's voice: from a meeting's speaker, the one under way if there is one.

    Raises `consent_missing`, `enrolments_too_many`.

    Args:
        session: the transaction.
        person: whose voice it is, the row locked.
        meeting_id: the meeting in which it is heard, None for a file.
        source: the meeting's speaker, or the file's name.
        run_id: the id under which the file was stored.
    """
    if await consents.standing(session, person.id) is None:
        raise ScribeError("consent_missing")
    if meeting_id is not None:
        same = (Run.person_id == person.id, Run.meeting_id == meeting_id, Run.source == source)
        wanted = and_(*same, Run.status.in_(ACTIVE), Run.cancel_requested_at.is_(None))
        if under_way := await session.scalar(select(Run).where(wanted).limit(1)):
            return under_way
    await require_room_to_learn(session, person.owner_id)
    run = _new(RunKind.ENROLMENT, person.owner_id, meeting_id=meeting_id, person_id=person.id, source=source)
    run.id = run_id or run.id
    return await _queued(session, run)


async def enqueue_minutes(session: AsyncSession, meeting: Meeting, order: MinutesOrder) -> Run:
    """A run that writes a meeting's minutes with a model of language. Raises `run_in_progress` where one is under way."""
    settings = {"minutes": order.written()}
    run = _new(RunKind.MINUTES, meeting.owner_id, meeting_id=meeting.id, lane=Lane.LLM, settings=settings)
    return await _queued(session, run)


def require_sound(meeting: Meeting) -> None:
    """Raises `meeting_without_sound` where there is nothing to listen to."""
    if meeting.imported:
        raise ScribeError("meeting_without_sound")


async def require_rest(session: AsyncSession, meeting_id: str) -> None:
    """Raises `run_in_progress` where the meeting is being transcribed, or waits to be."""
    busy = select(Run.id).where(Run.meeting_id == meeting_id, Run.kind == RunKind.TRANSCRIPTION, Run.status.in_(ACTIVE))
    if await session.scalar(busy.limit(1)) is not None:
        raise ScribeError("run_in_progress")


async def require_room_to_learn(session: AsyncSession, owner_id: str) -> None:
    """Raises `enrolments_too_many` where as many runs of the account learn voices as may."""
    mine = (Run.owner_id == owner_id, Run.kind == RunKind.ENROLMENT, Run.status.in_(ACTIVE))
    if (await session.scalar(select(func.count()).select_from(Run).where(*mine)) or 0) >= MOST_ENROLMENTS:
        raise ScribeError("enrolments_too_many", most=MOST_ENROLMENTS)


def _new(kind: RunKind, owner_id: str, *, lane: Lane = Lane.CPU, **values: Any) -> Run:
    return Run(
        id=new_id(), kind=kind, owner_id=owner_id, status=Status.PENDING, lane=lane, error_details={}, warnings=[],
        priority=0, attempt=0, tries=0, stage_progress=0.0, progress=0.0, request_id=log_context.request_id(), **{"settings": {}, **values},
    )  # fmt: skip


async def _queued(session: AsyncSession, run: Run) -> Run:
    if run.kind != RunKind.ENROLMENT:
        busy = select(Run.id).where(Run.meeting_id == run.meeting_id, Run.kind == run.kind, Run.status.in_(ACTIVE))
        if await session.scalar(busy) is not None:
            raise ScribeError("run_in_progress")
    run.turn = await _next_turn(session, run.owner_id)
    session.add(run)
    try:
        await session.flush()
    except IntegrityError as error:  # somebody else asked at the same instant: the index lets one through
        raise ScribeError("run_in_progress") from error
    await session.refresh(run)
    await tell(session, run)
    return run


async def _next_turn(session: AsyncSession, owner_id: str) -> int:
    """The turn of somebody's new run: one after their last that is under way, but not before the turn that is being served.

    Start-time fair queueing with every run of the same length (Goyal, Vin and Cheng, SIGCOMM 1996, section 2). The turn being
    served is that of the last run begun, or of the first that waits where that is earlier (it was put off, or jumped over).
    Two runs asked for at the same instant may share a turn, which age settles.
    """
    mine = await session.scalar(select(func.max(Run.turn)).where(Run.owner_id == owner_id, UNDER_WAY))
    begun = await session.scalar(select(func.max(Run.turn)).where(AT_WORK))
    first = await session.scalar(select(func.min(Run.turn)).where(IN_LINE))
    served = min((turn for turn in (begun, first) if turn is not None), default=0)
    return served if mine is None else max(mine + 1, served)


async def owned(session: AsyncSession, owner_id: str, run_id: str) -> Run:
    """The run, if it is that person's. Raises `run_not_found` for another's as for none."""
    run: Run | None = await session.scalar(select(Run).where(Run.id == run_id, Run.owner_id == owner_id))
    if run is None:
        raise ScribeError("run_not_found")
    return run


async def of_meeting(session: AsyncSession, meeting_id: str) -> Sequence[Run]:
    """A meeting's transcriptions, newest first."""
    query = select(Run).where(Run.meeting_id == meeting_id, Run.kind == RunKind.TRANSCRIPTION)
    return (await session.scalars(query.order_by(Run.created_at.desc(), Run.id.desc()))).all()


async def of_minutes(session: AsyncSession, meeting_id: str, most: int) -> Sequence[Run]:
    """The last runs that wrote a meeting's minutes, newest first."""
    query = select(Run).where(Run.meeting_id == meeting_id, Run.kind == RunKind.MINUTES)
    return (await session.scalars(query.order_by(Run.created_at.desc(), Run.id.desc()).limit(most))).all()


async def writing(session: AsyncSession, meeting_id: str) -> str | None:
    """Id of the run that writes a meeting's minutes, None where none does or waits to."""
    query = select(Run.id).where(Run.meeting_id == meeting_id, Run.kind == RunKind.MINUTES, UNDER_WAY).limit(1)
    found: str | None = await session.scalar(query)
    return found


async def at_rest(session: AsyncSession, owner_id: str, meeting_ids: Collection[str]) -> Sequence[str]:
    """Those of somebody's meetings that have sound, that nothing transcribes, and that do not lie in the trash."""
    busy = select(Run.id).where(Run.meeting_id == Meeting.id, Run.kind == RunKind.TRANSCRIPTION, Run.status.in_(ACTIVE))
    mine = select(Meeting.id).where(Meeting.id.in_(meeting_ids), Meeting.owner_id == owner_id)
    kept = mine.where(Meeting.trashed_at.is_(None), Meeting.media_type.not_in(TRANSCRIPT_TYPES), ~busy.exists())
    return (await session.scalars(kept.order_by(Meeting.created_at, Meeting.id))).all()


async def identifying(session: AsyncSession, meeting_id: str) -> bool:
    """Whether known voices are yet to be looked for in the meeting."""
    kinds = (RunKind.IDENTIFICATION, RunKind.TRANSCRIPTION)
    query = select(Run.id).where(Run.meeting_id == meeting_id, Run.kind.in_(kinds), Run.status.in_(ACTIVE)).limit(1)
    return await session.scalar(query) is not None


async def of_person(session: AsyncSession, person_id: str) -> Sequence[Run]:
    """The runs that were to learn a person's voice, newest first."""
    query = select(Run).where(Run.person_id == person_id).order_by(Run.created_at.desc(), Run.id.desc())
    return (await session.scalars(query)).all()


async def files_of(session: AsyncSession, owner_id: str) -> Sequence[str]:
    """Ids of an account's runs that have a file of their own to learn a voice from."""
    query = select(Run.id).where(Run.owner_id == owner_id, Run.meeting_id.is_(None))
    return (await session.scalars(query)).all()


async def latest(session: AsyncSession, meeting_id: str) -> Run | None:
    """The meeting's newest transcription."""
    found: Run | None = await session.scalar(_LATEST, {"meeting_id": meeting_id})
    return found


_LATEST = (  # asked whenever a meeting is read: put together once
    select(Run)
    .where(Run.meeting_id == bindparam("meeting_id"), Run.kind == RunKind.TRANSCRIPTION)
    .order_by(Run.created_at.desc(), Run.id.desc())
    .limit(1)
)


async def queue_positions(session: AsyncSession, runs: Collection[Run]) -> dict[str, int]:
    """For each waiting run, how many stand before it (0: it is next)."""
    return await places(session, [run.id for run in runs if run.status == Status.PENDING])


async def places(session: AsyncSession, waiting: Collection[str]) -> dict[str, int]:
    """How many stand before each of these runs, by their ids; one that does not wait has none."""
    if not waiting:
        return {}
    rank = func.row_number().over(order_by=LINE).label("rank")
    queue = select(Run.id, rank).where(IN_LINE).subquery()
    rows = await session.execute(select(queue.c.id, queue.c.rank).where(queue.c.id.in_(waiting)))
    return {run_id: position - 1 for run_id, position in rows}


async def cancel(session: AsyncSession, owner_id: str, run_id: str) -> Run:
    """Ask a run to stop: a waiting one stops here, a working one within its worker's next heartbeat. Raises `run_finished`."""
    run = await owned(session, owner_id, run_id)
    await stop(session, run)
    return run


async def stop(session: AsyncSession, run: Run) -> None:
    """Ask that run to stop, as `cancel` does one's own. Raises `run_finished`."""
    waiting = (
        update(Run)
        .where(Run.id == run.id, Run.status == Status.PENDING)
        .values(status=Status.CANCELLED, finished_at=now(), cancel_requested_at=now())
    )
    working = update(Run).where(Run.id == run.id, Run.status == Status.PROCESSING).values(cancel_requested_at=now())
    if touched(await session.execute(waiting)):
        await show(session, run, Status.CANCELLED)
    elif not touched(await session.execute(working)):
        raise ScribeError("run_finished")
    await session.refresh(run)
    await tell(session, run)


async def cancel_enrolments(session: AsyncSession, person_id: str) -> None:
    """Ask all runs that learn a person's voice to stop, as `cancel` asks one."""
    await _stop(session, Run.person_id == person_id)


async def stop_all(session: AsyncSession, meeting_ids: Collection[str]) -> Sequence[Run]:
    """Ask all runs of these meetings to stop, as `cancel` asks one; returns them."""
    asked = await _stop(session, Run.meeting_id.in_(meeting_ids))
    ended = [run.meeting_id for run in asked if (run.kind, run.status) == (RunKind.TRANSCRIPTION, Status.CANCELLED)]
    if ended:
        shown = update(Meeting).where(Meeting.id.in_(ended)).values(status=_standing(Status.CANCELLED))
        await session.execute(shown.execution_options(synchronize_session=False))
    return asked


async def _stop(session: AsyncSession, which: ColumnElement[bool]) -> Sequence[Run]:
    waits = Run.status == Status.PENDING
    asked = (
        update(Run)
        .where(which, UNDER_WAY)
        .values(
            status=case((waits, Status.CANCELLED.value), else_=Run.status),
            finished_at=case((waits, now()), else_=Run.finished_at),
            cancel_requested_at=now(),
        )
        .returning(Run)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    stopped = (await session.scalars(asked)).all()
    session.add_all(_event(run) for run in stopped)
    await session.flush()
    return stopped


# -- asked for by workers


async def ended_within(session: AsyncSession, seconds: float) -> Sequence[str]:
    """Ids of the meetings whose last transcription ended in the last so many seconds: nothing transcribes them now."""
    active = select(Run.meeting_id).where(UNDER_WAY, Run.kind == RunKind.TRANSCRIPTION)
    since = select(
        now_plus(-seconds)
    ).scalar_subquery()  # asked once: a clock asked for each row has no use of an index
    query = select(Run.meeting_id).where(
        Run.finished_at > since, Run.kind == RunKind.TRANSCRIPTION, Run.meeting_id.not_in(active)
    )
    return [meeting_id for meeting_id in await session.scalars(query.distinct()) if meeting_id]


async def forget_events(session: AsyncSession, days: float) -> None:
    """Delete events older than that: browsers that come back later read the rows themselves."""
    await session.execute(delete(RunEvent).where(RunEvent.at < now_plus(-days * 86_400)))


# -- how a run shows


def _standing(status: Status) -> Any:
    """A meeting's status when its run ended so: with a transcript of an earlier run it stays ready to be read."""
    earlier = select(TranscriptRow.id).where(TranscriptRow.meeting_id == Meeting.id).exists()
    return case((earlier, Status.COMPLETED.value), else_=status.value)


async def show(session: AsyncSession, run: Run, status: Status, **values: Any) -> None:
    """Let the meeting show how its transcription stands."""
    if run.kind == RunKind.TRANSCRIPTION:
        shown = status.value if status is Status.PROCESSING else _standing(status)
        await session.execute(update(Meeting).where(Meeting.id == run.meeting_id).values(status=shown, **values))


async def tell(session: AsyncSession, run: Run) -> None:
    """Let browsers hear that the run changed."""
    session.add(_event(run))
    await session.flush()


def tell_moved(session: AsyncSession, owner_id: str, meeting_id: str) -> None:
    """Let browsers hear that a meeting went into the trash or came out of it."""
    session.add(RunEvent(kind="meeting_moved", owner_id=owner_id, meeting_id=meeting_id))


def tell_corrected(session: AsyncSession, owner_id: str, meeting_id: str) -> None:
    """Let browsers hear that a transcript reads otherwise now."""
    session.add(RunEvent(kind="transcript_changed", owner_id=owner_id, meeting_id=meeting_id))


def tell_commented(session: AsyncSession, owner_id: str, meeting_id: str) -> None:
    """Let browsers hear that a meeting's comments are others now."""
    session.add(RunEvent(kind="comments_changed", owner_id=owner_id, meeting_id=meeting_id))


def _event(run: Run) -> RunEvent:
    return RunEvent(
        kind=run.kind, owner_id=run.owner_id, meeting_id=run.meeting_id, run_id=run.id, status=run.status,
        stage=run.stage, progress=run.progress,
    )  # fmt: skip


def touched(result: Any) -> bool:
    """Whether a statement changed a row."""
    return int(result.rowcount) > 0
