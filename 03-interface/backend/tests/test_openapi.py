"""The API's description for programs: complete, and the one the frontend's types are made from."""

import json
from pathlib import Path
from typing import Any

import pytest

from scribe_api import openapi

FRONTEND = Path(__file__).parents[2] / "frontend" / "src" / "api" / "openapi.json"
TEXT = openapi.text()
DOCUMENT: dict[str, Any] = json.loads(TEXT)
OPERATIONS: list[tuple[str, str, dict[str, Any]]] = [
    (path, method, operation) for path, methods in DOCUMENT["paths"].items() for method, operation in methods.items()
]


def test_the_frontends_description_is_not_stale() -> None:
    assert FRONTEND.read_text(encoding="utf-8") == TEXT, (
        "write it again: python -m scribe_api.openapi 03-interface/frontend/src/api/openapi.json"
    )


def test_the_description_does_not_depend_on_where_it_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRIBE_API_PORT", "5999")
    assert openapi.text() == TEXT
    assert list(tmp_path.iterdir()) == []


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("path", "method", "operation"), OPERATIONS, ids=[f"{method} {path}" for path, method, _ in OPERATIONS]
)
def test_an_operation_is_described(path: str, method: str, operation: dict[str, Any]) -> None:
    assert operation["description"]
    assert operation["tags"]
    for status, answer in operation["responses"].items():
        assert answer["description"], status
        if int(status) >= 400 and path not in ("/ready",):
            content = answer["content"]["application/json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert content["examples"]
    if "{meeting_id}" in path:
        assert "meeting_not_found" in json.dumps(operation["responses"]["404"])
    if operation.get("security"):
        assert "session_invalid" in json.dumps(operation["responses"]["401"])
        changes = method not in ("get", "head")
        assert operation["security"] == [{"Cookie": [], **({"CSRF": []} if changes else {})}, {"Bearer": []}]
        if changes:
            assert "csrf_invalid" in json.dumps(operation["responses"]["403"])


def test_only_these_are_open_to_everybody() -> None:
    open_ = {f"{method} {path}" for path, method, operation in OPERATIONS if not operation.get("security")}
    assert open_ == {
        "get /health",
        "get /ready",
        "get /api/v1/setup",
        "post /api/v1/setup",
        "post /api/v1/auth/login",
        "post /api/v1/auth/refresh",
        "post /api/v1/auth/logout",
        "post /api/v1/auth/token",
        "post /api/v1/auth/token/refresh",
        "post /api/v1/auth/password/redeem",
        "get /api/v1/licences",
    }


async def test_nothing_is_loaded_from_the_internet(house: Any) -> None:
    visitor = house.visitor()
    assert (await visitor.get("/openapi.json")).json()["info"]["title"] == "Smart Meeting Scribe"
    for path in ("/docs", "/redoc"):
        assert (await visitor.get(house.url + path)).status_code == 404
