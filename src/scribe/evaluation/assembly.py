"""A whole evaluation: find the recordings, run the systems, score what came out, put the figures together."""

import json
import os
import platform
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from pydantic import TypeAdapter

from scribe import environment, models
from scribe.environment import Progress
from scribe.evaluation import tools
from scribe.evaluation.figures import Evaluated, Evaluation, Machine, Result
from scribe.evaluation.measurement import Run, Task, Workshop
from scribe.evaluation.outcome import Outcome
from scribe.evaluation.recordings import Recording, named, recordings_in, without_reference, without_sound
from scribe.evaluation.references import Reference
from scribe.evaluation.scores import Score
from scribe.evaluation.speech import Speech, speech_of
from scribe.evaluation.systems import OURS, models_in, systems_named
from scribe.evaluation.wording import say
from scribe_core import VERSION
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings

Tell = Callable[[str, float | None, str], None]
"""Told what is being done, how much of it is done (0..1, None where it cannot be told), and a note."""

REFERENCE = "reference"
"""Said instead of a number of speakers: tell the systems how many the reference has."""

DETECT = "detect"
"""Said instead of a language: let the systems find out, whatever the folder says."""

FORGIVEN_SECONDS = 5.0
"""A reference may end this much after its recording: people round, and sounds are cut."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be evaluated, and how. `out` keeps outcomes from one evaluation to the next."""

    folder: Path
    out: Path
    systems: Sequence[str] = (OURS,)
    caller: Path = environment.HOME
    language: str | None = None
    speakers: str | None = None
    only: Sequence[str] = ()
    without: Sequence[str] = ()
    groups: Sequence[tuple[str, str]] = ()
    threads: int | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Assembled:
    """An evaluation, and who speaks when in its recordings."""

    evaluation: Evaluation
    speech: Sequence[Speech]


def evaluation_of(wanted: Wanted, settings: Settings, tell: Tell) -> Assembled:
    """Everything, from the folder to the figures. Raises `ScribeError`, most of them before the long work."""
    recordings = recordings_in(wanted.folder, wanted.only, wanted.without, wanted.groups)
    references = {recording.name: recording.reference() for recording in recordings}
    try:
        wanted.out.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ScribeError("output_unwritable", path=wanted.out, reason=error.strerror) from error

    def telling(what: str) -> Progress:
        return lambda part, note: tell(say(what), part, note)

    models.prepare(settings, telling("step_models"))
    python = tools.scoring_python(telling("step_tools"))
    cores = sorted(os.sched_getaffinity(0))[: wanted.threads or None]
    os.sched_setaffinity(0, cores)  # inherited: no system gets more cores than it gets threads
    systems = systems_named(
        wanted.systems,
        settings,
        caller=wanted.caller,
        networks=wanted.out / "networks",
        threads=len(cores),
        peers_python=lambda torch: tools.peers_python(torch, telling("step_peers")),
    )
    tasks = [_task(recording, references[recording.name], wanted) for recording in recordings]
    workshop = Workshop(wanted.out / "recordings", len(cores))
    product = _product()  # what runs now: files may change meanwhile
    total = len(tasks) * len(systems)
    runs = workshop.runs(
        tasks, systems, fresh=wanted.fresh, tell=lambda done, what: tell(say("step_measuring"), done / total, what)
    )
    tell(say("step_scoring"), None, "")
    outcomes = {name: _outcomes(of_systems, name, workshop) for name, of_systems in runs.items()}
    seconds = {
        name: _seconds(references[name], of_systems, outcomes[name].values()) for name, of_systems in runs.items()
    }
    told = _scored(python, tasks, seconds, runs, workshop)
    evaluation = Evaluation(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        folder=named(wanted.folder.name),
        product=product,
        machine=_machine(len(cores)),
        settings={
            "language": wanted.language,
            "speakers": wanted.speakers,
            "threads": len(cores),
            "preset": settings.preset,
            "device": settings.device,
            "compute_type": settings.compute_type,
        },
        models=models_in(settings),
        libraries={"scoring": told["libraries"]} | _libraries(runs),
        normalisation=told["normalisation"],
        systems=[system.name for system in systems],
        recordings=[_evaluated(task, references[task.recording.name], seconds, runs, told["scores"]) for task in tasks],
        without_sound=without_sound(wanted.folder),
        without_reference=without_reference(wanted.folder, wanted.only, wanted.without),
        known_before=workshop.known_before,
    )
    speech = [
        speech_of(name, seconds[name], reference, outcomes[name], say("reference"))
        for name, reference in references.items()
    ]
    return Assembled(evaluation, speech)


