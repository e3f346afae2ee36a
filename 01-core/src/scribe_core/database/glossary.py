"""Terms that somebody's meetings are likely to hold, whichever it is: every new run of theirs takes them into account.

A run keeps what it took (`RunSettings.usual_terms`): what is changed here later changes no run that waits.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scribe_core.database import users
from scribe_core.database.base import Base, Id
from scribe_core.domain.folding import folded
from scribe_core.domain.glossary import LONGEST_TERM, MOST_TERMS
from scribe_core.errors import ScribeError


class GlossaryTerm(Base):
    """A term of somebody's. `folded` is the same in any case: a term is there once."""

    __tablename__ = "glossary_terms"

    owner_id: Mapped[str] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    folded: Mapped[str] = mapped_column(String(3 * LONGEST_TERM), primary_key=True)
    term: Mapped[str] = mapped_column(String(LONGEST_TERM))


async def of_owner(session: AsyncSession, owner_id: str) -> Sequence[str]:
    """Somebody's terms, in order."""
    query = select(GlossaryTerm.term).where(GlossaryTerm.owner_id == owner_id).order_by(GlossaryTerm.folded)
    return (await session.scalars(query)).all()


async def change(session: AsyncSession, owner_id: str, *, add: Iterable[str], remove: Iterable[str]) -> None:
    """Take terms out and put others in; one that differs in case only is written anew. Raises `glossary_full`."""
    await users.take_turns(session, owner_id)
    kept, out = {folded(term): term for term in await of_owner(session, owner_id)}, {folded(term) for term in remove}
    wanted = {key: term for key, term in kept.items() if key not in out}
    wanted |= {folded(term): term for term in add}
    if len(wanted) > max(MOST_TERMS, len(kept)):
        raise ScribeError("glossary_full", most=MOST_TERMS)
    gone = [key for key, term in kept.items() if wanted.get(key) != term]
    if gone:
        mine = delete(GlossaryTerm).where(GlossaryTerm.owner_id == owner_id, GlossaryTerm.folded.in_(gone))
        await session.execute(mine.execution_options(synchronize_session=False))
    session.add_all(
        GlossaryTerm(owner_id=owner_id, folded=key, term=term) for key, term in wanted.items() if kept.get(key) != term
    )
    await session.flush()
