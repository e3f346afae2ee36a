"""JSON of setup, sign-in and one's own account."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, SecretStr

from scribe_api.wire import Asked, Name, Told
from scribe_core.database.sessions import Kind, UserSession
from scribe_core.domain.account import EMAIL_LIMIT, Role
from scribe_core.errors import Language

Email = Annotated[str, Field(max_length=EMAIL_LIMIT, examples=["claire@example.org"])]
Password = Annotated[SecretStr, Field(min_length=1, max_length=1024, examples=["correct horse battery staple"])]
RecordingsBytes = Field(
    description="What its recordings take: those in the trash count, and those being sent with all that they announced."
)
EffectiveQuota = Field(description="What they may take; 0 sets no limit.", examples=[5_000_000_000])
Code = Annotated[str, Field(min_length=1, max_length=64, examples=["7KQF-2M9X-T4WB-0HZC"])]


class Setup(Told):
    """Whether the first administrator is still to be made, and what a password must be."""

    needed: bool
    password_minimum: int = Field(description="Least number of characters in a password.", examples=[12])


class FirstAdministrator(Asked):
    """The first administrator, made with the one-time code that the start prints."""

    code: Code
    email: Email
    name: Name = Field(examples=["Claire Durand"])
    password: Password
    language: Language


class Credentials(Asked):
    """What a person signs in with."""

    email: Email
    password: Password


class Redemption(Asked):
    """A one-time code from an administrator, and the password it sets."""

    email: Email
    code: Code
    password: Password


class PasswordChange(Asked):
    """A new password for oneself."""

    current_password: Password
    new_password: Password


class AccountChange(Asked):
    """What one may change of one's own account; what is left out stays."""

    name: Name | None = None
    language: Language | None = None


class Account(Told):
    """One's own account."""

    id: str = Field(examples=["0b5f6f0c7c1e4f6f8d3c2b1a09f8e7d6"])
    email: Email
    name: str = Field(examples=["Claire Durand"])
    role: Role
    language: Language
    created_at: datetime


class Session(Told):
    """Who is signed in. `csrf_token` goes into `X-CSRF-Token`; keep it in memory only, `GET /auth/me` tells it again."""

    account: Account
    csrf_token: str
    expires_at: datetime = Field(description="When the access token ends: refresh before, or on a 401.")


class OwnSession(Session):
    """Who is signed in, and the share of the storage that is theirs."""

    recordings_bytes: int = RecordingsBytes
    effective_quota_bytes: int = EffectiveQuota


class OpenSession(Told):
    """A sign-in that may still act. `agent` is what the browser or program calls itself, so not to be relied on."""

    id: str
    kind: Kind
    agent: str
    created_at: datetime
    used_at: datetime = Field(description="When its tokens were last renewed.")
    current: bool = Field(description="It is the one that asks.")


def told_session(row: UserSession, *, current: bool) -> OpenSession:
    """The session for its owner."""
    return OpenSession(
        id=row.id,
        kind=Kind(row.kind),
        agent=row.agent,
        created_at=row.created_at,
        used_at=row.rotated_at,
        current=current,
    )


class TokenPair(Told):
    """Tokens of a program. Names are those of OAuth 2 (RFC 6749, section 5.1)."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 — its type, not the token
    expires_in: int = Field(description="Seconds for which the access token is good.", examples=[600])


class TokenRenewal(Asked):
    """A program's refresh token, used once."""

    refresh_token: str = Field(max_length=4096)
