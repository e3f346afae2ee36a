"""Accounts as an administrator manages them, and what an administrator may not."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from scribe_core.database import audit

NOBODY = "0" * 32


async def user_id(client: httpx.AsyncClient) -> str:
    return str((await client.get("/auth/me")).json()["account"]["id"])


async def test_an_administrator_invites_and_lists_people(ada: httpx.AsyncClient, bob: httpx.AsyncClient) -> None:
    invited = await ada.post("/users", json={"email": "Zoe@Example.org", "name": " Zoé\u202e ", "language": "fr"})
    assert invited.status_code == 201
    assert invited.json()["user"]["email"] == "zoe@example.org"
    assert invited.json()["user"]["name"] == "Zoé"
    listed = (await ada.get("/users")).json()["items"]
    assert [(user["name"], user["password_set"]) for user in listed] == [("Ada", True), ("bob", True), ("Zoé", False)]
    assert invited.json()["one_time_code"] not in (await ada.get("/users")).text
    taken = await ada.post("/users", json={"email": "zoe@example.org", "name": "Zoé", "language": "fr"})
    assert (taken.status_code, taken.json()["code"]) == (409, "email_taken")


async def test_a_member_manages_nobody(ada: httpx.AsyncClient, bob: httpx.AsyncClient) -> None:
    ada_id = await user_id(ada)
    for answer in (
        await bob.get("/users"),
        await bob.post("/users", json={"email": "eve@example.org", "name": "Eve", "language": "en"}),
        await bob.patch(f"/users/{ada_id}", json={"disabled": True}),
        await bob.patch(f"/users/{await user_id(bob)}", json={"quota_bytes": 0}),
        await bob.delete(f"/users/{ada_id}"),
        await bob.post(f"/users/{ada_id}/reset"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_a_disabled_account_is_out_at_once(house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient) -> None:
    bob_id = await user_id(bob)
    assert (await ada.patch(f"/users/{bob_id}", json={"disabled": True})).json()["disabled"] is True
    assert (await bob.get("/auth/me")).status_code == 401
    assert (await bob.post("/auth/refresh")).status_code == 401
    credentials = {"email": "bob@example.org", "password": "une phrase de passe"}
    assert (await house.visitor().post("/auth/login", json=credentials)).json()["code"] == "credentials_invalid"
    await ada.patch(f"/users/{bob_id}", json={"disabled": False})
    assert (await house.visitor().post("/auth/login", json=credentials)).status_code == 200


def quota_of(told: dict[str, Any]) -> tuple[int, int | None, int]:
    """What an account has, what was set for it, what holds."""
    return told["recordings_bytes"], told["quota_bytes"], told["effective_quota_bytes"]


@pytest.mark.parametrize("overrides", [{"user_quota_bytes": 100_000}])
async def test_an_administrator_gives_somebody_a_quota_of_their_own(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    meeting, begun = await upload(bob), {"Tus-Resumable": "1.0.0", "Upload-Length": "5000"}
    assert (await bob.post("/uploads", headers=begun)).status_code == 201
    used, here = meeting["recording"]["bytes"] + 5000, f"/users/{await user_id(bob)}"

    async def seen() -> tuple[Any, ...]:
        """By the administrator, and by whose quota it is."""
        (told,) = (user for user in (await ada.get("/users")).json()["items"] if user["name"] == "bob")
        own = (await bob.get("/auth/me")).json()
        return quota_of(told), (own["recordings_bytes"], own["effective_quota_bytes"])

    assert await seen() == ((used, None, 100_000), (used, 100_000))
    for given, holds in ((7_000_000_000, 7_000_000_000), (0, 0), (None, 100_000)):
        answer = await ada.patch(here, json={"quota_bytes": given})
        assert (answer.status_code, quota_of(answer.json())) == (200, (used, given, holds))
        assert (await ada.patch(here, json={"name": "bob"})).json()["quota_bytes"] == given, "what is left out stays"
        assert await seen() == ((used, given, holds), (used, holds))
    assert {quota_of(user)[:2] for user in (await ada.get("/users")).json()["items"]} == {(0, None), (used, None)}
    async with house.database.reading() as session:
        noted = [
            entry for entry in await audit.of_subject(session, await user_id(bob)) if entry.action == "quota_changed"
        ]
    assert [(entry.details["before"], entry.details["quota_bytes"]) for entry in noted] == [
        (None, 7_000_000_000), (7_000_000_000, 0), (0, None),
    ]  # fmt: skip
    assert {entry.actor_id for entry in noted} == {await user_id(ada)}


async def test_a_list_of_many_accounts_asks_no_more_of_the_database(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    asked: list[str] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    async def count() -> int:
        event.listen(Engine, "before_cursor_execute", note)
        try:
            asked.clear()
            assert (await ada.get("/users")).status_code == 200
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        return len(asked)

    few = await count()
    for name in ("zoe", "marc", "eve"):
        await upload(await house.member(ada, f"{name}@example.org"))
    assert await count() == few > 0


NO_QUOTAS: tuple[Any, ...] = (-1, 1.5, "5GB", "5", True, 10**15 + 1, [])


async def test_what_is_no_quota_is_refused(ada: httpx.AsyncClient, bob: httpx.AsyncClient) -> None:
    here = f"/users/{await user_id(bob)}"
    for wrong in NO_QUOTAS:
        refused = await ada.patch(here, json={"quota_bytes": wrong})
        assert (refused.status_code, refused.json()["code"]) == (422, "request_invalid"), wrong
    missing = await ada.patch(f"/users/{NOBODY}", json={"quota_bytes": 1})
    assert (missing.status_code, missing.json()["code"]) == (404, "user_not_found")


async def test_the_last_administrator_stays(ada: httpx.AsyncClient, bob: httpx.AsyncClient) -> None:
    ada_id = await user_id(ada)
    for answer in (
        await ada.patch(f"/users/{ada_id}", json={"role": "member"}),
        await ada.patch(f"/users/{ada_id}", json={"disabled": True}),
        await ada.delete(f"/users/{ada_id}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "last_administrator")
    assert (await ada.get("/users")).status_code == 200


async def test_two_administrators_who_remove_each_other_at_once_leave_one(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient
) -> None:
    ada_id, bob_id = await user_id(ada), await user_id(bob)
    await ada.patch(f"/users/{bob_id}", json={"role": "administrator"})
    answers = await asyncio.gather(ada.delete(f"/users/{bob_id}"), bob.delete(f"/users/{ada_id}"))
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 204
    assert codes[1] in (401, 409)
    left = ada if answers[0].status_code == 204 else bob
    assert len((await left.get("/users")).json()["items"]) == 1


NO_ACCOUNTS: tuple[Any, ...] = (
    {"email": "not an address", "name": "x", "language": "fr"},
    {"email": "a@b.fr", "name": "\u200b", "language": "fr"},
    {"email": "a@b.fr", "name": "x" * 201, "language": "fr"},
    {"email": "a@b.fr", "name": "x", "language": "de"},
    {"email": "a@b.fr", "name": "x", "language": "fr", "role": "root"},
    {"email": "a@b.fr", "name": "x", "language": "fr", "is_admin": True},
    [],
    "x",
)


async def test_what_makes_no_account_is_refused(ada: httpx.AsyncClient) -> None:
    for body in NO_ACCOUNTS:
        refused = await ada.post("/users", json=body)
        assert (refused.status_code, refused.json()["code"]) == (422, "request_invalid"), body


async def test_removing_a_person_removes_their_meetings_and_files(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    meeting = await upload(bob)
    assert (await ada.delete(f"/users/{await user_id(bob)}")).status_code == 204
    assert (await bob.get("/auth/me")).status_code == 401
    assert (await ada.get(f"/meetings/{meeting['id']}")).status_code == 404
    assert house.traces(f"meetings/{meeting['id']}/") == []
    assert (await ada.delete(f"/users/{NOBODY}")).json()["code"] == "user_not_found"


async def test_an_administrator_cannot_read_other_peoples_meetings(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    meeting = await upload(bob)
    here = f"/meetings/{meeting['id']}"
    assert (await ada.get("/meetings")).json()["items"] == []
    for path in (
        "",
        "/audio",
        "/recording",
        "/peaks",
        "/transcript",
        "/transcripts",
        "/export?format=txt",
        "/runs",
        "/events",
        "/corrections",
    ):
        answer = await ada.get(here + path)
        assert (answer.status_code, answer.json()["code"]) == (404, "meeting_not_found"), path
    run = meeting["run"]["id"]
    assert (await ada.get(f"/runs/{run}")).json()["code"] == "run_not_found"
    assert (await ada.post(f"/runs/{run}/cancel")).json()["code"] == "run_not_found"
    for answer in (
        await ada.patch(here, json={"title": "mine"}),
        await ada.delete(here),
        await ada.post(here + "/runs", json={}),
        await ada.patch(here + f"/speakers/{NOBODY}", json={"name": "x"}),
        await ada.post(here + f"/speakers/{NOBODY}/merge", json={"into": "y"}),
        await ada.patch(here + f"/utterances/{NOBODY}", json={"text": "x"}),
        await ada.delete(here + f"/corrections/{NOBODY}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "meeting_not_found")
    assert (await bob.get(here)).status_code == 200
