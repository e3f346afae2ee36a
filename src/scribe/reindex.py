"""`./manage.sh reindex`: make the index that searches look into anew, from the transcripts."""

import asyncio
import sys
from argparse import Namespace

from scribe.parts import make_folders, open_parts, read_settings
from scribe.terminal import ProgressLine
from scribe.wording import say
from scribe_core.database import search_marks
from scribe_core.database.engine import Database
from scribe_core.search.indexing import Indexer

PAUSE_SECONDS = 0.2
"""Where others index too: what they are at is waited for."""


def command(_options: Namespace) -> int:
    """Index every meeting anew, and say how many there were."""
    settings = read_settings()
    make_folders(settings)

    async def made() -> int:
        async with open_parts(settings) as parts:
            await parts.database.migrate()
            return await renew(parts.database)

    sys.stderr.write(say("reindexed", count=asyncio.run(made())) + "\n")
    return 0


async def renew(database: Database) -> int:
    """Index every meeting anew, here and beside whoever does so anyway; returns how many.

    Raises what a meeting could not be indexed for, once all others are.
    """
    line, indexer = ProgressLine(sys.stderr), Indexer(database)
    async with database.session() as session:
        await search_marks.renew(session)
        count = left = await search_marks.count_behind(session)
    failed: Exception | None = None
    try:
        while left:
            line.show(f"… {say('reindex_under_way')}", 1 - left / max(count, left))
            before = left
            try:
                done = await indexer.look()
            except Exception as error:  # told at the end: others can be indexed nevertheless
                failed, done = error, 1
            async with database.reading() as session:
                left = await search_marks.count_behind(session)
            if not done and left == before:
                if failed is not None:
                    break
                await asyncio.sleep(PAUSE_SECONDS)
    finally:
        line.clear()
    await indexer.forget_terms()
    if failed is not None:
        raise failed
    return count
