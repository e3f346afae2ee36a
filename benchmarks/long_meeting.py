"""A long meeting as a run leaves it – rows, document, sound and the sound's picture – without a word having been heard."""

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from said_words import Talk
from sqlalchemy import update

from scribe.models import models_of
from scribe.recipes import recipe_of
from scribe_core.contract import keys
from scribe_core.contract.transcript_document import document_of
from scribe_core.database import meetings, transcripts
from scribe_core.database.base import new_id
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.domain.audio import SAMPLE_RATE, Audio
from scribe_core.domain.run import Lane, RunSettings
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects
from scribe_workers.model_room import ModelRoom
from scribe_workers.stages import conversion
from scribe_workers.steps import Steps

SPEAKERS = 6
SHORTEST_LINE, LONGEST_LINE = 3, 80
"""Words that somebody says in one go."""

DOUBTFUL = 0.03
"""Of all words, as in a recording of a room."""

SPOKEN = 0.8
"""Of the time from a word's begin to the next one's."""

MINUTE = 60


async def say_at_length(
    database: Database, objects: Objects, settings: Settings, meeting_id: str, *, seconds: int, words: int, seed: int
) -> None:
    """Give a meeting that ended a recording of that length, in which so many words are said without a pause."""
    audio = _heard(objects, settings, meeting_id, seconds, seed)
    said = _transcript(meeting_id, seconds, words, seed)
    transcript_id = new_id()
    document = keys.transcript(meeting_id, said.revision, transcript_id)
    objects.replace(document, document_of(said).model_dump_json().encode())
    async with database.session() as session:
        await meetings.note_audio(session, meeting_id, audio)
        await transcripts.add(session, said, transcript_id=transcript_id, run_id=new_id(), document_key=document)
        noted = {"revision": said.revision, "speaker_count": len(said.speakers), "language": said.language}
        await session.execute(update(Meeting).where(Meeting.id == meeting_id).values(**noted))


def _heard(objects: Objects, settings: Settings, meeting_id: str, seconds: int, seed: int) -> Audio:
    """What the product's own first stage makes of such a recording."""
    folder = settings.scratch_folder
    folder.mkdir(parents=True, exist_ok=True)
    recording = folder / f"{meeting_id}.flac"
    _record(recording, seconds, seed)
    objects.create(keys.recording(meeting_id), recording)
    recording.unlink()
    steps = Steps(
        meeting_id=meeting_id, objects=objects, scratch=folder, models=models_of(settings), room=ModelRoom(), threads=1,
        lanes=frozenset(Lane), report=lambda _stage, _part: None,
    )  # fmt: skip
    limits = recipe_of(settings, RunSettings()).limits
    return steps.run(conversion.STAGE, keys.recording(meeting_id), limits)


def _record(path: Path, seconds: int, seed: int) -> None:
    """Write a sound as loud and as restless as speech. A minute is made, and heard again and again."""
    chance = np.random.default_rng(seed)
    syllables = np.repeat(chance.uniform(0, 1, MINUTE * 5) ** 2, SAMPLE_RATE // 5)
    pitch = 2 * np.pi * np.cumsum(np.repeat(chance.uniform(90, 250, MINUTE * 5), SAMPLE_RATE // 5)) / SAMPLE_RATE
    minute = (0.3 * syllables * np.sin(pitch) + 0.002 * chance.standard_normal(len(pitch))).astype(np.float32)
    with soundfile.SoundFile(path, "w", SAMPLE_RATE, 1, format="FLAC") as file:
        for start in range(0, seconds, MINUTE):
            file.write(minute[: (seconds - start) * SAMPLE_RATE])


def _transcript(meeting_id: str, seconds: int, words: int, seed: int) -> Transcript:
    talk, chance = Talk(seed), random.Random(seed)  # noqa: S311 — the same at every run
    ids = [new_id() for _ in range(SPEAKERS)]
    return Transcript(
        meeting_id=meeting_id, title="", revision=1, language="fr", seconds=float(seconds),
        speakers=tuple(Speaker(id_, number, None) for number, id_ in enumerate(ids, 1)),
        lines=tuple(_lines(talk, chance, ids, words, seconds / words)),
    )  # fmt: skip


def _lines(talk: Talk, chance: random.Random, speakers: list[str], words: int, step: float) -> Iterator[Line]:
    said = 0
    while said < words:
        count = min(words - said, chance.randint(SHORTEST_LINE, LONGEST_LINE))
        line = tuple(
            Word(round(at * step, 3), round((at + SPOKEN) * step, 3), talk.word(), 0.3 if chance.random() < DOUBTFUL else 0.95)
            for at in range(said, said + count)
        )  # fmt: skip
        yield Line(new_id(), chance.choice(speakers), line[0].start, line[-1].end, line, overlap=False, doubt=0.1)
        said += count
