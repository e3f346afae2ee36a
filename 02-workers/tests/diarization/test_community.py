"""pyannote's community-1 behind the same protocol. Its weights are not to be had here: what stands in for the pipeline is a package of
the same name that answers from a file; annotations are pyannote's own where the evaluation's environment is here."""

import json
import subprocess
import sys
import sysconfig
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scribe_core.domain.audio import Audio
from scribe_core.domain.run import SpeakerRange
from scribe_core.domain.speech import Word, Words
from scribe_core.domain.voices import SpeakerTurn
from scribe_core.errors import ScribeError
from scribe_workers.device import PROCESSOR
from scribe_workers.engines.community import Community, Heard
from scribe_workers.stages import community_diarization, fusion
from scribe_workers.stages.community_diarization import Home, numbered
from scribe_workers.stages.voices.arrays import as_shares, unpacked
from scribe_workers.steps import RunCancelled

from ..conftest import REPOSITORY, Desk

TORCH = "def device(name): return name\ndef from_numpy(samples): return samples\n"
PYANNOTE = """
import json, os, sys, time
from pathlib import Path
from types import SimpleNamespace

class Annotation:
    def __init__(self, turns): self.turns = turns
    def itertracks(self, yield_label):
        for start, end, name in self.turns:
            yield SimpleNamespace(start=start, end=end), "A", name

class Pipeline:
    @classmethod
    def from_pretrained(cls, folder):
        assert os.environ["PYANNOTE_METRICS_ENABLED"] == "0"
        pipeline = cls()
        pipeline.told = json.loads((Path(folder) / "config.yaml").read_text())
        return pipeline
    def to(self, device): assert device == "cpu"
    def __call__(self, file, min_speakers, max_speakers):
        assert file["sample_rate"] == 16000 and file["waveform"].shape[0] == 1
        if self.told.get("fails"): raise RuntimeError(self.told["fails"])
        if self.told.get("hangs"): time.sleep(600)
        if min_speakers: self.told["turns"] = [turn for turn in self.told["turns"] if turn[2] < f"S{max_speakers}"]
        print("Lightning automatically upgraded your loaded checkpoint")
        return SimpleNamespace(speaker_diarization=Annotation(self.told["turns"]),
                               exclusive_speaker_diarization=Annotation(self.told["exclusive"]))
"""
TOLD = {
    "turns": [[2.0, 4.0, "S1"], [0.5, 2.5, "S0"], [4.5, 5.0, "S2"]],
    "exclusive": [[0.5, 2.2, "S0"], [2.2, 4.0, "S1"], [4.5, 5.0, "S2"]],
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A pipeline's folder, and a Python that has what pretends to be pyannote.audio."""
    venv, packages, folder = tmp_path / "venv", tmp_path / "packages", tmp_path / "pipeline"
    (packages / "pyannote").mkdir(parents=True)
    (packages / "torch.py").write_text(TORCH)
    (packages / "pyannote" / "audio.py").write_text(PYANNOTE)
    subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", venv], check=True)
    site = next((venv / "lib").glob("python3.*")) / "site-packages"
    (site / "here.pth").write_text(f"{packages}\n{sysconfig.get_path('purelib')}\n")
    folder.mkdir()
    (folder / "config.yaml").write_text(json.dumps(TOLD))
    return Home(folder, venv / "bin" / "python")


@pytest.fixture
def audio(desk: Desk) -> Audio:
    return desk.converted(np.zeros(6 * 16_000, np.float32))


def run(desk: Desk, audio: Audio, home: Home, hint: SpeakerRange | None = None, **more: Any) -> Any:
    return desk.steps(**more).run(community_diarization.STAGE, audio, "digest", hint, home)


def test_its_turns_become_ours(desk: Desk, audio: Audio, home: Home) -> None:
    turns = run(desk, audio, home)
    assert turns.turns == (SpeakerTurn(0.5, 2.5, 0), SpeakerTurn(2.0, 4.0, 1), SpeakerTurn(4.5, 5.0, 2))
    assert turns.exclusive == (SpeakerTurn(0.5, 2.2, 0), SpeakerTurn(2.2, 4.0, 1), SpeakerTurn(4.5, 5.0, 2))
    assert turns.speakers == 3
    with desk.objects.local_file(turns.posteriors_key, desk.folder) as path:
        shares = as_shares(unpacked(path)["posteriors"])
    alone, foremost, second = (shares[round(second / (270 / 16_000))] for second in (1.0, 2.1, 2.35))
    assert alone.round(1).tolist() == [1.0, 0.0, 0.0]
    assert foremost.round(2).tolist() == pytest.approx([0.75, 0.25, 0.0], abs=0.01)
    assert second.round(2).tolist() == pytest.approx([0.25, 0.75, 0.0], abs=0.01)


def test_whoever_it_hears_at_the_same_time_is_the_second_speaker(desk: Desk, audio: Audio, home: Home) -> None:
    said = ((1.0, "on"), (2.0, "vote."), (2.3, "qui"), (3.0, "vote"))
    words = Words("fr", 1.0, tuple(Word(at, at + 0.2, text, 0.9) for at, text in said))
    meeting = desk.steps().run(fusion.STAGE, words, run(desk, audio, home))
    assert [(one.speaker, len(one.words), one.second_speakers) for one in meeting.utterances] == [
        (0, 2, (None, 1)),
        (1, 2, (0, None)),
    ]


def test_the_hint_is_passed_on_and_one_speaker_needs_no_posteriors(desk: Desk, audio: Audio, home: Home) -> None:
    turns = run(desk, audio, home, SpeakerRange(1, 1))
    assert (turns.speakers, turns.posteriors_key) == (1, None)
    assert {turn.speaker for turn in turns.exclusive} == {0}


def test_a_cancelled_run_does_not_wait_for_it(desk: Desk, audio: Audio, home: Home) -> None:
    (home.folder / "config.yaml").write_text(json.dumps({"hangs": True}))
    told: list[float] = []

    def report(_stage: str, part: float) -> None:
        told.append(part)
        if len(told) > 2:
            raise RunCancelled("diarization")

    with pytest.raises(RunCancelled):
        run(desk, audio, home, report=report)


@pytest.mark.parametrize(
    ("fails", "code"),
    [
        ("CUDA out of memory. Tried to allocate 2.00 GiB", "out_of_memory"),
        ("no kernel image is available", "diarizer_failed"),
    ],
)
def test_what_goes_wrong_there_is_told_here(desk: Desk, audio: Audio, home: Home, fails: str, code: str) -> None:
    (home.folder / "config.yaml").write_text(json.dumps({"fails": fails}))
    with pytest.raises(ScribeError) as error:
        run(desk, audio, home)
    assert error.value.code == code
    if code == "diarizer_failed":
        assert fails in error.value.sentence("fr")


@pytest.mark.parametrize("absent", ["files", "packages"])
def test_without_its_files_or_packages_it_says_where_they_belong(home: Home, tmp_path: Path, absent: str) -> None:
    away = replace(home, **{"folder" if absent == "files" else "python": tmp_path / "nothing"})
    with pytest.raises(ScribeError) as error:
        Community(away.python, away.folder, PROCESSOR)
    assert error.value.code == "diarizer_missing"
    assert str(away.folder) in error.value.sentence("en")


def test_nobody_speaking_is_no_speaker() -> None:
    assert numbered(Heard((), ())).speakers == 0


def test_pyannotes_own_annotation_is_read() -> None:
    python = REPOSITORY / ".cache" / "evaluation-venv" / "bin" / "python"
    if not python.exists():
        pytest.skip("pyannote.core is not here: `./manage.sh eval` fetches it")
    program = """
import sys; sys.path.insert(0, sys.argv[1])
from pyannote.core import Annotation, Segment
from community_process import turns_of
spoken = Annotation()
spoken[Segment(2.0, 3.5), 0] = "SPEAKER_01"
spoken[Segment(0.0, 2.25), 0] = "SPEAKER_00"
spoken[Segment(2.0, 3.5), 1] = "SPEAKER_00"
print(turns_of(spoken))
"""
    engines = REPOSITORY / "02-workers/src/scribe_workers/engines"
    done = subprocess.run([python, "-c", program, engines], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[(0.0, 2.25, 'SPEAKER_00'), (2.0, 3.5, 'SPEAKER_00'), (2.0, 3.5, 'SPEAKER_01')]"
