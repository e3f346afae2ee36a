"""Runs each system over each recording in a fresh process, and remembers: what nothing has changed is not run again."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from scribe.evaluation.figures import Stage
from scribe.evaluation.measured_process import Cost, JobFailed, Measurement, measured
from scribe.evaluation.outcome import Outcome
from scribe.evaluation.recordings import Recording
from scribe.evaluation.systems import System
from scribe.evaluation.wording import say
from scribe_core.errors import ScribeError

WORDS = "words"
"""The part of a system's work that another may take over."""


@dataclass(frozen=True, slots=True)
class Task:
    """A recording as the systems are given it. `language` and `speakers` are None where they must find out.

    `spoken` is its language where anybody knows it, told or not.
    """

    recording: Recording
    spoken: str | None
    language: str | None
    speakers: int | None

    def arguments(self, out: Path) -> list[str]:
        """What a system's command is told."""
        given = ["--audio", str(self.recording.sound), "--out", str(out)]
        given += ["--language", self.language] if self.language else []
        return [*given, "--speakers", str(self.speakers)] if self.speakers else given


@dataclass(frozen=True, slots=True)
class Run:
    """A system's run over a recording: what it cost, or why it failed."""

    mark: str
    cost: Cost | None = None
    stages: Sequence[Stage] = ()
    seconds: float | None = None
    language: str | None = None
    warnings: Sequence[str] = ()
    libraries: Mapping[str, str] | None = None
    failure: str | None = None


_RUN = TypeAdapter(Run)

SCRATCH = ".run-"
"""How the folders begin in which runs keep what they need for themselves."""


