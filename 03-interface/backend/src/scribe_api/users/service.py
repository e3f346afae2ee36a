"""What an administrator does to accounts. Each act is in the audit log."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.dependencies import Parts
from scribe_api.meetings.service import delete_files
from scribe_core.database import audit, deletions, one_time_codes, runs, sessions, uploads, users
from scribe_core.database.meetings import Meeting
from scribe_core.database.one_time_codes import Code
from scribe_core.database.users import User
from scribe_core.domain.account import Role
from scribe_core.errors import Language


async def invite(
    session: AsyncSession, by: User | None, *, email: str, name: str, role: Role, language: Language, code_hours: int
) -> tuple[User, Code]:
    """A new account without a password, and the code that sets one; `by` None is the command line. Raises `email_taken`."""
    user = await users.add(session, email=email, name=name, role=role, language=language)
    await audit.record(session, "user_created", actor_id=by.id if by else None, subject_id=user.id, role=role)
    return user, await one_time_codes.make_password_code(session, user.id, code_hours)


async def change(
    session: AsyncSession, by: User, user_id: str, *, name: str | None, role: Role | None, disabled: bool | None
) -> User:
    """Change an account; disabling it ends its sessions at once. Raises `user_not_found`, `last_administrator`."""
    user = await users.change(session, user_id, name=name, role=role, disabled=disabled)
    if disabled:
        await sessions.close_all(session, user_id, "disabled")
    changed = {"role": role, "disabled": None if disabled is None else int(disabled)}
    told = {what: value for what, value in changed.items() if value is not None}
    await audit.record(session, "user_changed", actor_id=by.id, subject_id=user_id, **told)
    return user


async def set_quota(session: AsyncSession, by: User | None, user_id: str, quota_bytes: int | None) -> User:
    """Give an account a quota of its own; None is the installation's, `by` None the command line. Raises `user_not_found`."""
    before = (await users.by_id(session, user_id)).quota_bytes
    user = await users.set_quota(session, user_id, quota_bytes)
    if quota_bytes != before:
        await audit.record(
            session, "quota_changed", actor_id=by.id if by else None, subject_id=user_id,
            before=before, quota_bytes=quota_bytes,
        )  # fmt: skip
    return user


async def reset(session: AsyncSession, by: User, user_id: str, code_hours: int) -> Code:
    """A code that sets a new password. The old one goes on until it is used. Raises `user_not_found`."""
    user = await users.by_id(session, user_id)
    await audit.record(session, "password_code_made", actor_id=by.id, subject_id=user.id)
    return await one_time_codes.make_password_code(session, user.id, code_hours)


async def remove(parts: Parts, by: User, user_id: str) -> None:
    """Delete an account with all its meetings, its people and their files. Raises `user_not_found`, `last_administrator`."""
    async with parts.database.session() as session:
        await users.give_up(session, user_id)
        owned = (await session.scalars(select(Meeting).where(Meeting.owner_id == user_id))).all()
        for meeting in owned:
            await deletions.delete_meeting(session, meeting)
        begun = await uploads.of_owner(session, user_id, expired=True)
        for upload in begun:
            await uploads.give_up(session, upload)
        await deletions.bring_forward(session, await runs.files_of(session, user_id))
        await users.remove(session, user_id)
        await audit.record(session, "user_removed", actor_id=by.id, subject_id=user_id, meetings=len(owned))
    await delete_files(parts, [*(meeting.id for meeting in owned), *(upload.id for upload in begun)])
