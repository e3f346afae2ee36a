"""JSON of the register."""

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import Field

from scribe_api.meetings.schemas import Blank
from scribe_api.minutes.schemas import Day, DueTold, Owner
from scribe_api.wire import Asked, Id, Told
from scribe_core.database.register import Entry, Kind, Wanted
from scribe_core.domain.minutes import ActionStatus
from scribe_core.domain.minutes_form import ItemKind


class RegisterMeeting(Told):
    """The meeting whose minutes hold an item."""

    id: str
    title: str
    held_on: date = Field(description="As the minutes say.")


class RegisterItem(Told):
    """A decision, an action or an open question. `GET /meetings/{id}/minutes` tells what the utterances say that hold it."""

    id: str
    kind: ItemKind
    text: str
    utterance_ids: list[str] = Field(description="The utterances that hold it.")
    owner: Owner | None = Field(description="The name follows the speaker's within seconds.")
    due: DueTold | None
    status: ActionStatus | None = Field(description="Of actions.")
    edited: bool
    unsupported: bool
    meeting: RegisterMeeting


class RegisterPage(Told):
    """A page of the register. No page shifts when meetings come or go."""

    items: list[RegisterItem]
    next_cursor: str | None = Field(description="Null on the last page.")


class Tick(Asked):
    """How far an action is."""

    status: ActionStatus


async def wanted(
    kind: Annotated[Kind | None, Blank, Query(description="All of them without it.")] = None,
    owner: Annotated[str, Query(max_length=200, description="Part of the name, with accents or without.")] = "",
    status: Annotated[
        ActionStatus | None, Blank, Query(description="Of actions; questions that are asked for by `kind` are open.")
    ] = None,
    due_from: Annotated[
        Day | None, Blank, Query(description="Due on that day or later; what is due on no day is left out.")
    ] = None,
    due_to: Annotated[Day | None, Blank, Query(description="Due on that day or before.")] = None,
    q: Annotated[str, Query(max_length=200, description="Part of the text, with accents or without.")] = "",
    meeting_id: Annotated[Id | None, Blank, Query()] = None,
) -> Wanted:
    """What of the register is looked for."""
    return Wanted((kind,) if kind else (), owner, status, due_from, due_to, q, meeting_id)


def told(entry: Entry) -> RegisterItem:
    """The entry as JSON."""
    item = entry.item
    return RegisterItem(
        id=item.id,
        kind=item.kind,
        text=item.text,
        utterance_ids=list(item.citations),
        owner=item.owner and Owner(name=item.owner.name or None, speaker_id=item.owner.speaker_id),
        due=item.due and DueTold(said=item.due.said or None, day=item.due.day),
        status=item.status,
        edited=item.edited,
        unsupported=item.unsupported,
        meeting=RegisterMeeting(id=entry.meeting_id, title=entry.title, held_on=entry.held_on),
    )
