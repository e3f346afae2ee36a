"""The first administrator, signing in and out, and what a session may and may not."""

import asyncio
import re
from typing import Any

import httpx
import pytest

from scribe_api.app import create_app
from scribe_api.security.keys import FILE
from scribe_api.security.passwords import Passwords
from scribe_core.database import audit, one_time_codes, sessions, users
from scribe_core.stores.queue import NoDoorbell

PASSWORD = "une phrase de passe"
FIRST = {"email": "ada@example.org", "name": "Ada", "password": PASSWORD, "language": "en"}


async def setup_code(house: Any) -> str:
    async with house.database.session() as session:
        return (await one_time_codes.make_setup_code(session, hours=1)).text


async def sign_in(house: Any, password: str = PASSWORD, email: str = "ada@example.org") -> httpx.Response:
    visitor: httpx.AsyncClient = house.visitor()
    return await visitor.post("/auth/login", json={"email": email, "password": password})


async def test_the_first_administrator_is_made_once_with_the_printed_code(house: Any) -> None:
    visitor = house.visitor()
    assert (await visitor.get("/setup")).json() == {"needed": True, "password_minimum": 12}
    code = await setup_code(house)
    wrong = await visitor.post("/setup", json={**FIRST, "code": "0000-0000-0000-0000"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "code_invalid")
    made = await visitor.post("/setup", json={**FIRST, "code": code.lower()})
    assert made.status_code == 201
    assert made.json()["account"]["role"] == "administrator"
    assert (await visitor.get("/auth/me")).json()["account"]["email"] == "ada@example.org"
    assert (await visitor.get("/setup")).json()["needed"] is False
    again = await house.visitor().post(
        "/setup", json={**FIRST, "email": "eve@example.org", "code": await setup_code(house)}
    )
    assert (again.status_code, again.json()["code"]) == (409, "setup_done")


async def test_two_who_set_up_at_once_make_one_administrator(house: Any) -> None:
    code = await setup_code(house)
    answers = await asyncio.gather(
        *(
            house.visitor().post("/setup", json={**FIRST, "email": f"{name}@example.org", "code": code})
            for name in ("ada", "eve")
        )
    )
    assert sorted(answer.status_code for answer in answers)[0] == 201
    assert sorted(answer.status_code for answer in answers)[1] in (400, 409)
    async with house.database.reading() as session:
        assert len(await users.everyone(session)) == 1


async def test_cookies_are_out_of_reach_of_scripts_and_other_sites(house: Any) -> None:
    visitor = house.visitor()
    answer = await visitor.post("/setup", json={**FIRST, "code": await setup_code(house)})
    given = {line.split("=")[0]: line for line in answer.headers.get_list("set-cookie")}
    assert set(given) == {"scribe_access", "scribe_refresh"}
    for line in given.values():
        assert "HttpOnly" in line
        assert "SameSite=strict" in line
    assert "Path=/api;" in given["scribe_access"]
    assert "Path=/api/v1/auth;" in given["scribe_refresh"]
    assert "Secure" not in given["scribe_access"]
    for secret in visitor.cookies.jar:
        assert str(secret.value) not in answer.text


@pytest.mark.parametrize("overrides", [{"secure_cookies": True}])
async def test_behind_tls_cookies_travel_over_tls_only(house: Any) -> None:
    answer = await house.visitor().post("/setup", json={**FIRST, "code": await setup_code(house)})
    assert all("Secure" in line for line in answer.headers.get_list("set-cookie"))
    assert "max-age" in answer.headers["strict-transport-security"]


async def test_a_wrong_password_and_an_unknown_address_read_the_same(house: Any, ada: httpx.AsyncClient) -> None:
    wrong = await sign_in(house, "not this one, no")
    unknown = await sign_in(house, PASSWORD, "nobody@example.org")
    assert wrong.status_code == unknown.status_code == 401
    drop = {"request_id"}
    assert {k: v for k, v in wrong.json().items() if k not in drop} == {
        k: v for k, v in unknown.json().items() if k not in drop
    }
    assert wrong.json()["code"] == "credentials_invalid"
    assert "set-cookie" not in wrong.headers
    assert (await sign_in(house)).status_code == 200


async def test_passwords_of_any_length_and_letters_are_whole(house: Any, ada: httpx.AsyncClient) -> None:
    long = "é" * 500 + "\0" + "ß"
    changed = await ada.post("/auth/password", json={"current_password": PASSWORD, "new_password": long})
    assert changed.status_code == 204
    assert (await sign_in(house, long)).status_code == 200
    assert (await sign_in(house, long[:-1])).status_code == 401
    assert (await sign_in(house, "e\u0301" * 500 + "\0ß")).status_code == 200, (
        "the same letters, typed on another system"
    )


async def test_a_new_password_ends_the_other_sessions(house: Any, ada: httpx.AsyncClient) -> None:
    other = house.visitor()
    await other.post("/auth/login", json={"email": "ada@example.org", "password": PASSWORD})
    short = await ada.post("/auth/password", json={"current_password": PASSWORD, "new_password": "short"})
    assert (short.status_code, short.json()["details"]) == (422, {"minimum": 12})
    wrong = await ada.post("/auth/password", json={"current_password": "no", "new_password": PASSWORD + "!"})
    assert wrong.json()["code"] == "credentials_invalid"
    assert (await other.get("/auth/me")).status_code == 200
    await ada.post("/auth/password", json={"current_password": PASSWORD, "new_password": PASSWORD + "!"})
    assert (await other.get("/auth/me")).json()["code"] == "session_invalid"
    assert (await ada.get("/auth/me")).status_code == 200


async def test_refreshing_gives_new_tokens_and_keeps_the_session(house: Any, ada: httpx.AsyncClient) -> None:
    before = {cookie.name: cookie.value for cookie in ada.cookies.jar}
    answer = await ada.post("/auth/refresh", headers={"X-CSRF-Token": ""})
    assert answer.status_code == 200
    assert answer.json()["csrf_token"] == ada.headers["X-CSRF-Token"]
    assert {cookie.name: cookie.value for cookie in ada.cookies.jar}["scribe_refresh"] != before["scribe_refresh"]
    assert (await ada.get("/auth/me")).status_code == 200


async def test_tabs_that_refresh_at_once_are_not_theft(house: Any, ada: httpx.AsyncClient) -> None:
    tabs = [house.visitor() for _ in range(3)]
    for tab in tabs:
        tab.cookies = httpx.Cookies(ada.cookies)
    answers = await asyncio.gather(*(tab.post("/auth/refresh") for tab in tabs))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    for tab in tabs:  # whichever cookie the browser kept last goes on working
        assert (await tab.post("/auth/refresh")).status_code == 200


@pytest.mark.parametrize("overrides", [{"refresh_grace_seconds": 0}])
async def test_a_stolen_refresh_token_closes_the_session_for_both(house: Any, ada: httpx.AsyncClient) -> None:
    thief = house.visitor()
    thief.cookies = httpx.Cookies(ada.cookies)
    assert (await ada.post("/auth/refresh")).status_code == 200
    caught = await thief.post("/auth/refresh")
    assert (caught.status_code, caught.json()["code"]) == (401, "session_reused")
    assert (await thief.get("/auth/me")).status_code == 401
    told = await ada.post("/auth/refresh")
    assert told.json()["code"] == "session_reused", "its owner reads why"
    async with house.database.reading() as session:
        owner = await users.by_email(session, "ada@example.org")
        assert owner is not None
        assert "session_reused" in [entry.action for entry in await audit.of_subject(session, owner.id)]


async def test_signing_out_ends_the_session_at_once(house: Any, ada: httpx.AsyncClient) -> None:
    copy = house.visitor()
    copy.cookies = httpx.Cookies(ada.cookies)
    answer = await ada.post("/auth/logout")
    assert answer.status_code == 204
    assert all("Max-Age=0" in line for line in answer.headers.get_list("set-cookie"))
    assert len(ada.cookies) == 0
    assert (await copy.get("/auth/me")).status_code == 401
    assert (await copy.post("/auth/refresh")).json()["code"] == "session_invalid"
    assert (await ada.post("/auth/logout")).status_code == 204, "again, with nothing to end"


async def test_changes_need_our_page_and_its_csrf_token(house: Any, ada: httpx.AsyncClient) -> None:
    body = {"name": "Ada L."}
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"X-CSRF-Token": "0" * 64},
        {"X-CSRF-Token": "é"},
    ):
        sent = {name.encode(): value.encode() for name, value in headers.items()}
        refused = await ada.patch("/auth/me", json=body, headers=sent)
        assert (refused.status_code, refused.json()["code"]) == (403, "csrf_invalid"), headers
    request = ada.build_request("PATCH", "/auth/me", json=body)
    del request.headers["Origin"]
    assert (await ada.send(request)).status_code == 403
    assert (await ada.post("/auth/logout", headers={"Origin": "http://evil.example"})).status_code == 403
    assert (await ada.post("/auth/refresh", headers={"Origin": "http://evil.example"})).status_code == 403
    assert (await ada.patch("/auth/me", json=body)).json()["name"] == "Ada L."


