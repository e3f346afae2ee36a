"""Whether memory and open files stay flat while an installation works: many short runs in place of many days.

    ./manage.sh prove leaks [--minutes 45]
    ./manage.sh prove leaks --short

An API and a worker on PostgreSQL, Redis and S3 are kept busy without a pause: recordings sent and transcribed, listened to, corrected,
searched for and deleted again. After some runs to settle, memory and open files are looked at once a second; what counts is the trend
from then on, as the slope through the medians of its tenths. Method and figures: README.md here.
"""

import argparse
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median

import psutil
from installation import Part, installation
from patient_client import PatientClient, Threads
from short_form import LANGUAGE, MODELS

from scribe_core.domain.export_format import EXPORT_FORMATS

RESULTS = Path(__file__).resolve().parent / "results" / "leaks"
SOUND = MODELS / "test-recordings" / "beckett.wav"

SETTLING_RUNS, SHORT_SETTLING_RUNS, SHORT_RUNS = 40, 3, 4
"""Runs before anything counts: models are loaded, pools and caches filled, the allocator's gaps found. The short form then watches four."""

MOST_GROWTH = 0.05
"""Of a process' memory, from the first tenth to the last, or this many bytes where that is more:"""
LEAST_BYTES = 10e6

MOST_FILES = 3
SHORT_MOST_GROWTH = 0.25
"""In half a minute one recording's memory is a large part."""

PEOPLE, TENTHS = 2, 10
PIECE = 1_000_000


class Look:
    """What a process had, once a second: bytes of memory and open files. What decodes is a process of its own, and ends."""

    def __init__(self, part: Part) -> None:
        self.name, self._process = part.name, psutil.Process(part.pid)
        self.memory: list[int] = []
        self.files: list[int] = []

    def note(self) -> None:
        """One look more."""
        self.memory.append(self._process.memory_info().rss)
        self.files.append(self._process.num_fds())


def main() -> int:
    """Keep it busy, print, keep the figures; 1 where something grows."""
    parser = argparse.ArgumentParser(prog="prove leaks")
    parser.add_argument("--minutes", type=float, default=45.0)
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    seconds = options.minutes * 60
    with installation() as home:
        parts = [home.api_part(), home.worker("worker")]
        for part in parts:
            part.start()
        home.program().http.close()
        looks, over, trouble = [Look(part) for part in parts], threading.Event(), Counter[str]()
        done: Counter[str] = Counter()
        people = Threads()
        for _ in range(PEOPLE):
            people.start(lambda: _live(PatientClient(home.api, trouble), over, done))
        settling = SHORT_SETTLING_RUNS if options.short else SETTLING_RUNS
        while done["runs"] < settling and not people.failed:
            over.wait(1.0)
        began = time.monotonic()
        while not people.failed and (
            done["runs"] < settling + SHORT_RUNS if options.short else time.monotonic() - began < seconds
        ):
            for look in looks:
                look.note()
            over.wait(0.2 if options.short else 1.0)
        over.set()
        seconds = time.monotonic() - began
        people.join()
    faults = [fault for look in looks for fault in _faults(look, short=options.short)]
    for look in looks:
        memory, files = _tenths(look.memory), _tenths(look.files)
        print(
            f"{look.name}: {memory[0] / 1e6:.0f} → {memory[-1] / 1e6:.0f} MB, {_slope(memory) / 1e6:+.2f} MB a tenth of the time;"
            f" {files[0]:.0f} → {files[-1]:.0f} open files"
        )
    print(f"{seconds / 60:.1f} minutes: " + ", ".join(f"{count} {what}" for what, count in done.items()))
    figures = {"seconds": seconds, "done": dict(done), "memory": {look.name: look.memory for look in looks}}
    figures["files"] = {look.name: look.files for look in looks}
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps(figures) + "\n")
    print("\n".join(faults) or "memory and open files are flat")
    return 1 if faults else 0


def _live(client: PatientClient, over: threading.Event, done: "Counter[str]") -> None:
    """A person's day, again and again: all that is made is deleted, so that nothing has a reason to grow."""
    content = SOUND.read_bytes()
    while not over.is_set():
        meeting_id = client.upload("a.wav", content, PIECE, language=LANGUAGE)
        client.listen(meeting_id)
        client.wait(lambda id_=meeting_id: _done(client, id_), "a run", 600)  # type: ignore[misc]
        done["runs"] += 1
        said = client.read(f"/meetings/{meeting_id}/transcript")["utterances"][0]
        client.ask("PATCH", f"/meetings/{meeting_id}/utterances/{said['id']}", json={"text": "Put right."})
        exports = (f"/meetings/{meeting_id}/export?format={format_}" for format_ in EXPORT_FORMATS)
        for path in ("/meetings?q=a", f"/meetings/{meeting_id}", *exports):
            client.ask("GET", path)
        client.ask("GET", f"/meetings/{meeting_id}/audio")
        client.ask("DELETE", f"/meetings/{meeting_id}", accepts=frozenset({404}))
        done["meetings deleted"] += 1


def _done(client: PatientClient, meeting_id: str) -> bool:
    status: str = client.read(f"/meetings/{meeting_id}/runs")[0]["status"]
    assert status in ("PENDING", "PROCESSING", "COMPLETED"), status
    return status == "COMPLETED"


def _tenths(values: Sequence[int]) -> list[float]:
    """The median of each tenth."""
    edges = [round(len(values) * part / TENTHS) for part in range(TENTHS + 1)]
    return [median(values[start:end]) for start, end in pairwise(edges) if end > start]


def _slope(values: Sequence[float]) -> float:
    """By least squares, a step."""
    middle, mean = (len(values) - 1) / 2, fmean(values)
    spread = sum((at - middle) ** 2 for at in range(len(values)))
    return sum((at - middle) * (value - mean) for at, value in enumerate(values)) / spread if spread else 0.0


def _faults(look: Look, *, short: bool) -> list[str]:
    memory, files = _tenths(look.memory), _tenths(look.files)
    faults = []
    growth, allowed = _slope(memory) * (len(memory) - 1), (SHORT_MOST_GROWTH if short else MOST_GROWTH) * memory[0]
    if growth > max(allowed, LEAST_BYTES):
        faults.append(f"{look.name}: memory grows by {growth / 1e6:.0f} MB")
    if (more := _slope(files) * (len(files) - 1)) > MOST_FILES:
        faults.append(f"{look.name}: {more:.0f} open files more")
    return faults


if __name__ == "__main__":
    sys.exit(main())
