"""Health over HTTP, at the root: for supervisors and load balancers, without an account."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import Field

from scribe_api.dependencies import Reader, TheParts
from scribe_api.health.service import look
from scribe_api.wire import Told

router = APIRouter(tags=["health"])


class Health(Told):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(Told):
    """Whether what the API needs answers: `ok`, or the code of what is wrong; queue and vectors may also be `none`.

    Without the queue everything works, only later, and without the index of vectors searches are by words: neither makes anything unready.
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
    found = await look(parts)
    response.status_code = 200 if found.ready else 503
    return Readiness(
        ready=found.ready,
        **{name: found.state(name) for name in found.faults},
        reasons=[fault.sentence(language) for fault in found.faults.values() if fault],
    )