async def test_another_sites_page_cannot_sign_its_visitor_in(house: Any, ada: httpx.AsyncClient) -> None:
    foreign = house.visitor(Origin="http://evil.example")
    answer = await foreign.post("/auth/login", json={"email": "ada@example.org", "password": PASSWORD})
    assert answer.json()["code"] == "csrf_invalid"
    assert "access-control-allow-origin" not in answer.headers


async def test_a_session_of_another_person_has_another_csrf_token(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient
) -> None:
    refused = await ada.patch("/auth/me", json={"name": "x"}, headers={"X-CSRF-Token": bob.headers["X-CSRF-Token"]})
    assert refused.json()["code"] == "csrf_invalid"


async def test_programs_sign_in_with_tokens_and_need_no_csrf(house: Any, ada: httpx.AsyncClient) -> None:
    program = house.visitor()
    del program.headers["Origin"]
    form = {"username": "ada@example.org", "password": PASSWORD, "grant_type": "password"}
    first = (await program.post("/auth/token", data=form)).json()
    assert first["token_type"] == "bearer"
    assert first["expires_in"] == 600
    bearer = {"Authorization": f"Bearer {first['access_token']}"}
    assert (await program.patch("/auth/me", json={"language": "fr"}, headers=bearer)).json()["language"] == "fr"
    second = (await program.post("/auth/token/refresh", json={"refresh_token": first["refresh_token"]})).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert len(program.cookies) == 0
    swapped = await program.get("/auth/me", headers={"Authorization": f"Bearer {first['refresh_token']}"})
    assert swapped.json()["code"] == "session_invalid", "a refresh token opens nothing else"
    in_browser = house.visitor()
    in_browser.cookies.set("scribe_refresh", second["refresh_token"])
    assert (await in_browser.post("/auth/refresh")).status_code == 401
    await program.post("/auth/logout", headers={"Authorization": f"Bearer {second['access_token']}"})
    assert (await program.get("/auth/me", headers=bearer)).status_code == 401


