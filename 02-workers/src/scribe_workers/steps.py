"""Stages and the bench they work at: remembered by fingerprint, resumed after a crash, reporting, cancellable.

A stage is a pure function of a `Bench` and typed inputs. `Steps.run` looks for its artefact under the fingerprint of
everything that shapes the result; if it is there it is read, else the stage runs and its result is written once and
read back, so that a first run and a resumed one see the very same bytes.
"""

import asyncio
import hashlib
import json
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from pydantic import TypeAdapter

from scribe_core import log_context
from scribe_core.contract import keys
from scribe_core.domain.run import Lane
from scribe_core.stores.objects import Objects
from scribe_core.stores.recordings import StoredRecording
from scribe_workers.memory_watch import Peak, watched
from scribe_workers.model_room import ModelRoom

P = ParamSpec("P")
T = TypeVar("T")


LOOK_SECONDS = 0.2
"""Pause between two looks at whether work that is waited for must stop."""


class RunCancelled(Exception):  # noqa: N818 — not an error: somebody asked for it
    """The run was asked to stop, or its lease was lost."""


class HandOver(Exception):  # noqa: N818 — not an error: the work goes on elsewhere
    """The next stage belongs to a lane this worker does not serve."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        super().__init__(f"the next stage belongs to the {lane} lane")


class Report(Protocol):
    """Told the stage's name and how much of it is done (0..1); raises `RunCancelled` when the run must stop."""

    def __call__(self, stage: str, part: float, /) -> None: ...


class Models(Protocol):
    """Where verified model files are (`models/store.py`)."""

    def open(self, name: str) -> Path:
        """The folder with the verified files of a catalogue model; fetched or built first where needed."""

    def digest(self, name: str) -> str:
        """SHA-256 that identifies the model's content."""


@dataclass(frozen=True, slots=True)
class Stage(Generic[P, T]):
    """A pure function with a name, a version and a lane. Raise `version` when the meaning of its output changes.

    What is not `remembered` leaves no artefact: its output tells of people's voices. It must be the last stage of its run,
    for a worker of another lane would have to ask for it again.
    """

    run: Callable[Concatenate["Bench", P], T]
    gives: type[T]
    name: str
    version: int
    lane: Lane
    models: tuple[str, ...] = ()
    remembered: bool = True


class Limits:
    """Base of inputs that may end a stage and never shape what it gives. They are not in its fingerprint: raising a limit
    redoes nothing."""

    __slots__ = ()


class Bench:
    """What a stage may touch besides its inputs: files by key, models, progress, memory of finished chunks."""

    def __init__(
        self,
        *,
        stage: str,
        base: str,
        objects: Objects,
        scratch: Path,
        models: Models,
        room: ModelRoom,
        threads: int,
        report: Report,
    ) -> None:
        self.models, self.room, self.threads, self.scratch = models, room, threads, scratch
        self._stage, self._base, self._objects, self._report = stage, base, objects, report

    def progress(self, done: float, total: float) -> None:
        """Tell how far the stage is. Raises `RunCancelled` when the run must stop, so no stage can forget to ask."""
        self._report(self._stage, min(1.0, done / total) if total > 0 else 0.0)

    @contextmanager
    def file(self, key: str) -> Iterator[Path]:
        """A readable local file with the bytes of an object (the object itself where the store is a folder)."""
        with self._objects.local_file(key, self.scratch) as path:
            yield path

    def recording(self, key: str) -> StoredRecording:
        """A recording's bytes, read where they lie: there may be gigabytes of them, and they may lie there in parts."""
        return StoredRecording.open(self._objects, key)

    def keep(self, suffix: str, content: bytes | Path) -> str:
        """Store a side file of this artefact (an array, a sound) and return its key. Written once; a repeat is ignored."""
        assert self._base, "a stage that is not remembered leaves nothing"
        key = f"{self._base}.{suffix}"
        self._objects.create(key, content)
        return key

    def chunk(self, number: int, gives: type[T], compute: Callable[[], T]) -> T:
        """The result of one chunk of a long stage: read if a killed run had finished it, else computed and written."""
        assert self._base, "a stage that is not remembered leaves nothing"
        codec = TypeAdapter(gives)
        key = f"{self._base}/{number:05d}.json"
        known = self._objects.read(key)
        if known is None:
            known = codec.dump_json(compute())
            self._objects.create(key, known)
        return codec.validate_json(known)


