"""Reads the weights of a PyTorch checkpoint into numpy arrays, without PyTorch and without running what it says.

A checkpoint is a zip with one pickle (`data.pkl`) that names tensors, and one raw file per storage. A pickle is a
program: this reader lets it call only what the allow-list below holds, and none of that touches the machine. The
SHA-256 of our checkpoints is verified before; the list is there for the day when one is not.
"""

import collections
import math
import pickle
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

Weights = dict[str, npt.NDArray[Any]]

PICKLE_LIMIT = 4 * 1024 * 1024
"""Bytes of the largest pickle read. Ours have 7 and 133 kB; the numbers lie outside it."""

_STORAGES: dict[str, np.dtype[Any]] = {
    "DoubleStorage": np.dtype("<f8"),
    "FloatStorage": np.dtype("<f4"),
    "HalfStorage": np.dtype("<f2"),
    "LongStorage": np.dtype("<i8"),
    "IntStorage": np.dtype("<i4"),
    "BoolStorage": np.dtype("?"),
}

_FOREIGN = frozenset(
    {
        ("torch.torch_version", "TorchVersion"),
        ("pyannote.audio.core.task", "Specifications"),
        ("pyannote.audio.core.task", "Problem"),
        ("pyannote.audio.core.task", "Resolution"),
    }
)
"""Classes of other libraries that describe the training. They are read as empty objects."""


class CheckpointRefused(Exception):  # noqa: N818 — the file is refused
    """This is not a checkpoint, or it asks for something beyond plain arrays."""


@dataclass(frozen=True, slots=True)
class _StorageType:
    dtype: np.dtype[Any]


class _RebuildTensor:
    # An instance without attributes rather than a function: a pickle may try to set attributes on what it is given.
    __slots__ = ()

    def __call__(self, storage: Any, offset: Any, shape: Any, strides: Any, *_rest: Any) -> npt.NDArray[Any]:
        if not isinstance(storage, np.ndarray) or not all(_counts(value) for value in ((offset,), shape, strides)):
            raise CheckpointRefused("a tensor that is not made of a storage and whole numbers")
        if len(shape) != len(strides):
            raise CheckpointRefused("a tensor whose shape and strides disagree")
        count = math.prod(shape)
        if count == 0:
            return np.zeros(shape, storage.dtype)
        last = offset + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))
        if count > storage.size or last >= storage.size:
            raise CheckpointRefused("a tensor that reaches beyond its storage")
        steps = [stride * storage.itemsize for stride in strides]
        view: npt.NDArray[Any] = np.lib.stride_tricks.as_strided(storage[offset:], shape, steps, writeable=False)
        return view.copy()


class _Reader(pickle.Unpickler):
    def __init__(self, stream: IO[bytes], archive: zipfile.ZipFile, root: str) -> None:
        super().__init__(stream)
        self._archive, self._root = archive, root

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _RebuildTensor()
        if module == "torch" and name in _STORAGES:
            return _StorageType(_STORAGES[name])
        if (module, name) in _FOREIGN:
            # A class of its own for each, so that nothing a pickle sets on it outlives the reading.
            return type("Unread", (), {"__new__": lambda cls, *_: object.__new__(cls), "__setstate__": lambda *_: None})
        raise CheckpointRefused(f"the checkpoint asks for {module}.{name}")

    def persistent_load(self, pid: Any) -> npt.NDArray[Any]:
        # Where a storage is meant: ("storage", type, name of its file, device, number of values).
        if not isinstance(pid, tuple) or len(pid) != 5 or pid[0] != "storage" or not isinstance(pid[1], _StorageType):
            raise CheckpointRefused("an unknown kind of reference")
        _, kind, key, _, count = pid
        values: npt.NDArray[Any] = np.frombuffer(_stored(self._archive, f"{self._root}/data/{key}"), kind.dtype)
        if values.size != count:
            raise CheckpointRefused(f"a storage of {values.size} values where {count} are announced")
        return values


def read_weights(path: Path) -> Weights:
    """The arrays of a checkpoint by name, those under `state_dict` where it has one. Errors: `CheckpointRefused`."""
    try:
        with zipfile.ZipFile(path) as archive:
            pickles = [name for name in archive.namelist() if name.endswith("/data.pkl")]
            if len(pickles) != 1:
                raise CheckpointRefused("not one data.pkl")
            root = pickles[0].removesuffix("/data.pkl")
            if _byte_order(archive, root) != b"little":
                raise CheckpointRefused("numbers in big-endian order")
            if archive.getinfo(pickles[0]).file_size > PICKLE_LIMIT:
                raise CheckpointRefused("an outsized pickle")
            _stored(archive, pickles[0])
            with archive.open(pickles[0]) as stream:
                content = _Reader(stream, archive, root).load()
    except CheckpointRefused:
        raise
    except Exception as error:  # a hostile pickle can make the unpickler raise anything
        raise CheckpointRefused(f"unreadable: {error!r}") from error
    if isinstance(content, dict) and isinstance(content.get("state_dict"), dict):
        content = content["state_dict"]
    if not isinstance(content, dict) or not all(
        isinstance(name, str) and isinstance(value, np.ndarray) for name, value in content.items()
    ):
        raise CheckpointRefused("something else than arrays by name")
    return dict(content)


def _stored(archive: zipfile.ZipFile, name: str) -> bytes:
    # PyTorch never compresses; a compressed member could unpack to more than the disk holds.
    if archive.getinfo(name).compress_type != zipfile.ZIP_STORED:
        raise CheckpointRefused(f"{name} is compressed")
    return archive.read(name)


def _byte_order(archive: zipfile.ZipFile, root: str) -> bytes:
    # Written since PyTorch 2.0; before, files were little-endian on every machine we meet.
    name = f"{root}/byteorder"
    return _stored(archive, name) if name in archive.namelist() else b"little"


def _counts(values: Any) -> bool:
    # Whether this is a tuple of whole numbers none of which is negative.
    return isinstance(values, tuple) and all(type(value) is int and value >= 0 for value in values)
