"""`./manage.sh people`: from a name to a known voice and back to nothing, without anything running."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import soundfile
from running_product import RECORDINGS, Product
from sqlalchemy import select

from scribe import models, private_run
from scribe.cli import parse
from scribe.people import command
from scribe_core.database import consents, identities, leases, meetings, persons, runs, transcripts, users, voiceprints
from scribe_core.database.base import new_id, now
from scribe_core.database.engine import Database
from scribe_core.domain.account import Role
from scribe_core.domain.people import Enrolment, Identity, Voiceprint
from scribe_core.domain.run import Lane, RunSettings, Status
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.errors import SENTENCES, ScribeError

AGREED = datetime(2026, 3, 1, tzinfo=UTC)

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]


@pytest.fixture
async def product(tmp_path: Path) -> Product:
    """An installation with an account, not started."""
    product = Product(tmp_path / "volumes")
    database = Database(f"sqlite+aiosqlite:///{product.volumes / 'scribe.sqlite'}")
    await database.migrate()
    async with database.session() as session:
        await users.add(session, email="ada@example.org", name="Ada", role=Role.ADMINISTRATOR, language="fr")
    await database.close()
    return product


def people(product: Product, *arguments: str, status: int = 0, cwd: Path = Path("/")) -> str:
    """What the command says."""
    done = product.manage("people", *arguments, cwd=cwd)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if status == 0 else done.stderr.splitlines()[-1]


def test_a_voice_is_learnt_listed_handed_out_and_forgotten(product: Product, tmp_path: Path) -> None:
    assert people(product).startswith("There is nobody yet")
    assert people(product, "add", "Claire Durand").startswith("Claire Durand was added (")
    reading = RECORDINGS / "two_cities.wav"
    refused = people(product, "enrol", "Claire Durand", str(reading), status=1)
    assert refused.startswith("A voice is only learnt with the person’s recorded consent.")
    people(product, "consent", "clairé-durand", "signed form")
    sound, rate = soundfile.read(reading)
    soundfile.write(tmp_path / "short.wav", sound[: 6 * rate], rate)
    short = people(product, "enrol", "Claire Durand", "short.wav", status=1, cwd=tmp_path)
    assert re.fullmatch(r"There are only \d s of this voice alone and clear; 10 s are needed\.", short)
    with (tmp_path / "huge.wav").open("wb") as huge:
        huge.truncate(600_000_001)
    large = people(product, "enrol", "Claire Durand", "huge.wav", status=1, cwd=tmp_path)
    assert large.startswith("A recording to learn a voice from may have 600 MB at most")
    learnt = people(product, "enrol", "Claire Durand", str(reading))
    assert learnt.startswith("The voice of Claire Durand was learnt from ")
    assert "(signed form), 1 voiceprint " in people(product, "list", "--account", "ADA@example.org")
    left = [path for path in (product.volumes / "scratch").rglob("*") if path.is_file()]
    assert not left, "nothing of the file is kept"

    people(product, "export", "Claire Durand", "-o", "claire.json", cwd=tmp_path)
    exported = json.loads((tmp_path / "claire.json").read_text(encoding="utf-8"))
    assert len(exported["voiceprints"][0]["vector"]) == 192
    assert people(product, "revoke", "Claire Durand").startswith("The consent of Claire Durand is taken back")
    assert ", 0 voiceprints" in people(product)
    assert product.manage("people", "erase", "Claire Durand").returncode == 1, "nobody confirmed it"
    people(product, "erase", "Claire Durand", "--yes")
    assert people(product).startswith("There is nobody yet")


def test_every_consent_is_shown_with_how_and_when(product: Product) -> None:
    people(product, "add", "Claire")
    assert people(product, "consents", "Claire") == "No consent was ever recorded.\n"
    people(product, "consent", "Claire", "signed form", "--on", "2026-03-01")
    people(product, "revoke", "Claire", "on the phone")
    people(product, "consent", "Claire", "new form")
    told = people(product, "consents", "Claire")
    day = r"20\d\d-\d\d-\d\d"
    first = rf"2026-03-01  given: signed form; recorded on {day} by Ada  [0-9a-f]{{32}}\n"
    taken = rf"{day}    taken back \(on the phone\); recorded by Ada\n"
    assert re.fullmatch(first + taken + rf"{day}  given: new form; recorded on {day} by Ada  [0-9a-f]{{32}}\n", told)
    assert "(new form)" in people(product)
    for wrong in ("yesterday", "2999-01-01", "0001-01-01"):
        assert wrong in people(product, "consent", "Claire", "form", "--on", wrong, status=2)


def test_whom_it_cannot_know_it_says(product: Product) -> None:
    assert people(product, "revoke", "Nobody", status=1) == "There is no such person."
    assert people(product, "list", "--account", "bob@example.org", status=1) == "There is no such user."
    people(product, "add", "Marc", "--consent", "by mail", "--note", "sales")
    assert people(product, "add", "marc", status=1).startswith("There is already somebody called “Marc”: ")
    people(product, "add", "marc", "--another")
    ambiguous = people(product, "revoke", "Marc", status=1)
    assert ambiguous.startswith("Several people are called “Marc”")
    (meant,) = re.findall(r"([0-9a-f]{32}) \(sales\)", ambiguous)
    assert people(product, "change", meant, "--note", "sales, Lyon") == "Marc (sales, Lyon): changed.\n"
    assert people(product, "revoke", meant).startswith("The consent of Marc is taken back")
    assert people(product, "change", meant, "--name", "Marc Petit").startswith("Marc Petit (sales, Lyon)")
    assert people(product, "voiceprints", "marc") == "No voiceprint.\n", "there is one of that name now"
    assert people(product, "enrol", "Marc", "/no/such.wav", status=1).startswith("There is no file ")


def test_consent_without_a_word_of_how_is_none(product: Product) -> None:
    for asked in (["add", "Bob", "--consent", ""], ["add", "Bob", "--consent", " "], ["add", ""], ["add", "\udcff"]):
        assert people(product, *asked, status=1).startswith("A name, and how consent was given, must be there to read")
    assert people(product).startswith("There is nobody yet")
    people(product, "add", "Zed")
    assert people(product, "consent", "Zed", "   ", status=1).startswith("A name, and how")
    assert "no consent" in people(product)


def test_what_was_not_done_is_not_claimed(product: Product, tmp_path: Path) -> None:
    fresh = Product(tmp_path / "fresh")
    assert people(fresh, status=1).startswith("There is no account yet")
    made = fresh.manage("user", "add", "first@example.org", "--name", "First").stdout
    assert made.startswith("Account of first@example.org made.")
    assert people(fresh, "--account", "first@example.org") == people(fresh)  # nobody yet: theirs, the only account
    people(product, "add", "Zed")
    assert people(product, "revoke", "Zed") == "Zed has no consent on record: there was nothing to take back.\n"
    asked = product.manage("people", "erase", "Zed")
    assert asked.returncode == 1
    assert "Add --yes" in asked.stdout
    exported = product.manage("people", "export", "Zed", "-o", "zed.json", cwd=tmp_path)
    assert exported.stderr == f"Written to {tmp_path / 'zed.json'}\n"


def test_what_commands_write_is_nobody_elses_to_read(product: Product, tmp_path: Path) -> None:
    fresh = Product(tmp_path / "fresh")
    assert fresh.manage("user", "reset").returncode == 0
    people(product, "add", "Claire")
    people(product, "export", "Claire", "-o", "claire.json", cwd=tmp_path)
    for written in (fresh.volumes / "scribe.sqlite", tmp_path / "claire.json"):
        assert written.stat().st_mode & 0o777 == 0o600


def test_a_voice_whose_consent_was_taken_back_while_it_was_heard_is_not_kept(
    product: Product, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Given again meanwhile, too: that is another consent."""
    monkeypatch.setenv("SCRIBE_VOLUMES", str(product.volumes))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "a.wav").touch()
    assert command(parse(["people", "add", "Claire", "--consent", "form"])) == 0

    def heard(*_: object) -> Voiceprint:
        for asked in (["revoke", "Claire"], ["consent", "Claire", "new form"]):
            assert command(parse(["people", *asked])) == 0
        return Voiceprint(b"\0" * 768, "m" * 64, 20.0, 0.8)

    monkeypatch.setattr(private_run, "voiceprint", heard)
    monkeypatch.setattr(models, "prepare", lambda *_: None)
    with pytest.raises(ScribeError) as refused:
        command(parse(["people", "enrol", "Claire", str(tmp_path / "a.wav")]))
    assert refused.value.code == "consent_missing"
    capsys.readouterr()
    assert command(parse(["people", "voiceprints", "Claire"])) == 0
    assert capsys.readouterr().out in ("No voiceprint.\n", "Aucune empreinte vocale.\n")


