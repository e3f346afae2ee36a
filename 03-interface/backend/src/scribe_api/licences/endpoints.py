"""Licences over HTTP. Anybody may read them."""

from typing import Literal

import anyio.to_thread
from fastapi import APIRouter
from pydantic import Field

from scribe_api.dependencies import TheParts
from scribe_api.licences.service import installed_packages
from scribe_api.wire import Told

router = APIRouter(tags=["product"])


class Licence(Told):
    """A work of others and its licence."""

    name: str = Field(examples=["whisper-base"])
    version: str
    kind: Literal["model", "package"]
    licence: str = Field(examples=["MIT"], description="An SPDX expression where one is known.")
    notice: str = Field(description="What the licence asks to be shown.")


@router.get("/licences")
async def list_licences(parts: TheParts) -> list[Licence]:
    """What the product contains or fetches, and under which licences: models first, then Python packages."""
    packages = await anyio.to_thread.run_sync(installed_packages)
    return [Licence.model_validate(work) for work in (*parts.models, *packages)]
