"""What answers of all that the API stands on."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from scribe_api.dependencies import Parts
from scribe_core.errors import ScribeError

PATIENCE_SECONDS = 5.0

NEEDED = frozenset({"database", "storage"})
"""Without the queue everything works, only later, and without the index of vectors searches are by words."""


@dataclass(frozen=True, slots=True)
class Services:
    """What is wrong with each service, None where it is well; `absent` are those that this installation does without."""

    faults: Mapping[str, ScribeError | None]
    absent: frozenset[str]

    @property
    def ready(self) -> bool:
        """Whether nothing is wrong with what is needed."""
        return not any(self.faults[name] for name in NEEDED)

    def state(self, name: str) -> str:
        """`ok`, `none` where there is no such service, or the code of what is wrong."""
        fault = self.faults[name]
        return fault.code if fault else "none" if name in self.absent else "ok"


async def look(parts: Parts) -> Services:
    """Ask each service whether it answers, all at once."""
    checks = {
        "database": _fault(parts.database.check, "database_unavailable"),
        "storage": _fault(parts.objects.check, "storage_unavailable"),
        "queue": _fault(parts.doorbell.check, "queue_unavailable"),
        "vectors": _fault(parts.vectors.check if parts.vectors else _nothing, "vectors_unavailable"),
    }
    found = await asyncio.gather(*checks.values())
    there = {"queue": bool(parts.settings.queue_url), "vectors": parts.vectors is not None}
    return Services(
        dict(zip(checks, found, strict=True)), frozenset(name for name, is_there in there.items() if not is_there)
    )


async def _fault(check: Callable[[], Awaitable[None]], silent: str) -> ScribeError | None:
    """What a check finds wrong; `silent` is the code where it does not come back."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await check()
    except ScribeError as error:
        return error
    except TimeoutError:
        return ScribeError(silent)
    return None


async def _nothing() -> None:
    """There is nothing to look at."""
