"""Everything is killed, again and again, while people work: every run ends once, with the bytes of an undisturbed one, and no edit is lost.

    ./manage.sh prove kill_soak [--kills 200] [--runs 100] [--seed N]
    ./manage.sh prove kill_soak --short

An API, two workers, PostgreSQL, Redis (whose data die with it) and S3 are ended by SIGKILL at random times, each by a chance of its own, and
started again after a random pause; outages overlap. Meanwhile programs send recordings by tus, correct what was heard, and ask for
the same recordings again. Then each artefact and each transcript is compared with that of the same recording worked on undisturbed. Method and
figures: README.md here.
"""

import argparse
import io
import json
import random
import re
import sys
import threading
import time
import wave
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from installation import Installation, Part, installation
from patient_client import PatientClient, Threads
from short_form import LANGUAGE, MODELS
from sqlalchemy import func, select

from scribe_core.contract import keys
from scribe_core.database import runs, transcripts, uploads
from scribe_core.database.engine import Database
from scribe_core.domain.run import Status
from scribe_core.errors import ScribeError

RESULTS = Path(__file__).resolve().parent / "results" / "kill_soak"
SPEECH = MODELS / "test-recordings" / "beckett.wav"
SECONDS = (4.0, 5.5, 7.0, 9.0)
"""Where each of the recordings ends: four that differ."""

WORKERS = 2
SENDERS = 3
PIECE = 48_000
AGAIN_SHARE = 0.35
"""Of all runs, those that ask for a recording again."""


UP_SECONDS, SHORT_UP_SECONDS, DOWN_SECONDS = (2.0, 15.0), (1.0, 6.0), (0.0, 2.5)
UNEXPECTED = "unexpected error"
SWEPT_SECONDS, TELL_SECONDS, LOOK_AGAIN_SECONDS = 90.0, 20.0, 0.3
FINGERPRINT = re.compile(rb"[0-9a-f]{64}")
ID = re.compile(r"[0-9a-f]{32}")

Artefacts = dict[str, bytes]


@dataclass(frozen=True)
class Undisturbed:
    """What a recording gives while nothing is killed: its artefacts and its transcript."""

    artefacts: Artefacts
    transcript: str


class Server(Protocol):
    """A service that can be ended and started again."""

    def start(self) -> None: ...

    def kill(self) -> None: ...


@dataclass
class Victim:
    """What is killed. `deaths` counts its kills, `slow` the starts that took a minute in vain, `alone` the times it had ended by
    itself before."""

    name: str
    kill: Callable[[], None]
    start: Callable[[], None]
    lives: Callable[[], bool]
    deaths: int = 0
    slow: int = 0
    alone: int = 0


@dataclass
class Work:
    """What was asked for, by everybody: which recording each meeting is, the edits that were accepted, and how many runs."""

    recordings: Mapping[str, bytes]
    meetings: dict[str, str] = field(default_factory=dict)
    edits: dict[str, dict[str, str]] = field(default_factory=dict)
    again: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    editing: threading.Lock = field(default_factory=threading.Lock)

    @property
    def ended(self) -> int:
        """Runs that somebody saw the end of."""
        return len(self.edits) + self.again


