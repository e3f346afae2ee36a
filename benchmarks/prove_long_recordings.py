"""Speakers of recordings of one, two and three hours: time by the hour, peak memory, and whether people stay who they are.

    ./manage.sh prove long_recordings SOUND [--minutes 60 120 180]
    ./manage.sh prove long_recordings --short

The recording is cut or repeated to each length, so that the same people come back hours later. Its windows fall elsewhere
each time, for its length is no multiple of theirs. Method and figures: README.md here.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from by_length import length_options, rows_by_length, table

STAGES = ("conversion", "speech", "diarization")

MOST_GROWTH_OF_COST = 1.2
"""CPU of a second of the longest recording over the shortest's: anything square in the length would triple it."""

MOST_BYTES_A_SECOND = 32_000
"""Half of what the sound decoded would need: growth beyond it is a leak, or a table of windows by windows."""

SETTLING_BYTES = 0.1e9
"""What the allocator's gaps add until they settle."""

LEAST_STEADY = 0.95
"""Share of the speech that is the same person's when the same sound comes again hours later."""


def main() -> int:
    """Measure each length, print the table, keep the figures; 1 where a target is missed."""
    parser = length_options("long_recordings", (60, 120, 180), threads=1)
    options = parser.parse_args()
    if options.sound is None and not options.short:
        parser.error("which recording?")
    rows = rows_by_length("long_recordings", options, lambda period: ["speakers_job", "--period", period])
    print(_table(rows))
    faults = _faults(rows)
    print(
        "\n".join(faults) or "within the targets: cost grows with the length, memory less than the sound, people stay"
    )
    return 1 if faults else 0


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
    found = []
    for row in rows:
        cells = [f"{row['minutes']:g}"]
        cells += [f"{row['cpu_by_stage'][stage] / row['seconds']:.4f}" for stage in STAGES]
        cells += [f"{row['process']['peak_tree'] / 1e9:.2f}"]
        cells += [f"{row['peak_bytes_by_stage'].get(stage, 0) / 1e9:.2f}" for stage in STAGES[1:]]
        found.append([*cells, f"{row['speakers']}", "–" if row["steady"] is None else f"{row['steady']:.1%}"])
    return table(head, found)


if __name__ == "__main__":
    sys.exit(main())
