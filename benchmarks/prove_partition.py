"""A worker cut off from the network past its lease: another one has the run, and what the first brings home changes nothing.

    ./manage.sh prove partition [--rounds 3] [--lease 10]
    ./manage.sh prove partition --short

The worker stands in a network namespace whose cable is pulled (as root; else behind doors that close), at each of four points: in the middle of
its work, and standing still as a suspended machine does before it writes the document, before it asks for its run, and before it commits.
A second worker takes the run over and ends it; then the cable is plugged in again. The short form does not wait until PostgreSQL gives up
a silent client, but tells it to. Method and figures: README.md here.
"""

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil
from hosts import Network, network
from installation import Installation, Part, installation
from running_product import Program
from short_form import LANGUAGE, MODELS
from sqlalchemy import select

from scribe import environment
from scribe_core.contract import keys
from scribe_core.database import runs, transcripts
from scribe_core.database.engine import Database

RESULTS = Path(__file__).resolve().parent / "results" / "partition"
WORKER = Path(__file__).resolve().with_name("halting_worker.py")

POINTS = ("work", "ask", "document", "commit")
SHORT_POINTS = ("ask", "document")

BRIEF = MODELS / "test-recordings" / "beckett.wav"
LONGER = MODELS / "test-recordings" / "two_cities.wav"
GIVE_UP = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"
PATIENCE_SECONDS = 240.0
LOOK_AGAIN_SECONDS = 0.05
TOLD = ("stopped (lost)", "finished too late", "attempt 1 failed", "failed:", "waiting:", "waits (", "unexpected")
"""What the first worker says of a run that is no longer its own, one way or the other."""


@dataclass(frozen=True, slots=True)
class Case:
    """How one partition went. Seconds are from the cut to the successor's end, and from the mend to the first's next result."""

    point: str
    successor_seconds: float
    back_seconds: float
    told: str
    faults: tuple[str, ...]


def main() -> int:
    """Cut it off at every point, print, keep the figures; 1 where anything of the successor's changed."""
    parser = argparse.ArgumentParser(prog="prove partition")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lease", type=float, default=10.0)
    parser.add_argument("--points", nargs="+", choices=POINTS, default=list(POINTS))
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    if options.short:
        options.rounds, options.lease, options.points = 1, 2.0, list(SHORT_POINTS)
    with network() as net, installation(net.address, SCRIBE_LEASE_SECONDS=str(options.lease)) as home:
        home.api_part().start()
        program = home.program()
        cases = []
        for number in range(options.rounds):
            for point in options.points:
                cases.append(_cut_off(home, net, program, point, number, hasten=options.short))
                print(_line(cases[-1]), flush=True)
    RESULTS.mkdir(parents=True, exist_ok=True)
    figures = {"network": net.what, "lease_seconds": options.lease, "cases": [asdict(case) for case in cases]}
    (RESULTS / "latest.json").write_text(json.dumps(figures, indent=1) + "\n")
    faults = [fault for case in cases for fault in case.faults]
    print(f"{len(cases)} partitions ({net.what}), lease {options.lease:g} s: {len(faults)} faults")
    return 1 if faults else 0


def _cut_off(home: Installation, net: Network, program: Program, point: str, number: int, *, hasten: bool) -> Case:
    host = net.host(f"first-{point}-{number}")
    halting = (environment.PYTHON, "-I", "-X", "utf8", WORKER, point)
    first = home.worker(f"first-{point}-{number}", halting, host)
    first.start()
    meeting_id = program.upload(LONGER if point == "work" else BRIEF, language=LANGUAGE)["id"]
    if point == "work":
        _wait(lambda: program.read(f"/meetings/{meeting_id}/runs")[0]["stage"] == "transcription", "it transcribes")
    else:
        _wait(lambda: psutil.Process(first.pid).status() == psutil.STATUS_STOPPED, f"it stands at {point}")
    host.cut()
    cut = time.monotonic()
    if hasten:
        home.postgresql.sql(GIVE_UP)
    second = home.worker(f"second-{point}-{number}", host=net.host(f"second-{point}-{number}"))
    second.start()
    _wait(lambda: program.read(f"/meetings/{meeting_id}/runs")[0]["status"] == "COMPLETED", "the second ends it")
    successor = time.monotonic() - cut
    second.stop()
    before, said = _state(home, meeting_id), len(first.said)
    host.mend()
    first.signal(signal.SIGCONT)
    mended = time.monotonic()
    another = program.upload(BRIEF, language=LANGUAGE)["id"]
    _wait(lambda: program.read(f"/meetings/{another}/runs")[0]["status"] == "COMPLETED", "the first works on")
    back = time.monotonic() - mended
    first.stop()
    faults = _faults(before, _state(home, meeting_id), point)
    if not first.process or first.process.returncode != 0:
        faults.append(f"{point}: the first worker did not end in good order")
    return Case(point, successor, back, _told(first, said), tuple(faults))