def _outcomes(runs: Mapping[str, Run], name: str, workshop: Workshop) -> dict[str, Outcome]:
    return {system: Outcome.read(workshop.outcome(name, system)) for system, run in runs.items() if run.failure is None}


def _task(recording: Recording, reference: Reference, wanted: Wanted) -> Task:
    """A recording, and what the systems are told of it."""
    detect = wanted.language == DETECT
    spoken = recording.language if detect else wanted.language or recording.language
    speakers = reference.speakers if wanted.speakers == REFERENCE else int(wanted.speakers or 0) or None
    return Task(recording, spoken, None if detect else spoken, speakers)


def _seconds(reference: Reference, runs: Mapping[str, Run], outcomes: Iterable[Outcome]) -> float:
    """A recording's length, as a system that decoded it tells it; else where the last of what is known or heard ends."""
    known = [run.seconds for run in runs.values() if run.seconds is not None]
    return max(known) if known else max([reference.end, *(outcome.end for outcome in outcomes)])


def _scored(
    python: Path,
    tasks: Sequence[Task],
    seconds: Mapping[str, float],
    runs: Mapping[str, Mapping[str, Run]],
    workshop: Workshop,
) -> dict[str, Any]:
    """What `scoring` writes, from its own environment."""
    work = [
        {
            "name": (name := task.recording.name),
            "references": [str(path) for path in task.recording.references],
            "seconds": seconds[name],
            "outcomes": {
                system: {"path": str(workshop.outcome(name, system)), "language": task.spoken or run.language}
                for system, run in runs[name].items()
                if run.failure is None
            },
        }
        for task in tasks
    ]
    with tempfile.TemporaryDirectory(prefix="scribe-scoring-") as folder:
        given, out = Path(folder) / "work.json", Path(folder) / "scores.json"
        given.write_text(json.dumps(work), encoding="utf-8")
        environment.run_logged(
            [python, "-X", "utf8", "-m", "scribe.evaluation.scoring", given, "--out", out],
            say("step_scoring"),
            environment={**os.environ, "PYTHONPATH": str(environment.HOME / "src"), "OMP_NUM_THREADS": "1"},
        )
        told: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return told


_SCORE = TypeAdapter(Score)


def _evaluated(
    task: Task,
    reference: Reference,
    seconds: Mapping[str, float],
    runs: Mapping[str, Mapping[str, Run]],
    scores: Mapping[str, Mapping[str, Any]],
) -> Evaluated:
    name = task.recording.name
    results = {system: _result(run, scores[name].get(system, {})) for system, run in runs[name].items()}
    remarks = [say("nameless", text=reference.nameless[:60])] if reference.nameless else []
    if not (reference.turns or reference.lines or reference.words):
        remarks.append(say("empty_reference"))
    if reference.end > seconds[name] + FORGIVEN_SECONDS:
        remarks.append(say("beyond", end=round(reference.end), seconds=round(seconds[name])))
    return Evaluated(
        name, task.recording.group, task.spoken, round(seconds[name], 2), reference.speakers, results, remarks
    )


def _result(run: Run, told: Mapping[str, Any]) -> Result:
    if run.failure is not None:
        return Result(failure=run.failure)
    if "failure" in told:
        return Result(failure=say("not_scored", reason=told["failure"]))
    return Result(_SCORE.validate_python(told), run.cost, run.stages, run.language, run.warnings)


def _libraries(runs: Mapping[str, Mapping[str, Run]]) -> dict[str, Mapping[str, str]]:
    """The releases that each system ran with."""
    return {
        system: run.libraries for of_systems in runs.values() for system, run in of_systems.items() if run.libraries
    }


def _product() -> dict[str, str]:
    """The product's version; in a git checkout also its commit, with `+` where files differ from it."""
    known = {"version": VERSION}
    git = ["git", "-C", str(environment.HOME)]
    try:
        commit = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
        changed = subprocess.run([*git, "diff", "--quiet", "HEAD"], capture_output=True, check=False).returncode
    except (OSError, subprocess.CalledProcessError):
        return known
    return known | {"commit": commit + ("+" if changed else "")}


def _machine(cores: int) -> Machine:
    processor = ""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            processor = line.partition(":")[2].strip()
            break
    return Machine(
        processor=processor,
        cores=cores,
        memory_bytes=psutil.virtual_memory().total,
        system=platform.platform(),
        python=platform.python_version(),
    )
