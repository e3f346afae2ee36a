"""The services behind the addresses: whether each answers, said so that whoever runs the product knows what to do."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from scribe.environment import Progress
from scribe.parts import Parts, open_embedder, open_index, open_language_model, open_objects, open_parts
from scribe.terminal import language
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings

if TYPE_CHECKING:
    from scribe_core.language_model.offer import Offer

WAITED_FOR = frozenset({"database_unavailable", "database_busy", "storage_unavailable", "storage_failing"})
"""What may pass by itself: the services of a machine that starts come up in no order."""

PATIENCE_SECONDS = 30.0
LOOK_AGAIN_SECONDS = 0.5


async def prepare(settings: Settings, progress: Progress) -> ScribeError | None:
    """Bring the database up to this release, and see that objects can be written.

    Waits half a minute for what is away and shows why; then raises it. Returns what is wrong with the queue: without one
    everything works, only later.
    """
    async with open_parts(settings) as parts:
        await _patiently(parts.database.migrate, progress)
        await _patiently(lambda: parts.objects.check(writing=True), progress)
        return await fault(parts.doorbell.check)


async def fault(check: Callable[[], Awaitable[None]]) -> ScribeError | None:
    """What a check finds wrong, None where nothing is."""
    try:
        await check()
    except ScribeError as error:
        return error
    return None


async def objects_fault(settings: Settings) -> ScribeError | None:
    """What is wrong with the object store."""
    try:
        return await fault(open_objects(settings).check)
    except ScribeError as error:
        return error


async def queue_fault(settings: Settings) -> ScribeError | None:
    """What is wrong with the queue."""
    from scribe_core.stores.queue import open_doorbell

    try:
        doorbell = open_doorbell(settings.queue_url, settings.lane_names)
    except ScribeError as error:
        return error
    try:
        return await fault(doorbell.check)
    finally:
        await doorbell.close()


async def vectors_fault(settings: Settings) -> ScribeError | None:
    """What is wrong with the index for searches, None also where there is none."""
    vectors = open_index(settings)
    if vectors is None:
        return None
    try:
        return await fault(vectors.check)
    finally:
        await vectors.close()


async def language_model_offer(settings: Settings) -> "Offer | None":
    """Which model of language is used and how much it reads at once, None where there is none. Raises what is wrong with it."""
    model = open_language_model(settings)
    if model is None:
        return None
    try:
        return await model.offer()
    finally:
        await model.close()


async def embedder_fault(settings: Settings) -> ScribeError | None:
    """What keeps texts from being compared by meaning on this machine, None also where they are not to be."""
    embedder = open_embedder(settings)
    if embedder is None:
        return None
    try:
        return await fault(embedder.check)
    finally:
        embedder.close()


async def clock_difference(settings: Settings, here: Callable[[], float] = time.time) -> float:
    """Seconds between PostgreSQL's clock and this machine's, at the least; 0 for SQLite, which has none of its own.

    What the question took is taken for the network's. `here` is this machine's clock. Raises as `Database.session` does.
    """
    from sqlalchemy import text

    from scribe_core.database.engine import Database

    if settings.database_url.startswith("sqlite"):
        return 0.0  # and a look makes no file
    database = Database(settings.database_url)
    try:
        async with database.reading() as session:
            await session.connection()  # what that takes is not to be allowed for
            before = here()
            there = float(await session.scalar(text("SELECT extract(epoch FROM clock_timestamp())")) or 0.0)
            after = here()
        return max(0.0, before - there, there - after)
    finally:
        await database.close()


async def wait_for_database(parts: Parts, tell: Callable[[str], None]) -> None:
    """Until the database is there and fits this release. Raises `database_newer`, which no waiting mends."""
    told = ""
    while error := await fault(parts.database.check):
        if error.code == "database_newer":
            raise error
        if error.code != told:
            told = error.code
            tell(error.sentence("en"))
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


def shown(url: str) -> str:
    """An address as it may be shown: without user, password and options."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"


async def _patiently(step: Callable[[], Awaitable[None]], progress: Progress) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return await step()
        except ScribeError as error:
            if error.code not in WAITED_FOR or time.monotonic() > deadline:
                raise
            progress(None, error.sentence(language()))
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
