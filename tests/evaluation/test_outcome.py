"""What another program wrote is read, or refused with a reason."""

import json
from pathlib import Path

import pytest

from scribe.evaluation.outcome import Outcome

WORD = {"start": 0, "end": 1, "text": "oui", "speaker": "a"}


@pytest.mark.parametrize(
    "odd",
    [
        {"words": [WORD | {"end": float("inf")}]},
        {"words": [WORD | {"start": float("nan")}]},
        {"words": [WORD | {"start": "soon"}]},
        {"turns": [{"start": 0, "end": 1e308, "speaker": 1}]},
        {"seconds": "long"},
        {"parts": [{"name": "words", "cpu": 1, "ended": 10**400}]},
        {"language": 5},
    ],
)
def test_what_is_no_time_is_no_outcome(tmp_path: Path, odd: dict[str, object]) -> None:
    path = tmp_path / "outcome.json"
    known: dict[str, object] = {"words": [WORD], "turns": [], "parts": [{"name": "words", "cpu": 1, "ended": 1e7}]}
    path.write_text(json.dumps(known))
    assert Outcome.read(path).words[0].text == "oui"
    path.write_text(json.dumps(known | odd))
    with pytest.raises(ValueError, match="not an outcome"):
        Outcome.read(path)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"words": [WORD], "turns": []}, ["words", "turns"]),
        ({"turns": []}, ["turns"]),
        ({"words": [WORD], "turns": None}, ["words"]),
    ],
)
def test_one_that_tells_only_speakers_or_only_words_is_an_outcome(
    tmp_path: Path, known: dict[str, object], told: list[str]
) -> None:
    path = tmp_path / "outcome.json"
    path.write_text(json.dumps(known))
    assert Outcome.read(path).told == told


def test_one_that_tells_neither_is_none(tmp_path: Path) -> None:
    path = tmp_path / "outcome.json"
    path.write_text(json.dumps({"seconds": 5}))
    with pytest.raises(ValueError, match="neither words nor turns"):
        Outcome.read(path)
