"""Ways to find the people among the voices of a recording: the product's, others in use, and the reference's own people.

A way is a name and what it is set to; it gives `Voices` for a `HeardRecording`. Everything before and after is the product's.
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np
from heard_recordings import HeardRecording

from scribe_workers.stages.diarization import HeardSpeech
from scribe_workers.stages.voices import clustering, variational_bayes
from scribe_workers.stages.voices.arrays import Bools, Floats, Ints
from scribe_workers.stages.voices.clustering import Voices, people
from scribe_workers.stages.voices.embedding import unit

HERE = Path(__file__).resolve().parent

Way = Callable[[HeardRecording], Voices]

OURS, LINKAGE, BAYESIAN, SPECTRAL, ORACLE = (
    "ours",
    "average linkage alone",
    "Bayesian HMM from a fine cut",
    "spectral, eigengap",
    "the reference's people",
)

CUTS = (0.5, 0.55, 0.575, 0.6, 0.625, 0.65, 0.675, 0.7, 0.75)
CUTS_AT_FIRST = (0.5, 0.55, 0.575, 0.6, 0.625, 0.65, 0.7)
FINE_CUTS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)
SPEAKER_FACTORS = (3.0, 6.0, 12.0)
REFINED_FROM = (40, 100, 150, 200)
KEPT_EDGES = (0.006, 0.012, 0.024, 0.05)
SPECTRAL_FROM = (0, 40, 60, 80, 120)

PLAIN_EDGES = 0.012
"""As the plain way has it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One way with its numbers; `usual` is how it is set where nobody looks for better."""

    way: str
    numbers: str
    find: Way
    usual: bool = False


def settings(spectral: "Spectra") -> Iterator[Setting]:
    """Every way with every setting that is compared."""
    for numbers in _around_ours():
        cut, first, least = numbers
        yield Setting(OURS, f"{cut} below {least} windows, {first} above", _ours(*numbers), numbers == _as_is())
    for cut in CUTS:
        yield Setting(LINKAGE, f"{cut}", _linkage(cut), cut == clustering.DIFFERENT_PEOPLE)
    for cut, factor in product(FINE_CUTS, SPEAKER_FACTORS):
        yield Setting(BAYESIAN, f"{cut}, F_B {factor:g}", _bayesian(cut, factor))
    for edges, least in product(KEPT_EDGES, SPECTRAL_FROM):
        plain = edges == PLAIN_EDGES and least == 0
        yield Setting(SPECTRAL, f"{edges} of the edges, from {least} windows", spectral.way(edges, least), plain)
    yield Setting(ORACLE, "", _oracle, True)


def _as_is() -> tuple[float, float, int]:
    return clustering.DIFFERENT_PEOPLE, clustering.DIFFERENT_AT_FIRST, clustering.ENOUGH_TO_REFINE


def _around_ours() -> Iterator[tuple[float, float, int]]:
    cut, first, least = _as_is()
    yield from product(CUTS, CUTS_AT_FIRST, (least,))
    yield from ((cut, first, other) for other in REFINED_FROM if other != least)


def _ours(cut: float, first: float, least: int) -> Way:
    def found(one: HeardRecording) -> Voices:
        long = one.heard.windows.sure.sum() >= least
        return _refined(one, first) if long else _linked(one, cut)

    return found


def _linkage(cut: float) -> Way:
    return lambda one: _linked(one, cut)


@cache
def _refined(one: HeardRecording, first: float) -> Voices:
    with set_to(clustering, {"DIFFERENT_AT_FIRST": first, "ENOUGH_TO_REFINE": 2}):
        return _people(one.heard, refine=True)


@cache
def _linked(one: HeardRecording, cut: float) -> Voices:
    with set_to(clustering, {"DIFFERENT_PEOPLE": cut}):
        return _people(one.heard, refine=False)


def _bayesian(cut: float, factor: float) -> Way:
    def found(one: HeardRecording) -> Voices:
        with set_to(variational_bayes, {"SPEAKER_FACTOR": factor}):
            return _refined.__wrapped__(one, cut)

    return found


def _oracle(one: HeardRecording) -> Voices:
    """The people whom the reference hears alone, each by the windows that are all theirs."""
    windows = one.heard.windows
    names = sorted({turn.speaker for turn in one.turns})
    shares = np.zeros((len(windows), len(names)), np.float32)  # of each window, everybody's
    half = windows.seconds / 2
    starts, ends = windows.centres - half, windows.centres + half
    for turn in one.turns:
        shared = np.minimum(ends, turn.end) - np.maximum(starts, turn.start)
        shares[:, names.index(turn.speaker)] += np.clip(shared, 0, None)
    whose = shares.argmax(1).astype(np.int32)  # (windows,)
    clear = shares.max(1) >= 0.9 * shares.sum(1)
    clear &= shares.max(1) > 0
    return _voices(one.heard, whose, clear)


def _people(heard: HeardSpeech, refine: bool) -> Voices:
    return people(heard.vectors, heard.windows, hint=None, refine=refine, tick=lambda: None)


def _voices(heard: HeardSpeech, labels: Ints, used: Bools) -> Voices:
    """Each label's voice, from the windows that are used; all windows' where none is."""
    labels, seconds, vectors = labels[used], heard.windows.held[used], heard.vectors[used]
    if len(labels) == 0:
        return Voices(unit((heard.vectors * heard.windows.held[:, None]).sum(0, keepdims=True)))
    sums = [(vectors[labels == one] * seconds[labels == one, None]).sum(0) for one in np.unique(labels)]
    return Voices(unit(np.stack(sums)))


@contextmanager
def set_to(module: ModuleType, numbers: Mapping[str, float]) -> Iterator[None]:
    """The product's own numbers, changed for a look."""
    changed: dict[str, Any] = dict(numbers)
    with patch.multiple(module, **changed):
        yield


class Spectra:
    """Spectral clustering as `peers.spectral_diarizer` has it, in the peers' environment: it needs scikit-learn."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, float], Ints] = {}

    def cluster(self, recordings: Sequence[HeardRecording], python: Path, folder: Path) -> None:
        """Label the sure windows of every recording, with each share of edges, by that Python; the folder is for what it is told."""
        folder.mkdir(parents=True, exist_ok=True)
        for one in recordings:
            np.save(folder / f"{one.name}.npy", _sure(one.heard)[1])
        names = [one.name for one in recordings if len(_sure(one.heard)[1])]
        work, out = folder / "work.json", folder / "labels.json"
        work.write_text(json.dumps({"names": names, "edges": KEPT_EDGES}), encoding="utf-8")
        command = [str(python), "-m", "spectral_job", str(folder), str(out)]
        subprocess.run(command, cwd=HERE, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
        for name, by_edges in json.loads(out.read_text(encoding="utf-8")).items():
            for edges, labels in by_edges.items():
                self._labels[name, float(edges)] = np.array(labels, np.int32)

    def way(self, edges: float, least: int) -> Way:
        """That clustering from so many windows on; average linkage below, for eigenvalues of a few windows say nothing."""

        def found(one: HeardRecording) -> Voices:
            sure, vectors = _sure(one.heard)
            if len(vectors) < max(least, 1):
                return _people(one.heard, refine=False)
            labels = np.zeros(len(sure), np.int32)
            labels[sure] = self._labels[one.name, edges]
            return _voices(one.heard, labels, sure)

        return found


def _sure(heard: HeardSpeech) -> tuple[Bools, Floats]:
    sure = heard.windows.sure
    return sure, heard.vectors[sure]
