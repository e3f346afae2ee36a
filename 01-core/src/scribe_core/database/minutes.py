"""Minutes of meetings, one for each: their sections, and their items in order. Every query here asks for the owner first.

Whoever changes them says which `version` they saw, and is refused where somebody else was quicker: nothing is written over unseen.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, String, Text, delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database import meetings, model_answers
from scribe_core.database.base import Base, Id, leave_no_trace, new_id, now
from scribe_core.database.persons import Person
from scribe_core.domain.folding import plain
from scribe_core.domain.minutes import ActionStatus, Due, Owner, Participant
from scribe_core.domain.minutes_form import (
    LISTED,
    MOST_ITEMS,
    TITLE_LIMIT,
    Item,
    ItemKind,
    MinutesState,
    Section,
    Unsupported,
)
from scribe_core.domain.minutes_seal import sealed
from scribe_core.domain.recording_name import shown_line
from scribe_core.domain.transcript import Speaker
from scribe_core.errors import ScribeError
from scribe_core.search.terms import tokens

LONGEST_NAME = 200
NO_DAY = "9999-12-31"
"""Where the register lists what is due on no day: behind all that is."""

IN_REGISTER = text("register_day IS NOT NULL")


class MinutesRow(Base):
    """A meeting's minutes; they go with it. `sections` are `domain.minutes_form.Section` as objects, in order.

    `participants` are who took part as it was when the minutes were frozen, with whose names those are; before, the transcript tells.
    `held_on` is a day as text, as days are in both databases' order.

    Where a model wrote any of it, `model` is its name there, `unread` are pairs of seconds of which it wrote nothing that could be read,
    and `unsupported` what it wrote and the transcript does not say (`domain.minutes_form.Unsupported` as objects). None of that is sealed.
    """

    __tablename__ = "minutes"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meetings.id", ondelete="CASCADE"), unique=True)
    template: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    writer: Mapped[str] = mapped_column(String(16))
    model: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    unread: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    unsupported: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    revision: Mapped[int]
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    held_on: Mapped[str] = mapped_column(String(10))
    sections: Mapped[list[Any]]
    participants: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(String(16), default=MinutesState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now())
    updated_at: Mapped[datetime] = mapped_column(default=now())
    updated_by: Mapped[str | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    frozen_at: Mapped[datetime | None]
    frozen_by: Mapped[str | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))

    def as_sections(self) -> tuple[Section, ...]:
        """The sections without their row."""
        return tuple(Section.read(held) for held in self.sections)

    def as_unsupported(self) -> tuple[Unsupported, ...]:
        """What a model wrote and the transcript does not say."""
        return tuple(Unsupported.read(held) for held in self.unsupported)

    def frozen_participants(self) -> tuple[Participant, ...]:
        """Who took part as it was when the minutes were frozen."""
        return tuple(Participant(one["speaker_id"], one["number"], one["name"]) for one in self.participants)


class MinutesItemRow(Base):
    """An item. `position` orders all of its minutes' items, section by section.

    What the register lists is found without a look at the minutes: `account_id` is whose meeting it is, `held_on` the minutes', and
    `register_day` the day by which it is due (`NO_DAY` where none is), null where the register does not list it. `folded_text` and
    `folded_owner` are what is sought in.
    """

    __tablename__ = "minutes_items"
    __table_args__ = (
        Index("ix_minutes_items_minutes_id_position", "minutes_id", "position"),
        Index(
            "ix_minutes_items_due", "account_id", "register_day", "id",
            sqlite_where=IN_REGISTER, postgresql_where=IN_REGISTER,
        ),
        Index(
            "ix_minutes_items_held", "account_id", "held_on", "minutes_id",
            sqlite_where=IN_REGISTER, postgresql_where=IN_REGISTER,
        ),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    minutes_id: Mapped[str] = mapped_column(Id, ForeignKey("minutes.id", ondelete="CASCADE"))
    account_id: Mapped[str] = mapped_column(Id)
    section: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    citations: Mapped[list[str]]
    owner_name: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    owner_speaker_id: Mapped[str | None] = mapped_column(Id)
    due_said: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    due_day: Mapped[str | None] = mapped_column(String(10))
    status: Mapped[str | None] = mapped_column(String(16))
    start: Mapped[float | None] = mapped_column(Float)
    end: Mapped[float | None] = mapped_column(Float)
    edited: Mapped[bool] = mapped_column(default=False)
    unsupported: Mapped[bool] = mapped_column(default=False)
    held_on: Mapped[str] = mapped_column(String(10))
    register_day: Mapped[str | None] = mapped_column(String(10))
    folded_text: Mapped[str] = mapped_column(Text, default="")
    folded_owner: Mapped[str] = mapped_column(Text, default="")

    def as_item(self) -> Item:
        """The item without its row. The name of an owner who is a speaker is the one that was known last."""
        owned = self.owner_name is not None or self.owner_speaker_id is not None
        day = date.fromisoformat(self.due_day) if self.due_day else None
        return Item(
            id=self.id, section=self.section, kind=ItemKind(self.kind), text=self.text, citations=tuple(self.citations),
            owner=Owner(self.owner_name or "", self.owner_speaker_id) if owned else None,
            due=Due(self.due_said or "", day) if self.due_said or day else None,
            status=ActionStatus(self.status) if self.status else None,
            start=self.start, end=self.end, edited=self.edited, unsupported=self.unsupported,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """Minutes as they stand, with their items in order."""

    row: MinutesRow
    items: Sequence[Item]


async def of_meeting(session: AsyncSession, owner_id: str, meeting_id: str) -> Kept:
    """A meeting's minutes. Raises `meeting_not_found`, `minutes_not_found`."""
    await meetings.owned(session, owner_id, meeting_id)
    row = await _of(session, meeting_id)
    if row is None:
        raise ScribeError("minutes_not_found")
    return Kept(row, [one.as_item() for one in await _items(session, row.id)])


