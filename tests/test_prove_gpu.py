"""The proof of the card's lane: what of it needs no card runs here, on the processor; without a card it says so."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from conftest import CACHE

from scribe import environment
from scribe_core.accelerators import driver
from scribe_workers.device import PROCESSOR
from scribe_workers.models.store import ModelStore

BENCHMARKS = environment.HOME / "benchmarks"


@pytest.fixture
def proof(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return import_module("prove_gpu")


@pytest.mark.skipif(bool(driver().cards()), reason="this machine has a card")
@pytest.mark.parametrize(("arguments", "status"), [(["a.wav"], 3), (["--short"], 0)])
def test_without_a_card_it_says_so(arguments: list[str], status: int) -> None:
    command = [sys.executable, str(BENCHMARKS / "prove_gpu.py"), *arguments]
    for device, word in (
        ("auto", "no GPU here: nothing was measured"),
        ("cuda", "no GPU here: SCRIBE_DEVICE asks for cuda"),
    ):
        variables = {**os.environ, "SCRIBE_DEVICE": device}
        done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        assert done.stdout.startswith(word)


@pytest.mark.models
@pytest.mark.timeout(300)
def test_its_checks_hold_on_the_processor(proof: Any, recordings: Path, tmp_path: Path) -> None:
    card_checks = import_module("card_checks")
    sound = tmp_path / "sound.flac"
    lengths = [sys.executable, "-m", "lengths", str(recordings / "two_cities.wav"), "12", str(sound)]
    subprocess.run(lengths, cwd=BENCHMARKS, check=True)
    store = ModelStore(CACHE)
    figures = {
        "card": {"name": "none", "memory": 0, "driver": "", "cuda": "0.0"},
        "networks": card_checks.same_answers(PROCESSOR, store),
        "residency": {"whisper-base": card_checks.residency(PROCESSOR, store, "whisper-base", "float32")},
        "stepping_down": [
            card_checks.stepping_down(
                PROCESSOR, store, "whisper-base", "auto", card_checks.sounds_of(str(sound), 1, 10.0), None
            )
        ],
        "jobs": [{"recording": "a.wav", "model": "whisper-base", "preset": "fast", "error": "it was unplugged"}],
    }
    (step,) = figures["stepping_down"]
    assert (step["stepped_down"], step["precision"]) == (False, "int8")
    assert step["words"] > 10
    used = [one["used"] for one in figures["residency"]["whisper-base"]]
    assert used[1] < used[0] - 150e6, "the recogniser was still there"
    assert proof.faults(figures) == ["a full card made nothing step down", "a.wav: it was unplugged"]
    assert "it was unplugged" in proof.report(figures)


@pytest.mark.parametrize(
    ("used", "fault"),
    [([4.0, 0.6, 0.7, 4.1, 0.5], False), ([4.0, 4.6, 0.7, 4.0, 0.5], True), ([4.0, 0.6, 0.6, 7.0, 0.5], True)],
)
def test_two_models_on_the_card_at_once_are_a_fault(proof: Any, used: list[float], fault: bool) -> None:
    figures = {
        "residency": {"m": [{"resident": "x", "used": one * 1e9} for one in used]},
        "stepping_down": [{"model": "m", "error": "model_too_large"}],
        "networks": [],
        "jobs": [],
    }
    assert bool(proof.faults(figures)) == fault
