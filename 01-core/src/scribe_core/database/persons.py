"""People whose voices somebody wants recognised. Every query here asks for the owner first.

A person belongs to the account that added them. Without recorded consent (`consents.py`) there is no voiceprint of them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database import users
from scribe_core.database.base import Base, Id, new_id, now
from scribe_core.domain.folding import called, folded, plain
from scribe_core.domain.recording_name import shown_line
from scribe_core.errors import ScribeError

LONGEST_NAME, LONGEST_NOTE = 200, 2000
"""Characters."""

MOST_LISTED = 10
"""People whom a sentence lists."""


class Person(Base):
    """A person."""

    __tablename__ = "persons"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    owner_id: Mapped[str] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now())
    updated_at: Mapped[datetime] = mapped_column(default=now())


async def add(session: AsyncSession, owner_id: str, name: str, note: str = "", *, another: bool = False) -> Person:
    """A new person, who has not agreed to anything yet.

    Raises `line_unfit`, and `person_exists` where somebody bears that name and it was not said that this is `another`.
    """
    person = Person(id=new_id(), owner_id=owner_id, name=fit_line(name, LONGEST_NAME), note=_fit_note(note))
    if not another:
        await _require_nobody(session, owner_id, person.name)
    session.add(person)
    return await changed(session, person)


async def _require_nobody(session: AsyncSession, owner_id: str, name: str, but: str | None = None) -> None:
    """Raises `person_exists` where one of the account's people bears the name. Who asks at the same time waits."""
    await users.take_turns(session, owner_id)
    bearers = [one for one in await everyone(session, owner_id) if plain(one.name) == plain(name) and one.id != but]
    if bearers:
        raise ScribeError("person_exists", name=bearers[0].name, who=told_apart(bearers))


def told_apart(bearers: Sequence[Person]) -> str:
    """People whose names are alike, by what tells them apart: their ids, with the notes where there are any."""
    shown = [f"{one.id} ({shown_line(one.note, 40)})" if one.note.strip() else one.id for one in bearers[:MOST_LISTED]]
    return ", ".join([*shown, *["…"][: len(bearers) - len(shown)]])


async def owned(session: AsyncSession, owner_id: str, person_id: str, *, lock: bool = False) -> Person:
    """The person, if that account added them. Raises `person_not_found` for another's as for none.

    With `lock`, nobody gives or takes back their consent until the transaction ends.
    """
    query = select(Person).where(Person.id == person_id, Person.owner_id == owner_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    person: Person | None = await session.scalar(query)
    if person is None:
        raise ScribeError("person_not_found")
    return person


async def everyone(session: AsyncSession, owner_id: str, text: str = "") -> Sequence[Person]:
    """The account's people by name, those whose name holds the text, with accents or without.

    They are hundreds at most: sought and sorted here.
    """
    rows = await session.scalars(select(Person).where(Person.owner_id == owner_id))
    found = [person for person in rows if plain(text) in plain(person.name)]
    return sorted(found, key=lambda person: (plain(person.name), folded(person.name), person.id))


async def named(session: AsyncSession, owner_id: str, wanted: str) -> Person:
    """The account's person of that id or name, however it is typed.

    Raises `person_ambiguous` with those who are, and `person_unlike` or `person_not_found` where nobody is.
    """
    people = await everyone(session, owner_id)
    found = [one for one in people if one.id == wanted] or called(wanted, people, lambda one: one.name)
    if len(found) > 1:
        raise ScribeError("person_ambiguous", name=wanted, who=told_apart(found))
    if not found:
        like = [one.name for one in people if plain(wanted).strip() and plain(wanted) in plain(one.name)]
        if like:
            raise ScribeError("person_unlike", name=wanted, names=", ".join(like[:MOST_LISTED]))
        raise ScribeError("person_not_found")
    return found[0]


async def change(
    session: AsyncSession, person: Person, *, name: str | None = None, note: str | None = None, another: bool = False
) -> Person:
    """Change what is not None. Raises as `add` does; the person's own name in other letters is nobody else's."""
    if name is not None:
        name = fit_line(name, LONGEST_NAME)
        if not another and plain(name) != plain(person.name):
            await _require_nobody(session, person.owner_id, name, but=person.id)
        person.name = name
    if note is not None:
        person.note = _fit_note(note)
    return await changed(session, person)


def fit_line(text: str, limit: int) -> str:
    """The line fit to be shown. Raises `line_unfit` where nothing of it can be seen, or too much."""
    line = shown_line(text, limit)
    if not line or len(text) > limit:
        raise ScribeError("line_unfit", most=limit)
    return line


def _fit_note(note: str) -> str:
    return fit_line(note, LONGEST_NOTE) if note.strip() else ""


async def changed(session: AsyncSession, person: Person) -> Person:
    """The person written, with the time of this change."""
    person.updated_at = now()
    await session.flush()
    await session.refresh(person)
    return person
