"""What a measured job hands back, whoever did it: the words with their speakers, the turns, and what each part cost."""

import json
import resource
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from math import isfinite
from pathlib import Path

LONGEST_SECONDS = 360_000.0
"""A hundred hours: no recording that can be read is longer, so no time in one is larger."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word with its speaker, in seconds."""

    start: float
    end: float
    text: str
    speaker: int | str


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A turn as the diarizer gives it, in seconds."""

    start: float
    end: float
    speaker: int | str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the work: its CPU seconds (child processes included) and when it ended, by the machine's steady clock."""

    name: str
    cpu: float
    ended: float


TOLD = ("words", "turns")
"""What a job may tell; one of them at least."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A job's result. `language` is what the words were written in, `libraries` the releases that did it.

    `peaks` are the bytes that each stage and each model took at most: of the process, and of the card (0 without one). `told`
    are those of `TOLD` that the job tells: of one that only tells speakers apart no word is missed.
    """

    words: Sequence[SpokenWord]
    turns: Sequence[SpokenTurn]
    seconds: float | None = None
    language: str | None = None
    warnings: Sequence[str] = ()
    parts: Sequence[Part] = ()
    libraries: dict[str, str] = field(default_factory=dict)
    peaks: dict[str, tuple[int, int]] = field(default_factory=dict)
    told: Sequence[str] = TOLD

    @property
    def end(self) -> float:
        """Where the last word or turn ends; 0 without any."""
        return max([0.0, *(word.end for word in self.words), *(turn.end for turn in self.turns)])

    def write(self, path: Path) -> None:
        """Write it as JSON, whole or not at all."""
        draft = path.with_suffix(".part")
        known = {name: value for name, value in asdict(self).items() if name != "told"}
        draft.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        draft.replace(path)

    @classmethod
    def read(cls, path: Path) -> "Outcome":
        """Read what `write` wrote, or another program in the same shape. Raises `ValueError` where it is not."""
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
            told = [name for name in TOLD if known.get(name) is not None]
            if not told:
                raise ValueError("neither words nor turns")
            found = cls(
                [SpokenWord(**word) for word in known.get("words") or ()],
                [SpokenTurn(**turn) for turn in known.get("turns") or ()],
                known.get("seconds"),
                known.get("language"),
                known.get("warnings") or (),
                [Part(**part) for part in known.get("parts") or ()],
                known.get("libraries") or {},
                {name: (resident, card) for name, (resident, card) in (known.get("peaks") or {}).items()},
                told,
            )
            times = [at for word in found.words for at in (word.start, word.end)]
            times += [at for turn in found.turns for at in (turn.start, turn.end)]
            if wrong := [at for at in [*times, found.seconds or 0.0] if not abs(at) <= LONGEST_SECONDS]:
                raise ValueError(f"{wrong[0]} is not a number of seconds")
            if not all(isfinite(part.cpu) and isfinite(part.ended) for part in found.parts):
                raise ValueError("a part has no finite number of seconds")
            if not isinstance(found.language or "", str):
                raise TypeError(f"{found.language} is not a language")
            return found
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError, RecursionError) as error:
            raise ValueError(f"not an outcome: {error!r}") from error


class Meter:
    """Reads this process's CPU time, part by part. What came before the first part is the start: imports, settings."""

    def __init__(self) -> None:
        self.parts = [Part("start", cpu_seconds(), time.monotonic())]

    def part(self, name: str) -> None:
        """Everything since the last call is that part's."""
        spent = cpu_seconds() - sum(part.cpu for part in self.parts)
        known = [part for part in self.parts if part.name == name]
        rest = [part for part in self.parts if part.name != name]
        self.parts = [*rest, Part(name, sum(part.cpu for part in known) + spent, time.monotonic())]


def cpu_seconds() -> float:
    """CPU time of this process and of its finished children since it began, user and system."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def releases(packages: Iterable[str]) -> dict[str, str]:
    """The installed release of each package."""
    return {package: version(package) for package in packages}
