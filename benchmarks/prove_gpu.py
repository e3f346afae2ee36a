"""The card's lane: which card, how fast each model is on it, what it takes, one at a time, and what happens when it is full.

    ./manage.sh prove gpu RECORDING… [--models whisper-large-v3,whisper-large-v3-turbo]
    ./manage.sh prove gpu --short

Without a card it says so and ends with 3 (`--short`, part of the tests, ends with 0). Figures go to `results/gpu/gpu.json`.
Method: docs/graphics-card.md.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
for source in ("src", "01-core/src", "02-workers/src", "03-interface/backend/src"):
    sys.path.append(str(HERE.parent / source))  # a bare copy is enough where the packages are

from short_form import LANGUAGE, SOUND, private_folder  # noqa: E402

from scribe.evaluation.measured_process import JobFailed, measured  # noqa: E402
from scribe.evaluation.outcome import Outcome  # noqa: E402
from scribe.models import models_of  # noqa: E402
from scribe.parts import read_settings  # noqa: E402
from scribe.recipes import device_of  # noqa: E402
from scribe_core.accelerators import driver  # noqa: E402
from scribe_core.errors import ScribeError  # noqa: E402
from scribe_core.settings import Settings  # noqa: E402
from scribe_workers.device import Device  # noqa: E402

NO_CARD = 3
PRESETS = ("fast", "balanced", "accurate")
SOUNDS = 16
LEFT = (None, 6000, 4000, 3000, 2000, 1000, 300)
"""Megabytes of the card that the balloon leaves, None for all: what cards of 12, 8, 6 and 4 GB have, and less than anything needs."""


def main() -> int:
    """Measure, print, keep; 1 where two models stood on the card at once or nothing stepped down."""
    options = _options()
    settings = read_settings()
    try:
        device = device_of(settings)
    except ScribeError as error:
        print(f"no GPU here: {error}")
        return 0 if options.short else NO_CARD
    if device.card is None:
        print("no GPU here: nothing was measured" + (f" ({device.problem})" if device.problem else ""))
        return 0 if options.short else NO_CARD
    with private_folder() as (folder, variables):
        given = {} if options.recordings else dict(variables)
        os.environ.update(given)
        figures = proof(device, read_settings(), options, folder)
    kept = HERE / "results" / "gpu"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "gpu.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(report(figures))
    return 1 if faults(figures) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="prove gpu")
    parser.add_argument("recordings", type=Path, nargs="*")
    parser.add_argument("--models", help="speech models, comma-separated (else the settings')")
    parser.add_argument("--language", default="fr")
    parser.add_argument("--precision", default="auto,float16", help="precisions to step down from")
    parser.add_argument("--short", action="store_true", help="one model over a test recording")
    options = parser.parse_args()
    options.recordings = [path.absolute() for path in options.recordings]
    if not options.recordings and not options.short:
        parser.error("which recordings?")
    return options


def proof(device: Device, settings: Settings, options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """All figures of this card."""
    from card_checks import MEGABYTE, residency, same_answers, sounds_of, stepping_down

    store = models_of(settings)
    models = options.models.split(",") if options.models else [settings.speech_model]
    recordings = options.recordings or [SOUND]
    language = options.language if options.recordings else LANGUAGE
    sound = folder / "sound.flac"
    subprocess.run([sys.executable, "-m", "lengths", str(recordings[0]), "300", str(sound)], cwd=HERE, check=True)
    sounds = sounds_of(str(sound), SOUNDS)
    figures: dict[str, Any] = {"card": about(device), "releases": _releases()}
    figures["networks"] = same_answers(device, store)
    figures["residency"] = {model: residency(device, store, model, "auto") for model in models}
    left = (None, 300) if options.short else LEFT
    figures["stepping_down"] = [
        stepping_down(device, store, model, precision, sounds, megabytes and megabytes * MEGABYTE)
        for model in models
        for precision in options.precision.split(",")
        for megabytes in left
    ]
    figures["jobs"] = [
        job(recording, language, model, preset, folder)
        for model in models
        for preset in (PRESETS if not options.short else PRESETS[1:2])
        for recording in recordings
    ]
    return figures


def about(device: Device) -> dict[str, Any]:
    """Which card this is."""
    assert device.card is not None
    known = driver()
    return {
        "name": device.card.name,
        "memory": device.card.memory,
        "capability": device.card.capability,
        "driver": known.version,
        "cuda": "{}.{}".format(*known.cuda),
    }


def job(recording: Path, language: str, model: str, preset: str, folder: Path) -> dict[str, Any]:
    """One recording from start to end in a process of its own: seconds of each stage for a second of sound, and peaks."""
    out, log = folder / "outcome.json", folder / "job.log"
    command = [sys.executable, "-m", "scribe.evaluation.job", "--audio", str(recording), "--language", language]
    variables = {"SCRIBE_SPEECH_MODEL": model, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    row: dict[str, Any] = {"recording": recording.name, "model": model, "preset": preset}
    try:
        told = measured(
            [*command, "--preset", preset, "--out", str(out)], folder=HERE.parent, variables=variables, log=log
        )
    except JobFailed as failure:
        return row | {"error": failure.reason}
    outcome = Outcome.read(out)
    seconds = outcome.seconds or 0.0
    ended = [told.began, *(part.ended for part in outcome.parts)]
    wall = {part.name: after - before for part, before, after in zip(outcome.parts, ended, ended[1:], strict=False)}
    return row | {
        "seconds": seconds,
        "words": len(outcome.words),
        "warnings": list(outcome.warnings),
        "wall": told.cost.wall,
        "cpu": told.cost.cpu,
        "wall_by_stage": wall,
        "peaks": outcome.peaks,
    }


def faults(figures: dict[str, Any]) -> list[str]:
    """What the card's lane promises and these figures do not show."""
    found = []
    for model, steps in figures["residency"].items():
        first, *others, again, _empty = (step["used"] for step in steps)
        if any(used > first for used in others) or again > 1.1 * first:
            found.append(f"{model}: something stayed on the card beside the next model")
    steps = figures["stepping_down"]
    if not any(step.get("stepped_down") or step.get("error") == "model_too_large" for step in steps):
        found.append("a full card made nothing step down")
    found += [
        f"{step['model']}: {step['error']}" for step in steps if step.get("error") not in (None, "model_too_large")
    ]
    found += [
        f"{row['network']} differs from the processor's" for row in figures["networks"] if row["same_choice"] < 0.999
    ]
    return found + [f"{row['recording']}: {row['error']}" for row in figures["jobs"] if "error" in row]


