"""The trash and tags over HTTP, for one meeting as for many."""

from typing import Any

import httpx
import pytest
from sqlalchemy import update

from scribe_core.database import audit, deletions, trash
from scribe_core.database.base import now_plus
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run


async def titles(client: httpx.AsyncClient, **parameters: Any) -> list[str]:
    return [one["title"] for one in (await client.get("/meetings", params=parameters)).json()["items"]]


async def moved(client: httpx.AsyncClient, where: str, *ids: str) -> list[str]:
    answer = await client.post(f"/meetings/{where}", json={"meetings": list(ids)})
    assert answer.status_code == 200, answer.text
    told: list[str] = answer.json()["meetings"]
    return told


async def test_a_meeting_goes_into_the_trash_is_seen_there_and_comes_back(
    house: Any, bob: httpx.AsyncClient, upload: Any
) -> None:
    kept, gone = await upload(bob, title="kept"), await upload(bob, title="gone")
    assert await moved(bob, "trash", gone["id"], "f" * 32) == [gone["id"]]
    assert await titles(bob) == ["kept"]
    assert await titles(bob, q="gone") == []
    lying = (await bob.get("/trash")).json()
    assert [one["title"] for one in lying["items"]] == ["gone"]
    assert (lying["total"], lying["days"], lying["recordings_bytes"]) == (1, 30, gone["recording"]["bytes"])
    read = (await bob.get(f"/meetings/{gone['id']}")).json()
    assert (read["status"], read["trashed_at"] is not None) == ("CANCELLED", True)
    assert (await bob.get("/auth/me")).json()["recordings_bytes"] == 2 * gone["recording"]["bytes"], "the trash counts"
    house.rung.clear()
    assert await moved(bob, "restore", gone["id"]) == [gone["id"]]
    back = (await bob.get(f"/meetings/{gone['id']}")).json()
    assert (back["status"], back["trashed_at"]) == ("PENDING", None)
    assert house.rung == [back["run"]["id"]], "what the trash stopped goes on"
    assert set(await titles(bob)) == {"kept", "gone"}
    assert kept["trashed_at"] is None


