"""Lists of meetings: whose they are, their order, and pages that neither skip nor repeat."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from scribe_core.database import meetings
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Sort
from scribe_core.domain.audio import Audio
from scribe_core.domain.run import Status
from scribe_core.errors import ScribeError

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def owner(database: Database, house: Any) -> str:
    async with database.session() as session:
        owner = await house.user(session)
        other = await house.user(session, "marc@example.org")
        for number in range(7):
            await house.meeting(
                session, owner, f"Réunion {number // 2}", held_at=START + timedelta(days=number % 3),
                duration=None if number == 3 else float(number % 4),
            )  # fmt: skip
        await house.meeting(session, other, "Réunion secrète")
        await house.meeting(session, owner, "100% du_budget")
    return str(owner)


@pytest.mark.parametrize("sort", get_args(Sort))
async def test_pages_hold_every_meeting_once_in_order(database: Database, owner: str, sort: Sort) -> None:
    seen: list[str] = []
    values: list[Any] = []
    cursor = None
    async with database.reading() as session:
        while True:
            page = await meetings.page(session, owner, sort=sort, limit=3, after=cursor)
            assert page.total == 8
            seen += [meeting.id for meeting in page.meetings]
            values += [getattr(meeting, sort.removeprefix("-")) or 0.0 for meeting in page.meetings]
            if (cursor := page.next_cursor) is None:
                break
    assert len(set(seen)) == len(seen) == 8
    assert values == sorted(values, reverse=sort.startswith("-"))


async def test_search_takes_signs_as_they_are_and_stays_with_the_owner(database: Database, owner: str) -> None:
    async with database.reading() as session:
        for text, count in (("réunion", 7), ("0% du_b", 1), ("100_", 0), ("secrète", 0), ("%", 1)):
            assert (await meetings.page(session, owner, text=text)).total == count, text
        assert (await meetings.page(session, owner, status=Status.FAILED)).total == 0


async def test_search_knows_capitals_with_accents_however_they_are_written(
    database: Database, owner: str, house: Any
) -> None:
    async with database.session() as session:
        meeting = await house.meeting(session, owner, "L’ÉTÉ à STRASSBURG")
        await house.meeting(session, owner, "E\u0301te\u0301 suivant")  # as macOS names files
        await session.flush()
        for text, count in (("été", 2), ("Été", 2), ("ÉTÉ", 2), ("E\u0301TE\u0301", 2), ("straßburg", 1), ("ete", 0)):
            assert (await meetings.page(session, owner, text=text)).total == count, text
        meeting.title = "Œuvres"
        await session.flush()
        assert (await meetings.page(session, owner, text="œUVRES")).total == 1
        assert (await meetings.page(session, owner, text="été")).total == 1


async def test_titles_are_sorted_in_any_case(database: Database, owner: str, house: Any) -> None:
    async with database.session() as session:
        stranger = await house.user(session, "zoe@example.org")
        for title in ("été", "Écho", "b", "A"):
            await house.meeting(session, stranger, title)
        page = await meetings.page(session, stranger, sort="title")
        assert [meeting.title for meeting in page.meetings] == ["A", "b", "Écho", "été"]


async def test_another_persons_meeting_is_not_found(database: Database, owner: str, house: Any) -> None:
    async with database.session() as session:
        stranger = await house.user(session, "stranger@example.org")
        meeting = (await meetings.page(session, owner)).meetings[0]
        assert (await meetings.owned(session, owner, meeting.id)).id == meeting.id
        with pytest.raises(ScribeError, match="no such meeting"):
            await meetings.owned(session, stranger, meeting.id)


@pytest.mark.parametrize("guessed", [True, False])
async def test_the_recordings_own_date_counts_where_nobody_said_one(
    database: Database, house: Any, guessed: bool
) -> None:
    told = datetime(2025, 11, 3, 9, 0, tzinfo=UTC)
    async with database.session() as session:
        meeting = await house.meeting(session, await house.user(session), held_at_guessed=guessed)
        await meetings.note_audio(session, meeting.id, Audio("k.flac", 12.5, "k.json", held_at=told))
    async with database.reading() as session:
        noted = await session.get_one(meetings.Meeting, meeting.id)
    assert (noted.duration, noted.audio_key) == (12.5, "k.flac")
    assert (noted.held_at == told) is guessed
