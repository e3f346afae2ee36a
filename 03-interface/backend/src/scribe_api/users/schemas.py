"""JSON of accounts as an administrator sees them: never what is in their meetings."""

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from scribe_api.accounts.schemas import EffectiveQuota, Email, RecordingsBytes
from scribe_api.wire import Asked, Name, Told
from scribe_core.domain.account import QUOTA_LIMIT, Role
from scribe_core.errors import Language


def _a_number(given: object) -> object:
    """`true` would be a quota of one byte, and text is somebody's mistake."""
    if isinstance(given, bool | str):
        raise ValueError("must be a number")
    return given


class NewUser(Asked):
    """An account to be made; its owner sets the password with the one-time code."""

    email: Email
    name: Name = Field(examples=["Marc Lemaire"])
    role: Role = Role.MEMBER
    language: Language


class UserChange(Asked):
    """What to change; what is left out stays. `quota_bytes` null gives the installation's setting back, 0 sets no limit."""

    name: Name | None = None
    role: Role | None = None
    disabled: bool | None = None
    quota_bytes: Annotated[int, Field(ge=0, le=QUOTA_LIMIT), BeforeValidator(_a_number)] | None = None


class User(Told):
    """An account. `password_set` tells whether its owner has redeemed the first code."""

    id: str = Field(examples=["0b5f6f0c7c1e4f6f8d3c2b1a09f8e7d6"])
    email: Email
    name: str
    role: Role
    language: Language
    disabled: bool
    password_set: bool
    created_at: datetime
    recordings_bytes: int = RecordingsBytes
    quota_bytes: int | None = Field(description="What was set for this account; null is the installation's setting.")
    effective_quota_bytes: int = EffectiveQuota


class Users(Told):
    """All accounts, by name."""

    items: list[User]


class OneTimeCode(Told):
    """A code to hand to the account's owner. It is told once and kept nowhere."""

    one_time_code: str = Field(examples=["7KQF-2M9X-T4WB-0HZC"])
    code_expires_at: datetime


class UserWithCode(OneTimeCode):
    """A fresh account and the code that sets its password."""

    user: User
