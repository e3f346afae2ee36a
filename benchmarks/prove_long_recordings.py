"""Speakers of recordings of one, two and three hours: time by the hour, peak memory, and whether people stay who they are.

    ./manage.sh prove long_recordings SOUND [--minutes 60 120 180]
    ./manage.sh prove long_recordings --short

The recording is cut or repeated to each length, so that the same people come back hours later. Its windows fall elsewhere
each time, for its length is no multiple of theirs. Method and figures: README.md here.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from short_form import SOUND, private_folder

from scribe import environment
from scribe.evaluation.measured_process import measured

HERE = Path(__file__).resolve().parent
PYTHON = str(environment.PYTHON)

STAGES = ("conversion", "speech", "diarization")

MOST_GROWTH_OF_COST = 1.2
"""CPU of a second of the longest recording over the shortest's: anything square in the length would triple it."""

MOST_BYTES_A_SECOND = 32_000
"""Half of what the sound decoded would need: growth beyond it is a leak, or a table of windows by windows."""

SETTLING_BYTES = 0.1e9
"""What the allocator's gaps add until they settle."""

LEAST_STEADY = 0.95
"""Share of the speech that is the same person's when the same sound comes again hours later."""

SHORT_MINUTES = (3.0, 6.0)


def main() -> int:
    """Measure each length, print the table, keep the figures; 1 where a target is missed."""
    options = _options()
    with private_folder() as (folder, variables):
        if options.short:
            rows = _measured(SOUND, SHORT_MINUTES, folder, variables)
        else:
            run = HERE / "results" / "long_recordings"
            run.mkdir(parents=True, exist_ok=True)
            cores = sorted(os.sched_getaffinity(0))[: options.threads]
            os.sched_setaffinity(0, cores)
            rows = _measured(options.sound, options.minutes, run, {})
            (run / "long_recordings.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    print(_table(rows))
    faults = _faults(rows)
    print(
        "\n".join(faults) or "within the targets: cost grows with the length, memory less than the sound, people stay"
    )
    return 1 if faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="prove long_recordings")
    parser.add_argument("sound", type=Path, nargs="?")
    parser.add_argument("--minutes", type=float, nargs="+", default=[60.0, 120.0, 180.0])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="two short lengths of a test recording")
    options = parser.parse_args()
    if options.sound is None and not options.short:
        parser.error("which recording?")
    return options


def _measured(
    sound: Path, minutes: Sequence[float], folder: Path, variables: Mapping[str, str]
) -> list[dict[str, Any]]:
    rows = []
    for length in minutes:
        audio, out = folder / f"{length:g}.flac", folder / f"{length:g}.json"
        cut = [PYTHON, "-m", "lengths", str(sound.absolute()), str(length * 60), str(audio)]
        period = subprocess.run(cut, cwd=HERE, check=True, capture_output=True, text=True).stdout.strip()
        job = [PYTHON, "-m", "speakers_job", "--audio", str(audio), "--period", period, "--out", str(out)]
        given = {**variables, "PYTHONPATH": str(HERE)}
        cost = measured(job, folder=environment.HOME, variables=given, log=folder / f"{length:g}.log").cost
        audio.unlink()
        rows.append({"minutes": length} | json.loads(out.read_text()) | {"process": asdict(cost)})
        sys.stderr.write(f"{length:g} minutes: {cost.cpu:.0f} s, {cost.peak_tree / 1e9:.2f} GB\n")
    return rows


def _faults(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What misses a target, one line each."""
    first, last = rows[0], rows[-1]
    costs = [sum(row["cpu_by_stage"].values()) / row["seconds"] for row in (first, last)]
    faults = []
    if costs[1] > MOST_GROWTH_OF_COST * costs[0]:
        faults.append(f"a second costs {costs[1] / costs[0]:.2f} times as much in {last['minutes']:g} minutes")
    growth = last["process"]["peak_tree"] - first["process"]["peak_tree"]
    if growth > SETTLING_BYTES + MOST_BYTES_A_SECOND * (last["seconds"] - first["seconds"]):
        faults.append(f"memory grows by {growth / (last['seconds'] - first['seconds']):,.0f} bytes for each second")
    faults += [
        f"{row['minutes']:g} minutes: only {row['steady']:.1%} of the speech stays the same person's"
        for row in rows
        if row["steady"] is not None and row["steady"] < LEAST_STEADY
    ]
    return faults


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    head = ["minutes", *(f"{stage}, CPU s per s" for stage in STAGES), "peak GB"]
    head += [*(f"peak in {stage}" for stage in STAGES[1:]), "speakers", "stays the same"]
    lines = ["| " + " | ".join(head) + " |", "|" + "--:|" * len(head)]
    for row in rows:
        cells = [f"{row['minutes']:g}"]
        cells += [f"{row['cpu_by_stage'][stage] / row['seconds']:.4f}" for stage in STAGES]
        cells += [f"{row['process']['peak_tree'] / 1e9:.2f}"]
        cells += [f"{row['peak_bytes_by_stage'].get(stage, 0) / 1e9:.2f}" for stage in STAGES[1:]]
        cells += [f"{row['speakers']}", "–" if row["steady"] is None else f"{row['steady']:.1%}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
