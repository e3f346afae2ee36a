"""Diarization error of many answers, in the environment that scores: `python -m diarization_error_job WORK OUT`.

WORK is JSON: a list of {"reference": [[start, end, who], …], "answers": [[[start, end, speaker], …], …], "seconds"}. OUT gets, for
each, `[errors, speech]` of every answer, in seconds: no collar, overlapped speech scored.
"""

import json
import logging
import sys
import warnings
from pathlib import Path

from scribe.evaluation.outcome import SpokenTurn
from scribe.evaluation.references import Turn
from scribe.evaluation.score_speakers import diarization_errors


def main() -> None:
    """Score everything."""
    warnings.simplefilter("ignore")  # of the libraries
    logging.disable(logging.WARNING)
    found = []
    for work in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        reference = [Turn(*turn) for turn in work["reference"]]
        scores = []
        for answer in work["answers"]:
            errors = diarization_errors(reference, [SpokenTurn(*turn) for turn in answer], work["seconds"], 0)
            scores.append([errors.errors, errors.length])
        found.append(scores)
    Path(sys.argv[2]).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
