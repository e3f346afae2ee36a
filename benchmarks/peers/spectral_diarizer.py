"""A public way to tell speakers apart, written out: short windows, one voice vector each, spectral clustering.

This is the recipe of 3D-Speaker's and senko's diarizers, with the same two networks that the product uses: speech
detection by the segmentation network (speech or no speech, nothing more), windows of 1.5 s every 0.75 s, a CAM++ vector
for each, an affinity graph with its weak edges cut, as many speakers as the largest gap between eigenvalues says
(15 at most), k-means, small clusters dissolved, like clusters joined. Each instant has one speaker.

senko itself cannot serve: its binary needs AVX-512. What it does worse is left out here (a ReLU behind the last layer of
the voice network), so that the comparison is with the stronger form. Source: Zheng et al., "3D-Speaker-Toolkit",
2024, section on speaker diarization.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import kaldi_native_fbank
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.linalg import eigh
from sklearn.cluster import KMeans

from peers.nearest_turn import Turn

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

Voice = Callable[[Floats], Floats]
"""A vector for each window of features: `(windows, frames, 80)` → `(windows, 192)`."""

RATE = 16_000
SEGMENT_SECONDS = 10.0
SEGMENT_STEP_SECONDS = 5.0
FRAME_SECONDS = 270 / RATE
FIRST_FRAME_SECONDS = 991 / 2 / RATE
"""Centre of the segmentation network's first frame; the others follow every `FRAME_SECONDS`."""

SPEECH_PROBABILITY = 0.5
SHORTEST_SPEECH = 0.25
SHORTEST_PAUSE = 0.1

WINDOW_SECONDS = 1.5
HOP_SECONDS = 0.75
EMBEDDING_BATCH = 32

MOST_SPEAKERS = 15
KEPT_EDGES = 0.012
LEAST_EDGES = 6
"""Each window keeps edges to the most alike `KEPT_EDGES` of the windows, and to no fewer than `LEAST_EDGES`."""

SMALLEST_CLUSTER = 4
JOINED_FROM = 0.8
FEW_WINDOWS = 40
FEW_WINDOWS_DISTANCE = 0.6
"""Eigenvalues of a small graph say nothing: below `FEW_WINDOWS`, average linkage up to this cosine distance."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in seconds."""

    start: float
    end: float


