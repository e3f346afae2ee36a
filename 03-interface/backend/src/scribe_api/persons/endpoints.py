"""People over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response, status

from scribe_api.dependencies import Asking, Reading, TheParts, Writing
from scribe_api.error_responses import answers
from scribe_api.persons import service
from scribe_api.persons.schemas import (
    Consent,
    ConsentGiven,
    HeardIn,
    How,
    NewPerson,
    Person,
    PersonChange,
    PersonExport,
    PersonMerge,
    told_consent,
)
from scribe_core.database import consents, persons

router = APIRouter(prefix="/persons", tags=["people"], responses=answers("session_invalid"))

_CHANGED = answers("person_not_found", "csrf_invalid")


@router.get("")
async def list_persons(
    asking: Asking, session: Reading, q: Annotated[str, Query(max_length=200, description="Part of the name.")] = ""
) -> list[Person]:
    """My people, by name."""
    return await service.listed(session, asking.user.id, q.strip())


@router.post(
    "", status_code=status.HTTP_201_CREATED, responses=answers("csrf_invalid", "request_invalid", "person_exists")
)
async def create_person(new: NewPerson, asking: Asking, session: Writing) -> Person:
    """Add a person, with their consent where they have given it. A second one of a name is added only as `another`."""
    row = await persons.add(session, asking.user.id, new.name, new.note, another=new.another)
    if new.consent is not None:
        how, given_at = new.consent.how, new.consent.given_at
        await service.consent(session, row, how=how, given_at=given_at, recorded_by=asking.user.id)
    return await service.told(session, row)


@router.get("/{person_id:id}", responses=answers("person_not_found"))
async def read_person(person_id: str, asking: Asking, session: Reading) -> Person:
    """A person."""
    return await service.told(session, await persons.owned(session, asking.user.id, person_id))


@router.patch("/{person_id:id}", responses=_CHANGED | answers("request_invalid", "person_exists"))
async def change_person(person_id: str, change: PersonChange, asking: Asking, session: Writing) -> Person:
    """Change a name or a note. Speakers named by voice bear the new name; names that people gave stay as they are."""
    row = await persons.owned(session, asking.user.id, person_id, lock=True)
    row = await persons.change(session, row, name=change.name, note=change.note, another=change.another)
    return await service.told(session, row)


@router.delete("/{person_id:id}", status_code=status.HTTP_204_NO_CONTENT, responses=_CHANGED)
async def erase_person(person_id: str, asking: Asking, session: Writing) -> Response:
    """Erase a person across all meetings: voiceprints, suggestions, and every name that stands for them.

    What was said stays, and so do names that somebody typed without saying whose they are, titles, and lists of participants.
    """
    row = await persons.owned(session, asking.user.id, person_id)
    await service.erase(session, row, asking.user.id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post("/{person_id:id}/merge", responses=_CHANGED | answers("persons_same"))
async def merge_person(person_id: str, merge: PersonMerge, asking: Asking, session: Writing) -> Person:
    """Say that this person is really that one, who is left with the consents, voiceprints and names of both.

    Where the last word of either was a withdrawal, consent recorded before it falls too, and voiceprints made under it go.
    """
    return await service.told(session, await service.merge(session, asking.user.id, person_id, merge.into))


@router.post("/{person_id:id}/consent", responses=_CHANGED | answers("request_invalid"))
async def give_consent(person_id: str, given: ConsentGiven, asking: Asking, session: Writing) -> Person:
    """Record that the person agreed to be recognised by voice. What was recorded before is kept beside it."""
    row = await persons.owned(session, asking.user.id, person_id, lock=True)
    how, given_at = given.how, given.given_at
    await service.consent(session, row, how=how, given_at=given_at, recorded_by=asking.user.id)
    return await service.told(session, row)


@router.get("/{person_id:id}/consents", responses=answers("person_not_found"))
async def list_consents(person_id: str, asking: Asking, session: Reading) -> list[Consent]:
    """All that was ever recorded of the person's consent, oldest first."""
    row = await persons.owned(session, asking.user.id, person_id)
    return [told_consent(one) for one in await consents.of_person(session, row.id)]


@router.delete("/{person_id:id}/consent", responses=_CHANGED | answers("request_invalid"))
async def revoke_consent(
    person_id: str,
    asking: Asking,
    session: Writing,
    how: Annotated[How | None, Query(description="How it was taken back; need not be said.")] = None,
) -> Person:
    """Take consent back. Voiceprints, suggestions and names given by voice go at once; names that people gave stay."""
    row = await persons.owned(session, asking.user.id, person_id)
    await service.revoke(session, row, asking.user.id, how)
    return await service.told(session, row)


@router.get("/{person_id:id}/meetings", responses=answers("person_not_found"))
async def list_meetings_of_person(person_id: str, asking: Asking, session: Reading) -> list[HeardIn]:
    """My meetings in which the person was heard, newest first: named by people, by voice, or only taken for."""
    return await service.heard_in(session, asking.user.id, person_id)


@router.get("/{person_id:id}/export", responses=answers("person_not_found"))
async def export_person(person_id: str, asking: Asking, parts: TheParts, response: Response) -> PersonExport:
    """Everything that is known of the person, to be handed to them; that it was asked for is noted."""
    response.headers["Content-Disposition"] = f'attachment; filename="{person_id}.json"'
    return await service.exported(parts.database, asking.user.id, person_id)