async def discussed(product: Product) -> str:
    """A meeting of two speakers, the first of whom sounds like Claire, who agreed and is known by one voiceprint: its id."""
    database = Database(f"sqlite+aiosqlite:///{product.volumes / 'scribe.sqlite'}")
    async with database.session() as session:
        ada = await users.by_email(session, "ada@example.org")
        assert ada is not None
        meeting = meetings.Meeting(
            id=new_id(), owner_id=ada.id, title="A meeting", held_at=now(), participants=[], language=None, speakers=None,
            recording_name="a.wav", recording_bytes=1, media_type="audio/wav", status=Status.PENDING,
        )  # fmt: skip
        session.add(meeting)
        await session.flush()
        await session.refresh(meeting)
        await runs.enqueue(session, meeting, RunSettings())
        lease = await leases.claim(session, "w", tuple(Lane), 30, 3)
        assert lease is not None
        one, two = (Speaker(new_id(), number, None) for number in (1, 2))
        lines = tuple(
            Line(new_id(), who.id, start, start + 4.0, (Word(start, start + 4.0, "Oui.", 0.9),), False, 0.1)
            for who, start in ((one, 0.0), (two, 5.0))
        )
        transcript = Transcript(meeting.id, "t", 1, "fr", 9.0, (one, two), lines)
        await transcripts.add(session, transcript, transcript_id=new_id(), run_id=lease.run_id, document_key="none")
        meeting.revision = 1
        await leases.finish(session, lease, Status.COMPLETED)
        claire = await persons.add(session, ada.id, "Claire Durand")
        await consents.give(session, claire, how="form", given_at=AGREED, recorded_by=ada.id)
        made = Voiceprint(b"\0" * 768, "m" * 64, 20.0, 0.8)
        await voiceprints.add(session, Enrolment(claire.id, file_name="a.wav"), None, made)
        await identities.replace(session, meeting.id, [Identity(one.id, claire.id, 0.42, 0.3, sure=False)], [])
        meeting_id = meeting.id
    await database.close()
    return meeting_id


