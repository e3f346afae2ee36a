"""`./manage.sh backup FILE` and `restore FILE` where stacks were chosen: a container beside the stores does the work.

The file and `.env` are on this side. Passphrase and `.env` reach the container by its standard input, never as arguments.
Uses the standard library only.
"""

import base64
import json
import shutil
import subprocess
from argparse import Namespace
from collections.abc import Mapping
from typing import IO

from scribe import backup_file
from scribe.stacks import engine
from scribe.terminal import language
from scribe.wording import say
from scribe_core.errors import ScribeError

USERS_OF_STORES = frozenset({"api", "worker", "worker-gpu"})


def backup(options: Namespace) -> int:
    """Write everything into one sealed file; the product may run."""
    engine.check()
    backup_file.check_new(options.file)
    then = backup_file.settings_now()
    asked = {
        "passphrase": backup_file.passphrase(options, new=True),
        "settings": None if then is None else base64.b64encode(then).decode(),
        "file": str(options.file),
    }
    with backup_file.new_file(options.file) as file:
        _run("run-backup", asked, None, file)
    return 0


def restore(options: Namespace) -> int:
    """Put a backup into the stores of the core stack, which must be empty and used by nobody."""
    engine.check()
    if USERS_OF_STORES.intersection(engine.services()):
        raise ScribeError("restore_running_stacks")
    with backup_file.existing_file(options.file) as file:
        asked = {"passphrase": backup_file.passphrase(options, new=False)}
        then = _run("run-restore", asked, file, None)
    if path := backup_file.put_settings(then or None):
        print(say("restored_settings", path=path))
    return 0


def _run(command: str, asked: Mapping[str, str | None], given: IO[bytes] | None, out: IO[bytes] | None) -> bytes:
    """What the container printed, where it does not go into a file. Raises `stack_failed`; the reason is on the terminal."""
    spoken = f"LC_ALL={'fr_FR' if language() == 'fr' else 'C'}.UTF-8"
    arguments = engine.compose(None, "run", "--rm", "--no-deps", "-T", "--env", spoken, "api", command)
    process = engine.open_process(arguments, stdout=out or subprocess.PIPE)
    assert process.stdin is not None
    with process:
        try:
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            if given is not None:
                shutil.copyfileobj(given, process.stdin, 1024 * 1024)
            process.stdin.close()
        except BrokenPipeError:  # it ended, and said why
            pass
        printed = process.stdout.read() if process.stdout else b""
    if process.returncode != 0:
        raise ScribeError("stack_failed", command=f"docker compose run api {command}")
    return printed
