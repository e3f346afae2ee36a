"""A meeting's minutes by a model of language, over the draft that was seen and over no other."""

import logging
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import leases, meetings, minutes, model_answers
from scribe_core.database.engine import Database
from scribe_core.database.minutes import Kept
from scribe_core.domain.minutes_form import Item, MinutesOrder, Section
from scribe_core.domain.run import Status
from scribe_core.errors import ScribeError
from scribe_core.minutes.laying_out import laid_out, laid_over, section_laid_over
from scribe_core.minutes.model_writer import Written
from scribe_core.minutes.unsupported import rejoined, unsupported
from scribe_workers.jobs.desk import Desk

log = logging.getLogger(__name__)


async def write_minutes(desk: Desk) -> None:
    """Work on the run and write what came of it, if the lease still holds and the draft is still the one that was seen: both asked for in
    the transaction that writes. What the model answered stays whatever comes of the run.

    Raises `llm_off`, `minutes_changed`, `minutes_approved`, `minutes_frozen`, `minutes_section_not_found` and what the writer raises.
    """
    lease, order, writer = desk.lease, desk.lease.minutes, desk.writer
    assert order is not None
    if writer is None:
        raise ScribeError("llm_off")
    await _require_draft(desk, order)
    head, sheet = await desk.transcript()
    memory = _Memory(desk.database, desk.meeting_id)
    written = await desk.steps.waited_for(
        lambda report: writer.write(
            sheet.transcript, order.held_on, template=order.template, progress=report, memory=memory
        )
    )
    _head, now = await desk.transcript()  # people may have been named meanwhile, or erased
    async with desk.database.session() as session:
        if not await desk.holds(session):
            return
        kept = await minutes.to_be_written(session, lease.owner_id, desk.meeting_id, order.version, lock=True)
        await _put(session, desk, order, kept, written, head.revision)
        await minutes.follow_speakers(session, desk.meeting_id, now.speakers_by_id())
        await model_answers.keep_only(session, desk.meeting_id, memory.asked)
        await leases.finish(session, lease, Status.COMPLETED)
    log.info("completed")


async def _require_draft(desk: Desk, order: MinutesOrder) -> None:
    """Before the model is asked anything: while the run waited, somebody may have written."""
    async with desk.database.reading() as session:
        kept = await minutes.to_be_written(session, desk.lease.owner_id, desk.meeting_id, order.version)
    if order.section is not None:
        _section(kept, order.section)


async def _put(
    session: AsyncSession, desk: Desk, order: MinutesOrder, kept: Kept | None, written: Written, revision: int
) -> None:
    """The rows of what was written."""
    values: dict[str, Any] = {
        "writer": written.minutes.writer, "model": written.model, "unread": [list(seconds) for seconds in written.unread],
    }  # fmt: skip
    items: list[Item]
    if order.section is not None:
        section = _section(kept, order.section)
        assert kept is not None
        found = laid_out(written.minutes, [section])
        items = section_laid_over(kept.items, kept.row.as_sections(), section.key, found, keep_edited=order.keep_edited)
        left = rejoined(kept.row.as_unsupported(), unsupported(written.rejected, section.kind), section.kind)
        row = kept.row
    else:
        items, sections = laid_out(written.minutes, order.sections), order.sections
        if kept and order.keep_edited:
            items, sections = laid_over(kept.items, kept.row.as_sections(), items, sections)
        left = unsupported(written.rejected)
        values |= {
            "template": order.template, "language": order.language, "revision": revision,
            "sections": [one.written() for one in sections],
        }  # fmt: skip
        row = kept.row if kept else await _begun(session, desk, order)
    values["unsupported"] = [one.written() for one in left]
    await minutes.write(session, desk.lease.owner_id, row, items, values)


async def _begun(session: AsyncSession, desk: Desk, order: MinutesOrder) -> minutes.MinutesRow:
    meeting = await session.get_one(meetings.Meeting, desk.meeting_id)
    return minutes.begun(meeting.id, meeting.title, order.held_on)


def _section(kept: Kept | None, key: str) -> Section:
    for section in kept.row.as_sections() if kept else ():
        if section.key == key:
            return section
    raise ScribeError("minutes_section_not_found")


@dataclass(frozen=True, slots=True)
class _Memory:
    """What the model answered about a meeting, as its rows keep it. `asked` are the questions of this run."""

    database: Database
    meeting_id: str
    asked: set[str] = field(default_factory=set)

    async def recall(self, question: str) -> tuple[str, bool] | None:
        """The answer to that, and whether it was cut short."""
        self.asked.add(question)
        async with self.database.reading() as session:
            row = await model_answers.of(session, self.meeting_id, question)
        return None if row is None else (row.text, row.cut)

    async def keep(self, question: str, text: str, *, cut: bool) -> None:
        """Remember an answer."""
        async with self.database.session() as session:
            await model_answers.keep(session, self.meeting_id, question, text, cut=cut)
