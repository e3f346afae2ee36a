"""Make a house of a backup again. Only into an empty one, and whole or not at all.

The rows are written in one transaction that is committed after the last piece of the file was verified; the objects lie in the
store before it, as ever. While this goes on the object `RESTORING` says so: what lies beside it was put there by a restoration
that did not end, and the next one of the same backup begins by clearing it away. Objects that the backup knows nothing of are
somebody's, whatever that mark says: it may have been forgotten here.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
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

OWN_OBJECTS = ("meetings", "uploads", "runs")
"""Tables whose rows have objects under their id."""

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
    reader = Reader(Opener(file, passphrase))
    if not database.knows(reader.head.revision):
        raise ScribeError("backup_newer", version=reader.head.version)
    async with database.restoring_alone():
        if not await database.is_empty():
            raise ScribeError("restore_not_empty")
        house = _House(objects, _leftovers(objects))
        with _drafts(secrets) as drafts:
            try:
                await database.begin_anew(reader.head.revision)
                async with database.session() as session:
                    await allow_silence(session)  # objects come after the rows, before the commit
                    await _alone(session)
                    await _check(session, reader.head)
                    found = await _put_back(reader, session, house, progress)
                    await rows.number_on(session, reader.head.tables)
                    assert reader.end is not None  # the reader saw to it
                    told = reader.end.rows, reader.end.objects, reader.end.bytes
                    if (found.rows, found.objects, found.bytes) != told:
                        raise ScribeError("backup_damaged")
                    there = {table.name: set(table.columns) for table in reader.head.tables}
                    await _leave_out(session, objects, reader.end.gone, there)
                    await _put_in_line(session, there)
                    drafts.write(house.small)
                    drafts.name()  # may fail, as all that comes before the commit
            except BaseException as error:
                house.give_up()
                if isinstance(error, DBAPIError) and rows.are_to_blame(error):
                    raise ScribeError("backup_damaged") from error
                raise
            drafts.keep()
        objects.delete_under(_UNDER_WAY)
        await database.migrate()
    return Restored(reader.head, reader.end, house.small.get(SETTINGS))


class _House:
    """The objects of the house that is made, and what is small of it. `ids` are those that its rows know."""

    def __init__(self, objects: Objects, leftovers: set[str]) -> None:
        self.objects, self.small = objects, dict[str, bytes]()
        self.ids: set[str] = set()
        self._leftovers, self._ready, self._written = leftovers, False, set[str]()

    def make_room(self) -> None:
        """Before the first object: take away what a restoration left that did not end. Raises `restore_objects_there`."""
        if self._ready:
            return
        if not self._leftovers <= self.ids:
            raise ScribeError("restore_objects_there")
        self.objects.replace(RESTORING, b"")
        for one in self._leftovers:
            self.objects.delete_under(keys.meeting(one))
        self._ready = True

    def expects(self, key: str) -> bool:
        """Whether an object is a file of something that a row tells of: rows come first."""
        one = _id_in(key)
        return one in self.ids and key.startswith(keys.meeting(one))

    def note(self, key: str) -> None:
        """An object is about to be written."""
        self._written.add(_id_in(key))

    def give_up(self) -> None:
        """Take away what was written."""
        for one in self._written:
            self.objects.delete_under(keys.meeting(one))
        if self._ready:
            self.objects.delete_under(_UNDER_WAY)


def _id_in(key: str) -> str:
    return key.removeprefix(keys.MEETINGS).partition("/")[0]


def _leftovers(objects: Objects) -> set[str]:
    """Ids of what an unfinished restoration left. Raises `restore_objects_there` where objects are somebody's."""
    if objects.size(RESTORING) is not None:
        return {_id_in(key) for key in objects.under(keys.MEETINGS)}
    if next(objects.under(keys.MEETINGS), None) is not None:
        raise ScribeError("restore_objects_there")
    return set()


async def _check(session: AsyncSession, head: Head) -> None:
    """Raises `backup_damaged` where the file speaks of other tables than that revision has: nothing else is ever written to."""
    connection = await session.connection()
    found = await rows.tables_of(connection)
    there = {table.name: (dict(table.columns), list(table.order), table.numbered) for table in found}
    told = {table.name: (dict(table.columns), list(table.order), table.numbered) for table in head.tables}
    if told != there or len(head.tables) != len(there):
        raise ScribeError("backup_damaged")


