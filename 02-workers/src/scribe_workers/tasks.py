"""A worker: claims runs, keeps their leases alive while the pipeline works in a thread, writes the result once.

The database row decides everything. A worker that dies is noticed by its lease running out; one that was cut off
finds at its next heartbeat, or at the latest at its final write, that the run is no longer its own.
"""

import asyncio
import logging
import shutil
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import psutil

from scribe_core import log_context
from scribe_core.contract import keys
from scribe_core.database import comments, deletions, leases, runs, trash, uploads, workers
from scribe_core.database.engine import Database
from scribe_core.database.leases import Beat, Lease
from scribe_core.domain.presence import InstalledModel
from scribe_core.domain.run import Lane, Preset, RunKind, RunSettings, Status
from scribe_core.errors import ScribeError
from scribe_core.minutes.model_writer import ModelWriter
from scribe_core.search.embedding import Embedder
from scribe_core.stores.objects import Objects
from scribe_core.stores.queue import TRUST, Doorbell, NoDoorbell
from scribe_core.stores.vectors import Vectors
from scribe_workers.index_lane import IndexLane
from scribe_workers.jobs.desk import Desk
from scribe_workers.jobs.enrolment import enrol
from scribe_workers.jobs.identification import identify
from scribe_workers.jobs.minutes import write_minutes
from scribe_workers.jobs.transcription import transcribe
from scribe_workers.known_errors import as_scribe_error
from scribe_workers.measures import Measures
from scribe_workers.model_room import ModelRoom
from scribe_workers.pipeline import Recipe, overall
from scribe_workers.presence import Presences
from scribe_workers.stages import diarization
from scribe_workers.steps import HandOver, Models, RunCancelled, Steps

T = TypeVar("T")

log = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
"""Pause between heartbeats: a cancelled run stops within two of them."""

CANCEL_SECONDS = 0.5
"""Pause before a wait that did not end when it was cancelled is cancelled again."""

SWEEP_SECONDS = 15.0
IDLE_SECONDS = 300.0
"""A model nobody used for so long leaves the room."""

LATE_WRITES_SECONDS = 600.0
"""A deleted meeting's objects are looked for again after this time: longer than any worker outlives its lease."""

START_SECONDS = 7 * 86_400.0
"""How far back a worker that starts looks for runs that ended while nobody tidied."""

EVENTS_SECONDS = 3600.0
"""Pause between two deletions of old events."""

SPACE_SECONDS, STORE_SECONDS = 60.0, 10.0
WAITED_FOR = {
    "database_busy": STORE_SECONDS,
    "database_unavailable": STORE_SECONDS,
    "storage_full": SPACE_SECONDS,
    "storage_bucket_missing": STORE_SECONDS,
    "storage_clock_wrong": STORE_SECONDS,
    "storage_failing": STORE_SECONDS,
    "storage_refused": STORE_SECONDS,
    "storage_unavailable": STORE_SECONDS,
}
"""Pauses before a run is tried again that found the disk full, or a service away: it is no fault of the run's."""

AWAY = frozenset({"database_busy", "database_refused", "database_unavailable"})
"""Why the end of an attempt could not be written."""

ANOTHER_RELEASE = frozenset({"database_newer", "database_unprepared"})
"""Why a worker neither begins nor goes on: the tables are not those it was written for."""

RETRY_SECONDS = 5.0
"""Pause before a second attempt; it doubles with each further one."""

WAITING = frozenset({Lane.LLM})
"""Lanes whose runs wait for another's answers and compute nothing in this process: one of theirs goes on beside one of the others."""

wall_clock = time.time
"""Unlike the monotonic clock it goes on while a machine sleeps."""

