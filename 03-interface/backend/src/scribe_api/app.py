"""The application: its parts, its routes, its edge. Nothing here is read at import; `create_app` is given everything."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from scribe_api import edge, error_responses, openapi
from scribe_api.accounts.endpoints import router as accounts
from scribe_api.api_tokens.endpoints import router as api_tokens
from scribe_api.comments.endpoints import router as comments
from scribe_api.conversations.endpoints import router as conversations
from scribe_api.corrections.endpoints import router as corrections
from scribe_api.dependencies import Parts
from scribe_api.document_templates.endpoints import router as document_templates
from scribe_api.error_responses import answers
from scribe_api.exports.endpoints import router as exports
from scribe_api.exports.of_minutes import router as minutes_exports
from scribe_api.glossary.endpoints import router as glossary
from scribe_api.health.endpoints import router as health
from scribe_api.imports.endpoints import router as imports
from scribe_api.licences.endpoints import router as licences
from scribe_api.meetings.endpoints import router as meetings
from scribe_api.metrics import Measures
from scribe_api.minutes.by_model import router as minutes_by_model
from scribe_api.minutes.endpoints import router as minutes
from scribe_api.minutes.templates import router as minutes_templates
from scribe_api.notes.endpoints import router as notes
from scribe_api.own_data.endpoints import router as own_data
from scribe_api.persons.endpoints import router as persons
from scribe_api.queue.endpoints import router as queue
from scribe_api.queue.pace import Pace
from scribe_api.register.endpoints import router as register
from scribe_api.runs.endpoints import router as runs
from scribe_api.runs.feed import Feed
from scribe_api.search.endpoints import router as search
from scribe_api.security.addresses import trusted_networks
from scribe_api.security.cookies import CSRF_HEADER
from scribe_api.security.keys import Keys, load_keys
from scribe_api.security.passwords import Passwords
from scribe_api.security.tokens import Tokens
from scribe_api.suggestions.endpoints import router as suggestions
from scribe_api.system.endpoints import router as system
from scribe_api.tags.endpoints import router as tags
from scribe_api.transcripts.endpoints import router as transcripts
from scribe_api.trash.endpoints import router as trash
from scribe_api.uploads import protocol
from scribe_api.uploads.endpoints import router as uploads
from scribe_api.uploads.receptions import Receptions
from scribe_api.users.endpoints import router as users
from scribe_api.voiceprints.endpoints import router as voiceprints
from scribe_core import VERSION
from scribe_core.database.engine import Database
from scribe_core.domain.licences import LicensedWork
from scribe_core.errors import ScribeError
from scribe_core.search.embedding import Embedder
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects
from scribe_core.stores.queue import Doorbell
from scribe_core.stores.vectors import Vectors

if TYPE_CHECKING:
    from scribe_core.language_model.endpoint import Endpoint

PREFIX = "/api/v1"
STREAMED = re.compile(
    rf"POST {PREFIX}/(meetings|meetings/imports|meetings/[0-9a-f]{{32}}/transcript/import|persons/[0-9a-f]{{32}}/enrolments|uploads|document-templates)|(PATCH|POST) {PREFIX}/uploads/[0-9a-f]{{32}}"
)
"""Where a body of any length is read piece by piece."""

_PREFLIGHT_SECONDS = 600
_ASKED_HEADERS = (
    "Authorization", "Content-Type", "Last-Event-ID", "Range", "If-Range", "Idempotency-Key", CSRF_HEADER, "X-Request-ID",
    *protocol.ASKED_HEADERS,
)  # fmt: skip
_TOLD_HEADERS = (
    "Accept-Ranges", "Content-Disposition", "Content-Range", "ETag", "Retry-After", "X-Request-ID", *protocol.TOLD_HEADERS
)  # fmt: skip


LISTENERS_SHARE = 0.75
"""Of all connections, what one account's listeners may hold: somebody else is always answered."""


def create_app(
    settings: Settings,
    database: Database,
    objects: Objects,
    doorbell: Doorbell,
    *,
    keys: Keys | None = None,
    passwords: Passwords | None = None,
    models: Sequence[LicensedWork] = (),
    vectors: Vectors | None = None,
    embedder: Embedder | None = None,
    language_model: "Endpoint | None" = None,
) -> FastAPI:
    """The API over these parts.

    Args:
        settings: as read by the composition root.
        database: opened and migrated by it.
        objects: opened by it.
        doorbell: tells the workers that a run waits.
        keys: the installation's; None loads them from the secrets folder, where they are made on first use.
        passwords: how passwords are hashed; None takes the full cost.
        models: works with a licence that only the workers know: models, libraries inside packages.
        vectors: the index for searches by meaning, where there is one.
        embedder: makes vectors of questions for it.
        language_model: writes answers, where there is one.

    Errors: `setting_invalid`.
    """
    feed = Feed(database, most=int(settings.api_connections * LISTENERS_SHARE))
    parts = Parts(
        settings=settings,
        database=database,
        objects=objects,
        doorbell=doorbell,
        passwords=passwords or Passwords(),
        tokens=Tokens(keys or load_keys(settings.secrets_folder), settings.access_token_minutes),
        feed=feed,
        pace=Pace(settings.preset),
        models=tuple(models),
        vectors=vectors,
        embedder=embedder,
        language_model=language_model,
        receptions=Receptions(),
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await feed.close()

    app = FastAPI(
        title="Smart Meeting Scribe",
        version=VERSION,
        description=openapi.DESCRIPTION,
        openapi_url=f"{PREFIX}/openapi.json",
        # The pages that come with FastAPI load their scripts from the internet.
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
        redirect_slashes=False,
        lifespan=lifespan,
        responses=answers(
            "request_invalid", "request_too_large", "unexpected", "database_busy", "database_unavailable"
        ),
    )
    app.state.parts = parts
    app.state.feed = feed
    app.state.measures = measures = Measures(settings)
    for router in (
        accounts, api_tokens, users, meetings, trash, tags, uploads, runs, queue, transcripts, corrections, comments, minutes,
        minutes_by_model, minutes_templates, register, search, notes, persons, voiceprints, suggestions, exports, licences, glossary, system,
        document_templates, minutes_exports, conversations, imports, own_data,
    ):  # fmt: skip
        app.include_router(router, prefix=PREFIX)
    app.include_router(health)
    openapi.install(app)
    error_responses.install(app)
    _put_edge(app, settings, measures)
    return app


def _put_edge(app: FastAPI, settings: Settings, measures: Measures) -> None:
    try:
        trusted = trusted_networks(settings.trusted_proxies)
    except ValueError as error:
        raise ScribeError("setting_invalid", setting="SCRIBE_TRUSTED_PROXIES", reason=str(error)) from error
    app.add_middleware(
        edge.Edge,
        streamed=STREAMED,
        trusted=trusted,
        secure=settings.secure_cookies,
        measure=measures.note_request,
    )
    # Outermost, so that a page of ours can read the failures too.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=sorted(settings.allowed_origins),
        allow_credentials=True,
        allow_methods=("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"),
        allow_headers=_ASKED_HEADERS,
        expose_headers=_TOLD_HEADERS,
        max_age=_PREFLIGHT_SECONDS,
    )
