"""What `backup` and `restore` share, embedded and with stacks: the passphrase, the file, and the `.env` of then.

Uses the standard library only.
"""

import errno
import getpass
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from scribe.stacks import choice
from scribe.wording import say
from scribe_core.errors import ScribeError

LEAST = 12
"""Characters of a passphrase. Five words of chance are a good one."""

STDIN = Path("-")


def passphrase(options: Namespace, *, new: bool) -> str:
    """The passphrase: from the file named, the variable, or the terminal, where a new one is typed twice and not shown.

    Raises `backup_passphrase_missing`, `backup_passphrase_short`, `backup_passphrase_differs`, `backup_passphrase_strange`,
    `file_not_found`, `file_unreadable`.
    """
    if options.passphrase_file is not None:
        found = _first_line(options.passphrase_file)
        _warn_of_readers(options.passphrase_file)
    elif not (found := choice.variables().get("SCRIBE_BACKUP_PASSPHRASE", "")):
        if not sys.stdin.isatty():
            raise ScribeError("backup_passphrase_missing")
        found = getpass.getpass(say("backup_ask"))
        if new and getpass.getpass(say("backup_ask_again")) != found:
            raise ScribeError("backup_passphrase_differs")
    if not found:
        raise ScribeError("backup_passphrase_missing")
    try:
        found.encode()
    except (
        UnicodeEncodeError
    ) as error:  # Python keeps bytes of a variable or a pipe that are no UTF-8 as halves of characters
        raise ScribeError("backup_passphrase_strange") from error
    if new and len(found) < LEAST:
        raise ScribeError("backup_passphrase_short", least=LEAST)
    return found


def _first_line(path: Path) -> str:
    try:
        text = sys.stdin.readline() if path == STDIN else path.read_text(encoding="utf-8").partition("\n")[0]
    except FileNotFoundError as error:
        raise ScribeError("file_not_found", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ScribeError("file_unreadable", path=path) from error
    return text.rstrip("\r\n")


def _warn_of_readers(path: Path) -> None:
    """Say so where others than the owner may read the file. A pipe is nobody's to find."""
    if path != STDIN and path.is_file() and path.stat().st_mode & 0o077:
        text = say("backup_passphrase_shared", path=path)
        sys.stderr.write(say("warning", text=text) + "\n")


def check_new(path: Path) -> None:
    """Raises `backup_exists` or `output_unwritable` before any work."""
    if path.exists() or path.is_symlink():
        raise ScribeError("backup_exists", path=path)
    if not path.parent.is_dir():
        raise ScribeError("output_unwritable", path=path, reason=os.strerror(errno.ENOENT))
    if not os.access(path.parent, os.W_OK):
        raise ScribeError("output_unwritable", path=path, reason=os.strerror(errno.EACCES))


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file for its owner only that bears its name once it is whole and safe on the disk, and is not there otherwise.

    Raises as `check_new` does.
    """
    check_new(path)
    draft = None
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mkstemp gives 0600
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _name(Path(draft), path)
    except FileExistsError as error:
        raise ScribeError("backup_exists", path=path) from error
    except OSError as error:
        raise ScribeError("output_unwritable", path=path, reason=error.strerror or str(error)) from error
    finally:
        if draft is not None:
            Path(draft).unlink(missing_ok=True)


def _name(draft: Path, path: Path) -> None:
    """Give the draft its name. A link never replaces what somebody else put there meanwhile; some disks know no links."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        draft.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def existing_file(path: Path) -> Iterator[IO[bytes]]:
    """A backup to be read. Raises `file_not_found` or `file_unreadable`."""
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise ScribeError("file_not_found", path=path) from error
    except OSError as error:
        raise ScribeError("file_unreadable", path=path) from error
    with file:
        yield file


def settings_now() -> bytes | None:
    """What stands in `.env`, None where there is none."""
    return choice.FILE.read_bytes() if choice.FILE.is_file() else None


def put_settings(then: bytes | None) -> Path | None:
    """Lay the `.env` of then beside that of now, where they differ; returns where. This house's own decides, and stays."""
    if then is None or then == settings_now():
        return None
    beside = choice.FILE.with_name(".env.restored")
    handle, draft = tempfile.mkstemp(dir=beside.parent, prefix=".env-")
    with os.fdopen(handle, "wb") as file:
        file.write(then)
    return Path(draft).replace(beside)