JOBS: dict[RunKind, Callable[[Desk], Awaitable[None]]] = {
    RunKind.TRANSCRIPTION: transcribe,
    RunKind.IDENTIFICATION: identify,
    RunKind.ENROLMENT: enrol,
    RunKind.MINUTES: write_minutes,
}


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """How a worker works. `recipe_for` makes a run's recipe from what its owner fixed, `room` the room for its models.

    `preset` is the installation's own, for runs that fix none. `installed` tells which models there are.
    """

    holder: str
    lanes: frozenset[Lane]
    lease_seconds: float
    poll_seconds: float
    attempts: int
    threads: int
    scratch: Path
    free_space_bytes: int
    recipe_for: Callable[[RunSettings], Recipe]
    room: Callable[[], ModelRoom] = ModelRoom
    preset: Preset = Preset.BALANCED
    trash_days: int = 30
    installed: Callable[[], Sequence[InstalledModel]] = tuple


@dataclass
class _Watch:
    """What the pipeline's thread and the heartbeat tell each other. Plain attributes: each is written by one side only.

    `reason` is None where the worker itself is to stop.
    """

    stop: threading.Event = field(default_factory=threading.Event)
    reason: Beat | None = None
    stage: str = ""
    part: float = 0.0

    def report(self, stage: str, part: float) -> None:
        """The pipeline's side: notes how far it is and stops where it was told to."""
        self.stage, self.part = stage, part
        if self.stop.is_set():
            raise RunCancelled(stage)


