"""Reading, listing, changing and deleting meetings."""

import logging
from collections.abc import Iterable
from typing import Any

import anyio.to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.dependencies import Parts
from scribe_api.meetings import cursor
from scribe_api.meetings.schemas import Meeting, MeetingPage, told_meeting
from scribe_core.contract import keys
from scribe_core.database import audit, deletions, glossary, listing, meetings, runs, tags
from scribe_core.database.base import now
from scribe_core.database.listing import Order
from scribe_core.database.runs import Run
from scribe_core.domain.run import RunSettings, Status
from scribe_core.domain.spoken_languages import require_known
from scribe_core.errors import Language, ScribeError

log = logging.getLogger(__name__)


async def told(session: AsyncSession, row: meetings.Meeting, language: Language) -> Meeting:
    """This meeting with its newest run."""
    run = await runs.latest(session, row.id)
    positions = await runs.queue_positions(session, [run] if run else [])
    tagged = await tags.of_meetings(session, [row.id])
    return told_meeting(row, run, positions.get(run.id) if run else None, language, tagged.get(row.id, ()))


async def page(
    session: AsyncSession,
    owner_id: str,
    language: Language,
    *,
    text: str = "",
    status: Status | None = None,
    tag: str = "",
    in_trash: bool = False,
    sort: Order,
    limit: int,
    after: str,
) -> MeetingPage:
    """A page of a person's meetings, or of their trash. Raises `request_invalid` for a cursor that is not of this list."""
    start = cursor.read(sort, after) if after else None
    found = await listing.page(
        session, owner_id, text=text, status=status, tag=tag, in_trash=in_trash, sort=sort, limit=limit, after=start
    )
    tagged = await tags.of_meetings(session, [row.id for row, _ in found.items])
    positions = await runs.queue_positions(session, [run for _, run in found.items if run])
    return MeetingPage(
        items=[
            told_meeting(row, run, positions.get(run.id) if run else None, language, tagged.get(row.id, ()))
            for row, run in found.items
        ],
        next_cursor=cursor.written(sort, found.next_cursor) if found.next_cursor else None,
        total=found.total,
    )


async def change(session: AsyncSession, owner_id: str, meeting_id: str, values: dict[str, Any]) -> meetings.Meeting:
    """Change the named fields of a meeting. Raises `meeting_not_found`, `meeting_in_trash`."""
    row = await meetings.changeable(session, owner_id, meeting_id, lock=True)
    if (given := values.pop("tags", None)) is not None:
        await tags.replace(session, owner_id, meeting_id, given)
    for name, value in values.items():
        setattr(row, name, value)
    if "held_at" in values:
        row.held_at_guessed = False
    row.updated_at = now()
    await session.flush()
    await session.refresh(row)
    return row


async def run_again(
    session: AsyncSession, owner_id: str, meeting_id: str, given: dict[str, Any], speech_model: str
) -> Run:
    """A run that waits, with the settings given and, for the rest, those of the meeting or of its newest run.

    Raises `meeting_not_found`, `meeting_in_trash`, `language_unknown`, `run_in_progress`.
    """
    meeting = await meetings.changeable(session, owner_id, meeting_id, lock=True)
    before = await runs.latest(session, meeting.id)
    known = {name: before.settings.get(name) for name in ("preset", "glossary")} if before else {}
    from_meeting = {name: getattr(meeting, name) for name in ("language", "speakers", "speakers_most")}
    usual = {"usual_terms": await glossary.of_owner(session, owner_id)}
    settings = RunSettings.of(known | from_meeting | given | usual)
    require_known(settings.language, speech_model)
    return await runs.enqueue(session, meeting, settings)


async def run_all_again(
    session: AsyncSession, owner_id: str, meeting_ids: Iterable[str], speech_model: str
) -> list[Run]:
    """Runs that wait, one for each of these meetings that is not at work, waiting or in the trash, with the settings it had."""
    resting = await runs.at_rest(session, owner_id, list(meeting_ids))
    return [await run_again(session, owner_id, meeting_id, {}, speech_model) for meeting_id in resting]


async def delete(parts: Parts, owner_id: str, meeting_id: str) -> None:
    """Delete a meeting with everything of it. Raises `meeting_not_found`.

    The rows go first, which stops a worker at its next heartbeat; then the files.
    """
    async with parts.database.session() as session:
        row = await meetings.owned(session, owner_id, meeting_id)
        await deletions.delete_meeting(session, row)
        await audit.record(session, "meeting_deleted", actor_id=owner_id, subject_id=meeting_id)
    await delete_files(parts, [meeting_id])


async def delete_files(parts: Parts, meeting_ids: Iterable[str]) -> None:
    """Delete the files of meetings whose rows are gone.

    What a late worker still writes, or a store that does not answer now leaves behind, the workers' sweep removes: each
    deletion is noted until then. So the person who asked has nothing to do again.
    """
    for meeting_id in meeting_ids:
        try:
            await anyio.to_thread.run_sync(parts.objects.delete_under, keys.meeting(meeting_id))
        except ScribeError as error:
            log.warning("the files of a deleted meeting stay for the sweep: %s", error.code)
