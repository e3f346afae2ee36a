"""Windows and their vectors kept as the passages are: computed once for each text, and again only where the text changed."""

import logging
import time
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scribe_core.database import passages, search_marks, windows
from scribe_core.database.base import new_id
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.database.search_marks import SearchMark
from scribe_core.database.windows import Embedded, Kept
from scribe_core.errors import ScribeError
from scribe_core.search.embedding import DIMENSIONS, SPACE, Embedder
from scribe_core.search.windows import Part, Window, windows_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

VERSION = SPACE.collection
"""What made the vectors. Rows of another version are left alone until their meeting is embedded anew."""

AT_ONCE = 20
"""Changed meetings that one look brings up to date."""

SLICE = 8
"""Windows that are embedded before it is looked whether another meeting changed: some three seconds. They are written then, and a
process that ends loses no more."""

AGAIN_SECONDS = 600.0
"""Pause after which a meeting is tried again that could not be embedded."""


class MeaningIndexer:
    """Brings windows up to date. Meetings that changed come first; those that are new take turns, a slice each."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database, self._embedder = database, embedder
        self._after = new_id()  # several workers begin at different meetings
        self._failed: dict[str, float] = {}

    async def renew(self) -> int:
        """Have those embedded anew whose windows were made by another version of this code; returns how many."""
        async with self._database.session() as session:
            return await search_marks.embed_again(session, VERSION)

    async def look(self) -> int:
        """Embed some of what is behind; returns how many meetings got nearer to it.

        Raises as the database and the embedder do; whatever else happens to a meeting is raised after it was put aside.
        """
        now = time.monotonic()
        self._failed = {one: at for one, at in self._failed.items() if at > now}
        async with self._database.reading() as session:
            marks = list(await search_marks.changed(session, AT_ONCE, self._failed))
            new = await search_marks.new_after(session, self._after, self._failed)
        if new is not None:
            marks.append(new)
            self._after = new.meeting_id
        done = 0
        for mark in marks:
            try:
                done += await self._embed(mark)
            except ScribeError:
                raise  # the database's or the embedder's: the meeting is not to blame
            except Exception:
                self._failed[mark.meeting_id] = time.monotonic() + AGAIN_SECONDS
                raise
        return done

    async def _embed(self, mark: SearchMark) -> bool:
        """Embed a slice of a meeting, and note it once nothing is missing; False where its words changed meanwhile."""
        meeting_id = mark.meeting_id
        async with self._database.reading() as session:
            meeting = await session.get(Meeting, meeting_id)
            if meeting is None:
                return False
            parts = [Part(*row) for row in await passages.texts_of(session, meeting_id)]
            there = await windows.kept(session, meeting_id, VERSION)
        wanted = list(windows_of(parts))
        made = await self._vectors(_missing(wanted, there)[:SLICE], there)
        async with self._database.session() as session:
            if not await search_marks.hold(session, meeting_id, mark.wanted):
                return False
            now = await windows.kept(session, meeting_id, VERSION)
            still = Counter(one.texts for one in _missing(wanted, now))  # another worker may have made some meanwhile
            fresh = list((still & Counter(one.texts for one in made)).elements())
            of = {one.texts: one for one in made}
            await windows.add(session, meeting_id, meeting.owner_id, VERSION, [of[texts] for texts in fresh])
            now = await windows.kept(session, meeting_id, VERSION)
            if not _missing(wanted, now):
                keep = _matched(wanted, now)
                for window_id, (window, passage_ids) in keep.items():
                    if passage_ids != window.passage_ids:
                        await windows.point_to(session, window_id, window.passage_ids)
                await windows.retire_others(session, meeting_id, keep)
                await search_marks.note_embedded(session, meeting_id, mark.wanted, VERSION)
        return True

    async def _vectors(self, missing: Sequence[Window], there: Sequence[Kept]) -> list[Embedded]:
        """Windows with their vectors; those of passages that stand in other windows are taken from there."""
        if not missing:
            return []
        import numpy as np

        known = await self._known({text for one in missing for text in one.texts}, there)
        new = {part.digest: part.text for one in missing for part in one.parts if part.digest not in known}
        said = [one.text for one in missing if len(one.parts) > 1]
        found = await self._embedder.texts([*new.values(), *said])  # (texts, 384)
        of = known | dict(zip(new, found[: len(new)], strict=True))
        whole = iter(found[len(new) :])
        made = []
        for one in missing:
            parts = [of[part.digest] for part in one.parts]
            rows = [next(whole) if len(one.parts) > 1 else parts[0], *parts]
            made.append(Embedded(one.texts, one.passage_ids, packed(np.stack(rows))))
        return made

    async def _known(self, texts: set[str], there: Sequence[Kept]) -> "dict[str, NDArray[np.float32]]":
        """The vectors of those of these passages that some window has."""
        holding: dict[int, Kept] = {}
        seen: set[str] = set()
        for one in there:
            if new := texts.intersection(one.texts) - seen:
                holding[one.id] = one
                seen |= new
        found: dict[str, NDArray[np.float32]] = {}
        async with self._database.reading() as session:
            for window_id, packed_ in (await windows.vectors_of(session, holding)).items():
                vectors = unpacked(packed_)
                found |= {text: vectors[1 + at] for at, text in enumerate(holding[window_id].texts) if text in texts}
        return found


def _missing(wanted: Sequence[Window], there: Sequence[Kept]) -> list[Window]:
    """The windows that no row holds. What is said twice needs two."""
    left = Counter(one.texts for one in there)
    missing = []
    for one in wanted:
        if left[one.texts]:
            left[one.texts] -= 1
        else:
            missing.append(one)
    return missing


def _matched(wanted: Sequence[Window], there: Sequence[Kept]) -> dict[int, tuple[Window, list[int]]]:
    """By the id of the row that holds it, each window that is wanted, and the ids that stand there."""
    rows: dict[tuple[str, ...], list[Kept]] = {}
    for one in reversed(there):
        rows.setdefault(one.texts, []).append(one)
    matched = {}
    for window in wanted:
        if left := rows.get(window.texts):
            row = left.pop()
            matched[row.id] = (window, row.passage_ids)
    return matched


def packed(vectors: "NDArray[np.float32]") -> bytes:
    """Vectors as they stand in a row."""
    import numpy as np

    return vectors.astype(np.float16).tobytes()


def unpacked(kept: bytes) -> "NDArray[np.float32]":
    """The vectors of a row, `(1 + passages, 384)`: the whole window's first."""
    import numpy as np

    return np.frombuffer(kept, np.float16).reshape(-1, DIMENSIONS).astype(np.float32)