class Workshop:
    """A folder with what each run left: FOLDER/<recording>/<system>.{json,outcome.json,log}."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._folder = folder
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "SCRIBE_THREADS")
        # Threads that spin while they wait would count as work, and the more so the busier the machine.
        self._variables = {**dict.fromkeys(names, str(threads)), "OMP_WAIT_POLICY": "PASSIVE"}
        self.known_before = 0

    def outcome(self, recording: str, system: str) -> Path:
        """Where a system's outcome lies."""
        return self._folder / recording / f"{system}.outcome.json"

    def runs(
        self, tasks: Sequence[Task], systems: Sequence[System], *, fresh: bool, tell: Callable[[int, str], None]
    ) -> dict[str, dict[str, Run]]:
        """Every system's run over every recording. `tell` hears the number of runs done and what comes next.

        Raises `evaluation_in_progress` where another one works in this folder: each would take the other's files away.

        The first system changes from recording to recording: a machine that slows down is then nobody's disadvantage.
        """
        with self._claimed():
            return self._runs(tasks, systems, fresh=fresh, tell=tell)

    def _runs(
        self, tasks: Sequence[Task], systems: Sequence[System], *, fresh: bool, tell: Callable[[int, str], None]
    ) -> dict[str, dict[str, Run]]:
        alone = [system for system in systems if system.words_from is None]
        found: dict[str, dict[str, Run]] = {}
        for number, task in enumerate(tasks):
            first = number % max(1, len(alone))
            order = [*alone[first:], *alone[:first], *(system for system in systems if system.words_from is not None)]
            runs: dict[str, Run] = {}
            for system in order:
                tell(number * len(systems) + len(runs), f"{task.recording.name}  {system.name}")
                runs[system.name] = self._run(task, system, runs, fresh=fresh)
            found[task.recording.name] = {system.name: runs[system.name] for system in systems}
        return found

    def _run(self, task: Task, system: System, before: Mapping[str, Run], *, fresh: bool) -> Run:
        folder = self._folder / task.recording.name
        folder.mkdir(parents=True, exist_ok=True)
        kept, outcome = folder / f"{system.name}.json", self.outcome(task.recording.name, system.name)
        mark = self._mark(task, system, before.get(system.words_from or ""))
        if not fresh and outcome.exists() and (known := _read(kept)) and known.mark == mark and not known.failure:
            self.known_before += 1
            return known
        outcome.unlink(missing_ok=True)
        run = self._measured(task, system, before, mark, outcome, folder / f"{system.name}.log")
        kept.write_bytes(_RUN.dump_json(run, indent=1))
        return run

    def _measured(
        self, task: Task, system: System, before: Mapping[str, Run], mark: str, outcome: Path, log: Path
    ) -> Run:
        command = [*system.command, *task.arguments(outcome)]
        donor = before.get(system.words_from or "")
        if system.words_from and donor:
            if donor.failure:
                return Run(mark, failure=donor.failure)
            command += ["--words", str(self.outcome(task.recording.name, system.words_from))]
        try:
            with self._scratch() as scratch:
                variables = {**self._variables, **system.variables, "TMPDIR": scratch}
                told = measured(command, folder=system.folder, variables=variables, log=log)
        except JobFailed as error:
            return Run(mark, failure=error.reason)
        except OSError as error:
            return Run(mark, failure=say("not_started", command=command[0], reason=error.strerror or error))
        try:
            result = Outcome.read(outcome)
        except FileNotFoundError:
            return Run(mark, failure=say("no_outcome"))
        except (OSError, ValueError) as error:  # another program's, not in our shape
            return Run(mark, failure=str(error))
        stages = _stages(told, result)
        run = Run(mark, told.cost, stages, result.seconds, result.language, result.warnings, result.libraries)
        return _with_words(run, donor) if donor else run

    @contextmanager
    def _claimed(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ScribeError("evaluation_in_progress", path=self._folder.parent) from error
            yield
        finally:
            os.close(handle)

    def _scratch(self) -> tempfile.TemporaryDirectory[str]:
        """A folder for a run's own files, sound and voices among them: gone with the run, also if that is cut short."""
        for left in self._folder.glob(f"{SCRATCH}*"):  # by an evaluation that was killed
            shutil.rmtree(left, ignore_errors=True)
        return tempfile.TemporaryDirectory(prefix=SCRATCH, dir=self._folder, ignore_cleanup_errors=True)

    def _mark(self, task: Task, system: System, donor: Run | None) -> str:
        """What identifies a run: while it is the same, the outcome is."""
        sound = task.recording.sound.stat()
        facts = [
            system.mark, donor.mark if donor else "", task.recording.sound, sound.st_size, sound.st_mtime_ns,
            task.language, task.speakers, sorted(self._variables.items()), sorted(os.sched_getaffinity(0)),
        ]  # fmt: skip
        return hashlib.sha256(repr(facts).encode()).hexdigest()


def _read(path: Path) -> Run | None:
    try:
        return _RUN.validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _stages(told: Measurement, outcome: Outcome) -> list[Stage]:
    """Each part's cost: its time is from the end of the part before, its memory the largest seen in that time."""
    found: list[Stage] = []
    since = told.began
    for part in sorted(outcome.parts, key=lambda part: part.ended):
        peak = max((resident for at, resident in told.seen if since <= at <= part.ended), default=0)
        found.append(Stage(part.name, part.cpu, part.ended - since, peak))
        since = part.ended
    return found


def _with_words(run: Run, donor: Run) -> Run:
    """A run that took over another's words, with their cost as the other paid it."""
    [words] = [stage for stage in donor.stages if stage.name == WORDS]
    [own] = [stage for stage in run.stages if stage.name == WORDS]
    assert run.cost is not None
    cost = replace(
        run.cost,
        cpu=run.cost.cpu - own.cpu + words.cpu,
        wall=run.cost.wall - own.wall + words.wall,
        peak_tree=max(run.cost.peak_tree, words.peak_bytes),
        peak_process=max(run.cost.peak_process, words.peak_bytes),
    )
    return replace(run, cost=cost, stages=[words if stage is own else stage for stage in run.stages])
