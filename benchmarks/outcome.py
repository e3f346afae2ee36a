"""What a measured job hands back, whoever did it: the words with their speakers, the turns, and what each part cost."""

import json
import resource
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word with its speaker, in seconds."""

    start: float
    end: float
    text: str
    speaker: int


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A turn as the diarizer gives it, in seconds."""

    start: float
    end: float
    speaker: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A job's result. `parts` are CPU seconds (user and system, child processes included) by name of part."""

    words: Sequence[SpokenWord]
    turns: Sequence[SpokenTurn]
    parts: dict[str, float] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Outcome":
        """Read what `write` wrote."""
        known = json.loads(path.read_text(encoding="utf-8"))
        words = [SpokenWord(**word) for word in known["words"]]
        return cls(words, [SpokenTurn(**turn) for turn in known["turns"]], known["parts"])


class Meter:
    """Reads this process's CPU time, part by part. What came before the first part is the start: imports, settings."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {"start": cpu_seconds()}

    def part(self, name: str) -> None:
        """Everything since the last call is that part's."""
        self.parts[name] = self.parts.get(name, 0.0) + cpu_seconds() - sum(self.parts.values())


def cpu_seconds() -> float:
    """CPU time of this process and of its finished children since it began, user and system."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
