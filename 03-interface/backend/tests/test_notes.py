"""Notes of a meeting: what was written is read again, by its owner and nobody else."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from scribe_core.database.notes import NotesRow

Tone = Callable[[float], bytes]


async def meeting(client: httpx.AsyncClient, tone: Tone) -> str:
    """The path of a new meeting's notes."""
    answer = await client.post("/meetings", params={"filename": "a.wav"}, content=tone(0.2))
    return f"/meetings/{answer.json()['id']}/notes"


async def test_notes_are_written_bit_by_bit(bob: httpx.AsyncClient, tone: Tone) -> None:
    path = await meeting(bob, tone)
    assert (await bob.get(path)).json() == {"text": "", "markers": []}
    written = await bob.patch(path, json={"text": "Décisions :\r\n  – garder le n° 3  \r\n\r\n"})
    assert written.json() == {"text": "Décisions :\n  – garder le n° 3", "markers": []}
    marked = await bob.patch(path, json={"markers": [{"at": 12.5, "word": " Budget "}, {"at": 3}]})
    assert marked.json()["text"] == "Décisions :\n  – garder le n° 3", "what is left out stays"
    assert marked.json()["markers"] == [{"at": 3.0, "word": ""}, {"at": 12.5, "word": "Budget"}], (
        "as the sound passes them"
    )
    assert (await bob.get(path)).json() == marked.json()
    assert (await bob.patch(path, json={"text": "", "markers": []})).json() == {"text": "", "markers": []}


async def test_another_persons_notes_are_not_there(ada: httpx.AsyncClient, bob: httpx.AsyncClient, tone: Tone) -> None:
    path = await meeting(bob, tone)
    await bob.patch(path, json={"text": "secret"})
    for answer in (
        await ada.get(path),
        await ada.patch(path, json={"text": "x"}),
        await bob.get(f"/meetings/{'0' * 32}/notes"),
        await bob.patch(f"/meetings/{'0' * 32}/notes", json={"text": "x"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "meeting_not_found")
    assert (await bob.get(path)).json()["text"] == "secret"


async def test_text_is_kept_as_plain_text(bob: httpx.AsyncClient, tone: Tone) -> None:
    path = await meeting(bob, tone)
    hostile = "<script>alert(1)</script>\n👩‍👩‍👧 اجتماع\u202e\x07\0"
    told = (await bob.patch(path, json={"text": hostile, "markers": [{"at": 1, "word": "<b>\u202e\n x"}]})).json()
    assert told["text"] == "<script>alert(1)</script>\n👩‍👩‍👧 اجتماع"
    assert told["markers"] == [{"at": 1.0, "word": "<b> x"}]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "x" * 50_001},
        {"markers": [{"at": -1}]},
        {"markers": [{"at": 1e9}]},
        {"markers": [{"at": "NaN"}]},
        {"markers": [{"at": 1, "word": "x" * 201}]},
        {"markers": [{"at": 1, "colour": "red"}]},
        {"markers": [{"at": 1}] * 1001},
        {"title": "x"},
    ],
)
async def test_what_cannot_be_meant_is_refused(bob: httpx.AsyncClient, tone: Tone, change: dict[str, Any]) -> None:
    answer = await bob.patch(await meeting(bob, tone), json=change)
    assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")


async def test_who_write_at_once_both_find_an_answer(bob: httpx.AsyncClient, tone: Tone) -> None:
    path = await meeting(bob, tone)
    changes: list[dict[str, Any]] = [{"text": "a"}, {"markers": [{"at": 1}]}] * 3
    answers = await asyncio.gather(*(bob.patch(path, json=change) for change in changes))
    assert {answer.status_code for answer in answers} == {200}
    assert (await bob.get(path)).json() == {"text": "a", "markers": [{"at": 1.0, "word": ""}]}


async def test_notes_go_with_their_meeting(house: Any, bob: httpx.AsyncClient, tone: Tone) -> None:
    path = await meeting(bob, tone)
    await bob.patch(path, json={"text": "x"})
    assert (await bob.delete(path.removesuffix("/notes"))).status_code == 204
    async with house.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(NotesRow)) == 0
