"""A short meeting about a budget, written into the database as a run would write it."""

from typing import Any

from sqlalchemy import update

from scribe_core.database import transcripts
from scribe_core.database.base import new_id
from scribe_core.database.meetings import Meeting
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript

U1, U2, U3, U9 = ("a" * 31 + digit for digit in "1239")
S1, S2, S9 = ("b" * 31 + digit for digit in "129")

LINES = (
    (U1, S1, "Bonjour à tous."),
    (U2, S2, "On commence par le budget."),
    (U3, S1, "Oui, le budgé d'abord."),
)


def revision(meeting_id: str, number: int, lines: tuple[tuple[str, str, str], ...] = LINES) -> Transcript:
    """A transcript whose utterances last two seconds each."""

    def words(start: float, text: str) -> tuple[Word, ...]:
        step = 2.0 / len(text.split())
        return tuple(Word(start + i * step, start + (i + 1) * step, token, 0.9) for i, token in enumerate(text.split()))

    return Transcript(
        meeting_id=meeting_id,
        title="",
        revision=number,
        language="fr",
        seconds=6.0,
        speakers=(Speaker(S1, 1, None), Speaker(S2, 2, None)),
        lines=tuple(
            Line(id_, speaker, 2.0 * i, 2.0 * i + 2, words(2.0 * i, text), overlap=False, doubt=0.1)
            for i, (id_, speaker, text) in enumerate(lines)
        ),
        warnings=("language_uncertain",),
        withheld={"phrase": 4},
    )


async def write(house: Any, meeting_id: str, transcript: Transcript) -> None:
    async with house.database.session() as session:
        await transcripts.add(session, transcript, transcript_id=new_id(), run_id=new_id(), document_key="k")
        noted = update(Meeting).where(Meeting.id == meeting_id)
        await session.execute(noted.values(revision=transcript.revision, speaker_count=2))


def said(transcript: dict[str, Any]) -> list[tuple[str, str]]:
    """Who says what, by the names readers see."""
    names = {s["id"]: s["name"] or f"#{s['number']}" for s in transcript["speakers"]}
    return [(names[u["speaker_id"]], u["text"]) for u in transcript["utterances"]]
