"""Health over HTTP, at the root: for supervisors and load balancers, without an account."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import Field

from scribe_api.dependencies import Reader, TheParts
from scribe_api.wire import Told
from scribe_core.errors import ScribeError

router = APIRouter(tags=["health"])

PATIENCE_SECONDS = 5.0


class Health(Told):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(Told):
    """Whether what the API needs answers: `ok`, or the code of what is wrong; queue and vectors may also be `none`.

    Without the queue everything works, only later, and the index of vectors is for the search to come: neither makes anything unready.
    """

    ready: bool
    database: str
    storage: str
    queue: str
    vectors: str
    reasons: list[str] = Field(description="What is wrong, one sentence each, in the language of `Accept-Language`.")


@router.get("/health")
async def read_health() -> Health:
    """The process lives and answers. What it needs may be away: `/ready` tells."""
    return Health()


@router.get("/ready", responses={503: {"model": Readiness, "description": "Something it needs does not answer."}})
async def read_readiness(response: Response, parts: TheParts, language: Reader) -> Readiness:
    """The database and the object store answer, and queue and search index do where there are any."""
    database, storage, queue, vectors = await asyncio.gather(
        _fault(parts.database.check, "database_unavailable"),
        _fault(parts.objects.check, "storage_unavailable"),
        _fault(parts.doorbell.check, "queue_unavailable"),
        _fault(parts.vectors.check if parts.vectors else _nothing, "vectors_unavailable"),
    )
    ready = database is None and storage is None
    response.status_code = 200 if ready else 503
    return Readiness(
        ready=ready,
        database=database.code if database else "ok",
        storage=storage.code if storage else "ok",
        queue=queue.code if queue else "ok" if parts.settings.queue_url else "none",
        vectors=vectors.code if vectors else "ok" if parts.vectors else "none",
        reasons=[fault.sentence(language) for fault in (database, storage, queue, vectors) if fault],
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
