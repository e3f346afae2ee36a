"""A worker of the index lane keeps what is searched as the rows say; the sweep leaves nothing of what was deleted."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from scribe_core.database import deletions, passages, search_marks, transcripts
from scribe_core.database.base import new_id, now
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.database.passages import PassageRow
from scribe_core.database.users import User
from scribe_core.domain.run import Lane, Status
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.search import indexing
from scribe_core.stores.objects import Objects
from scribe_workers.index_lane import IndexLane
from scribe_workers.tasks import Worker, WorkerSettings


def worker(database: Database, objects: Objects, scratch: Path) -> Worker:
    own = WorkerSettings(
        holder="here-1", lanes=frozenset({Lane.INDEX}), lease_seconds=30.0, poll_seconds=0.01, attempts=3, threads=1,
        scratch=scratch, free_space_bytes=0, recipe_for=lambda _settings: pytest.fail("there is no run"),
    )  # fmt: skip
    return Worker(own, database, objects, None)  # type: ignore[arg-type]


async def spoken(database: Database, text: str) -> str:
    """A meeting in which that was said."""
    words = tuple(Word(float(n), n + 0.5, word, 1.0) for n, word in enumerate(text.split()))
    line = Line("c" * 32, "a" * 32, 0.0, float(len(words)), words, overlap=False, doubt=0.0)
    async with database.session() as session:
        owner = User(id=new_id(), email=f"{new_id()}@example.org", name="A", role="member", language="en")
        session.add(owner)
        await session.flush()
        meeting = Meeting(
            id=new_id(), owner_id=owner.id, title="A meeting", held_at=now(), participants=[], language=None, speakers=None,
            recording_name="a.wav", recording_bytes=10, media_type="audio/wav", status=Status.COMPLETED,
        )  # fmt: skip
        session.add(meeting)
        await session.flush()
        made = Transcript(meeting.id, "", 1, "en", 60.0, (Speaker("a" * 32, 1, None),), (line,))
        await transcripts.add(session, made, transcript_id=new_id(), run_id=new_id(), document_key="k")
        return meeting.id


async def texts(database: Database) -> list[str]:
    async with database.reading() as session:
        return list(await session.scalars(select(PassageRow.text)))


async def test_it_indexes_at_its_start_and_what_comes_later(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await spoken(database, "said before")
    lane = IndexLane(database)
    assert (await lane.index(), await lane.index()) == (1, 0)
    await spoken(database, "said later")
    assert await lane.index() == 1
    assert sorted(await texts(database)) == ["said before", "said later"]
    monkeypatch.setattr(indexing, "VERSION", "another")
    async with database.session() as session:
        assert await search_marks.renew(session, "another") == 2
    assert await lane.index() == 2
    assert first


async def test_what_was_cut_off_while_it_wrote_is_done_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await spoken(database, "said once")

    async def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(passages, "replace_speakers", killed)
        with pytest.raises(KeyboardInterrupt):
            await IndexLane(database).index()
    assert await texts(database) == []
    assert await IndexLane(database).index() == 1
    assert await texts(database) == ["said once"]


async def test_the_sweep_leaves_no_word_of_a_deleted_meeting(
    database: Database, objects_beside: Objects, tmp_path: Path
) -> None:
    gone = await spoken(database, "xylophone quetsche")
    await spoken(database, "said and kept")
    await IndexLane(database).index()
    async with database.session() as session:
        await deletions.delete_meeting(session, await session.get_one(Meeting, gone))
    await worker(database, objects_beside, tmp_path).sweep(600.0)
    assert await texts(database) == ["said and kept"]
    if database.is_sqlite:
        assert b"ylophon" not in (tmp_path / "scribe.sqlite").read_bytes()
