"""Who is foremost where several speak at once: the one whose voice the sound is more like, and whom a recogniser hears.

A voice vector of two voices lies between theirs, nearer to the louder one's. So short windows over each overlap tell who
leads in it, and who has taken over by its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scribe_workers.stages.voices.activity import FRAME_SECONDS, INSTANTS_A_SECOND, frame_start, stretches
from scribe_workers.stages.voices.arrays import Bools, Floats, Ints

LENGTH = int(0.75 * INSTANTS_A_SECOND)
"""Instants of a window over an overlap: 1 s does as well, 1.5 s reaches too far beyond it (docs/decisions/0015)."""

STEP_SECONDS = 0.25
"""From one window to the next, about; with 0.5 s cpWER is 0.2 points higher (0015)."""

SHORTEST = 0.2
"""Seconds below which an overlap is not looked into. A choice (0015), not measured against others."""

PULL = 2.5
"""Log-odds that a whole point of cosine gives one voice over the other; 1.5 to 4 do equally well (0015)."""

TURNS_WEIGHT = 0.5
"""Weight of the turns, which are smooth, beside the votes, which know doubt. A choice (0006), not measured against others."""


@dataclass(frozen=True, slots=True)
class CrowdedWindows:
    """Windows over overlaps: the instants each listens to, and the frames (first, after the last) it decides."""

    spans: Sequence[Ints]
    frames: Sequence[tuple[int, int]]


def crowded_windows(present: Bools, instants: int) -> CrowdedWindows:
    """Windows wherever several have a turn, `present` `(frames, speakers)`, in a recording of so many instants."""
    spans: list[Ints] = []
    frames: list[tuple[int, int]] = []
    for first, after in stretches(present.sum(1) > 1):
        seconds = (after - first) * FRAME_SECONDS
        if seconds < SHORTEST:
            continue
        edges = np.linspace(first, after, max(1, round(seconds / STEP_SECONDS)) + 1).round().astype(int).tolist()
        for begin, end in pairwise(edges):
            middle = int((frame_start(begin) + frame_start(end)) / 2 * INSTANTS_A_SECOND)
            low = max(0, min(middle - LENGTH // 2, instants - LENGTH))
            spans.append(np.arange(low, min(low + LENGTH, instants), dtype=np.int32))
            frames.append((begin, end))
    return CrowdedWindows(spans, frames)


def foremost(shares: Floats, present: Bools, windows: CrowdedWindows, like: Floats) -> Floats:
    """How sure it is that each speaker is the one to hear in each frame, `(frames, speakers)`; a row sums to 1 at most.

    Turns and votes together, and in overlaps weighed by `like` `(windows, speakers)`, how much each window sounds like each
    speaker:  evidence ∝ (turn + vote) / 2 · exp(PULL · likeness).
    """
    evidence = TURNS_WEIGHT * present + np.float32(1 - TURNS_WEIGHT) * shares  # (frames, speakers)
    sure = np.minimum(evidence.sum(1), 1.0)  # (frames,)
    for (first, after), alike in zip(windows.frames, like, strict=True):
        evidence[first:after] *= np.exp(PULL * (alike - alike.max()))
    total = evidence.sum(1)
    scale = np.divide(sure, total, out=np.zeros_like(total), where=total > 0)
    one_voice: Floats = (evidence * scale[:, None]).astype(np.float32)
    return one_voice
