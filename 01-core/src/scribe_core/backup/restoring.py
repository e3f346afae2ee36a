"""Make a house of a backup again. Only into an empty one, and whole or not at all.

The rows are written in one transaction that is committed after the last piece of the file was verified; the objects lie in the
store before it, as ever. While this goes on the object `RESTORING` says so: what lies beside it was put there by a restoration
that did not end, and the next one begins by clearing it away.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.backup import rows
from scribe_core.backup.archive import OBJECTS, ROWS, SECRETS, SETTINGS, End, Head, Member, Reader
from scribe_core.backup.sealing import Opener
from scribe_core.contract import keys
from scribe_core.database.engine import Database, allow_silence
from scribe_core.database.tables import METADATA
from scribe_core.domain.run import Status
from scribe_core.errors import ScribeError
from scribe_core.stores.objects import Objects

_UNDER_WAY = "restoring/"
RESTORING = f"{_UNDER_WAY}begun"

Progress = Callable[[End], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. `settings` is the `.env` of then, which is the caller's to put somewhere: this house has its own."""

    head: Head
    end: End
    settings: bytes | None


async def restore(
    file: IO[bytes], passphrase: str, database: Database, objects: Objects, secrets: Path, progress: Progress
) -> Restored:
    """Put a backup into an empty house.

    Raises `restore_not_empty` or `restore_objects_there` where it is not, `backup_not_one`, `backup_passphrase_wrong`,
    `backup_newer`, `backup_damaged`, and as the stores do. Then nothing of the backup stays.
    """
    if not await database.is_empty():
        raise ScribeError("restore_not_empty")
    reader = Reader(Opener(file, passphrase))
    if not database.knows(reader.head.revision):
        raise ScribeError("backup_newer", version=reader.head.version)
    _clear(objects)
    objects.replace(RESTORING, b"")
    try:
        await database.begin_anew(reader.head.revision)
        small: dict[str, bytes] = {}
        async with database.session() as session:
            await allow_silence(session)  # objects come after the rows, before the commit
            await _alone(session)
            found = await _put_back(reader, session, objects, small, progress)
            await rows.number_on(session, reader.head.tables)
            assert reader.end is not None  # the reader saw to it
            if (found.rows, found.objects, found.bytes) != (reader.end.rows, reader.end.objects, reader.end.bytes):
                raise ScribeError("backup_damaged")
            there = {table.name for table in reader.head.tables}
            await _leave_out(session, objects, reader.end.gone, there)
            await _put_in_line(session, there)
            _write_secrets(secrets, small)
    except BaseException:
        objects.delete_under(keys.MEETINGS)
        objects.delete_under(_UNDER_WAY)
        raise
    objects.delete_under(_UNDER_WAY)
    await database.migrate()
    return Restored(reader.head, reader.end, small.get(SETTINGS))


def _clear(objects: Objects) -> None:
    """Take away what a restoration left that did not end. Raises `restore_objects_there` where objects are somebody's."""
    if objects.size(RESTORING) is not None:
        objects.delete_under(keys.MEETINGS)
    elif next(objects.under(keys.MEETINGS), None) is not None:
        raise ScribeError("restore_objects_there")


async def _alone(session: AsyncSession) -> None:
    """Have nobody make an account meanwhile. On SQLite every writing transaction is alone."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(sa.text("LOCK TABLE users IN EXCLUSIVE MODE"))
    if await session.scalar(sa.text("SELECT count(*) FROM users")):
        raise ScribeError("restore_not_empty")


async def _put_back(
    reader: Reader, session: AsyncSession, objects: Objects, small: dict[str, bytes], progress: Progress
) -> End:
    """Write rows and objects as they come, keep what is small for later; returns how many there were."""
    tables = {table.name: table for table in reader.head.tables}
    found = End(rows=dict.fromkeys(tables, 0))
    for member in reader.members():
        if member.kind == ROWS:
            table = tables[member.name.split("/")[0]]
            lines = [rows.row_of(table, line) for line in member.content().splitlines()]
            await rows.write(session, table, lines)
            found.rows[table.name] += len(lines)
        elif member.kind == OBJECTS:
            await _store(objects, member, reader)
            found.objects, found.bytes = found.objects + 1, found.bytes + member.size
        else:
            small[member.kind + member.name if member.kind == SECRETS else member.kind] = member.content()
        progress(found)
    return found


async def _store(objects: Objects, member: Member, reader: Reader) -> None:
    digest = hashlib.sha256()

    def chunks() -> Iterator[bytes]:
        for chunk in member.chunks():
            digest.update(chunk)
            yield chunk

    objects.replace(member.name, chunks())
    await objects.secure(member.name)
    reader.note(member.name, digest.hexdigest())


async def _leave_out(session: AsyncSession, objects: Objects, gone: list[str], there: set[str]) -> None:
    """Delete meetings, uploads and runs that were deleted while the backup was made; what hangs on them goes along."""
    for recording_id in gone:
        for name, column in (("run_events", "meeting_id"), ("meetings", "id"), ("uploads", "id"), ("runs", "id")):
            if name in there:
                table = METADATA.tables[name]
                await session.execute(sa.delete(table).where(table.c[column] == recording_id))
        objects.delete_under(keys.meeting(recording_id))


async def _put_in_line(session: AsyncSession, there: set[str]) -> None:
    """Nobody works on anything here: have what was worked on wait again, its attempt unspent, and let uploads be resumed."""
    run, meeting, transcript, upload = (
        METADATA.tables[name] for name in ("runs", "meetings", "transcripts", "uploads")
    )
    worked_on = run.c.status == Status.PROCESSING
    cancelled = sa.and_(worked_on, run.c.cancel_requested_at.is_not(None))
    free = {"lease_owner": None, "lease_expires_at": None}
    stopped = {"status": Status.CANCELLED, "finished_at": run.c.cancel_requested_at}
    await session.execute(sa.update(run).where(cancelled).values(**free, **stopped))
    waits = {"status": Status.PENDING, "attempt": run.c.attempt - 1, "stage": None, "not_before": None}
    await session.execute(sa.update(run).where(worked_on).values(**free, **waits))
    has_transcript = sa.exists().where(transcript.c.meeting_id == meeting.c.id)
    waiting = sa.exists().where(run.c.meeting_id == meeting.c.id, run.c.status == Status.PENDING)
    standing = sa.case(
        (has_transcript, Status.COMPLETED.value), (waiting, Status.PENDING.value), else_=Status.CANCELLED.value
    )
    await session.execute(sa.update(meeting).where(meeting.c.status == Status.PROCESSING).values(status=standing))
    if upload.name in there:
        await session.execute(sa.update(upload).values(holder=None, held_until=None))


def _write_secrets(folder: Path, small: dict[str, bytes]) -> None:
    """Write the keys for their owner only, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in small.items():
        if not name.startswith(SECRETS):
            continue
        handle, draft = tempfile.mkstemp(dir=folder, prefix=".key-")  # mkstemp gives 0600
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(folder / name.removeprefix(SECRETS))
