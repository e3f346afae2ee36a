"""A meeting's row: whose it is, and what the recording says of itself."""

from datetime import UTC, datetime
from typing import Any

import pytest

from scribe_core.database import meetings
from scribe_core.database.engine import Database
from scribe_core.domain.audio import Audio
from scribe_core.errors import ScribeError


async def test_another_persons_meeting_is_not_found(database: Database, house: Any) -> None:
    async with database.session() as session:
        owner, stranger = await house.user(session), await house.user(session, "stranger@example.org")
        meeting = await house.meeting(session, owner)
        await session.flush()
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
