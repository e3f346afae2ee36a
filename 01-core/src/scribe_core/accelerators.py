"""Which NVIDIA cards this machine has, asked of the driver itself.

Standard library only: the command line asks before any package is installed, the API may ask without a model library.
Cards are numbered as CUDA numbers them, so `CUDA_VISIBLE_DEVICES` holds here too.
"""

import ctypes
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

os.environ.setdefault("CUDA_DEVICE_ORDER", "PCI_BUS_ID")  # read by CUDA once, when it begins: a number means a slot

DRIVER = "libcuda.so.1"
MANAGEMENT = "libnvidia-ml.so.1"
"""Both come with the driver. The first computes and numbers, the second tells memory without taking any."""

MEGABYTE = 1024**2

OpenLibrary = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Card:
    """An NVIDIA card. `address` is its slot, `memory` in bytes, `capability` what its processors can do (8.9)."""

    number: int
    name: str
    address: str
    memory: int
    capability: str


@dataclass(frozen=True, slots=True)
class CardMemory:
    """A card's memory at this moment, in bytes: whoever takes it."""

    free: int
    used: int


class _Memory(ctypes.Structure):
    _fields_ = (("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong))


class Driver:
    """The driver of this machine's cards. `open_library` finds a shared library by name."""

    def __init__(self, open_library: OpenLibrary = ctypes.CDLL) -> None:
        self._cuda = _opened(open_library, DRIVER)
        self._management = _opened(open_library, MANAGEMENT)
        if self._cuda is not None and self._cuda.cuInit(0) != 0:
            self._cuda = None  # a driver without a card, or one that the kernel does not let us reach
        if self._management is not None and self._management.nvmlInit_v2() != 0:
            self._management = None

    @property
    def version(self) -> str:
        """The driver's release, empty where it does not tell."""
        text = ctypes.create_string_buffer(80)
        if self._management is None or self._management.nvmlSystemGetDriverVersion(text, 80) != 0:
            return ""
        return text.value.decode()

    @property
    def cuda(self) -> tuple[int, int]:
        """The newest CUDA that the driver serves; (0, 0) without one."""
        number = ctypes.c_int(0)
        if self._cuda is None or self._cuda.cuDriverGetVersion(ctypes.byref(number)) != 0:
            return (0, 0)
        return number.value // 1000, number.value % 1000 // 10

    def cards(self) -> tuple[Card, ...]:
        """The cards that this process may use, in CUDA's order. Takes no memory on any."""
        count = ctypes.c_int(0)
        if self._cuda is None or self._cuda.cuDeviceGetCount(ctypes.byref(count)) != 0:
            return ()
        return tuple(self._card(number) for number in range(count.value))

    def _card(self, number: int) -> Card:
        cuda = self._cuda
        handle, memory = ctypes.c_int(0), ctypes.c_size_t(0)
        major, minor = ctypes.c_int(0), ctypes.c_int(0)
        name, address = ctypes.create_string_buffer(100), ctypes.create_string_buffer(32)
        cuda.cuDeviceGet(ctypes.byref(handle), number)
        cuda.cuDeviceGetName(name, 100, handle)
        cuda.cuDeviceGetPCIBusId(address, 32, handle)
        cuda.cuDeviceTotalMem_v2(ctypes.byref(memory), handle)
        cuda.cuDeviceGetAttribute(ctypes.byref(major), 75, handle)  # COMPUTE_CAPABILITY_MAJOR
        cuda.cuDeviceGetAttribute(ctypes.byref(minor), 76, handle)  # COMPUTE_CAPABILITY_MINOR
        return Card(number, name.value.decode(), address.value.decode(), memory.value, f"{major.value}.{minor.value}")

    def memory(self, card: Card) -> CardMemory | None:
        """How much of a card's memory is free and used now, None where the driver does not tell."""
        if self._management is None:
            return None
        handle, memory = ctypes.c_void_p(), _Memory()
        if self._management.nvmlDeviceGetHandleByPciBusId_v2(card.address.encode(), ctypes.byref(handle)) != 0:
            return None
        if self._management.nvmlDeviceGetMemoryInfo(handle, ctypes.byref(memory)) != 0:
            return None
        return CardMemory(int(memory.free), int(memory.used))


@cache
def driver() -> Driver:
    """This machine's driver, asked once a process."""
    return Driver()


def _opened(open_library: OpenLibrary, name: str) -> Any:
    try:
        return open_library(name)
    except OSError:
        return None