async def test_what_lies_in_the_trash_stays_as_it_is(bob: httpx.AsyncClient, upload: Any) -> None:
    meeting = await upload(bob)
    here = f"/meetings/{meeting['id']}"
    notes = (await bob.patch(f"{here}/notes", json={"text": "before", "markers": [{"at": 1}]})).json()
    await moved(bob, "trash", meeting["id"])
    for answer in (
        await bob.patch(here, json={"title": "other"}),
        await bob.patch(f"{here}/notes", json={"text": "after"}),
        await bob.post(f"{here}/runs", json={}),
        await bob.post(f"{here}/identifications", json={}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "meeting_in_trash"), answer.text
    assert await moved(bob, "runs", meeting["id"]) == []
    assert (await bob.get(here)).json()["title"] == meeting["title"]
    assert (await bob.get(f"{here}/notes")).json() == notes


async def test_somebody_elses_meetings_are_passed_over(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    theirs = await upload(bob)
    for where in ("trash", "restore", "runs"):
        assert await moved(ada, where, theirs["id"]) == []
    answer = await ada.post("/meetings/tags", json={"meetings": [theirs["id"]], "add": ["mine"]})
    assert answer.json() == {"meetings": []}
    await moved(bob, "trash", theirs["id"])
    assert (await ada.get("/trash")).json()["items"] == []
    assert (await ada.delete("/trash")).status_code == 204
    assert (await bob.get("/trash")).json()["total"] == 1
    assert (await ada.get("/tags")).json() == {"items": []}


async def test_deleting_is_for_good_from_the_trash_and_past_it(house: Any, bob: httpx.AsyncClient, upload: Any) -> None:
    lying, living = await upload(bob), await upload(bob)
    await moved(bob, "trash", lying["id"])
    for meeting in (lying, living):
        assert (await bob.delete(f"/meetings/{meeting['id']}")).status_code == 204
        assert (await bob.get(f"/meetings/{meeting['id']}")).status_code == 404
    assert house.traces() == []


async def test_emptying_deletes_what_lies_there_and_nothing_else(
    house: Any, bob: httpx.AsyncClient, upload: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "AT_ONCE", 2)
    ids = [(await upload(bob))["id"] for _ in range(4)]
    await moved(bob, "trash", *ids[:3])
    assert (await bob.delete("/trash")).status_code == 204
    assert (await bob.get("/trash")).json()["total"] == 0
    assert (await bob.get(f"/meetings/{ids[3]}")).status_code == 200
    async with house.database.session() as session:
        assert set(await deletions.due(session, 600)) == {(one, False) for one in ids[:3]}, "their files go next"
        assert [act.action for act in await audit.of_subject(session, ids[0])] == ["meeting_trashed", "meeting_deleted"]


async def test_the_trash_is_paged_newest_first(house: Any, bob: httpx.AsyncClient, upload: Any) -> None:
    ids = [(await upload(bob, title=str(number)))["id"] for number in range(3)]
    await moved(bob, "trash", *ids)
    async with house.database.session() as session:
        for number, one in enumerate(ids):
            await session.execute(update(Meeting).where(Meeting.id == one).values(trashed_at=now_plus(-60 * number)))
    first = (await bob.get("/trash", params={"limit": 2})).json()
    second = (await bob.get("/trash", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [one["title"] for one in first["items"] + second["items"]] == ["0", "1", "2"]
    assert second["next_cursor"] is None
    wrong = await bob.get("/meetings", params={"cursor": first["next_cursor"]})
    assert wrong.json()["code"] == "request_invalid"


async def test_tags_are_given_found_counted_renamed_and_removed(bob: httpx.AsyncClient, upload: Any) -> None:
    one, two = await upload(bob, title="one"), await upload(bob, title="two")
    hostile = "<b>été</b> 🙂 & ‮x"
    changed = await bob.patch(f"/meetings/{one['id']}", json={"tags": ["CSE", " Budget \n 2026 ", "cse"]})
    assert changed.json()["tags"] == ["Budget 2026", "cse"]
    both = {"meetings": [one["id"], two["id"]]}
    answer = await bob.post("/meetings/tags", json={**both, "add": ["CSE", hostile], "remove": ["budget 2026"]})
    assert set(answer.json()["meetings"]) == set(both["meetings"])
    told = (await bob.get("/tags")).json()["items"]
    assert [tag["meetings"] for tag in told] == [2, 2]
    assert await titles(bob, tag="CSE") == ["two", "one"]
    assert await titles(bob, tag="CSE", q="one") == ["one"]
    assert await titles(bob, tag="Budget 2026") == []
    assert (await bob.patch("/tags", json={"name": "cse", "new_name": "Comité"})).status_code == 204
    listed = (await bob.get("/meetings")).json()["items"]
    assert all("Comité" in meeting["tags"] for meeting in listed)
    assert (await bob.delete("/tags", params={"name": "comité"})).status_code == 204
    assert (await bob.delete("/tags", params={"name": "comité"})).json()["code"] == "tag_not_found"
    assert [tag["meetings"] for tag in (await bob.get("/tags")).json()["items"]] == [2]
    assert (await bob.patch(f"/meetings/{one['id']}", json={"tags": []})).json()["tags"] == []
    for body in ({"tags": None}, {"tags": [" "]}, {"tags": ["x" * 61]}, {"tags": [f"{n}" for n in range(31)]}):
        assert (await bob.patch(f"/meetings/{one['id']}", json=body)).status_code == 422, body


async def test_several_are_run_again_each_as_it_was(house: Any, bob: httpx.AsyncClient, upload: Any) -> None:
    first = await upload(bob, language="fr", glossary=["Nagg"], preset="fast")
    second, busy = await upload(bob), await upload(bob)
    for meeting in (first, second):
        await bob.post(f"/runs/{meeting['run']['id']}/cancel")
    house.rung.clear()
    ids = [first["id"], second["id"], busy["id"]]
    assert await moved(bob, "runs", *ids) == [first["id"], second["id"]], "what waits already is passed over"
    again = (await bob.get(f"/meetings/{first['id']}")).json()["run"]
    assert again["id"] != first["run"]["id"]
    assert again["settings"] == first["run"]["settings"]
    async with house.database.session() as session:
        assert {(await session.get_one(Run, one)).meeting_id for one in house.rung} == {first["id"], second["id"]}


@pytest.mark.parametrize("meetings", [[], ["é"], ["f" * 32] * 501, "x"])
async def test_what_are_no_meetings_is_refused(bob: httpx.AsyncClient, meetings: Any) -> None:
    for where in ("trash", "restore", "runs", "tags"):
        assert (await bob.post(f"/meetings/{where}", json={"meetings": meetings})).status_code == 422
