"""JSON of accounts as an administrator sees them: never what is in their meetings."""

from datetime import datetime

from pydantic import Field

from scribe_api.accounts.schemas import Email
from scribe_api.wire import Asked, Name, Told
from scribe_core.domain.account import Role
from scribe_core.errors import Language


class NewUser(Asked):
    """An account to be made; its owner sets the password with the one-time code."""

    email: Email
    name: Name = Field(examples=["Marc Lemaire"])
    role: Role = Role.MEMBER
    language: Language


class UserChange(Asked):
    """What to change; what is left out stays."""

    name: Name | None = None
    role: Role | None = None
    disabled: bool | None = None


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
