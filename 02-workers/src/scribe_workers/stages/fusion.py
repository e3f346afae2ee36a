"""Who said what: words and speakers put together into utterances.

Each word leaves with what there is to doubt of it: the recogniser's probability, how sure its speaker is, and who else
speaks at the same time. An utterance's doubt is that of its words together:

    doubt  =  1 − (mean of its words' probability) · (mean of their sureness),    sureness as in `attribution.py`
"""

from dataclasses import replace

import numpy as np

from scribe_core.domain.run import Lane
from scribe_core.domain.speech import Word, Words
from scribe_core.domain.transcript import Utterance, Utterances
from scribe_core.domain.voices import SpeakerTurns
from scribe_workers.stages.attribution import Attribution, attributed
from scribe_workers.stages.utterances import utterance_spans
from scribe_workers.stages.voices.activity import FRAME_SECONDS, frame_at
from scribe_workers.stages.voices.arrays import Bools, Floats, as_shares, unpacked
from scribe_workers.stages.voices.turns import present_in
from scribe_workers.steps import Bench, Stage

OVERLAP_SECONDS = 0.5
"""Seconds of somebody else's speech from which an utterance or a word counts as overlapped, and"""

OVERLAP_SHARE = 0.5
"""the share of a short one, as nearly every word is (docs/decisions/0020)."""


def fuse(bench: Bench, words: Words, turns: SpeakerTurns) -> Utterances:
    """The meeting as utterances in order; every word is in exactly one of them.

    Where nobody's turns are known all words are one speaker's. Where there are no words there are no utterances, and
    a warning says so.
    """
    warnings = tuple(dict.fromkeys((*words.warnings, *turns.warnings)))
    if not words.words:
        return Utterances(words.language, 0, (), tuple(dict.fromkeys((*warnings, "no_speech"))), words.withheld)
    speakers = turns.speakers if turns.turns else 1
    last = max(word.end for word in words.words)
    frames = frame_at(max([last, *(turn.end for turn in turns.turns)])) + 2
    present = present_in(turns.turns, speakers, frames)
    evidence = _evidence(bench, turns, present)
    attribution = attributed(words.words, evidence) if speakers > 1 else _everything_to_one(len(words.words))
    utterances = []
    for first, after in utterance_spans(words.words, attribution.speakers.tolist()):
        bench.progress(after, len(words.words))
        utterances.append(_utterance(words.words[first:after], slice(first, after), attribution, present, evidence))
    return Utterances(words.language, speakers, tuple(utterances), warnings, words.withheld)


def _evidence(bench: Bench, turns: SpeakerTurns, present: Bools) -> Floats:
    """Who is the one to hear in each frame, `(frames, speakers)`: the turns themselves where nothing finer was kept."""
    evidence = present.astype(np.float32)
    if turns.posteriors_key is not None:
        with bench.file(turns.posteriors_key) as path:
            kept = as_shares(unpacked(path)["posteriors"])[: len(evidence)]  # (frames kept, speakers)
        evidence[: len(kept)] = kept
    return evidence


def _everything_to_one(words: int) -> Attribution:
    return Attribution(np.zeros(words, np.int32), np.ones(words, np.float32))


def _utterance(
    words: tuple[Word, ...], span: slice, attribution: Attribution, present: Bools, evidence: Floats
) -> Utterance:
    speaker = int(attribution.speakers[span.start])
    start, end = words[0].start, max(word.end for word in words)
    surenesses = attribution.sureness[span]
    heard = sum(word.probability for word in words) / len(words)
    sure = float(surenesses.mean())
    seconds = tuple(_second_speaker(present, evidence, speaker, word.start, word.end) for word in words)
    return Utterance(
        speaker=speaker,
        start=start,
        end=end,
        words=tuple(
            _doubted(word, sureness, second is not None)
            for word, sureness, second in zip(words, surenesses.tolist(), seconds, strict=True)
        ),
        overlap=_second_speaker(present, evidence, speaker, start, end) is not None,
        doubt=round(min(1.0, max(0.0, 1.0 - heard * sure)), 3),
        second_speakers=() if seconds == (None,) * len(seconds) else seconds,
    )


def _doubted(word: Word, sureness: float, overlapped: bool) -> Word:
    """The word with what its speaker adds to its doubt."""
    marks = (*word.marks, "overlap") if overlapped else word.marks
    return replace(word, sureness=round(sureness, 2), marks=marks)


def _second_speaker(present: Bools, evidence: Floats, speaker: int, start: float, end: float) -> int | None:
    """Who else speaks during a good part of a span, None where nobody does; `present`, `evidence`: `(frames, speakers)`.

    Of several, the one with the largest evidence in their own turns, and where none has any the one who is there longest.
    """
    during = slice(frame_at(start), frame_at(end) + 1)
    others = present[during].copy()  # (frames of the span, speakers)
    others[:, speaker] = False
    seconds = float(others.any(1).sum()) * FRAME_SECONDS
    if seconds < min(OVERLAP_SECONDS, OVERLAP_SHARE * max(end - start, FRAME_SECONDS)):
        return None
    held = (evidence[during] * others).sum(0)  # (speakers,)
    there = others.sum(0)  # (speakers,)
    return max(np.flatnonzero(there).tolist(), key=lambda other: (held[other], there[other]))


STAGE = Stage(run=fuse, gives=Utterances, name="fusion", version=4, lane=Lane.CPU)
