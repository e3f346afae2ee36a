"""A short meeting of a council as a run leaves it – rows, document and sound – in which something is decided, taken on and left open."""

import math
import struct
import wave
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update

from scribe.models import models_of
from scribe.recipes import recipe_of
from scribe_core.contract import keys
from scribe_core.contract.transcript_document import document_of
from scribe_core.database import meetings, transcripts
from scribe_core.database.base import new_id
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.domain.run import Lane, RunSettings, Status
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects
from scribe_workers.model_room import ModelRoom
from scribe_workers.stages import conversion
from scribe_workers.steps import Steps

TITLE = "Conseil <b>d’été</b> 🏗️"
HELD_AT = datetime(2026, 2, 10, 18, tzinfo=UTC)
LINE_SECONDS = 4.0
SPEAKERS = ("Claire Dubois", "Karim Ziani", None)

SAID = (
    (0, "Bonsoir à tous, on a trois sujets ce soir, l'ascenseur, le local à vélos et le chauffage."),
    (0, "D'abord l'ascenseur, qui est encore tombé en panne dimanche."),
    (1, "J'ai reçu deux devis, celui de Montéo est garanti trois ans."),
    (2, "La garantie fait toute la différence, à mon avis."),
    (0, "Bon, alors c'est entendu, on confie la réparation de l'ascenseur à Montéo."),
    (0, "Je signe leur devis demain matin et je vous envoie une copie."),
    (0, "Deuxième point, le local à vélos, qui déborde."),
    (1, "Trente et un vélos pour dix-huit places, la moitié n'ont pas bougé depuis un an."),
    (0, "On décide donc d'étiqueter les vélos, et de donner ceux qui restent à l'atelier."),
    (0, "Karim, est-ce que tu peux préparer l'affiche pour le hall avant le 20 février ?"),
    (1, "Oui, je m'en charge avant le 20 février."),
    (2, "Est-ce qu'on sait si les robinets du cinquième étage ont été réglés ?"),
    (0, "Je ne sais pas, le syndic ne m'a pas répondu."),
)


async def hold(
    settings: Settings,
    objects: Objects,
    owner_id: str,
    folder: Path,
    *,
    title: str = TITLE,
    said: Iterable[tuple[int, str]] = SAID,
) -> str:
    """Write the meeting, or another of the same people, into an installation that may be running; its id."""
    lines = tuple(said)
    database = Database(settings.database_url)
    try:
        meeting_id = new_id()
        sound = folder / "council.wav"
        _record(sound, LINE_SECONDS * len(lines))
        objects.create(keys.recording(meeting_id), sound)
        transcript = _transcript(meeting_id, lines)
        async with database.session() as session:
            meeting = Meeting(
                id=meeting_id, owner_id=owner_id, title=title, held_at=HELD_AT, participants=[], language="fr", speakers=3,
                recording_name=sound.name, recording_bytes=sound.stat().st_size, media_type="audio/wav", status=Status.COMPLETED,
            )  # fmt: skip
            session.add(meeting)
        steps = Steps(
            meeting_id=meeting_id, objects=objects, scratch=folder, models=models_of(settings), room=ModelRoom(), threads=1,
            lanes=frozenset(Lane), report=lambda _stage, _part: None,
        )  # fmt: skip
        audio = steps.run(conversion.STAGE, keys.recording(meeting_id), recipe_of(settings, RunSettings()).limits)
        async with database.session() as session:
            await meetings.note_audio(session, meeting_id, audio)
        await write(database, objects, transcript)
        return meeting_id
    finally:
        await database.close()


async def write(database: Database, objects: Objects, said: Transcript) -> None:
    """Give the meeting another revision of its transcript."""
    transcript_id = new_id()
    document = keys.transcript(said.meeting_id, said.revision, transcript_id)
    objects.replace(document, document_of(said).model_dump_json().encode())
    async with database.session() as session:
        await transcripts.add(session, said, transcript_id=transcript_id, run_id=new_id(), document_key=document)
        noted = {"revision": said.revision, "speaker_count": len(said.speakers)}
        await session.execute(update(Meeting).where(Meeting.id == said.meeting_id).values(**noted))


def _transcript(meeting_id: str, said: Iterable[tuple[int, str]]) -> Transcript:
    speakers = tuple(Speaker(new_id(), number, name) for number, name in enumerate(SPEAKERS, 1))
    lines = tuple(
        Line(new_id(), speakers[who].id, at * LINE_SECONDS, (at + 1) * LINE_SECONDS - 0.3, _words(at * LINE_SECONDS, text),
             overlap=False, doubt=0.1)
        for at, (who, text) in enumerate(said)
    )  # fmt: skip
    seconds = LINE_SECONDS * len(lines)
    return Transcript(
        meeting_id=meeting_id, title="", revision=1, language="fr", seconds=seconds, speakers=speakers, lines=lines
    )


def _words(start: float, text: str) -> tuple[Word, ...]:
    tokens = text.split()
    step = (LINE_SECONDS - 0.3) / len(tokens)
    return tuple(Word(start + at * step, start + (at + 1) * step, token, 0.95) for at, token in enumerate(tokens))


def _record(path: Path, seconds: float) -> None:
    """Write a soft tone, so that something is heard."""
    rate = 16_000
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        second = b"".join(struct.pack("<h", round(2000 * math.sin(math.tau * 220 * at / rate))) for at in range(rate))
        for _ in range(math.ceil(seconds)):
            file.writeframes(second)
