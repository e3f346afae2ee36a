"""Writing minutes and changing them. Transcripts are read before anything is locked: a long one takes its time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import anyio
import anyio.to_thread
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.dependencies import Records
from scribe_api.minutes.schemas import (
    ItemChange,
    MinutesChange,
    NewItem,
    NewMinutes,
    NewMinutesRun,
    OwnerGiven,
    UnsupportedTaken,
)
from scribe_api.transcripts.service import Sheet, read_sheet
from scribe_core.database import meetings, minutes, minutes_templates, runs
from scribe_core.database.base import new_id
from scribe_core.database.meetings import Meeting
from scribe_core.database.minutes import Kept
from scribe_core.database.users import User
from scribe_core.domain.minutes import ActionStatus, Owner
from scribe_core.domain.minutes_form import (
    Item,
    ItemKind,
    MinutesOrder,
    MinutesState,
    Section,
    Template,
    Unsupported,
)
from scribe_core.domain.minutes_templates import USUAL, built_in_template
from scribe_core.domain.transcript import Transcript
from scribe_core.errors import Language, ScribeError
from scribe_core.minutes.laying_out import in_order, laid_out, laid_over, section_laid_over
from scribe_core.minutes.unsupported import rejoined
from scribe_core.minutes.writing import ExtractWriter

WRITTEN_AT_ONCE = anyio.CapacityLimiter(1)
"""Minutes that are written at the same time in this process: it is a processor's work. Who asks for others waits, without a thread."""

_OURS: dict[str, Language] = {"fr": "fr", "en": "en"}
"""Languages that headings are in."""

Make = Callable[[Kept], Sequence[Item]]


@dataclass(frozen=True, slots=True)
class Paper:
    """Minutes beside the transcript they are about. `authors` are the names of accounts, by id, `run_id` is the run that writes them anew."""

    kept: Kept
    sheet: Sheet
    authors: Mapping[str, str]
    run_id: str | None


async def read(session: AsyncSession, user_id: str, meeting_id: str) -> Paper:
    """A meeting's minutes. Raises `meeting_not_found`, `minutes_not_found`."""
    kept = await minutes.of_meeting(session, user_id, meeting_id)
    sheet = await read_sheet(session, await meetings.owned(session, user_id, meeting_id))
    ids = {one for one in (kept.row.updated_by, kept.row.approved_by, kept.row.frozen_by) if one}
    named = await session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    authors = {row.id: row.name for row in named}
    return Paper(kept, sheet, authors, await runs.writing(session, meeting_id))


async def _reread(records: Records, user_id: str, meeting_id: str) -> Paper:
    async with records.database.reading() as session:
        return await read(session, user_id, meeting_id)


async def write(
    records: Records, user_id: str, meeting_id: str, asked: NewMinutes, zone: ZoneInfo, reader: Language
) -> Paper:
    """Write minutes from the newest transcript, again where there are some.

    Raises `meeting_not_found`, `meeting_in_trash`, `transcript_not_found`, `minutes_template_not_found`, `minutes_changed`,
    `minutes_approved`, `minutes_frozen`, `minutes_full`.
    """
    async with records.database.reading() as session:
        before = await minutes.to_be_written(session, user_id, meeting_id, asked.version)
        meeting = await meetings.owned(session, user_id, meeting_id)
        sheet = await read_sheet(session, meeting)
        order = await ordered(session, user_id, meeting, sheet.transcript.language, before, asked, zone, reader)
    found = await _written(sheet.transcript, order.held_on, order.sections)
    async with records.database.session() as session:
        kept = await minutes.to_be_written(session, user_id, meeting_id, asked.version, lock=True)
        row, sections = kept.row if kept else minutes.begun(meeting_id, meeting.title, order.held_on), order.sections
        if kept and asked.keep_edited:
            found, sections = laid_over(kept.items, kept.row.as_sections(), found, sections)
        values = {
            "template": order.template, "language": order.language, "writer": asked.writer, "revision": sheet.head.revision,
            "sections": [one.written() for one in sections], "model": None, "unread": [], "unsupported": [],
        }  # fmt: skip
        await minutes.write(session, user_id, row, found, values)
    return await _reread(records, user_id, meeting_id)


async def ordered(
    session: AsyncSession,
    user_id: str,
    meeting: Meeting,
    spoken: str,
    before: Kept | None,
    asked: NewMinutes | NewMinutesRun,
    zone: ZoneInfo,
    reader: Language,
) -> MinutesOrder:
    """What is asked for, with what minutes that are there say where nothing is. `spoken` is the transcript's language.

    Raises `minutes_template_not_found`.
    """
    language = asked.language or _OURS.get(before.row.language if before else spoken, reader)
    template = await _template(session, user_id, asked.template, before, language)
    held_on = date.fromisoformat(before.row.held_on) if before else meeting.held_at.astimezone(zone).date()
    return MinutesOrder(
        template.key, language, template.sections, held_on, version=asked.version, keep_edited=asked.keep_edited
    )


