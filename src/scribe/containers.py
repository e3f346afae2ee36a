"""What containers run besides the API and the worker: the migration, the fetching of models, a probe, a one-time code."""

import asyncio
import logging
import time
from argparse import Namespace

from scribe import services
from scribe.log_lines import write_logs
from scribe.parts import open_parts, read_settings
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
    """Whether what a worker needs answers: the database and the object store."""
    from sqlalchemy import text

    settings = read_settings()

    async def ask() -> None:
        async with open_parts(settings) as parts:
            async with parts.database.reading() as session:
                await session.execute(text("SELECT version_num FROM alembic_version"))
            await parts.objects.size_async("health/probe")

    asyncio.run(ask())
    return 0


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
