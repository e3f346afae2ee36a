"""What containers run besides the API and the worker: the migration, the fetching of models, a look at the worker, a one-time code."""

import asyncio
import logging
import sys
import time
from argparse import Namespace

from scribe import services
from scribe.log_lines import write_logs
from scribe.parts import open_parts, read_settings
from scribe.wording import say
from scribe_core.errors import ScribeError

PATIENCE_SECONDS = 180.0
"""A database that makes itself on a slow disk takes a minute."""
LOOK_AGAIN_SECONDS = 2.0

log = logging.getLogger(__name__)


def run_migration(_options: Namespace) -> int:
    """Bring the database up to this release, once it answers."""
    settings = read_settings()
    write_logs(settings)

    async def bring_up() -> None:
        async with open_parts(settings) as parts:
            await parts.database.migrate()

    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            asyncio.run(bring_up())
        except ScribeError as error:
            if error.code not in services.WAITED_FOR or time.monotonic() > deadline:
                raise
            log.warning("%s", error)
            time.sleep(LOOK_AGAIN_SECONDS)
        else:
            log.info("the database is up to date")
            return 0


def run_models(_options: Namespace) -> int:
    """Fetch the models that the settings need; nothing happens where they are here."""
    from scribe import models

    settings = read_settings()
    write_logs(settings)
    log.info("%s", models.prepare(settings, lambda _part, _note: None))
    return 0


def run_probe(_options: Namespace) -> int:
    """Whether the worker beside this process lives. Its stores are not asked: a worker waits for one that is away."""
    from scribe_workers import sign_of_life

    scratch = read_settings().scratch_folder
    if sign_of_life.is_fresh(scratch):
        return 0
    silent, file = round(sign_of_life.SILENT_SECONDS), sign_of_life.sign(scratch)
    print(say("worker_silent", seconds=silent, file=file), file=sys.stderr)
    return 1


def run_code(options: Namespace) -> int:
    """Print a one-time code for `./manage.sh`, which says it: its kind, itself, its hours, and whose it is."""
    from scribe import accounts

    settings = read_settings()

    async def made() -> tuple[str, str, str] | None:
        async with open_parts(settings) as parts:
            if options.add:
                return await accounts.added(parts, options)
            return await accounts.code(parts, options.email, first_only=options.first)

    if found := asyncio.run(made()):
        line, code, email = found
        print(line, code, settings.one_time_code_hours, email)
    return 0
