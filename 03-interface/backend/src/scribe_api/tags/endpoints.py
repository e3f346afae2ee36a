"""Tags over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response, status

from scribe_api.dependencies import Asking, Reading, Writing
from scribe_api.error_responses import answers
from scribe_api.meetings.schemas import Chosen
from scribe_api.tags.schemas import Tag, TagChange, Tagging, Tags
from scribe_core.database import tags

router = APIRouter(tags=["tags"], responses=answers("session_invalid"))

_ONE = answers("tag_not_found", "csrf_invalid")


@router.get("/tags")
async def list_tags(asking: Asking, session: Reading) -> Tags:
    """My tags, with how many meetings carry each."""
    found = await tags.everyones(session, asking.user.id)
    return Tags(items=[Tag(name=name, meetings=count) for name, count in found])


@router.patch("/tags", status_code=status.HTTP_204_NO_CONTENT, responses=_ONE)
async def rename_tag(change: TagChange, asking: Asking, session: Writing) -> Response:
    """Call a tag otherwise, in every meeting. Where there is one of that name already, the two become one."""
    await tags.rename(session, asking.user.id, change.name, change.new_name)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.delete("/tags", status_code=status.HTTP_204_NO_CONTENT, responses=_ONE)
async def remove_tag(
    name: Annotated[str, Query(max_length=200, description="The tag, in any case.")], asking: Asking, session: Writing
) -> Response:
    """Take a tag from every meeting. The meetings stay."""
    await tags.remove(session, asking.user.id, name)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post("/meetings/tags", responses=answers("tags_too_many", "csrf_invalid"))
async def tag_meetings(tagging: Tagging, asking: Asking, session: Writing) -> Chosen:
    """Give meetings tags and take others from them. The answer names the meetings that this changed."""
    changed = await tags.change(session, asking.user.id, tagging.meetings, add=tagging.add, remove=tagging.remove)
    return Chosen(meetings=list(changed))
