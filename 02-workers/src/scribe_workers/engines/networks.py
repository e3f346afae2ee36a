"""The two speaker networks as ONNX sessions: who is active in ten seconds, and whose voice a stretch of speech is."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray


class NetworkFailed(Exception):  # noqa: N818 — says what happened, as its neighbours do
    """A network could not be loaded or run, for whatever reason the engine gives."""


class _Network:
    """One ONNX file with one array in and one array out."""

    def __init__(self, file: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, threads)
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Waiting threads sleep: spinning buys 2 % of wall time here and costs a core that other work could use.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # A card is used where the installed engine has one.
        known = onnxruntime.get_available_providers()
        providers = [name for name in ("CUDAExecutionProvider", "CPUExecutionProvider") if name in known]
        try:
            self._session = onnxruntime.InferenceSession(str(file), options, providers=providers)
            self._input = self._session.get_inputs()[0].name
        except Exception as error:  # the engine's own exceptions share no other base class
            raise NetworkFailed(f"{file.name}: {error}") from error

    def _run(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        try:
            answers: list[Any] = self._session.run(None, {self._input: x})
        except Exception as error:  # as above
            raise NetworkFailed(str(error)) from error
        answer = np.asarray(answers[0], np.float32)
        if not np.isfinite(answer).all():
            raise NetworkFailed("the network answered with numbers that are not finite")
        return answer


class SegmentationNetwork(_Network):
    """Who is active: pyannote segmentation-3.0. Source: Plaquet & Bredin, Interspeech 2023 (powerset loss)."""

    def __init__(self, folder: Path, threads: int) -> None:
        super().__init__(folder / "segmentation.onnx", threads)

    def log_probabilities(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-probability of each set of voices. Shapes: `(windows, 160000)` in, `(windows, 589, 7)` out."""
        return self._run(windows[:, None, :])  # (windows, 1 channel, samples) -> (windows, frames, sets)


class VoiceNetwork(_Network):
    """Whose voice: CAM++ zh-en common advanced. Its last layer has no ReLU (with one, EER at 2 s is 1.5 % for 0.7 %)."""

    def __init__(self, folder: Path, threads: int) -> None:
        super().__init__(folder / "voice.onnx", threads)

    def vectors(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """A voice vector for each stretch. Shapes: `(stretches, frames, 80)` in, `(stretches, 192)` out, not normalised."""
        return self._run(features)
