"""Accounts over HTTP, for administrators."""

from fastapi import APIRouter, Response, status

from scribe_api.dependencies import Administrating, Parts, Reading, TheParts, Writing
from scribe_api.error_responses import answers
from scribe_api.users import service
from scribe_api.users.schemas import NewUser, OneTimeCode, User, UserChange, Users, UserWithCode
from scribe_core.database import quotas, users
from scribe_core.database.one_time_codes import Code
from scribe_core.domain.account import Role

router = APIRouter(prefix="/users", tags=["users"], responses=answers("session_invalid", "forbidden", "csrf_invalid"))

_NOT_FOUND = answers("user_not_found")
_GUARDED = answers("user_not_found", "last_administrator")


@router.get("")
async def list_users(_: Administrating, session: Reading, parts: TheParts) -> Users:
    """All accounts, by name."""
    used = await quotas.used_by_each(session)
    return Users(items=[_told(parts, user, used.get(user.id, 0)) for user in await users.everyone(session)])


@router.post("", status_code=status.HTTP_201_CREATED, responses=answers("email_taken"))
async def create_user(new: NewUser, administrating: Administrating, session: Writing, parts: TheParts) -> UserWithCode:
    """Make an account. Hand its one-time code to its owner, who sets the password with it."""
    user, code = await service.invite(
        session,
        administrating.user,
        email=new.email,
        name=new.name,
        role=new.role,
        language=new.language,
        code_hours=parts.settings.one_time_code_hours,
    )
    return UserWithCode(user=_told(parts, user, used=0), one_time_code=code.text, code_expires_at=code.expires_at)


@router.patch("/{user_id:id}", responses=_GUARDED)
async def change_user(
    user_id: str, change: UserChange, administrating: Administrating, session: Writing, parts: TheParts
) -> User:
    """Rename, promote, demote, disable or enable an account, or set its quota. A disabled one is signed out at once.

    A quota below what the account has takes nothing away; it lets nothing more in.
    """
    given = change.model_fields_set
    if "quota_bytes" in given:
        user = await service.set_quota(session, administrating.user, user_id, change.quota_bytes)
    if given != {"quota_bytes"}:
        user = await service.change(
            session, administrating.user, user_id, name=change.name, role=change.role, disabled=change.disabled
        )
    return _told(parts, user, await quotas.used(session, user_id))


@router.delete("/{user_id:id}", status_code=status.HTTP_204_NO_CONTENT, responses=_GUARDED)
async def remove_user(user_id: str, administrating: Administrating, parts: TheParts) -> Response:
    """Delete an account and everything it owns: meetings, recordings, transcripts."""
    await service.remove(parts, administrating.user, user_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post("/{user_id:id}/reset", responses=_NOT_FOUND)
async def reset_user(user_id: str, administrating: Administrating, session: Writing, parts: TheParts) -> OneTimeCode:
    """A one-time code with which the account's owner sets a new password."""
    code = await service.reset(session, administrating.user, user_id, parts.settings.one_time_code_hours)
    return _code(code)


def _told(parts: Parts, user: users.User, used: int) -> User:
    return User(
        id=user.id,
        email=user.email,
        name=user.name,
        role=Role(user.role),
        language="fr" if user.language == "fr" else "en",
        disabled=user.disabled,
        password_set=user.password_hash is not None,
        created_at=user.created_at,
        recordings_bytes=used,
        quota_bytes=user.quota_bytes,
        effective_quota_bytes=quotas.in_force(user.quota_bytes, parts.settings.user_quota_bytes),
    )


def _code(code: Code) -> OneTimeCode:
    return OneTimeCode(one_time_code=code.text, code_expires_at=code.expires_at)