async def _alone(session: AsyncSession) -> None:
    """Have nobody make an account meanwhile. On SQLite every writing transaction is alone."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(sa.text("LOCK TABLE users IN EXCLUSIVE MODE"))
    if await session.scalar(sa.text("SELECT count(*) FROM users")):
        raise ScribeError("restore_not_empty")


async def _put_back(reader: Reader, session: AsyncSession, house: _House, progress: Progress) -> End:
    """Write rows and objects as they come, keep what is small for later; returns how many there were."""
    tables = {table.name: table for table in reader.head.tables}
    found = End(rows=dict.fromkeys(tables, 0))
    for member in reader.members():
        if member.kind == ROWS:
            name = member.name.split("/")[0]
            if name not in tables:
                raise ScribeError("backup_damaged")
            lines = [rows.row_of(tables[name], line) for line in member.content().splitlines()]
            await rows.write(session, tables[name], lines)
            found.rows[name] += len(lines)
            if name in OWN_OBJECTS:
                house.ids.update(str(line["id"]) for line in lines)
        elif member.kind == OBJECTS:
            if not house.expects(member.name):
                raise ScribeError("backup_damaged")
            house.make_room()
            house.note(member.name)
            await _store(house.objects, member, reader)
            found.objects, found.bytes = found.objects + 1, found.bytes + member.size
        else:
            house.small[member.kind + member.name if member.kind == SECRETS else member.kind] = member.content()
        progress(found)
    house.make_room()
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


async def _leave_out(session: AsyncSession, objects: Objects, gone: list[str], there: Mapping[str, set[str]]) -> None:
    """Delete meetings, uploads and runs that were deleted while the backup was made; what hangs on them goes along."""
    for recording_id in gone:
        for name, column in (("run_events", "meeting_id"), ("meetings", "id"), ("uploads", "id"), ("runs", "id")):
            if name in there:
                table = METADATA.tables[name]
                await session.execute(sa.delete(table).where(table.c[column] == recording_id))
        objects.delete_under(keys.meeting(recording_id))


async def _put_in_line(session: AsyncSession, there: Mapping[str, set[str]]) -> None:
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
    if "tries" in there["runs"]:
        waits["tries"] = run.c.tries - 1
    await session.execute(sa.update(run).where(worked_on).values(**free, **waits))
    has_transcript = sa.exists().where(transcript.c.meeting_id == meeting.c.id)
    waiting = sa.exists().where(run.c.meeting_id == meeting.c.id, run.c.status == Status.PENDING)
    standing = sa.case(
        (has_transcript, Status.COMPLETED.value), (waiting, Status.PENDING.value), else_=Status.CANCELLED.value
    )
    await session.execute(sa.update(meeting).where(meeting.c.status == Status.PROCESSING).values(status=standing))
    if upload.name in there:
        await session.execute(sa.update(upload).values(holder=None, held_until=None))


class _Drafts:
    """The keys, each whole before it has its name. Until they are kept everything can be put back as it was."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[tuple[Path, Path]] = []
        self._named: list[Path] = []
        self._before: list[tuple[Path, Path]] = []
        """Keys that were there, and under which name they wait."""

    def write(self, small: Mapping[str, bytes]) -> None:
        """Put them on the disk, for their owner only."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, content in small.items():
            if not name.startswith(SECRETS):
                continue
            handle, draft = tempfile.mkstemp(dir=self._folder, prefix=".key-")  # mkstemp gives 0600
            self._files.append((Path(draft), self._folder / name.removeprefix(SECRETS)))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())

    def name(self) -> None:
        """Give them their names."""
        for draft, path in self._files:
            if path.exists():
                aside = draft.with_name(f"{draft.name}-before")
                path.rename(aside)
                self._before.append((path, aside))
            draft.replace(path)
            self._named.append(path)

    def keep(self) -> None:
        """They stay: what was there before goes."""
        for _, aside in self._before:
            with suppress(OSError):  # one that nobody reads is left over, no reason to say that it failed
                aside.unlink()
        self._named.clear()
        self._before.clear()

    def discard(self) -> None:
        """Take away what is not kept, and put back what was there before."""
        for path in self._named:
            path.unlink(missing_ok=True)
        for path, aside in self._before:
            aside.replace(path)
        for draft, _ in self._files:
            draft.unlink(missing_ok=True)


@contextmanager
def _drafts(folder: Path) -> Iterator[_Drafts]:
    drafts = _Drafts(folder)
    try:
        yield drafts
    finally:
        drafts.discard()
