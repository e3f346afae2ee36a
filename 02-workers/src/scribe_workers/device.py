"""Where models run: chosen by the settings, or found. Decided once a worker; no model library is needed to decide."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scribe_core.accelerators import Card, CardMemory, Driver
from scribe_core.errors import ScribeError

OLDEST_CUDA = (12, 0)
"""What the engines were built for: CTranslate2 4.8 and ONNX Runtime 1.26 (docs/decisions/0018)."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Device:
    """The processor, or a card. `problem` is why a card that is there is left alone, where one is."""

    card: Card | None = None
    driver: Driver | None = None
    problem: ScribeError | None = None

    @property
    def kind(self) -> str:
        """`cuda` or `cpu`, as model libraries call it."""
        return "cuda" if self.card else "cpu"

    @property
    def number(self) -> int:
        """The card's number, 0 for the processor."""
        return self.card.number if self.card else 0

    @property
    def name(self) -> str:
        """What a person would call it."""
        return f"{self.card.name} (cuda:{self.number})" if self.card else "CPU"

    def memory(self) -> CardMemory | None:
        """The card's memory now, None for the processor."""
        return self.driver.memory(self.card) if self.driver and self.card else None


PROCESSOR = Device()


def device_for(asked: str, driver: Driver, missing_libraries: Callable[[], Sequence[str]]) -> Device:
    """The device that the settings ask for (`auto`, `cpu`, `cuda`, `cuda:1`).

    `cuda` is the card with the most memory. `auto` takes it where there is one that can be used, else the processor; what
    keeps a card from being used is then told by the device instead of raised.

    Errors: `device_missing`, `device_driver_old`, `device_libraries_missing`.
    """
    if asked == "cpu":
        return PROCESSOR
    try:
        return _card(asked, driver, missing_libraries)
    except ScribeError as problem:
        if asked != "auto":
            raise
        if problem.code == "device_missing":
            return PROCESSOR
        log.warning("the card is not used: %s", problem)
        return Device(problem=problem)


def _card(asked: str, driver: Driver, missing_libraries: Callable[[], Sequence[str]]) -> Device:
    cards = driver.cards()
    number = asked.partition(":")[2]
    fitting = [card for card in cards if not number or card.number == int(number)]
    if not fitting:
        raise ScribeError("device_missing", device=asked, found=", ".join(card.name for card in cards) or "0")
    if driver.cuda < OLDEST_CUDA:
        raise ScribeError("device_driver_old", driver=driver.version, needed="{}.{}".format(*OLDEST_CUDA))
    if missing := missing_libraries():
        raise ScribeError("device_libraries_missing", libraries=", ".join(missing))
    return Device(max(fitting, key=lambda card: (card.memory, -card.number)), driver)
