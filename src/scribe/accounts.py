"""Accounts from the command line: a new one, one-time codes for the first administrator and for whoever lost a password, quotas.

What is the API's is imported where it is asked for: each start reads this file, and its libraries took a third of that.
"""

import asyncio
from argparse import Namespace

from scribe import processes
from scribe.parts import Parts, make_folders, open_parts, read_settings
from scribe.terminal import gigabytes, kilobytes, language, megabytes
from scribe.wording import say
from scribe_core.database import audit, one_time_codes, quotas, users
from scribe_core.domain.account import Role
from scribe_core.errors import ScribeError


def command(options: Namespace) -> int:
    """Print the one-time code of an account: `add` makes it, `reset` gives it a new password, or makes the first one."""
    settings = read_settings()
    make_folders(settings)

    async def made() -> tuple[str, str, str] | None:
        async with open_parts(settings) as parts:
            await parts.database.migrate()
            return await (added(parts, options) if options.action == "add" else code(parts, options.email))

    found = asyncio.run(made())
    assert found is not None
    line, text, email = found
    url = processes.address(settings)
    print(say(line, code=text, email=email, hours=settings.one_time_code_hours, url=url))
    return 0


def quota(options: Namespace) -> int:
    """Give an account a quota of its own, or the installation's again, and say what it has and may have."""
    settings = read_settings()
    make_folders(settings)

    async def given() -> str:
        async with open_parts(settings) as parts:
            await parts.database.migrate()
            return await quota_given(parts, options.email, options.size)

    print(asyncio.run(given()))
    return 0


async def quota_given(parts: Parts, email: str, size: int | None) -> str:
    """What is said of an account once its quota is that: None the installation's, 0 no limit. Raises `user_not_found`."""
    from scribe_api.users.service import set_quota

    async with parts.database.session() as session:
        user = await users.by_email(session, email)
        if user is None:
            raise ScribeError("user_not_found")
        await set_quota(session, None, user.id, size)
        used = await quotas.used(session, user.id)
    held = quotas.in_force(size, parts.settings.user_quota_bytes)
    limit = _size(held) if held else say("quota_no_limit")
    told = say("quota_general", limit=limit) if size is None else limit
    return say("account_quota", email=user.email, used=_size(used), limit=told)


def _size(count: int) -> str:
    if count >= 1e9:
        return gigabytes(count)
    return megabytes(count) if count >= 1e6 or not count else kilobytes(count)


async def added(parts: Parts, options: Namespace) -> tuple[str, str, str]:
    """A new account, the first one always an administrator's: the line that tells of its code, the code, its address.

    Raises `account_name_unfit`, `email_taken`, `request_invalid`. Nobody is signed in by it: its owner chooses the password with the code.
    """
    from scribe_api.users.service import invite

    async with parts.database.session() as session:
        first = not await users.any_exist(session)
        role = Role.ADMINISTRATOR if first or options.administrator else Role.MEMBER
        name = _fit_name(options.email.partition("@")[0] if options.name is None else options.name)
        hours = parts.settings.one_time_code_hours
        user, made = await invite(
            session, None, email=options.email, name=name, role=role, language=language(), code_hours=hours
        )
    return "account_code", made.text, user.email


def _fit_name(name: str) -> str:
    """The name fit to be shown, as over HTTP (`wire.Name`). Raises `account_name_unfit`."""
    from pydantic import TypeAdapter, ValidationError

    from scribe_api.wire import NAME_LIMIT, Name

    try:
        return TypeAdapter(Name).validate_python(name)
    except ValidationError as error:
        raise ScribeError("account_name_unfit", most=NAME_LIMIT) from error


async def code(parts: Parts, email: str | None, *, first_only: bool = False) -> tuple[str, str, str] | None:
    """The line that tells of a code, the code, and whose it is: the first administrator's while there is nobody yet.

    With `first_only` None once there is anybody.
    """
    if first := await first_code(parts):
        return "setup_code", first, ""
    return None if first_only else ("reset_code", *await _reset_code(parts, email))


async def first_code(parts: Parts) -> str | None:
    """A fresh code for the first administrator, None once there is any account. Earlier codes stop working."""
    async with parts.database.session() as session:
        if await users.any_exist(session):
            return None
        code = await one_time_codes.make_setup_code(session, parts.settings.one_time_code_hours)
        await audit.record(session, "setup_code_made", actor_id=None)
    return code.text


async def _reset_code(parts: Parts, email: str | None) -> tuple[str, str]:
    """A code and whose it is: the account of that address, without one the first administrator's."""
    async with parts.database.session() as session:
        user = await users.by_email(session, email) if email else await users.first_administrator(session)
        if user is None:
            raise ScribeError("user_not_found")
        code = await one_time_codes.make_password_code(session, user.id, parts.settings.one_time_code_hours)
        await audit.record(session, "password_code_made", actor_id=None, subject_id=user.id)
    return code.text, user.email
