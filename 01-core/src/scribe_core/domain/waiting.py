"""When runs that wait may begin and end, from how long each of those before them takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from typing import Self


@dataclass(frozen=True, slots=True)
class Expected:
    """Seconds from now until a run begins and until it ends, None where nothing measured tells."""

    begins: float | None = None
    ends: float | None = None

    def not_before(self, seconds: float) -> Self:
        """The same, of one that is not begun for so many seconds."""
        late = 0.0 if self.begins is None else max(0.0, seconds - self.begins)
        return replace(self, begins=_later(self.begins, late), ends=_later(self.ends, late))


def expected(at_work: Sequence[float | None], waiting: Sequence[float | None]) -> list[Expected]:
    """What to expect of each run that waits, in the order of the line.

    A worker takes the first of the line whenever it is free. One of whose run nothing is known is not counted upon: who
    waits may be pleased, not disappointed. Where no worker is left to count upon there is nothing to expect.

    Args:
        at_work: how many seconds each run at work still takes.
        waiting: how many seconds each run that waits will take, first of the line first.
    """
    free = [seconds for seconds in at_work if seconds is not None]
    heapify(free)
    told: list[Expected] = []
    for seconds in waiting:
        if not free:
            told.append(Expected())
            continue
        begins = heappop(free)
        if seconds is None:
            told.append(Expected(begins))
            continue
        heappush(free, begins + seconds)
        told.append(Expected(begins, begins + seconds))
    return told


def _later(seconds: float | None, late: float) -> float | None:
    return None if seconds is None else seconds + late
