"""Voices that people agreed to have known: learnt, recognised, refused, taken back. Real voices, real models, a real worker.

What is kept and deleted runs on both configurations; what is heard in a voice depends on neither.
"""

import io
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from scipy.signal import resample_poly
from sqlalchemy import func, select

from scribe_api.app import create_app
from scribe_api.security.passwords import Passwords
from scribe_core.database import audit, deletions, leases, one_time_codes
from scribe_core.database.identities import IdentityRow
from scribe_core.database.voiceprints import VoiceprintRow
from scribe_core.domain.run import STAGES_OF, RunKind
from scribe_core.settings import Settings
from scribe_core.stores.queue import NoDoorbell

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]
on_both = pytest.mark.usefixtures("database_url")
"""The house stands on SQLite and a folder, and on PostgreSQL, S3 and Redis."""

RATE = 16_000
ORIGIN = "http://localhost:3000"
CONSENT = {"how": "signed form", "given_at": "2026-03-01T09:00:00Z"}

Sound = NDArray[np.float32]


class Office:
    """An account's browser, and the house behind it."""

    def __init__(self, house: Any, browser: httpx.AsyncClient) -> None:
        self.house, self.browser = house, browser

    async def json(self, method: str, path: str, **sent: Any) -> Any:
        """What a request that must succeed answers."""
        answer = await self.browser.request(method, path, **sent)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def person(self, name: str = "Claire") -> str:
        """A person who agreed."""
        return str((await self.json("POST", "/persons", json={"name": name, "consent": CONSENT}))["id"])

    async def sent(self, person_id: str, sound: Sound) -> str:
        """The run that is to learn a voice from a file."""
        run = await self.json("POST", f"/persons/{person_id}/enrolments?filename=voice.wav", content=wav(sound))
        assert self.files(run["id"]), "the file is there, until it is learnt from"
        return str(run["id"])

    async def enrolled(self, person_id: str, sound: Sound) -> dict[str, Any]:
        """The run that learnt a voice from a file, ended."""
        run_id = await self.sent(person_id, sound)
        assert self.house.work() == 0
        return dict(await self.json("GET", f"/runs/{run_id}"))

    async def transcribed(self, sound: Sound) -> str:
        """The id of a meeting whose transcript is there."""
        meeting = await self.json("POST", "/meetings?filename=meeting.wav&language=en", content=wav(sound))
        assert self.house.work() == 0
        meeting = await self.json("GET", f"/meetings/{meeting['id']}")
        assert meeting["status"] == "COMPLETED", meeting
        return str(meeting["id"])

    async def speaker(self, meeting_id: str, word: str) -> dict[str, Any]:
        """The speaker who says that word."""
        transcript = await self.json("GET", f"/meetings/{meeting_id}/transcript")
        said = next(line for line in transcript["utterances"] if word in line["text"].lower())
        return next(dict(one) for one in transcript["speakers"] if one["id"] == said["speaker_id"])

    async def count(self, table: Any) -> int:
        """How many rows there are."""
        async with self.house.database.reading() as session:
            return int(await session.scalar(select(func.count()).select_from(table)) or 0)

    def files(self, id_: str) -> list[str]:
        """What lies in the store under an id."""
        return [trace for trace in self.house.traces("") if id_ in trace]

    async def sweep(self) -> None:
        """What a worker does every fifteen seconds."""
        async with self.house.database.session() as session:
            await leases.sweep(session, attempts=2)
            due = await deletions.due(session, 600)
        for id_, last in due:
            self.house.objects.delete_under(f"meetings/{id_}/")
            async with self.house.database.session() as session:
                await deletions.note_swept(session, id_, last=last)


def wav(sound: Sound) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, sound, RATE, format="WAV", subtype="PCM_16")
    return file.getvalue()


