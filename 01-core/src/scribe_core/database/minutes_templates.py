"""Templates of minutes that people make, beside those that are always there (`domain/minutes_templates.py`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database import users
from scribe_core.database.base import Base, Id, new_id, now
from scribe_core.domain.minutes_form import MOST_TEMPLATES, TEMPLATE_NAME_LIMIT, Section, Template
from scribe_core.errors import ScribeError


class MinutesTemplateRow(Base):
    """A template of somebody's; its id is its key. `sections` are `domain.minutes_form.Section` as objects, in order."""

    __tablename__ = "minutes_templates"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    owner_id: Mapped[str] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(TEMPLATE_NAME_LIMIT))
    language: Mapped[str | None] = mapped_column(String(8))
    sections: Mapped[list[Any]]
    created_at: Mapped[datetime] = mapped_column(default=now())
    updated_at: Mapped[datetime] = mapped_column(default=now())

    def as_template(self) -> Template:
        """The template without its row."""
        return Template(self.id, self.name, self.language, tuple(Section.read(held) for held in self.sections))


async def of_owner(session: AsyncSession, owner_id: str) -> Sequence[Template]:
    """Somebody's own templates, the oldest first."""
    mine = select(MinutesTemplateRow).where(MinutesTemplateRow.owner_id == owner_id)
    rows = await session.scalars(mine.order_by(MinutesTemplateRow.created_at, MinutesTemplateRow.id))
    return [row.as_template() for row in rows]


async def owned(session: AsyncSession, owner_id: str, key: str) -> MinutesTemplateRow:
    """The template, if it is that person's. Raises `minutes_template_not_found` for another's as for none."""
    mine = MinutesTemplateRow.id == key, MinutesTemplateRow.owner_id == owner_id
    row: MinutesTemplateRow | None = await session.scalar(select(MinutesTemplateRow).where(*mine))
    if row is None:
        raise ScribeError("minutes_template_not_found")
    return row


async def add(
    session: AsyncSession, owner_id: str, name: str, language: str | None, sections: Sequence[Section]
) -> Template:
    """A new template. Raises `minutes_templates_too_many`."""
    await users.take_turns(session, owner_id)
    mine = select(func.count()).select_from(MinutesTemplateRow).where(MinutesTemplateRow.owner_id == owner_id)
    if int(await session.scalar(mine) or 0) >= MOST_TEMPLATES:
        raise ScribeError("minutes_templates_too_many", most=MOST_TEMPLATES)
    row = MinutesTemplateRow(
        id=new_id(), owner_id=owner_id, name=name, language=language, sections=[one.written() for one in sections]
    )
    session.add(row)
    await session.flush()
    return row.as_template()


async def change(session: AsyncSession, owner_id: str, key: str, values: dict[str, Any]) -> Template:
    """Change the named fields. Minutes that were written by it stay as they are. Raises `minutes_template_not_found`."""
    row = await owned(session, owner_id, key)
    for name, value in values.items():
        setattr(row, name, value)
    row.updated_at = now()
    await session.flush()
    return row.as_template()


async def remove(session: AsyncSession, owner_id: str, key: str) -> None:
    """Delete a template. Minutes that were written by it stay as they are. Raises `minutes_template_not_found`."""
    row = await owned(session, owner_id, key)
    await session.execute(delete(MinutesTemplateRow).where(MinutesTemplateRow.id == row.id))