async def any_of(session: AsyncSession, owner_id: str, meeting_ids: Collection[str]) -> bool:
    """Whether any of these meetings, as far as they are that person's, has minutes."""
    query = select(MinutesRow.id).join(meetings.Meeting, meetings.Meeting.id == MinutesRow.meeting_id)
    mine = query.where(meetings.Meeting.owner_id == owner_id, MinutesRow.meeting_id.in_(meeting_ids))
    return await session.scalar(mine.limit(1)) is not None


async def to_be_written(
    session: AsyncSession, owner_id: str, meeting_id: str, version: int | None, *, lock: bool = False
) -> Kept | None:
    """The minutes that are to be written again, None where there are none yet.

    Raises `meeting_not_found`, `meeting_in_trash`, `minutes_changed`, `minutes_approved`, `minutes_frozen`.
    """
    await meetings.changeable(session, owner_id, meeting_id, lock=lock)
    row = await _of(session, meeting_id)
    if row is None:
        if version is not None:
            raise ScribeError("minutes_changed")
        return None
    _require_draft(row, version)
    return Kept(row, [one.as_item() for one in await _items(session, row.id)])


async def to_be_changed(session: AsyncSession, owner_id: str, meeting_id: str, version: int) -> Kept:
    """Minutes that somebody is about to change; others wait. Raises as `to_be_written`, and `minutes_not_found`."""
    await meetings.changeable(session, owner_id, meeting_id, lock=True)
    row = await _of(session, meeting_id)
    if row is None:
        raise ScribeError("minutes_not_found")
    _require_draft(row, version)
    return Kept(row, [one.as_item() for one in await _items(session, row.id)])


def _require_draft(row: MinutesRow, version: int | None) -> None:
    if row.state == MinutesState.FROZEN:
        raise ScribeError("minutes_frozen")
    if row.state == MinutesState.APPROVED:
        raise ScribeError("minutes_approved")
    if row.version != version:
        raise ScribeError("minutes_changed")


def begun(meeting_id: str, title: str, held_on: date) -> MinutesRow:
    """The row of new minutes, to be given to `write`."""
    return MinutesRow(
        id=new_id(), meeting_id=meeting_id, title=shown_line(title, TITLE_LIMIT), held_on=held_on.isoformat(), version=0
    )


async def write(
    session: AsyncSession, owner_id: str, row: MinutesRow, items: Sequence[Item], values: Mapping[str, Any]
) -> None:
    """Write minutes: what is given of their row, and their items in this order, those no longer among them gone.

    Raises `minutes_full`.
    """
    if len(items) > MOST_ITEMS:
        raise ScribeError("minutes_full", most=MOST_ITEMS)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.updated_at, row.updated_by = now(), owner_id
    session.add(row)
    await session.flush()
    there = {one.id: one for one in await _items(session, row.id)}
    gone = there.keys() - {item.id for item in items}
    if gone:
        await session.execute(
            delete(MinutesItemRow)
            .where(MinutesItemRow.minutes_id == row.id, MinutesItemRow.id.in_(gone))
            .execution_options(synchronize_session=False)
        )
    for position, item in enumerate(items):
        written = there.get(item.id)
        if written is None:
            written = MinutesItemRow(id=item.id, minutes_id=row.id, account_id=owner_id)
            session.add(written)
        _put(written, item, position, row.held_on)
    await session.flush()
    await session.refresh(row)


