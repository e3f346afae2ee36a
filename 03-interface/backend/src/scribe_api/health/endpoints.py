"""Health over HTTP, at the root: for supervisors and load balancers, without an account."""

import asyncio
from typing import Literal

from fastapi import APIRouter, Response
from sqlalchemy import text

from scribe_api.dependencies import Parts, TheParts
from scribe_api.wire import Told
from scribe_core.errors import ScribeError

router = APIRouter(tags=["health"])

PATIENCE_SECONDS = 5.0


class Health(Told):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(Told):
    """Whether what the API needs answers: `ok`, or the code of what is wrong."""

    ready: bool
    database: str
    storage: str


@router.get("/health")
async def read_health() -> Health:
    """The process lives and answers."""
    return Health()


@router.get("/ready", responses={503: {"model": Readiness, "description": "Something it needs does not answer."}})
async def read_readiness(response: Response, parts: TheParts) -> Readiness:
    """The database and the object store answer too."""
    database, storage = await asyncio.gather(_database(parts), _storage(parts))
    ready = database == storage == "ok"
    response.status_code = 200 if ready else 503
    return Readiness(ready=ready, database=database, storage=storage)


async def _database(parts: Parts) -> str:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), parts.database.reading() as session:
            await session.execute(text("SELECT version_num FROM alembic_version"))
    except ScribeError as error:
        return error.code
    except TimeoutError:
        return "database_unavailable"
    return "ok"


async def _storage(parts: Parts) -> str:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await parts.objects.size_async("health/probe")
    except ScribeError as error:
        return error.code
    except TimeoutError:
        return "storage_unavailable"
    return "ok"
