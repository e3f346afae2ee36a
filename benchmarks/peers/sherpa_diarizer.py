"""sherpa-onnx's own speaker diarization, as it comes, with the product's two networks.

It reads facts about a network from the file's metadata, which the product's files do not carry: copies with the metadata
are written to a folder of their own.
"""

from collections.abc import Mapping
from pathlib import Path

import onnx
import sherpa_onnx
from numpy import float32
from numpy.typing import NDArray

from peers.nearest_turn import Turn

CLUSTERING_THRESHOLD = 0.5
"""The library's default. No single one fits: higher joins people, lower splits them."""

THREADS = 1
"""Its waiting threads spin, which counts as CPU time: with two it takes 1.9 times as much."""

SEGMENTATION_FACTS = {
    "model_type": "pyannote-segmentation-3.0",
    "num_speakers": 3,
    "powerset_max_classes": 2,
    "num_classes": 7,
    "sample_rate": 16000,
    "window_size": 160000,
    "receptive_field_size": 991,
    "receptive_field_shift": 270,
}
VOICE_FACTS = {
    "framework": "3d-speaker",
    "language": "Chinese-English",
    "sample_rate": 16000,
    "output_dim": 192,
    "normalize_samples": 1,
    "feature_normalize_type": "global-mean",
}


class SherpaDiarizer:
    """Who speaks when, as sherpa-onnx says."""

    def __init__(self, segmentation: Path, voice: Path, copies: Path, speakers: int | None) -> None:
        self._diarization = sherpa_onnx.OfflineSpeakerDiarization(
            sherpa_onnx.OfflineSpeakerDiarizationConfig(
                segmentation=sherpa_onnx.OfflineSpeakerSegmentationModelConfig(
                    pyannote=sherpa_onnx.OfflineSpeakerSegmentationPyannoteModelConfig(
                        model=str(_told(segmentation, SEGMENTATION_FACTS, copies))
                    ),
                    num_threads=THREADS,
                ),
                embedding=sherpa_onnx.SpeakerEmbeddingExtractorConfig(
                    model=str(_told(voice, VOICE_FACTS, copies)), num_threads=THREADS
                ),
                clustering=sherpa_onnx.FastClusteringConfig(
                    num_clusters=speakers or -1, threshold=CLUSTERING_THRESHOLD
                ),
            )
        )

    def turns(self, samples: NDArray[float32]) -> list[Turn]:
        """The turns of a recording at 16 kHz, in order of start."""
        found = self._diarization.process(samples).sort_by_start_time()
        return [Turn(float(turn.start), float(turn.end), int(turn.speaker)) for turn in found]


def _told(network: Path, facts: Mapping[str, object], folder: Path) -> Path:
    """A copy of a network with the facts in its metadata, made once."""
    copy = folder / network.name
    if not copy.exists():
        folder.mkdir(parents=True, exist_ok=True)
        model = onnx.load(network)
        onnx.helper.set_model_props(model, {key: str(value) for key, value in facts.items()})
        unfinished = copy.with_suffix(".part")
        onnx.save(model, unfinished)
        unfinished.rename(copy)
    return copy
