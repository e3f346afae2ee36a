"""A template on its way in: bounded, tried, kept."""

import anyio.to_thread
from starlette.requests import Request

from scribe_api.dependencies import Parts, SignedIn
from scribe_api.exports.editions import COSTLY_AT_ONCE
from scribe_core.database import document_templates
from scribe_core.database.document_templates import DocumentTemplate
from scribe_core.document_templates.form import LARGEST, check
from scribe_core.domain.account import Role
from scribe_core.errors import ScribeError


async def upload(parts: Parts, asking: SignedIn, name: str, request: Request, *, shared: bool) -> DocumentTemplate:
    """Keep what is sent if it can be filled. No transaction is open while it comes in and is tried.

    Raises `forbidden`, `document_templates_too_many`, and what `check` raises.
    """
    if shared and asking.user.role != Role.ADMINISTRATOR:
        raise ScribeError("forbidden")
    async with parts.database.reading() as session:
        await document_templates.require_room(session, asking.user.id)
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > LARGEST:
            raise ScribeError("document_template_too_large", most=LARGEST // 1_000_000)
    await anyio.to_thread.run_sync(check, bytes(content), limiter=COSTLY_AT_ONCE)
    async with parts.database.session() as session:
        return await document_templates.add(session, asking.user.id, name, bytes(content), shared=shared)
