"""A house in which everything has been done once, so that every table has rows; and what one house has, to be held against another's."""

import os
import random
from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.contract import keys
from scribe_core.database import (
    audit,
    comments,
    consents,
    conversations,
    corrections,
    deletions,
    document_templates,
    glossary,
    identities,
    leases,
    minutes,
    minutes_templates,
    model_answers,
    notes,
    one_time_codes,
    persons,
    runs,
    sessions,
    sign_in_attempts,
    tags,
    transcripts,
    trash,
    uploads,
    users,
    voiceprints,
    windows,
    workers,
)
from scribe_core.database.base import new_id
from scribe_core.database.comments import Anchor
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.database.sessions import Kind
from scribe_core.database.tables import METADATA
from scribe_core.database.users import User
from scribe_core.database.windows import Embedded
from scribe_core.domain.account import Role
from scribe_core.domain.comments import CommentKind
from scribe_core.domain.conversations import Answer, AnswerStatus, Cited, Sentence
from scribe_core.domain.corrections import Correction, CorrectionKind
from scribe_core.domain.minutes import ActionStatus, Due, Owner
from scribe_core.domain.minutes_form import Item, ItemKind, MinutesState, Section, SectionKind, Unsupported
from scribe_core.domain.notes import Marker
from scribe_core.domain.people import Enrolment, Identity, Voiceprint
from scribe_core.domain.presence import Presence
from scribe_core.domain.run import Lane, RunSettings, Status
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.search.indexing import Indexer
from scribe_core.stores.objects import Objects
from scribe_core.stores.recordings import Part, write_list

HELD_AT = datetime(2026, 3, 14, 14, 30, 5, 123456, tzinfo=UTC)
KEY = "0123456789abcdef" * 8 + "\n"
SPOKEN = "Décision : on garde le n° 3, « l’été » 🙂."


async def furnish(database: Database, objects: Objects, secrets: Path) -> tuple[str, str, str]:
    """Do everything once. Returns the ids of a meeting that has its transcript, of one that is worked on, of an upload."""
    secrets.mkdir(parents=True, exist_ok=True)
    (secrets / "signing.key").write_text(KEY)
    chance = random.Random(5)
    async with database.session() as session:
        user = await users.add(
            session, email="claire@example.org", name="Claire", role=Role.ADMINISTRATOR, language="fr",
            password_hash="$2b$12$" + "x" * 53,
        )  # fmt: skip
        await sessions.start(session, user.id, Kind.BROWSER, 14)
        await one_time_codes.make_password_code(session, user.id, 24)
        await sign_in_attempts.spend(session, ["k"], 10)
        await workers.appear(session, Presence("gpu-1-4711", "gpu-1", "1.0", ("cpu",), "CPU", "voice", 1, 2, 3))
        await glossary.change(session, user.id, add=["Kerouédan"], remove=())
        await audit.record(session, "meeting_deleted", actor_id=user.id, subject_id="m", title="É")
        done, begun = await _meeting(session, user, "Comité d’été"), await _meeting(session, user, "À venir")
        await runs.enqueue(session, done, RunSettings(language="fr", speakers=2, glossary=("Nagg",)))
        await deletions.delete_meeting(session, await _meeting(session, user, "Effacée"))
        away = await _meeting(session, user, "À la corbeille")
        await tags.change(session, user.id, [done.id, away.id], add=["CSE", "Été <b>"], remove=[])
        await trash.put(session, user.id, [away.id])
    for meeting in (done, begun, away):
        objects.replace(keys.recording(meeting.id), chance.randbytes(3_000_000))
    await _transcribed(database, objects, done)
    async with database.session() as session:
        await runs.enqueue(session, begun, RunSettings())
        lease = await leases.claim(session, "worker-1", tuple(Lane), 30, 3)
        assert lease is not None
        await leases.note_progress(session, lease, "transcription", 0.5, 0.25)
    objects.replace(f"{keys.artefact(begun.id, 'speech', 'f' * 64)}/0001.json", b"{}")
    upload_id = new_id()
    async with database.session() as session:
        await uploads.begin(session, upload_id, done.owner_id, 100, "filename YQ==", 3600)
        await uploads.take(session, upload_id, 0, "request")
        await uploads.append(session, upload_id, "request", 0, Part("0000", 60), 3600)
    objects.replace(keys.recording_parts(keys.recording(upload_id)) + "0000", chance.randbytes(60))
    await _in_parts(database, objects, done.owner_id, chance)
    assert await Indexer(database).look() == 1
    async with database.session() as session:
        window = Embedded(("a" * 24,), [1], bytes(4))
        await windows.add(session, done.id, done.owner_id, "model@1", [window])
        await windows.announce(session, [done.id])
    return done.id, begun.id, upload_id