def _put(row: MinutesItemRow, item: Item, position: int, held_on: str) -> None:
    """Write an item into its row. What stays as it was is not written again."""
    owner, due = item.owner, item.due
    name = shown_line(owner.name, LONGEST_NAME) if owner else ""
    listed = item.kind in LISTED
    day = item.due_day.isoformat() if item.due_day else None
    values = {
        "section": item.section, "position": position, "kind": str(item.kind), "text": item.text,
        "citations": list(item.citations), "owner_name": name or None, "owner_speaker_id": owner and owner.speaker_id,
        "due_said": due and (shown_line(due.said, LONGEST_NAME) or None), "due_day": day,
        "status": item.status and str(item.status), "start": item.start, "end": item.end, "edited": item.edited,
        "unsupported": item.unsupported, "held_on": held_on,
        "register_day": (day or NO_DAY) if listed else None,
    }  # fmt: skip
    if listed and (row.text != item.text or not row.folded_text):
        values["folded_text"] = plain(item.text)
    values["folded_owner"] = plain(name) if listed and name else ""
    for column, value in values.items():
        if getattr(row, column) != value:
            setattr(row, column, value)


async def remove(session: AsyncSession, owner_id: str, meeting_id: str, version: int) -> None:
    """Delete minutes for good. Raises as `to_be_changed`; approved ones have to be drafts again first."""
    kept = await to_be_changed(session, owner_id, meeting_id, version)
    leave_no_trace(session)
    await session.execute(
        delete(MinutesRow).where(MinutesRow.id == kept.row.id).execution_options(synchronize_session=False)
    )


async def turn(
    session: AsyncSession,
    owner_id: str,
    meeting_id: str,
    version: int,
    state: MinutesState,
    speakers: Mapping[str, Speaker],
    took_part: Iterable[Speaker],
) -> None:
    """Approve minutes, freeze approved ones, or make approved ones a draft again. Turned into what they are, they stay untouched.

    Frozen minutes keep the names that people have then: those of `took_part`, and of the `speakers` who own something.

    Raises `meeting_not_found`, `meeting_in_trash`, `minutes_not_found`, `minutes_changed`, `minutes_frozen`, and
    `minutes_not_approved` where a draft is to be frozen.
    """
    await meetings.changeable(session, owner_id, meeting_id, lock=True)
    row = await _of(session, meeting_id)
    if row is None:
        raise ScribeError("minutes_not_found")
    if row.state == MinutesState.FROZEN and state is not MinutesState.FROZEN:
        raise ScribeError("minutes_frozen")
    if row.version != version:
        raise ScribeError("minutes_changed")
    if row.state == state:
        return
    if state is MinutesState.FROZEN:
        if row.state != MinutesState.APPROVED:
            raise ScribeError("minutes_not_approved")
        await _freeze(session, row, speakers, took_part)
        row.frozen_at, row.frozen_by = now(), owner_id
    elif state is MinutesState.APPROVED:
        row.approved_at, row.approved_by = now(), owner_id
    else:
        row.approved_at = row.approved_by = None
    row.state = state
    row.version += 1
    row.updated_at, row.updated_by = now(), owner_id
    await session.flush()


async def _freeze(
    session: AsyncSession, row: MinutesRow, speakers: Mapping[str, Speaker], took_part: Iterable[Speaker]
) -> None:
    row.participants = [
        {"speaker_id": one.id, "number": one.number, "name": one.name, "person_id": one.person_id} for one in took_part
    ]
    items = await _items(session, row.id)
    for one in items:
        _name(one, speakers)
    row.sha256 = seal(row, [one.as_item() for one in items])


def seal(row: MinutesRow, items: Iterable[Item]) -> str:
    """The digest of minutes as they stand."""
    return sealed(
        meeting_id=row.meeting_id,
        revision=row.revision,
        language=row.language,
        title=row.title,
        held_on=date.fromisoformat(row.held_on),
        participants=row.frozen_participants(),
        sections=row.as_sections(),
        items=items,
    )


