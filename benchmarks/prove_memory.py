"""A worker's peak memory for a 60-minute recording, and how it grows with length.

    ./manage.sh prove memory SOUND --language fr [--minutes 30 60 120]
    ./manage.sh prove memory --short

The recording is cut or repeated to each length. Method and figures: README.md here.
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

from short_form import LANGUAGE, SOUND, private_folder

from scribe import environment
from scribe.evaluation.measured_process import measured

HERE = Path(__file__).resolve().parent
PYTHON = str(environment.PYTHON)

MOST_BYTES = 1.2e9
"""For 60 minutes."""

MOST_BYTES_A_SECOND = 64_000
"""What the sound decoded would need, 16,000 float32 a second: growth beyond it is a leak."""

SETTLING_BYTES = 0.25e9
"""What batches of changing size and the allocator's gaps add until they settle."""

SHORT_MINUTES = (3.0, 6.0)


def main() -> int:
    """Measure each length, print the table, keep the figures; 1 where a target is missed."""
    options = _options()
    with private_folder() as (folder, variables):
        if options.short:
            rows = _measured(SOUND, LANGUAGE, SHORT_MINUTES, folder, variables)
        else:
            run = HERE / "results" / "memory"
            run.mkdir(parents=True, exist_ok=True)
            cores = sorted(os.sched_getaffinity(0))[: options.threads]
            os.sched_setaffinity(0, cores)
            rows = _measured(options.sound, options.language, options.minutes, run, {})
            (run / "memory.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    print(_table(rows))
    faults = _faults(rows)
    print("\n".join(faults) or "within the targets: 1.2 GB, and no growth beyond the decoded sound")
    return 1 if faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="prove memory")
    parser.add_argument("sound", type=Path, nargs="?")
    parser.add_argument("--language", default="fr")
    parser.add_argument("--minutes", type=float, nargs="+", default=[30.0, 60.0, 120.0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--short", action="store_true", help="two short lengths of a test recording")
    options = parser.parse_args()
    if options.sound is None and not options.short:
        parser.error("which recording?")
    return options


def _measured(
    sound: Path, language: str, minutes: Sequence[float], folder: Path, variables: Mapping[str, str]
) -> list[dict[str, Any]]:
    rows = []
    for length in minutes:
        audio, out = folder / f"{length:g}.flac", folder / f"{length:g}.json"
        cut = [PYTHON, "-m", "lengths", str(sound.absolute()), str(length * 60), str(audio)]
        subprocess.run(cut, cwd=HERE, check=True)
        job = [PYTHON, "-m", "worker_job", "--audio", str(audio), "--language", language, "--out", str(out)]
        given = {**variables, "PYTHONPATH": str(HERE)}
        cost = measured(job, folder=environment.HOME, variables=given, log=folder / f"{length:g}.log").cost
        audio.unlink()
        rows.append({"minutes": length} | json.loads(out.read_text()) | {"process": asdict(cost)})
        sys.stderr.write(f"{length:g} minutes: {cost.peak_tree / 1e9:.2f} GB\n")
    return rows


def _faults(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What misses a target, one line each."""
    faults = [
        f"{row['minutes']:g} minutes need {row['process']['peak_tree'] / 1e9:.2f} GB"
        for row in rows
        if row["minutes"] <= 60 and row["process"]["peak_tree"] > MOST_BYTES
    ]
    first, last = rows[0], rows[-1]
    seconds = 60 * (last["minutes"] - first["minutes"])
    growth = last["process"]["peak_tree"] - first["process"]["peak_tree"]
    if growth > SETTLING_BYTES + seconds * MOST_BYTES_A_SECOND:
        faults.append(f"memory grows by {growth / seconds:,.0f} bytes for each second of sound")
    return faults


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    stages = list(dict.fromkeys(stage for row in rows for stage in row["peak_bytes_by_stage"]))
    head = ["minutes", "peak GB", "largest process", *stages, "CPU/s", "wall/s", "words", "speakers"]
    lines = ["| " + " | ".join(head) + " |", "|" + "--:|" * len(head)]
    for row in rows:
        seconds = row["minutes"] * 60
        cells = [f"{row['minutes']:g}", f"{row['process']['peak_tree'] / 1e9:.2f}"]
        cells += [f"{row['process']['peak_process'] / 1e9:.2f}"]
        cells += [f"{row['peak_bytes_by_stage'].get(stage, 0) / 1e9:.2f}" for stage in stages]
        cells += [f"{row['process']['cpu'] / seconds:.3f}", f"{row['process']['wall'] / seconds:.3f}"]
        lines.append("| " + " | ".join([*cells, f"{row['words']}", f"{row['speakers']}"]) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