class SpectralDiarizer:
    """Who speaks when, without overlaps."""

    def __init__(self, segmentation: Path, voice: Voice, threads: int, speakers: int | None = None) -> None:
        self._speakers = speakers
        self._segmentation = session(segmentation, threads)
        self._voice = voice

    def turns(self, samples: Floats) -> list[Turn]:
        """The turns of a recording at 16 kHz, in order; speakers are numbered from 0."""
        speech = regions_in(self._speech_probability(samples), len(samples) / RATE)
        windows = [window for region in speech for window in windows_in(region)]
        if not windows:
            return []
        labels = speakers_of(self._vectors(samples, windows), self._speakers)
        return turns_of(speech, windows, labels)

    def _speech_probability(self, samples: Floats) -> Floats:
        """Probability of speech for each frame of the recording, averaged over the windows that hear it."""
        length, step = int(SEGMENT_SECONDS * RATE), int(SEGMENT_STEP_SECONDS * RATE)
        count = max(1, -(-(len(samples) - length) // step) + 1)
        padded = np.pad(samples, (0, max(0, (count - 1) * step + length - len(samples))))
        total = np.zeros(int(len(padded) / RATE / FRAME_SECONDS) + 2, np.float32)
        heard = np.zeros_like(total)
        for first in range(0, count, 8):
            starts = [number * step for number in range(first, min(first + 8, count))]
            batch = np.stack([padded[start : start + length] for start in starts])[:, None]
            answer = self._segmentation.run(None, {self._segmentation.get_inputs()[0].name: batch})[0]
            for start, log_probability in zip(starts, answer, strict=True):
                at = round(start / RATE / FRAME_SECONDS)
                frames = len(log_probability)
                total[at : at + frames] += 1 - np.exp(log_probability[:, 0])  # the first set is nobody
                heard[at : at + frames] += 1
        return (total / np.maximum(heard, 1)).astype(np.float32)

    def _vectors(self, samples: Floats, windows: Sequence[Stretch]) -> Floats:
        """A unit vector for each window, `(windows, 192)`."""
        features = _features(samples)
        size = int(WINDOW_SECONDS * 100) - 2  # frames whose 25 ms lie inside the window
        found = []
        for first in range(0, len(windows), EMBEDDING_BATCH):
            batch = []
            for window in windows[first : first + EMBEDDING_BATCH]:
                at = round(window.start * 100)
                part = features[at : min(at + size, round(window.end * 100) - 2)]
                part = part if len(part) else features[-1:]
                part = np.resize(part, (size, part.shape[1]))  # what is too short is said again
                batch.append(part - part.mean(0))
            found.append(self._voice(np.stack(batch).astype(np.float32)))
        return _unit(np.concatenate(found))


def regions_in(probability: Floats, seconds: float) -> list[Stretch]:
    """Where somebody speaks, short pauses bridged and short noises left out."""
    speaking = np.concatenate([[False], probability > SPEECH_PROBABILITY, [False]])
    edges = np.flatnonzero(np.diff(speaking.astype(np.int8)))
    joined: list[Stretch] = []
    for start, end in edges.reshape(-1, 2):
        begins = max(0.0, start * FRAME_SECONDS + FIRST_FRAME_SECONDS - FRAME_SECONDS / 2)
        ends = min(seconds, end * FRAME_SECONDS + FIRST_FRAME_SECONDS - FRAME_SECONDS / 2)
        if joined and begins - joined[-1].end < SHORTEST_PAUSE:
            joined[-1] = Stretch(joined[-1].start, ends)
        else:
            joined.append(Stretch(begins, ends))
    return [stretch for stretch in joined if stretch.end - stretch.start >= SHORTEST_SPEECH]


def windows_in(region: Stretch) -> Iterator[Stretch]:
    """The windows of a region; the last one ends with it."""
    start = region.start
    while start + WINDOW_SECONDS < region.end:
        yield Stretch(start, start + WINDOW_SECONDS)
        start += HOP_SECONDS
    yield Stretch(max(region.start, region.end - WINDOW_SECONDS), region.end)


def speakers_of(vectors: Floats, speakers: int | None = None) -> Integers:
    """A speaker for each window; as many as are said to be, else as many as there seem to be."""
    if len(vectors) < SMALLEST_CLUSTER:
        return np.zeros(len(vectors), np.int64)
    cluster = _by_linkage if len(vectors) < FEW_WINDOWS else _by_spectrum
    labels = cluster(vectors, speakers)
    return labels if speakers else _joined(vectors, _without_small(vectors, labels))


def _by_linkage(vectors: Floats, speakers: int | None) -> Integers:
    distance = np.clip(1 - vectors @ vectors.T, 0, None)
    tree = linkage(distance[np.triu_indices(len(vectors), 1)], "average")
    found = fcluster(tree, speakers, "maxclust") if speakers else fcluster(tree, FEW_WINDOWS_DISTANCE, "distance")
    return found.astype(np.int64) - 1


def _by_spectrum(vectors: Floats, speakers: int | None) -> Integers:
    affinity = vectors @ vectors.T  # (windows, windows)
    kept = max(LEAST_EDGES, round(KEPT_EDGES * len(vectors)))
    weak = np.argsort(affinity, axis=1)[:, :-kept]
    np.put_along_axis(affinity, weak, 0.0, axis=1)
    affinity = np.clip((affinity + affinity.T) / 2, 0, None)
    np.fill_diagonal(affinity, 0)
    laplacian = np.diag(affinity.sum(1)) - affinity
    values, directions = eigh(laplacian.astype(np.float64), subset_by_index=[0, min(MOST_SPEAKERS, len(vectors) - 1)])
    speakers = speakers or int(np.argmax(np.diff(values))) + 1
    found: Integers = KMeans(speakers, n_init=10, random_state=0).fit_predict(directions[:, :speakers])
    return found.astype(np.int64)


def _without_small(vectors: Floats, labels: Integers) -> Integers:
    """Windows of clusters too small to be a person go to the most alike of the others."""
    sizes = np.bincount(labels)
    large = np.flatnonzero(sizes >= SMALLEST_CLUSTER)
    if len(large) == 0:
        return np.zeros_like(labels)
    nearest = large[(vectors @ _centres(vectors, labels, large).T).argmax(1)]
    return np.where(np.isin(labels, large), labels, nearest)


def _joined(vectors: Floats, labels: Integers) -> Integers:
    """Clusters whose centres are alike become one, the most alike pair first."""
    while len(names := np.unique(labels)) > 1:
        centres = _centres(vectors, labels, names)
        alike = np.triu(centres @ centres.T, 1)
        one, other = np.unravel_index(alike.argmax(), alike.shape)
        if alike[one, other] < JOINED_FROM:
            break
        labels = np.where(labels == names[other], names[one], labels)
    return np.unique(labels, return_inverse=True)[1]


def _centres(vectors: Floats, labels: Integers, names: Integers) -> Floats:
    return _unit(np.stack([vectors[labels == name].mean(0) for name in names]))


def turns_of(speech: Sequence[Stretch], windows: Sequence[Stretch], labels: Integers) -> list[Turn]:
    """Turns from labelled windows: where two windows overlap, the middle of the overlap parts them."""
    turns: list[Turn] = []
    index = 0
    for region in speech:
        last = index
        while last + 1 < len(windows) and windows[last + 1].end <= region.end + 1e-9:
            last += 1
        bounds = [region.start]
        bounds += [(windows[i].end + windows[i + 1].start) / 2 for i in range(index, last)]
        bounds.append(region.end)
        opens = True
        for number, label in enumerate(labels[index : last + 1]):
            start, end = bounds[number], bounds[number + 1]
            if not opens and turns[-1].speaker == label:
                turns[-1] = Turn(turns[-1].start, end, int(label))
            else:
                turns.append(Turn(start, end, int(label)))
            opens = False
        index = last + 1
    return turns


def onnx_voice(file: Path, threads: int) -> Voice:
    """The voice network as ONNX Runtime runs it."""
    network = session(file, threads)
    name = network.get_inputs()[0].name

    def vectors(features: Floats) -> Floats:
        found: Floats = network.run(None, {name: features})[0]
        return found

    return vectors


def session(file: Path, threads: int) -> onnxruntime.InferenceSession:
    """A network ready to run."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # spinning would count as CPU time
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def _features(samples: Floats) -> Floats:
    """Kaldi's log-mel features, `(frames, 80)`, a frame every 10 ms."""
    options = kaldi_native_fbank.FbankOptions()
    options.frame_opts.dither = 0.0
    options.frame_opts.samp_freq = RATE
    options.mel_opts.num_bins = 80
    bank = kaldi_native_fbank.OnlineFbank(options)
    bank.accept_waveform(RATE, samples)
    bank.input_finished()
    return np.stack([bank.get_frame(number) for number in range(bank.num_frames_ready)])


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.clip(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6, None)
    return unit
