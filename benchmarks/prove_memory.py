"""A worker's peak memory for a 60-minute recording, and how it grows with length.

    ./manage.sh prove memory SOUND --language fr [--minutes 30 60 120]
    ./manage.sh prove memory --short

The recording is cut or repeated to each length. Method and figures: README.md here.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from by_length import length_options, rows_by_length, table
from short_form import LANGUAGE

MOST_BYTES = 1.2e9
"""For 60 minutes."""

MOST_BYTES_A_SECOND = 64_000
"""What the sound decoded would need, 16,000 float32 a second: growth beyond it is a leak."""

SETTLING_BYTES = 0.25e9
"""What batches of changing size and the allocator's gaps add until they settle."""


def main() -> int:
    """Measure each length, print the table, keep the figures; 1 where a target is missed."""
    parser = length_options("memory", (30, 60, 120), threads=2)
    parser.add_argument("--language", default="fr")
    options = parser.parse_args()
    if options.sound is None and not options.short:
        parser.error("which recording?")
    language = LANGUAGE if options.short else options.language
    rows = rows_by_length("memory", options, lambda _period: ["worker_job", "--language", language])
    print(_table(rows))
    faults = _faults(rows)
    print("\n".join(faults) or "within the targets: 1.2 GB, and no growth beyond the decoded sound")
    return 1 if faults else 0


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
    found = []
    for row in rows:
        seconds = row["minutes"] * 60
        cells = [f"{row['minutes']:g}", f"{row['process']['peak_tree'] / 1e9:.2f}"]
        cells += [f"{row['process']['peak_process'] / 1e9:.2f}"]
        cells += [f"{row['peak_bytes_by_stage'].get(stage, 0) / 1e9:.2f}" for stage in stages]
        cells += [f"{row['process']['cpu'] / seconds:.3f}", f"{row['process']['wall'] / seconds:.3f}"]
        found.append([*cells, f"{row['words']}", f"{row['speakers']}"])
    return table(head, found)


if __name__ == "__main__":
    sys.exit(main())
