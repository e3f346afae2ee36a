"""How far the words' times are from where they sound, and whether they drift over an hour.

    ./manage.sh prove word_times [--minutes 6] [--seed 1] [--preset balanced]
    ./manage.sh prove word_times --drift SOUND RTTM --language fr
    ./manage.sh prove word_times --short

Recorded prompts of one voice a language are set one after the other: phrases of up to 6 s and single words (letters, digits, the
spelling alphabet) with pauses between them; and digits in runs of three to seven without a pause, as numbers are told. All of it
once as it is, once in a room with an echo and noise. Where each prompt begins and ends in the sound is known. The command that
people use transcribes them; judged are the first word's start and the last word's end of each prompt. Drift is judged on a recording whose turns are known from elsewhere: how far the nearest
word's start is from each turn's, in the first, the middle and the last ten minutes.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.signal import fftconvolve, resample_poly
from short_form import private_folder

from scribe import environment, prompts
from scribe_core.domain.run import Preset

RATE = 16_000
Sound = NDArray[np.float32]

MOST_MEDIAN = 0.08
"""Seconds: the target for the median of the distances between a word's start and where it sounds."""

MOST_DRIFT = 0.05
"""Seconds that the median may differ between the first and the last ten minutes."""

QUIET = 35.0
"""Decibels below a prompt's loudest hundredth of a second at which it begins and ends."""

NEAR = 0.3
"""Seconds around a prompt in which its words are looked for."""

TURN_NEAR = 1.0
"""Seconds around the start of a turn in which its first word is looked for."""

UNSPOKEN = ("beep", "tone", "silence", "monkey", "ascending", "descending", "screech")

SHORT_MINUTES = 1.0


@dataclass(frozen=True, slots=True)
class Kind:
    """Which prompts are taken, between how many seconds long, how many without a pause, and with how long pauses then."""

    name: str
    files: tuple[str, ...]
    lengths: tuple[float, float]
    pauses: tuple[float, float]
    running: tuple[int, int] = (1, 1)


KINDS = (
    Kind("phrases", ("*.wav", "dictate/*.wav", "followme/*.wav"), (0.6, 6.0), (0.4, 1.5)),
    Kind("words", ("digits/*.wav", "phonetic/*.wav", "letters/*.wav"), (0.4, 1.2), (0.25, 0.6)),
    Kind("running digits", ("digits/[0-9].wav",), (0.0, 2.0), (0.4, 1.2), (3, 7)),
)

Span = tuple[float, float]
Run = list[Span]
"""When each of some prompts that follow one another without a pause begins and ends."""


def main() -> int:
    """Compose, transcribe, compare; 1 where a target is missed."""
    options = _options()
    with private_folder() as (folder, variables):
        if options.drift:
            sound, turns = map(Path, options.drift)
            words = _words(sound, options.language, options.preset, folder, variables)
            return _drift(words, sorted(float(line.split()[3]) for line in turns.read_text().splitlines()))
        missed = False
        for language, kind, room in product(("en", "fr"), options.kinds, options.rooms):
            composed, runs = _composed(language, kind, options.minutes * 60, options.seed)
            path = folder / "composed.flac"
            soundfile.write(path, _in_a_room(composed, options.seed) if room else composed, RATE, subtype="PCM_16")
            words = _words(path, language, options.preset, folder, variables)
            starts, ends = _distances(words, runs)
            where = f"{language} {kind.name}{' in a room' if room else ''}"
            print(f"{where}: {sum(map(len, runs))} prompts, {len(starts)} judged", flush=True)
            print(f"    start {_told(starts)}\n    end   {_told(ends)}", flush=True)
            missed |= float(np.median(np.abs(starts))) > MOST_MEDIAN
    print("over the target" if missed else f"every median distance of a start is within {1000 * MOST_MEDIAN:.0f} ms")
    return int(missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="prove word_times")
    parser.add_argument("--minutes", type=float, default=6.0, help="length of each composed recording")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drift", nargs=2, metavar=("SOUND", "RTTM"))
    parser.add_argument("--language", default="fr")
    parser.add_argument("--preset", choices=[preset.value for preset in Preset], default=Preset.BALANCED.value)
    parser.add_argument("--short", action="store_true", help="a minute of phrases each")
    options = parser.parse_args()
    options.kinds, options.rooms = KINDS, (False, True)
    if options.short:
        options.minutes, options.kinds, options.rooms = SHORT_MINUTES, KINDS[:1], (False,)
    return options


