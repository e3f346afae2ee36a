"""Names for the arrays that travel between the steps, and the file format they are kept in."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Doubles: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int32]
Indices: TypeAlias = NDArray[np.intp]
Bools: TypeAlias = NDArray[np.bool_]
Bytes: TypeAlias = NDArray[np.uint8]


def packed(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """The arrays as a compressed NPZ. The same arrays always give the same bytes."""
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **dict(arrays))
    return file.getvalue()


def unpacked(source: bytes | Path) -> dict[str, NDArray[Any]]:
    """The arrays of an NPZ; never a pickled object."""
    with np.load(io.BytesIO(source) if isinstance(source, bytes) else source, allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def as_bytes(shares: NDArray[np.floating[Any]]) -> Bytes:
    """Shares of 0..1 in steps of 1/255: a quarter of the room, finer than anything that is decided with them."""
    steps: Bytes = np.rint(np.clip(shares, 0.0, 1.0) * 255.0).astype(np.uint8)
    return steps


def as_shares(steps: Bytes) -> Floats:
    """The shares that `as_bytes` was given, to within 1/510."""
    return steps.astype(np.float32) * np.float32(1 / 255)
