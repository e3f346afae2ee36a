"""Who speaks when in one recording, and what finding it took: conversion, speech and diarization, no words.

Runs in the product's environment: `python -m speakers_job --audio FILE --out FIGURES [--period SECONDS]`. What is kept of
the stages lies in a folder that is gone afterwards.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from worker_job import Memory

from scribe.evaluation.outcome import cpu_seconds
from scribe.models import models_of
from scribe.parts import read_settings
from scribe.recipes import recipe_of, threads_of
from scribe_core.contract import keys
from scribe_core.domain.run import Lane, RunSettings
from scribe_core.domain.voices import SpeakerTurn
from scribe_core.stores.objects import Objects
from scribe_workers.model_room import ModelRoom
from scribe_workers.stages import conversion, diarization, speech
from scribe_workers.steps import Steps

MEETING = "measured"
LOOKS_A_SECOND = 10
"""How often it is asked who speaks, when two passages are compared."""


def main() -> None:
    """Find the turns and write what each stage used."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--audio", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--period", type=float, help="seconds after which the recording begins again")
    options = parser.parse_args()
    settings = read_settings()
    memory = Memory()
    memory.start()
    begun: list[tuple[float, float, str]] = []  # when, CPU seconds by then, stage
    with tempfile.TemporaryDirectory(prefix="scribe-measured-") as name:
        folder = Path(name)
        objects = Objects.open((folder / "objects").as_uri())
        objects.create(keys.recording(MEETING), options.audio)
        steps = Steps(
            meeting_id=MEETING, objects=objects, scratch=folder / "scratch", models=models_of(settings), room=ModelRoom(),
            threads=threads_of(settings), lanes=frozenset(Lane), report=lambda *_: None,
        )  # fmt: skip

        def note(stage: str) -> None:
            begun.append((time.time(), cpu_seconds(), stage))

        note("conversion")
        limits = recipe_of(settings, RunSettings()).limits
        audio = steps.run(conversion.STAGE, keys.recording(MEETING), limits)
        note("speech")
        regions = steps.run(speech.STAGE, audio)
        note("diarization")
        turns = steps.run(diarization.STAGE, audio, regions, None)
        note("end")
    memory.end()
    peaks: dict[str, int] = {}
    for at, resident in memory.seen:
        stage = next((stage for since, _, stage in reversed(begun) if since <= at), "start")
        peaks[stage] = max(peaks.get(stage, 0), resident)
    cpu = {
        stage: round(after - before, 2)
        for (_, before, stage), (_, after, _) in pairwise(begun)
    }  # fmt: skip
    figures = {
        "seconds": audio.seconds,
        "cpu_by_stage": cpu,
        "peak_bytes_by_stage": peaks,
        "speakers": turns.speakers,
        "warnings": list(turns.warnings),
        "steady": steady(turns.exclusive, audio.seconds, options.period) if options.period else None,
    }
    options.out.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def steady(turns: Sequence[SpeakerTurn], seconds: float, period: float) -> float | None:
    """Share of the speech whose speaker is the same as a whole number of periods earlier; None where nothing comes again."""
    at = np.full(int(seconds * LOOKS_A_SECOND), -1)
    for turn in turns:
        at[round(turn.start * LOOKS_A_SECOND) : round(turn.end * LOOKS_A_SECOND)] = turn.speaker
    again = np.arange(round(period * LOOKS_A_SECOND), len(at))  # looks beyond the first pass
    before = np.round((again / LOOKS_A_SECOND) % period * LOOKS_A_SECOND).astype(int)  # the same moment of the first
    both = (at[again] >= 0) & (at[before] >= 0)
    return float((at[again] == at[before])[both].mean()) if both.any() else None


if __name__ == "__main__":
    main()
