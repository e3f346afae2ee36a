"""People whose voices may be recognised: who they are, what their voice is known by, and where it was heard."""

from dataclasses import dataclass

LONGEST_SAMPLE = 15 * 60.0
"""Seconds that a recording sent to learn a voice from may last. The voice is sought in the first 5 min of its speech and
listened to for 2 (`stages/enrolment.py`): three times as much leaves room for silence, and took 42 s of processor time to learn from (2-core machine)."""

LARGEST_SAMPLE = 600_000_000
"""Bytes that it may have: so much sound in studio quality (96 kHz, 24 bit, two channels are 518 MB), or a film of minutes."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Whose voice a run is to learn, and from what: a meeting's speaker, or (`speaker_id` None) a file sent for it."""

    person_id: str
    speaker_id: str | None = None
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class Voiceprint:
    """What a voice is known by: float32 little-endian `vector`, of unit length.

    `model` is the digest of the network that made it: vectors of different networks cannot be compared. `seconds` is how
    much clean speech it was made from; `quality` how alike its parts are, 0..1.
    """

    vector: bytes
    model: str
    seconds: float
    quality: float


@dataclass(frozen=True, slots=True)
class KnownVoice:
    """A voiceprint, by its id, of somebody who has agreed to be recognised."""

    id: str
    person_id: str
    vector: bytes


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a meeting's speaker sounds like.

    `score` runs from 0 to 1: how many of a hundred such likenesses are the same person. `margin` is by how much it exceeds
    the next person's. `sure` tells that the speaker may bear the name; else it is a suggestion.
    """

    speaker_id: str
    person_id: str
    score: float
    margin: float
    sure: bool
