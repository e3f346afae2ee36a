"""Builds the speaker segmentation network as ONNX from pyannote's checkpoint.

PyanNet: SincNet (Ravanelli and Bengio, "Speaker Recognition from Raw Waveform with SincNet", 2018, arXiv:1808.00158),
four bidirectional LSTM layers, two linear layers, and a softmax over the powerset of at most two of three local voices
(Plaquet and Bredin, "Powerset multi-class cross entropy loss for neural speaker diarization", 2023, arXiv:2310.13025).

    waveform (batch, 1, samples) at 16 kHz  →  powerset (batch, frames, 7), log-probabilities
    classes: nobody, voice 1, 2, 3, voices 1+2, 1+3, 2+3; one frame each 270 samples, seeing 991

Measured against PyTorch 2.13 on one thread: see decision record 0003.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from scribe_workers.models.checkpoint import Weights, read_weights
from scribe_workers.models.graph import Graph

SAMPLE_RATE = 16_000
LEAST_HZ = 50.0
LEAKY_SLOPE = 0.01
LSTM_LAYERS = 4
HIDDEN = 128

Array = npt.NDArray[np.float64]


def build(checkpoint: Path) -> bytes:
    """The network as an ONNX file. Errors: `CheckpointRefused`."""
    weights = read_weights(checkpoint)
    graph = Graph()
    frames = _sincnet(graph, weights, "waveform")  # (batch, 60, frames)
    context = _lstm(graph, weights, frames)  # (batch, frames, 256)
    for layer in ("linear.0", "linear.1"):
        context = graph.add("LeakyRelu", _linear(graph, weights, layer, context), alpha=LEAKY_SLOPE)
    scores = _linear(graph, weights, "classifier", context)  # (batch, frames, 7)
    graph.add("LogSoftmax", scores, axis=-1, name="powerset")
    return graph.finish(
        "speaker_segmentation",
        inputs={"waveform": ("batch", 1, "samples")},
        outputs={"powerset": ("batch", "frames", 7)},
    )


def _sincnet(graph: Graph, weights: Weights, waveform: str) -> str:
    # Three rounds of convolution, pooling by 3 and normalisation: one frame for 270 samples.
    value = _instance_norm(graph, weights, "sincnet.wav_norm1d", waveform)
    for layer in range(3):
        prefix = f"sincnet.conv1d.{layer}"
        if layer == 0:
            filters = graph.constant(_band_pass_filters(weights, f"{prefix}.filterbank"))
            value = graph.add("Abs", graph.add("Conv", value, filters, kernel_shape=[251], strides=[10]))
        else:
            kernel, bias = graph.constant(weights[f"{prefix}.weight"]), graph.constant(weights[f"{prefix}.bias"])
            value = graph.add("Conv", value, kernel, bias, kernel_shape=[5])
        value = graph.add("MaxPool", value, kernel_shape=[3], strides=[3])
        value = _instance_norm(graph, weights, f"sincnet.norm1d.{layer}", value)
        value = graph.add("LeakyRelu", value, alpha=LEAKY_SLOPE)
    return value


def _band_pass_filters(weights: Weights, prefix: str) -> npt.NDArray[np.float32]:
    # The 80 filters (80, 1, 251) of the first layer. The checkpoint holds only a lower edge and a width for each of 40
    # bands; a band gives a pair of windowed band-pass filters, even (cosine) and odd (sine) in time, which together
    # see its energy whatever the phase (Pariente et al., "Filterbank design for end-to-end speech separation", 2020).
    edges = weights[f"{prefix}.low_hz_"].astype(np.float64), weights[f"{prefix}.band_hz_"].astype(np.float64)
    low = LEAST_HZ + np.abs(edges[0])  # (40, 1)
    high = np.clip(low + LEAST_HZ + np.abs(edges[1]), LEAST_HZ, SAMPLE_RATE / 2)  # (40, 1)
    time = weights[f"{prefix}.n_"].astype(np.float64)  # (1, 125), 2π × seconds before the centre
    window = weights[f"{prefix}.window_"].astype(np.float64)  # (125,), first half of a Hamming window
    scale = window / (time / 2)
    even = (_sine(high * time) - _sine(low * time)) * scale  # (40, 125)
    odd = (_cosine(low * time) - _cosine(high * time)) * scale
    width = high - low
    pairs = np.concatenate(
        [
            np.concatenate([even, 2 * width, even[:, ::-1]], axis=1),
            np.concatenate([odd, np.zeros_like(width), -odd[:, ::-1]], axis=1),
        ]
    )  # (80, 251)
    return (pairs / np.tile(2 * width, (2, 1)))[:, None, :].astype(np.float32)


def _sine(angle: Array) -> Array:
    # The power series, on purpose: sums and products are the same bits on every processor, a library's sine is not,
    # and the hash of the file we build is pinned. Within 4e-14 over the angles met here (up to 400).
    turn = np.remainder(angle + np.pi, 2 * np.pi) - np.pi
    square, term, total = turn * turn, turn, turn
    for power in range(3, 34, 2):
        term = -term * square / (power * (power - 1))
        total = total + term
    return total


def _cosine(angle: Array) -> Array:
    return _sine(angle + np.pi / 2)


def _lstm(graph: Graph, weights: Weights, frames: str) -> str:
    value = graph.add("Transpose", frames, perm=[2, 0, 1])  # (frames, batch, 60)
    for layer in range(LSTM_LAYERS):
        names = (f"l{layer}", f"l{layer}_reverse")
        both = graph.add(
            "LSTM",
            value,
            graph.constant(np.stack([_gates(weights[f"lstm.weight_ih_{name}"]) for name in names])),
            graph.constant(np.stack([_gates(weights[f"lstm.weight_hh_{name}"]) for name in names])),
            graph.constant(
                np.stack(
                    [
                        np.concatenate([_gates(weights[f"lstm.bias_{kind}_{name}"]) for kind in ("ih", "hh")])
                        for name in names
                    ]
                )
            ),
            hidden_size=HIDDEN,
            direction="bidirectional",
        )  # (frames, 2, batch, 128)
        side_by_side = graph.add("Transpose", both, perm=[0, 2, 1, 3])  # (frames, batch, 2, 128)
        value = graph.add("Reshape", side_by_side, graph.integers(0, 0, 2 * HIDDEN))  # (frames, batch, 256)
    return graph.add("Transpose", value, perm=[1, 0, 2])  # (batch, frames, 256)


def _gates(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    # PyTorch stacks the gates as input, forget, cell, output; ONNX as input, output, forget, cell.
    entry, forget, cell, output = np.split(rows, 4)
    return np.concatenate([entry, output, forget, cell])


def _linear(graph: Graph, weights: Weights, prefix: str, value: str) -> str:
    product = graph.add("MatMul", value, graph.constant(weights[f"{prefix}.weight"].T))
    return graph.add("Add", product, graph.constant(weights[f"{prefix}.bias"]))


def _instance_norm(graph: Graph, weights: Weights, prefix: str, value: str) -> str:
    scale, bias = graph.constant(weights[f"{prefix}.weight"]), graph.constant(weights[f"{prefix}.bias"])
    return graph.add("InstanceNormalization", value, scale, bias, epsilon=1e-5)
