"""Setup, sign-in and one's own account over HTTP."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request, Response, status

from scribe_api.accounts import service
from scribe_api.accounts.schemas import (
    Account,
    AccountChange,
    Credentials,
    FirstAdministrator,
    OpenSession,
    OwnSession,
    PasswordChange,
    Redemption,
    Session,
    Setup,
    TokenPair,
    TokenRenewal,
    told_session,
)
from scribe_api.accounts.service import Caller, Entry
from scribe_api.dependencies import Address, Asking, Parts, Personally, Reading, TheParts, Writing
from scribe_api.error_responses import answers
from scribe_api.security import cookies
from scribe_api.security.tokens import TokenType
from scribe_core.database import quotas, sessions, users
from scribe_core.database.sessions import Kind
from scribe_core.errors import ScribeError

router = APIRouter(tags=["accounts"])

_OWN_PAGE = answers("csrf_invalid")


async def knocking(request: Request, address: Address) -> Caller:
    """Who asks to be let in."""
    named = request.headers.get("user-agent", "")
    return Caller(address, "".join(character for character in named if character.isprintable()))


Knocking = Annotated[Caller, Depends(knocking)]


@router.get("/setup")
async def read_setup(session: Reading, parts: TheParts) -> Setup:
    """Whether the first administrator is still to be made, and what a password must be."""
    return Setup(needed=not await users.any_exist(session), password_minimum=parts.settings.password_minimum)


@router.post(
    "/setup",
    status_code=status.HTTP_201_CREATED,
    responses=answers("setup_done", "code_invalid", "password_too_weak", "csrf_invalid", "too_many_attempts"),
)
async def set_up(
    first: FirstAdministrator, request: Request, response: Response, parts: TheParts, knocking: Knocking
) -> Session:
    """Make the first administrator, once, and sign them in with cookies."""
    cookies.require_own_page(request, parts.settings.allowed_origins, always=False)
    entry = await service.set_up(
        parts,
        knocking,
        code=first.code,
        email=first.email,
        name=first.name,
        password=first.password.get_secret_value(),
        language=first.language,
    )
    return _entered(parts, response, entry)


@router.post("/auth/login", responses=answers("credentials_invalid", "csrf_invalid", "too_many_attempts"))
async def sign_in(
    credentials: Credentials, request: Request, response: Response, parts: TheParts, knocking: Knocking
) -> Session:
    """Sign a browser in: the tokens go into cookies that no script can read."""
    cookies.require_own_page(request, parts.settings.allowed_origins, always=False)
    entry = await service.sign_in(
        parts, knocking, email=credentials.email, password=credentials.password.get_secret_value(), kind=Kind.BROWSER
    )
    return _entered(parts, response, entry)


@router.post("/auth/refresh", responses=answers("session_invalid", "session_reused", "csrf_invalid"))
async def refresh_session(request: Request, response: Response, parts: TheParts) -> Session:
    """Renew a browser's tokens, by its refresh cookie. Needs no CSRF token: a page just loaded has none yet."""
    cookies.require_own_page(request, parts.settings.allowed_origins, always=True)
    entry = await service.renew(parts, request.cookies.get(cookies.REFRESH, ""), Kind.BROWSER)
    return _entered(parts, response, entry)


@router.post("/auth/logout", status_code=status.HTTP_204_NO_CONTENT, responses=_OWN_PAGE)
async def sign_out(request: Request, parts: TheParts) -> Response:
    """End this session, with an expired access token too. Answers the same where there is none."""
    response = Response(status_code=status.HTTP_204_NO_CONTENT)
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    try:
        if scheme.lower() == "bearer":
            token = parts.tokens.read(bearer.strip(), TokenType.ACCESS, even_if_expired=True)
        else:
            cookies.take_back(response, secure=parts.settings.secure_cookies)
            token = parts.tokens.read(request.cookies.get(cookies.ACCESS, ""), TokenType.ACCESS, even_if_expired=True)
            cookies.require_own_page(request, parts.settings.allowed_origins, always=True)
            if not parts.tokens.csrf_fits(token.session_id, request.headers.get(cookies.CSRF_HEADER)):
                raise ScribeError("csrf_invalid")
    except ScribeError as error:
        if error.code == "csrf_invalid":
            raise
        return response
    await service.sign_out(parts, token.session_id)
    return response


@router.get("/auth/me", responses=answers("session_invalid"))
async def read_session(asking: Asking, session: Reading, parts: TheParts) -> OwnSession:
    """Who is signed in, and the CSRF token again: a page that was reloaded starts here. And how full their share is."""
    return OwnSession(
        **dict(_session(parts, asking.user, asking.session_id, asking.token_ends)),
        recordings_bytes=await quotas.used(session, asking.user.id),
        effective_quota_bytes=quotas.in_force(asking.user.quota_bytes, parts.settings.user_quota_bytes),
    )


