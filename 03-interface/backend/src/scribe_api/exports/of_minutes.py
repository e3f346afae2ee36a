"""Minutes as documents over HTTP."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import StreamingResponse

from scribe_api.dependencies import Asking, Reader, TheParts
from scribe_api.error_responses import answers
from scribe_api.exports.editions import in_file_name, time_zone
from scribe_api.exports.files import file_response
from scribe_api.exports.several import MOST, Document, Read, archive, asked_for
from scribe_api.meetings.downloads import attachment
from scribe_api.minutes import service
from scribe_api.minutes.answer import told
from scribe_api.minutes.schemas import Item as ToldItem
from scribe_api.minutes.schemas import Minutes, Participant
from scribe_api.wire import Id
from scribe_core.database import document_templates
from scribe_core.database import minutes as kept_minutes
from scribe_core.database.engine import Database
from scribe_core.document_templates.form import filled
from scribe_core.domain import minutes as domain
from scribe_core.domain.export_format import MinutesFormat, MinutesPresentation
from scribe_core.domain.minutes import ActionStatus
from scribe_core.domain.minutes_form import ItemKind, MinutesState
from scribe_core.domain.transcript import Transcript
from scribe_core.errors import Language, ScribeError
from scribe_core.exports.minutes import MINUTES_FORMATS
from scribe_core.exports.minutes.edition import Citation, Item, MinutesEdition, Section
from scribe_core.exports.minutes.labels import minutes_labels_in
from scribe_core.exports.speaker_names import names_for_readers

router = APIRouter(tags=["minutes"], responses=answers("session_invalid"))

ADDRESS = r"^https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?$"


async def presentation(
    times: Annotated[bool, Query(description="When each thing was said, as links where `address` is given.")] = True,
    speakers: Annotated[bool, Query(description="Who spoke, and who said it. Actions keep their owners.")] = True,
    anonymous: Annotated[
        bool, Query(description="Numbers in place of names. Names that are in the text, and the title, stay.")
    ] = False,
    language: Annotated[Language | None, Query(description="Of the words around the minutes; else theirs.")] = None,
) -> MinutesPresentation:
    """What of minutes is to be shown."""
    return MinutesPresentation(times, speakers, anonymous, language)


Template = Annotated[Id | None, Query(description="A document template to fill; `docx` only.")]
Address = Annotated[
    str | None,
    Query(max_length=200, pattern=ADDRESS, description="Where the web interface is, so that citations lead there."),
]


@router.head("/meetings/{meeting_id:id}/minutes/export", include_in_schema=False)
@router.get(
    "/meetings/{meeting_id:id}/minutes/export",
    response_class=Response,
    responses={
        200: {
            "description": "The file.",
            "content": {kind.media_type.split(";")[0]: {} for kind in MINUTES_FORMATS.values()},
        },
        206: {"description": "The range asked for."},
        304: {"description": "As the entity tag says, you have it."},
        **answers(
            "meeting_not_found", "minutes_not_found", "document_template_not_found", "range_not_satisfiable", "export_option_invalid",
            "timezone_unknown", "request_invalid", "document_template_field_unknown", "document_template_syntax",
            "document_template_too_costly", "document_template_failed", "pdf_failed",
        ),
    },
)  # fmt: skip
async def export_minutes(
    meeting_id: str,
    request: Request,
    asking: Asking,
    parts: TheParts,
    format: Annotated[MinutesFormat, Query()],  # noqa: A002 — the parameter's name in the address
    shown: Annotated[MinutesPresentation, Depends(presentation)],
    zone: Annotated[ZoneInfo, Depends(time_zone)],
    template: Template = None,
    address: Address = None,
) -> Response:
    """The minutes as a document."""
    async with parts.database.reading() as session:
        form = await _form(session, asking.user.id, template, format)
        document = await _documents(asking.user.id, format, shown, zone, address, form)(session, meeting_id)
    kind = MINUTES_FORMATS[format]
    costly = kind.costly or form is not None
    return await file_response(request, document.write, kind.media_type, document.name, costly=costly)


@router.get(
    "/exports/minutes",
    response_class=Response,
    responses={
        200: {"description": "The archive.", "content": {"application/zip": {}}},
        **answers(
            "meeting_not_found", "minutes_not_found", "document_template_not_found", "export_option_invalid",
            "timezone_unknown", "request_invalid",
        ),
    },
)  # fmt: skip
async def export_minutes_of_several(
    asking: Asking,
    parts: TheParts,
    reader: Reader,
    meeting: Annotated[list[Id], Query(min_length=1, max_length=MOST, description="Their ids.")],
    format: Annotated[MinutesFormat, Query()],  # noqa: A002 — the parameter's name in the address
    shown: Annotated[MinutesPresentation, Depends(presentation)],
    zone: Annotated[ZoneInfo, Depends(time_zone)],
    template: Template = None,
    address: Address = None,
) -> Response:
    """The minutes of several meetings in one ZIP, while it is being written.

    Where a meeting has none, or a document cannot be made, a text in the archive names the meeting and says why.
    """
    async with parts.database.reading() as session:
        form = await _form(session, asking.user.id, template, format)
    titles = await _with_minutes(parts.database, asking.user.id, meeting)
    read = _documents(asking.user.id, format, shown, zone, address, form)
    costly = MINUTES_FORMATS[format].costly or form is not None
    stream = archive(parts.database, titles, read, reader, costly=costly)
    headers = {"Content-Disposition": attachment("minutes.zip"), "Cache-Control": "no-store"}
    return StreamingResponse(stream, headers=headers, media_type="application/zip")


async def _form(session: AsyncSession, user_id: str, template: str | None, wanted: MinutesFormat) -> bytes | None:
    """The organisation's document to fill. Raises `export_option_invalid`, `document_template_not_found`."""
    if template is None:
        return None
    if wanted != "docx":
        raise ScribeError("export_option_invalid", option="template", format=wanted)
    return await document_templates.content(session, user_id, template)


