"""Tokens for programs over HTTP. Whoever makes or revokes one is signed in: no token makes another."""

from fastapi import APIRouter, Response, status

from scribe_api.api_tokens.schemas import ApiToken, ApiTokenWithSecret, NewApiToken, told_secret, told_token
from scribe_api.dependencies import Personally, Reading, Writing
from scribe_api.error_responses import answers
from scribe_core.database import api_tokens, audit

router = APIRouter(prefix="/auth/tokens", tags=["accounts"], responses=answers("session_invalid", "token_insufficient"))


@router.get("")
async def list_tokens(asking: Personally, session: Reading) -> list[ApiToken]:
    """My tokens that may still act, the newest first."""
    return [told_token(row) for row in await api_tokens.of_owner(session, asking.user.id)]


@router.post("", status_code=status.HTTP_201_CREATED, responses=answers("tokens_too_many", "csrf_invalid"))
async def make_token(new: NewApiToken, asking: Personally, session: Writing) -> ApiTokenWithSecret:
    """Make a token for a program. Its secret is in this answer and nowhere else.

    It ends on its day, when it is revoked, and with every session: when all others are signed out, when the password is changed.
    """
    row, secret = await api_tokens.make(session, asking.user.id, name=new.name, scope=new.scope, days=new.days)
    await audit.record(
        session, "token_made", actor_id=asking.user.id, subject_id=row.id, scope=new.scope, days=new.days
    )
    return told_secret(row, secret)


@router.delete(
    "/{token_id:id}", status_code=status.HTTP_204_NO_CONTENT, responses=answers("token_not_found", "csrf_invalid")
)
async def revoke_token(token_id: str, asking: Personally, session: Writing) -> Response:
    """Revoke a token of mine. It is refused from now on."""
    row = await api_tokens.revoke(session, asking.user.id, token_id)
    await audit.record(session, "token_revoked", actor_id=asking.user.id, subject_id=row.id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
