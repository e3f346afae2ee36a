"""Somebody's glossary over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Body
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.dependencies import Asking, Reader, Reading, Writing
from scribe_api.error_responses import answers
from scribe_api.glossary.schemas import GlossaryChange, GlossaryFault, GlossaryImport, OwnGlossary
from scribe_api.wire import message
from scribe_core.database import glossary
from scribe_core.domain.folding import folded
from scribe_core.domain.glossary import MOST_TERMS
from scribe_core.domain.glossary_file import Fault, terms_in
from scribe_core.errors import ScribeError

router = APIRouter(prefix="/glossary", tags=["glossary"], responses=answers("session_invalid"))

FAULTS_TOLD = 100


@router.get("")
async def read_glossary(asking: Asking, session: Reading) -> OwnGlossary:
    """My terms."""
    return await _told(session, asking.user.id)


@router.patch("", responses=answers("glossary_invalid", "glossary_full", "csrf_invalid"))
async def change_glossary(change: GlossaryChange, asking: Asking, session: Writing) -> OwnGlossary:
    """Put terms in and take others out; all of it or nothing."""
    await glossary.change(session, asking.user.id, add=change.add, remove=change.remove)
    return await _told(session, asking.user.id)


@router.post("/import", responses=answers("glossary_full", "glossary_file_too_long", "csrf_invalid"))
async def import_glossary(
    content: Annotated[bytes, Body(media_type="text/plain", description="UTF-8, else Latin-1. 1 MiB at most.")],
    asking: Asking,
    session: Writing,
    language: Reader,
) -> GlossaryImport:
    """Put the terms of a file in: one on each line, or the first column of a CSV. What cannot be taken is told by its line."""
    terms, faults = terms_in(content)
    there = {folded(term) for term in await glossary.of_owner(session, asking.user.id)}
    fresh: dict[str, str] = {}
    known = 0
    for number, term in terms:
        key = folded(term)
        if key in there or key in fresh:
            known += 1
        elif len(there) + len(fresh) >= MOST_TERMS:
            faults.append(Fault(number, term, ScribeError("glossary_line_left_out", most=MOST_TERMS)))
        else:
            fresh[key] = term
    await glossary.change(session, asking.user.id, add=fresh.values(), remove=())
    faults.sort(key=lambda fault: fault.line)
    return GlossaryImport(
        **dict(await _told(session, asking.user.id)),
        added=len(fresh),
        known=known,
        faults=[
            GlossaryFault(
                **dict(message(fault.error.code, language, fault.error.details)), line=fault.line, text=fault.text
            )
            for fault in faults[:FAULTS_TOLD]
        ],
        faulty=len(faults),
    )


async def _told(session: AsyncSession, owner_id: str) -> OwnGlossary:
    return OwnGlossary(terms=list(await glossary.of_owner(session, owner_id)), most=MOST_TERMS)
