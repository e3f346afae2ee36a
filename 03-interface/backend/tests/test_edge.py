"""What every request meets: errors as problems, languages, headers, limits, the log, and who may read from where."""

import asyncio
import json
import logging
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from scribe_api.error_responses import STATUS, status_of
from scribe_api.security.passwords import Passwords
from scribe_core import log_context
from scribe_core.database.runs import Run
from scribe_core.errors import SENTENCES
from scribe_core.stores.objects import Objects
from scribe_core.stores.queue import open_doorbell
from scribe_core.stores.s3 import S3Access
from scribe_core.stores.vectors import open_vectors

NOWHERE = S3Access("http://127.0.0.1:1", access_key="a", secret_key="b")

REFUSED = {"email": "ada@example.org", "password": "a wrong password"}


async def test_a_problem_is_told_in_the_readers_language(house: Any) -> None:
    for header, start in (
        ("fr", "Il n’y a rien"),
        ("de, fr-CH;q=0.9, en;q=0.8", "Il n’y a rien"),
        ("en-GB, fr;q=0.2", "There is nothing"),
        ("fr;q=0, en;q=0.1", "There is nothing"),
        ("de", "There is nothing"),
        ("fr;q=nonsense", "There is nothing"),
        ("", "There is nothing"),
    ):
        answer = await house.visitor(**{"Accept-Language": header}).get("/nowhere")
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"
        assert answer.json()["message"].startswith(start), header


async def test_every_answer_names_its_request(house: Any) -> None:
    visitor = house.visitor()
    answer = await visitor.get("/nowhere")
    assert answer.headers["x-request-id"] == answer.json()["request_id"]
    named = await visitor.get("/setup", headers={"X-Request-ID": "0123456789abcdef"})
    assert named.headers["x-request-id"] == "0123456789abcdef"
    forged = await visitor.get("/setup", headers={"X-Request-ID": "a b\tc"})
    assert forged.headers["x-request-id"] != "a b\tc"


async def test_a_hostile_request_id_is_neither_told_back_nor_logged(
    house: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for forged in (
        "x" * 10_000,
        "x" * 65,
        "xxxxxxxx-é".encode(),
        b"xxxxxxxx\nINFO forged",
        b"xxxxxxxx\r\nX-Evil: 1",
        "${xxxxxxxx}",
    ):
        answer = await house.visitor().get("/nowhere", headers={"X-Request-ID": forged})
        assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])
        assert "xxxxxxxx" not in answer.text
        assert "x-evil" not in answer.headers
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("scribe")]
    assert len(ours) >= 6
    assert "xxxxxxxx" not in " ".join(ours)


async def test_what_a_request_logs_and_the_run_it_asks_for_carry_its_id(
    house: Any, ada: httpx.AsyncClient, upload: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str | None] = []
    ring = house.app.state.parts.doorbell.ring

    async def listening(run_id: str) -> None:
        heard.append(log_context.request_id())
        await ring(run_id)

    monkeypatch.setattr(house.app.state.parts.doorbell, "ring", listening)
    ada.headers["X-Request-ID"] = "0123456789abcdef"
    run = (await upload(ada))["run"]
    assert heard == ["0123456789abcdef"]
    async with house.database.reading() as session:
        assert (await session.get_one(Run, run["id"])).request_id == "0123456789abcdef"
    assert log_context.request_id() is None


async def test_no_name_of_a_recording_and_no_title_is_logged(
    house: Any, ada: httpx.AsyncClient, upload: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    meeting = await upload(ada, filename="merger-of-acme.wav", title="Merger of Acme")
    await ada.get("/meetings", params={"q": "Acme"})
    await ada.post("/meetings", params={"filename": "merger-of-acme.txt"}, content=b"not a recording")
    await ada.delete(f"/meetings/{meeting['id']}")
    ours = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("scribe"))
    assert meeting["id"] in ours
    assert "acme" not in ours.lower()


async def test_the_wrong_kind_of_request_is_told(house: Any) -> None:
    answer = await house.visitor().put("/setup", json={})
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"]


async def test_what_was_sent_is_never_repeated(house: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "hunter2-hunter2"
    body = {"email": 7, "password": secret, "surplus": secret}
    answer = await house.visitor().post("/auth/login", json=body, params={"password": secret})
    assert answer.status_code == 422
    assert secret not in answer.text
    assert set(answer.json()["details"]["fields"]) == {"email", "surplus"}
    await house.visitor().post("/auth/login", json={"email": "a@b.fr", "password": secret})
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("scribe")]
    assert len(ours) >= 2
    assert secret not in " ".join(ours)


async def test_the_access_log_has_no_secrets(
    house: Any, ada: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "scribe.access")
    me = (await ada.get("/auth/me", params={"q": "private"})).json()["account"]["id"]
    (line,) = [record.getMessage() for record in caplog.records if record.name == "scribe.access"]
    entry = json.loads(line)
    assert entry["path"] == "/api/v1/auth/me"
    assert (entry["method"], entry["status"], entry["user"], entry["address"]) == ("GET", 200, me, "192.0.2.1")
    assert "private" not in line
    assert all(str(cookie.value) not in line for cookie in ada.cookies.jar)


