"""Many rows at once for proofs: people with meetings, each with its run."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database.base import new_id
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run
from scribe_core.database.users import User
from scribe_core.domain.folding import folded
from scribe_core.domain.run import Lane, RunKind, Status

FIRST_DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
SUBJECTS = ("Comité", "Budget", "Réunion d'équipe", "Project review", "CSE", "Hiring", "Négociation", "Stand-up")
AT_ONCE = 1000


async def people(session: AsyncSession, count: int) -> list[str]:
    """Ids of so many new accounts."""
    ids = [new_id() for _ in range(count)]
    rows = [
        {
            "id": id_,
            "email": f"{id_}@example.org",
            "name": "A",
            "role": "member",
            "language": "en",
            "password_hash": None,
        }
        for id_ in ids
    ]
    await _insert(session, User, rows)
    return ids


async def queued_runs(
    session: AsyncSession, count: int, owners: Sequence[str], status: Status = Status.PENDING
) -> list[str]:
    """Ids of so many new runs, each of a new meeting, owned in turn by those people."""
    ids = [new_id() for _ in range(count)]
    meetings: list[dict[str, Any]] = []
    runs: list[dict[str, Any]] = []
    for number, run_id in enumerate(ids):
        owner, meeting_id = owners[number % len(owners)], new_id()
        title = f"{SUBJECTS[number % len(SUBJECTS)]} {number}"
        held_at = FIRST_DAY + timedelta(minutes=number)
        meetings.append(
            {
                "id": meeting_id, "owner_id": owner, "title": title, "folded_title": folded(title), "held_at": held_at,
                "created_at": held_at, "participants": [], "recording_name": "a.wav", "recording_bytes": 10,
                "media_type": "audio/wav", "duration": 60.0 + number % 7200, "status": status,
            }
        )  # fmt: skip
        runs.append(
            {
                "id": run_id, "kind": RunKind.TRANSCRIPTION, "owner_id": owner, "meeting_id": meeting_id, "status": status,
                "lane": Lane.CPU, "turn": number // len(owners), "error_details": {}, "warnings": [], "settings": {},
            }
        )  # fmt: skip
    await _insert(session, Meeting, meetings)
    await _insert(session, Run, runs)
    return ids


async def _insert(session: AsyncSession, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        await session.execute(insert(table), rows[start : start + AT_ONCE])
