"""Diarization error: who speaks when, against the reference."""

from collections.abc import Iterator, Sequence

from pyannote.core import Annotation, Segment, Timeline
from pyannote.metrics.diarization import DiarizationErrorRate
from pyannote.metrics.identification import IdentificationErrorRate

from scribe.evaluation.outcome import SpokenTurn
from scribe.evaluation.references import Turn
from scribe.evaluation.scores import Errors

COLLAR_SECONDS = 0.25
"""Forgiven on either side of a reference boundary in the second figure, as most published figures do."""

BLOCK_SECONDS = 30.0


def diarization_errors(
    reference: Sequence[Turn], answer: Sequence[SpokenTurn], seconds: float, collar: float
) -> Errors:
    """Seconds of speech missed, invented or given to somebody else, over the whole recording, overlapped speech scored.

    Source: NIST's diarization error rate as `pyannote.metrics` computes it: speakers are matched once for the whole
    recording, so that the errors match minimises.
    """
    true, found = Annotation(), Annotation()
    for number, turn in enumerate(reference):
        true[Segment(turn.start, turn.end), number] = f"person {turn.speaker}"
    for number, said in enumerate(answer):
        found[Segment(said.start, said.end), number] = f"speaker {said.speaker}"
    metric = DiarizationErrorRate(collar=2 * collar, skip_overlap=False)  # its collar is the whole width, ours one side
    whole = Timeline([Segment(0, seconds)])
    told = metric(true, found, uem=whole, detailed=True)
    missed, inserted, confused = told["missed detection"], told["false alarm"], told["confusion"]
    matched = found.rename_labels(metric.optimal_mapping(true, found, uem=whole))
    blocks = []
    for part in _parts(seconds):
        here = IdentificationErrorRate(collar=2 * collar)(true, matched, uem=Timeline([part]), detailed=True)
        block = here["missed detection"] + here["false alarm"] + here["confusion"]
        blocks.append((round(block, 3), round(here["total"], 3)))
    return Errors(missed + inserted + confused, told["total"], inserted, missed, confused, blocks)


def _parts(seconds: float) -> Iterator[Segment]:
    start = 0.0
    while start < seconds:
        yield Segment(start, min(start + BLOCK_SECONDS, seconds))
        start += BLOCK_SECONDS
