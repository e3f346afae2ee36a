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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from short_form import LANGUAGE, SOUND, private_folder

from scribe import environment
from scribe.evaluation.assembly import Wanted, evaluation_of
from scribe.evaluation.command import keep
from scribe.evaluation.figures import OVERALL, Evaluation, Pooled, pooled
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

LEAST_TIMES_REAL_TIME = 8.0

MOST_WORSE = {"diarization": 0.01, "words": 0.005, "attributed_words": 0.01}
"""By how much no group's DER, WER and cpWER may be worse than the peer's: a share of the speech, or of the words."""

MOST_OF_PEERS_ERRORS = 0.9
"""Share of the peer's cpWER that all groups together may have."""

LONG_ENOUGH, LEAST_SPEAKERS_RIGHT = 60.0, 0.8
"""The number of speakers is to be right in so large a share of the recordings of so many seconds."""

NAMES = {"diarization": "DER", "words": "WER", "attributed_words": "cpWER"}

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
    """How we stand: cost, who spoke when, what was said and who said what, over all recordings and in each group."""
    whole = {system: pooled(evaluation.counted, system) for system in evaluation.systems}
    balanced, peer = whole["ours-balanced"], whole[PEER]
    if balanced is None:
        return [Target("recordings that every system got through", 0, 1, at_least=True)]
    found = [
        Target("CPU seconds for a second of sound, balanced", balanced.cpu, MOST_CPU),
        Target("times real time, balanced", 1 / balanced.wall, LEAST_TIMES_REAL_TIME, at_least=True),
    ]
    long = pooled([one for one in evaluation.counted if one.seconds >= LONG_ENOUGH], "ours-balanced")
    if long is not None and long.speakers_known:
        right = long.speakers_right / long.speakers_known
        found.append(Target("number of speakers right, balanced", right, LEAST_SPEAKERS_RIGHT, at_least=True))
    if peer is None:
        return found
    for system, least in LEAST_TIMES_LESS_CPU.items():
        if (ours := whole[system]) is not None:
            found.append(Target(f"times less CPU than {PEER}, {system}", peer.cpu / ours.cpu, least, at_least=True))
    found += _against_peer(balanced, peer)
    for group, recordings in evaluation.groups.items():
        mine, other = pooled(recordings, "ours-balanced"), pooled(recordings, PEER)
        if group != OVERALL and mine and other:
            found += _group_against_peer(group, mine, other)
    return found


def _against_peer(mine: Pooled, other: Pooled) -> Iterator[Target]:
    """All groups together. Without a C++ compiler nobody's cpWER is known."""
    if "words" in other.rates:
        found = mine.rates["words"].missed
        yield Target("share of words missed, balanced", found, other.rates["words"].missed)
    if "attributed_words" in other.rates:
        most = MOST_OF_PEERS_ERRORS * other.rates["attributed_words"].value
        yield Target("cpWER of all, balanced", mine.rates["attributed_words"].value, most)


def _group_against_peer(group: str, mine: Pooled, other: Pooled) -> Iterator[Target]:
    for rate, worse in MOST_WORSE.items():
        if rate in mine.rates and rate in other.rates:
            most = other.rates[rate].value + worse
            yield Target(f"{NAMES[rate]} of {group}, balanced", mine.rates[rate].value, most)


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
