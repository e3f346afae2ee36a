"""Short windows of one person's speech, long enough to know a voice by and short enough to hold one voice only."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scribe_workers.stages.voices.activity import INSTANTS_A_SECOND
from scribe_workers.stages.voices.arrays import Bools, Floats, Ints
from scribe_workers.stages.voices.speaker_tracks import SoloSpeech

LENGTH = int(1.5 * INSTANTS_A_SECOND)
"""Instants of a window: with 2 s, more windows hold two people and DER rises (docs/decisions/0005)."""

STEP_SECONDS = 0.75
"""From one window of a turn to the next, where nobody asks for another: each instant is heard in two.
Twice as far, with segmentation half as often, raises DER from 10.4 to 10.9 % (0017)."""

SHORTEST = int(0.4 * INSTANTS_A_SECOND)
"""Turns below this tell nothing about a voice; their neighbours decide. 0.3 to 0.6 s do equally well (0005)."""

SURE_SECONDS = 1.2
"""From here on a window's voice vector can be relied on; shorter ones are labelled but found no voice of their own. 1 to 1.4 s do
equally well (0005)."""


@dataclass(frozen=True, slots=True)
class VoiceWindows:
    """Windows over `SoloSpeech`, in order. Each lies within one turn.

    Shapes: all `(windows,)`. `starts` and `stops` count in solo instants; `centres` and `seconds` are times. `step` is
    the seconds from one window of a turn to the next.
    """

    starts: Ints
    stops: Ints
    turns: Ints
    tracks: Ints
    centres: Floats
    step: float = STEP_SECONDS

    def __len__(self) -> int:
        return len(self.starts)

    def spans(self, solo: SoloSpeech) -> list[Ints]:
        """The instants of each window."""
        return [solo.instants[start:stop] for start, stop in zip(self.starts, self.stops, strict=True)]

    def part(self, chosen: Bools) -> "VoiceWindows":
        """Those that are `chosen`, `(windows,)`."""
        return VoiceWindows(
            self.starts[chosen],
            self.stops[chosen],
            self.turns[chosen],
            self.tracks[chosen],
            self.centres[chosen],
            self.step,
        )

    @property
    def seconds(self) -> Floats:
        """How much speech each window holds."""
        return ((self.stops - self.starts) / INSTANTS_A_SECOND).astype(np.float32)

    @property
    def held(self) -> Floats:
        """The same, so that a person's sum does not depend on how far apart windows are: as if they lay half over another."""
        return self.seconds * np.float32(self.step / STEP_SECONDS)

    @property
    def sure(self) -> Bools:
        """Which windows are long enough to rely on."""
        return self.seconds >= np.float32(SURE_SECONDS)


def voice_windows(solo: SoloSpeech, step_seconds: float = STEP_SECONDS) -> VoiceWindows:
    """The windows of every turn that is long enough."""
    step = int(step_seconds * INSTANTS_A_SECOND)
    starts: list[int] = []
    stops: list[int] = []
    edges = np.flatnonzero(np.diff(solo.turns, prepend=-1, append=-1)) if len(solo) else np.zeros(0, np.int64)
    for first, after in pairwise(edges.tolist()):
        length = after - first
        if length < SHORTEST:
            continue
        offsets = list(range(0, max(1, length - LENGTH + 1), step))
        if length - LENGTH - offsets[-1] > step // 3:
            offsets.append(length - LENGTH)  # the turn's end would go unheard
        starts += [first + offset for offset in offsets]
        stops += [min(after, first + offset + LENGTH) for offset in offsets]
    begin, end = np.array(starts, np.int32), np.array(stops, np.int32)
    sums = np.concatenate([[0], np.cumsum(solo.instants, dtype=np.int64)])  # (solo + 1,)
    centres = (sums[end] - sums[begin]) / np.maximum(end - begin, 1) / INSTANTS_A_SECOND
    return VoiceWindows(begin, end, solo.turns[begin], solo.tracks[begin], centres.astype(np.float32), step_seconds)