async def test_why_a_voice_was_not_learnt_is_told_also_where_a_newer_release_noted_it(product: Product) -> None:
    await discussed(product)
    database = Database(f"sqlite+aiosqlite:///{product.volumes / 'scribe.sqlite'}")
    async with database.session() as session:
        claire = (await session.scalars(select(persons.Person))).one()
        run = await runs.enqueue_enrolment(session, claire, source="a.wav")
        run.status, run.error_code, run.error_details = Status.FAILED, "gpu_melted", {}
    await database.close()
    told = people(product, "voiceprints", "Claire Durand").splitlines()
    assert told[-1] == SENTENCES["reason_unknown"].en.replace("{code}", "gpu_melted")


async def test_what_the_machine_guesses_of_a_meeting_is_answered_from_the_command_line(product: Product) -> None:
    meeting = await discussed(product)
    assert people(product, "suggestions", meeting) == "Speaker 1: Claire Durand? (42%)\n"
    assert people(product, "accept", meeting, "2", status=1) == "There is no such suggestion any more."
    assert people(product, "accept", meeting, "1") == "Speaker 1 is Claire Durand.\n"
    assert people(product, "suggestions", meeting).startswith("No speaker without a name")
    known = people(product, "voiceprints", "Claire Durand")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d  20 s, quality 80%, from a\.wav  [0-9a-f]{32}\n", known), (
        "nothing was learnt"
    )
    assert people(product, "forget", "Claire Durand", known.split()[-1]).endswith("is deleted.\n")
    assert people(product, "voiceprints", "Claire Durand") == "No voiceprint.\n"
    assert people(product, "learn", "Claire Durand", meeting, "claire durand").startswith(
        "The voice of Claire Durand will"
    )
    assert people(product, "voiceprints", "Claire Durand") == "A voice is being learnt.\n"
    assert (
        people(product, "learn", "Claire Durand", meeting, "3", status=1)
        == "There is no such speaker in this transcript."
    )
    assert people(product, "identify", meeting).startswith("Known voices will be looked for")
    assert people(product, "suggestions", meeting).startswith("Known voices are yet to be looked for")
    assert people(product, "identify", "0" * 32, status=1) == "There is no such meeting."