@pytest.mark.parametrize("overrides", [{"login_attempts": 3}])
async def test_guessing_is_stopped_per_account(house: Any, ada: httpx.AsyncClient) -> None:
    for _ in range(3):
        assert (await sign_in(house, "a wrong password")).status_code == 401
    stopped = await sign_in(house)
    assert (stopped.status_code, stopped.json()["code"]) == (429, "too_many_attempts")
    assert 0 < int(stopped.headers["retry-after"]) <= 900
    assert str(stopped.json()["details"]["seconds"]) in stopped.json()["message"]


@pytest.mark.parametrize("overrides", [{"login_attempts": 3}])
async def test_guessing_side_by_side_is_stopped_too(house: Any, ada: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(sign_in(house, "a wrong password") for _ in range(9)))
    assert sorted(answer.status_code for answer in answers) == [401] * 3 + [429] * 6


@pytest.mark.parametrize("overrides", [{"login_attempts": 3}])
async def test_guessing_over_many_accounts_is_stopped_per_address(house: Any, ada: httpx.AsyncClient) -> None:
    for name in "xyz":
        await sign_in(house, "a wrong password", f"{name}@example.org")
    assert (await sign_in(house)).status_code == 429
    forged = house.visitor(**{"X-Forwarded-For": "198.51.100.7"})
    answer = await forged.post("/auth/login", json={"email": "ada@example.org", "password": PASSWORD})
    assert answer.status_code == 429, "a header anybody can write moves nobody to another address"


@pytest.mark.parametrize("overrides", [{"login_attempts": 3}])
async def test_signing_in_rightly_is_never_stopped(house: Any, ada: httpx.AsyncClient) -> None:
    for _ in range(6):
        assert (await sign_in(house)).status_code == 200


@pytest.mark.parametrize("overrides", [{"login_attempts": 3}])
async def test_a_locked_account_opens_again_with_a_code_of_the_administrator(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient
) -> None:
    bob_id = (await bob.get("/auth/me")).json()["account"]["id"]
    guesser = house.visitor()
    guesser._transport = httpx.ASGITransport(house.app, client=("198.51.100.9", 1))
    for _ in range(4):
        await guesser.post("/auth/login", json={"email": "bob@example.org", "password": "a wrong password"})
    assert (await sign_in(house, email="bob@example.org")).status_code == 429
    code = (await ada.post(f"/users/{bob_id}/reset")).json()["one_time_code"]
    fresh = {"email": "bob@example.org", "code": code, "password": "un autre mot de passe"}
    assert (await house.visitor().post("/auth/password/redeem", json=fresh)).status_code == 200
    assert (await sign_in(house, "un autre mot de passe", "bob@example.org")).status_code == 200
    assert (await bob.get("/auth/me")).status_code == 401, "whoever was signed in is out"
    assert (await house.visitor().post("/auth/password/redeem", json=fresh)).json()["code"] == "code_invalid"


