"""Both speaker networks, built from the real checkpoints, give what PyTorch gives with the same weights.

The numbers were computed with PyTorch 2.13 (one thread) and the authors' own network code on the signals below. Over
real speech (7,068 segmentation frames, sixteen lengths of voice features) our networks agreed with it on every frame
and within 2.5e-5; decision record 0003 tells how.
"""

import hashlib

import numpy as np
import numpy.typing as npt
import onnxruntime
import pytest

from scribe_workers.models import segmentation_network, voice_network
from scribe_workers.models.catalogue import CATALOGUE
from scribe_workers.models.segmentation_network import _cosine, _sine
from scribe_workers.models.store import ModelStore

pytestmark = pytest.mark.models

Array = npt.NDArray[np.float32]

SEGMENTATION = {
    20: [-9.3225, -10.1795, -0.0074, -6.9432, -7.6297, -12.8024, -5.1505],
    100: [-10.3190, -11.5071, -0.0023, -7.6581, -9.1549, -14.7397, -6.4078],
    294: [-0.2256, -9.2101, -1.6127, -6.3153, -9.4346, -12.8018, -7.3590],
    400: [-0.0833, -8.2181, -2.6356, -4.9223, -9.8457, -10.7987, -7.3256],
    560: [-0.0369, -8.8198, -3.3896, -6.2274, -10.0414, -11.9415, -8.1131],
}
"""Log-probabilities by frame."""

VOICE = {
    250: [-0.7551, 0.2059, 0.1329, -0.4313, -0.4899, 0.4253, 0.2170, -0.1408],
    237: [-0.7836, 0.1912, 0.1546, -0.6024, -0.6590, 0.4172, 0.3268, -0.3493],
}
"""First numbers of the embedding by frames of features."""


def run(store: ModelStore, name: str, **inputs: Array) -> Array:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    path = store.open(name) / CATALOGUE[name].files[0].name
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    (result,) = session.run(None, inputs)
    return np.asarray(result)


def two_hums() -> Array:
    # Ten seconds: a low voice-like sound, a second of silence in the middle, a high one.
    time = np.arange(160_000) / 16_000
    hums = [
        sum(np.sin(2 * np.pi * pitch * k * time) / k for k in range(1, 16)) * (0.6 + 0.4 * np.sin(8 * np.pi * time))
        for pitch in (118.0, 203.0)
    ]
    sound = 0.05 * np.where(time < 5, *hums) * (np.abs(time - 5) > 0.5)
    return sound.astype(np.float32)


def ripples() -> Array:
    # Features of 2.5 s with their mean removed.
    frame, band = np.meshgrid(np.arange(250), np.arange(80), indexing="ij")
    features = 3 * np.sin(frame * 0.11 + band * 0.07) + 2 * np.cos(frame * 0.031 * (1 + band * 0.02))
    features = features.astype(np.float32)
    return np.asarray(features - features.mean(0))


def test_segmentation_gives_the_numbers_of_pytorch(store: ModelStore) -> None:
    scores = run(store, "segmentation", waveform=two_hums()[None, None])
    assert scores.shape == (1, 589, 7)
    for frame, expected in SEGMENTATION.items():
        assert scores[0, frame] == pytest.approx(expected, abs=3e-3)
    assert np.exp(scores).sum(-1) == pytest.approx(1, abs=1e-4)


def test_voice_gives_the_numbers_of_pytorch_and_keeps_the_negative_half(store: ModelStore) -> None:
    for frames, expected in VOICE.items():
        (embedding,) = run(store, "voice", features=ripples()[None, :frames])
        assert embedding.shape == (192,)
        assert embedding[:8] == pytest.approx(expected, abs=2e-4)
        assert 80 < (embedding < 0).sum() < 110


def test_a_batch_gives_what_its_members_give_alone(store: ModelStore) -> None:
    windows = np.stack([two_hums(), np.roll(two_hums(), 40_000)])[:, None]
    together = run(store, "segmentation", waveform=windows)
    alone = [run(store, "segmentation", waveform=window[None])[0] for window in windows]
    assert np.abs(together - np.stack(alone)).max() < 1e-3


def test_building_again_gives_the_bytes_the_catalogue_names(store: ModelStore) -> None:
    for name, network in (("segmentation", segmentation_network), ("voice", voice_network)):
        checkpoint = store.open(f"{name}-checkpoint") / CATALOGUE[f"{name}-checkpoint"].files[0].name
        (named,) = CATALOGUE[name].files
        assert hashlib.sha256(network.build(checkpoint)).hexdigest() == named.sha256


def test_the_series_for_the_sine_is_exact_where_it_is_used() -> None:
    angles = np.linspace(-400, 400, 20_001)
    assert np.abs(_sine(angles) - np.sin(angles)).max() < 1e-13
    assert np.abs(_cosine(angles) - np.cos(angles)).max() < 1e-13
