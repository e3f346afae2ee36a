"""The model of language that the settings name, for what measures one: an endpoint, or a local model that this very process serves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from scribe import local_model
from scribe.parts import open_language_model
from scribe_core.language_model.endpoint import Access, Endpoint
from scribe_core.settings import Settings
from scribe_workers.language_model.front import offered


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Endpoint | None]:
    """The model, None where the settings name none; it is closed when the block ends. Raises as `local_model.check` does."""
    if not local_model.name_of(settings):
        model = open_language_model(settings)
        try:
            yield model
        finally:
            if model is not None:
                await model.close()
        return
    local_model.check(settings)
    here = local_model.Offered.of(settings)
    async with offered(local_model.room_of(settings), here.listening, here.key):
        patience = local_model.ANSWER_SECONDS, local_model.SILENCE_SECONDS
        model = Endpoint(Access(here.url, here.key, here.name, answer_seconds=patience[0], silence_seconds=patience[1]))
        try:
            yield model
        finally:
            await model.close()
