"""Transcripts of other tools: a meeting without sound that is read, searched, summed up and exported as any; and one beside its sound."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from budget_meeting import revision, said, write
from sqlalchemy import update

from scribe_api.imports import service
from scribe_api.imports.room import Room
from scribe_core.contract import keys
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run
from scribe_core.domain.run import Status
from scribe_core.search.indexing import Indexer

VTT = """WEBVTT

00:01.000 --> 00:04.000
<v Claire Durand>Bonjour à tous, on commence par le budget.

00:05.000 --> 00:09.000
<v Marc>Nous décidons de garder le budget de 2026 pour le site.

00:10.000 --> 00:14.000
<v Claire Durand>Je vais envoyer le tableau à Marc avant le 15 mars.
"""


async def sent(
    client: httpx.AsyncClient, content: str | bytes = VTT, path: str = "/meetings/imports", **parameters: Any
) -> httpx.Response:
    """The answer to a file that somebody imports."""
    raw = content.encode() if isinstance(content, str) else content
    return await client.post(path, params={"filename": "2026-03-02 Comité.vtt", **parameters}, content=raw)


async def test_a_transcript_becomes_a_meeting_without_sound(house: Any, bob: httpx.AsyncClient) -> None:
    answer = await sent(bob)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    meeting = told.pop("meeting")
    assert told == {
        "format": "vtt", "language": "fr", "seconds": 14.0, "utterances": 3, "speakers": ["Claire Durand", "Marc"], "unnamed": 0,
        "estimated": False,
    }  # fmt: skip
    assert (meeting["title"], meeting["status"], meeting["revision"], meeting["duration"]) == (
        "Comité",
        "COMPLETED",
        1,
        14.0,
    )
    assert (meeting["run"], meeting["imported"], meeting["speaker_count"]) == (None, True, 2)
    assert meeting["held_at"].startswith("2026-03-02T")
    here = f"/meetings/{meeting['id']}"
    assert (await bob.get(here)).json() == meeting
    assert [one["id"] for one in (await bob.get("/meetings")).json()["items"]] == [meeting["id"]]
    transcript = (await bob.get(f"{here}/transcript")).json()
    assert said(transcript) == [
        ("Claire Durand", "Bonjour à tous, on commence par le budget."),
        ("Marc", "Nous décidons de garder le budget de 2026 pour le site."),
        ("Claire Durand", "Je vais envoyer le tableau à Marc avant le 15 mars."),
    ]
    assert (await bob.get(f"{here}/recording")).content == VTT.encode(), "the file itself is kept"
    assert not house.rung
    for refused in (
        await bob.get(f"{here}/audio"),
        await bob.get(f"{here}/peaks"),
        await bob.post(f"{here}/runs", json={}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "meeting_without_sound")
    again = await bob.post("/meetings/runs", json={"meetings": [meeting["id"]]})
    assert (again.status_code, again.json()["meetings"]) == (200, [])


async def test_it_is_found_summed_up_put_right_and_exported(house: Any, bob: httpx.AsyncClient) -> None:
    meeting = (await sent(bob)).json()["meeting"]
    here = f"/meetings/{meeting['id']}"
    indexer = Indexer(house.database)
    while await indexer.look():
        pass
    hits = (await bob.get("/search", params={"q": "tableau"})).json()
    assert "Claire Durand" in json.dumps(hits, ensure_ascii=False)
    minutes = (await bob.post(f"{here}/minutes", json={"timezone": "Europe/Paris"})).json()
    texts = {one["key"]: [item["text"] for item in one["items"]] for one in minutes["sections"]}
    assert "garder le budget" in texts["decisions"][0]
    (action,) = [item for one in minutes["sections"] if one["key"] == "actions" for item in one["items"]]
    assert action["owner"]["name"] == "Claire Durand"
    line = (await bob.get(f"{here}/transcript")).json()["utterances"][1]
    edited = await bob.patch(f"{here}/utterances/{line['id']}", json={"text": "Nous gardons le budget."})
    assert edited.status_code == 200, edited.text
    exported = await bob.get(f"{here}/export", params={"format": "txt"})
    assert exported.text.splitlines()[1] == "[00:00:05] Marc: Nous gardons le budget."
    for format_ in ("docx", "pdf", "srt", "vtt", "json", "rttm", "ctm", "stm", "md", "html"):
        assert (await bob.get(f"{here}/export", params={"format": format_})).status_code == 200, format_
    once_more = await sent(bob, exported.content, filename="again.txt")
    assert once_more.json()["speakers"] == ["Claire Durand", "Marc"]


async def test_what_cannot_be_read_leaves_nothing(house: Any, bob: httpx.AsyncClient) -> None:
    for content, code, status in (
        ("", "import_empty", 422),
        (VTT.replace("00:05.000 -->", "00:75.000 -->"), "import_time_invalid", 422),
        (b"\0\1\2\3" * 100, "import_kind_unknown", 415),
    ):
        refused = await sent(bob, content)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
    french = await bob.post("/meetings/imports", content=b"", headers={"Accept-Language": "fr"})
    assert french.json()["message"].startswith("Ce fichier est vide")
    wrong = await sent(bob, language="zz")
    assert wrong.json()["code"] == "language_unknown"
    assert (await bob.get("/meetings")).json()["total"] == 0
    assert not house.traces()


@pytest.mark.parametrize("overrides", [{"user_quota_bytes": 100}])
async def test_it_counts_as_what_it_takes(house: Any, bob: httpx.AsyncClient) -> None:
    refused = await sent(bob)
    assert (refused.status_code, refused.json()["code"]) == (413, "quota_exceeded")
    assert not house.traces()


async def test_names_and_words_are_told_as_they_stand(bob: httpx.AsyncClient) -> None:
    hostile = json.dumps(
        [{"start": 0, "end": 1, "speaker": "<b>Eve</b>\u0000\u202e", "text": "<script>alert(1)</script>\ud800 ok"}]
    )
    here = f"/meetings/{(await sent(bob, hostile, filename='x.json', language='en')).json()['meeting']['id']}"
    page = (await bob.get(f"{here}/export", params={"format": "html"})).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert said((await bob.get(f"{here}/transcript")).json()) == [("<b>Eve</b>", "<script>alert(1)</script> ok")]


async def test_a_recording_takes_a_transcript_as_its_newest_revision(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    meeting = await upload(bob, title="Comité")
    here = f"/meetings/{meeting['id']}"
    into = f"{here}/transcript/import"
    waiting = await sent(bob, path=into)
    assert (waiting.status_code, waiting.json()["code"]) == (409, "run_in_progress")
    await write(house, meeting["id"], revision(meeting["id"], 1))
    async with house.database.session() as session:
        await session.execute(update(Run).values(status=Status.COMPLETED))
        await session.execute(update(Meeting).values(status=Status.COMPLETED, duration=20.0))
    named = (await bob.get(f"{here}/transcript")).json()["speakers"][0]["id"]
    assert (await bob.patch(f"{here}/speakers/{named}", json={"name": "Anne"})).status_code == 200
    assert (await sent(ada, path=into)).status_code == 404
    answer = await sent(bob, path=into)
    assert answer.status_code == 201, answer.text
    told = answer.json()["meeting"]
    assert (told["revision"], told["imported"], told["duration"], told["title"]) == (2, False, 20.0, "Comité")
    transcript = (await bob.get(f"{here}/transcript")).json()
    assert (transcript["revision"], transcript["seconds"]) == (2, 20.0)
    assert [name for name, _ in said(transcript)] == ["Claire Durand", "Marc", "Claire Durand"]
    before = (await bob.get(f"{here}/transcript", params={"revision": 1})).json()
    assert said(before)[0] == ("Anne", "Bonjour à tous."), "the earlier one is read as it was"
    documents = list(house.objects.under(f"{keys.meeting(meeting['id'])}transcripts/"))
    assert len(documents) == 1
    refused = await sent(bob, "nothing", path=into)
    assert refused.status_code == 422
    assert (await bob.get(here)).json()["revision"] == 2


async def test_files_of_an_account_come_one_after_the_other_and_those_of_others_meanwhile(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient
) -> None:
    told: list[str] = []
    goes_on = asyncio.Event()

    async def slowly(name: str) -> AsyncIterator[bytes]:
        told.append(f"{name} begins")
        yield VTT[:40].encode()
        await goes_on.wait()
        told.append(f"{name} ends")
        yield VTT[40:].encode()

    begun = [asyncio.create_task(bob.post("/meetings/imports", content=slowly(name))) for name in ("one", "two")]
    assert (await sent(ada)).status_code == 201
    assert (await bob.get("/meetings")).json()["total"] == 0
    assert len(told) == 1, "the other one waits"
    goes_on.set()
    assert [(await answer).status_code for answer in begun] == [201, 201]
    names = [line.split()[0] for line in told]
    assert names[0] == names[1] != names[2] == names[3], told


async def test_only_so_many_files_are_in_memory_at_once() -> None:
    room, inside, most = Room(2), set[str](), 0

    async def hold(user_id: str) -> None:
        nonlocal most
        async with room.taken(user_id):
            inside.add(user_id)
            most = max(most, len(inside))
            await asyncio.sleep(0)
            inside.remove(user_id)

    await asyncio.gather(*(hold(f"{number % 5}") for number in range(20)))
    assert most == 2
    assert not room._turns, "nothing is remembered of whom nobody waits for"


async def test_what_comes_too_slowly_is_given_up(
    house: Any, bob: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BODY_SECONDS", 0.0)

    async def never() -> AsyncIterator[bytes]:
        yield b"WEBVTT"
        await asyncio.Event().wait()

    refused = await bob.post("/meetings/imports", content=never())
    assert (refused.status_code, refused.json()["code"]) == (400, "request_stalled")
    assert not house.traces()
    monkeypatch.undo()
    assert (await sent(bob)).status_code == 201