class Steps:
    """Runs the stages of one meeting, remembers their outputs, reports progress and notices cancellation.

    `peaks` tells the most memory seen in each stage that was run, `seconds` how long each took that came to its end; what was
    read from memory is left out.
    """

    def __init__(
        self,
        *,
        meeting_id: str,
        objects: Objects,
        scratch: Path,
        models: Models,
        room: ModelRoom,
        threads: int,
        lanes: frozenset[Lane],
        report: Report,
    ) -> None:
        self._meeting_id, self._objects, self._scratch, self._models = meeting_id, objects, scratch, models
        self._room, self._threads, self._lanes, self._report = room, threads, lanes, report
        self.peaks: dict[str, Peak] = {}
        self.seconds: dict[str, float] = {}

    def run(self, stage: Stage[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The stage's output for these inputs, from memory or by running it. Raises `RunCancelled`, `HandOver`."""
        if stage.remembered:
            output = self._remembered(stage, fingerprint(stage, self._models, args, kwargs), args, kwargs)
        else:
            output = self._done(stage, "", args, kwargs)
        self._report(stage.name, 1.0)
        return output

    async def waited_for(self, work: Callable[[Report], Coroutine[Any, Any, T]]) -> T:
        """What comes of work that waits for others rather than computes: no thread is held, and it tells its stages itself.

        It is broken off where the run must stop, whatever it waits for. Raises `RunCancelled`.
        """
        clock = _Clock(self.seconds)

        def report(stage: str, part: float) -> None:
            clock.turn(stage, part)
            self._report(stage, part)

        task = asyncio.create_task(work(report))
        try:
            while not (await asyncio.wait({task}, timeout=LOOK_SECONDS))[0]:
                if clock.stage:
                    self._report(clock.stage, clock.part)
            return task.result()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            clock.turn("", 0.0)

    def _remembered(self, stage: Stage[P, T], print_: str, args: Any, kwargs: Any) -> T:
        base = keys.artefact(self._meeting_id, stage.name, print_)
        codec = TypeAdapter(stage.gives)
        known = self._objects.read(f"{base}.json")
        if known is None:
            self._objects.create(f"{base}.json", codec.dump_json(self._done(stage, base, args, kwargs)))
            self._objects.delete_under(f"{base}/")  # the chunks have served; voice vectors among them may not stay
            known = self._objects.read(f"{base}.json")
            assert known is not None, "an artefact just written is readable"
        return codec.validate_json(known)

    def _done(self, stage: Stage[P, T], base: str, args: Any, kwargs: Any) -> T:
        bench = self._bench(stage, base)
        try:
            with log_context.about(stage=stage.name), watched(self._room.device) as watch:
                began = time.monotonic()
                output = stage.run(bench, *args, **kwargs)
                self.seconds[stage.name] = self.seconds.get(stage.name, 0.0) + time.monotonic() - began
                return output
        finally:
            self.peaks[stage.name] = self.peaks.get(stage.name, Peak()).joined(watch.peak)

    def _bench(self, stage: Stage[P, T], base: str) -> Bench:
        if stage.lane not in self._lanes:
            raise HandOver(stage.lane)
        self._report(stage.name, 0.0)
        return Bench(
            stage=stage.name,
            base=base,
            objects=self._objects,
            scratch=self._scratch,
            models=self._models,
            room=self._room,
            threads=self._threads,
            report=self._report,
        )


class _Clock:
    """Adds up how long each stage took of work that tells its stages itself."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self._seconds, self._since = seconds, time.monotonic()
        self.stage, self.part = "", 0.0

    def turn(self, stage: str, part: float) -> None:
        """The work is there now."""
        if stage != self.stage:
            now = time.monotonic()
            if self.stage:
                self._seconds[self.stage] = self._seconds.get(self.stage, 0.0) + now - self._since
            self._since = now
        self.stage, self.part = stage, part


def fingerprint(stage: Stage[P, T], models: Models, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """SHA-256 (hex) over all that shapes a stage's output: its name and version, its models' digests, its inputs."""
    shaping = [value for value in args if not isinstance(value, Limits)]
    named = sorted((name, value) for name, value in kwargs.items() if not isinstance(value, Limits))
    inputs = TypeAdapter(list[Any]).dump_python([shaping, named], mode="json")
    body = [stage.name, stage.version, [models.digest(name) for name in stage.models], inputs]
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
