"""Emptying the trash. Putting into it and taking out of it is `scribe_core.database.trash`."""

from scribe_api.dependencies import Parts
from scribe_core.database import audit, deletions, trash


async def empty(parts: Parts, owner_id: str) -> None:
    """Delete for good what lies in somebody's trash.

    Some meetings a transaction, for thousands would keep every other writer waiting; an error on the way leaves the rest in the
    trash. Their files go with the workers' next sweep, for the same reason: whoever asked would wait for minutes.
    """
    while True:
        async with parts.database.session() as session:
            rows = await trash.some(session, owner_id)
            await deletions.delete_meetings(session, rows)
            for meeting in rows:
                await audit.record(session, "meeting_deleted", actor_id=owner_id, subject_id=meeting.id)
        if not rows:
            return
