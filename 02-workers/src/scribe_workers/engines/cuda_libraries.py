"""NVIDIA's libraries, loaded before anybody asks for them by name: packages put them where no loader looks.

CTranslate2 asks the loader for cuBLAS when it first computes, ONNX Runtime for all of them when a session begins; a library
that is in the process by then is found. Standard library only.
"""

import ctypes
import os
import sys
from pathlib import Path

FOLDER = Path(sys.prefix) / "gpu" / "nvidia"
"""Where `./manage.sh` puts the packages of `requirements-gpu.lock`; elsewhere the system's own libraries serve."""

NEEDED = {
    "libcudart.so.12": "cuda_runtime",
    "libnvrtc.so.12": "cuda_nvrtc",
    "libnvJitLink.so.12": "nvjitlink",
    "libcublasLt.so.12": "cublas",
    "libcublas.so.12": "cublas",
    "libcufft.so.11": "cufft",
    "libcurand.so.10": "curand",
    "libcudnn.so.9": "cudnn",
}
"""Each library and the folder its package puts it in; one stands after what it needs."""

RECOGNISER_NEEDS = "libcublas.so.12"
"""The only one without which no word is recognised on a card."""


def missing(folder: Path = FOLDER) -> tuple[str, ...]:
    """Load them all; names those without which a card cannot be used, empty where it can."""
    absent = absent_of(folder)
    return (RECOGNISER_NEEDS,) if RECOGNISER_NEEDS in absent else ()


def absent_of(folder: Path = FOLDER) -> tuple[str, ...]:
    """Load them all; names every one that is not there."""
    absent = tuple(name for name, package in NEEDED.items() if not _loaded(name, folder / package / "lib"))
    # cuDNN opens its parts by name when it needs them, and ends the process where one is of another release: ours come first.
    for part in sorted((folder / "cudnn" / "lib").glob("libcudnn_*.so.9")):
        _loaded(part.name, part.parent)
    return absent


def _loaded(name: str, folder: Path) -> bool:
    place = folder / name
    for candidate in (str(place), name) if place.exists() else (name,):
        try:
            ctypes.CDLL(candidate, mode=os.RTLD_GLOBAL | os.RTLD_NOW)
        except OSError:
            continue
        return True
    return False
