"""Somebody's meetings with the index over them, for tests of searches by meaning and of questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scribe_core.database import corrections, transcripts
from scribe_core.database.base import new_id
from scribe_core.database.engine import Database
from scribe_core.domain.corrections import Correction, CorrectionKind
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.search.embedding import Embedder
from scribe_core.search.indexing import Indexer
from scribe_core.search.meaning import MeaningIndexer
from scribe_core.search.placing import Placer
from scribe_core.stores.vectors import Vectors

CLAIRE, MARC = "1" * 32, "2" * 32

Said = Sequence[tuple[int, str]]
"""Utterances, each with who speaks: 0 is Claire, 1 is Marc."""


def in_turn(texts: Iterable[str]) -> Said:
    """Claire says the first, Marc the second, and so on."""
    return [(at % 2, text) for at, text in enumerate(texts)]


@dataclass
class Office:
    """Somebody's meetings, and the index over them."""

    database: Database
    house: Any
    owner_id: str
    vectors: Vectors
    embedder: Embedder
    placer: Placer

    async def other(self) -> str:
        """Somebody else."""
        async with self.database.session() as session:
            return str(await self.house.user(session, email="other@example.org"))

    async def meeting(self, said: Said, **values: Any) -> str:
        """A meeting in which that was said, an utterance each twenty seconds; not indexed yet."""

        def line(at: int, speaker: int, text: str) -> Line:
            words = tuple(
                Word(20.0 * at + n / 4, 20.0 * at + n / 4 + 0.2, one, 0.9) for n, one in enumerate(text.split())
            )
            return Line(f"{at:032x}", (CLAIRE, MARC)[speaker], words[0].start, words[-1].end, words, False, 0.0)

        async with self.database.session() as session:
            meeting = await self.house.meeting(session, values.pop("owner_id", self.owner_id), **values)
            made = Transcript(
                meeting_id=meeting.id, title="", revision=1, language="fr", seconds=20.0 * len(said),
                speakers=(Speaker(CLAIRE, 1, None), Speaker(MARC, 2, None)),
                lines=tuple(line(at, *one) for at, one in enumerate(said)),
            )  # fmt: skip
            await transcripts.add(session, made, transcript_id=new_id(), run_id=new_id(), document_key="k")
            return str(meeting.id)

    async def correct(self, meeting_id: str, at: int, text: str, original: str = "") -> None:
        """What an utterance says, put right; or whom a speaker is named."""
        kind = CorrectionKind.EDIT_UTTERANCE if original else CorrectionKind.RENAME_SPEAKER
        target = f"{at:032x}" if original else (CLAIRE, MARC)[at]
        made = Correction(new_id(), kind, 1, target, value=text, start=0.0, end=10.0, original=original)
        async with self.database.session() as session:
            await corrections.add(session, meeting_id, self.owner_id, [made])

    async def indexed(self) -> None:
        """What the index lane does until nothing is left to do."""
        words, meanings = Indexer(self.database), MeaningIndexer(self.database, self.embedder)
        while await words.look():
            pass
        while await meanings.look():
            pass
        await self.placed()

    async def placed(self) -> None:
        """What is written into the index until it holds all."""
        self.placer._deleted_at = 0.0
        while await self.placer.look():
            pass
