"""Which words of a transcript are whose, as stretches of sound: where a voice is to be listened to."""

from collections import defaultdict
from dataclasses import dataclass

from scribe_core.domain.speech import Region
from scribe_core.domain.transcript import Transcript

EDGE_SECONDS = 0.1
"""Left out at both ends of what somebody says: a word's times are not exact, and somebody else is near."""

PAUSE_SECONDS = 0.5
"""Silence between two words of a line that may hold somebody else's word."""


@dataclass(frozen=True, slots=True)
class SpokenBy:
    """Where a speaker is heard: sorted, disjoint regions. Somebody else may speak in them too."""

    speaker_id: str
    regions: tuple[Region, ...]


def spoken_by(transcript: Transcript) -> tuple[SpokenBy, ...]:
    """Each speaker's words as regions of the recording, with people's corrections where they are applied."""
    pieces: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for line in transcript.lines:
        said: list[tuple[float, float]] = []
        for word in line.words:
            if said and word.start - said[-1][1] <= PAUSE_SECONDS:
                said[-1] = (said[-1][0], max(word.end, said[-1][1]))
            else:
                said.append((word.start, word.end))
        pieces[line.speaker_id] += said
    return tuple(SpokenBy(speaker.id, _disjoint(pieces[speaker.id])) for speaker in transcript.speakers)


def _disjoint(pieces: list[tuple[float, float]]) -> tuple[Region, ...]:
    """The pieces without their edges, in order; those that touch are one."""
    regions: list[Region] = []
    for start, end in sorted(pieces):
        start, end = start + EDGE_SECONDS, end - EDGE_SECONDS
        if end <= start:
            continue
        if regions and start <= regions[-1].end:
            regions[-1] = Region(regions[-1].start, max(end, regions[-1].end))
        else:
            regions.append(Region(start, end))
    return tuple(regions)
