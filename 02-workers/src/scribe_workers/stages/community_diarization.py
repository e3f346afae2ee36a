"""Who speaks when, as pyannote's community-1 hears it: takes the place of `diarization` where the settings say so."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scribe_core.domain.audio import Audio
from scribe_core.domain.run import Lane, SpeakerRange
from scribe_core.domain.voices import SpeakerTurn, SpeakerTurns
from scribe_workers.engines.community import Community, Heard
from scribe_workers.stages.voices.activity import frame_at
from scribe_workers.stages.voices.arrays import as_bytes, packed
from scribe_workers.stages.voices.turns import present_in
from scribe_workers.steps import Bench, Limits, Stage


@dataclass(frozen=True, slots=True)
class Home(Limits):
    """Where the pipeline lies and the Python that runs it. Its content is told apart by its digest, not by its place."""

    folder: Path
    python: Path


def diarize(bench: Bench, audio: Audio, digest: str, hint: SpeakerRange | None, home: Home) -> SpeakerTurns:
    """Who speaks when, overlaps included; speakers are numbered by first appearance. `digest` is the pipeline's.

    Errors: `diarizer_missing`, `diarizer_failed`, `out_of_memory`.
    """
    del digest  # it is here for the fingerprint

    def load() -> Community:
        return Community(home.python, home.folder, bench.room.device)

    with bench.file(audio.key) as path, bench.room.occupy(f"pyannote in {home.folder}", load) as community:
        least, most = (hint.least, hint.most) if hint else (None, None)
        heard = community.hear(path, least, most, lambda: bench.progress(0.0, 1.0))
    turns = numbered(heard)
    if turns.speakers < 2:
        return turns
    frames = frame_at(max(turn.end for turn in turns.turns)) + 2
    alone, present = (
        present_in(some, turns.speakers, frames).astype(np.float32) for some in (turns.exclusive, turns.turns)
    )
    # Where several speak, whoever is foremost has half of the evidence beforehand, and all share the rest.
    shares = alone / np.maximum(alone.sum(1, keepdims=True), 1) + present / np.maximum(present.sum(1, keepdims=True), 1)
    key = bench.keep("posteriors.npz", packed({"posteriors": as_bytes(shares / 2)}))
    return SpeakerTurns(turns.turns, turns.speakers, key, turns.warnings, turns.exclusive)


def numbered(heard: Heard) -> SpeakerTurns:
    """The turns with numbers for names, by first appearance."""
    names = dict.fromkeys(name for _, _, name in heard.turns)
    number = {name: place for place, name in enumerate(names)}
    turns, exclusive = (
        tuple(SpeakerTurn(start, end, number[name]) for start, end, name in some if name in number and end > start)
        for some in (heard.turns, heard.exclusive)
    )
    return SpeakerTurns(turns, len(names), None, (), exclusive)


STAGE = Stage(run=diarize, gives=SpeakerTurns, name="diarization", version=1, lane=Lane.GPU)