@router.patch("/auth/me", responses=answers("session_invalid", "csrf_invalid"))
async def change_account(change: AccountChange, asking: Personally, session: Writing) -> Account:
    """Change one's own name or language."""
    user = await users.change(session, asking.user.id, name=change.name, language=change.language)
    return Account.model_validate(user)


@router.get("/auth/sessions", responses=answers("session_invalid"))
async def list_sessions(asking: Personally, session: Reading) -> list[OpenSession]:
    """Where I am signed in, the last used first."""
    rows = await sessions.open_of(session, asking.user.id)
    return [told_session(row, current=row.id == asking.session_id) for row in rows]


@router.delete(
    "/auth/sessions/{session_id:id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=answers("session_invalid", "session_not_found", "csrf_invalid"),
)
async def close_session(session_id: str, asking: Personally, session: Writing) -> Response:
    """Sign a browser or a program of mine out. Its tokens are refused from now on."""
    await sessions.close_one(session, asking.user.id, session_id, "signed_out")
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.delete(
    "/auth/sessions", status_code=status.HTTP_204_NO_CONTENT, responses=answers("session_invalid", "csrf_invalid")
)
async def close_other_sessions(asking: Personally, parts: TheParts) -> Response:
    """Sign all my browsers and programs out but this one."""
    await service.sign_out_others(parts, asking.user.id, asking.session_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post(
    "/auth/password",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=answers(
        "session_invalid", "credentials_invalid", "csrf_invalid", "password_too_weak", "too_many_attempts"
    ),
)
async def change_password(change: PasswordChange, asking: Personally, parts: TheParts, knocking: Knocking) -> Response:
    """Set a new password for oneself. Every other session of the account ends."""
    await service.change_password(
        parts,
        knocking,
        asking.user,
        asking.session_id,
        current=change.current_password.get_secret_value(),
        new=change.new_password.get_secret_value(),
    )
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post(
    "/auth/password/redeem", responses=answers("code_invalid", "csrf_invalid", "password_too_weak", "too_many_attempts")
)
async def redeem_code(
    redemption: Redemption, request: Request, response: Response, parts: TheParts, knocking: Knocking
) -> Session:
    """Set a password with an administrator's one-time code, and sign in. Every session there was ends."""
    cookies.require_own_page(request, parts.settings.allowed_origins, always=False)
    entry = await service.redeem_code(
        parts,
        knocking,
        email=redemption.email,
        code=redemption.code,
        password=redemption.password.get_secret_value(),
    )
    return _entered(parts, response, entry)


@router.post("/auth/token", responses=answers("credentials_invalid", "csrf_invalid", "too_many_attempts"))
async def issue_token(
    username: Annotated[str, Form(max_length=254, description="The e-mail address.")],
    password: Annotated[str, Form(max_length=1024)],
    request: Request,
    parts: TheParts,
    knocking: Knocking,
    grant_type: Annotated[Literal["password"], Form()] = "password",  # noqa: ARG001 — OAuth 2 asks for it
) -> TokenPair:
    """Sign a program in. Its tokens travel in headers: `Authorization: Bearer …`."""
    cookies.require_own_page(request, parts.settings.allowed_origins, always=False)
    entry = await service.sign_in(parts, knocking, email=username, password=password, kind=Kind.PROGRAM)
    return _pair(parts, entry)


@router.post("/auth/token/refresh", responses=answers("session_invalid", "session_reused"))
async def refresh_token(renewal: TokenRenewal, parts: TheParts) -> TokenPair:
    """Renew a program's tokens. A refresh token is good once."""
    return _pair(parts, await service.renew(parts, renewal.refresh_token, Kind.PROGRAM))


def _entered(parts: Parts, response: Response, entry: Entry) -> Session:
    cookies.give(
        response,
        access=entry.access,
        refresh=entry.refresh,
        expires_at=entry.session.expires_at,
        secure=parts.settings.secure_cookies,
    )
    return _session(parts, entry.user, entry.session.id, entry.access_token.expires_at)


def _session(parts: Parts, user: users.User, session_id: str, ends: datetime) -> Session:
    return Session(account=Account.model_validate(user), csrf_token=parts.tokens.csrf(session_id), expires_at=ends)


def _pair(parts: Parts, entry: Entry) -> TokenPair:
    return TokenPair(
        access_token=entry.access,
        refresh_token=entry.refresh,
        expires_in=int(parts.tokens.access_life.total_seconds()),
    )