async def _meeting(session: Any, user: User, title: str, **values: Any) -> Meeting:
    meeting = Meeting(
        id=new_id(), owner_id=user.id, title=title, held_at=HELD_AT, participants=["Claire", "Marc"], language=None,
        speakers=None, recording_name="à l’écoute.wav", recording_bytes=3_000_000, media_type="audio/wav",
        status=Status.PENDING, **values,
    )  # fmt: skip
    session.add(meeting)
    await session.flush()
    return meeting


async def _transcribed(database: Database, objects: Objects, meeting: Meeting) -> None:
    """Let a meeting be transcribed and corrected, and somebody in it be known by voice."""
    audio, peaks = f"{keys.artefact(meeting.id, 'conversion', 'a' * 64)}.flac", "peaks.json"
    objects.replace(audio, b"fLaC" + bytes(range(256)) * 100)
    objects.replace(f"{keys.artefact(meeting.id, 'conversion', 'a' * 64)}.{peaks}", b"[]")
    transcript_id = new_id()
    document = keys.transcript(meeting.id, 1, transcript_id)
    objects.replace(document, b'{"revision": 1}')
    words = (
        Word(0.1, 0.123456789012345, SPOKEN, 0.1 + 0.2, "en", 1e-7, ("overlap",), "b" * 32),
        Word(1, 2, "oui", 1.0),
    )
    line = Line("c" * 32, "a" * 32, 0.1, 2.0, words, overlap=True, doubt=1 / 3)
    speakers = (Speaker("a" * 32, 1, None), Speaker("b" * 32, 2, None))
    transcript = Transcript(
        meeting_id=meeting.id, title=meeting.title, revision=1, language="fr", seconds=12.5, speakers=speakers,
        lines=(line,), warnings=("media_truncated",), withheld={"noise": 2},
    )  # fmt: skip
    async with database.session() as session:
        lease = await leases.claim(session, "worker-1", tuple(Lane), 30, 3)
        assert lease is not None
        row = await session.get_one(Meeting, meeting.id)
        row.audio_key, row.peaks_key = audio, f"{keys.artefact(meeting.id, 'conversion', 'a' * 64)}.{peaks}"
        row.duration, row.revision, row.speaker_count = 12.5, 1, 2
        await transcripts.add(
            session,
            transcript,
            transcript_id=transcript_id,
            run_id=lease.run_id,
            document_key=document,
        )
        await leases.finish(session, lease, Status.COMPLETED, warnings=["media_truncated"])
        person = await persons.add(session, row.owner_id, "Nagg", "voisin")
        await consents.give(session, person, how="formulaire", given_at=HELD_AT, recorded_by=row.owner_id)
        voice = Voiceprint(os.urandom(768), "m" * 64, 20.0, 0.8)
        await voiceprints.add(session, Enrolment(person.id, speaker_id="a" * 32), row.id, voice)
        await identities.replace(session, row.id, [Identity("a" * 32, person.id, 0.97, 0.3, sure=True)], [])
        await notes.change(session, row.owner_id, row.id, text=SPOKEN, markers=[Marker(3.25, "Budget"), Marker(1.5)])
        said = await comments.add(
            session, row.owner_id, row.id, CommentKind.COMMENT, SPOKEN, None, Anchor("a" * 32, 1.0, 2.0, "ditch")
        )
        await comments.answer(session, row.owner_id, row.id, said.id, "Oui.")
        named = Correction(new_id(), CorrectionKind.RENAME_SPEAKER, 1, "a" * 32, 0, 0, "", "Nagg", person.id)
        await corrections.add(session, row.id, row.owner_id, [named])
    async with database.session() as session:
        await _minutes(session, row)
        await _conversation(session, row)


