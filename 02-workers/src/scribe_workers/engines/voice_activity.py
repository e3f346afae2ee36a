"""The stand-in speech detector: Silero VAD, which travels inside faster-whisper, run block by block."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from scribe_workers.engines.networks import NetworkFailed

STEP = 512
"""Samples of one probability: 32 ms."""

CONTEXT = 64
"""Samples of the previous step that the network sees again."""

BLOCK = 512 * STEP
"""Samples that are worth one call of the network: 16 s."""


class VoiceActivity:
    """Silero VAD v6. It remembers what it heard between blocks, so that they join without a seam."""

    def __init__(self, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, threads)
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(_asset()), options, providers=["CPUExecutionProvider"])
        except NetworkFailed:
            raise
        except Exception as error:  # the engine's own exceptions share no other base class
            raise NetworkFailed(str(error)) from error
        self._memory = (np.zeros((1, 1, 128), np.float32), np.zeros((1, 1, 128), np.float32))
        self._context = np.zeros(CONTEXT, np.float32)

    def probabilities(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probability of speech for each 32 ms of the next block, `(steps,)`. Only the last block may end inside a step."""
        padded = np.pad(block, (0, -len(block) % STEP))
        steps = padded.reshape(-1, STEP)  # (steps, 512)
        before = np.concatenate([self._context[None], steps[:-1, -CONTEXT:]])  # (steps, 64)
        self._context = steps[-1, -CONTEXT:]
        hidden, cell = self._memory
        try:
            answer, hidden, cell = self._session.run(
                None, {"input": np.concatenate([before, steps], axis=1), "h": hidden, "c": cell}
            )
        except Exception as error:  # as above
            raise NetworkFailed(str(error)) from error
        self._memory = (hidden, cell)
        return np.asarray(answer, np.float32).reshape(-1)  # (steps,)


def _asset() -> Path:
    """Silero's file inside the installed faster-whisper, found without importing it (it would pull CTranslate2 in)."""
    spec = find_spec("faster_whisper")
    folders: Iterator[str] = iter(spec.submodule_search_locations or ()) if spec else iter(())
    for folder in folders:
        files = sorted(Path(folder, "assets").glob("silero_vad*.onnx"))
        if files:
            return files[-1]
    raise NetworkFailed("faster-whisper's silero_vad file is not installed")
