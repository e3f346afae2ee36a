"""Comments over HTTP."""

from collections.abc import Sequence

from fastapi import APIRouter, status
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.comments.schemas import Answer, Comment, CommentChange, Comments, NewComment
from scribe_api.dependencies import Asking, Reading, Writing
from scribe_api.error_responses import answers
from scribe_core.database import comments
from scribe_core.database.comments import CommentRow
from scribe_core.database.users import User
from scribe_core.domain.comments import Colour, CommentKind

router = APIRouter(prefix="/meetings/{meeting_id:id}/comments", tags=["comments"], responses=answers("session_invalid"))

_NEW = answers("meeting_not_found", "meeting_in_trash", "comments_too_many", "comments_too_long", "csrf_invalid")
_ONE = answers("meeting_not_found", "meeting_in_trash", "comment_not_found", "csrf_invalid")
_ANSWERED = answers(
    "meeting_not_found", "meeting_in_trash", "comment_not_found", "comments_too_many", "comments_too_long", "csrf_invalid"
)  # fmt: skip
_CHANGED = answers("meeting_not_found", "meeting_in_trash", "comment_not_found", "comments_too_long", "csrf_invalid")


@router.get("", responses=answers("meeting_not_found"))
async def list_comments(meeting_id: str, asking: Asking, session: Reading) -> Comments:
    """Comments, highlights and what is to be checked, with their answers."""
    rows = await comments.of_meeting(session, asking.user.id, meeting_id)
    return Comments(items=await _told(session, rows))


@router.post("", status_code=status.HTTP_201_CREATED, responses=_NEW)
async def create_comment(meeting_id: str, new: NewComment, asking: Asking, session: Writing) -> Comment:
    """Say something about words, highlight them, or mark them to be checked."""
    row = await comments.add(session, asking.user.id, meeting_id, new.kind, new.text, new.colour, new.anchor())
    return (await _told(session, [row]))[0]


@router.post("/{comment_id:id}/answers", status_code=status.HTTP_201_CREATED, responses=_ANSWERED)
async def answer_comment(meeting_id: str, comment_id: str, given: Answer, asking: Asking, session: Writing) -> Comment:
    """Answer a comment."""
    row = await comments.answer(session, asking.user.id, meeting_id, comment_id, given.text)
    return (await _told(session, [row]))[0]


@router.patch("/{comment_id:id}", responses=_CHANGED)
async def change_comment(
    meeting_id: str, comment_id: str, change: CommentChange, asking: Asking, session: Writing
) -> Comment:
    """Change its text or colour; say that it is settled, or not yet."""
    row = await comments.change(
        session,
        asking.user.id,
        meeting_id,
        comment_id,
        text=change.text,
        colour=change.colour,
        resolved=change.resolved,
    )
    return (await _told(session, [row]))[0]


@router.delete("/{comment_id:id}", status_code=status.HTTP_204_NO_CONTENT, responses=_ONE)
async def delete_comment(meeting_id: str, comment_id: str, asking: Asking, session: Writing) -> None:
    """Delete it with its answers. For an hour they can be restored."""
    await comments.remove(session, asking.user.id, meeting_id, comment_id)


@router.post("/{comment_id:id}/restore", responses=_ONE)
async def restore_comment(meeting_id: str, comment_id: str, asking: Asking, session: Writing) -> Comment:
    """Take a deletion back, with the answers that went with it."""
    row = await comments.restore(session, asking.user.id, meeting_id, comment_id)
    return (await _told(session, [row]))[0]


async def _told(session: AsyncSession, rows: Sequence[CommentRow]) -> list[Comment]:
    ids = {row.user_id for row in rows if row.user_id}
    named = await session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    authors = {row.id: row.name for row in named}
    return [
        Comment(
            id=row.id,
            answers_id=row.answers_id,
            kind=CommentKind(row.kind),
            colour=Colour(row.colour) if row.colour else None,
            text=row.text,
            by=authors.get(row.user_id or ""),
            utterance_id=row.utterance_id,
            start=row.start,
            end=row.end,
            quote=row.quote,
            created_at=row.created_at,
            edited_at=row.edited_at,
            resolved_at=row.resolved_at,
        )
        for row in rows
    ]