@pytest.mark.parametrize("overrides", [{"access_token_minutes": 1}])
async def test_what_a_session_tells_the_page(house: Any, ada: httpx.AsyncClient) -> None:
    told = (await ada.get("/auth/me")).json()
    assert re.fullmatch(r"[0-9a-f]{64}", told["csrf_token"])
    assert told["expires_at"].endswith("Z")
    assert set(told["account"]) == {"id", "email", "name", "role", "language", "created_at"}


@pytest.mark.parametrize("text", ["", "x", "eyJhbGciOiJub25lIn0.e30.", "é"])
async def test_nonsense_in_place_of_a_token_is_no_session(house: Any, text: str) -> None:
    answer = await house.visitor().get("/auth/me", headers={"Authorization": f"Bearer {text}".encode()})
    assert (answer.status_code, answer.json()["code"]) == (401, "session_invalid")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_ended_sessions_leave_no_trace_after_a_month(house: Any, ada: httpx.AsyncClient) -> None:
    async with house.database.session() as session:
        owner = await users.by_email(session, "ada@example.org")
        assert owner is not None
        old = await sessions.start(session, owner.id, sessions.Kind.BROWSER, days=-31)
    await sign_in(house)
    async with house.database.reading() as session:
        assert await session.get(sessions.UserSession, old.id) is None


async def test_a_new_signing_key_ends_every_session_and_nothing_else(house: Any) -> None:
    ada = await house.administrator()
    assert (await ada.get("/auth/me")).status_code == 200
    (house.settings.secrets_folder / FILE).unlink()
    again = create_app(
        house.settings, house.database, house.objects, NoDoorbell(), passwords=Passwords(cost=4)
    )  # as a restart does
    transport = httpx.ASGITransport(again, client=("192.0.2.1", 4711))
    async with httpx.AsyncClient(transport=transport, base_url=f"{house.url}/api/v1", headers=ada.headers) as browser:
        browser.cookies = ada.cookies
        assert (await browser.get("/auth/me")).json()["code"] == "session_invalid"
        assert (await browser.post("/auth/refresh")).status_code == 401
        entered = await browser.post("/auth/login", json={"email": "ada@example.org", "password": PASSWORD})
        assert entered.status_code == 200
        assert (await browser.get("/auth/me")).status_code == 200


async def test_one_sees_where_one_is_signed_in_and_ends_it_from_afar(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient
) -> None:
    phone = house.visitor()
    named = {"User-Agent": b"Mozilla/5.0 (X11; Linux) Firefox/140\x85" + b"x" * 300}
    credentials = {"email": "ada@example.org", "password": PASSWORD}
    assert (await phone.post("/auth/login", json=credentials, headers=named)).status_code == 200
    await house.visitor().post("/auth/token", data={"username": "ada@example.org", "password": PASSWORD})
    told = (await ada.get("/auth/sessions")).json()
    assert [(one["kind"], one["current"]) for one in told].count(("browser", True)) == 1
    assert sorted(one["kind"] for one in told) == ["browser", "browser", "program"]
    (far,) = [one for one in told if one["agent"].startswith("Mozilla")]
    assert (len(far["agent"]), "\x85" in far["agent"], far["current"]) == (200, False, False)
    strange = await bob.delete(f"/auth/sessions/{far['id']}")
    assert (strange.status_code, strange.json()["code"]) == (404, "session_not_found")
    assert (await phone.get("/auth/me")).status_code == 200, "another person ended nothing"
    assert (await ada.delete(f"/auth/sessions/{far['id']}")).status_code == 204
    assert (await phone.get("/auth/me")).status_code == 401
    assert (await phone.post("/auth/refresh", headers={"Origin": "http://127.0.0.1:3000"})).status_code == 401
    again = await ada.delete(f"/auth/sessions/{far['id']}")
    assert (again.status_code, again.json()["code"]) == (404, "session_not_found")
    assert far["id"] not in [one["id"] for one in (await ada.get("/auth/sessions")).json()]


async def test_one_signs_out_everywhere_else_at_once(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient
) -> None:
    others = [house.visitor() for _ in range(2)]
    for one in others:
        await one.post("/auth/login", json={"email": "ada@example.org", "password": PASSWORD})
    assert (await others[0].delete("/auth/sessions", headers={"X-CSRF-Token": "no"})).json()["code"] == "csrf_invalid"
    assert (await ada.delete("/auth/sessions")).status_code == 204
    assert [(await one.get("/auth/me")).status_code for one in others] == [401, 401]
    assert (await ada.get("/auth/me")).status_code == (await bob.get("/auth/me")).status_code == 200
    (only,) = (await ada.get("/auth/sessions")).json()
    assert only["current"] is True
    async with house.database.reading() as session:
        owner = await users.by_email(session, "ada@example.org")
        assert owner is not None
        assert "sessions_closed" in [entry.action for entry in await audit.of_subject(session, owner.id)]
