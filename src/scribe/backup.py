"""`./manage.sh backup FILE` and `restore FILE`, in embedded mode; and what containers run for them where stacks were chosen."""

import asyncio
import base64
import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import IO, Any

from scribe import backup_file, running
from scribe.parts import make_folders, open_parts, read_settings
from scribe.terminal import ProgressLine, gigabytes, language, megabytes
from scribe.wording import say
from scribe_core.backup import making, restoring
from scribe_core.backup.archive import End
from scribe_core.backup.restoring import Restored
from scribe_core.database import audit
from scribe_core.database.engine import Database
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings


def backup(options: Namespace) -> int:
    """Write everything into one sealed file; the product may run."""
    settings = read_settings()
    backup_file.check_new(options.file)
    passphrase = backup_file.passphrase(options, new=True)
    with backup_file.new_file(options.file) as file:
        end = asyncio.run(_make(settings, file, passphrase, backup_file.settings_now()))
    tell_made(end, options.file)
    return 0


def restore(options: Namespace) -> int:
    """Put a backup into this house, which must be empty and not running."""
    settings = read_settings()
    if running.process_number(settings):
        raise ScribeError("restore_running")
    with backup_file.existing_file(options.file) as file:
        passphrase = backup_file.passphrase(options, new=False)
        make_folders(settings)
        with running.claimed(settings):
            restored = asyncio.run(_restore(settings, file, passphrase))
    tell_restored(restored.end, backup_file.put_settings(restored.settings))
    return 0


def run_backup(_options: Namespace) -> int:
    """In a container: what is asked comes as a line of standard input, the sealed bytes go to standard output."""
    asked = json.loads(sys.stdin.buffer.readline())
    then = base64.b64decode(asked["settings"]) if asked["settings"] is not None else None
    end = asyncio.run(_make(read_settings(), sys.stdout.buffer, asked["passphrase"], then))
    sys.stdout.buffer.flush()
    tell_made(end, Path(asked["file"]))
    return 0


def run_restore(_options: Namespace) -> int:
    """In a container: after the line come the sealed bytes; the `.env` of then goes to standard output."""
    asked = json.loads(sys.stdin.buffer.readline())
    restored = asyncio.run(_restore(read_settings(), sys.stdin.buffer, asked["passphrase"]))
    sys.stdout.buffer.write(restored.settings or b"")
    tell_restored(restored.end, None)
    return 0


async def _make(settings: Settings, file: IO[bytes], passphrase: str, env: bytes | None) -> End:
    line = ProgressLine(sys.stderr)

    def show(end: End) -> None:
        line.show(f"… {say('backup_under_way')}", None, _amount(end))

    try:
        async with open_parts(settings) as parts:
            house = making.House(parts.database, parts.objects, settings.secrets_folder, env)
            end = await making.make(house, file, passphrase, show)
            await _record(parts.database, "backup_made", rows=sum(end.rows.values()), objects=end.objects)
            return end
    finally:
        line.clear()


async def _restore(settings: Settings, file: IO[bytes], passphrase: str) -> Restored:
    line = ProgressLine(sys.stderr)

    def show(end: End) -> None:
        line.show(f"… {say('restore_under_way')}", None, _amount(end))

    try:
        async with open_parts(settings) as parts:
            folder = settings.secrets_folder
            restored = await restoring.restore(file, passphrase, parts.database, parts.objects, folder, show)
            head = restored.head
            made = {"made_at": head.made_at, "version": head.version, "revision": head.revision}
            await _record(parts.database, "backup_restored", **made)
            return restored
    finally:
        line.clear()


async def _record(database: Database, action: str, **details: Any) -> None:
    """Note it in the audit trail. What was done is whole: it does not count as failed for a line about it."""
    try:
        async with database.session() as session:
            await audit.record(session, action, actor_id=None, **details)
    except ScribeError as error:
        sys.stderr.write(say("warning", text=error.sentence(language())) + "\n")


def tell_made(end: End, path: Path) -> None:
    """Say what was backed up, and what was not there to be."""
    sys.stderr.write(say("backup_made", path=path, amount=_amount(end)) + "\n")
    if end.missing:
        lost = say("backup_missing", count=len(end.missing), first=end.missing[0])
        sys.stderr.write(say("warning", text=lost) + "\n")


def tell_restored(end: End, settings: Path | None) -> None:
    """Say what was put back, and what is left to do."""
    sys.stderr.write(say("restored", amount=_amount(end)) + "\n")
    if settings is not None:
        sys.stderr.write(say("restored_settings", path=settings) + "\n")


def _amount(end: End) -> str:
    size = gigabytes(end.bytes) if end.bytes >= 1e9 else megabytes(end.bytes)
    return say(
        "backup_amount",
        meetings=end.rows.get("meetings", 0),
        rows=sum(end.rows.values()),
        objects=end.objects,
        size=size,
    )
