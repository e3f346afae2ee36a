"""Notes over HTTP."""

from fastapi import APIRouter

from scribe_api.dependencies import Asking, Reading, Writing
from scribe_api.error_responses import answers
from scribe_api.notes.schemas import Notes, NotesChange
from scribe_core.database import notes

router = APIRouter(prefix="/meetings/{meeting_id:id}/notes", tags=["notes"], responses=answers("session_invalid"))

_ONE = answers("meeting_not_found")


@router.get("", responses=_ONE)
async def read_notes(meeting_id: str, asking: Asking, session: Reading) -> Notes:
    """A meeting's notes; empty while there are none."""
    return Notes.model_validate(await notes.owned(session, asking.user.id, meeting_id))


@router.patch("", responses=_ONE | answers("meeting_in_trash", "csrf_invalid"))
async def change_notes(meeting_id: str, change: NotesChange, asking: Asking, session: Writing) -> Notes:
    """Write text, markers or both. Whoever writes last is kept."""
    written = await notes.change(session, asking.user.id, meeting_id, text=change.text, markers=change.marked())
    return Notes.model_validate(written)
