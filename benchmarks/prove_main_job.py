"""The whole main job against the plain way, side by side in one run: CPU, memory, and how right the transcript is.

    ./manage.sh prove main_job RECORDINGS [--only NAME] [--fresh]
    ./manage.sh prove main_job --short

An evaluation (`./manage.sh eval`) whose figures are held against targets, reached or missed. The short form runs the product alone, over two
minutes of a test recording, and looks at its CPU time. Method and figures: README.md here.
"""

import argparse
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from short_form import LANGUAGE, SOUND, private_folder

from scribe import environment
from scribe.evaluation.assembly import Wanted, evaluation_of
from scribe.evaluation.command import keep
from scribe.evaluation.figures import OVERALL, Evaluation, pooled
from scribe.evaluation.measured_process import measured
from scribe.evaluation.outcome import Outcome
from scribe.evaluation.tables import tables
from scribe.parts import read_settings
from scribe.terminal import ProgressLine

HERE = Path(__file__).resolve().parent

MOST_CPU = 0.2
"""CPU seconds for a second of sound, at the preset `balanced`."""

PEER = "peer_torch"
"""The one all ratios are against: as 3D-Speaker and senko are run, their voice vectors are PyTorch's."""

COMPARED = ("ours-balanced", "ours-fast", PEER, "peer", "sherpa")

LEAST_TIMES_LESS_CPU = {"ours-balanced": 2.2, "ours-fast": 3.0}

MOST_WORSE = 0.01
"""Share of words by which no group's cpWER may be worse than the peer's,"""

MOST_OF_PEERS_ERRORS = 0.9
"""and the share of the peer's errors that all groups together may have."""

WHO_SAID_WHAT = "attributed_words"
"""What figures call cpWER."""

NOT_COUNTED = ("fr_long_60min",)
"""Its reference lacks what is spoken at the beginning and the end of each chapter: not made for counting words."""

SHORT_SECONDS = 120.0

SHORT_MOST_CPU = 2 * MOST_CPU
"""Two minutes bear the whole start, and the tests' machine may be busy: only a gross loss of speed shows."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something to be reached, as found."""

    what: str
    found: float
    bound: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether it is reached."""
        return self.found >= self.bound if self.at_least else self.found <= self.bound

    def line(self) -> str:
        """As people read it."""
        sign = "at least" if self.at_least else "at most"
        return f"{'reached' if self.met else 'MISSED '}  {self.what}: {self.found:.3f} ({sign} {self.bound:.3f})"


def main() -> int:
    """Measure, score, print the tables and keep the figures; 1 where a target is missed."""
    options = _options()
    if options.short:
        return _short()
    wanted = Wanted(
        folder=options.recordings,
        out=HERE / "results" / "main_job",
        systems=COMPARED,
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
    targets = targets_of(evaluation)
    print("\n".join(["", *(target.line() for target in targets)]))
    return 0 if all(target.met for target in targets) else 1


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


def targets_of(evaluation: Evaluation) -> list[Target]:
    """How we stand: CPU time, and who said what, over all recordings and in each group."""
    whole = {system: pooled(evaluation.counted, system) for system in evaluation.systems}
    balanced, peer = whole["ours-balanced"], whole[PEER]
    if balanced is None:
        return [Target("recordings that every system got through", 0, 1, at_least=True)]
    found = [Target("CPU seconds for a second of sound, balanced", balanced.cpu, MOST_CPU)]
    for system, least in LEAST_TIMES_LESS_CPU.items():
        ours = whole[system]
        if ours is not None and peer is not None:
            found.append(Target(f"times less CPU than {PEER}, {system}", peer.cpu / ours.cpu, least, at_least=True))
    if peer is None or WHO_SAID_WHAT not in peer.rates:
        return found  # without a C++ compiler nobody's cpWER is known
    share = balanced.rates[WHO_SAID_WHAT].value
    found.append(Target("cpWER of all, balanced", share, MOST_OF_PEERS_ERRORS * peer.rates[WHO_SAID_WHAT].value))
    for group, recordings in evaluation.groups.items():
        mine, other = pooled(recordings, "ours-balanced"), pooled(recordings, PEER)
        if group != OVERALL and mine and other and WHO_SAID_WHAT in other.rates:
            most = other.rates[WHO_SAID_WHAT].value + MOST_WORSE
            found.append(Target(f"cpWER of {group}, balanced", mine.rates[WHO_SAID_WHAT].value, most))
    return found


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
    print(f"{per_second:.3f} CPU seconds for a second of sound (at most {SHORT_MOST_CPU})")
    return 1 if per_second > SHORT_MOST_CPU else 0


if __name__ == "__main__":
    sys.exit(main())
