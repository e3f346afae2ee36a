"""Comments of a transcript's words: said, answered, settled, deleted and taken back, by the meeting's owner and nobody else."""

from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update

from scribe_core.database import comments
from scribe_core.database.base import now_plus
from scribe_core.database.comments import CommentRow

PLACE = {"utterance_id": "a" * 32, "start": 2.0, "end": 3.5, "quote": "le budget"}
REMARK = {"kind": "comment", "text": "À vérifier\navec Marc.", **PLACE}


@pytest.fixture
async def here(bob: httpx.AsyncClient, upload: Any) -> str:
    """Where a meeting's comments are found."""
    return f"/meetings/{(await upload(bob))['id']}/comments"


async def said(client: httpx.AsyncClient, here: str) -> list[str]:
    return [one["text"] for one in (await client.get(here)).json()["items"]]


async def test_words_are_commented_answered_and_settled(bob: httpx.AsyncClient, here: str) -> None:
    made = await bob.post(here, json=REMARK)
    assert made.status_code == 201
    told = made.json()
    assert {name: told[name] for name in REMARK} == REMARK
    assert (told["by"], told["answers_id"], told["colour"], told["resolved_at"]) == ("bob", None, None, None)
    answer = (await bob.post(f"{here}/{told['id']}/answers", json={"text": "Fait."})).json()
    assert (answer["answers_id"], answer["start"], answer["text"]) == (told["id"], 2.0, "Fait.")
    deeper = await bob.post(f"{here}/{answer['id']}/answers", json={"text": "x"})
    assert (deeper.status_code, deeper.json()["code"]) == (404, "comment_not_found"), "answers have none of their own"
    settled = (await bob.patch(f"{here}/{told['id']}", json={"resolved": True})).json()
    assert settled["resolved_at"] is not None
    assert settled["edited_at"] is None
    edited = (await bob.patch(f"{here}/{told['id']}", json={"text": "Vu.", "resolved": False})).json()
    assert (edited["text"], edited["resolved_at"], edited["edited_at"] is not None) == ("Vu.", None, True)
    assert await said(bob, here) == ["Vu.", "Fait."]


async def test_words_are_highlighted_and_marked_to_be_checked(bob: httpx.AsyncClient, here: str) -> None:
    amber = (await bob.post(here, json={"kind": "highlight", "colour": "amber", **PLACE})).json()
    assert (amber["kind"], amber["colour"], amber["text"]) == ("highlight", "amber", "")
    assert (await bob.patch(f"{here}/{amber['id']}", json={"colour": "rose"})).json()["colour"] == "rose"
    check = (await bob.post(here, json={"kind": "check", **PLACE, "quote": ""})).json()
    assert (check["kind"], check["quote"]) == ("check", "")


@pytest.mark.parametrize(
    "change",
    [
        {"text": "  "},
        {"kind": "highlight", "text": ""},
        {"colour": "amber"},
        {"kind": "shout"},
        {"end": 1.0},
        {"start": -1},
        {"utterance_id": "<b>"},
        {"text": "x" * 5001},
        {"by": "somebody"},
    ],
)
async def test_what_says_nothing_is_refused(bob: httpx.AsyncClient, here: str, change: dict[str, Any]) -> None:
    answer = await bob.post(here, json={**REMARK, **change})
    assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")
    assert await said(bob, here) == []


async def test_what_was_deleted_comes_back_with_its_answers(house: Any, bob: httpx.AsyncClient, here: str) -> None:
    one = (await bob.post(here, json=REMARK)).json()["id"]
    gone = (await bob.post(f"{here}/{one}/answers", json={"text": "gone"})).json()["id"]
    await bob.post(f"{here}/{one}/answers", json={"text": "kept"})
    assert (await bob.delete(f"{here}/{gone}")).status_code == 204
    assert (await bob.delete(f"{here}/{one}")).status_code == 204
    assert await said(bob, here) == []
    assert (await bob.delete(f"{here}/{one}")).json()["code"] == "comment_not_found"
    assert (await bob.post(f"{here}/{one}/restore")).json()["id"] == one
    assert await said(bob, here) == [REMARK["text"], "kept"]
    await bob.delete(f"{here}/{one}")
    async with house.database.session() as session:
        await session.execute(update(CommentRow).values(deleted_at=now_plus(-2 * comments.RESTORABLE_SECONDS)))
    late = await bob.post(f"{here}/{one}/restore")
    assert (late.status_code, late.json()["code"]) == (404, "comment_not_found")
    async with house.database.session() as session:
        assert await comments.forget_deleted(session) == 3
    async with house.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(CommentRow)) == 0


