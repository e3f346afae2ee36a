"""The rules of signing in. Password checks stand outside transactions: they take a quarter of a second each."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.dependencies import Parts
from scribe_api.security.passwords import require_strength
from scribe_api.security.tokens import Token, TokenType
from scribe_core.database import audit, one_time_codes, sessions, sign_in_attempts, users
from scribe_core.database.one_time_codes import Purpose
from scribe_core.database.sessions import Kind, Outcome, UserSession
from scribe_core.database.users import User
from scribe_core.domain.account import Role, normal_email
from scribe_core.errors import Language, ScribeError

log = logging.getLogger(__name__)

SESSIONS_KEPT_DAYS = 30
"""Ended sessions stay so long, for whoever asks why one ended."""

_WRONG = frozenset(("credentials_invalid", "code_invalid"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A session just opened or prolonged: its owner and its tokens."""

    user: User
    session: UserSession
    access: str
    access_token: Token
    refresh: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who knocks: from which address, and what their browser or program calls itself."""

    address: str
    agent: str


async def set_up(
    parts: Parts, caller: Caller, *, code: str, email: str, name: str, password: str, language: Language
) -> Entry:
    """Make the first administrator and sign them in. Raises `setup_done`, `code_invalid`, `password_too_weak`."""
    require_strength(password, parts.settings.password_minimum)
    async with _attempt(parts, caller.address, "code", email):
        async with parts.database.reading() as session:
            if await users.any_exist(session):
                raise ScribeError("setup_done")
        hashed = await parts.passwords.hashed(password)
        async with parts.database.session() as session:
            if not await one_time_codes.redeem(session, Purpose.SETUP, None, code):
                raise ScribeError("code_invalid")
            if await users.any_exist(session):
                raise ScribeError("setup_done")
            user = await users.add(
                session, email=email, name=name, role=Role.ADMINISTRATOR, language=language, password_hash=hashed
            )
            await audit.record(session, "first_administrator_created", actor_id=user.id, subject_id=user.id)
            return await _enter(parts, session, user, Kind.BROWSER, caller)


async def sign_in(parts: Parts, caller: Caller, *, email: str, password: str, kind: Kind) -> Entry:
    """Open a session. Raises `credentials_invalid`, the same for no account, a wrong password and a disabled account."""
    async with _attempt(parts, caller.address, "password", email):
        async with parts.database.reading() as session:
            known = await users.by_email(session, email)
        fits = await parts.passwords.fits(password, known.password_hash if known else None)
        if not fits or known is None:
            log.info("sign-in refused from %s", caller.address)
            raise ScribeError("credentials_invalid")
        async with parts.database.session() as session:
            user = await session.get(User, known.id)
            if user is None or user.disabled or user.password_hash != known.password_hash:
                raise ScribeError("credentials_invalid")
            await sessions.forget_ended(session, SESSIONS_KEPT_DAYS)
            return await _enter(parts, session, user, kind, caller)


async def renew(parts: Parts, refresh_token: str, kind: Kind) -> Entry:
    """Use a refresh token up and give the next one. Raises `session_invalid`, `session_reused` (the session is closed then)."""
    token = parts.tokens.read(refresh_token, TokenType.REFRESH)
    settings = parts.settings
    async with parts.database.session() as session:
        used = await sessions.rotate(
            session,
            token.session_id,
            token.generation,
            kind,
            grace_seconds=settings.refresh_grace_seconds,
            days=settings.refresh_token_days,
        )
        if used.outcome is Outcome.REUSED:
            await audit.record(session, "session_reused", actor_id=None, subject_id=token.user_id)
    # Outside the transaction: an error inside would take the closing of a stolen session back.
    if used.outcome is Outcome.REUSED:
        raise ScribeError("session_reused")
    if used.session is None or used.user is None:
        raise ScribeError("session_invalid")
    return _entry(parts, used.user, used.session)


async def sign_out(parts: Parts, session_id: str) -> None:
    """Close a session at once."""
    async with parts.database.session() as session:
        await sessions.close(session, session_id, "signed_out")


async def sign_out_others(parts: Parts, user_id: str, session_id: str) -> None:
    """Close every session of an account but this one."""
    async with parts.database.session() as session:
        await sessions.close_all(session, user_id, "signed_out", but=session_id)
        await audit.record(session, "sessions_closed", actor_id=user_id, subject_id=user_id)


async def change_password(parts: Parts, caller: Caller, user: User, session_id: str, *, current: str, new: str) -> None:
    """Set a new password; every other session of the account ends. Raises `credentials_invalid`, `password_too_weak`."""
    require_strength(new, parts.settings.password_minimum)
    async with _attempt(parts, caller.address, "password", user.email):
        if not await parts.passwords.fits(current, user.password_hash):
            raise ScribeError("credentials_invalid")
        hashed = await parts.passwords.hashed(new)
        async with parts.database.session() as session:
            await users.set_password(session, await users.by_id(session, user.id), hashed)
            await sessions.close_all(session, user.id, "password_changed", but=session_id)
            await audit.record(session, "password_changed", actor_id=user.id, subject_id=user.id)


async def redeem_code(parts: Parts, caller: Caller, *, email: str, code: str, password: str) -> Entry:
    """Set a password with an administrator's code and sign in; every session there was ends. Raises `code_invalid`."""
    require_strength(password, parts.settings.password_minimum)
    async with _attempt(parts, caller.address, "code", email):
        hashed = await parts.passwords.hashed(password)  # before looking: it takes as long where there is no account
        async with parts.database.session() as session:
            user = await users.by_email(session, email)
            if user is None or user.disabled:
                raise ScribeError("code_invalid")
            if not await one_time_codes.redeem(session, Purpose.PASSWORD, user.id, code):
                raise ScribeError("code_invalid")
            user = await users.set_password(session, user, hashed)
            await sessions.close_all(session, user.id, "password_reset")
            await sign_in_attempts.forgive(session, _account_key("password", user.email))
            await audit.record(session, "password_set_by_code", actor_id=user.id, subject_id=user.id)
            return await _enter(parts, session, user, Kind.BROWSER, caller)


@asynccontextmanager
async def _attempt(parts: Parts, address: str, secret: str, email: str) -> AsyncIterator[None]:
    """Count a guess before it is made, and uncount it unless it was wrong. Raises `too_many_attempts`.

    Passwords and codes are counted apart: whoever locks an account by guessing its password must not lock its reset.
    """
    keys = (_account_key(secret, normal_email(email)), sign_in_attempts.address_key(address))
    async with parts.database.session() as session:
        await sign_in_attempts.spend(session, keys, parts.settings.login_attempts)
    try:
        yield
    except ScribeError as error:
        if error.code not in _WRONG:
            await _uncount(parts, keys)
        raise
    await _uncount(parts, keys)


async def _uncount(parts: Parts, keys: tuple[str, ...]) -> None:
    async with parts.database.session() as session:
        await sign_in_attempts.give_back(session, keys)


def _account_key(secret: str, email: str) -> str:
    return sign_in_attempts.account_key(f"{secret} {email}")


async def _enter(parts: Parts, session: AsyncSession, user: User, kind: Kind, caller: Caller) -> Entry:
    row = await sessions.start(session, user.id, kind, parts.settings.refresh_token_days, caller.agent)
    return _entry(parts, user, row)


def _entry(parts: Parts, user: User, row: UserSession) -> Entry:
    access, token = parts.tokens.access(user.id, row.id, row.expires_at)
    refresh = parts.tokens.refresh(user.id, row.id, row.generation, row.expires_at)
    return Entry(user, row, access, token, refresh)