async def _template(
    session: AsyncSession, user_id: str, wanted: str | None, before: Kept | None, language: Language
) -> Template:
    """The template asked for; without one what minutes have that are there, in a language of its own where one is asked for."""
    key = wanted or (before.row.template if before else USUAL)
    if before and wanted is None and language == before.row.language:
        return Template(key, "", language, before.row.as_sections())
    if (known := built_in_template(key, language)) is not None:
        return known
    try:
        return (await minutes_templates.owned(session, user_id, key)).as_template()
    except ScribeError:
        if before and wanted is None:
            return Template(key, "", language, before.row.as_sections())
        raise


async def rewrite_section(records: Records, user_id: str, meeting_id: str, key: str, version: int) -> Paper:
    """Write one section from the newest transcript, what people made of it kept.

    Raises as `write`, and `minutes_not_found`, `minutes_section_not_found`.
    """
    async with records.database.reading() as session:
        paper = await read(session, user_id, meeting_id)
    row = paper.kept.row
    section = section_of(row.as_sections(), key)
    found = await _written(paper.sheet.transcript, date.fromisoformat(row.held_on), [section])

    left = [one.written() for one in rejoined(row.as_unsupported(), (), section.kind)]

    def make(kept: Kept) -> Sequence[Item]:
        return section_laid_over(kept.items, kept.row.as_sections(), section_of(kept.row.as_sections(), key).key, found)

    return await change(records, user_id, meeting_id, version, make, {"unsupported": left})


async def _written(transcript: Transcript, held_on: date, sections: Sequence[Section]) -> list[Item]:
    def written() -> list[Item]:
        return laid_out(ExtractWriter().write(transcript, held_on), sections)

    return await anyio.to_thread.run_sync(written, limiter=WRITTEN_AT_ONCE)


async def change(
    records: Records,
    user_id: str,
    meeting_id: str,
    version: int,
    make: Make,
    values: Mapping[str, Any] | None = None,
) -> Paper:
    """Minutes with the items that `make` makes of theirs, and the values of their own.

    Raises `meeting_not_found`, `meeting_in_trash`, `minutes_not_found`, `minutes_changed`, `minutes_approved`, `minutes_frozen`,
    `minutes_full`, and what `make` raises.
    """
    async with records.database.session() as session:
        kept = await minutes.to_be_changed(session, user_id, meeting_id, version)
        items = in_order(make(kept), kept.row.as_sections())
        await minutes.write(session, user_id, kept.row, items, values or {})
    return await _reread(records, user_id, meeting_id)


async def change_head(records: Records, user_id: str, meeting_id: str, asked: MinutesChange) -> Paper:
    """Minutes with another title or day. Raises as `change`."""
    values: dict[str, Any] = {}
    if asked.title is not None:
        values["title"] = asked.title
    if asked.held_on is not None:
        values["held_on"] = asked.held_on.isoformat()
    return await change(records, user_id, meeting_id, asked.version, lambda kept: kept.items, values)


async def add_item(records: Records, user_id: str, meeting_id: str, new: NewItem) -> Paper:
    """Minutes with what somebody adds.

    Raises as `change`, and `minutes_section_not_found`, `minutes_item_not_found`, `utterance_not_found`, `speaker_not_found`.
    """
    owner = await _held(records, user_id, meeting_id, new.citations, new.owner)
    due = new.due.as_due() if new.due else None

    def make(kept: Kept) -> Sequence[Item]:
        kind = ItemKind.of(section_of(kept.row.as_sections(), new.section).kind)
        item = Item(
            new_id(), new.section, kind, new.text, _once(new.citations), owner, due, _status(kind, None), edited=True
        )
        return _placed(kept.items, item, new.after)

    return await change(records, user_id, meeting_id, new.version, make)


async def change_item(records: Records, user_id: str, meeting_id: str, item_id: str, asked: ItemChange) -> Paper:
    """Minutes with an item that somebody changes, moves or ticks. Raises as `add_item`."""
    given = asked.given()
    owner = await _held(records, user_id, meeting_id, asked.citations or [], asked.owner)
    if "owner" in given:
        given["owner"] = owner
    if "due" in given:
        given["due"] = asked.due.as_due() if asked.due else None
    if "citations" in given:
        given["citations"] = _once(given["citations"])
    moved = {name: given.pop(name) for name in ("section", "after") if name in given}
    given.pop("version", None)

    def make(kept: Kept) -> Sequence[Item]:
        item = _item(kept.items, item_id)
        key = moved.get("section", item.section)
        kind = ItemKind.of(section_of(kept.row.as_sections(), key).kind)
        ticked = given.keys() <= {"status"} and not moved
        changed = replace(item, **given, section=key, kind=kind)
        changed = replace(changed, status=_status(kind, changed.status))
        if not ticked:  # it is what somebody says now
            changed = replace(changed, edited=True, unsupported=False)
        if not moved:
            return [changed if one.id == item_id else one for one in kept.items]
        rest = [one for one in kept.items if one.id != item_id]
        if "after" not in moved:  # into another section, behind all that is there
            return [*rest, changed]
        return _placed(rest, changed, moved["after"])

    return await change(records, user_id, meeting_id, asked.version, make)


