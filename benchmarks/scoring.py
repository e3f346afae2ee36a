"""How right an outcome is: diarization error, ordered word error and cpWER of every recording of a run.

Runs in the benchmarks' environment: `python -m scoring RUN RECORDINGS --out SCORES`.
"""

import argparse
import json
import logging
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import meeteval
from normalisation import normalised
from outcome import Outcome
from pyannote.core import Annotation, Segment, Timeline
from pyannote.metrics.diarization import DiarizationErrorRate
from recordings import Recording, recordings_in

COLLAR_SECONDS = 0.25
"""Forgiven on either side of a reference boundary in the second diarization figure."""

MOST_SPEAKERS = 19
"""With one more for the others, what meeteval takes."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors out of a reference's length: words, or seconds of speech."""

    errors: float
    length: float
    inserted: float
    missed: float
    confused: float


@dataclass(frozen=True, slots=True)
class Score:
    """How right one outcome is; None where there is no reference for it."""

    diarization: Errors | None
    diarization_with_collar: Errors | None
    words: Errors | None
    attributed_words: Errors | None
    speakers: int
    speakers_in_reference: int


def main() -> None:
    """Score every outcome of a run that lies at RUN/<recording>/<system>.json."""
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    parser.add_argument("recordings", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # of the libraries
    logging.disable(logging.WARNING)
    scores: dict[str, dict[str, object]] = {}
    for recording in recordings_in(options.recordings):
        for path in sorted((options.run / recording.name).glob("*.outcome.json")):
            score = scored(Outcome.read(path), recording)
            scores.setdefault(recording.name, {})[path.name.removesuffix(".outcome.json")] = asdict(score)
    options.out.write_text(json.dumps(scores, indent=1), encoding="utf-8")


def scored(outcome: Outcome, recording: Recording) -> Score:
    """The score of an outcome."""
    spoken = _reference_words(recording.words) if recording.words else None
    diarization = diarization_with_collar = None
    reference = Annotation()
    if recording.turns:
        reference = _reference_turns(recording.turns)
        diarization = _diarization(reference, outcome, recording.seconds, 0.0)
        diarization_with_collar = _diarization(reference, outcome, recording.seconds, COLLAR_SECONDS)
    return Score(
        diarization,
        diarization_with_collar,
        _ordered(spoken, outcome) if spoken else None,
        _attributed(spoken, outcome) if spoken else None,
        len({turn.speaker for turn in outcome.turns}),
        len(reference.labels()) or len({speaker for speaker, _ in spoken or ()}),
    )


def _diarization(reference: Annotation, outcome: Outcome, seconds: float, collar: float) -> Errors:
    """Over the whole recording, overlapped speech scored. pyannote's collar is the whole width, ours one side."""
    answer = Annotation()
    for number, turn in enumerate(outcome.turns):
        answer[Segment(turn.start, turn.end), number] = str(turn.speaker)
    metric = DiarizationErrorRate(collar=2 * collar, skip_overlap=False)
    found = metric(reference, answer, uem=Timeline([Segment(0, seconds)]), detailed=True)
    false, missed, confused = found["false alarm"], found["missed detection"], found["confusion"]
    return Errors(false + missed + confused, found["total"], false, missed, confused)


def _ordered(spoken: list[tuple[str, str]], outcome: Outcome) -> Errors:
    """Word errors whoever speaks: the reference in order of its turns' start, the answer in order of its words' start."""
    reference = " ".join(text for _, text in spoken)
    answer = normalised(" ".join(word.text for word in sorted(outcome.words, key=lambda word: word.start)))
    found = meeteval.wer.siso_word_error_rate(reference, answer)
    return Errors(found.errors, found.length, found.insertions, found.deletions, found.substitutions)


def _attributed(spoken: list[tuple[str, str]], outcome: Outcome) -> Errors:
    """cpWER: word errors under the best match of speakers to people. Source: Watanabe et al., CHiME-6, 2020."""
    reference = _by_speaker(spoken)
    said = [(str(word.speaker), word.text) for word in sorted(outcome.words, key=lambda word: word.start)]
    answer = _within_limit({speaker: normalised(text) for speaker, text in _by_speaker(said).items()})
    found = meeteval.wer.cp_word_error_rate(reference, answer)
    return Errors(found.errors, found.length, found.insertions, found.deletions, found.substitutions)


def _within_limit(texts: Mapping[str, str]) -> dict[str, str]:
    """At most as many speakers as the scorer takes: beyond that, those who say least count as one.

    Matched to nobody, their words are errors all the same.
    """
    ranked = sorted(texts, key=lambda speaker: len(texts[speaker]), reverse=True)
    kept = {speaker: texts[speaker] for speaker in ranked[:MOST_SPEAKERS]}
    if rest := ranked[MOST_SPEAKERS:]:
        kept["the others"] = " ".join(texts[speaker] for speaker in rest)
    return kept


def _by_speaker(spoken: list[tuple[str, str]]) -> Mapping[str, str]:
    texts: dict[str, list[str]] = {}
    for speaker, text in spoken:
        texts.setdefault(speaker, []).append(text)
    return {speaker: " ".join(parts) for speaker, parts in texts.items()}


def _reference_turns(path: Path) -> Annotation:
    reference = Annotation()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        fields = line.split()
        if fields and fields[0] == "SPEAKER":
            start, seconds = float(fields[3]), float(fields[4])
            reference[Segment(start, start + seconds), number] = fields[7]
    return reference


def _reference_words(path: Path) -> list[tuple[str, str]]:
    """Speaker and normalised text of each turn, in order of start."""
    timed: list[tuple[float, str, str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if not line.strip() or line.startswith(";;"):
            continue
        if path.suffix == ".stm":
            _, _, speaker, start, _, text = (*line.split(None, 5), "")[:6]
            timed.append((float(start), speaker, normalised(text)))
        else:
            speaker, _, text = line.partition(":")
            timed.append((float(number), speaker.strip(), normalised(text)))
    return [(speaker, text) for _, speaker, text in sorted(timed, key=lambda turn: turn[0]) if text]


if __name__ == "__main__":
    main()
