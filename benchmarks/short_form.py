"""What the short form of a proof works on: a real recording that the tests fetch, and the tests' own model folder."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scribe import environment

MODELS = environment.CACHE / "models"
SOUND = MODELS / "test-recordings" / "two_cities.wav"
LANGUAGE = "en"


@contextmanager
def private_folder() -> Iterator[tuple[Path, Mapping[str, str]]]:
    """An empty folder, and the settings that keep the product's data in it."""
    with tempfile.TemporaryDirectory(prefix="scribe-proof-") as name:
        folder = Path(name)
        yield folder, {"SCRIBE_VOLUMES": str(folder / "volumes"), "SCRIBE_MODELS_FOLDER": str(MODELS)}
