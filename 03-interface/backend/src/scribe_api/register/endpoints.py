"""The register over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from starlette.responses import StreamingResponse

from scribe_api.dependencies import Asking, Reader, Reading, TheParts, Writing
from scribe_api.error_responses import answers
from scribe_api.meetings.downloads import attachment
from scribe_api.register import cursor as cursors
from scribe_api.register.exports import MEDIA_TYPES, RegisterFormat, exported
from scribe_api.register.schemas import RegisterItem, RegisterPage, Tick, told, wanted
from scribe_core.database import register
from scribe_core.database.register import RegisterSort, Wanted

router = APIRouter(prefix="/register", tags=["register"], responses=answers("session_invalid"))

Filters = Annotated[Wanted, Depends(wanted)]


@router.get("", responses=answers("request_invalid"))
async def list_register(
    asking: Asking,
    session: Reading,
    filters: Filters,
    sort: Annotated[
        RegisterSort, Query(description="What is due soonest first; or the newest meeting first.")
    ] = RegisterSort.DUE,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=1000, description="`next_cursor` of the page before.")] = "",
) -> RegisterPage:
    """Decisions, actions and open questions of all my meetings' minutes, drafts too, page by page, but for the trash."""
    after = cursors.read(sort, cursor) if cursor else None
    page = await register.page(session, asking.user.id, filters, sort=sort, limit=limit, after=after)
    return RegisterPage(
        items=[told(entry) for entry in page.entries],
        next_cursor=cursors.written(sort, page.next_cursor) if page.next_cursor else None,
    )


@router.get(
    "/export",
    response_class=Response,
    responses={
        200: {
            "description": "The file.",
            "content": {kind.split(";")[0]: {} for kind in MEDIA_TYPES.values()},
        },
        **answers("request_invalid"),
    },
)
async def export_register(
    asking: Asking,
    parts: TheParts,
    language: Reader,
    filters: Filters,
    format: Annotated[RegisterFormat, Query()],  # noqa: A002 — the parameter's name in the address
) -> Response:
    """The register as a table for spreadsheets, or its actions as to-dos for calendars. What is due soonest comes first."""
    stream = await exported(parts.database, asking.user.id, filters, format, language)
    headers = {"Content-Disposition": attachment(f"register.{format}"), "Cache-Control": "no-store"}
    return StreamingResponse(stream, headers=headers, media_type=MEDIA_TYPES[format])


@router.patch("/{item_id:id}", responses=answers("minutes_item_not_found", "meeting_in_trash", "csrf_invalid"))
async def tick_register_item(item_id: str, tick: Tick, asking: Asking, session: Writing) -> RegisterItem:
    """Say that an action is done, or open again: also where its minutes are approved or frozen."""
    return told(await register.tick(session, asking.user.id, item_id, tick.status))