def report(figures: dict[str, Any]) -> str:
    """The figures for people."""
    card = figures["card"]
    lines = [
        f"{card['name']}, {card['memory'] / 1e9:.1f} GB, driver {card['driver']} (CUDA {card['cuda']})",
        "",
        "| recording | model | preset | s | times real time | wall s per s by stage | card GB | words |",
        "|---|---|---|--:|--:|---|--:|--:|",
    ]
    for row in figures["jobs"]:
        if "error" in row:
            lines.append(f"| {row['recording']} | {row['model']} | {row['preset']} | {row['error']} |")
            continue
        stages = ", ".join(f"{name} {wall / row['seconds']:.4f}" for name, wall in row["wall_by_stage"].items())
        highest = max((card for _, card in row["peaks"].values()), default=0)
        lines.append(
            f"| {row['recording']} | {row['model']} | {row['preset']} | {row['seconds']:.0f} "
            f"| {row['seconds'] / row['wall']:.1f} | {stages} | {highest / 1e9:.2f} | {row['words']} |"
        )
    lines += ["", "| model | asked | free MB | fits as | at once | words |", "|---|---|--:|---|--:|--:|"]
    for step in figures["stepping_down"]:
        fits = step.get("precision") or step["error"]
        at_once = step.get("together") or "all"
        lines.append(
            f"| {step['model']} | {step['asked']} | {step['free_megabytes']} | {fits} | {at_once} | {step.get('words', '')} |"
        )
    lines += ["", "| in the room | card GB used |", "|---|--:|"]
    for steps in figures["residency"].values():
        lines += [f"| {step['resident'] or 'nobody'} | {step['used'] / 1e9:.2f} |" for step in steps]
    lines += [
        "",
        *(
            f"{row['network']}: largest difference {row['largest_difference']:.1e}, "
            f"{row['seconds_on_processor'] * 1000:.0f} ms on the processor, {row['seconds_on_device'] * 1000:.0f} ms here"
            for row in figures["networks"]
        ),
        "",
        *(faults(figures) or ["one model at a time; a full card made models step down"]),
    ]
    return "\n".join(lines)


def _releases() -> dict[str, str]:
    import ctranslate2
    import onnxruntime

    return {
        "ctranslate2": ctranslate2.__version__,
        "onnxruntime": f"{onnxruntime.__version__} ({', '.join(onnxruntime.get_available_providers())})",
        "python": sys.version.split()[0],
    }


if __name__ == "__main__":
    sys.exit(main())
