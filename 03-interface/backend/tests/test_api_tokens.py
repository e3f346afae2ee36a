"""Tokens for programs: told once, good for what they were made for, and refused the moment they end."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from scribe_core.database import audit
from scribe_core.database.api_tokens import MOST
from scribe_core.database.base import now_plus
from scribe_core.database.sessions import UserSession

PASSWORD = "une phrase de passe"


async def make(browser: httpx.AsyncClient, **asked: Any) -> dict[str, Any]:
    answer = await browser.post("/auth/tokens", json={"name": "Export", "days": 30, **asked})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def program(house: Any, token: dict[str, Any]) -> httpx.AsyncClient:
    """A program that has the token, and neither cookies nor an origin."""
    client: httpx.AsyncClient = house.visitor(Authorization=f"Bearer {token['secret']}")
    del client.headers["Origin"]
    return client


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_token_reads_what_its_owner_may_and_nothing_of_others(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    theirs, mine = await upload(ada), await upload(bob)
    reader = program(house, await make(bob))
    assert [meeting["id"] for meeting in (await reader.get("/meetings")).json()["items"]] == [mine["id"]]
    assert refusal(await reader.get(f"/meetings/{theirs['id']}")) == (404, "meeting_not_found")
    assert refusal(await reader.post("/meetings/trash", json={"meetings": [mine["id"]]})) == (403, "token_read_only")
    assert (await bob.get(f"/meetings/{mine['id']}")).json()["trashed_at"] is None


async def test_one_that_may_write_does_so_without_cookies_or_csrf(
    house: Any, bob: httpx.AsyncClient, upload: Any
) -> None:
    writer = program(house, await make(bob, scope="write"))
    made = await upload(writer)
    assert (await bob.get(f"/meetings/{made['id']}")).status_code == 200


async def test_its_secret_is_told_once_and_only_its_hash_is_kept(house: Any, bob: httpx.AsyncClient) -> None:
    token = await make(bob, name="<b>Nuit</b> ليل")
    assert token["secret"].startswith("scribe_")
    [listed] = (await bob.get("/auth/tokens")).json()
    assert "secret" not in listed
    assert (listed["name"], listed["scope"], listed["used_at"]) == ("<b>Nuit</b> ليل", "read", None)
    async with house.database.reading() as session:
        row = (await session.scalars(select(UserSession).where(UserSession.id == token["id"]))).one()
        assert token["secret"] not in str(vars(row))
    assert (await program(house, token).get("/meetings")).status_code == 200
    [listed] = (await bob.get("/auth/tokens")).json()
    assert listed["used_at"] is not None
    assert token["id"] not in (await bob.get("/auth/sessions")).text, "it is no sign-in"


async def test_revoked_or_ended_it_is_refused_at_once(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient
) -> None:
    revoked, ended = await make(bob), await make(bob)
    missing = await ada.delete(f"/auth/tokens/{revoked['id']}")
    assert refusal(missing) == (404, "token_not_found"), "another's"
    assert (await bob.delete(f"/auth/tokens/{revoked['id']}")).status_code == 204
    async with house.database.session() as session:
        await session.execute(update(UserSession).where(UserSession.id == ended["id"]).values(expires_at=now_plus(-1)))
    for token in (revoked, ended, {"secret": "scribe_" + "x" * 43}):
        assert refusal(await program(house, token).get("/meetings")) == (401, "token_invalid")
    assert (await bob.get("/auth/tokens")).json() == []
    assert refusal(await bob.delete(f"/auth/tokens/{revoked['id']}")) == (404, "token_not_found")
    async with house.database.reading() as session:
        entries = await audit.of_subject(session, revoked["id"])
    assert [entry.action for entry in entries] == ["token_made", "token_revoked"]
    assert entries[0].details == {"scope": "read", "days": 30}


async def test_who_closes_every_door_closes_those_of_programs_too(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient
) -> None:
    async def refused(token: dict[str, Any]) -> None:
        assert refusal(await program(house, token).get("/meetings")) == (401, "token_invalid")

    token = await make(bob)
    await bob.delete("/auth/sessions")
    await refused(token)
    token = await make(bob)
    change = {"current_password": PASSWORD, "new_password": "une autre phrase de passe"}
    assert (await bob.post("/auth/password", json=change)).status_code == 204
    await refused(token)
    token, user_id = await make(bob), (await bob.get("/auth/me")).json()["account"]["id"]
    code = (await ada.post(f"/users/{user_id}/reset")).json()["one_time_code"]
    assert (await program(house, token).get("/meetings")).status_code == 200, (
        "a reset that was not used changes nothing"
    )
    redeemed = {"email": "bob@example.org", "code": code, "password": PASSWORD}
    assert (await house.visitor().post("/auth/password/redeem", json=redeemed)).status_code == 200
    await refused(token)


async def test_a_disabled_account_has_none(house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient) -> None:
    token, user_id = await make(bob), (await bob.get("/auth/me")).json()["account"]["id"]
    await ada.patch(f"/users/{user_id}", json={"disabled": True})
    await ada.patch(f"/users/{user_id}", json={"disabled": False})
    assert refusal(await program(house, token).get("/meetings")) == (401, "token_invalid")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/auth/tokens", None),
        ("POST", "/auth/tokens", {"name": "Another", "days": 1}),
        ("GET", "/auth/sessions", None),
        ("GET", "/auth/me/export", None),
        ("DELETE", "/auth/sessions", None),
        ("PATCH", "/auth/me", {"name": "Eve"}),
        ("POST", "/auth/password", {"current_password": PASSWORD, "new_password": "une autre phrase de passe"}),
        ("POST", "/users", {"email": "eve@example.org", "name": "Eve", "language": "en"}),
    ],
)
async def test_it_touches_nothing_that_opens_an_account(
    house: Any, ada: httpx.AsyncClient, method: str, path: str, body: Any
) -> None:
    writer = program(house, await make(ada, scope="write"))
    assert refusal(await writer.request(method, path, json=body)) == (403, "token_insufficient")


async def test_an_administrators_token_looks_at_the_machines(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient
) -> None:
    looking = program(house, await make(ada))
    assert (await looking.get("/queue", params={"everybody": True})).status_code == 200
    assert (await looking.get("/system")).status_code == 200
    assert refusal(await program(house, await make(bob)).get("/system")) == (403, "forbidden")


@pytest.mark.parametrize(
    "asked", [{"name": " "}, {"days": 0}, {"days": 367}, {"scope": "all"}, {"name": "x" * 101}, {"days": None}]
)
async def test_what_cannot_be_meant_is_refused(bob: httpx.AsyncClient, asked: dict[str, Any]) -> None:
    refused = await bob.post("/auth/tokens", json={"name": "Export", "days": 30, **asked})
    assert refusal(refused) == (422, "request_invalid")


async def test_there_are_not_more_than_one_can_look_after(bob: httpx.AsyncClient) -> None:
    for _ in range(MOST):
        token = await make(bob)
    assert refusal(await bob.post("/auth/tokens", json={"name": "One more", "days": 1})) == (409, "tokens_too_many")
    await bob.delete(f"/auth/tokens/{token['id']}")
    await make(bob)
