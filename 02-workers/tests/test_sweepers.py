"""Two workers' processes tidy at the same time: what is abandoned goes once and whole, nothing else does, and neither fails."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import select, update

from scribe_core.contract import keys
from scribe_core.database import deletions, uploads
from scribe_core.database.base import new_id, now, now_plus
from scribe_core.database.deletions import Deletion
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.database.uploads import Upload
from scribe_core.database.users import User
from scribe_core.domain.run import Status
from scribe_core.stores.objects import Objects

ABANDONED, DELETED = 20, 10

SWEEPER = """
import asyncio, sys
from pathlib import Path
from scribe_core.database.engine import Database
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects
from scribe_core.stores.s3 import S3Access
from scribe_workers.tasks import Worker, WorkerSettings

async def main():
    settings = Settings(_env_file=None, volumes=Path(sys.argv[1]), database_url=sys.argv[2])
    secret = settings.objects_secret_key.get_secret_value() if settings.objects_secret_key else ""
    access = S3Access(settings.objects_endpoint, access_key=settings.objects_access_key, secret_key=secret)
    own = WorkerSettings(
        holder="sweeper", lanes=frozenset(), lease_seconds=30.0, poll_seconds=1.0, attempts=3, threads=1,
        scratch=settings.volumes, free_space_bytes=0, recipe_for=None,
    )
    worker = Worker(own, Database(settings.database_url), Objects.open(settings.objects_url, access), None)
    await worker._database.check()
    print("ready", flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        await worker.sweep(600.0)
        print("swept", "ready", sep="\\n", flush=True)
    await worker._database.close()

asyncio.run(main())
"""

Sweeper = subprocess.Popen[str]


@contextmanager
def sweeper(folder: Path, database: Database, objects_settings: dict[str, str]) -> Iterator[Sweeper]:
    """A worker's process that sweeps whenever it is told to, and ends well if none of its sweeps failed."""
    command = [sys.executable, "-c", SWEEPER, str(folder), database.url]
    environment = {**os.environ, **objects_settings}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            yield process
            assert process.stdin is not None
            process.stdin.close()
            assert process.wait(30) == 0
        finally:
            process.kill()


def said(process: Sweeper) -> str:
    """Its next line, nothing where it has ended."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def sweep_at_once(sweepers: list[Sweeper]) -> None:
    assert [said(process) for process in sweepers] == ["ready"] * len(sweepers)
    for process in sweepers:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert [said(process) for process in sweepers] == ["swept"] * len(sweepers)


async def test_two_at_once_take_what_is_abandoned_and_nothing_else(
    database: Database, objects_beside: Objects, objects_settings: dict[str, str], tmp_path: Path
) -> None:
    owner_id = new_id()
    abandoned, deleted = [new_id() for _ in range(ABANDONED)], [new_id() for _ in range(DELETED)]
    waiting, living, coming = [new_id() for _ in range(5)], new_id(), new_id()
    async with database.session() as session:
        session.add(User(id=owner_id, email="a@example.org", name="A", role="member", language="en"))
        await session.flush()
        for upload_id in (*abandoned, *waiting):
            life = -1.0 if upload_id in abandoned else 3600.0
            await uploads.begin(session, upload_id, owner_id, 1000, "", life)
        for meeting_id in (*deleted, living):
            meeting = Meeting(
                id=meeting_id, owner_id=owner_id, title="A meeting", held_at=now(), participants=[], language=None,
                speakers=None, recording_name="a.wav", recording_bytes=10, media_type="audio/wav", status=Status.COMPLETED,
            )  # fmt: skip
            session.add(meeting)
            await session.flush()
            if meeting_id != living:
                await deletions.delete_meeting(session, meeting)
        await deletions.note_upload(session, coming, owner_id)
    for id_ in (*abandoned, *waiting, *deleted, living, coming):
        for key in (f"{keys.recording_parts(keys.recording(id_))}0", f"{keys.artefact(id_, 'speech', 'f')}.json"):
            objects_beside.create(key, b"RIFF")
    kept = {key for key in objects_beside.under(keys.MEETINGS) if key.split("/")[1] in {*waiting, living, coming}}
    assert len(kept) == 2 * len([*waiting, living, coming])

    async def noted() -> list[str]:
        async with database.reading() as session:
            return sorted(await session.scalars(select(Deletion.meeting_id).where(Deletion.swept_at.is_not(None))))

    with ExitStack() as both:
        sweepers = [both.enter_context(sweeper(tmp_path, database, objects_settings)) for _ in range(2)]
        sweep_at_once(sweepers)
        assert set(objects_beside.under(keys.MEETINGS)) == kept
        assert await noted() == sorted([*abandoned, *deleted, coming])
        async with database.session() as session:
            assert set(await session.scalars(select(Upload.id))) == set(waiting)
            late = update(Deletion).where(Deletion.meeting_id != coming)
            await session.execute(late.values(swept_at=now_plus(-3600)))
        for meeting_id in (*abandoned, *deleted):
            objects_beside.create(keys.transcript(meeting_id, 1, new_id()), b"a late worker's")

        sweep_at_once(sweepers)
        assert set(objects_beside.under(keys.MEETINGS)) == kept
        assert await noted() == [coming]
        async with database.reading() as session:
            assert list(await session.scalars(select(Meeting.id))) == [living]
