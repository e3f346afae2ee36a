"""Organisations' Word templates for minutes, each its uploader's own or everybody's. Every query here asks for the reader first.

The file is in its row: it is small, and goes with the account, the backup and the transaction as rows do.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, String, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database import users
from scribe_core.database.base import Base, Id, leave_no_trace, new_id, now
from scribe_core.errors import ScribeError

MOST = 20
"""Templates of one account."""

LONGEST_NAME = 200


class DocumentTemplate(Base):
    """A template. `shared` ones are there for every account."""

    __tablename__ = "document_templates"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    owner_id: Mapped[str] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    shared: Mapped[bool]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(default=now())


async def visible(session: AsyncSession, user_id: str) -> Sequence[DocumentTemplate]:
    """Somebody's templates and those for everybody, by name."""
    query = select(DocumentTemplate).where(_seen_by(user_id)).order_by(DocumentTemplate.name, DocumentTemplate.id)
    return (await session.scalars(query)).all()


async def content(session: AsyncSession, user_id: str, template_id: str) -> bytes:
    """The file. Raises `document_template_not_found`."""
    query = select(DocumentTemplate.content).where(DocumentTemplate.id == template_id, _seen_by(user_id))
    found: bytes | None = await session.scalar(query)
    if found is None:
        raise ScribeError("document_template_not_found")
    return found


async def require_room(session: AsyncSession, owner_id: str) -> None:
    """Raises `document_templates_too_many` where the account may have no other one."""
    count = await session.scalar(
        select(func.count()).select_from(DocumentTemplate).where(DocumentTemplate.owner_id == owner_id)
    )
    if (count or 0) >= MOST:
        raise ScribeError("document_templates_too_many", most=MOST)


async def add(session: AsyncSession, owner_id: str, name: str, file: bytes, *, shared: bool) -> DocumentTemplate:
    """Keep a template that was checked. Raises `document_templates_too_many`."""
    await users.take_turns(session, owner_id)
    await require_room(session, owner_id)
    row = DocumentTemplate(id=new_id(), owner_id=owner_id, name=name, shared=shared, size=len(file), content=file)
    session.add(row)
    await session.flush()
    await session.refresh(row, ["created_at"])
    return row


async def remove(session: AsyncSession, user_id: str, template_id: str, *, administrator: bool) -> None:
    """Delete a template of one's own; an administrator, any that everybody has. Raises `document_template_not_found`."""
    mine: ColumnElement[bool] = DocumentTemplate.owner_id == user_id
    deletable = or_(mine, DocumentTemplate.shared) if administrator else mine
    leave_no_trace(session)
    gone = await session.scalar(
        delete(DocumentTemplate)
        .where(DocumentTemplate.id == template_id, deletable)
        .returning(DocumentTemplate.id)
        .execution_options(synchronize_session=False)
    )
    if gone is None:
        raise ScribeError("document_template_not_found")


def _seen_by(user_id: str) -> ColumnElement[bool]:
    return or_(DocumentTemplate.owner_id == user_id, DocumentTemplate.shared)
