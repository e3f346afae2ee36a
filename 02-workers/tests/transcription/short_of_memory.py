"""Hears four stretches of a recording with so many megabytes of address space left; `test_fitting.py` starts it.

Usage: `python short_of_memory.py CACHE MEGABYTES PRECISION [careful]`. Prints what came out as JSON.
"""

import json
import resource
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import psutil
import soundfile
from scipy.signal import resample_poly

from scribe_core.errors import ScribeError
from scribe_workers.engines.recogniser import Task, Whisper
from scribe_workers.model_room import ModelRoom
from scribe_workers.models.store import ModelStore
from scribe_workers.stages.fitting import fitted

MEGABYTE = 1024**2


def main(cache: Path, megabytes: int, compute_type: str, *, careful: bool) -> dict[str, Any]:
    """What was heard, how, and what is remembered of it."""
    store = ModelStore(cache)
    read, rate = soundfile.read(store.open("test-recordings") / "two_cities.wav", dtype="float32")
    sound = np.asarray(resample_poly(read, 16_000, rate), np.float32)
    stretches = [sound[16_000 * start : 16_000 * (start + 10)] for start in (0, 5, 10, 15)]
    store.open("whisper-base")
    # What numpy keeps for good is taken before the limit: running out there ends the process.
    np.ones((512, 512), np.float32) @ np.ones((512, 512), np.float32)
    most = psutil.Process().memory_info().vms + megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    room = ModelRoom()
    bench: Any = SimpleNamespace(room=room, models=store, threads=1)
    batches: list[int] = []

    def hear(whisper: Whisper) -> list[str]:
        batches.append(whisper.together)
        heard = whisper.hear(stretches, ["en"] * 4, Task(beam=1, careful=careful), lambda: None)
        return [" ".join(word.text for word in first.words) for first, *_ in heard]

    try:
        texts, stepped_down = fitted(bench, "whisper-base", compute_type, hear)
        fitted(bench, "whisper-base", compute_type, lambda whisper: batches.append(whisper.together))
    except ScribeError as error:
        return {"code": error.code, "sentence": error.sentence("en")}
    (fit,) = room.fits.values()
    return {
        "texts": texts,
        "stepped_down": stepped_down,
        "fit": [fit.compute_type, fit.together],
        "began_with": batches,
        "peaks": {name: peak.resident for name, peak in room.peaks.items()},
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], careful="careful" in sys.argv)))