def _composed(language: str, kind: Kind, seconds: float, seed: int) -> tuple[Sound, list[Run]]:
    """A recording of prompts, and when each begins and ends to sound."""
    chance = np.random.default_rng(seed)
    bank = [sound for sound in _prompts(language, kind) if kind.lengths[0] <= len(sound) / RATE <= kind.lengths[1]]
    pieces: list[Sound] = []
    runs, samples = [], 0
    while samples < seconds * RATE:
        runs.append(Run())
        for _ in range(chance.integers(kind.running[0], kind.running[1] + 1)):
            prompt = bank[chance.integers(len(bank))]
            begins, ends = _sounding(prompt)
            pieces.append(prompt[round(begins * RATE) : round(ends * RATE)])
            runs[-1].append((samples / RATE, samples / RATE + ends - begins))
            samples += len(pieces[-1])
        pieces.append(np.zeros(int(chance.uniform(*kind.pauses) * RATE), np.float32))
        samples += len(pieces[-1])
    whole = np.concatenate(pieces)
    return (whole + chance.normal(0, 5e-4, len(whole))).astype(np.float32), runs


def _prompts(language: str, kind: Kind) -> list[Sound]:
    files = [file for pattern in kind.files for file in sorted((prompts.fetch() / language).glob(pattern))]
    sounds = [soundfile.read(file, dtype="float32") for file in files if not any(no in file.name for no in UNSPOKEN)]
    return [np.asarray(resample_poly(sound, RATE, rate), np.float32) for sound, rate in sounds]


def _sounding(sound: Sound) -> Span:
    """From when to when a prompt sounds."""
    frames = sound[: len(sound) // 160 * 160].reshape(-1, 160)  # (hundredths of a second, samples)
    level = 10 * np.log10(np.square(frames, dtype=np.float64).mean(axis=1) + 1e-12)
    loud = np.flatnonzero(level > level.max() - QUIET)
    return float(loud[0]) / 100, float(loud[-1] + 1) / 100


def _in_a_room(sound: Sound, seed: int) -> Sound:
    """The sound with an echo of a third of a second, and noise 36 dB below its peak."""
    chance = np.random.default_rng(seed)
    echo = chance.normal(size=4800) * np.exp(-np.arange(4800) / 1200)
    echo[0] = 8
    heard = fftconvolve(sound, echo)[: len(sound)]
    return np.asarray(heard / np.abs(heard).max() * 0.5 + chance.normal(0, 0.004, len(sound)), np.float32)


def _words(sound: Path, language: str, preset: str, folder: Path, variables: Mapping[str, str]) -> list[Span]:
    """When the words are said, as the command tells it, in order of start."""
    out = folder / "transcript.json"
    command = [sys.executable, "-I", "-X", "utf8", str(environment.HOME / "src/scribe"), "transcribe", str(sound)]
    command += ["--language", language, "--preset", preset, "-o", str(out)]
    subprocess.run(command, check=True, env={**os.environ, **variables}, stdout=sys.stderr)
    said = json.loads(out.read_text("utf-8"))["utterances"]
    return sorted((word["start"], word["end"]) for utterance in said for word in utterance["words"])


def _distances(words: Sequence[Span], runs: Sequence[Run]) -> tuple[list[float], list[float]]:
    """By how much each prompt's first word starts and its last word ends too late.

    Prompts without a pause between them are judged where as many words were heard as there are prompts.
    """
    starts, ends = [], []
    for run in runs:
        within = [word for word in words if run[0][0] - NEAR < (word[0] + word[1]) / 2 < run[-1][1] + NEAR]
        if len(run) == 1 and within:
            within = [(within[0][0], within[-1][1])]
        if len(within) == len(run):
            starts += [word[0] - begins for word, (begins, _) in zip(within, run, strict=True)]
            ends += [word[1] - stops for word, (_, stops) in zip(within, run, strict=True)]
    return starts, ends


def _drift(words: Sequence[Span], turns: Sequence[float]) -> int:
    """Compare the words' starts with the turns', early and late in the recording."""
    begins = np.array([word[0] for word in words])
    nearest = [(turn, float(begins[np.abs(begins - turn).argmin()]) - turn) for turn in turns]
    late = [(turn, distance) for turn, distance in nearest if abs(distance) <= TURN_NEAR]
    last = max(turns)
    medians = []
    for name, first in (("first", 0.0), ("middle", last / 2 - 300), ("last", last - 600)):
        part = [distance for turn, distance in late if first <= turn < first + 600]
        medians.append(float(np.median(part)))
        print(f"{name} ten minutes: {_told(part)} over {len(part)} turns")
    slope = float(np.polyfit([turn for turn, _ in late], [distance for _, distance in late], 1)[0])
    print(f"over all {len(late)} of {len(turns)} turns: {_told([d for _, d in late])}; {slope * 3.6e6:+.0f} ms an hour")
    return int(abs(medians[-1] - medians[0]) > MOST_DRIFT)


def _told(distances: Sequence[float]) -> str:
    late = 1000 * np.array(distances)
    return (
        f"median distance {np.median(np.abs(late)):.0f} ms, nine in ten within {np.percentile(np.abs(late), 90):.0f} ms,"
        f" bias {np.median(late):+.0f} ms"
    )


if __name__ == "__main__":
    sys.exit(main())