async def test_the_unforeseen_is_told_with_a_reference_and_logged(
    house: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any) -> bool:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("scribe_core.database.users.any_exist", broken)
    answer = await house.visitor().get("/setup")
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    reference = answer.json()["details"]["reference"]
    assert reference == answer.headers["x-request-id"]
    assert reference in answer.json()["message"]
    assert "secret detail" not in answer.text
    assert "secret detail" in caplog.text
    assert reference in caplog.text
    assert answer.headers["access-control-allow-origin"] == "http://localhost:3000", "our page can read the failure"


async def test_headers_that_keep_browsers_careful(house: Any) -> None:
    headers = (await house.visitor().get("/setup")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


async def test_only_our_pages_may_read_answers(house: Any) -> None:
    ours = await house.visitor().get("/setup")
    assert ours.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert ours.headers["access-control-allow-credentials"] == "true"
    for origin in ("http://localhost:3001", "https://localhost:3000", "http://localhost:3000.evil.example", "null"):
        assert "access-control-allow-origin" not in (await house.visitor(Origin=origin).get("/setup")).headers


@pytest.mark.parametrize("overrides", [{"web_origins": "https://scribe.example.org/"}])
@pytest.mark.parametrize("method", ["PATCH", "PUT"])
async def test_a_preflight_allows_what_our_page_needs(house: Any, method: str) -> None:
    ask = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type,x-csrf-token"}
    allowed = await house.visitor(Origin="https://scribe.example.org").options("/meetings/x", headers=ask)
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == "https://scribe.example.org"
    refused = await house.visitor(Origin="https://evil.example").options("/meetings/x", headers=ask)
    assert refused.status_code == 400


async def test_a_body_larger_than_any_request_is_not_read(house: Any, ada: httpx.AsyncClient) -> None:
    announced = await ada.patch("/auth/me", content=b"{" + bytes(2_000_000))
    assert (announced.status_code, announced.json()["code"]) == (413, "request_too_large")

    async def endless() -> Any:
        for _ in range(30):
            yield bytes(100_000)

    piecewise = await ada.patch("/auth/me", content=endless(), headers={"Content-Type": "application/json"})
    assert (piecewise.status_code, piecewise.json()["code"]) == (413, "request_too_large")


async def test_broken_json_is_the_senders_fault(ada: httpx.AsyncClient) -> None:
    for body in (b"{", b"\xff\xfe", b"[1", b'{"name": "\\ud800"}', b"null", b'{"name": 1e999}'):
        answer = await ada.patch("/auth/me", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid"), body


ODD_IDS = ("%00", "0" * 31 + "%00", "0" * 31 + "A", "0" * 33, "x" * 5000, "%F0%9F%8E%89", "..%2f..%2fetc", "new")


async def test_odd_ids_name_nothing_and_the_database_is_not_asked(
    house: Any, ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(house.database), "reading", None)
    monkeypatch.setattr(type(house.database), "session", None)
    paths = [(path, method) for path, methods in house.app.openapi()["paths"].items() for method in methods]
    asked = 0
    for path, method in paths:
        for name in re.findall(r"{\w+}", path):
            for odd in ODD_IDS:
                one = re.sub(r"{\w+}", "0" * 32, path.replace(name, odd))
                answer = await ada.request(method, house.url + one, json={})
                assert answer.status_code == 404, one
                assert method == "head" or answer.json()["code"] == "not_found", one
                asked += 1
    assert asked > 100


async def test_a_database_that_is_away_is_told_and_comes_back(house: Any, ada: httpx.AsyncClient) -> None:
    if house.database.is_sqlite:
        pytest.skip("SQLite is a file: it is not away")
    house_url = house.database.url
    other = type(house.database)(house_url.rsplit(":", 1)[0] + ":1/nowhere")
    real = house.app.state.parts.database
    object.__setattr__(house.app.state.parts, "database", other)
    try:
        answer = await ada.get("/auth/me")
        ready = await house.visitor().get(f"{house.url}/ready")
    finally:
        object.__setattr__(house.app.state.parts, "database", real)
        await other.close()
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
    assert (ready.status_code, ready.json()["database"]) == (503, "database_unavailable")
    assert ready.json()["reasons"] == ["The database does not answer. Nothing was lost; try again in a moment."]
    assert (await ada.get("/auth/me")).status_code == 200


async def test_a_locked_database_is_told_and_loses_nothing(house: Any, ada: httpx.AsyncClient) -> None:
    if not house.database.is_sqlite:
        pytest.skip("PostgreSQL locks rows, and waits")
    import sqlite3

    path = house.database.url.split("///")[1]
    holder = await asyncio.to_thread(lambda: sqlite3.connect(path, isolation_level=None, check_same_thread=False))
    holder.execute("BEGIN IMMEDIATE")
    try:
        async with house.database.reading() as session:
            await session.execute(text("PRAGMA busy_timeout=10"))
        impatient = await ada.patch("/auth/me", json={"name": "Ada L."})
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert (impatient.status_code, impatient.json()["code"]) == (503, "database_busy")
    assert (await ada.get("/auth/me")).json()["account"]["name"] == "Ada"
    assert (await ada.patch("/auth/me", json={"name": "Ada L."})).status_code == 200


async def test_health_and_readiness(house: Any) -> None:
    visitor = house.visitor()
    assert (await visitor.get(f"{house.url}/health")).json() == {"status": "ok"}
    ready = await visitor.get(f"{house.url}/ready")
    well = {"ready": True, "database": "ok", "storage": "ok", "queue": "none", "vectors": "none", "reasons": []}
    assert (ready.status_code, ready.json()) == (200, well)


@pytest.mark.parametrize(
    ("part", "away", "field", "code", "status"),
    [
        ("objects", lambda: Objects.open("s3://scribe", NOWHERE), "storage", "storage_unavailable", 503),
        ("doorbell", lambda: open_doorbell("redis://127.0.0.1:1/0", []), "queue", "queue_unavailable", 200),
        ("vectors", lambda: open_vectors("http://127.0.0.1:1"), "vectors", "vectors_unavailable", 200),
    ],
)
async def test_readiness_tells_what_is_away_and_why(
    house: Any, part: str, away: Callable[[], Any], field: str, code: str, status: int
) -> None:
    parts = house.app.state.parts
    real, absent = getattr(parts, part), away()
    object.__setattr__(parts, part, absent)
    try:
        ready = await house.visitor(**{"Accept-Language": "fr"}).get(f"{house.url}/ready")
    finally:
        object.__setattr__(parts, part, real)
        if not isinstance(absent, Objects):
            await absent.close()
    assert (ready.status_code, ready.json()[field], ready.json()["ready"]) == (status, code, status == 200)
    assert "ne répond pas" in ready.json()["reasons"][0]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM alembic_version", "database_unprepared"),
        ("UPDATE alembic_version SET version_num = '9999'", "database_newer"),
    ],
)
async def test_a_database_of_another_release_is_not_ready(house: Any, statement: str, code: str) -> None:
    async with house.database.session() as session:
        (version,) = (await session.scalars(text("SELECT version_num FROM alembic_version"))).all()
        await session.execute(text(statement))
    ready = await house.visitor().get(f"{house.url}/ready")
    async with house.database.session() as session:  # the session's PostgreSQL serves other tests too
        await session.execute(text("DELETE FROM alembic_version"))
        await session.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})
    assert (ready.status_code, ready.json()["database"]) == (503, code)