class Worker:
    """One worker process's share of the work. `writer` writes minutes with a model of language, where one is set up."""

    def __init__(
        self,
        settings: WorkerSettings,
        database: Database,
        objects: Objects,
        models: Models,
        doorbell: Doorbell | None = None,
        *,
        embedder: Embedder | None = None,
        vectors: Vectors | None = None,
        writer: ModelWriter | None = None,
    ) -> None:
        self._settings, self._database, self._objects, self._models = settings, database, objects, models
        self._doorbell = doorbell or NoDoorbell()
        self._writer = writer
        self._room: ModelRoom | None = None
        self._draining = asyncio.Event()
        self._tidied = 0.0
        self._index_lane = IndexLane(database, embedder, vectors)
        self._unended: list[Lease] = []  # runs whose end could not be written: they are given back first
        self._looked = asyncio.Event()  # set at each end of a rest: whoever rests without a doorbell looks too
        self.measures = Measures(settings.scratch, settings.free_space_bytes)
        self._waits_for: dict[Callable[..., Awaitable[Any]], str] = {}  # by step: the code of what keeps it

    def drain(self) -> None:
        """Stop after the chunk at hand and give the run back; `serve` then returns."""
        self._draining.set()

    async def serve(self) -> None:
        """Work until drained: on one run that computes and, beside it, on one that waits for a model of language.

        A database that is away is waited for.
        """
        settings = self._settings
        _forget_dead_scratch(settings.scratch, settings.holder)
        presences = Presences(self._database, settings.holder, settings.lanes, settings.installed, lambda: self._room)
        beside = [asyncio.create_task(self._sweep_on()), asyncio.create_task(presences.appear_on())]
        if Lane.INDEX in settings.lanes:
            beside += self._index_lane.begin(self._undisturbed)
        try:
            async with asyncio.TaskGroup() as work:
                if computed := settings.lanes - WAITING:
                    work.create_task(self._work_on(computed, self._rest))
                if waiting := settings.lanes & WAITING:
                    work.create_task(self._work_on(waiting, self._rest_beside if computed else self._rest))
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await presences.leave()

    async def _work_on(self, lanes: frozenset[Lane], rest: Callable[[], Awaitable[None]]) -> None:
        """One run of these lanes after another, until drained."""
        step = partial(self.work_once, lanes)
        while not self._draining.is_set():
            if not await self._undisturbed(step):
                await rest()

    async def _undisturbed(
        self, step: Callable[[], Awaitable[T]], of: Callable[..., Awaitable[Any]] | None = None
    ) -> T | None:
        """What one step of the worker's own life gives, None where it failed: no failure ends the worker.

        `of` is the same each time, where the step is not.
        """
        of = of or step
        try:
            result = await step()
            self._waits_for.pop(of, None)
            return result
        except ScribeError as error:
            if error.code not in self._waits_for.values():  # once, not at every look
                log.warning("waiting: %s", error)
            self._waits_for[of] = error.code
        except Exception:
            log.exception("unexpected")
        return None

    async def work_once(self, lanes: frozenset[Lane] | None = None) -> bool:
        """Claim a run of these lanes, of all that it serves if None, and work on it; tells whether there was one.

        Raises `database_newer` or `database_unprepared` where the tables are another release's: nothing is claimed by a worker
        that would not know how to end it.
        """
        settings = self._settings
        await self._database.check()
        await self._give_back_unended()
        async with self._database.session() as session:
            lease = await leases.claim(
                session, settings.holder, lanes or settings.lanes, settings.lease_seconds, settings.attempts
            )
        if lease is None:
            return False
        self.measures.note_begin(lease)
        await self._work(lease)
        return True

    async def _rest(self) -> None:
        """Until somebody rings or it is time to look again. Who works does not listen: rings are for those who rest."""
        if self._room is not None:
            self._room.leave_if_idle(IDLE_SECONDS)
        rest = asyncio.create_task(self._doorbell.wait(self._settings.poll_seconds))
        drained = asyncio.create_task(self._draining.wait())
        await asyncio.wait({rest, drained}, return_when=asyncio.FIRST_COMPLETED)
        drained.cancel()
        while not rest.done():  # the queue's library may swallow one: seen once in a few hundred, on a busy machine
            rest.cancel()
            await asyncio.wait({rest}, timeout=CANCEL_SECONDS)
        await asyncio.gather(rest, drained, return_exceptions=True)
        self._looked.set()

    async def _rest_beside(self) -> None:
        """Until the other rest ends, or, while other work is under way and nobody listens for rings, for as long as rings are trusted."""
        ends = [asyncio.create_task(event.wait()) for event in (self._looked, self._draining)]
        await asyncio.wait(ends, timeout=self._settings.poll_seconds * TRUST, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        await asyncio.gather(*ends, return_exceptions=True)
        self._looked.clear()  # here: whatever ends the other rest while we look has us look again

    async def _work(self, lease: Lease) -> None:
        with log_context.about(run_id=lease.run_id, meeting_id=lease.meeting_id, request_id=lease.request_id):
            await self._attempt(lease)

    async def _give_back_unended(self) -> None:
        """While the database was away the run did nothing wrong: it is given back before its lease, run out, costs it an attempt."""
        while self._unended:
            lease = self._unended.pop()  # the other half must not do it too, when somebody may have begun it again
            with log_context.about(run_id=lease.run_id, meeting_id=lease.meeting_id, request_id=lease.request_id):
                try:
                    async with self._database.session() as session:
                        if await leases.give_back(session, lease, spent=False):
                            log.info("given back: the database was away")
                except BaseException:
                    self._unended.append(lease)
                    raise

    async def _attempt(self, lease: Lease) -> None:
        try:
            await self._tried(lease)
        except ScribeError as error:
            if error.code in AWAY:
                self._unended.append(lease)
            raise

    async def _tried(self, lease: Lease) -> None:
        watch = _Watch()
        log.info("attempt %d begins", lease.attempt)
        beat = asyncio.create_task(self._keep_alive(lease, watch))
        try:
            with self._desk(lease, watch) as desk:
                await JOBS[lease.kind](desk)
        except RunCancelled:
            await self._stopped(lease, watch)
        except HandOver as hand_over:
            async with self._database.session() as session:
                await leases.give_back(session, lease, lane=hand_over.lane, spent=False)
            await self._doorbell.ring(lease.run_id)
        except Exception as error:
            with log_context.about(stage=watch.stage):
                await self._failed(lease, error)
        finally:
            beat.cancel()
            await asyncio.gather(beat, return_exceptions=True)
        if watch.reason is not Beat.LOST:
            await self._undisturbed(partial(self._note_end, lease), self._note_end)

    async def _note_end(self, lease: Lease) -> None:
        async with self._database.reading() as session:
            ended = await leases.ended(session, lease)
        if ended is not None:
            self.measures.note_end(ended, self._preset(lease))

    def _preset(self, lease: Lease) -> Preset:
        return lease.settings.preset or self._settings.preset

    @contextmanager
    def _desk(self, lease: Lease, watch: _Watch) -> Iterator[Desk]:
        """What the run is worked on with; its working files go with it."""
        settings = self._settings
        mine = settings.scratch / settings.holder
        mine.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(mine).free < settings.free_space_bytes:
            raise ScribeError("storage_full")
        if (
            self._room is None
        ):  # made for the first run: a device that is not there ends runs with its reason, not the worker
            self._room = settings.room()
        scratch = mine / lease.run_id
        scratch.mkdir(mode=0o700, exist_ok=True)
        steps = Steps(
            meeting_id=lease.recording_id,
            objects=self._objects,
            scratch=scratch,
            models=self._models,
            room=self._room,
            threads=settings.threads,
            lanes=settings.lanes,
            report=watch.report,
        )
        try:
            yield Desk(
                lease=lease,
                database=self._database,
                objects=self._objects,
                models=self._models,
                steps=steps,
                recipe=settings.recipe_for(lease.settings),
                last_try=lease.tries >= settings.attempts,
                writer=self._writer,
            )
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
            with suppress(OSError):  # another run has files there
                mine.rmdir()
            self.measures.note_stages(self._preset(lease), steps.seconds, steps.peaks)
            for stage, peak in steps.peaks.items():
                with log_context.about(stage=stage):
                    log.info("it took %d MB, card %d MB", peak.resident >> 20, peak.card >> 20)

    # -- the heartbeat

    async def _keep_alive(self, lease: Lease, watch: _Watch) -> None:
        """Renew the lease and write progress once a second, until the run ends or is no longer ours."""
        renewed = time.monotonic()
        written: tuple[str, float] = ("", 0.0)
        fits = True
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                now_at = (watch.stage, round(watch.part, 3))
                fits = await self._fits()
                async with self._database.session() as session:
                    beat = await leases.renew(session, lease, self._settings.lease_seconds)
                    if beat is Beat.GO_ON and now_at != written and now_at[0]:
                        await leases.note_progress(session, lease, *now_at, overall(*now_at, lease.kind))
                        written = now_at
                renewed = time.monotonic()
            except Exception as error:  # whatever it is, the next beat may come through
                with log_context.about(stage=watch.stage):
                    log.warning("heartbeat missed: %s", error)
                beat = Beat.LOST if time.monotonic() - renewed > self._settings.lease_seconds else Beat.GO_ON
            if beat is not Beat.GO_ON or self._draining.is_set() or not fits:
                watch.reason = None if beat is Beat.GO_ON else beat
                watch.stop.set()
                if beat is Beat.LOST:
                    return

    async def _fits(self) -> bool:
        """Whether the tables are this release's. After an update they are not any more for a worker of before."""
        try:
            await self._database.check()
        except ScribeError as error:
            if error.code not in ANOTHER_RELEASE:
                raise
            log.warning("stopping: %s", error)
            return False
        return True

    # -- the ends of a run

    async def _stopped(self, lease: Lease, watch: _Watch) -> None:
        async with self._database.session() as session:
            if watch.reason is Beat.CANCEL:
                await leases.finish(session, lease, Status.CANCELLED)
            # Also where the heartbeat gave up because the database was away: nobody may have taken the run over yet.
            elif not await leases.give_back(session, lease, spent=False):
                self._tidied = 0.0  # the run may have ended long ago, and what it just wrote be nobody's
        if watch.reason is None:  # drained: somebody else may go on
            await self._doorbell.ring(lease.run_id)
        with log_context.about(stage=watch.stage):
            log.info("stopped (%s)", watch.reason.value if watch.reason else "draining")

    async def _failed(self, lease: Lease, error: Exception) -> None:
        """End the run with its reason, or put it back where waiting or another attempt may help.

        A full disk or a service that is away costs no attempt: the run waits until it is back. Unknown errors get one more.
        """
        if not await self._fits():  # then it may be no fault of the run's: whoever fits goes on with it
            async with self._database.session() as session:
                await leases.give_back(session, lease, spent=False)
            return
        known = as_scribe_error(error, reference=lease.run_id)
        if known.code == "unexpected":
            log.error("unexpected error", exc_info=error)
        attempts = min(2, self._settings.attempts) if known.code == "unexpected" else self._settings.attempts
        async with self._database.session() as session:
            if known.code in WAITED_FOR:
                log.warning("waits (%s)", known.code)
                pause = WAITED_FOR[known.code]
                await leases.give_back(session, lease, after_seconds=pause, spent=False, reason=known)
            elif known.retryable and lease.tries < attempts:
                log.warning("attempt %d failed (%s), again later", lease.attempt, known.code)
                pause = RETRY_SECONDS * 2 ** (lease.tries - 1)
                await leases.give_back(session, lease, after_seconds=pause, reason=known)
            else:
                log.warning("failed: %s", known)
                await leases.finish(session, lease, Status.FAILED, error=known)

    # -- tidying

    async def _sweep_on(self) -> None:
        """Tidy at the start and at an interval, beside the work."""
        forgot = 0.0
        while True:
            await self.tidy()
            if time.monotonic() - forgot > EVENTS_SECONDS:
                await self._undisturbed(self._forget_events)
                forgot = time.monotonic()
            await asyncio.sleep(SWEEP_SECONDS)

    async def tidy(self) -> None:
        """Sweep as far back as this process may have missed something: it may have been suspended, or its machine asleep."""
        before, self._tidied = self._tidied, wall_clock()
        since = min(START_SECONDS, max(0.0, self._tidied - before) + LATE_WRITES_SECONDS)
        if await self._undisturbed(partial(self.sweep, since), self.sweep) is None:
            self._tidied = min(self._tidied, before)

    async def sweep(self, since_seconds: float) -> int:
        """End what nobody will claim again, and delete what may not or need not stay; returns how many runs it ended.

        Raises as `work_once` does.
        """
        await self._database.check()
        async with self._database.session() as session:
            swept = await leases.sweep(session, self._settings.attempts)
            ended = await runs.ended_within(session, since_seconds)
            await uploads.sweep(session)
            await trash.sweep(session, self._settings.trash_days)
            await comments.forget_deleted(session)
            await workers.forget_silent(session)
            due = await deletions.due(session, LATE_WRITES_SECONDS)
        for meeting_id in ended:
            # The voice vectors that an unfinished diarization left: they may not outlive the run.
            prefix = keys.artefacts(meeting_id, diarization.STAGE.name)
            await asyncio.to_thread(self._objects.delete_under, prefix, keys.is_chunk)
        for meeting_id, _ in due:
            await asyncio.to_thread(self._objects.delete_under, keys.meeting(meeting_id))
        if not all(last for _, last in due):
            await self._index_lane.forget_terms()
        for meeting_id, last in due:
            async with self._database.session() as session:
                await deletions.note_swept(session, meeting_id, last=last)
        await self._database.wipe(tries=1)
        for one in swept:
            self.measures.ends.note(one.kind, one.status, one.code)
        return len(swept)

    async def _forget_events(self) -> None:
        async with self._database.session() as session:
            await runs.forget_events(session, days=7)


def _forget_dead_scratch(folder: Path, holder: str) -> None:
    """Delete working files of this host's workers that are no more. Their names are `<host>-<process id>`.

    In a container, who begins has the name of who was killed there before: what bears its own name is not its own yet.
    """
    if not folder.is_dir():
        return
    host = holder.rpartition("-")[0]
    for leftover in folder.iterdir():
        name, _, pid = leftover.name.rpartition("-")
        if leftover.name == holder or (name == host and pid.isdigit() and not psutil.pid_exists(int(pid))):
            shutil.rmtree(leftover, ignore_errors=True)
