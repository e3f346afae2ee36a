"""`./manage.sh reindex`: make the index that searches look into anew, from the transcripts."""

import asyncio
import sys
from argparse import Namespace

from scribe.parts import Parts, make_folders, open_parts, read_settings
from scribe.terminal import ProgressLine, language
from scribe.wording import say
from scribe_core.database import search_marks, windows
from scribe_core.database.engine import Database
from scribe_core.errors import ScribeError
from scribe_core.search.indexing import Indexer
from scribe_core.search.meaning import MeaningIndexer
from scribe_core.search.placing import Placer

PAUSE_SECONDS = 0.2
"""Where others index too: what they are at is waited for."""


def command(_options: Namespace) -> int:
    """Index every meeting anew, and say how many there were."""
    settings = read_settings()
    make_folders(settings)

    async def made() -> int:
        async with open_parts(settings, has_folder=True) as parts:
            await parts.database.migrate()
            count = await renew(parts.database)
            await renew_meaning(parts)
            return count

    sys.stderr.write(say("reindexed", count=asyncio.run(made())) + "\n")
    return 0


async def renew_meaning(parts: Parts) -> None:
    """Make the windows of every meeting as its passages are now, and fill the index of their vectors again.

    Vectors of the same words are kept: only what is missing is computed. An index in a folder that a running API has is filled by it.
    """
    if parts.embedder is None:
        return
    line, meaning = ProgressLine(sys.stderr), MeaningIndexer(parts.database, parts.embedder)
    try:
        await parts.embedder.check()
    except ScribeError as error:
        sys.stderr.write(error.sentence(language()) + "\n")
        return
    async with parts.database.session() as session:
        await windows.place_again(session)
        count = left = await search_marks.count_unembedded(session)
    try:
        while left:
            line.show(f"… {say('embedding_under_way')}", 1 - left / max(count, left))
            if not await meaning.look():
                await asyncio.sleep(PAUSE_SECONDS)  # others are at what is left
            async with parts.database.reading() as session:
                left = await search_marks.count_unembedded(session)
    finally:
        line.clear()
    if parts.vectors is not None:
        placer = Placer(parts.database, parts.vectors)
        try:
            while await placer.look():
                pass
        except ScribeError as error:
            if error.code != "vectors_taken":
                raise


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