async def test_licences_name_what_we_stand_on(house: Any) -> None:
    listed = {work["name"]: work for work in (await house.visitor().get("/licences")).json()}
    assert listed["fastapi"]["licence"] == "MIT"
    assert all(work["licence"] for work in listed.values())
    assert not any(name.startswith("scribe-") for name in listed)


def test_every_code_has_its_status() -> None:
    assert set(STATUS) <= set(SENTENCES)
    assert all(400 <= status_of(code) < 600 for code in SENTENCES)
    assert all(STATUS[code] == 404 for code in STATUS if code.endswith("not_found"))


async def test_an_answer_that_breaks_midway_is_cut_not_ended(served: Any) -> None:
    app: FastAPI = served.app

    @app.get("/half")
    async def half() -> Any:
        from starlette.responses import StreamingResponse

        async def parts() -> Any:
            yield b"half"
            raise ZeroDivisionError

        return StreamingResponse(parts())

    with pytest.raises(httpx.RemoteProtocolError):
        await served.visitor().get(f"{served.url}/half")


async def test_a_storm_of_sign_ins_leaves_the_rest_alone(house: Any, ada: httpx.AsyncClient) -> None:
    """Password checks are slow on purpose; they wait in their own queue, not in everybody's."""
    object.__setattr__(house.app.state.parts, "passwords", Passwords(cost=10))
    storm = [asyncio.ensure_future(house.visitor().post("/auth/login", json=REFUSED)) for _ in range(8)]
    await asyncio.sleep(0.01)
    assert (await ada.get("/auth/me")).status_code == 200
    assert not all(one.done() for one in storm)
    await asyncio.gather(*storm)


async def test_an_answer_is_never_longer_for_what_was_sent(house: Any) -> None:
    sent = {f"{number}{'x' * 200}": 1 for number in range(2000)}
    answer = await house.visitor().post("/auth/login", json=sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")
    assert len(answer.json()["details"]["fields"]) == 10
    assert len(answer.content) < 10_000


@pytest.mark.parametrize("term", ["\ud800abc", "a" + "\u0301" * 30_000 + "\u0316" * 30_000])
async def test_a_term_that_cannot_be_told_is_refused_all_the_same(ada: httpx.AsyncClient, term: str) -> None:
    content = json.dumps({"glossary": [term]})
    answer = await ada.post(f"/meetings/{'0' * 32}/runs", content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "glossary_invalid")
