"""Who speaks when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpeakerTurn:
    """One voice speaking without a pause worth noting. `speaker` counts from 0 in order of first appearance."""

    start: float
    end: float
    speaker: int


@dataclass(frozen=True, slots=True)
class SpeakerTurns:
    """Who speaks when, overlaps included (turns of different speakers may cover the same instant), sorted by start.

    `posteriors_key` names the array artefact with each frame's speaker posteriors (NPZ, see `stages/diarization.py`),
    None where there are none (one speaker, or diarization stood in for). `warnings` are error codes a reader should see.
    `exclusive` are the same turns with one speaker at a time: where several speak, whoever is foremost.
    """

    turns: tuple[SpeakerTurn, ...]
    speakers: int
    posteriors_key: str | None
    warnings: tuple[str, ...] = ()
    exclusive: tuple[SpeakerTurn, ...] = ()
