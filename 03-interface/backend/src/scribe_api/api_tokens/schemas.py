"""JSON of the tokens that people make for their programs."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from scribe_api.wire import Asked, Printable, Told
from scribe_core.database.api_tokens import LONGEST_DAYS, NAME_LIMIT, PREFIX, Scope
from scribe_core.database.sessions import UserSession

TokenName = Annotated[str, StringConstraints(max_length=NAME_LIMIT), AfterValidator(Printable(NAME_LIMIT))]


class NewApiToken(Asked):
    """A token to be made."""

    name: TokenName = Field(description="What it is for.", examples=["Nightly export"])
    scope: Scope = Field(Scope.READ, description="`read` refuses every request that changes something.")
    days: int = Field(ge=1, le=LONGEST_DAYS, description="Days until it ends.", examples=[90])


class ApiToken(Told):
    """A token that may still act. Its secret is told by nobody any more."""

    id: str
    name: str
    scope: Scope
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = Field(description="Its last use, to the minute; null where it was never used.")


class ApiTokenWithSecret(ApiToken):
    """A fresh token with its secret, which is told once and kept nowhere."""

    secret: str = Field(examples=[f"{PREFIX}…"], description="To be sent as `Authorization: Bearer …`.")


def told_token(row: UserSession) -> ApiToken:
    """The token for its owner."""
    return ApiToken(**_told(row))


def told_secret(row: UserSession, secret: str) -> ApiTokenWithSecret:
    """The token for its owner, who is told the secret now."""
    return ApiTokenWithSecret(**_told(row), secret=secret)


def _told(row: UserSession) -> dict[str, object]:
    return {
        "id": row.id, "name": row.name or "", "scope": Scope(row.scope or Scope.READ), "created_at": row.created_at,
        "expires_at": row.expires_at, "used_at": row.used_at,
    }  # fmt: skip
