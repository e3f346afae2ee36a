"""Uploads over HTTP, by tus 1.0: core, creation (also of unsaid length, also with bytes), expiration, checksum, termination."""

from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Header, Request, Response, status

from scribe_api.dependencies import Asking, Reading, TheParts
from scribe_api.error_responses import answers
from scribe_api.uploads import protocol, service
from scribe_api.uploads.schemas import Uploads, told_upload
from scribe_core.database import uploads
from scribe_core.errors import ScribeError

router = APIRouter(prefix="/uploads", tags=["uploads"])

_SPOKEN = [Depends(protocol.require_version)]
_ANY = answers("session_invalid", "upload_version")
_CHANGE = answers("session_invalid", "csrf_invalid", "upload_version", "upload_header_invalid")
_ONE = answers("upload_not_found")
_BEGUN = answers(
    "language_unknown", "media_empty", "quota_exceeded", "request_invalid", "storage_full", "upload_too_large", "uploads_too_many",
)  # fmt: skip
_BROUGHT = answers(
    "media_empty", "media_not_recognised", "media_protected", "media_reference_refused", "quota_exceeded", "request_too_large",
    "storage_full", "upload_busy", "upload_checksum_mismatch", "upload_content_type", "upload_in_pieces",
    "upload_offset_conflict", "upload_stalled", "upload_too_large",
)  # fmt: skip
_BYTES = {"requestBody": {"content": {protocol.CONTENT_TYPE: {"schema": {"type": "string", "format": "binary"}}}}}

Length = Annotated[str | None, Header(alias="Upload-Length", description="Bytes of the whole recording.")]
Later = Annotated[
    str | None,
    Header(
        alias="Upload-Defer-Length", description="`1` instead of a length: one of the requests that follow tells it."
    ),
]
Offset = Annotated[str | None, Header(alias="Upload-Offset", description="How many bytes came before.")]
Sum = Annotated[
    str | None, Header(alias="Upload-Checksum", description="`sha256` or `sha1`, a space, the body's digest in base64.")
]
Metadata = Annotated[
    str,
    Header(
        alias="Upload-Metadata",
        description="As tus writes it. Fields: those of the query of `POST /meetings`, lists with one value a line, and `mark`.",
    ),
]
Override = Annotated[str, Header(alias="X-HTTP-Method-Override", description="For clients that can only POST.")]


@router.options("", include_in_schema=False)
@router.options("/{upload_id:id}", include_in_schema=False)
async def discover(parts: TheParts) -> Response:
    """What can be done here."""
    return Response(status_code=204, headers=protocol.discovery(parts.settings.upload_limit_bytes))


@router.get("", responses=answers("session_invalid"))
async def list_uploads(asking: Asking, session: Reading) -> Uploads:
    """My uploads that are not complete, so that any page of mine can go on with them."""
    rows = await uploads.of_owner(session, asking.user.id)
    # Hundreds of names that strangers chose: nobody else waits while they are read.
    return Uploads(items=await anyio.to_thread.run_sync(lambda: [told_upload(row) for row in rows]))


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_class=Response,
    dependencies=_SPOKEN,
    responses={**_CHANGE, **_BEGUN, 201: {"description": "Begun; `Location` is where to send the bytes."}},
    openapi_extra=_BYTES,
)
async def begin_upload(
    request: Request,
    asking: Asking,
    parts: TheParts,
    upload_length: Length = None,
    upload_defer_length: Later = None,
    upload_metadata: Metadata = "",
    upload_checksum: Sum = None,
) -> Response:
    """Begin an upload that can be resumed; its first bytes may come along. It has the id that its meeting will have."""
    checksum = protocol.checksum(upload_checksum)
    brings = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if brings:
        protocol.require_content_type(request)
    size = protocol.length(upload_length, upload_defer_length)
    row = await service.begin(parts, asking, size, upload_metadata)
    if brings:
        await service.receive(parts, asking, row, 0, request.stream(), checksum)
    standing = await _standing(parts, asking, row.id)
    return Response(status_code=201, headers={**standing, "Location": f"{request.url.path}/{row.id}"})


@router.head(
    "/{upload_id:id}",
    dependencies=_SPOKEN,
    response_class=Response,
    responses={**_ANY, **_ONE, **answers("upload_busy")},
)
async def ask_upload(upload_id: str, asking: Asking, parts: TheParts) -> Response:
    """How far an upload is. A complete one says so for as long as its meeting is there.

    One that is being received, still after a second, says that instead, before anybody sends a body for nothing.
    """
    found = await service.standing(parts, asking, upload_id)
    headers = {"Cache-Control": "no-store"}
    if isinstance(found, int):
        return Response(headers={**headers, **protocol.arrived(found), "Upload-Length": str(found)})
    headers |= {**protocol.standing(found), **protocol.size(found)}
    if found.announced:
        headers["Upload-Metadata"] = found.announced
    return Response(headers=headers)


@router.patch(
    "/{upload_id:id}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=_SPOKEN,
    responses={**_CHANGE, **_ONE, **_BROUGHT},
    openapi_extra=_BYTES,
)
async def go_on_with_upload(
    upload_id: str,
    request: Request,
    asking: Asking,
    parts: TheParts,
    upload_offset: Offset = None,
    upload_length: Length = None,
    upload_checksum: Sum = None,
) -> Response:
    """Send more of an upload. With the last byte it becomes a meeting of the same id, and work on it starts.

    The offset answered is safe. A body that breaks off counts as far as it came, unless it has a checksum. One that was begun
    without a length is told it here, once, with the last bytes or after them.
    """
    protocol.require_content_type(request)
    offset, checksum = protocol.number("Upload-Offset", upload_offset), protocol.checksum(upload_checksum)
    size = None if upload_length is None else protocol.number("Upload-Length", upload_length)
    async with parts.database.reading() as session:
        found = await service.find(session, asking.user.id, upload_id)
    if isinstance(found, int):
        if offset != found:
            raise ScribeError("upload_offset_conflict", offset=found)
    else:
        await service.receive(parts, asking, found, offset, request.stream(), checksum, size)
    return Response(status_code=204, headers=await _standing(parts, asking, upload_id))


@router.delete(
    "/{upload_id:id}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=_SPOKEN,
    responses={**_CHANGE, **_ONE, **answers("upload_complete")},
)
async def stop_upload(upload_id: str, asking: Asking, parts: TheParts) -> Response:
    """Give an upload up: what came of it is deleted."""
    await service.stop(parts, asking, upload_id)
    return Response(status_code=204, headers={"Tus-Resumable": protocol.VERSION})


@router.post("/{upload_id:id}", include_in_schema=False, dependencies=_SPOKEN)
async def act_on_upload(
    upload_id: str,
    request: Request,
    asking: Asking,
    parts: TheParts,
    override: Override = "",
    upload_offset: Offset = None,
    upload_length: Length = None,
    upload_checksum: Sum = None,
) -> Response:
    """PATCH and DELETE for networks that let only POST through."""
    if override == "PATCH":
        return await go_on_with_upload(upload_id, request, asking, parts, upload_offset, upload_length, upload_checksum)
    if override == "DELETE":
        return await stop_upload(upload_id, asking, parts)
    raise ScribeError("method_not_allowed")


async def _standing(parts: TheParts, asking: Asking, upload_id: str) -> dict[str, str]:
    async with parts.database.reading() as session:
        found = await service.find(session, asking.user.id, upload_id)
    return protocol.arrived(found) if isinstance(found, int) else protocol.standing(found)
