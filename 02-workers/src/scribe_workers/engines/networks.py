"""The two speaker networks as ONNX sessions: who is active in ten seconds, and whose voice a stretch of speech is."""

import logging
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from scribe_workers.device import PROCESSOR, Device
from scribe_workers.engines import cuda_libraries
from scribe_workers.known_errors import memory_ran_out

CUDA, CPU = "CUDAExecutionProvider", "CPUExecutionProvider"

log = logging.getLogger(__name__)


class NetworkFailed(Exception):  # noqa: N818 — says what happened, as its neighbours do
    """A network could not be loaded or run, for whatever reason the engine gives."""


class _Network:
    """One ONNX file with one array in and one array out."""

    def __init__(self, file: Path, threads: int, device: Device = PROCESSOR) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, threads)
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Waiting threads sleep: spinning buys 2 % of wall time here and costs a core that other work could use.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(str(file), options, providers=providers_for(device))
            self._input = self._session.get_inputs()[0].name
        except Exception as error:  # the engine's own exceptions share no other base class
            raise NetworkFailed(f"{file.name}: {error}") from error
        self.on_card = self._session.get_providers()[0] == CUDA
        if device.card and not self.on_card:
            log.warning("%s runs on the processor: this ONNX Runtime does not use the card", file.name)
        self.together: int | None = None
        """Rows that fit into memory at once, None while any number did."""

    def leave(self) -> None:
        """Give back the memory, whoever still refers to this network."""
        del self._session

    def _run(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """The answers to all rows. Where memory runs out fewer rows are run at a time, from then on."""
        while True:
            rows = self.together or len(x)
            try:
                parts = [self._answers(x[first : first + rows]) for first in range(0, len(x), rows)]
                return parts[0] if len(parts) == 1 else np.concatenate(parts)
            except NetworkFailed as failure:
                if rows == 1 or failure.__cause__ is None or not memory_ran_out(failure.__cause__):
                    raise
                self.together = (min(rows, len(x)) + 1) // 2
                log.warning("not enough memory, going on with %d rows at a time", self.together)

    def _answers(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        try:
            answers: list[Any] = self._session.run(None, {self._input: x})
        except Exception as error:  # as above
            raise NetworkFailed(str(error)) from error
        answer = np.asarray(answers[0], np.float32)
        if not np.isfinite(answer).all():
            raise NetworkFailed("the network answered with numbers that are not finite")
        return answer


def providers_for(device: Device) -> list[str | tuple[str, dict[str, str]]]:
    """What a session is to compute with: the card first, where the device is one and the installed engine knows it."""
    if device.card is None or CUDA not in onnxruntime.get_available_providers():
        return [CPU]
    cuda_libraries.absent_of()
    return [
        (
            CUDA,
            {
                "device_id": str(device.number),
                "arena_extend_strategy": "kSameAsRequested",  # else each growth doubles what the session holds
                "cudnn_conv_algo_search": "HEURISTIC",  # trying every way anew for each shape costs more than it saves
                "use_tf32": "0",  # the same answers as on a processor
            },
        ),
        CPU,
    ]


class SegmentationNetwork(_Network):
    """Who is active: pyannote segmentation-3.0. Source: Plaquet & Bredin, Interspeech 2023 (powerset loss)."""

    def __init__(self, folder: Path, threads: int, device: Device = PROCESSOR) -> None:
        super().__init__(folder / "segmentation.onnx", threads, device)

    def log_probabilities(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-probability of each set of voices. Shapes: `(windows, 160000)` in, `(windows, 589, 7)` out."""
        return self._run(windows[:, None, :])  # (windows, 1 channel, samples) -> (windows, frames, sets)


class VoiceNetwork(_Network):
    """Whose voice: CAM++ zh-en common advanced. Its last layer has no ReLU (with one, EER at 2 s is 1.5 % for 0.7 %)."""

    def __init__(self, folder: Path, threads: int, device: Device = PROCESSOR) -> None:
        super().__init__(folder / "voice.onnx", threads, device)

    def vectors(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """A voice vector for each stretch. Shapes: `(stretches, frames, 80)` in, `(stretches, 192)` out, not normalised."""
        return self._run(features)
