"""A real worker over one recording: claims its run from a database, keeps its lease alive, writes the transcript.

Runs in the product's environment: `python -m worker_job --audio FILE --language fr --out FIGURES`. The database and the
object store are a folder that is gone afterwards; the models are the product's.
"""

import argparse
import asyncio
import json
import tempfile
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psutil
from sqlalchemy import select

from scribe.evaluation.outcome import cpu_seconds
from scribe.models import models_of
from scribe.parts import read_settings
from scribe.recipes import worker_settings
from scribe_core.contract import keys
from scribe_core.database import meetings, runs, transcripts, users
from scribe_core.database.base import new_id
from scribe_core.database.engine import Database
from scribe_core.domain.account import Role
from scribe_core.domain.run import RunSettings, Status
from scribe_core.stores.objects import Objects
from scribe_workers.tasks import Worker

SAMPLING_SECONDS = 0.1


class Memory(threading.Thread):
    """Notes this process's resident memory, child processes included, ten times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: list[tuple[float, int]] = []
        self._ended = threading.Event()

    def run(self) -> None:
        """Until `end` is called."""
        process = psutil.Process()
        while not self._ended.wait(SAMPLING_SECONDS):
            total = process.memory_info().rss
            for child in process.children(recursive=True):
                try:
                    total += child.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.seen.append((time.time(), total))

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()
        self.join()


async def main() -> None:
    """Let a worker do one run, and write what it used."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--audio", type=Path, required=True)
    parser.add_argument("--language", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    settings = read_settings()
    with tempfile.TemporaryDirectory(prefix="scribe-measured-") as name:
        folder = Path(name)
        objects = Objects.open((folder / "objects").as_uri())
        database = Database(f"sqlite+aiosqlite:///{folder / 'scribe.sqlite'}")
        try:
            await database.migrate()
            run_id = await _enqueued(database, folder / "objects", options.audio, options.language)
            memory = Memory()
            memory.start()
            worker = Worker(
                replace(worker_settings(settings), scratch=folder / "scratch"), database, objects, models_of(settings)
            )
            began = time.monotonic()
            await worker.work_once()
            wall = time.monotonic() - began
            memory.end()
            figures = await _figures(database, run_id, memory.seen)
        finally:
            await database.close()
    figures |= {"cpu": round(cpu_seconds(), 1), "wall": round(wall, 1)}
    options.out.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def _placed(store: Path, meeting_id: str, audio: Path) -> int:
    """Put the recording where an upload would; its bytes are told."""
    recording = store / keys.recording(meeting_id)
    recording.parent.mkdir(parents=True)
    recording.symlink_to(audio.resolve())
    return audio.stat().st_size


async def _enqueued(database: Database, store: Path, audio: Path, language: str) -> str:
    """A run of a new person's new meeting, waiting."""
    meeting_id = new_id()
    size = _placed(store, meeting_id, audio)
    async with database.session() as session:
        owner = await users.add(session, email="measured@example.org", name="Measured", role=Role.MEMBER, language="fr")
        meeting = meetings.Meeting(
            id=meeting_id,
            owner_id=owner.id,
            title="Measured",
            held_at=datetime.now(UTC),
            participants=[],
            language=language,
            recording_name=audio.name,
            recording_bytes=size,
            media_type="application/octet-stream",
            status=Status.PENDING,
        )
        session.add(meeting)
        await session.flush()
        return (await runs.enqueue(session, meeting, RunSettings(language=language))).id


async def _figures(database: Database, run_id: str, seen: list[tuple[float, int]]) -> dict[str, object]:
    """Peak memory over all and in each stage (as the run's own events tell them, once a second), and what came out."""
    async with database.reading() as session:
        run = await session.get_one(runs.Run, run_id)
        if run.status != Status.COMPLETED:
            raise SystemExit(f"the run ended {run.status}: {run.error_code}")
        events = (
            await session.scalars(
                select(runs.RunEvent).where(runs.RunEvent.run_id == run_id).order_by(runs.RunEvent.id)
            )
        ).all()
        assert run.meeting_id is not None
        known = await transcripts.revisions(session, run.meeting_id)
        heard = await transcripts.read(session, known[0], "Measured")
    begun = [(event.at.timestamp(), event.stage) for event in events if event.stage]
    peaks: dict[str, int] = {}
    for at, resident in seen:
        stage = next((stage for since, stage in reversed(begun) if since <= at), None) or "start"
        peaks[stage] = max(peaks.get(stage, 0), resident)
    return {
        "peak_bytes": max(resident for _, resident in seen),
        "peak_bytes_by_stage": peaks,
        "speakers": len(heard.speakers),
        "words": sum(len(line.words) for line in heard.lines),
        "warnings": list(heard.warnings),
    }


if __name__ == "__main__":
    asyncio.run(main())