async def _minutes(session: AsyncSession, meeting: Meeting) -> None:
    """Minutes that are frozen, what a model answered about them, a template of one's own, and a Word document for everybody's."""
    await model_answers.keep(session, meeting.id, "e" * 64, '{"summary": []}', cut=False)
    await document_templates.add(session, meeting.owner_id, "Mairie", bytes(range(256)), shared=True)
    sections = (Section("actions", "Actions", SectionKind.ACTIONS), Section("votes", "Votes", SectionKind.TEXT))
    template = await minutes_templates.add(session, meeting.owner_id, "Comité", "fr", sections)
    owner, due = Owner("Nagg", "a" * 32), Due("mardi", date(2026, 3, 17))
    items = [
        Item(new_id(), "actions", ItemKind.ACTION, SPOKEN, ("c" * 32,), owner, due, ActionStatus.OPEN, edited=True),
        Item(new_id(), "votes", ItemKind.FIELD, "Pour : 3", start=0.1, end=1 / 3),
    ]
    doubtful = Unsupported(new_id(), ItemKind.ACTION, SPOKEN, ("c" * 32,), "words").written()
    by_model = {"model": "modèle", "unread": [[0.1, 1 / 3]], "unsupported": [doubtful]}
    head = {"template": template.key, "language": "fr", "writer": "model", "revision": 1} | by_model
    row = minutes.begun(meeting.id, meeting.title, date(2026, 3, 14))
    await minutes.write(session, meeting.owner_id, row, items, head | {"sections": [one.written() for one in sections]})
    took_part = [Speaker("a" * 32, 1, "Nagg"), Speaker("b" * 32, 2, None)]
    for version, state in enumerate((MinutesState.APPROVED, MinutesState.FROZEN), 1):
        named = {one.id: one for one in took_part}
        await minutes.turn(session, meeting.owner_id, meeting.id, version, state, named, took_part)


async def _conversation(session: AsyncSession, meeting: Meeting) -> None:
    """A question about a meeting with its answer, and one that nobody answered to the end."""
    talk = await conversations.begin(session, meeting.owner_id, [meeting.id])
    asked = await conversations.ask(session, meeting.owner_id, talk.id, SPOKEN)
    cited = Cited(1, meeting.id, ("c" * 32,), 0.1, 1 / 3)
    answer = Answer(AnswerStatus.ANSWERED, [Sentence(SPOKEN, (1,))], [cited], ["d" * 32], "modèle")
    await conversations.answer(session, meeting.owner_id, asked, "et alors ?", answer)
    await conversations.ask(session, meeting.owner_id, talk.id, "Et ensuite ?")


async def _in_parts(database: Database, objects: Objects, owner_id: str, chance: random.Random) -> None:
    """A meeting whose recording came in parts."""
    async with database.session() as session:
        meeting = await _meeting(session, await users.by_id(session, owner_id), "En morceaux")
    key = keys.recording(meeting.id)
    parts = (Part("0000", 700_000), Part("0001", 1))
    for part in parts:
        objects.replace(keys.recording_parts(key) + part.name, chance.randbytes(part.bytes))
    write_list(objects, key, parts)


async def rows_of(database: Database, but: Collection[str] = ()) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    found = {}
    async with database.reading() as session:
        for table in METADATA.sorted_tables:
            if table.name not in but:
                result = await session.execute(sa.select(table).order_by(*table.primary_key.columns))
                found[table.name] = [dict(row) for row in result.mappings()]
    return found


def objects_of(objects: Objects) -> dict[str, bytes | None]:
    """Every object, byte for byte."""
    return {key: objects.read(key) for key in objects.under("")}