async def _with_minutes(database: Database, user_id: str, ids: Sequence[str]) -> dict[str, str]:
    """The meetings' titles by id. Raises `meeting_not_found`, and `minutes_not_found` where none of them has minutes."""
    async with database.reading() as session:
        found = await asked_for(session, user_id, ids)
        if not await kept_minutes.any_of(session, user_id, [meeting.id for meeting in found]):
            raise ScribeError("minutes_not_found")
    return {meeting.id: meeting.title for meeting in found}


def _documents(
    user_id: str,
    wanted: MinutesFormat,
    shown: MinutesPresentation,
    zone: ZoneInfo,
    address: str | None,
    form: bytes | None,
) -> Read:
    """Reads a meeting's minutes, to be written in that format or into the organisation's document."""
    kind = MINUTES_FORMATS[wanted]

    async def read(session: AsyncSession, meeting_id: str) -> Document:
        paper = await service.read(session, user_id, meeting_id)
        edition = edition_of(told(paper), paper.sheet.transcript, shown, zone, address)
        write = partial(kind.write, edition) if form is None else partial(filled, form, edition)
        words = minutes_labels_in(shown.language or edition.language).minutes.lower()
        name = " – ".join(part for part in (in_file_name(edition.title), words) if part)
        return Document(f"{name}.{kind.suffix}", write)

    return read


def edition_of(
    minutes: Minutes, transcript: Transcript, shown: MinutesPresentation, zone: ZoneInfo, address: str | None
) -> MinutesEdition:
    """The minutes as they are to be written. While an item is as a program left it, they say what wrote them."""
    moment = minutes.frozen_at or minutes.approved_at
    items = [item for section in minutes.sections for item in section.items]
    untouched = any(item.kind is not ItemKind.FIELD and not item.edited for item in items)
    return MinutesEdition(
        meeting_id=minutes.meeting_id,
        title=minutes.title,
        language=minutes.language,
        held_on=minutes.held_on,
        participants=tuple(_participants(minutes, transcript)),
        sections=tuple(
            Section(one.title, one.kind.value, tuple(map(_item, one.items)), one.key) for one in minutes.sections
        ),
        automatic=minutes.writer if untouched else None,
        state=minutes.state.value,
        state_on=_day(moment, zone) if minutes.state is not MinutesState.DRAFT else None,
        sha256=minutes.sha256,
        address=address,
        shown=shown,
    )


def _participants(minutes: Minutes, transcript: Transcript) -> list[domain.Participant]:
    """Who spoke. A name that only the voice gave says so, until the minutes are frozen with it."""
    names = {} if minutes.state is MinutesState.FROZEN else names_for_readers(transcript)

    def named(one: Participant) -> str | None:
        return names.get(one.speaker_id, one.name) if one.name else None

    return [domain.Participant(one.speaker_id, one.number, named(one)) for one in minutes.participants]


def _item(item: ToldItem) -> Item:
    return Item(
        text=item.text,
        citations=tuple(Citation(one.start, one.speaker_id) for one in item.citations),
        owner=domain.Owner(item.owner.name or "", item.owner.speaker_id) if item.owner else None,
        due=domain.Due(item.due.said or "", item.due.day) if item.due else None,
        done=item.status is ActionStatus.DONE,
        start=item.start,
        end=item.end,
        unsupported=item.unsupported,
    )


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None