def _state(home: Installation, meeting_id: str) -> dict[str, Any]:
    """All that a meeting has: its runs, its transcript's rows, the ends it was told of, and its objects."""

    async def looked(database: Database) -> dict[str, Any]:
        async with database.reading() as session:
            tables = {
                "runs": select(runs.Run.__table__).where(runs.Run.meeting_id == meeting_id),
                "ends": select(runs.RunEvent.id).where(
                    runs.RunEvent.meeting_id == meeting_id, runs.RunEvent.status == "COMPLETED"
                ),
                "transcripts": select(transcripts.TranscriptRow.__table__).where(
                    transcripts.TranscriptRow.meeting_id == meeting_id
                ),
                "utterances": select(transcripts.UtteranceRow.__table__)
                .join(transcripts.TranscriptRow, transcripts.TranscriptRow.id == transcripts.UtteranceRow.transcript_id)
                .where(transcripts.TranscriptRow.meeting_id == meeting_id)
                .order_by(transcripts.UtteranceRow.position),
            }
            return {name: [row._asdict() for row in await session.execute(query)] for name, query in tables.items()}

    state: dict[str, Any] = home.look(looked)
    objects = home.objects
    state["objects"] = {key: objects.read(key) for key in objects.under(keys.meeting(meeting_id))}
    return state


def _faults(before: dict[str, Any], after: dict[str, Any], point: str) -> list[str]:
    faults = [
        f"{point}: {name} changed"
        for name in ("runs", "ends", "transcripts", "utterances")
        if before[name] != after[name]
    ]
    document_key = after["transcripts"][0]["document_key"]
    late = {
        key for key in before["objects"] | after["objects"] if "/transcripts/" in key and key != document_key
    }  # what the first worker wrote for nobody: it deletes that when it is back
    faults += [f"{point}: {key} is nobody's" for key in late & after["objects"].keys()]
    faults += [
        f"{point}: {key} changed"
        for key, held in before["objects"].items()
        if key not in late and after["objects"].get(key) != held
    ]
    if [len(before[name]) for name in ("runs", "ends", "transcripts")] != [1, 1, 1]:
        faults.append(f"{point}: not one run, one end and one transcript")
    if before["runs"][0]["attempt"] != 2:
        faults.append(f"{point}: ended at attempt {before['runs'][0]['attempt']}")
    document = json.loads(after["objects"][document_key])
    if [said["id"] for said in document["utterances"]] != [row["id"] for row in after["utterances"]]:
        faults.append(f"{point}: the document is not the successor's")
    return faults


def _told(first: Part, start: int) -> str:
    """What the first worker said when it was back, of what it had brought."""
    lines = [line.split(": ", 1)[1] for line in first.said[start:].splitlines() if any(told in line for told in TOLD)]
    return lines[0] if lines else ""


def _line(case: Case) -> str:
    return (
        f"{case.point}: successor done {case.successor_seconds:.1f} s after the cut, the first back at work"
        f" {case.back_seconds:.1f} s after the mend; {'; '.join(case.faults) or 'nothing changed'} ({case.told or 'it noticed before'})"
    )


def _wait(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(LOOK_AGAIN_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