async def test_what_can_be_taken_back_keeps_its_place(
    bob: httpx.AsyncClient, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comments, "MOST_OF_A_MEETING", 2)
    ids = [(await bob.post(here, json=REMARK)).json()["id"] for _ in range(2)]
    await bob.delete(f"{here}/{ids[0]}")
    assert (await bob.post(here, json=REMARK)).json()["code"] == "comments_too_many", "it may come back"
    assert (await bob.post(f"{here}/{ids[0]}/restore")).status_code == 200
    assert len(await said(bob, here)) == 2


async def test_no_answer_comes_back_without_what_it_answers(bob: httpx.AsyncClient, here: str) -> None:
    one = (await bob.post(here, json=REMARK)).json()["id"]
    answer = (await bob.post(f"{here}/{one}/answers", json={"text": "Fait."})).json()["id"]
    await bob.delete(f"{here}/{answer}")
    await bob.delete(f"{here}/{one}")
    assert (await bob.post(f"{here}/{answer}/restore")).json()["code"] == "comment_not_found"
    await bob.post(f"{here}/{one}/restore")
    assert (await bob.post(f"{here}/{answer}/restore")).status_code == 200
    assert await said(bob, here) == [REMARK["text"], "Fait."]


async def test_anothers_comments_are_not_there(ada: httpx.AsyncClient, bob: httpx.AsyncClient, here: str) -> None:
    one = (await bob.post(here, json=REMARK)).json()["id"]
    for answer in (
        await ada.get(here),
        await ada.post(here, json=REMARK),
        await ada.patch(f"{here}/{one}", json={"text": "x"}),
        await ada.post(f"{here}/{one}/answers", json={"text": "x"}),
        await ada.delete(f"{here}/{one}"),
        await ada.post(f"{here}/{one}/restore"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "meeting_not_found")
    assert await said(bob, here) == [REMARK["text"]]


async def test_another_meetings_comment_is_not_there(bob: httpx.AsyncClient, here: str, upload: Any) -> None:
    other = f"/meetings/{(await upload(bob))['id']}/comments"
    one = (await bob.post(other, json=REMARK)).json()["id"]
    assert (await bob.patch(f"{here}/{one}", json={"text": "x"})).json()["code"] == "comment_not_found"
    assert (await bob.delete(f"{here}/{one}")).json()["code"] == "comment_not_found"
    assert await said(bob, other) == [REMARK["text"]]


async def test_there_is_an_end_to_them(bob: httpx.AsyncClient, here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "MOST_OF_A_MEETING", 2)
    for _ in range(2):
        assert (await bob.post(here, json=REMARK)).status_code == 201
    full = await bob.post(here, json=REMARK)
    assert (full.status_code, full.json()["code"]) == (409, "comments_too_many")


async def test_all_of_them_can_be_read_at_once(
    bob: httpx.AsyncClient, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comments, "MOST_CHARACTERS", 50)
    one = (await bob.post(here, json={**REMARK, "text": "é" * 20})).json()["id"]
    for full in (
        await bob.post(here, json={**REMARK, "text": "é" * 20}),
        await bob.post(f"{here}/{one}/answers", json={"text": "é" * 20}),
        await bob.patch(f"{here}/{one}", json={"text": "é" * 60}),
    ):
        assert (full.status_code, full.json()["code"]) == (409, "comments_too_long")
    monkeypatch.setattr(comments, "MOST_CHARACTERS", 10)
    assert (await bob.patch(f"{here}/{one}", json={"text": "é" * 19})).status_code == 200, "shorter is always better"
    assert await said(bob, here) == ["é" * 19]


async def test_they_stay_as_they_are_in_the_trash_and_go_with_their_meeting(
    house: Any, bob: httpx.AsyncClient, here: str
) -> None:
    await bob.post(here, json=REMARK)
    meeting = here.split("/")[2]
    await bob.post("/meetings/trash", json={"meetings": [meeting]})
    assert (await bob.post(here, json=REMARK)).json()["code"] == "meeting_in_trash"
    assert await said(bob, here) == [REMARK["text"]]
    assert (await bob.delete(f"/meetings/{meeting}")).status_code == 204
    async with house.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(CommentRow)) == 0


async def test_text_is_kept_as_plain_text(bob: httpx.AsyncClient, here: str) -> None:
    hostile = "<script>alert(1)</script>\n🙂 مرحبا\u202e\0"
    told = (await bob.post(here, json={**REMARK, "text": hostile, "quote": "a\n<b>\u202e"})).json()
    assert (told["text"], told["quote"]) == ("<script>alert(1)</script>\n🙂 مرحبا", "a <b>")
