"""The whole main job against the plain way, side by side in one run: CPU, memory, and how right the transcript is.

    ./manage.sh prove main_job RECORDINGS [--only NAME] [--fresh]
    ./manage.sh prove main_job --short

An evaluation (`./manage.sh eval`) whose figures are held against targets. The short form runs the product alone, over two
minutes of a test recording, and looks at its CPU time. Method and figures: README.md here.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from short_form import LANGUAGE, SOUND, private_folder

from scribe import environment
from scribe.evaluation.assembly import Wanted, evaluation_of
from scribe.evaluation.command import keep
from scribe.evaluation.figures import Evaluation, pooled
from scribe.evaluation.measured_process import measured
from scribe.evaluation.outcome import Outcome
from scribe.evaluation.systems import OURS
from scribe.evaluation.tables import tables
from scribe.parts import read_settings
from scribe.terminal import ProgressLine

HERE = Path(__file__).resolve().parent

MOST_CPU = 0.32
"""CPU seconds for a second of sound."""

LEAST_TIMES_LESS_CPU = 1.3

COMPARED = ("peer", "sherpa")

NOT_COUNTED = ("fr_long_60min",)
"""Its reference lacks what is spoken at the beginning and the end of each chapter: not made for counting words."""

SHORT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Us against another system: how many times its CPU time is ours, and our cpWER less its own in points."""

    system: str
    times: float
    points: float


def main() -> int:
    """Measure, score, print the tables and keep the figures; 1 where a target is missed."""
    options = _options()
    if options.short:
        return _short()
    wanted = Wanted(
        folder=options.recordings,
        out=HERE / "results" / "main_job",
        systems=(OURS, *COMPARED),
        only=options.only,
        without=NOT_COUNTED,
        threads=options.threads,
        fresh=options.fresh,
    )
    line = ProgressLine(sys.stderr)
    evaluation = evaluation_of(
        wanted, read_settings(), lambda what, part, note: line.show(f"… {what}", part, note)
    ).evaluation
    line.clear()
    keep(evaluation, wanted.out)
    print(tables(evaluation))
    return 0 if _within_targets(evaluation) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="prove main_job")
    named = os.environ.get("SCRIBE_RECORDINGS")
    parser.add_argument("recordings", type=Path, nargs="?", default=named, help="folder, or SCRIBE_RECORDINGS")
    parser.add_argument("--threads", type=int, default=2, help="threads, and cores, for each system")
    parser.add_argument("--only", action="append", default=[], help="recordings whose name holds this")
    parser.add_argument("--fresh", action="store_true", help="measure again what is known")
    parser.add_argument("--short", action="store_true", help="the product alone, two minutes")
    options = parser.parse_args()
    if options.recordings is not None:
        options.recordings = Path(options.recordings).absolute()
    elif not options.short:
        parser.error("which folder of recordings?")
    return options


def _within_targets(evaluation: Evaluation) -> bool:
    """Print how we stand. The one to beat is the peer whose transcript is better."""
    ours = pooled(evaluation.counted, OURS)
    assert ours is not None
    print(f"\nCPU per second of sound: {ours.cpu:.3f} (target: at most {MOST_CPU})")
    compared = _comparisons(evaluation)
    for one in compared:
        print(
            f"against {one.system}: {one.times:.2f} times less CPU (target: at least {LEAST_TIMES_LESS_CPU}), "
            f"cpWER {one.points:+.1f} points (target: no worse)"
        )
    hardest = max(compared, key=lambda one: one.points)
    return ours.cpu <= MOST_CPU and hardest.times >= LEAST_TIMES_LESS_CPU and hardest.points <= 0


def _comparisons(evaluation: Evaluation) -> Sequence[Comparison]:
    whole = {system: pooled(evaluation.counted, system) for system in evaluation.systems}
    ours = whole[OURS]
    assert ours is not None
    return [
        Comparison(
            system,
            found.cpu / ours.cpu,
            100 * (ours.rates["attributed_words"].value - found.rates["attributed_words"].value),
        )
        for system, found in whole.items()
        if system != OURS and found is not None
    ]


def _short() -> int:
    """1 where two minutes cost the product more CPU time than the target allows."""
    python = str(environment.PYTHON)
    with private_folder() as (folder, variables):
        sound, outcome = folder / "sound.flac", folder / "outcome.json"
        cut = [python, "-m", "lengths", str(SOUND), str(SHORT_SECONDS), str(sound)]
        subprocess.run(cut, cwd=HERE, check=True)
        job = [python, "-m", "scribe.evaluation.job", "--audio", str(sound), "--language", LANGUAGE]
        told = measured([*job, "--out", str(outcome)], folder=environment.HOME, variables=variables, log=folder / "log")
        assert Outcome.read(outcome).words
    per_second = told.cost.cpu / SHORT_SECONDS
    print(f"{per_second:.3f} CPU seconds for a second of sound (at most {MOST_CPU})")
    return 1 if per_second > MOST_CPU else 0


if __name__ == "__main__":
    sys.exit(main())
