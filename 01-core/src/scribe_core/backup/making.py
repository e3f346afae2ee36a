"""Make a backup while the product runs: the rows of one instant first, then the objects that they refer to.

An object is written before a row refers to it, so what the rows of that instant need is there when it is read. What was deleted
in between is found by asking again at the end which meetings there are: those that are gone are named in the archive, and
restoring leaves them out whole. A backup never holds half a meeting, nor keeps one that was deleted before it was finished.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from scribe_core import VERSION
from scribe_core.backup import rows
from scribe_core.backup.archive import ROWS, SECRETS, SETTINGS, End, Head, Writer, is_fit
from scribe_core.backup.rows import Table
from scribe_core.backup.sealing import WORK, Sealer
from scribe_core.contract import keys
from scribe_core.database.engine import Database
from scribe_core.domain.run import Status
from scribe_core.stores.objects import Objects

ENDED = frozenset({Status.COMPLETED, Status.FAILED, Status.CANCELLED})
RECORDED = ("meetings", "uploads", "runs")
"""Tables whose rows' ids objects lie under."""

Progress = Callable[[End], None]


@dataclass(frozen=True, slots=True)
class House:
    """What is backed up: the stores, the folder of generated keys, and what stands in `.env`, None where there is none."""

    database: Database
    objects: Objects
    secrets: Path
    settings: bytes | None


@dataclass(slots=True)
class _Referred:
    """What the rows refer to: under which ids there must be objects, and their keys."""

    keys: dict[str, list[str]] = field(default_factory=dict)
    meetings: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    """Ids of runs that learn a voice from a file of their own, and have not ended."""

    def note(self, table: Table, row: Mapping[str, Any]) -> None:
        """Take in a row."""
        if table.name == "meetings":
            self.meetings.add(row["id"])
            self.keys[row["id"]] = [key for key in (row["audio_key"], row["peaks_key"]) if key]
        elif table.name == "transcripts":
            self.keys[row["meeting_id"]].append(row["document_key"])
        elif table.name == "uploads":
            self.keys[row["id"]] = []
        elif table.name == "upload_parts":
            parts = keys.recording_parts(keys.recording(row["upload_id"]))
            self.keys[row["upload_id"]].append(parts + row["name"])
        elif table.name == "runs" and row["meeting_id"] is None and row["status"] not in ENDED:
            self.files.add(row["id"])
            self.keys[row["id"]] = []

    def missing(self, recording_id: str, found: set[str]) -> list[str]:
        """What should be among what was found under that id, and is not."""
        recording = keys.recording(recording_id)
        wanted = self.keys[recording_id]
        if recording_id in self.meetings and keys.recording_list(recording) not in found:
            wanted = [*wanted, recording]
        return [key for key in wanted if key not in found]


async def make(house: House, out: IO[bytes], passphrase: str, progress: Progress, *, work: int = WORK) -> End:
    """Write the backup; returns what it holds. Raises as the stores do; what was written then is no backup."""
    writer, end, referred = Writer(Sealer(out, passphrase, work=work)), End(), _Referred()
    async with house.database.snapshot() as connection:
        revision, tables = await rows.revision_of(connection), await rows.tables_of(connection)
        writer.head(Head(VERSION, revision, tables, datetime.now(UTC).isoformat(timespec="seconds")))
        for path in sorted(house.secrets.glob("[!.]*")):
            if path.is_file() and is_fit(path.name):  # an editor's leftovers are no keys
                writer.small(SECRETS + path.name, path.read_bytes())
        if house.settings is not None:
            writer.small(SETTINGS, house.settings)
        for table in tables:
            end.rows[table.name] = await _write_rows(writer, connection, table, referred)
            progress(end)
    missing: dict[str, list[str]] = {}
    for recording_id in referred.keys:
        found = _write_objects(writer, house.objects, recording_id, end)
        if recording_id in referred.files and not found:
            end.gone.append(recording_id)  # its run has ended since: there is nothing to learn from any more
        missing[recording_id] = referred.missing(recording_id, found)
        progress(end)
    there = await _there(house.database, [table.name for table in tables if table.name in RECORDED])
    end.gone += [recording_id for recording_id in referred.keys if recording_id not in there]
    end.missing = [key for recording_id in missing if recording_id in there for key in missing[recording_id]]
    writer.end(end)
    return end


async def _write_rows(writer: Writer, connection: Any, table: Table, referred: _Referred) -> int:
    """Write a table in segments of bounded size; returns how many rows there were."""
    count, parts, size = 0, 0, 0
    lines: list[bytes] = []

    def put() -> None:
        nonlocal parts, size
        parts += 1
        writer.small(f"{ROWS}{table.name}/{parts:06d}.jsonl", b"".join(lines))
        lines.clear()
        size = 0

    async for row in rows.read(connection, table):
        referred.note(table, row)
        lines.append(rows.line(table, row))
        count, size = count + 1, size + len(lines[-1])
        if size >= rows.SEGMENT_BYTES or len(lines) == rows.ROWS_AT_ONCE:
            put()
    if lines:
        put()
    return count


def _write_objects(writer: Writer, objects: Objects, recording_id: str, end: End) -> set[str]:
    """Write what lies under an id; returns its keys. What goes while this is read (a finished stage's chunks) is left out."""
    found = set()
    for key in sorted(key for key in objects.under(keys.meeting(recording_id)) if is_fit(key)):
        if (opened := objects.whole(key)) is None:
            continue
        size, chunks = opened
        writer.object(key, size, chunks)
        end.objects, end.bytes = end.objects + 1, end.bytes + size
        found.add(key)
    return found


async def _there(database: Database, tables: Sequence[str]) -> set[str]:
    """Ids of what there is now."""
    async with database.snapshot() as connection:
        found = [await connection.execute(sa.text(f"SELECT id FROM {table}")) for table in tables]  # noqa: S608 — names of ours
        return {row[0] for result in found for row in result}
