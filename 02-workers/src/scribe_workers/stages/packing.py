"""Speech pieces packed into chunks that a recogniser hears in one go, and the way back to the recording's own time.

A chunk is a few pieces of the recording played one after the other without the pauses between them. A recogniser tells
times in that shortened sound; `in_recording` gives them back in the recording's.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_core.domain.speech import Region, Word

Chunk = tuple[Region, ...]
"""Pieces of the recording, sorted and disjoint, heard one after the other."""

Read = Callable[[float, float], NDArray[np.float32]]
"""Reads the recording from a second to a second: `(samples,) float32` at 16 kHz."""

LEAST_PART = 0.15
"""Least share of a chunk that a half may have, lest the cut leaves a scrap that a recogniser cannot make sense of.
A choice, not measured; that cuts lie near the hole rather than in the middle was: WER 29.2 against 29.7 %, within the noise
(docs/decisions/0007)."""

LEAST_CHOICE = 0.1
"""Least share of a chunk in which a cut looks for quiet. A choice, not measured."""

SLACK = 0.5
"""Seconds around a hole in which its cut may lie: a recogniser's times are no more exact where it skips.
A choice, not measured; a word is early by a quarter of a second elsewhere (0016)."""

FRAME_SECONDS = 0.02
LULL_SECONDS = 0.2
"""Loudness is looked at in frames this long, averaged over a lull: about the shortest pause between two words.
Choices (0007), not measured against others."""

QUIETEST = 3e-4
"""Largest sample of what counts as digital silence (-70 dBFS). A choice (0007). Single pauses of the AMI excerpts are as quiet
(0.2 s of 2.1e-4), so it is asked of whole pieces, which hold speech too."""


def seconds_of(chunk: Chunk) -> float:
    """How long a chunk sounds."""
    return sum(piece.seconds for piece in chunk)


def widened(regions: Sequence[Region], margin: float, seconds: float) -> list[Region]:
    """The regions with a margin of sound around them, inside a recording of so many seconds.

    Two regions closer than two margins meet in the middle of their pause, and stay two: the pause is a good place to cut.
    """
    edges = [0.0, *((left.end + right.start) / 2 for left, right in pairwise(regions)), seconds]
    return [
        Region(max(region.start - margin, before), min(region.end + margin, after))
        for region, (before, after) in zip(regions, pairwise(edges), strict=False)
    ]


def cut_long(region: Region, longest: float, read: Read) -> list[Region]:
    """The region in pieces no longer than that, cut where the sound is quietest in the later half of each piece."""
    pieces = []
    while region.seconds > longest:
        start, end = region.start + longest / 2, min(region.start + longest, region.end - LULL_SECONDS)
        cut = start + _quietest(read(start, end))
        pieces.append(Region(region.start, cut))
        region = Region(cut, region.end)
    return [*pieces, region]


def _quietest(sound: NDArray[np.float32]) -> float:
    """The middle of the quietest lull in a sound, in seconds from its start."""
    frame = round(FRAME_SECONDS * SAMPLE_RATE)
    frames = sound[: len(sound) // frame * frame].reshape(-1, frame)  # (frames, frame samples)
    power = np.square(frames, dtype=np.float64).mean(axis=1)  # (frames,)
    width = min(round(LULL_SECONDS / FRAME_SECONDS), len(power))
    if width == 0:
        return len(sound) / SAMPLE_RATE / 2
    lulls = np.convolve(power, np.full(width, 1 / width), mode="valid")  # (frames - width + 1,)
    return (int(np.argmin(lulls)) + width / 2) * FRAME_SECONDS


def pack(pieces: Sequence[Region], longest: float) -> list[Chunk]:
    """The pieces, in order, in chunks filled greedily up to that length."""
    chunks: list[list[Region]] = []
    room = 0.0
    for piece in pieces:
        if not chunks or piece.seconds > room:
            chunks.append([])
            room = longest
        chunks[-1].append(piece)
        room -= piece.seconds
    return [tuple(chunk) for chunk in chunks]


def halves(chunk: Chunk, read: Read, hole: Region | None) -> tuple[Chunk, Chunk]:
    """The chunk in two, cut where it is quietest: near the hole in what was heard of it, else in its middle half."""
    whole = seconds_of(chunk)
    first, last = LEAST_PART * whole, (1 - LEAST_PART) * whole
    if hole is None:
        hole = Region(whole / 4 + SLACK, whole * 3 / 4 - SLACK)
    start = min(max(hole.start - SLACK, first), last - LEAST_CHOICE * whole)
    end = max(min(hole.end + SLACK, last), start + LEAST_CHOICE * whole)
    cut = start + _quietest(sound_of(part(chunk, start, end), read))
    return part(chunk, 0.0, cut), part(chunk, cut, whole)


def part(chunk: Chunk, start: float, end: float) -> Chunk:
    """What sounds in the chunk between two of its own instants, as a chunk."""
    pieces, offset = [], 0.0
    for piece in chunk:
        first, last = max(start - offset, 0.0), min(end - offset, piece.seconds)
        if last - first > 1 / SAMPLE_RATE:
            pieces.append(Region(piece.start + first, piece.start + last))
        offset += piece.seconds
    return tuple(pieces)


def sound_of(chunk: Chunk, read: Read) -> NDArray[np.float32]:
    """The chunk's sound, its pieces one after the other. `(samples,) float32`."""
    return np.concatenate([np.zeros(0, np.float32), *(read(piece.start, piece.end) for piece in chunk)])


def audible(pieces: Sequence[Region], read: Read) -> list[Region]:
    """The pieces that hold any sound at all; digital silence makes recognisers invent sentences."""
    return [piece for piece in pieces if np.abs(read(piece.start, piece.end)).max(initial=0.0) > QUIETEST]


def in_recording(chunk: Chunk, words: Sequence[Word]) -> list[Word]:
    """The words at their times in the recording; each lies wholly in the piece that holds its middle."""
    placed: list[Word] = []
    number, offset = 0, 0.0
    for word in words:
        middle = (word.start + word.end) / 2
        while number < len(chunk) - 1 and middle >= offset + chunk[number].seconds:
            offset += chunk[number].seconds
            number += 1
        piece = chunk[number]
        start = min(max(piece.start + word.start - offset, piece.start), piece.end)
        end = min(max(piece.start + word.end - offset, start), piece.end)
        placed.append(replace(word, start=round(start, 3), end=round(end, 3)))
    return placed
