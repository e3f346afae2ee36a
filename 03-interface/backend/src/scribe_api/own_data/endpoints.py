"""What an account takes along of itself, over HTTP."""

from fastapi import APIRouter, Response
from starlette.responses import StreamingResponse

from scribe_api.dependencies import Personally, Reader, TheParts
from scribe_api.error_responses import answers
from scribe_api.meetings.downloads import attachment
from scribe_api.own_data import service
from scribe_api.own_data.schemas import OwnData

router = APIRouter(tags=["accounts"], responses=answers("session_invalid", "token_insufficient"))


@router.get("/auth/me/export", response_class=Response, responses={200: {"model": OwnData}})
async def export_own_data(asking: Personally, parts: TheParts, language: Reader) -> Response:
    """A file of my account: who I am here, where I am signed in, what was done to it, my glossary, my conversations. It is noted."""
    stream = await service.exported(parts.database, asking, language)
    headers = {"Content-Disposition": attachment("account.json"), "Cache-Control": "no-store"}
    return StreamingResponse(stream, headers=headers, media_type="application/json")
