"""Cards are asked of the driver; the settings' word holds, and what cannot be used is said."""

import ctypes
from collections.abc import Callable
from ctypes import POINTER, c_char, c_char_p, c_int, c_size_t, c_uint, c_void_p
from types import SimpleNamespace
from typing import Any

import pytest

from scribe_core import accelerators
from scribe_core.accelerators import Card, CardMemory, Driver
from scribe_core.errors import ScribeError
from scribe_workers.device import PROCESSOR, device_for

GIGABYTE = 1024**3
CARDS = (("NVIDIA GeForce RTX 3060", 12, "0000:01:00.0"), ("NVIDIA GeForce RTX 4070 Ti", 16, "0000:02:00.0"))


def as_c(answer: Any, *arguments: Any) -> Callable[[Callable[..., int]], Any]:
    """A function called as C calls it: arguments are converted and pointers written through, as the real driver does."""
    return ctypes.CFUNCTYPE(answer, *arguments)


def text_at(place: Any, text: str) -> None:
    ctypes.memmove(place, text.encode() + b"\0", len(text) + 1)


def driver_with(
    cards: tuple[tuple[str, int, str], ...] = CARDS, *, cuda: int = 12080, used: int = 2, refused: bool = False
) -> Driver:
    """A driver of a machine with such cards: name, gigabytes, slot."""

    @as_c(c_int, c_uint)
    def init(_flags: int) -> int:
        return 100 if refused else 0

    @as_c(c_int, POINTER(c_int))
    def version(number: Any) -> int:
        number[0] = cuda
        return 0

    @as_c(c_int, POINTER(c_int))
    def count(number: Any) -> int:
        number[0] = len(cards)
        return 0

    @as_c(c_int, POINTER(c_int), c_int)
    def get(handle: Any, number: int) -> int:
        handle[0] = number + 40
        return 0

    @as_c(c_int, POINTER(c_char), c_int, c_int)
    def name(place: Any, _length: int, handle: int) -> int:
        text_at(place, cards[handle - 40][0])
        return 0

    @as_c(c_int, POINTER(c_char), c_int, c_int)
    def address(place: Any, _length: int, handle: int) -> int:
        text_at(place, cards[handle - 40][2])
        return 0

    @as_c(c_int, POINTER(c_size_t), c_int)
    def total(memory: Any, handle: int) -> int:
        memory[0] = cards[handle - 40][1] * GIGABYTE
        return 0

    @as_c(c_int, POINTER(c_int), c_int, c_int)
    def attribute(value: Any, which: int, _handle: int) -> int:
        value[0] = {75: 8, 76: 9}[which]
        return 0

    @as_c(c_int)
    def begin() -> int:
        return 0

    @as_c(c_int, POINTER(c_char), c_uint)
    def release(place: Any, _length: int) -> int:
        text_at(place, "570.86.15")
        return 0

    @as_c(c_int, c_char_p, POINTER(c_void_p))
    def by_slot(slot: bytes, handle: Any) -> int:
        handle[0] = [one[2] for one in cards].index(slot.decode()) + 7
        return 0

    @as_c(c_int, c_void_p, POINTER(accelerators._Memory))
    def memory(handle: int, found: Any) -> int:
        whole = cards[handle - 7][1] * GIGABYTE
        found[0].total, found[0].used, found[0].free = whole, used * GIGABYTE, whole - used * GIGABYTE
        return 0

    libraries = {
        accelerators.DRIVER: SimpleNamespace(
            cuInit=init, cuDriverGetVersion=version, cuDeviceGetCount=count, cuDeviceGet=get, cuDeviceGetName=name,
            cuDeviceGetPCIBusId=address, cuDeviceTotalMem_v2=total, cuDeviceGetAttribute=attribute,
        ),
        accelerators.MANAGEMENT: SimpleNamespace(
            nvmlInit_v2=begin, nvmlSystemGetDriverVersion=release, nvmlDeviceGetHandleByPciBusId_v2=by_slot,
            nvmlDeviceGetMemoryInfo=memory,
        ),
    }  # fmt: skip
    return Driver(libraries.__getitem__)


def no_library(name: str) -> Any:
    raise OSError(f"{name}: cannot open shared object file")


NOTHING_MISSING: Callable[[], tuple[str, ...]] = tuple


def test_a_machine_without_a_driver_has_no_card() -> None:
    driver = Driver(no_library)
    assert (driver.cards(), driver.version, driver.cuda) == ((), "", (0, 0))
    assert device_for("auto", driver, NOTHING_MISSING) == PROCESSOR
    assert device_for("auto", driver_with(refused=True), NOTHING_MISSING) == PROCESSOR


def test_the_driver_tells_its_cards_and_their_memory() -> None:
    driver = driver_with()
    assert driver.cards() == (
        Card(0, "NVIDIA GeForce RTX 3060", "0000:01:00.0", 12 * GIGABYTE, "8.9"),
        Card(1, "NVIDIA GeForce RTX 4070 Ti", "0000:02:00.0", 16 * GIGABYTE, "8.9"),
    )
    assert (driver.version, driver.cuda) == ("570.86.15", (12, 8))
    assert driver.memory(driver.cards()[1]) == CardMemory(free=14 * GIGABYTE, used=2 * GIGABYTE)


@pytest.mark.parametrize(
    ("asked", "kind", "number"), [("auto", "cuda", 1), ("cuda", "cuda", 1), ("cuda:0", "cuda", 0), ("cpu", "cpu", 0)]
)
def test_the_settings_choose_else_the_largest_card(asked: str, kind: str, number: int) -> None:
    device = device_for(asked, driver_with(), NOTHING_MISSING)
    assert (device.kind, device.number, device.problem) == (kind, number, None)
    assert (device.memory() is None) == (kind == "cpu")


@pytest.mark.parametrize("asked", ["cuda", "cuda:2"])
def test_a_card_that_is_not_there_is_named(asked: str) -> None:
    driver = Driver(no_library) if asked == "cuda" else driver_with()
    with pytest.raises(ScribeError) as error:
        device_for(asked, driver, NOTHING_MISSING)
    assert error.value.code == "device_missing"
    for language in ("fr", "en"):
        assert asked in error.value.sentence(language)
        assert "{" not in error.value.sentence(language)
    assert ("RTX 3060" in error.value.sentence("fr")) == (asked == "cuda:2")


@pytest.mark.parametrize(
    ("cuda", "missing", "code"),
    [(11080, (), "device_driver_old"), (12080, ("libcublas.so.12",), "device_libraries_missing")],
)
def test_a_card_that_cannot_be_used_is_an_error_where_asked_for_and_told_where_not(
    cuda: int, missing: tuple[str, ...], code: str
) -> None:
    driver = driver_with(cuda=cuda)
    with pytest.raises(ScribeError) as error:
        device_for("cuda", driver, lambda: missing)
    assert error.value.code == code
    found = device_for("auto", driver, lambda: missing)
    assert found.kind == "cpu"
    assert found.problem is not None
    assert found.problem.code == code
    assert device_for("cpu", driver, lambda: missing).problem is None