@pytest.fixture
async def office(house: Any) -> AsyncIterator[Office]:
    await house.open()
    settings = Settings(_env_file=None, volumes=house.folder, database_url=house.database.url, free_space_bytes=0)
    app = create_app(settings, house.database, house.objects, NoDoorbell(), passwords=Passwords(cost=4))
    async with house.database.session() as session:
        code = await one_time_codes.make_setup_code(session, hours=1)
    first = {
        "code": code.text,
        "email": "ada@example.org",
        "name": "Ada",
        "password": "une phrase de passe",
        "language": "en",
    }
    transport = httpx.ASGITransport(app, client=("192.0.2.1", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:5000/api/v1", timeout=60) as browser:
        browser.headers["Origin"] = ORIGIN
        made = await browser.post("/setup", json=first)
        assert made.status_code == 201, made.text
        browser.headers["X-CSRF-Token"] = made.json()["csrf_token"]
        yield Office(house, browser)


@pytest.fixture(scope="session")
def reader(recordings: Path) -> Sound:
    """One reader, 44 s."""
    return heard(recordings / "two_cities.wav")


@pytest.fixture(scope="session")
def stranger(recordings: Path) -> Sound:
    """Another voice: what Nagg says in a dialogue, 13 s."""
    dialogue = heard(recordings / "endgame_nagg_nell.wav")
    parts = [dialogue[int(start * RATE) : int(end * RATE)] for start, end in ((4.7, 8.2), (11.9, 14.2), (20.3, 27.5))]
    return 2 * np.concatenate(parts)


def heard(path: Path) -> Sound:
    sound, rate = soundfile.read(path, dtype="float32")
    return np.asarray(resample_poly(sound, RATE, rate), np.float32)


def one_after_the_other(*parts: Sound) -> Sound:
    pause = np.zeros(RATE, np.float32)
    return np.concatenate([piece for part in parts for piece in (part, pause)])


@pytest.fixture
def discussion(reader: Sound, stranger: Sound) -> Sound:
    """The reader ("going direct to heaven"), then the stranger ("ditch")."""
    return one_after_the_other(reader[22 * RATE : 42 * RATE], stranger)


@on_both
async def test_a_known_voice_is_named_and_a_stranger_is_not(office: Office, reader: Sound, discussion: Sound) -> None:
    claire = await office.person()
    run = await office.enrolled(claire, reader[: 22 * RATE])
    assert run["status"] == "COMPLETED", run
    (voiceprint,) = await office.json("GET", f"/persons/{claire}/voiceprints")
    assert voiceprint["seconds"] > 10
    assert 0.5 < voiceprint["quality"] <= 1
    assert voiceprint["file_name"] == "voice.wav"
    assert not office.files(run["id"]), "the file is gone"

    meeting = await office.transcribed(discussion)
    named = await office.speaker(meeting, "heaven")
    assert (named["name"], named["named_by"], named["person_id"]) == ("Claire", "voice", claire)
    assert (await office.speaker(meeting, "ditch"))["name"] is None
    (guess,) = await office.json("GET", f"/meetings/{meeting}/suggestions")
    assert (guess["person_id"], guess["named"]) == (claire, True)
    assert guess["score"] > 0.9
    text = f"/meetings/{meeting}/export?format=txt"
    assert "Claire (by voice): " in (await office.browser.get(text)).text, "nobody confirmed it"
    await office.json("POST", f"/meetings/{meeting}/suggestions/{named['id']}/accept", json={})
    assert "Claire: " in (await office.browser.get(text)).text
    traces = [path for path in office.files(meeting) if "identification" in path or "enrolment" in path]
    assert not traces, "who was taken for whom stands in a row, and in no file"


@on_both
async def test_what_people_say_outweighs_the_machine_and_taking_consent_back_leaves_nothing(
    office: Office, reader: Sound, discussion: Sound
) -> None:
    claire = await office.person()
    meeting = await office.transcribed(discussion)
    speaker = await office.speaker(meeting, "heaven")
    place = f"/meetings/{meeting}/speakers/{speaker['id']}"

    await office.json("PATCH", place, json={"name": "Claire"})
    await office.json("PATCH", place, json={"person_id": claire})
    assert office.house.work() == 0
    assert await office.count(VoiceprintRow) == 0, "a name teaches nothing"

    await office.json("PATCH", place, json={"name": "Madame C.", "person_id": claire, "teach": True})
    assert office.house.work() == 0
    (voiceprint,) = await office.json("GET", f"/persons/{claire}/voiceprints")
    assert (voiceprint["meeting_id"], voiceprint["speaker_id"]) == (meeting, speaker["id"])

    other = await office.transcribed(one_after_the_other(reader[: 20 * RATE]))
    known = await office.speaker(other, "wisdom")
    assert (known["name"], known["named_by"]) == ("Claire", "voice")
    guesses = f"/meetings/{other}/suggestions/{known['id']}"
    await office.json("POST", f"{guesses}/refuse")
    assert (await office.speaker(other, "wisdom"))["name"] is None
    again = await office.json("POST", f"/meetings/{other}/identifications")
    assert (again["kind"], again["status"]) == ("identification", "PENDING")
    assert (await office.json("GET", f"/meetings/{other}"))["status"] == "COMPLETED", "the transcript stays readable"
    assert office.house.work() == 0
    assert (await office.json("GET", f"/runs/{again['id']}"))["status"] == "COMPLETED"
    assert (await office.speaker(other, "wisdom"))["name"] is None, "no means no"
    refused = (await office.json("GET", f"/meetings/{other}/corrections"))[-1]
    await office.json("DELETE", f"/meetings/{other}/corrections/{refused['id']}")
    await office.json("POST", f"/meetings/{other}/identifications")
    assert office.house.work() == 0
    assert (await office.speaker(other, "wisdom"))["name"] == "Claire"

    exported = await office.json("GET", f"/persons/{claire}/export")
    assert {one["meeting_id"] for one in exported["meetings"]} == {meeting, other}
    assert len(exported["voiceprints"][0]["vector"]) == 192
    assert any("heaven" in text for one in exported["meetings"] for _, _, text in one["utterances"])

    revoked = await office.json("DELETE", f"/persons/{claire}/consent")
    assert (revoked["voiceprints"], revoked["consent"]["revoked_at"] is None) == (0, False)
    assert (await office.count(VoiceprintRow), await office.count(IdentityRow)) == (0, 0)
    assert (await office.speaker(other, "wisdom"))["name"] is None
    assert (await office.speaker(meeting, "heaven"))["name"] == "Madame C.", "what people wrote is theirs"
    answer = await office.browser.patch(place, json={"name": "C.", "person_id": claire, "teach": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "consent_missing")

    await office.json("DELETE", f"/persons/{claire}")
    assert (await office.speaker(meeting, "heaven"))["name"] == "Claire", "a name that was typed is nobody's"
    async with office.house.database.reading() as session:
        acts = [entry.action for entry in await audit.of_subject(session, claire)]
    assert acts == ["consent_given", "voiceprint_made", "person_exported", "consent_revoked", "person_erased"]


async def test_a_voice_is_learnt_only_from_enough_of_it_alone(office: Office, reader: Sound, stranger: Sound) -> None:
    claire = await office.person()
    short = await office.enrolled(claire, reader[: 8 * RATE])
    assert (short["status"], short["error"]["code"]) == ("FAILED", "voice_too_short")
    assert "10 s" in short["error"]["message"]
    both = await office.enrolled(claire, one_after_the_other(reader[: 15 * RATE], stranger))
    assert (both["status"], both["error"]["code"]) == ("FAILED", "voice_not_alone")
    nothing = await office.enrolled(claire, np.zeros(20 * RATE, np.float32))
    assert (nothing["status"], nothing["error"]["code"]) == ("FAILED", "voice_too_short")
    long = await office.enrolled(claire, np.zeros(901 * RATE, np.float32))
    assert (long["status"], long["error"]["code"]) == ("FAILED", "sample_too_long")
    assert "15 min" in long["error"]["message"]
    assert await office.count(VoiceprintRow) == 0
    await office.sweep()
    assert not [run for run in (short, both, nothing, long) if office.files(run["id"])], (
        "files go, whatever became of them"
    )


@on_both
async def test_a_worker_killed_while_it_learns_leaves_nothing_behind(office: Office, reader: Sound) -> None:
    house, claire = office.house, await office.person()
    house.environment["SCRIBE_RUN_ATTEMPTS"] = "2"
    run_id = await office.sent(claire, reader[: 15 * RATE])
    for stage in STAGES_OF[RunKind.ENROLMENT][1:]:
        assert house.work(stage, "0") == -signal.SIGKILL
        assert "enrolment" not in " ".join(office.files(run_id)), "no vector is ever in a file"
        await house.expire()
    await office.sweep()
    assert (await office.json("GET", f"/runs/{run_id}"))["error"]["code"] == "worker_lost"
    await office.sweep()
    assert not office.files(run_id)
    assert await office.count(VoiceprintRow) == 0

    second = await office.sent(claire, reader[: 15 * RATE])
    assert house.work("enrolment", "0") == -signal.SIGKILL
    await house.expire()
    assert house.work() == 0, "another worker takes over"
    assert (await office.json("GET", f"/runs/{second}"))["status"] == "COMPLETED"
    assert await office.count(VoiceprintRow) == 1
    assert not office.files(second)


@on_both
async def test_consent_taken_back_while_the_voice_is_learnt(office: Office, reader: Sound) -> None:
    claire = await office.person()
    waiting = await office.sent(claire, reader[: 15 * RATE])
    await office.json("DELETE", f"/persons/{claire}/consent")
    assert (await office.json("GET", f"/runs/{waiting}"))["status"] == "CANCELLED"
    await office.sweep()
    assert not office.files(waiting)
    refused = await office.browser.post(f"/persons/{claire}/enrolments", content=wav(reader[: 12 * RATE]))
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_missing")

    await office.json("POST", f"/persons/{claire}/consent", json=CONSENT)
    begun = await office.sent(claire, reader[: 15 * RATE])
    assert office.house.work("enrolment", "0") == -signal.SIGKILL
    await office.json("DELETE", f"/persons/{claire}")
    await office.house.expire()
    assert office.house.work() == 0
    await office.sweep()
    assert not office.files(begun)
    assert await office.count(VoiceprintRow) == 0


@on_both
async def test_a_deleted_meeting_takes_the_voices_learnt_from_it_along(office: Office, reader: Sound) -> None:
    claire = await office.person()
    meeting = await office.transcribed(reader[: 20 * RATE])
    speaker = await office.speaker(meeting, "wisdom")
    voice = {"meeting_id": meeting, "speaker_id": speaker["id"]}
    run = await office.json("POST", f"/persons/{claire}/enrolments/from-speaker", json=voice)
    assert office.house.work() == 0
    assert (await office.json("GET", f"/runs/{run['id']}"))["status"] == "COMPLETED"
    assert await office.count(VoiceprintRow) == 1
    await office.json("DELETE", f"/meetings/{meeting}")
    assert await office.count(VoiceprintRow) == 0