async def follow_speakers(session: AsyncSession, meeting_id: str, speakers: Mapping[str, Speaker]) -> None:
    """Have those who own something in a meeting's minutes bear the names that they have now, but for frozen ones.

    `speakers` are those of the transcript, under every id that they ever had.
    """
    row = await _of(session, meeting_id)
    if row is None or row.state == MinutesState.FROZEN:
        return
    owned = MinutesItemRow.minutes_id == row.id, MinutesItemRow.owner_speaker_id.is_not(None)
    for one in await session.scalars(select(MinutesItemRow).where(*owned)):
        _name(one, speakers)
    await session.flush()


async def forget_person(
    session: AsyncSession, person: Person, meeting_ids: Collection[str]
) -> Sequence[tuple[str, str, str]]:
    """Take a person's name out of the minutes of their account: out of frozen ones too, which are sealed anew.

    What a model answered about these meetings goes (it was told who speaks), and so does what it wrote unsupported that names the person.
    `meeting_ids` are the meetings in which the person was heard. Returns of each frozen minutes the meeting, the seal before and the
    one now.
    """
    await model_answers.forget(session, meeting_ids)
    await _drop_unsupported(session, person, meeting_ids)
    owned = MinutesRow.meeting_id.in_(meeting_ids), MinutesRow.state != MinutesState.FROZEN
    drafts = select(MinutesItemRow).join(MinutesRow, MinutesRow.id == MinutesItemRow.minutes_id).where(
        *owned, MinutesItemRow.owner_speaker_id.is_not(None), MinutesItemRow.owner_name == person.name
    )  # fmt: skip
    for item in await session.scalars(drafts):
        _unname(item)
    resealed = []
    for row in await _naming(session, person):
        ids = {one["speaker_id"] for one in row.participants if one["person_id"] == person.id}
        row.participants = [
            one | {"name": None, "person_id": None} if one["speaker_id"] in ids else one for one in row.participants
        ]
        items = await _items(session, row.id)
        for item in items:
            if item.owner_speaker_id in ids:
                _unname(item)
        before, row.sha256 = row.sha256 or "", seal(row, [item.as_item() for item in items])
        resealed.append((row.meeting_id, before, row.sha256))
    await session.flush()
    return resealed


async def _drop_unsupported(session: AsyncSession, person: Person, meeting_ids: Collection[str]) -> None:
    words = [token.folded for token in tokens(person.name)]
    if not words:
        return
    for row in await session.scalars(select(MinutesRow).where(MinutesRow.meeting_id.in_(meeting_ids))):
        left = [one for one in row.unsupported if words[0] not in {token.folded for token in tokens(one["text"])}]
        if len(left) < len(row.unsupported):
            row.unsupported = left


async def give_person(session: AsyncSession, person: Person, into: Person) -> None:
    """Have frozen minutes that name a person know them as another, whom they were found to be. What is read stays as it is."""
    for row in await _naming(session, person):
        row.participants = [
            one | {"person_id": into.id} if one["person_id"] == person.id else one for one in row.participants
        ]
    await session.flush()


async def _naming(session: AsyncSession, person: Person) -> Sequence[MinutesRow]:
    """The frozen minutes in which a person took part."""
    mine = meetings.Meeting.owner_id == person.owner_id, MinutesRow.state == MinutesState.FROZEN
    rows = await session.scalars(
        select(MinutesRow).join(meetings.Meeting, meetings.Meeting.id == MinutesRow.meeting_id).where(*mine)
    )
    return [row for row in rows if any(one["person_id"] == person.id for one in row.participants)]


def _unname(row: MinutesItemRow) -> None:
    row.owner_name, row.folded_owner = None, ""


def _name(row: MinutesItemRow, speakers: Mapping[str, Speaker]) -> None:
    speaker = speakers.get(row.owner_speaker_id or "")
    if speaker is None or (speaker.id, speaker.name) == (row.owner_speaker_id, row.owner_name):
        return
    row.owner_speaker_id, row.owner_name = speaker.id, speaker.name
    row.folded_owner = plain(speaker.name or "") if row.register_day is not None else ""


async def _of(session: AsyncSession, meeting_id: str) -> MinutesRow | None:
    query = select(MinutesRow).where(MinutesRow.meeting_id == meeting_id)
    row: MinutesRow | None = await session.scalar(query.execution_options(populate_existing=True))
    return row


async def _items(session: AsyncSession, minutes_id: str) -> Sequence[MinutesItemRow]:
    query = select(MinutesItemRow).where(MinutesItemRow.minutes_id == minutes_id).order_by(MinutesItemRow.position)
    return (await session.scalars(query)).all()
