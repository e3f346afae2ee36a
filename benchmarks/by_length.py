"""One recording, cut or repeated to several lengths, and what a job takes for each: what two proofs share."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from short_form import SOUND, private_folder

from scribe import environment
from scribe.evaluation.measured_process import measured

HERE = Path(__file__).resolve().parent
PYTHON = str(environment.PYTHON)

SHORT_MINUTES = (6.0, 9.0)
"""Both fill a batch of transcription: what the longer one needs more is growth."""

Job = Callable[[str], Sequence[str]]
"""A program of this folder with its own options, told after how many seconds the recording begins again."""


def length_options(name: str, minutes: Sequence[float], threads: int) -> argparse.ArgumentParser:
    """What every proof over lengths is told."""
    parser = argparse.ArgumentParser(prog=f"prove {name}")
    parser.add_argument("sound", type=Path, nargs="?")
    parser.add_argument("--minutes", type=float, nargs="+", default=list(minutes))
    parser.add_argument("--threads", type=int, default=threads)
    parser.add_argument("--short", action="store_true", help="two short lengths of a test recording")
    return parser


def rows_by_length(name: str, options: argparse.Namespace, job: Job) -> list[dict[str, Any]]:
    """What the job wrote and used for each length, in the order given; kept in `results/` unless it is the short form."""
    with private_folder() as (folder, variables):
        if options.short:
            return _measured(SOUND, SHORT_MINUTES, folder, variables, job)
        run = HERE / "results" / name
        run.mkdir(parents=True, exist_ok=True)
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.threads])
        rows = _measured(options.sound, options.minutes, run, {}, job)
        (run / f"{name}.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
        return rows


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """As Markdown, numbers to the right."""
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    return "\n".join([lines[0], "|" + "--:|" * len(head), *lines[1:]])


def _measured(
    sound: Path, minutes: Sequence[float], folder: Path, variables: Mapping[str, str], job: Job
) -> list[dict[str, Any]]:
    rows = []
    for length in minutes:
        audio, out = folder / f"{length:g}.flac", folder / f"{length:g}.json"
        cut = [PYTHON, "-m", "lengths", str(sound.absolute()), str(length * 60), str(audio)]
        period = subprocess.run(cut, cwd=HERE, check=True, capture_output=True, text=True).stdout.strip()
        command = [PYTHON, "-m", *job(period), "--audio", str(audio), "--out", str(out)]
        given = {**variables, "PYTHONPATH": str(HERE)}
        cost = measured(command, folder=environment.HOME, variables=given, log=folder / f"{length:g}.log").cost
        audio.unlink()
        rows.append({"minutes": length} | json.loads(out.read_text()) | {"process": asdict(cost)})
        sys.stderr.write(f"{length:g} minutes: {cost.cpu:.0f} s, {cost.peak_tree / 1e9:.2f} GB\n")
    return rows
