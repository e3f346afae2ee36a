"""Sounds without a word in them come out without a word.

    ./manage.sh prove silence [--minutes 60] [--seed 1] [--language fr auto] [--preset fast balanced accurate] [--term NAME …]
    ./manage.sh prove silence --short

Noises, hums, music-like sounds, clicks, breath, babble and digital silence are made (`noises.py`) and transcribed by the command
that people use. What is heard is told with the kind of sound it was heard in, and how many words the guards withheld.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from noises import RATE, noises
from short_form import private_folder

from scribe import environment

SHORT_MINUTES = 4.0
"""Each kind of sound comes up once at least."""


def main() -> int:
    """Make, transcribe, count; 1 where a word was heard."""
    options = _options()
    with private_folder() as (folder, variables):
        sound = folder / "noises.flac"
        kinds = _made(sound, options.minutes * 60, options.seed)
        false = 0
        for language, preset in product(options.language, options.preset):
            given = ["--language", language, "--preset", preset, *(f"--term={term}" for term in options.term)]
            document = _transcript(sound, given, folder, variables)
            words = _heard(document, kinds)
            false += sum(words.values())
            told = f"{options.minutes:g} minutes, language {language}, {preset}: {sum(words.values())} words"
            print(f"{told} {dict(words) or ''} (withheld: {document['withheld'] or 0})", flush=True)
    return 1 if false else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="prove silence")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", nargs="+", default=["fr", "auto"])
    parser.add_argument("--preset", nargs="+", default=["fast", "balanced", "accurate"])
    parser.add_argument("--term", nargs="+", default=[])
    parser.add_argument("--short", action="store_true", help="a few minutes, French, balanced")
    options = parser.parse_args()
    if options.short:
        options.minutes, options.language, options.preset = SHORT_MINUTES, ["fr"], ["balanced"]
    return options


def _made(sound: Path, seconds: float, seed: int) -> list[tuple[float, str]]:
    """Write the sounds; which kind begins when."""
    kinds, samples = [], 0
    with soundfile.SoundFile(sound, "w", RATE, 1, "PCM_16") as file:
        for kind, piece in noises(seconds, seed):
            kinds.append((samples / RATE, kind))
            file.write(np.clip(piece, -1, 1))
            samples += len(piece)
    return kinds


def _transcript(sound: Path, given: list[str], folder: Path, variables: Mapping[str, str]) -> dict[str, Any]:
    """The transcript document that the command writes."""
    out = folder / "transcript.json"
    command = [sys.executable, "-I", "-X", "utf8", str(environment.HOME / "src/scribe"), "transcribe", str(sound)]
    command += [*given, "-o", str(out)]
    subprocess.run(command, check=True, env={**os.environ, **variables}, stdout=sys.stderr)
    document: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return document


def _heard(document: Mapping[str, Any], kinds: list[tuple[float, str]]) -> Counter[str]:
    """How many words were heard in each kind of sound."""
    words = [word for said in document["utterances"] for word in said["words"]]
    for word in words:
        sys.stderr.write(f"{word['start']:8.1f}  {word['text']}\n")
    return Counter(max(kind for kind in kinds if kind[0] <= word["start"] + 1e-3)[1] for word in words)


if __name__ == "__main__":
    sys.exit(main())
