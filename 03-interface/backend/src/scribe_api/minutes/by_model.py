"""Minutes by a model of language over HTTP: a run writes them, and what it wrote that nothing holds is settled by people."""

from dataclasses import replace

from fastapi import APIRouter, status

from scribe_api.dependencies import Asking, Parts, Reader, Reading, TheParts
from scribe_api.error_responses import answers
from scribe_api.exports.editions import time_zone
from scribe_api.minutes import service
from scribe_api.minutes.answer import told
from scribe_api.minutes.endpoints import Seen
from scribe_api.minutes.schemas import Minutes, MinutesWriter, NewMinutesRun, UnsupportedTaken
from scribe_api.runs.schemas import Run, told_run
from scribe_core.database import meetings, minutes, runs, transcripts
from scribe_core.domain.minutes import Writer
from scribe_core.domain.minutes_form import SectionKind
from scribe_core.errors import Language, ScribeError
from scribe_core.minutes.prompt_files import LANGUAGES

router = APIRouter(tags=["minutes"], responses=answers("session_invalid"))

SHOWN = 10
"""Runs that are listed."""

_CHANGED = (
    "meeting_not_found", "meeting_in_trash", "minutes_not_found", "minutes_changed", "minutes_approved", "minutes_frozen",
    "minutes_item_not_found", "csrf_invalid",
)  # fmt: skip


@router.get("/minutes-writers")
async def list_minutes_writers(asking: Asking, parts: TheParts) -> list[MinutesWriter]:  # noqa: ARG001 — who asks is signed in
    """Who writes minutes here: the extract always does, a model of language where one is set up. The model is not asked."""
    found = [MinutesWriter(writer=Writer.EXTRACT, model=None)]
    if parts.language_model is not None:
        found.append(MinutesWriter(writer=Writer.MODEL, model=parts.language_model.known_model))
    return found


@router.get("/meetings/{meeting_id:id}/minutes/runs", responses=answers("meeting_not_found"))
async def list_minutes_runs(meeting_id: str, asking: Asking, session: Reading, language: Reader) -> list[Run]:
    """The last runs in which a model wrote the minutes, or was to, newest first."""
    meeting = await meetings.owned(session, asking.user.id, meeting_id)
    rows = await runs.of_minutes(session, meeting.id, SHOWN)
    positions = await runs.queue_positions(session, rows)
    return [told_run(run, positions.get(run.id), language) for run in rows]


@router.post(
    "/meetings/{meeting_id:id}/minutes/runs",
    status_code=status.HTTP_202_ACCEPTED,
    responses=answers(
        "meeting_not_found",
        "meeting_in_trash",
        "transcript_not_found",
        "minutes_template_not_found",
        "minutes_section_not_found",
        "minutes_changed",
        "minutes_approved",
        "minutes_frozen",
        "run_in_progress",
        "llm_off",
        "llm_language",
        "timezone_unknown",
        "csrf_invalid",
    ),
)
async def create_minutes_run(
    meeting_id: str, new: NewMinutesRun, asking: Asking, parts: TheParts, language: Reader
) -> Run:
    """Have a model of language write the minutes, or one section of a draft. The answer is the run that will.

    The run fails where somebody has changed the draft by then; what the model answered is kept, so that asking again is quick.
    """
    run, position = await _asked_for(parts, asking.user.id, meeting_id, new, language)
    await parts.ring(run.id)
    return told_run(run, position, language)


async def _asked_for(
    parts: Parts, user_id: str, meeting_id: str, new: NewMinutesRun, reader: Language
) -> tuple[runs.Run, int | None]:
    zone = await time_zone(new.timezone)
    async with parts.database.session() as session:
        before = await minutes.to_be_written(session, user_id, meeting_id, new.version, lock=True)
        meeting = await meetings.owned(session, user_id, meeting_id)
        head = await transcripts.row(session, meeting.id)
        if parts.language_model is None:
            raise ScribeError("llm_off")
        if head.language[:2] not in LANGUAGES:
            raise ScribeError("llm_language")
        order = await service.ordered(session, user_id, meeting, head.language, before, new, zone, reader)
        if new.section is not None:
            section = service.section_of(before.row.as_sections() if before else (), new.section)
            if section.kind is SectionKind.TEXT:  # people fill it
                raise ScribeError("minutes_section_not_found")
            order = replace(order, section=section.key)
        run = await runs.enqueue_minutes(session, meeting, order)
        return run, (await runs.queue_positions(session, [run])).get(run.id)


@router.delete("/meetings/{meeting_id:id}/minutes/unsupported/{item_id:id}", responses=answers(*_CHANGED))
async def drop_unsupported_item(
    meeting_id: str, item_id: str, version: Seen, asking: Asking, parts: TheParts
) -> Minutes:
    """Drop something that the model wrote and nothing holds."""
    return told(await service.drop_unsupported(parts, asking.user.id, meeting_id, item_id, version))


@router.post(
    "/meetings/{meeting_id:id}/minutes/unsupported/{item_id:id}/keep",
    responses=answers(*_CHANGED, "minutes_section_not_found", "minutes_full"),
)
async def keep_unsupported_item(
    meeting_id: str, item_id: str, taken: UnsupportedTaken, asking: Asking, parts: TheParts
) -> Minutes:
    """Take over something that the model wrote and nothing holds: it is mine from then on, with what it cites."""
    return told(await service.keep_unsupported(parts, asking.user.id, meeting_id, item_id, taken))
