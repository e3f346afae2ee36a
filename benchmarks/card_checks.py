"""What `prove gpu` looks at in its own process: one model at a time, the same answers as on a processor, stepping down.

Every check takes a device; all but the balloon also run on the processor, where the tests run them.
"""

import ctypes
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import psutil
import soundfile
from numpy.typing import NDArray

from scribe_core.accelerators import DRIVER
from scribe_core.errors import ScribeError
from scribe_workers.device import PROCESSOR, Device
from scribe_workers.engines.networks import SegmentationNetwork, VoiceNetwork
from scribe_workers.engines.recogniser import Sound, Task, Whisper
from scribe_workers.memory_watch import available
from scribe_workers.model_room import ModelRoom
from scribe_workers.models.store import ModelStore
from scribe_workers.stages.fitting import fitted

MEGABYTE = 1024**2
RATE = 16_000
ROUNDS = 5

Ask = Callable[[], NDArray[np.float32]]
"""A network's answer to what it is always asked here."""


class Bench:
    """As much of a bench as making a recogniser fit needs."""

    def __init__(self, room: ModelRoom, models: ModelStore, threads: int) -> None:
        self.room, self.models, self.threads = room, models, threads


def residency(device: Device, store: ModelStore, model: str, compute_type: str) -> list[dict[str, Any]]:
    """Memory with each model in the room, one after the other: the second must not stand on top of the first."""
    room, seen = ModelRoom(device), []
    folders = {name: store.open(name) for name in (model, "segmentation", "voice")}
    loads: list[tuple[str, Callable[[], Any]]] = [
        (model, lambda: Whisper.load(folders[model], compute_type=compute_type, threads=2, device=device)),
        ("segmentation", lambda: SegmentationNetwork(folders["segmentation"], 2, device)),
        ("voice", lambda: VoiceNetwork(folders["voice"], 2, device)),
        (model, lambda: Whisper.load(folders[model], compute_type=compute_type, threads=2, device=device)),
    ]
    for name, load in loads:
        with room.occupy(name, load):
            seen.append({"resident": room.resident, "used": _used(device)})
    room.leave_if_idle(0)
    return [*seen, {"resident": "", "used": _used(device)}]


def same_answers(device: Device, store: ModelStore) -> list[dict[str, Any]]:
    """Both speaker networks on the device and on the processor: how far their answers are apart, and how long they take."""
    rng = np.random.default_rng(1)
    windows = rng.standard_normal((8, 160_000)).astype(np.float32) * np.float32(0.1)
    features = rng.standard_normal((8, 150, 80)).astype(np.float32)
    rows = []

    def segmentation(on: Device) -> tuple[SegmentationNetwork, Ask]:
        one = SegmentationNetwork(store.open("segmentation"), 2, on)
        return one, lambda: one.log_probabilities(windows)

    def voice(on: Device) -> tuple[VoiceNetwork, Ask]:
        one = VoiceNetwork(store.open("voice"), 2, on)
        return one, lambda: one.vectors(features)

    networks: dict[str, Callable[[Device], tuple[SegmentationNetwork | VoiceNetwork, Ask]]] = {
        "segmentation": segmentation,
        "voice": voice,
    }
    for name, load in networks.items():
        (here, ask_here), (there, ask_there) = load(PROCESSOR), load(device)
        expected, found = ask_here(), ask_there()
        row: dict[str, Any] = {"network": name, "on_card": there.on_card}
        row["largest_difference"] = float(np.abs(expected - found).max())
        row["same_choice"] = float((expected.argmax(-1) == found.argmax(-1)).mean())
        for place, one, ask in (("processor", here, ask_here), ("device", there, ask_there)):
            began = time.perf_counter()
            for _ in range(ROUNDS):
                ask()
            row[f"seconds_on_{place}"] = (time.perf_counter() - began) / ROUNDS
            one.leave()
        rows.append(row)
    return rows


def stepping_down(
    device: Device, store: ModelStore, model: str, compute_type: str, sounds: list[Sound], left: int | None
) -> dict[str, Any]:
    """How a recogniser fits where only so many bytes of the card are `left` (None: all there are)."""
    room = ModelRoom(device)
    bench: Any = Bench(room, store, 2)
    task = Task(beam=5, careful=True)
    heard: list[int] = []

    def hear(whisper: Whisper) -> None:
        heard.append(sum(len(first.words) for first, *_ in whisper.hear(sounds, [None] * len(sounds), task, _nothing)))

    with balloon(device, left):
        free, _ = available(device)
        found: dict[str, Any] = {"model": model, "asked": compute_type, "free_megabytes": free // MEGABYTE}
        try:
            _, found["stepped_down"] = fitted(bench, model, compute_type, hear)
        except ScribeError as error:
            return found | {"error": error.code, "sentence": error.sentence("en")}
        finally:
            room.leave_if_idle(0)
    (fit,) = room.fits.values()
    return found | {
        "precision": fit.compute_type,
        "together": fit.together,
        "words": heard[-1],
        "peaks": {name: [peak.resident, peak.card] for name, peak in room.peaks.items()},
    }


@contextmanager
def balloon(device: Device, left: int | None) -> Iterator[None]:
    """Takes the card's memory away but for so many bytes, through the driver itself."""
    if device.card is None or left is None:
        yield
        return
    cuda = ctypes.CDLL(DRIVER)
    context, place = ctypes.c_void_p(), ctypes.c_uint64(0)
    _done(cuda.cuInit(0), "cuInit")
    _done(cuda.cuDevicePrimaryCtxRetain(ctypes.byref(context), device.number), "cuDevicePrimaryCtxRetain")
    _done(cuda.cuCtxSetCurrent(context), "cuCtxSetCurrent")
    free, _ = available(device)
    try:
        if free > left:
            _done(cuda.cuMemAlloc_v2(ctypes.byref(place), ctypes.c_size_t(free - left)), "cuMemAlloc")
        yield
    finally:
        _done(cuda.cuCtxSetCurrent(context), "cuCtxSetCurrent")
        if place.value:
            _done(cuda.cuMemFree_v2(place), "cuMemFree")
        _done(cuda.cuDevicePrimaryCtxRelease_v2(device.number), "cuDevicePrimaryCtxRelease")


def sounds_of(recording: str, count: int, seconds: float = 25.0) -> list[Sound]:
    """So many stretches of a 16 kHz recording, one after the other and again from the start."""
    whole, rate = soundfile.read(recording, dtype="float32")
    assert rate == RATE, "give it as `lengths` writes it"
    size = int(seconds * RATE)
    return [np.resize(np.roll(whole, -n * size), size).astype(np.float32) for n in range(count)]


def _used(device: Device) -> int:
    memory = device.memory()
    return memory.used if memory else int(psutil.Process().memory_info().rss)


def _nothing() -> None:
    pass


def _done(status: int, what: str) -> None:
    if status != 0:
        raise RuntimeError(f"{what} failed with {status}")
