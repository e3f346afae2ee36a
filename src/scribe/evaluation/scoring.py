"""How right outcomes are. Runs where the scoring tools are: `python -m scribe.evaluation.scoring WORK --out SCORES`.

WORK is JSON: a list of {"name", "references", "seconds", "outcomes": {system: {"path", "language"}}}. SCORES holds a `Score`
for each outcome (or `{"failure": why}`), the tools' releases and the version of the normalisation.
"""

import argparse
import json
import logging
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scribe.evaluation.lag import lag
from scribe.evaluation.normalisation import VERSION
from scribe.evaluation.outcome import Outcome, releases
from scribe.evaluation.references import Reference, read_reference
from scribe.evaluation.score_speakers import COLLAR_SECONDS, diarization_errors
from scribe.evaluation.score_words import (
    ATTRIBUTES,
    BUILT,
    attributed_errors,
    ordered_errors,
    timed_errors,
    word_times,
)
from scribe.evaluation.scores import Score

LIBRARIES = ("kaldialign", "numpy", "pyannote-core", "pyannote-metrics", "text2num")


def main() -> None:
    """Score everything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("work", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # of the libraries
    logging.disable(logging.WARNING)
    scores: dict[str, dict[str, Any]] = {}
    for recording in json.loads(options.work.read_text(encoding="utf-8")):
        reference = read_reference([Path(path) for path in recording["references"]], recording["name"])
        scores[recording["name"]] = {
            system: _told(reference, told, recording["seconds"]) for system, told in recording["outcomes"].items()
        }
    libraries = releases([*LIBRARIES, *([BUILT] if ATTRIBUTES else [])])
    told = {"libraries": libraries, "normalisation": VERSION, "scores": scores}
    options.out.write_text(json.dumps(told), encoding="utf-8")


def _told(reference: Reference, told: dict[str, Any], seconds: float) -> dict[str, Any]:
    try:
        return asdict(score(reference, Outcome.read(Path(told["path"])), told["language"], seconds))
    except Exception as error:  # the edge: what one outcome does to the tools must not take the others' figures away
        return {"failure": repr(error)}


def score(reference: Reference, outcome: Outcome, language: str | None, seconds: float) -> Score:
    """How right an outcome is, by all that its reference tells and it tells itself."""
    words = outcome.words
    turns = reference.turns if "turns" in outcome.told else None
    lines, timed = (reference.lines, reference.words) if "words" in outcome.told else (None, None)
    attributed = bool(lines) and reference.attributed and ATTRIBUTES
    return Score(
        diarization_errors(turns, outcome.turns, seconds, 0) if turns else None,
        diarization_errors(turns, outcome.turns, seconds, COLLAR_SECONDS) if turns else None,
        ordered_errors(lines, words, language) if lines else None,
        attributed_errors(lines, words, language) if lines and attributed else None,
        timed_errors(lines, words, language) if lines and attributed and reference.timed else None,
        len({turn.speaker for turn in outcome.turns}) if "turns" in outcome.told else None,
        word_times(timed, words, language) if timed else None,
        lag(reference.turns, words) if reference.turns and "words" in outcome.told else None,
    )


if __name__ == "__main__":
    main()
