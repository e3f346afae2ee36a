"""The API's description for programs: `python -m scribe_api.openapi` prints it, the frontend's types are made from it."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from scribe_api.security.cookies import SAFE_METHODS

DESCRIPTION = """Recordings of meetings in, who-said-what out.

**Browsers** sign in at `/auth/login` and are then known by cookies; every request that changes something also needs an
`Origin` that the server allows and the session's `csrf_token` in `X-CSRF-Token`. **Programs** send
`Authorization: Bearer …` with a token that a person made for them in My account (`/auth/tokens`), or sign in at `/auth/token`.

Errors are a `Problem`: a `code` for programs, a `message` for people in the language of `Accept-Language`. What belongs to
somebody else is answered as if it did not exist. Times are ISO 8601 in UTC, durations are seconds.
"""


_PROBLEM = {"$ref": "#/components/schemas/Problem"}


def install(app: FastAPI) -> None:
    """Let the application describe itself in full."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's own way to extend it


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    for path in document["paths"].values():
        for method, operation in path.items():
            for answer in operation["responses"].values():
                if "Problem" in str(answer.get("content")):  # also where the good answer is no JSON
                    shown = answer["content"].get("application/json", {})
                    answer["content"] = {"application/json": {**shown, "schema": _PROBLEM}}
            if "security" in operation:
                cookie: dict[str, list[str]] = {"Cookie": []}
                if method.upper() not in SAFE_METHODS:
                    cookie["CSRF"] = []  # together with the cookie, not instead of it
                operation["security"] = [cookie, {"Bearer": []}]
    return document


def text() -> str:
    """The description as it stands in the repository: stable, so that a difference means a change of the API."""
    from obstore.store import MemoryStore

    from scribe_api.app import create_app
    from scribe_api.security.keys import KEY_BYTES, Keys
    from scribe_core.database.engine import Database
    from scribe_core.settings import Settings
    from scribe_core.stores.objects import Objects
    from scribe_core.stores.queue import NoDoorbell

    async def made() -> str:
        database = Database("sqlite+aiosqlite://")
        try:
            app = create_app(
                Settings(), database, Objects(MemoryStore(), None), NoDoorbell(), keys=Keys(bytes(KEY_BYTES))
            )
            return json.dumps(app.openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        finally:
            await database.close()

    return asyncio.run(made())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text(), encoding="utf-8")
    else:
        sys.stdout.write(text())
