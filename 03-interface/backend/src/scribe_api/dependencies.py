"""What endpoints ask for: the parts of the product, a transaction, and who is asking."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Protocol, cast

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, APIKeyHeader, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.languages import reader_language
from scribe_api.metrics import Measures
from scribe_api.queue.pace import Pace
from scribe_api.runs.feed import Feed
from scribe_api.security import cookies
from scribe_api.security.passwords import Passwords
from scribe_api.security.tokens import Tokens, TokenType
from scribe_api.uploads.receptions import Receptions
from scribe_core.database import api_tokens, sessions
from scribe_core.database.api_tokens import Scope
from scribe_core.database.engine import Database
from scribe_core.database.users import User
from scribe_core.domain.account import Role
from scribe_core.domain.licences import LicensedWork
from scribe_core.errors import Language, ScribeError
from scribe_core.search.embedding import Embedder
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects
from scribe_core.stores.queue import Doorbell
from scribe_core.stores.vectors import Vectors

if TYPE_CHECKING:
    from scribe_core.language_model.endpoint import Endpoint

log = logging.getLogger(__name__)

Ring = Callable[[str], Awaitable[None]]
"""Tells the workers that a run waits (its id), after the commit. It never fails: the row is the truth."""


class Records(Protocol):
    """The rows, and the bell for who works on them: what acts on a meeting need, over HTTP or not."""

    @property
    def database(self) -> Database: ...

    @property
    def ring(self) -> Ring: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything the API is made of, put together by `create_app`."""

    settings: Settings
    database: Database
    objects: Objects
    doorbell: Doorbell
    passwords: Passwords
    tokens: Tokens
    feed: Feed
    pace: Pace
    models: tuple[LicensedWork, ...]
    vectors: Vectors | None
    embedder: Embedder | None
    language_model: "Endpoint | None"
    receptions: Receptions

    @property
    def ring(self) -> Ring:
        """Tells the workers that a run waits."""
        return self.doorbell.ring


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is asking: the account, its session, and when the token presented ends.

    `scope` is that of a token that a person made for a program, None where somebody signed in.
    """

    user: User
    session_id: str
    token_ends: datetime
    scope: Scope | None = None


async def parts(request: Request) -> Parts:
    """The parts of the application that serves this request."""
    return cast("Parts", request.app.state.parts)


async def reader(request: Request) -> Language:
    """The language messages are wanted in."""
    return reader_language(request)


async def address(request: Request) -> str:
    """The network address to hold responsible for this request."""
    return str(request.state.address)


async def measures(request: Request) -> Measures:
    """What the process that serves this request measures."""
    return cast("Measures", request.app.state.measures)


TheMeasures = Annotated[Measures, Depends(measures)]
TheParts = Annotated[Parts, Depends(parts)]


async def reading(parts: TheParts) -> AsyncIterator[AsyncSession]:
    """A session that only reads."""
    async with parts.database.reading() as session:
        yield session


async def writing(parts: TheParts) -> AsyncIterator[AsyncSession]:
    """One transaction that may write. It is committed before the answer leaves: an error then is still told."""
    async with parts.database.session() as session:
        yield session


_cookie = APIKeyCookie(name=cookies.ACCESS, scheme_name="Cookie", auto_error=False, description="Browsers.")
_csrf = APIKeyHeader(
    name=cookies.CSRF_HEADER,
    scheme_name="CSRF",
    auto_error=False,
    description="`csrf_token` of the session; with the cookie, on every request that changes something.",
)
_bearer = HTTPBearer(
    scheme_name="Bearer",
    auto_error=False,
    description="Programs: a token made in My account (`/auth/tokens`), or an access token of `/auth/token`.",
)


async def signed_in(
    request: Request,
    parts: TheParts,
    cookie: Annotated[str | None, Security(_cookie)],
    csrf: Annotated[str | None, Security(_csrf)],
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> SignedIn:
    """Who is asking. The session's row is looked up each time, so that a closed one is refused at once.

    It has a session of its own: an upload of an hour must not hold one open.
    Raises `session_invalid`, `token_invalid`, `token_read_only`, `csrf_invalid`.
    """
    text = bearer.credentials if bearer else cookie
    if not text:
        raise ScribeError("session_invalid")
    if bearer and text.startswith(api_tokens.PREFIX):
        return await _by_token(request, parts, text)
    token = parts.tokens.read(text, TokenType.ACCESS)
    if not bearer and request.method not in cookies.SAFE_METHODS:
        cookies.require_own_page(request, parts.settings.allowed_origins, always=True)
        if not parts.tokens.csrf_fits(token.session_id, csrf):
            raise ScribeError("csrf_invalid")
    async with parts.database.reading() as session:
        found = await sessions.living(session, token.session_id)
    if found is None or found[1].id != token.user_id:
        raise ScribeError("session_invalid")
    request.state.user_id = token.user_id
    return SignedIn(found[1], token.session_id, token.expires_at)


async def _by_token(request: Request, parts: Parts, secret: str) -> SignedIn:
    """Who made the token that is presented."""
    async with parts.database.reading() as session:
        found = await api_tokens.presented(session, secret)
    if found is None:
        raise ScribeError("token_invalid")
    row, scope = found.row, Scope(found.row.scope or Scope.READ)
    if scope is Scope.READ and request.method not in cookies.SAFE_METHODS:
        raise ScribeError("token_read_only")
    if found.stale:
        try:
            async with parts.database.session() as session:
                await api_tokens.note_use(session, row.id)
        except ScribeError as error:  # a busy database is no reason to refuse who only reads
            log.info("a token's use could not be noted: %s", error.code)
    request.state.user_id = found.user.id
    return SignedIn(found.user, row.id, row.expires_at, scope)


Asking = Annotated[SignedIn, Depends(signed_in)]


async def personally(asking: Asking) -> SignedIn:
    """Who is asking, signed in: no token may touch what opens the account. Raises `token_insufficient`."""
    if asking.scope is not None:
        raise ScribeError("token_insufficient")
    return asking


async def administrating(request: Request, asking: Asking) -> SignedIn:
    """Who is asking, an administrator; with a token to look, not to change. Raises `forbidden`, `token_insufficient`."""
    if asking.user.role != Role.ADMINISTRATOR:
        raise ScribeError("forbidden")
    if asking.scope is not None and request.method not in cookies.SAFE_METHODS:
        raise ScribeError("token_insufficient")
    return asking


Personally = Annotated[SignedIn, Depends(personally)]
Administrating = Annotated[SignedIn, Depends(administrating)]
Reading = Annotated[AsyncSession, Depends(reading, scope="function")]
Writing = Annotated[AsyncSession, Depends(writing, scope="function")]
Reader = Annotated[Language, Depends(reader)]
Address = Annotated[str, Depends(address)]
