"""What every correction answers with."""

from fastapi import Response

from scribe_api.transcripts.service import Sheet, told_json
from scribe_core.errors import Language


async def answer(sheet: Sheet, language: Language) -> Response:
    """The transcript as it now reads."""
    return Response(await told_json(sheet, language), media_type="application/json")