async def remove_item(records: Records, user_id: str, meeting_id: str, item_id: str, version: int) -> Paper:
    """Minutes without an item. Raises as `change`, and `minutes_item_not_found`."""

    def make(kept: Kept) -> Sequence[Item]:
        _item(kept.items, item_id)
        return [one for one in kept.items if one.id != item_id]

    return await change(records, user_id, meeting_id, version, make)


async def drop_unsupported(records: Records, user_id: str, meeting_id: str, item_id: str, version: int) -> Paper:
    """Minutes without something that nothing holds. Raises as `change`, and `minutes_item_not_found`."""
    return await _settle(records, user_id, meeting_id, item_id, version, lambda kept, _one: kept.items)


async def keep_unsupported(
    records: Records, user_id: str, meeting_id: str, item_id: str, asked: UnsupportedTaken
) -> Paper:
    """Minutes with something that nothing holds as an item of whoever takes it over, last in its section.

    Raises as `change`, and `minutes_item_not_found`, `minutes_section_not_found`.
    """

    def kept_as_own(kept: Kept, one: Unsupported) -> Sequence[Item]:
        sections = kept.row.as_sections()
        if asked.section is None:
            section = next((it for it in sections if ItemKind.of(it.kind) is one.kind), None)
        else:
            section = section_of(sections, asked.section)
        if section is None:
            raise ScribeError("minutes_section_not_found")
        kind = ItemKind.of(section.kind)
        own = Item(one.id, section.key, kind, one.text, one.citations, status=_status(kind, None), edited=True)
        return [*kept.items, own]

    return await _settle(records, user_id, meeting_id, item_id, asked.version, kept_as_own)


async def _settle(
    records: Records,
    user_id: str,
    meeting_id: str,
    item_id: str,
    version: int,
    make: Callable[[Kept, Unsupported], Sequence[Item]],
) -> Paper:
    """Minutes in which something that nothing holds is no more, with the items that `make` makes of theirs."""
    async with records.database.session() as session:
        kept = await minutes.to_be_changed(session, user_id, meeting_id, version)
        there = kept.row.as_unsupported()
        one = next((it for it in there if it.id == item_id), None)
        if one is None:
            raise ScribeError("minutes_item_not_found")
        items = in_order(make(kept, one), kept.row.as_sections())
        left = [it.written() for it in there if it.id != item_id]
        await minutes.write(session, user_id, kept.row, items, {"unsupported": left})
    return await _reread(records, user_id, meeting_id)


async def turn(records: Records, user_id: str, meeting_id: str, version: int, state: MinutesState) -> Paper:
    """Minutes in another state.

    Raises `meeting_not_found`, `meeting_in_trash`, `minutes_not_found`, `minutes_changed`, `minutes_frozen`, `minutes_not_approved`.
    """
    async with records.database.reading() as session:
        sheet = (await read(session, user_id, meeting_id)).sheet
    async with records.database.session() as session:
        speakers = sheet.result.speakers_by_id()
        await minutes.turn(session, user_id, meeting_id, version, state, speakers, sheet.transcript.speakers)
    return await _reread(records, user_id, meeting_id)


async def _held(
    records: Records, user_id: str, meeting_id: str, citations: Sequence[str], owner: OwnerGiven | None
) -> Owner | None:
    """The owner that is given, once the transcript is known to hold what is cited and who is named.

    Raises `meeting_not_found`, `transcript_not_found`, `utterance_not_found`, `speaker_not_found`.
    """
    speaker_id = owner.speaker_id if owner else None
    name = owner.name if owner else None
    if citations or speaker_id:
        async with records.database.reading() as session:
            sheet = await read_sheet(session, await meetings.owned(session, user_id, meeting_id))
        if citations and not {*citations} <= {line.id for line in sheet.transcript.lines}:
            raise ScribeError("utterance_not_found")
        if speaker_id:
            speaker = sheet.result.speakers_by_id().get(speaker_id)
            if speaker is None:
                raise ScribeError("speaker_not_found")
            return Owner(speaker.name or "", speaker.id)
    return Owner(name) if name else None


def _once(citations: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(citations))


def _status(kind: ItemKind, status: ActionStatus | None) -> ActionStatus | None:
    """Actions are open or done; nothing else is."""
    return (status or ActionStatus.OPEN) if kind is ItemKind.ACTION else None


def section_of(sections: Iterable[Section], key: str) -> Section:
    """The section of that key. Raises `minutes_section_not_found`."""
    for section in sections:
        if section.key == key:
            return section
    raise ScribeError("minutes_section_not_found")


def _item(items: Iterable[Item], item_id: str) -> Item:
    for item in items:
        if item.id == item_id:
            return item
    raise ScribeError("minutes_item_not_found")


def _placed(items: Sequence[Item], item: Item, after: str | None) -> list[Item]:
    """The items with one more, behind that other of its section, or first in it. Raises `minutes_item_not_found`."""
    if after is None:
        return [item, *items]
    at = next((at for at, one in enumerate(items) if (one.id, one.section) == (after, item.section)), None)
    if at is None:
        raise ScribeError("minutes_item_not_found")
    return [*items[: at + 1], item, *items[at + 1 :]]
