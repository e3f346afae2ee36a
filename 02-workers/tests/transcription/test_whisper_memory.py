"""How many sounds fit follows from the model's own dimensions; what is no model says so."""

from pathlib import Path

import pytest

from scribe_workers.engines.whisper_memory import Shape, shape_of
from scribe_workers.models.store import ModelStore

GIGABYTE = 10**9
LARGE_V3, TURBO = Shape(1280, 32), Shape(1280, 4)


@pytest.mark.models
@pytest.mark.parametrize(("model", "shape"), [("whisper-base", Shape(512, 6)), ("whisper-tiny.en", Shape(384, 4))])
def test_the_dimensions_are_read_from_the_model_itself(store: ModelStore, model: str, shape: Shape) -> None:
    assert shape_of(store.open(model) / "model.bin") == shape


@pytest.mark.parametrize(
    ("shape", "free", "sounds"),
    [(LARGE_V3, 9.5, 8), (LARGE_V3, 4, 4), (LARGE_V3, 1, 1), (LARGE_V3, 0, 1), (TURBO, 4, 8), (TURBO, 1, 3)],
)
def test_more_memory_takes_more_sounds_up_to_the_most_and_never_none(shape: Shape, free: float, sounds: int) -> None:
    assert shape.sounds_in(int(free * GIGABYTE), 8, 2) == sounds


@pytest.mark.parametrize("content", [b"", b"GGUF", b"\x06\0\0\0\x05\0abcd\0\x01\0\0\0\0\0\0\0"])
def test_what_is_no_whisper_model_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(content)
    with pytest.raises(ValueError, match=r"model\.bin is no"):
        shape_of(tmp_path / "model.bin")