def main() -> int:
    """Disturb, compare, print, keep the figures; 1 where anything was lost, doubled or changed."""
    parser = argparse.ArgumentParser(prog="prove kill_soak")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    if options.short:
        options.kills, options.runs, options.seed = 8, 4, 7
    print(f"seed {options.seed}", flush=True)
    began = time.monotonic()
    # Workers live for seconds here: that three in a row die at one place, before they are heard of, is chance. Ten are none.
    more = {"SCRIBE_LEASE_SECONDS": "2", "SCRIBE_RUN_ATTEMPTS": "10", "SCRIBE_PRESET": "fast"}
    with installation(**more) as home:
        parts = [home.api_part(), *(home.worker(f"worker-{number + 1}") for number in range(WORKERS))]
        for part in parts:
            part.start()
        home.program().http.close()
        ends = SECONDS[:2] if options.short else SECONDS
        work = Work({f"{end:g} s": _recording(end) for end in ends})
        trouble: Counter[str] = Counter()
        undisturbed = {name: _undisturbed(home, content, trouble) for name, content in work.recordings.items()}
        victims = _victims(home, parts)
        # A server dies with the thread that started it: these live until all has been looked at.
        with ThreadPoolExecutor(len(victims)) as killers:
            _disturbed(home, work, victims, killers, trouble, options)
            faults = _faults(home, work, undisturbed, trouble)
        unexpected = {part.name: part.said.count(UNEXPECTED) for part in parts if UNEXPECTED in part.said}
        RESULTS.mkdir(parents=True, exist_ok=True)
        for part in parts:
            (RESULTS / f"{part.name}.log").write_text(part.said)
        faults += [f"{name}: {count} unexpected errors in its log" for name, count in unexpected.items()]
    kills = {victim.name: victim.deaths for victim in victims}
    alone = {victim.name: victim.alone for victim in victims if victim.alone}
    slow = {victim.name: victim.slow for victim in victims if victim.slow}
    ended = len(work.meetings) + work.again
    figures = {
        "seed": options.seed, "kills": kills, "ended_alone": alone, "slow_starts": slow, "runs": ended, "uploads": len(work.meetings),
        "edits": sum(map(len, work.edits.values())), "asked_again": dict(trouble), "unexpected": unexpected,
        "seconds": time.monotonic() - began, "faults": faults,
    }  # fmt: skip
    (RESULTS / "latest.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(f"{sum(kills.values())} kills: " + ", ".join(f"{name} {count}" for name, count in kills.items()))
    print(f"{ended} runs, {len(work.meetings)} uploads, {figures['edits']} edits; asked again: {dict(trouble)}")
    print(
        f"ended by themselves: {alone or 'none'}; starts that took a minute: {slow or 'none'}; unexpected in logs: {unexpected or 'none'}"
    )
    print(
        "\n".join(faults)
        or "every run ended once, every artefact and transcript is the undisturbed one's, no edit is lost, nothing is leased"
    )
    return 1 if faults else 0


def _recording(end: float) -> bytes:
    """The beginning of a real recording, as a WAV file."""
    with wave.open(str(SPEECH)) as whole:
        frames = whole.readframes(int(end * whole.getframerate()))
        parameters = whole.getparams()
    content = io.BytesIO()
    with wave.open(content, "wb") as cut:
        cut.setparams(parameters)
        cut.writeframes(frames)
    return content.getvalue()


def _undisturbed(home: Installation, content: bytes, trouble: Counter[str]) -> Undisturbed:
    """What a recording gives while nothing is killed."""
    client = PatientClient(home.api, trouble)
    meeting_id = client.upload("undisturbed.wav", content, PIECE, language=LANGUAGE)
    client.wait(lambda: _done(client, meeting_id, 1), "an undisturbed run")
    [key] = [key for id_, key in home.look(_document_keys) if id_ == meeting_id]
    return Undisturbed(_artefacts(home, meeting_id), _transcript(home, key))


# -- the disturbance


def _victims(home: Installation, parts: list[Part]) -> list[Victim]:
    servers: dict[str, Server] = {"redis": home.redis, "postgresql": home.postgresql, "s3": home.s3}
    return [
        *(Victim(part.name, part.kill, part.start, lambda part=part: part.lives) for part in parts),  # type: ignore[misc]
        *(Victim(name, server.kill, server.start, lambda: True) for name, server in servers.items()),
    ]


def _disturbed(
    home: Installation,
    work: Work,
    victims: list[Victim],
    killers: Executor,
    trouble: Counter[str],
    options: argparse.Namespace,
) -> None:
    """Let people work and kill what they work with, until both are done with what they were to do."""
    uploads_wanted = max(1, round(options.runs * (1 - AGAIN_SHARE)))
    numbers = iter(range(uploads_wanted))
    busy, began = threading.Event(), time.monotonic()
    people = Threads()

    def send(sender: int) -> None:
        chance = random.Random(f"{options.seed}-sender-{sender}")  # noqa: S311 — the same at every run
        client = PatientClient(home.api, trouble)
        while True:
            with work.lock:
                number = next(numbers, None)
            if number is None and _killed(victims) >= options.kills and work.ended >= options.runs:
                return
            if number is None or (chance.random() < AGAIN_SHARE and work.meetings):
                _again(client, work, chance)
            if number is not None:
                _sent(client, work, chance, number)

    def kill(victim: Victim) -> None:
        chance = random.Random(f"{options.seed}-{victim.name}")  # noqa: S311 — the same at every run
        up = SHORT_UP_SECONDS if options.short else UP_SECONDS
        while not busy.wait(chance.uniform(*up)):
            # As many for each run on a slow machine as on a quick one.
            while _killed(victims) >= options.kills * (work.ended + SENDERS) / options.runs:
                if busy.wait(LOOK_AGAIN_SECONDS):
                    return
            if not victim.lives():
                victim.alone += 1
            victim.kill()
            victim.deaths += 1
            busy.wait(chance.uniform(*DOWN_SECONDS))
            while True:
                try:
                    victim.start()
                    break
                except (
                    AssertionError
                ):  # a busy machine, or what it needs is down: it is tried again, as a supervisor does
                    victim.slow += 1

    killing = [killers.submit(kill, victim) for victim in victims]
    for sender in range(SENDERS):
        people.start(lambda sender=sender: send(sender))  # type: ignore[misc]

    def tell() -> None:
        while not busy.wait(TELL_SECONDS):
            print(f"{time.monotonic() - began:.0f} s: {_killed(victims)} kills, {work.ended} runs", flush=True)

    threading.Thread(target=tell, daemon=True).start()
    try:
        people.join()
    finally:
        busy.set()
        for killer in killing:
            killer.result()


def _killed(victims: list[Victim]) -> int:
    return sum(victim.deaths for victim in victims)


def _sent(client: PatientClient, work: Work, chance: random.Random, number: int) -> None:
    """Send a recording, wait for its transcript, correct it."""
    name = chance.choice(sorted(work.recordings))
    meeting_id = client.upload(f"{number}.wav", work.recordings[name], PIECE, language=LANGUAGE)
    with work.lock:
        work.meetings[meeting_id] = name
    client.wait(lambda: _done(client, meeting_id, 1), f"the run of {meeting_id}", seconds=900)
    _edit(client, work, meeting_id, f"edit {number} of {chance.randrange(10_000)}")


def _again(client: PatientClient, work: Work, chance: random.Random) -> None:
    """Ask for the run of a meeting again, and correct it while that goes on."""
    with work.lock:
        ready = sorted(work.edits)
    if not ready:
        time.sleep(0.5)
        return
    meeting_id = chance.choice(ready)
    answer = client.ask("POST", f"/meetings/{meeting_id}/runs", json={"language": LANGUAGE}, accepts=frozenset({409}))
    if answer.status_code == 409:  # one is under way; also where our own question came through and its answer did not
        time.sleep(0.5)
        return
    _edit(client, work, meeting_id, f"edit again {chance.randrange(10_000)}")
    client.wait(lambda: _done(client, meeting_id, 0), f"another run of {meeting_id}", seconds=900)
    with work.lock:
        work.again += 1


def _edit(client: PatientClient, work: Work, meeting_id: str, text: str) -> None:
    """Put the first utterance's words right. Said twice where the first answer was lost, it says that
    nothing changes."""
    said = client.read(f"/meetings/{meeting_id}/transcript")["utterances"][0]
    path = f"/meetings/{meeting_id}/utterances/{said['id']}"
    with work.editing:
        client.ask("PATCH", path, json={"text": text}, accepts=frozenset({422}))
        work.edits.setdefault(meeting_id, {})[said["id"]] = text


def _done(client: PatientClient, meeting_id: str, least: int) -> bool:
    found = client.read(f"/meetings/{meeting_id}/runs")
    for run in found:  # no waiting mends it
        assert run["status"] in ("PENDING", "PROCESSING", "COMPLETED"), (meeting_id, run)
    return len(found) >= least and all(run["status"] == "COMPLETED" for run in found)


# -- what is left


def _faults(home: Installation, work: Work, undisturbed: Mapping[str, Undisturbed], trouble: Counter[str]) -> list[str]:
    client = PatientClient(home.api, trouble)
    client.wait(lambda: all(_done(client, id_, 1) for id_ in work.meetings), "all runs have ended", seconds=900)
    faults: list[str] = home.look(lambda database: _row_faults(database, work))
    for meeting_id, name in work.meetings.items():
        recording = client.ask("GET", f"/meetings/{meeting_id}/recording").content
        if recording != work.recordings[name]:
            faults.append(f"{meeting_id}: the recording is not what was sent")
        faults += _artefact_faults(home, client, meeting_id, undisturbed[name].artefacts)
        texts = {said["id"]: said["text"] for said in client.read(f"/meetings/{meeting_id}/transcript")["utterances"]}
        faults += [
            f"{meeting_id}: the edit “{text}” is lost ({texts.get(id_)})"
            for id_, text in work.edits.get(meeting_id, {}).items()
            if texts.get(id_) != text
        ]
        if client.read(f"/meetings/{meeting_id}/transcript")["unplaced"]:
            faults.append(f"{meeting_id}: corrections without a place")
    faults += _transcript_faults(home, work, {name: one.transcript for name, one in undisturbed.items()})
    listed = len(client.read("/meetings?limit=100")["items"])
    if (begun := client.read("/uploads")["items"]) != []:
        faults.append(f"{len(begun)} uploads were begun twice and not found again")
    if listed < min(100, len(work.meetings) + len(undisturbed)):
        faults.append(f"only {listed} meetings are listed")
    return faults


async def _row_faults(database: Database, work: Work) -> list[str]:
    faults = []
    async with database.reading() as session:
        rows = (await session.scalars(select(runs.Run))).all()
        ended = (
            select(runs.RunEvent.run_id, func.count())
            .where(runs.RunEvent.status.in_([Status.COMPLETED, Status.FAILED, Status.CANCELLED]))
            .group_by(runs.RunEvent.run_id)
        )
        ends = dict((await session.execute(ended)).all())
        made = [row.run_id for row in await session.scalars(select(transcripts.TranscriptRow))]
        pending = (await session.scalars(select(uploads.Upload.id))).all()
        for run in rows:
            if run.status != Status.COMPLETED:
                faults.append(f"run {run.id}: {run.status} ({run.error_code})")
            if run.lease_owner is not None or run.lease_expires_at is not None:
                faults.append(f"run {run.id} is still leased")
            if ends.get(run.id) != 1:
                faults.append(f"run {run.id} ended {ends.get(run.id, 0)} times")
            if made.count(run.id) != 1:
                faults.append(f"run {run.id} has {made.count(run.id)} transcripts")
    if pending:
        faults.append(f"{len(pending)} uploads are not complete")
    per_meeting = Counter(run.meeting_id for run in rows)
    work.again = sum(per_meeting[id_] - 1 for id_ in work.meetings)
    return faults


def _artefact_faults(home: Installation, client: PatientClient, meeting_id: str, model: Artefacts) -> list[str]:
    """Where a meeting's artefacts are not the undisturbed ones. What killed workers left is swept within a minute."""
    found: Artefacts = {}

    def settled() -> bool:
        nonlocal found
        try:
            found = _artefacts(home, meeting_id)
        except ScribeError:  # it was read while it was swept
            return False
        return found.keys() <= model.keys()

    try:
        client.wait(settled, "the sweep", SWEPT_SECONDS)
    except AssertionError:
        return [f"{meeting_id}: left over: {sorted(found.keys() - model.keys())}"]
    return [f"{meeting_id}: {name} differs" for name, content in model.items() if found.get(name) != content]


def _transcript_faults(home: Installation, work: Work, model: Mapping[str, str]) -> list[str]:
    """Where a transcript, of whichever run, is not the undisturbed one."""
    documents: list[tuple[str, str]] = home.look(_document_keys)
    return [
        f"{key} differs"
        for meeting_id, key in documents
        if meeting_id in work.meetings and _transcript(home, key) != model[work.meetings[meeting_id]]
    ]


async def _document_keys(database: Database) -> list[tuple[str, str]]:
    """The meeting and the document's key of every transcript."""
    async with database.reading() as session:
        rows = await session.scalars(select(transcripts.TranscriptRow))
        return [(row.meeting_id, row.document_key) for row in rows]


def _transcript(home: Installation, key: str) -> str:
    """A transcript's document, its ids numbered as they come, without its title and the number of its revision."""
    document = json.loads(home.objects.read(key) or b"{}")
    numbers: dict[str, int] = {}
    for name in ("title", "revision"):
        document.pop(name, None)
    return ID.sub(lambda found: f"<{numbers.setdefault(found[0], len(numbers))}>", json.dumps(document))


def _artefacts(home: Installation, meeting_id: str) -> Artefacts:
    """A meeting's artefacts by stage, with what names the meeting taken out: its id and the fingerprints that come of it."""
    objects, prefix = home.objects, f"{keys.meeting(meeting_id)}artefacts/"
    held = {key.removeprefix(prefix): objects.read(key) or b"" for key in objects.under(prefix)}
    stages = {key.partition("/")[2][:64].encode(): key.partition("/")[0].encode() for key in held}

    def plain(content: bytes) -> bytes:
        named = content.replace(meeting_id.encode(), b"<meeting>")
        return FINGERPRINT.sub(lambda found: stages.get(found[0], found[0]), named)

    return {plain(key.encode()).decode(): plain(content) for key, content in held.items()}


if __name__ == "__main__":
    sys.exit(main())
