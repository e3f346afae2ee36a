"""How the installation is, over HTTP."""

from fastapi import APIRouter

from scribe_api.dependencies import Administrating, Reader, Reading, TheParts
from scribe_api.error_responses import answers
from scribe_api.system import service
from scribe_api.system.schemas import System

router = APIRouter(prefix="/system", tags=["system"], responses=answers("session_invalid", "forbidden"))


@router.get("")
async def read_system(_: Administrating, parts: TheParts, session: Reading, language: Reader) -> System:
    """How the installation is, for administrators: services, workers with their models, work, storage, limits."""
    return await service.system(parts, session, language)
