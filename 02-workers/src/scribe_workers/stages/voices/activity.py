"""What the segmentation network hears: in each ten-second window, when up to three local voices are active.

A window's voices are its own: voice 0 of one window need not be voice 0 of the next.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_workers.stages.voices.arrays import Bools, Bytes, Floats, as_bytes, as_shares, packed, unpacked

WINDOW_SECONDS = 10.0
"""What the network was trained on."""

STEP_SECONDS = 2.5
"""From one window to the next, where nobody asks for another: twice as far costs half; with voices heard half as
often too, DER rises by half a point over all and by three on half minutes of real meetings (0017)."""

WINDOW_SAMPLES = int(WINDOW_SECONDS * SAMPLE_RATE)

FRAMES = 589
"""Frames of a window."""

FRAME_SECONDS = 270 / SAMPLE_RATE
"""From one frame to the next."""

FIRST_CENTRE = 991 / 2 / SAMPLE_RATE
"""Seconds from a window's start to the middle of its first frame: half of what a frame looks at."""

VOICES = 3
"""Local voices of a window, of which at most two are active at once."""

SETS = np.array(
    [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]],
    dtype=np.bool_,
)
"""The network's seven answers as sets of active voices, `(sets, voices)`; the first is silence."""

FADE = (np.hamming(FRAMES) + 0.05).astype(np.float32)
"""How much each frame of a window counts where windows overlap: a voice is known best amid its surroundings."""

INSTANTS_A_SECOND = 100
WINDOW_INSTANTS = int(WINDOW_SECONDS * INSTANTS_A_SECOND)
"""The clock of the voice features, whose step is 10 ms as the voice network was trained with, and of a window in it."""

FRAME_OF_INSTANT = np.clip(
    ((np.arange(WINDOW_INSTANTS) / INSTANTS_A_SECOND + 0.0125 - FIRST_CENTRE) / FRAME_SECONDS + 0.5).astype(np.int32),
    0,
    FRAMES - 1,
)
"""A window's frame for each of its instants; a voice feature's middle lies 12.5 ms after its start. `(1000,)`"""

INSTANT_OF_FRAME = np.clip(
    ((np.arange(FRAMES) * FRAME_SECONDS + FIRST_CENTRE) * INSTANTS_A_SECOND).astype(np.int32), 0, WINDOW_INSTANTS - 1
)
"""A window's instant for each of its frames. `(589,)`"""


@dataclass(frozen=True, slots=True)
class Activity:
    """The network's answers over a recording, 3.4 MB an hour; `step` is the seconds from one window to the next.

    Shapes: `sets` `(windows, 589)`, the likeliest set of voices (a row of `SETS`); `voices` `(windows, 589, 3)`, each
    voice's posterior; `speech` `(windows, 589)`, the posterior that anybody speaks. Posteriors in steps of 1/255.
    """

    sets: Bytes
    voices: Bytes
    speech: Bytes
    step: float = STEP_SECONDS

    @classmethod
    def of(cls, log_probabilities: Floats, step: float = STEP_SECONDS) -> "Activity":
        """From the network's answer, `(windows, 589, 7)`."""
        probabilities = np.exp(log_probabilities)
        return cls(
            sets=log_probabilities.argmax(-1).astype(np.uint8),  # (windows, frames)
            voices=as_bytes(probabilities @ SETS.astype(np.float32)),  # (windows, frames, voices)
            speech=as_bytes(1.0 - probabilities[..., 0]),  # (windows, frames)
            step=step,
        )

    @classmethod
    def joined(cls, parts: Sequence["Activity"]) -> "Activity":
        """Parts of a recording, put together in order."""
        return cls(
            np.concatenate([part.sets for part in parts]),
            np.concatenate([part.voices for part in parts]),
            np.concatenate([part.speech for part in parts]),
            parts[0].step,
        )

    @classmethod
    def unpacked(cls, source: bytes | Path) -> "Activity":
        """From an NPZ that `packed` made."""
        arrays = unpacked(source)
        return cls(arrays["sets"], arrays["voices"], arrays["speech"], float(arrays["step"]))

    def packed(self) -> bytes:
        """As an NPZ with the arrays under their own names, about 1 MB an hour."""
        return packed({"sets": self.sets, "voices": self.voices, "speech": self.speech, "step": np.array(self.step)})

    def __len__(self) -> int:
        return len(self.sets)

    def active(self, window: int) -> Bools:
        """Which local voices are active in each frame of a window, `(589, 3)`."""
        active: Bools = SETS[self.sets[window]]
        return active

    def posteriors(self, window: int) -> Floats:
        """Each local voice's posterior in each frame of a window, `(589, 3)`."""
        return as_shares(self.voices[window])

    @property
    def frames(self) -> int:
        """Frames from the start of the first window to the end of the last."""
        return self.first_frame(len(self) - 1) + FRAMES if len(self) else 0

    def first_frame(self, window: int) -> int:
        """The recording's frame at which a window starts."""
        return round(window * self.step / FRAME_SECONDS)

    def first_instant(self, window: int) -> int:
        """The recording's instant at which a window starts."""
        return int(window * self.step * INSTANTS_A_SECOND)

    def speech_probability(self) -> Floats:
        """The probability that anybody speaks in each frame of the recording, `(frames,)`, over the windows that hear it."""
        heard, weight = np.zeros(self.frames, np.float32), np.zeros(self.frames, np.float32)
        for window in range(len(self)):
            first = self.first_frame(window)
            span = slice(first, first + FRAMES)
            heard[span] += as_shares(self.speech[window]) * FADE
            weight[span] += FADE
        return heard / weight


def windows_in(samples: int, step: float = STEP_SECONDS) -> int:
    """How many windows it takes to hear that many samples; the last is filled up with silence."""
    return max(0, -(-(samples - WINDOW_SAMPLES) // int(step * SAMPLE_RATE))) + 1 if samples > 0 else 0


def frame_start(frame: int) -> float:
    """Seconds from the recording's start to the start of a frame."""
    return max(0.0, (frame - 0.5) * FRAME_SECONDS + FIRST_CENTRE)


def frame_at(seconds: float) -> int:
    """The frame nearest to an instant of the recording."""
    return max(0, round((seconds - FIRST_CENTRE) / FRAME_SECONDS))


def stretches(present: Bools) -> Iterator[tuple[int, int]]:
    """Each unbroken stretch of true values as its first index and the one after its last."""
    edges = np.flatnonzero(np.diff(present.astype(np.int8), prepend=0, append=0))
    for first, after in edges.reshape(-1, 2):  # (stretches, 2)
        yield int(first), int(after)
