"""The whole main job against the plain way, side by side in one run: CPU, memory, and how right the transcript is.

    ./manage.sh prove main_job RECORDINGS [--rounds 2] [--only NAME] [--without-sherpa] [--score-again]
    ./manage.sh prove main_job --short

The short form runs the product alone, over two minutes of a test recording, and looks at its CPU time.

Each recording is done by each system in a fresh process, one after the other, the first one changing from recording to
recording. Method and figures: README.md here.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from environments import HERE, HOME, PRODUCT, RESULTS, model_folders, peers_python
from measured_process import measured
from recordings import Recording, recordings_in
from report import MOST_CPU, Measured, faults, summary, tables
from short_form import LANGUAGE, SOUND, private_folder

LONGEST_SECONDS = 1200.0
"""Longer recordings are for `prove memory`: their references are not made for counting words."""

SHORT_SECONDS = 120.0


def main() -> int:
    """Measure, score, print the tables and keep the figures."""
    options = _options()
    if options.short:
        return _short()
    run = RESULTS / "main_job"
    run.mkdir(parents=True, exist_ok=True)
    chosen = [
        recording
        for recording in recordings_in(options.recordings)
        if recording.seconds <= LONGEST_SECONDS and (not options.only or options.only in recording.name)
    ]
    if not chosen:
        sys.stderr.write(f"no recordings in {options.recordings}\n")
        return 2
    cores = sorted(os.sched_getaffinity(0))[: options.threads]
    os.sched_setaffinity(0, cores)  # inherited: nobody gets more cores than threads
    python = peers_python()
    if not options.score_again:
        systems = _systems(options, python, run)
        for recording in chosen:
            shutil.rmtree(run / recording.name, ignore_errors=True)
        for turn in range(options.rounds):
            for number, recording in enumerate(chosen):
                first = (number + turn) % 2
                order = [*systems][first:2] + [*systems][:first] + [*systems][2:]
                for system in order:
                    _measure(systems[system], system, recording, run, turn)
    scores = run / "scores.json"
    score = [str(python), "-m", "scoring", str(run), str(options.recordings), "--out", str(scores)]
    subprocess.run(score, cwd=HERE, check=True)
    costs = {recording.name: _costs(run / recording.name) for recording in chosen}
    figures = summary(Measured(chosen, costs, json.loads(scores.read_text())))
    figures = {"threads": options.threads, "rounds": options.rounds} | figures
    (run / "main_job.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(tables(figures))
    return 1 if faults(figures) else 0


def _short() -> int:
    """1 where two minutes cost the product more CPU time than the target allows."""
    with private_folder() as (folder, variables):
        sound, outcome = folder / "sound.flac", folder / "outcome.json"
        cut = [str(PRODUCT), "-m", "lengths", str(SOUND), str(SHORT_SECONDS), str(sound)]
        subprocess.run(cut, cwd=HERE, check=True)
        job = [str(PRODUCT), "-m", "our_job", "--audio", str(sound), "--language", LANGUAGE, "--out", str(outcome)]
        cost = measured(job, folder=HOME, variables=variables, log=folder / "log")
    per_second = cost.cpu / SHORT_SECONDS
    print(f"{per_second:.3f} CPU seconds for a second of sound (at most {MOST_CPU})")
    return 1 if per_second > MOST_CPU else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="prove main_job")
    named = os.environ.get("SCRIBE_RECORDINGS")
    parser.add_argument("recordings", type=Path, nargs="?", default=named, help="folder, or SCRIBE_RECORDINGS")
    parser.add_argument("--rounds", type=int, default=1, help="times everything is measured")
    parser.add_argument("--threads", type=int, default=2, help="threads, and cores, for each system")
    parser.add_argument("--only", help="recordings whose name holds this")
    parser.add_argument("--without-sherpa", action="store_true")
    parser.add_argument("--short", action="store_true", help="the product alone, two minutes")
    parser.add_argument("--score-again", action="store_true", help="from the outcomes of the last run")
    options = parser.parse_args()
    if options.recordings is not None:
        options.recordings = Path(options.recordings).absolute()
    elif not options.short:
        parser.error("which folder of recordings?")
    return options


def _systems(options: argparse.Namespace, python: Path, run: Path) -> dict[str, list[str]]:
    """The command of each system, but for the recording. The two to be compared come first."""
    models = model_folders()
    plain = [str(python), "-m", "peers.plain_way", "--threads", str(options.threads)]
    plain += ["--whisper", str(models["whisper"]), "--copies", str(run / "networks")]
    plain += ["--segmentation", str(models["segmentation"] / "segmentation.onnx")]
    plain += ["--voice", str(models["voice"] / "voice.onnx"), "--diarizer"]
    systems = {"ours": [str(PRODUCT), "-m", "our_job"], "plain": [*plain, "spectral"]}
    return systems if options.without_sherpa else systems | {"plain_sherpa": [*plain, "sherpa"]}


def _measure(command: Sequence[str], system: str, recording: Recording, run: Path, turn: int) -> None:
    """Run one system over one recording and keep its outcome and its cost."""
    folder = run / recording.name
    folder.mkdir(exist_ok=True)
    outcome = folder / f"{system}.outcome.json"
    whole = [*command, "--audio", str(recording.sound), "--language", recording.language, "--out", str(outcome)]
    if system == "plain_sherpa":  # the words are the same: they are not decoded twice
        whole += ["--words", str(folder / "plain.outcome.json")]
    threads = str(len(os.sched_getaffinity(0)))
    variables = {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "SCRIBE_THREADS": threads}
    cost = asdict(measured(whole, folder=HOME, variables=variables, log=folder / f"{system}.log"))
    cost["parts"] = json.loads(outcome.read_text())["parts"]
    if system == "plain_sherpa":
        cost = _with_words(cost, json.loads((folder / f"plain.{turn}.cost.json").read_text()))
    (folder / f"{system}.{turn}.cost.json").write_text(json.dumps(cost))
    note = f"round {turn + 1}  {recording.name:26s} {system:13s} {cost['cpu'] / recording.seconds:.3f} CPU/s\n"
    sys.stderr.write(note)


def _with_words(cost: Mapping[str, Any], plain: Mapping[str, Any]) -> dict[str, Any]:
    """The cost of a second diarizer, with the words counted as the first one's run paid for them."""
    words, own = plain["parts"]["words"], cost["parts"]["words"]
    share = plain["wall"] * words / plain["cpu"]
    return {
        **cost,
        "cpu": cost["cpu"] - own + words,
        "wall": cost["wall"] + share,
        "peak_tree": max(cost["peak_tree"], plain["peak_tree"]),
        "parts": {**cost["parts"], "words": words},
    }


def _costs(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Each system's costs, a round each."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.cost.json")):
        found.setdefault(path.name.split(".")[0], []).append(json.loads(path.read_text()))
    return found


if __name__ == "__main__":
    sys.exit(main())
